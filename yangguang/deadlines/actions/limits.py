"""Limits change by a new version from a day on; a running clock keeps the law of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines.acts import LIMIT_AMENDED, LIMIT_VERIFIED
from yangguang.deadlines.models import Clock, Ground, Limit, Outcome, WarningRule
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .counting import count_again

# What a new version may say differently; code and scope stay.
CHANGEABLE = (
    "name", "article", "basis", "n", "unit", "fixed", "sense", "start_event", "roll", "back", "extend_by",
    "extend_times", "extend_posts", "extend_above", "extend_article", "extend_ahead", "source", "verified_on",
)  # fmt: skip
# What a ground says, besides its code and its days.
GROUND_FACTS = ("name", "article", "basis", "n", "unit", "lapses", "restarts", "notice_needed", "posts")


@dataclass(frozen=True)
class Amendment:
    """What a new version did: the version, and the clocks whose last day moved."""

    limit: Limit
    moved: list[Clock]


@transaction.atomic
def amend_limit(
    limit: Limit,
    changes: Mapping[str, Any],
    *,
    effective_from: date,
    acting: Acting,
    backwards: bool = False,
    warn_ahead: list[int] | None = None,
) -> Amendment:
    """Let another version hold from a day on; the old one ends the day before.

    A day that has passed is refused (`backwards`, saying how many clocks it touches) unless it is meant: then what has
    begun since and still runs is counted under the new version, each move an act.
    """
    rows = list(
        Limit.objects.select_for_update()
        .filter(code=limit.code, organisation=limit.organisation_id)
        .order_by("effective_from")
    )
    old = next(one for one in rows if one.pk == limit.pk)
    _refuse_day(old, effective_from)
    values = {name: getattr(old, name) for name in CHANGEABLE} | _known(changes)
    if values == {name: getattr(old, name) for name in CHANGEABLE} and warn_ahead is None:
        raise Refusal(_("没有改动，不需要新的版本。"))
    today = clock.today()
    touched = Clock.objects.filter(limit=old, started_on__gte=effective_from)
    if effective_from <= today and not backwards and touched.exists():
        running = touched.filter(outcome=Outcome.RUNNING).count()
        raise Refusal(
            _(
                "新规定从 %(on)s 起适用，这一天已经过去：有 %(all)d 个期限在那以后起算，其中 %(running)d 个还在计时，会按新规定重新推算并告知有关的人，已办结的不变。确实要追溯的，请勾选“追溯适用”；否则请改为 %(today)s 以后的日期。"
            )
            % {"on": effective_from, "all": touched.count(), "running": running, "today": today},
            code="backwards",
            field="effective_from",
        )
    fresh = Limit(
        code=old.code,
        organisation=old.organisation,
        effective_from=effective_from,
        effective_to=old.effective_to,
        edited_on=today,
        **values,
    )
    Limit.objects.filter(pk=old.pk).update(effective_to=effective_from, edited_on=today)
    try:
        fresh.full_clean(exclude=["organisation"])
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    fresh.save(force_insert=True)
    _copy(old, fresh, warn_ahead)
    record(
        LIMIT_AMENDED,
        subject=fresh.ref,
        actor=acting.actor,
        public={
            "name": fresh.name,
            "code": fresh.code,
            "from": effective_from.isoformat(),
            "old": old.length,
            "new": fresh.length,
            "backwards": effective_from <= today,
        },
        basis=fresh.authority,
        organisation_code=old.organisation.code if old.organisation else "",
    )
    running_rows = touched.filter(outcome=Outcome.RUNNING).select_related("organisation").order_by("pk")
    return Amendment(fresh, count_again(running_rows, acting.actor, limit=fresh))


def _refuse_day(old: Limit, effective_from: date) -> None:
    if effective_from <= old.effective_from:
        raise Refusal(
            _("这一版从 %(on)s 起施行，新版本的施行日期要在它以后。") % {"on": old.effective_from},
            field="effective_from",
        )
    if old.effective_to and effective_from >= old.effective_to:
        raise Refusal(
            _("这一版到 %(on)s 失效，请从以后的版本修改。") % {"on": old.effective_to}, field="effective_from"
        )


def _known(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not to be changed: {sorted(unknown)}")
    return dict(changes)


def _copy(old: Limit, fresh: Limit, warn_ahead: list[int] | None) -> None:
    copied = ("code", "effective_from", "effective_to", *GROUND_FACTS)
    for ground in old.grounds.in_force_since(fresh.effective_from):
        Ground.objects.create(limit=fresh, **{name: getattr(ground, name) for name in copied})
    known = {one.ahead: one.to_head for one in old.warning_rules.all()}
    WarningRule.objects.bulk_create(
        WarningRule(limit=fresh, ahead=ahead, to_head=known.get(ahead, ahead < 0))
        for ahead in (known if warn_ahead is None else sorted(set(warn_ahead), reverse=True))
    )


@transaction.atomic
def verify_limit(limit: Limit, on: date, *, acting: Acting) -> Limit:
    """Say that a limit was compared with the full text on a day."""
    if on > clock.today():
        raise Refusal(_("核实日期不能晚于今天。"), field="verified_on")
    Limit.objects.filter(pk=limit.pk).update(verified_on=on, edited_on=clock.today())
    limit.verified_on = on
    record(
        LIMIT_VERIFIED,
        subject=limit.ref,
        actor=acting.actor,
        public={"name": limit.name, "code": limit.code, "on": on.isoformat()},
        basis=limit.authority,
    )
    return limit
