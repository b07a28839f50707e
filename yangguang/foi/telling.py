"""The verb that tells applicants how their request goes. A message holds its number and the way to its page: neither what
was asked for nor a name. The code of the receipt goes to the applicant's own address only, and the text is destroyed
once it was sent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.identifiers import is_mobile
from yangguang.foi import acts
from yangguang.foi.models import Request
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.notices.actions import send
from yangguang.notices.models import Message
from yangguang.parties.models import Party, Unreadable
from yangguang.parties.rules import current

AT_ONCE = timedelta(minutes=1)
ABOUT = (
    acts.SUBMITTED, acts.RECEIVED, acts.DEMANDED, acts.SUPPLIED, acts.CONSULTED, acts.EXTENDED, acts.DEFERRED,
    acts.TRANSFERRED, acts.SPLIT, acts.MERGED, acts.ANSWERED, acts.ENDED, acts.REOPENED,
)  # fmt: skip


@transaction.atomic
def tell_applicant(act: Act) -> int:
    """Tell whoever acts for the request, or its applicant, what just happened to it; how many messages, none twice."""
    rows = Request.objects.select_related("organisation", "applicant__user", "agent__user")
    request = rows.filter(uid=act.subject.uid).first()
    if request is None or _comes_together(act):
        return 0
    what = _words(act)
    if act.kind == acts.SPLIT:  # each part has a code of its own
        part = rows.filter(uid__in=[ref.uid for ref in act.about if ref.kind == Request.REF_KIND]).first()
        request = part or request
    subject = _("政府信息公开申请 %(number)s") % {"number": request.number}
    return _send(request, act, subject, what)


def _comes_together(act: Act) -> bool:
    """Whether the day of receipt came with the application itself, which tells of it."""
    if act.kind != acts.RECEIVED:
        return False
    rows = Act.objects.about(act.subject).filter(subject=act.subject, kind=acts.SUBMITTED)
    return rows.filter(occurred_at__gte=act.occurred_at - AT_ONCE).exists()


def _send(request: Request, act: Act, subject: str, what: str) -> int:
    party = current(request.agent or request.applicant)
    told = 0
    if party.user is not None:
        url = f"/foi/mine/{request.uid}/"
        told += _once(Message.Channel.INBOX, party.user.uid, subject, what, act, url=url)
    link = f"{settings.BASE_URL}{request.get_absolute_url()}"
    for channel, address in _addresses(party):
        told += _once(channel, address, subject, f"{what}\n{link}", act, secret=True)
    return told


def _once(channel: str, address: str, subject: str, body: str, act: Act, **how: Any) -> int:
    if Message.objects.to(channel, address).filter(about=act.ref).exists():
        return 0
    try:
        send(channel, address, subject, body, about=act.ref, **how)
    except Refusal:  # what was typed is no address after all: the page says the same
        return 0
    return 1


def _addresses(party: Party) -> list[tuple[str, str]]:
    """Where the applicant is told: by mail where there is an address, else by short message."""
    try:
        email, phone = party.opened("email"), party.opened("phone")
    except Unreadable:
        return []
    if email:
        return [(Message.Channel.EMAIL, email)]
    return [(Message.Channel.SMS, phone)] if is_mobile(phone) else []


def _words(act: Act) -> str:
    public = {key: str(value) for key, value in act.public.items()}
    words = {
        acts.SUBMITTED: _("您的申请已经登记。查询进度、补正和查看答复，请打开："),
        acts.RECEIVED: _("您的申请已经确认收到，收到日期 %(on)s。怎样计算期限、最迟哪一天答复，请打开："),
        acts.DEMANDED: _("您的申请需要您%(kind)s，期限 %(due)s。请打开："),
        acts.SUPPLIED: _("您的%(kind)s已经收到。请打开："),
        acts.CONSULTED: _("您的申请正在征求意见，所需时间不计入期限。请打开："),
        acts.EXTENDED: _("您的申请延长答复期限，最迟 %(due)s 答复。理由和告知书请打开："),
        acts.DEFERRED: _("您的申请确定延迟答复，最迟 %(due)s 答复。理由和告知书请打开："),
        acts.TRANSFERRED: _("您的申请转由%(new)s办理，收到日期不变。请打开："),
        acts.SPLIT: _("您的申请含有几项内容，拆开分别办理，这是其中一件。请打开："),
        acts.MERGED: _("您的申请和您的另一件申请（%(number)s）一并答复。请打开："),
        acts.ANSWERED: _("您的申请已经答复。答复书和救济途径请打开："),
        acts.ENDED: _("您的申请已经结束。请打开："),
        acts.REOPENED: _("您的申请正在重新答复。请打开："),
    }
    return words[act.kind] % public
