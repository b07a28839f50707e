"""What this room tells the rooms below: what its references are called, and who may read the papers of an agency."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.files.models import StoredFile
from yangguang.files.rules import register_owner
from yangguang.journal import subjects
from yangguang.parties.models import Agency, Consent, Party


def may_read_authority(stored: StoredFile, user: Any) -> bool:
    """Whom it concerns: principal and agent themselves, and who handles a matter of both."""
    assert stored.owner is not None
    agency = Agency.objects.filter(uid=stored.owner.uid).first()
    if agency is None:
        return False
    both = [agency.principal_id, agency.agent_id]
    signed_in = isinstance(user, User) and user.is_active
    if signed_in and Party.objects.filter(pk__in=both, user=user).exists():
        return True
    return Party.objects.unmaskable_by(user).filter(pk__in=both).count() == len(both)


register_owner(Agency.REF_KIND, may_read_authority)
# No describe and no find: the public learns neither who it is nor that there is somebody.
subjects.register(Party.REF_KIND, label=_("当事人"))
subjects.register(Agency.REF_KIND, label=_("代理"))
subjects.register(Consent.REF_KIND, label=_("同意"))
