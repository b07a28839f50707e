"""What a table of figures is made of: the period it tells of, and figures each of which opens its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from yangguang.lib import clock

from .filters import Filters

GRAINS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` until ``until``, both included; ``grain`` is how the table by time cuts it."""

    since: date
    until: date
    grain: str = "month"

    @classmethod
    def of(cls, asked: QueryDict) -> Period:
        """From an address; this year where nothing, or nothing sensible, is asked for."""
        read = Filters.of(asked)
        today = clock.today()
        since = read.since or date((read.until or today).year, 1, 1)
        until = read.until or max(since, date(since.year, 12, 31))
        grain = asked.get("grain", "month")
        return cls(min(since, until), max(since, until), grain if grain in GRAINS else "month")

    def parts(self) -> list[tuple[str, date, date]]:
        """The pieces of the period, cut by its grain: what each is called, its first and last day."""
        months, found = GRAINS[self.grain], []
        first = date(self.since.year, (self.since.month - 1) // months * months + 1, 1)
        while first <= self.until:
            after = _later(first, months)
            found.append(
                (
                    self._called(first),
                    max(first, self.since),
                    min(after - timedelta(days=1), self.until),
                )
            )
            first = after
        return found

    def _called(self, first: date) -> str:
        if self.grain == "year":
            return _("%(year)d 年") % {"year": first.year}
        if self.grain == "quarter":
            return _("%(year)d 年第 %(n)d 季度") % {"year": first.year, "n": (first.month + 2) // 3}
        return _("%(year)d 年 %(n)d 月") % {"year": first.year, "n": first.month}


def _later(day: date, months: int) -> date:
    place = day.month - 1 + months
    return date(day.year + place // 12, place % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """``said`` as it is shown; ``count`` items stand behind it, and ``filters`` shows exactly these."""

    said: str
    count: int
    filters: Filters
    bar: int | None = None  # percent, where a bar is drawn
    shape: str = ""

    @property
    def query(self) -> str:
        return self.filters.query


@dataclass(slots=True)
class Line:
    """One line of a table: what it is about, and its figures in the order of the headings."""

    label: str
    figures: list[Figure]
    labelled: list[tuple[str, Figure]] = field(default_factory=list)
    depth: int = 0


@dataclass(slots=True)
class Table:
    name: str
    headings: list[str]
    lines: list[Line] = field(default_factory=list)
    note: str = ""

    def add(self, label: str, figures: list[Figure], depth: int = 0) -> None:
        self.lines.append(Line(label, figures, list(zip(self.headings[1:], figures, strict=True)), depth))
