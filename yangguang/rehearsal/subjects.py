"""How the book names a rehearsal."""

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from yangguang.journal.subjects import Description, register
from yangguang.lib.ref import Ref
from yangguang.rehearsal.rules import SUBJECT


def _describe(ref: Ref) -> Description | None:
    return Description(_g("演练环境"), "") if ref == SUBJECT else None


register(SUBJECT.kind, label=_("演练环境"), describe=_describe)
