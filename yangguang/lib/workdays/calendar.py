"""Which days are worked: the week, the yearly notices of the State Council, and a projection where a notice is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
FIRST_YEAR = 1949
# Nothing in law runs longer than this; it bounds the index, not the law.
YEARS_AHEAD = 30


class DayKind(StrEnum):
    WORKDAY = "workday"
    MAKEUP = "makeup"  # a Saturday or Sunday that is worked 调休上班
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_worked(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


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

    def back_workdays(self, start: date, n: int) -> date:
        """The n-th working day before `start` (n >= 1), or `start` itself for n = 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return start
        position = self._before[self._index(start)] - n
        if position < 0:
            raise OutOfRange(f"期限超出可计算的范围（自 {self.first}）")
        return date.fromordinal(self._worked[position])

    def roll_forward(self, on: date) -> date:
        """`on`, or the first working day after it."""
        position = bisect_right(self._worked, on.toordinal() - 1)
        if position >= len(self._worked):
            raise OutOfRange(f"期限超出可计算的范围（至 {self.last}）")
        return date.fromordinal(self._worked[position])

    def roll_back(self, on: date) -> date:
        """`on`, or the last working day before it."""
        position = bisect_right(self._worked, on.toordinal()) - 1
        if position < 0:
            raise OutOfRange(f"期限超出可计算的范围（自 {self.first}）")
        return date.fromordinal(self._worked[position])

    def unpublished_between(self, after: date, until: date) -> int | None:
        """The first year without a notice that (after, until] touches."""
        return next((y for y in range((after + DAY).year, until.year + 1) if y not in self.published), None)


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
