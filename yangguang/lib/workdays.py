"""Working days and legal due dates, without a database.

    Calendar      which days are worked, from the State Council's yearly notices (exceptions to the week)
    Term          what is counted: start, n, unit, suspensions, extension, roll
    DueDate       when it ends, whether that is provisional, and every day on the way

The day of the event is not counted; the next day is day 1. A year whose notice is not out yet is *projected*:
Saturdays and Sundays off, statutory days with a certain date off, no make-up working days. A due date that
rests on a projected day is provisional and is counted again when the notice arrives.

>>> due(calendar, date(2026, 9, 30), 5, Unit.WORKDAY).on       # National Day, and a Saturday that is worked
datetime.date(2026, 10, 13)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

DAY = timedelta(days=1)
FIRST_YEAR = 1949
# Nothing in law runs longer than this; it bounds the index, not the law.
YEARS_AHEAD = 30


class Unit(StrEnum):
    """How a limit counts. The wrong unit is the most common error in Chinese time limits."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"


class DayKind(StrEnum):
    WORKDAY = "workday"
    MAKEUP = "makeup"  # a Saturday or Sunday that is worked 调休上班
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_worked(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


class StepKind(StrEnum):
    """What a day meant for one term."""

    START = "start"  # the event; not counted
    COUNTED = "counted"
    REST = "rest"  # weekend or holiday, not counted in working days
    HELD = "held"  # suspended, not counted
    ROLLED = "rolled"  # after the last day, because that day is not worked


class CalendarDataMissing(Exception):
    """A strict question touched a year whose holidays are not published."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year} 年的放假安排尚未公布或尚未导入，不能确定工作日")


class OutOfRange(ValueError):
    """The date lies outside what the calendar can index."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One exception to the week, as a notice states it."""

    on: date
    is_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    on: date
    kind: DayKind
    name: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """Time that does not count: the days in (after, until], so the clock runs again on the day after `until`."""

    after: date
    until: date
    reason: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.until < self.after:
            raise ValueError("suspension ends before it begins")


# Statutory days (Regulation on Public Holidays, as of 2025) whose date is certain before any notice: fixed days,
# and festivals of the lunar calendar and Qingming for the next years. Days moved by 调休 are never guessed.
_FIXED = (
    ((1, 1), "元旦"),
    ((5, 1), "劳动节"),
    ((5, 2), "劳动节"),
    ((10, 1), "国庆节"),
    ((10, 2), "国庆节"),
    ((10, 3), "国庆节"),
)
_NEW_YEAR_EVE = {2027: (2, 5), 2028: (1, 25), 2029: (2, 12), 2030: (2, 2)}
_SINGLE = {
    "清明节": {2027: (4, 5), 2028: (4, 4), 2029: (4, 4), 2030: (4, 5)},
    "端午节": {2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5)},
    "中秋节": {2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12)},
}


def statutory_days(year: int) -> dict[date, str]:
    """Statutory days of a year without a notice, as far as their dates are certain."""
    days = {date(year, month, day): name for (month, day), name in _FIXED}
    if eve := _NEW_YEAR_EVE.get(year):
        days |= {date(year, *eve) + DAY * i: "春节" for i in range(4)}
    for name, table in _SINGLE.items():
        if month_day := table.get(year):
            days.setdefault(date(year, *month_day), name)
    return days


class Calendar:
    """Every day from the first year to some years after the last published one, with a prefix index.

    Built once (a few milliseconds), then any question is O(1).
    """

    def __init__(self, special: Iterable[SpecialDay], published: Iterable[int]) -> None:
        self.published = frozenset(published)
        self._special = {day.on: day for day in special}
        years = self.published or {2004}
        self.first = date(FIRST_YEAR, 1, 1)
        self.last = date(max(years) + YEARS_AHEAD, 12, 31)
        self._origin = self.first.toordinal()
        self._projected: dict[date, str] = {}
        for year in range(min(years), self.last.year + 1):
            if year not in self.published:
                self._projected |= statutory_days(year)
        # _worked[i] = ordinal of the i-th working day; _before[k] = working days in [first, first + k)
        self._worked: list[int] = []
        self._before: list[int] = [0]
        for ordinal in range(self._origin, self.last.toordinal() + 1):
            if self._is_worked(date.fromordinal(ordinal)):
                self._worked.append(ordinal)
            self._before.append(len(self._worked))

    def _is_worked(self, on: date) -> bool:
        special = self._special.get(on)
        if special is not None:
            return special.is_workday
        return on.weekday() < 5 and on not in self._projected

    def _index(self, on: date) -> int:
        if not self.first <= on <= self.last:
            raise OutOfRange(f"日期 {on} 超出可计算的范围（{self.first} 至 {self.last}）")
        return on.toordinal() - self._origin

    def is_published(self, year: int) -> bool:
        return year in self.published

    def is_workday(self, on: date, *, strict: bool = False) -> bool:
        if strict and not self.is_published(on.year):
            raise CalendarDataMissing(on.year)
        index = self._index(on)
        return self._before[index + 1] > self._before[index]

    def day(self, on: date) -> CalendarDay:
        self._index(on)
        assumed = not self.is_published(on.year)
        special = self._special.get(on)
        weekend = on.weekday() >= 5
        if special is not None:
            if special.is_workday:
                return CalendarDay(on, DayKind.MAKEUP if weekend else DayKind.WORKDAY, special.name)
            return CalendarDay(on, DayKind.HOLIDAY, special.name)
        if assumed and on in self._projected:
            return CalendarDay(on, DayKind.HOLIDAY, self._projected[on], assumed)
        return CalendarDay(on, DayKind.WEEKEND if weekend else DayKind.WORKDAY, "", assumed)

    def workdays_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative when `until` lies before `after`."""
        if until < after:
            return -self.workdays_between(until, after)
        return self._before[self._index(until) + 1] - self._before[self._index(after) + 1]

    def add_workdays(self, start: date, n: int) -> date:
        """The n-th working day after `start` (n >= 1), or `start` itself for n = 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return start
        position = self._before[self._index(start) + 1] + n - 1
        if position >= len(self._worked):
            raise OutOfRange(f"期限超出可计算的范围（至 {self.last}）")
        return date.fromordinal(self._worked[position])

    def roll_forward(self, on: date) -> date:
        """`on`, or the first working day after it."""
        position = bisect_right(self._worked, on.toordinal() - 1)
        if position >= len(self._worked):
            raise OutOfRange(f"期限超出可计算的范围（至 {self.last}）")
        return date.fromordinal(self._worked[position])

    def unpublished_between(self, after: date, until: date) -> int | None:
        """The first year without a notice that (after, until] touches."""
        return next((y for y in range((after + DAY).year, until.year + 1) if y not in self.published), None)


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
    """What is counted. Pure: suspend, extend and restart give a new term."""

    start: date
    n: int
    unit: Unit
    suspensions: tuple[Suspension, ...] = ()
    extension: int = 0
    roll: bool = False

    def __post_init__(self) -> None:
        if self.n < 0 or self.extension < 0:
            raise ValueError("a term cannot be negative")

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
    strict: bool = False,
) -> DueDate:
    """When `n` units after `start` end.

    `roll`: a last day that is not worked moves to the next working day; only where the rule says so.
    `strict`: raise CalendarDataMissing instead of projecting an unpublished year.
    """
    return due_of(calendar, Term(start, n, Unit(unit), tuple(suspensions), extension, roll), strict=strict)


def due_of(calendar: Calendar, term: Term, *, strict: bool = False) -> DueDate:
    on = _last_day(calendar, term)
    # Natural days need no holidays, except to know whether the last day is worked.
    rolled = term.roll and term.unit is not Unit.WORKDAY
    missing = None
    if term.unit is Unit.WORKDAY:
        missing = calendar.unpublished_between(term.start, on)
    elif rolled:
        missing = calendar.unpublished_between(on - DAY, calendar.roll_forward(on))
    if rolled:
        on = calendar.roll_forward(on)
    if missing is not None and strict:
        raise CalendarDataMissing(missing)
    return DueDate(on, missing is not None, missing, term, calendar)


def _last_day(calendar: Calendar, term: Term) -> date:
    """The last counted day, before any rolling. Suspended days inside the term are added to it, in order."""
    held = _merge(term.suspensions, term.start)
    if term.unit is Unit.WORKDAY:
        n = term.n + term.extension
        on = calendar.add_workdays(term.start, n)
        for after, until in held:
            # A suspension that begins once the term has run out holds nothing.
            if after >= on:
                break
            n += calendar.workdays_between(after, until)
            on = calendar.add_workdays(term.start, n)
        return on
    if term.unit is Unit.DAY:
        on = term.start + DAY * (term.n + term.extension)
    else:
        on = add_months(term.start, term.n + term.extension)
    for after, until in held:
        if after >= on:
            break
        on += until - after
    return on


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
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
    for offset in range(1, (result.on - term.start).days + 1):
        on = term.start + DAY * offset
        day = calendar.day(on)
        if held := term.is_held(on):
            yield Step(on, StepKind.HELD, 0, day, held.reason)
        elif on > last:
            yield Step(on, StepKind.ROLLED, 0, day)
        elif term.unit is Unit.WORKDAY and not day.kind.is_worked:
            yield Step(on, StepKind.REST, 0, day)
        else:
            number += 1
            yield Step(on, StepKind.COUNTED, number, day)


def special_days(year: int, table: Mapping[str, Mapping[str, Sequence[str]]]) -> list[SpecialDay]:
    """A year's notice in its short form: {"元旦": {"rest": ["01-01..01-03"], "work": ["01-04"]}}."""
    days: list[SpecialDay] = []
    for name, parts in table.items():
        for key, is_workday in (("rest", False), ("work", True)):
            for text in parts.get(key, ()):
                first, _, last = text.partition("..")
                on, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
                while on <= end:
                    days.append(SpecialDay(on, is_workday, name))
                    on += DAY
    return sorted(days, key=lambda day: day.on)
