"""Scheduled publication 定时公开, until the moment comes: wish for a moment, wait for it once signed.

A plan belongs to the item's text in work and follows it through returns. The last signature does not publish a text
that has a plan: the service ``disclosure.publish`` of its case calls :func:`hold`, the case ends (it is signed), and
``actions.scheduled`` opens the gate when the moment comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.disclosure import rules
from yangguang.disclosure.acts import PLAN_CANCELLED, PLAN_SET, SIGNED_TO_WAIT
from yangguang.disclosure.models import Attribute, Edition, Item, PublicationPlan
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .duty import require_drafter
from .secrets import stop_secrets

FURTHEST = timedelta(days=366)
LONGEST_REASON = 300


def open_plan(item: Item) -> PublicationPlan | None:
    """The plan of an item that is neither carried out nor called off."""
    return PublicationPlan.objects.open().filter(edition__item=item).order_by("-pk").first()


def plan_publication(
    item: Item, publish_at: datetime, *, acting: Acting, reason: str = ""
) -> PublicationPlan:
    """Set the moment at which the text in work becomes public once it is signed.

    Refusal with ``field``: a moment in the past or more than a year ahead; after the last day of the 20 working
    days (条例第二十六条) without a reason. ``conflict`` when the text is signed already or there is none.
    """
    require_drafter(item.organisation, acting)
    reason = _screened(reason, item, acting)
    with transaction.atomic():
        item = _locked(item)
        edition = rules.working_edition(item)
        if edition is None:
            raise Refusal(_("没有正在办理的文本，不能定公开时间。"), code="conflict")
        if edition.attribute != Attribute.PROACTIVE:
            raise Refusal(_("不主动公开的信息没有公开时间。"), field="publish_at")
        plan = open_plan(item)
        if plan is not None and plan.signed_at:
            raise Refusal(_("这一稿已经签发，正在等待公开：只能提前或者取消。"), code="conflict")
        _refuse_impossible(publish_at)
        refuse_late(item, publish_at, reason)
        facts = {"edition": edition, "publish_at": publish_at, "reason": reason}
        set_by = {"set_by": acting.user, "set_at": clock.now()}
        if plan is None:
            plan = PublicationPlan.objects.create(**facts, **set_by)
        else:
            _move(plan, **facts, **set_by)
        record(
            PLAN_SET,
            subject=item.ref,
            actor=acting.actor,
            public={"publish_at": shown(publish_at)},
            private={"reason": reason},
            organisation_code=item.organisation.code,
            about=[edition.ref],
        )
        return plan


def hold(item: Item, edition: Edition, *, actor: Actor, via: dict[str, Any]) -> bool:
    """Whether a signed text has to wait for its moment; it is written down then, in the signature's transaction.

    Refusal when its moment has come to lie after the legal limit and nobody said why.
    """
    plan = open_plan(item)
    if plan is None:
        return False
    now = clock.now()
    if plan.publish_at <= now:
        _move(plan, edition=edition, signed_at=now, done_at=now)
        return False
    refuse_late(item, plan.publish_at, plan.reason)
    _move(plan, edition=edition, signed_at=now, via=via)
    record(
        SIGNED_TO_WAIT,
        subject=item.ref,
        actor=actor,
        public={
            "publish_at": shown(plan.publish_at),
            "sha256": edition.sha256,
            "number": edition.number,
            **via,
        },
        organisation_code=item.organisation.code,
        about=[edition.ref],
    )
    return True


def call_off(item: Item, plan: PublicationPlan, reason: str, *, acting: Acting) -> None:
    """Write down that a plan is not carried out, in the caller's transaction."""
    _move(plan, cancelled_at=clock.now(), cancel_reason=reason)
    record(
        PLAN_CANCELLED,
        subject=item.ref,
        actor=acting.actor,
        public={"publish_at": shown(plan.publish_at)},
        private={"reason": reason},
        organisation_code=item.organisation.code,
        about=[plan.edition.ref],
    )


def refuse_late(item: Item, publish_at: datetime, reason: str) -> None:
    """Refusal when the moment misses the 20 working days and nobody says why (条例第二十六条)."""
    running = rules.publish_clock(item)
    if running is None or running.stopped_on or running.due_on is None or reason:
        return
    day = clock.day_of(publish_at)
    if day > running.due_on:
        late = -deadlines.remaining(running, day)
        raise Refusal(
            _(
                "公开时间晚于法定时限 %(due)s，将逾期 %(days)d 个工作日（条例第二十六条）。请提前；确需推后的，请由信息员写明理由。"
            )
            % {"due": running.due_on.isoformat(), "days": late},
            code="late",
            field="reason",
        )


def _refuse_impossible(publish_at: datetime) -> None:
    now = clock.now()
    if publish_at <= now:
        raise Refusal(
            _("公开时间已经过去。请选一个以后的时间；签发后马上公开的，不用定时间。"), field="publish_at"
        )
    if publish_at > now + FURTHEST:
        raise Refusal(_("公开时间最多定到一年以内。"), field="publish_at")


def required(reason: str, item: Item, acting: Acting) -> str:
    """The reason for a change of plan, screened. Refusal when there is none."""
    reason = _screened(reason, item, acting)
    if not reason:
        raise Refusal(_("请写明原因。"), field="reason")
    return reason


def _screened(reason: str, item: Item, acting: Acting) -> str:
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("理由最多 %(most)d 个字。") % {"most": LONGEST_REASON}, field="reason")
    stop_secrets({_("理由"): reason}, organisation=item.organisation, acting=acting)
    return reason


def _locked(item: Item) -> Item:
    return Item.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.pk)


def _move(plan: PublicationPlan, **values: Any) -> None:
    """Change a plan only while it stands as it was read: who came second is told."""
    same = PublicationPlan.objects.open().filter(
        pk=plan.pk, publish_at=plan.publish_at, signed_at=plan.signed_at
    )
    if not same.update(**values):
        raise Refusal(_("公开时间刚刚由别人改过，或者已经公开。请刷新页面后再办。"), code="conflict")
    for name, value in values.items():
        setattr(plan, name, value)


def shown(moment: datetime) -> str:
    """A moment as people read it."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")
