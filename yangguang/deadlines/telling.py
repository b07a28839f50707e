"""The verb that tells those concerned that a date moved: who does the step, and who opened the matter."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.deadlines import owners
from yangguang.deadlines.models import Clock
from yangguang.journal.models import Act
from yangguang.notices.actions import send
from yangguang.notices.models import Message


@transaction.atomic
def tell_of_change(act: Act) -> int:
    """Tell everybody whom an act on a clock concerns, but not who did it; once each. How many were told."""
    people = [user for user in owners.everybody(act.subject) if user.uid != act.actor.key]
    return sum(_tell(user, act) for user in people)


def _tell(user: User, act: Act) -> int:
    if Message.objects.to(Message.Channel.INBOX, user.uid).filter(about=act.ref).exists():
        return 0
    matter = owners.describe([act.subject]).get(act.subject)
    clock = Clock.objects.filter(uid__in=[ref.uid for ref in act.about if ref.kind == Clock.REF_KIND]).first()
    url = (matter.url if matter else "") or (clock.get_office_url() if clock else "")
    subject = act.summary.strip()
    if matter:
        subject = _("%(number)s：%(text)s") % {"number": matter.number, "text": subject}
    body = _("%(text)s。%(basis)s") % {
        "text": subject,
        "basis": _("依据%(basis)s。") % {"basis": act.basis} if act.basis else "",
    }
    send(Message.Channel.INBOX, user.uid, subject, body, about=act.ref, url=url)
    if user.email:
        send(Message.Channel.EMAIL, user.email, subject, f"{body}\n{settings.BASE_URL}{url}", about=act.ref)
    return 1
