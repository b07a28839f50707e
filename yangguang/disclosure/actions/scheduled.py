"""Scheduled publication 定时公开, when the moment comes, or is brought forward, or called off."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.disclosure.acts import PLAN_FAILED, PLAN_MOVED
from yangguang.disclosure.models import Item, PublicationPlan
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .duty import require_drafter
from .plans import call_off, open_plan, required, shown
from .publication import publish_edition, signed_text
from .submission import return_text

log = structlog.get_logger("yangguang.disclosure")
AT_ONCE = 200


def publish_due() -> int:
    """Publish every signed text whose moment has come; how many. Run by the worker several times a minute.

    Each in its own transaction, claimed by a conditional update: killed in between, run twice or by two workers,
    every text becomes public once. One that the gate refuses is marked and left to people.
    """
    due = PublicationPlan.objects.waiting().filter(failed_at__isnull=True, publish_at__lte=clock.now())
    done = 0
    broken: Exception | None = None
    for pk in list(due.order_by("publish_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done += _publish_one(pk)
        except Refusal as refusal:
            _give_up(pk, refusal.message)
        except Exception as error:
            log.error("scheduled publication failed", plan=pk, error=repr(error))
            broken = broken or error
    if broken is not None:
        raise broken
    return done


@transaction.atomic
def _publish_one(pk: int) -> bool:
    plan = PublicationPlan.objects.select_related("edition").get(pk=pk)
    item, edition = signed_text(Item.objects.get(pk=plan.edition.item_id).uid)
    if edition.pk != plan.edition_id or not _claim(plan):
        return False
    publish_edition(
        item, edition, actor=_clock_of(item), via={**plan.via, "planned_for": shown(plan.publish_at)}
    )
    return True


def _claim(plan: PublicationPlan) -> int:
    """Mark a waiting plan as carried out; 0 when somebody else was first, or called it off."""
    return (
        PublicationPlan.objects.waiting()
        .filter(pk=plan.pk, edition=plan.edition_id, publish_at__lte=clock.now(), failed_at__isnull=True)
        .update(done_at=clock.now())
    )


@transaction.atomic
def _give_up(pk: int, message: str) -> None:
    """Mark a plan that the gate refused, once; people are told of the act."""
    waiting = PublicationPlan.objects.waiting().filter(pk=pk, failed_at__isnull=True)
    if not waiting.update(failed_at=clock.now(), failure=message[:300]):
        return
    log.warning("scheduled publication refused", plan=pk, reason=message)
    plan = PublicationPlan.objects.select_related("edition__item__organisation").get(pk=pk)
    item = plan.edition.item
    record(
        PLAN_FAILED,
        subject=item.ref,
        actor=_clock_of(item),
        public={"publish_at": shown(plan.publish_at)},
        private={"why": message},
        organisation_code=item.organisation.code,
        about=[plan.edition.ref],
    )


def _clock_of(item: Item) -> Actor:
    """Who opens the gate when nobody does."""
    return Actor(
        key="system",
        name=_("系统"),
        post=_("定时公开"),
        organisation=item.organisation.name,
        organisation_code=item.organisation.code,
    )


def bring_forward(
    item: Item, *, acting: Acting, reason: str, publish_at: datetime | None = None
) -> PublicationPlan:
    """Let a signed text become public earlier than planned, at once where no moment is given. Refusal: no reason,
    later than planned, not waiting.
    """
    require_drafter(item.organisation, acting)
    reason = required(reason, item, acting)
    with transaction.atomic():
        item, edition = signed_text(item.uid)
        plan = _waiting(item)
        now = clock.now()
        wanted = publish_at or now
        if wanted >= plan.publish_at:
            raise Refusal(
                _("签发后只能提前，不能推后：现在定在 %(when)s。要推后的，请取消后重新送审。")
                % {"when": shown(plan.publish_at)},
                field="publish_at",
            )
        changed = (
            PublicationPlan.objects.waiting()
            .filter(pk=plan.pk, publish_at=plan.publish_at)
            .update(publish_at=wanted, failed_at=None, failure="")
        )
        if not changed:
            raise Refusal(_("公开时间刚刚由别人改过，或者已经公开。请刷新页面后再办。"), code="conflict")
        record(
            PLAN_MOVED,
            subject=item.ref,
            actor=acting.actor,
            public={"before": shown(plan.publish_at), "publish_at": shown(wanted)},
            private={"reason": reason},
            organisation_code=item.organisation.code,
            about=[edition.ref],
        )
        via = {**plan.via, "planned_for": shown(plan.publish_at)}
        plan.publish_at = wanted
        if wanted <= now and _claim(plan):
            publish_edition(item, edition, actor=acting.actor, via=via)
            plan.done_at = now
        return plan


def cancel_publication(item: Item, *, acting: Acting, reason: str) -> None:
    """Call the plan off. A text that was only drafted or in review loses its moment; one that was signed and waits
    goes back to the officer, and needs review again: no signature stands for another moment than the one it saw.
    """
    require_drafter(item.organisation, acting)
    reason = required(reason, item, acting)
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.pk)
        plan = open_plan(item)
        if plan is None:
            raise Refusal(_("没有定公开时间，或者刚刚已经公开。请刷新页面。"), code="conflict")
        call_off(item, plan, reason, acting=acting)
        if plan.signed_at:
            return_text(item, acting=acting)


def _waiting(item: Item) -> PublicationPlan:
    plan = open_plan(item)
    if plan is None or plan.signed_at is None:
        raise Refusal(_("这一件没有在等待公开，可能刚刚已经公开。请刷新页面。"), code="conflict")
    return plan
