"""What is counted and when it ends, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from .calendar import DAY, Calendar, CalendarDataMissing, CalendarDay


class Unit(StrEnum):
    """How a limit counts. The wrong unit is the most common error in Chinese time limits."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"  # to the same day of a later month 对月对日
    YEAR = "year"
    WHOLE_MONTH = "calmonth"  # to the end of the n-th month after the one of the event 自然月
    QUARTER = "quarter"  # to the end of the n-th quarter after the one of the event 自然季度


class StepKind(StrEnum):
    """What a day meant for one term."""

    START = "start"  # the event; not counted
    COUNTED = "counted"
    REST = "rest"  # weekend or holiday, not counted in working days
    HELD = "held"  # suspended, not counted
    ROLLED = "rolled"  # after the last day, because that day is not worked


@dataclass(frozen=True, slots=True)
class Suspension:
    """Time that does not count: the days in (after, until], so the clock runs again on the day after `until`."""

    after: date
    until: date
    reason: str = ""
    basis: str = ""
    notice: str = ""  # the document that told those concerned

    def __post_init__(self) -> None:
        if self.until < self.after:
            raise ValueError("suspension ends before it begins")


_WHOLE = {Unit.WHOLE_MONTH: 1, Unit.QUARTER: 3}  # months in a period


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the derivation. `number` counts from 1; 0 = not counted."""

    on: date
    kind: StepKind
    number: int
    day: CalendarDay
    reason: str = ""


@dataclass(frozen=True)
class Term:
    """What is counted. Pure: suspend, extend and restart give a new term.

    `back` counts from the event towards the past (举行听证的七日前): such a term can be neither held nor extended.
    """

    start: date
    n: int
    unit: Unit
    suspensions: tuple[Suspension, ...] = ()
    extension: int = 0
    roll: bool = False
    back: bool = False

    def __post_init__(self) -> None:
        if self.n < 0 or self.extension < 0:
            raise ValueError("a term cannot be negative")
        if self.back and (self.suspensions or self.extension or self.unit in _WHOLE):
            raise ValueError("a term that is counted back is neither held nor extended, nor whole periods")

    def suspend(self, suspension: Suspension) -> Term:
        return replace(self, suspensions=(*self.suspensions, suspension))

    def extend(self, by: int, *, at_most: int) -> Term:
        """Once only, and by no more than the law allows (same unit as the term)."""
        if self.extension:
            raise ValueError("期限只能延长一次")
        if not 1 <= by <= at_most:
            raise ValueError(f"延长不得超过 {at_most}")
        return replace(self, extension=by)

    def restart(self, start: date) -> Term:
        """Counted anew, e.g. from the day the corrected request arrived; the old term is void."""
        return replace(self, start=start, suspensions=(), extension=0)

    def is_held(self, on: date) -> Suspension | None:
        return next((s for s in self.suspensions if s.after < on <= s.until), None)


@dataclass(frozen=True)
class DueDate:
    on: date
    provisional: bool
    missing_year: int | None
    term: Term
    calendar: Calendar = field(repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Day by day from the event to the due date."""
        return tuple(_trace(self))


def due(
    calendar: Calendar,
    start: date,
    n: int,
    unit: Unit | str,
    *,
    suspensions: Sequence[Suspension] = (),
    extension: int = 0,
    roll: bool = False,
    back: bool = False,
    strict: bool = False,
) -> DueDate:
    """When `n` units after `start` end; with `back`, the last day that lies `n` units before it.

    `roll`: a last day that is not worked moves to the next working day (counted back: to the one before); only where
    the rule says so.
    `strict`: raise CalendarDataMissing instead of projecting an unpublished year.
    """
    return due_of(
        calendar, Term(start, n, Unit(unit), tuple(suspensions), extension, roll, back), strict=strict
    )


def due_of(calendar: Calendar, term: Term, *, strict: bool = False) -> DueDate:
    on = _last_day(calendar, term)
    # Natural days need no holidays, except to know whether the last day is worked.
    rolled = on
    if term.roll and term.unit is not Unit.WORKDAY:
        rolled = calendar.roll_back(on) if term.back else calendar.roll_forward(on)
    missing = None
    if term.unit is Unit.WORKDAY:
        missing = calendar.unpublished_between(*((on - DAY, term.start) if term.back else (term.start, on)))
    elif term.roll:
        missing = calendar.unpublished_between(min(on, rolled) - DAY, max(on, rolled))
    if missing is not None and strict:
        raise CalendarDataMissing(missing)
    return DueDate(rolled, missing is not None, missing, term, calendar)


def _last_day(calendar: Calendar, term: Term) -> date:
    """The last counted day, before any rolling. Suspended days inside the term are added to it, in order."""
    if term.back:
        return _first_day(calendar, term)
    held = _merge(term.suspensions, term.start)
    n = term.n + term.extension
    if term.unit is Unit.WORKDAY:
        on = calendar.add_workdays(term.start, n)
        for after, until in held:
            # A suspension that begins once the term has run out holds nothing.
            if after >= on:
                break
            n += calendar.workdays_between(after, until)
            on = calendar.add_workdays(term.start, n)
        return on
    if term.unit is Unit.DAY:
        on = term.start + DAY * n
    elif months := _WHOLE.get(term.unit):
        on = _end_of_period(term.start, n, months)
    else:
        on = add_months(term.start, n * (12 if term.unit is Unit.YEAR else 1))
    for after, until in held:
        if after >= on:
            break
        on += until - after
    return on


def _first_day(calendar: Calendar, term: Term) -> date:
    """The last day on which something may still be done that must lie so long before an event."""
    if term.unit is Unit.WORKDAY:
        return calendar.back_workdays(term.start, term.n)
    if term.unit is Unit.DAY:
        return term.start - DAY * term.n
    return add_months(term.start, -term.n * (12 if term.unit is Unit.YEAR else 1))


def _end_of_period(start: date, n: int, months: int) -> date:
    """The last day of the n-th whole period after the one in which `start` lies."""
    period = (start.year * 12 + start.month - 1) // months + n + 1
    year, month = divmod(period * months, 12)
    return date(year, month + 1, 1) - DAY


def add_months(start: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


def _merge(suspensions: Sequence[Suspension], start: date) -> list[tuple[date, date]]:
    """Non-overlapping (after, until] in order, clipped to what lies after the start."""
    merged: list[tuple[date, date]] = []
    for after, until in sorted((max(s.after, start), s.until) for s in suspensions if s.until > start):
        if merged and after <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((after, until))
    return merged


def _trace(result: DueDate) -> Iterable[Step]:
    term, calendar = result.term, result.calendar
    yield Step(term.start, StepKind.START, 0, calendar.day(term.start))
    number = 0
    last = _last_day(calendar, term)
    onward = -DAY if term.back else DAY
    for offset in range(1, abs((result.on - term.start).days) + 1):
        on = term.start + onward * offset
        day = calendar.day(on)
        if held := term.is_held(on):
            yield Step(on, StepKind.HELD, 0, day, held.reason)
        elif (on < last) if term.back else (on > last):
            yield Step(on, StepKind.ROLLED, 0, day)
        elif term.unit is Unit.WORKDAY and not day.kind.is_worked:
            yield Step(on, StepKind.REST, 0, day)
        else:
            number += 1
            yield Step(on, StepKind.COUNTED, number, day)
