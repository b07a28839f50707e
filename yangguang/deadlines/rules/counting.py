"""Which limit holds, when it ends, and how that date came about. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yangguang.deadlines.explain import UNEVENTFUL, Story, describe
from yangguang.deadlines.models import (
    Calendar,
    CalendarDay,
    CalendarYear,
    Clock,
    Limit,
    LimitQuerySet,
    LimitUnit,
)
from yangguang.lib import clock, workdays
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import DueDate, OutOfRange, SpecialDay, Suspension, Unit
from yangguang.organisations.models import Organisation
from yangguang.web.prepared import prepared
from yangguang.web.remembering import remembered

NATIONAL = "CN"


@dataclass(frozen=True)
class Due:
    """An answer with its reasons."""

    on: date
    provisional: bool
    limit: Limit
    text_zh: str
    answer: DueDate
    story: Story = UNEVENTFUL

    @property
    def last(self) -> date | None:
        """The last day; None while the clock is suspended (`on` is then the day that would be, resumed today)."""
        return None if self.story.held else self.on

    def as_json(self) -> dict[str, Any]:
        return {**self.explanation(), "days": days_of(self.answer)}

    def explanation(self) -> dict[str, Any]:
        """The part that a clock keeps: enough to say later how the date came about."""
        term, held = self.answer.term, self.story.held
        closed = [one for one in term.suspensions if not (held and one.after.isoformat() == held["since"])]
        return {
            "limit": self.limit.code,
            "name": self.limit.name,
            "n": self.limit.n,
            "unit": self.limit.unit,
            "roll": self.limit.roll,
            "back": self.limit.back,
            "basis": self.limit.authority,
            "verified_on": self.limit.verified_on.isoformat() if self.limit.verified_on else None,
            "start": term.start.isoformat(),
            "due": self.last.isoformat() if self.last else None,
            "provisional": self.provisional,
            "missing_year": self.answer.missing_year,
            "extension": term.extension,
            "suspensions": [
                {
                    "after": s.after.isoformat(),
                    "until": s.until.isoformat(),
                    "reason": s.reason,
                    "basis": s.basis,
                    "notice": s.notice,
                }
                for s in closed
            ],
            **self.story.as_json(),
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
    rows = _known()
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


@remembered
def _known() -> list[Calendar]:
    return _calendars()


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
    story: Story = UNEVENTFUL,
) -> Due:
    """When this very version of a limit ends. `index` saves asking for the calendar when many are counted.

    `story` is what happened besides time passing; it changes the words, not the day.
    """
    most = row.extend_by * row.extend_times
    if extension > most:
        raise Refusal(
            _("“%(name)s”最多延长 %(n)d。") % {"name": row.name, "n": most},
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
            back=row.back,
        )
    except (OutOfRange, OverflowError) as error:
        raise Refusal(
            _("日期 %(date)s 太早或太晚，不能推算期限。") % {"date": start}, code="invalid", field="start"
        ) from error
    return Due(answer.on, answer.provisional, row, describe(row, answer, story), answer, story)


def _next(month_day: str, after: date) -> date:
    month, day = map(int, month_day.split("-"))
    this_year = date(after.year, month, day)
    return this_year if this_year > after else date(after.year + 1, month, day)


def of_clock(running: Clock, index: workdays.Calendar | None = None, today: date | None = None) -> Due:
    """The clock counted with today's calendar, under the limit it began with; a suspended one as if it ran on today."""
    return due_under(
        running.limit,
        running.started_on,
        running.organisation,
        suspensions=held_days(running, today),
        extension=running.extension,
        index=index,
        story=Story.of(running),
    )


def held_days(running: Clock, today: date | None = None) -> tuple[Suspension, ...]:
    """Every span that does not count, the open one up to today."""
    if running.held_since is None:
        return running.suspensions
    held = running.explanation.get("held") or {}
    until = max(today or clock.today(), running.held_since)
    still = Suspension(
        running.held_since, until, held.get("reason", ""), held.get("basis", ""), held.get("notice", "")
    )
    return (*running.suspensions, still)


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


def is_early_enough(
    limit_row: Limit, start: date, done: date, organisation: Organisation | None = None
) -> bool:
    """For limits that must run at least so long (等标期): whether `done` is not too early."""
    return done >= due_under(limit_row, start, organisation).on
