"""How the journal names organisations and their posts to the public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.journal.subjects import Description, register
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Appointment, Organisation, Post


def _organisation(ref: Ref) -> Description | None:
    row = Organisation.objects.filter(uid=ref.uid).first()
    return Description(row.name, row.get_absolute_url()) if row else None


def _post(ref: Ref) -> Description | None:
    row = Post.objects.filter(uid=ref.uid).select_related("organisation").first()
    return (
        Description(f"{row.organisation.called}{row.name}", row.organisation.get_absolute_url())
        if row
        else None
    )


def _appointment(ref: Ref) -> Description | None:
    """The post only: who holds it is no part of the public book."""
    row = Appointment.objects.filter(uid=ref.uid).select_related("post").first()
    return _post(row.post.ref) if row else None


register(Organisation.REF_KIND, label=_("机构"), describe=_organisation)
register(Post.REF_KIND, label=_("岗位"), describe=_post)
register(Appointment.REF_KIND, label=_("任职"), describe=_appointment)
