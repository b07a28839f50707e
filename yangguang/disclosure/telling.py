"""The verb that tells the officers what became of a publication that was set for a moment.

Inside the house the message says why; a mail leaves it, so of what is not public it says no word of the text.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.journal.models import Act
from yangguang.notices.actions import send
from yangguang.notices.models import Message
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import drafters, may

from .models import Item, PublicationPlan


@transaction.atomic
def tell_of_plan(act: Act) -> int:
    """Tell who set the moment and who drafted the text that it was published, or was not and why; how many were told.

    Where neither may draft there any more, everybody who may. Nobody is told twice of one act.
    """
    item = Item.objects.select_related("organisation").filter(uid=act.subject.uid).first()
    refs = [ref.uid for ref in act.about]
    plans = PublicationPlan.objects.select_related("set_by", "edition__drafted_by")
    plan = plans.filter(edition__item=item, edition__uid__in=refs).order_by("-pk").first()
    if item is None or plan is None:
        return 0
    subject, body, mailed = _words(act, item)
    told = 0
    for person in _concerned(plan, item):
        if Message.objects.to(Message.Channel.INBOX, person.uid).filter(about=act.ref).exists():
            continue
        send(Message.Channel.INBOX, person.uid, subject, body, about=act.ref, url=item.office_url)
        if person.email:
            link = f"{settings.BASE_URL}{item.office_url}"
            send(Message.Channel.EMAIL, person.email, subject, f"{mailed}\n{link}", about=act.ref)
        told += 1
    return told


def _concerned(plan: PublicationPlan, item: Item) -> list[User]:
    known = dict.fromkeys(one for one in (plan.set_by, plan.edition.drafted_by) if one is not None)
    still = [one for one in known if one.is_active and may(one, Permission.DRAFT, item.organisation)]
    return still or drafters(item.organisation)


def _words(act: Act, item: Item) -> tuple[str, str, str]:
    """Subject, what stands in the inbox, what is mailed."""
    if "index_number" in act.public:
        facts = {
            "title": item.title,
            "moment": act.public["planned_for"],
            "number": act.public["index_number"],
        }
        body = _("《%(title)s》已按定好的时间（%(moment)s）公开，索引号 %(number)s。") % facts
        return _("定时公开已经完成"), body, body
    facts = {"organisation": item.organisation.called, "moment": act.public["publish_at"]}
    mailed = _(
        "%(organisation)s有一件定于 %(moment)s 公开的信息到时没有公开。请登录办公后台，取消定时后核对文本、重新送审。"
    )
    why = act.private.facts.get("why", "") if act.private else ""
    inside = _("《%(title)s》定于 %(moment)s 公开，到时没有公开：%(why)s请取消定时，核对文本后重新送审。")
    return (
        _("定时公开没有成功"),
        inside % {**facts, "title": item.title, "why": why},
        mailed % facts,
    )
