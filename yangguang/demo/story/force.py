"""When a rule says of itself that it holds."""

from __future__ import annotations

import re
from datetime import date, timedelta

_BEGINS = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起施行")
_UNTIL = re.compile(r"有效期至(\d{4})年(\d{1,2})月(\d{1,2})日")
_YEARS = re.compile(r"有效期([一二三四五])年")


def days_of_force(text: str) -> tuple[date | None, date | None]:
    """From which day a rule says that it holds, and until which."""
    begins, until, years = _BEGINS.search(text), _UNTIL.search(text), _YEARS.search(text)
    first = date(*map(int, begins.groups())) if begins else None
    if until:
        return first, date(*map(int, until.groups()))
    if first and years:
        last_year = first.year + " 一二三四五".index(years[1])
        return first, first.replace(year=last_year, day=min(first.day, 28)) - timedelta(days=1)
    return first, None
