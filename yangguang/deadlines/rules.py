"""Which limit holds, when it ends, and how that date came about. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yangguang.deadlines.explain import describe
from yangguang.deadlines.models import (
    Calendar,
    CalendarDay,
    CalendarYear,
    Clock,
    Limit,
    LimitQuerySet,
    LimitUnit,
    Outcome,
)
from yangguang.lib import clock, workdays
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import DueDate, OutOfRange, SpecialDay, StepKind, Suspension, Unit
from yangguang.organisations.models import Organisation
from yangguang.web.prepared import prepared

NATIONAL = "CN"


@dataclass(frozen=True)
class Due:
    """An answer with its reasons."""

    on: date
    provisional: bool
    limit: Limit
    text_zh: str
    answer: DueDate

    def as_json(self) -> dict[str, Any]:
        return {**self.explanation(), "days": days_of(self.answer)}

    def explanation(self) -> dict[str, Any]:
        """The part that a clock keeps: enough to say later how the date came about."""
        term = self.answer.term
        return {
            "limit": self.limit.code,
            "name": self.limit.name,
            "n": self.limit.n,
            "unit": self.limit.unit,
            "basis": self.limit.authority,
            "verified_on": self.limit.verified_on.isoformat() if self.limit.verified_on else None,
            "start": term.start.isoformat(),
            "due": self.on.isoformat(),
            "provisional": self.provisional,
            "missing_year": self.answer.missing_year,
            "extension": term.extension,
            "suspensions": [
                {
                    "after": s.after.isoformat(),
                    "until": s.until.isoformat(),
                    "reason": s.reason,
                    "basis": s.basis,
                }
                for s in term.suspensions
            ],
            "text": self.text_zh,
        }


@dataclass(frozen=True)
class Explanation:
    """How a clock's date came about: a sentence, the same as data, and day by day."""

    text: str
    json: dict[str, Any]
    days: list[dict[str, Any]]


def calendar(code: str = NATIONAL, organisation: Organisation | None = None) -> workdays.Calendar:
    """The working calendar: the region's own where the organisation (or one above it) has one, else by code."""
    # A handful of rows: one query answers all.
    rows = _calendars()
    above = organisation.paths_above if organisation else []
    regional = sorted(
        (above.index(row.organisation.path), row.pk, row)
        for row in rows
        if row.organisation and row.organisation.path in above
    )
    found = regional[0][2] if regional else next((row for row in rows if row.code == code), None)
    if found is None:
        raise Refusal(
            _("没有代码为 %(code)s 的工作日历，请先装入初始数据（yangguang demo 或安装步骤会自动装入）。")
            % {"code": code},
            code="not-found",
        )
    return _build(found.pk, found.stamp, found.base_id, found.base.stamp if found.base else "")


@prepared
def _calendars() -> QuerySet[Calendar]:
    return Calendar.objects.select_related("organisation", "base")


@lru_cache(maxsize=8)
def _build(pk: int, stamp: str, base_pk: int | None, base_stamp: str) -> workdays.Calendar:
    """Built once for each publication (the stamps are its key): about 40 ms, then every question is O(1)."""
    special: list[SpecialDay] = []
    years: set[int] = set()
    # The region's own days come last and so win over the country's.
    for key in filter(None, (base_pk, pk)):
        special += [
            SpecialDay(day, is_workday, basis)
            for day, is_workday, basis in CalendarDay.objects.filter(calendar_id=key).values_list(
                "date", "is_workday", "basis"
            )
        ]
    years.update(CalendarYear.objects.filter(calendar_id=base_pk or pk).values_list("year", flat=True))
    return workdays.Calendar(special, years)


def find_limit(
    limit_code: str, organisation: Organisation | None = None, on: date | None = None
) -> Limit | None:
    """The limit that holds for an organisation on a day: its own, or that of the nearest above it; None before any."""
    above = tuple(organisation.paths_above) if organisation else ()
    return max(
        _limits(limit_code, on or clock.today(), above),
        key=lambda row: len(row.organisation.path) if row.organisation else 0,
        default=None,
    )


@prepared
def _limits(code: str, on: date, paths: tuple[str, ...]) -> LimitQuerySet:
    scope = Q(organisation__isnull=True)
    if paths:
        scope |= Q(organisation__path__in=paths)
    rows = Limit.objects.filter(code=code).in_force(on).filter(scope)
    return rows.select_related("article__instrument", "organisation")


def limit(limit_code: str, organisation: Organisation | None = None, on: date | None = None) -> Limit:
    """Like find_limit, but refuses with a clear sentence where there is none."""
    found = find_limit(limit_code, organisation, on)
    if found is not None:
        return found
    if not Limit.objects.filter(code=limit_code).exists():
        raise Refusal(
            _("没有代码为 %(code)s 的时限。") % {"code": limit_code}, code="not-found", field="limit"
        )
    raise Refusal(
        _("时限 %(code)s 在 %(on)s 没有规定，不能推算。") % {"code": limit_code, "on": on or clock.today()},
        code="no-limit",
        field="limit",
    )


def due(
    limit_code: str,
    start: date,
    organisation: Organisation | None = None,
    on: date | None = None,
    *,
    suspensions: Sequence[Suspension] = (),
    extension: int = 0,
) -> Due:
    """When a limit ends that began on `start`. The law of the start day counts, unless `on` names another day."""
    return due_under(
        limit(limit_code, organisation, on or start),
        start,
        organisation,
        suspensions=suspensions,
        extension=extension,
    )


def due_under(
    row: Limit,
    start: date,
    organisation: Organisation | None = None,
    *,
    suspensions: Sequence[Suspension] = (),
    extension: int = 0,
    index: workdays.Calendar | None = None,
) -> Due:
    """When this very version of a limit ends. `index` saves asking for the calendar when many are counted."""
    if extension > row.extend_by:
        raise Refusal(
            _("“%(name)s”最多延长 %(n)d。") % {"name": row.name, "n": row.extend_by},
            code="invalid",
            field="extension",
        )
    n, unit = row.n, Unit.DAY
    if row.unit == LimitUnit.FIXED:
        n = (_next(row.fixed, start) - start).days
    else:
        unit = Unit(row.unit)
    try:
        answer = workdays.due(
            index or calendar(organisation=organisation),
            start,
            n,
            unit,
            suspensions=tuple(suspensions),
            extension=extension,
            roll=row.roll,
        )
    except (OutOfRange, OverflowError) as error:
        raise Refusal(
            _("日期 %(date)s 太早或太晚，不能推算期限。") % {"date": start}, code="invalid", field="start"
        ) from error
    return Due(answer.on, answer.provisional, row, describe(row, answer), answer)


def _next(month_day: str, after: date) -> date:
    month, day = map(int, month_day.split("-"))
    this_year = date(after.year, month, day)
    return this_year if this_year > after else date(after.year + 1, month, day)


def of_clock(running: Clock, index: workdays.Calendar | None = None) -> Due:
    """The clock counted with today's calendar, under the limit it began with."""
    return due_under(
        running.limit,
        running.started_on,
        running.organisation,
        suspensions=running.suspensions,
        extension=running.extension,
        index=index,
    )


def explain(running: Clock) -> Explanation:
    """How the clock's date came about. The sentence is the one kept with the clock, the days are counted again."""
    counted = of_clock(running)
    return Explanation(
        running.explanation.get("text", counted.text_zh), running.explanation, days_of(counted.answer)
    )


def days_of(answer: DueDate) -> list[dict[str, Any]]:
    """Day by day: date, kind (start counted rest held rolled), what kind of day, its number and name."""
    return [
        {
            "date": step.on.isoformat(),
            "kind": step.kind.value,
            "day": step.day.kind.value,
            "number": step.number,
            "name": step.day.name,
            "reason": step.reason,
            "assumed": step.day.assumed,
        }
        for step in answer.steps
    ]


def remaining(running: Clock, today: date | None = None, index: workdays.Calendar | None = None) -> int:
    """Working days left: 0 = none after today; negative = late by so many.

    Lists that show many clocks hand over the calendar, so that it is not asked for each.
    """
    ends = running.stopped_on or today or clock.today()
    index = index or calendar(organisation=running.organisation)
    left = index.workdays_between(ends, running.due_on)
    if left == 0 and ends > running.due_on:
        return (
            -1
        )  # late, although no working day has passed since: a limit can end on a Friday and today is Saturday
    return left


@dataclass(frozen=True)
class State:
    """A clock in one word, for lists: `shape` is the class that draws the shape (ok soon warn late hold)."""

    shape: str
    word: str


def state(running: Clock, today: date | None = None, index: workdays.Calendar | None = None) -> State:
    """剩 n 个工作日 / 今天到期 / 超期 n 个工作日, with 暂定 where the date may still move."""
    if running.outcome == Outcome.CANCELLED:
        return State("hold", _("不再计时"))
    if running.outcome == Outcome.MET:
        return State("ok", _("按期办结"))
    left = remaining(running, today, index)
    if left < 0:
        done = running.outcome == Outcome.LATE
        words = _("超期 %(n)d 个工作日办结") if done else _("超期 %(n)d 个工作日")
        return State("late", words % {"n": -left})
    day = today or clock.today()
    if day == running.due_on:
        return State("warn", _("今天到期"))
    word = _("剩 %(n)d 个工作日") % {"n": left}
    if running.provisional:
        word = _("%(word)s（暂定）") % {"word": word}
    if left <= 1:
        return State("warn", word)
    return State("soon" if left <= 3 else "ok", word)


def is_early_enough(
    limit_row: Limit, start: date, done: date, organisation: Organisation | None = None
) -> bool:
    """For limits that must run at least so long (等标期): whether `done` is not too early."""
    return done >= due_under(limit_row, start, organisation).on


__all__ = [
    "Due",
    "Explanation",
    "State",
    "StepKind",
    "calendar",
    "days_of",
    "due",
    "due_under",
    "explain",
    "find_limit",
    "is_early_enough",
    "limit",
    "of_clock",
    "remaining",
    "state",
]
