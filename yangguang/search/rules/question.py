"""A question, ready for the index: what is sought, and what narrows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from yangguang.lib import clock
from yangguang.search.engines import Ask
from yangguang.search.rows import first_position, mark

from .spellings import Spelt


class Described(Protocol):
    """What filters ask of an entry, be it a record or a line."""

    @property
    def organisation_code(self) -> str: ...
    @property
    def organisation_path(self) -> str: ...
    @property
    def category_code(self) -> str: ...
    @property
    def category_path(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...
    def validity_on(self, day: date) -> str: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a question. Paths and categories mean themselves and all below; days are included."""

    organisation_path: str = ""
    category: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    validity: str = ""

    def admit(self, entry: Described) -> bool:
        """Whether an entry, as it is now and today, is within."""
        if self == _ALL:
            return True
        day = clock.day_of(entry.published_at)
        return (
            (entry.organisation_path or entry.organisation_code + "/").startswith(self.organisation_path)
            and (not self.category or self.category in {*entry.category_path.split("/"), entry.category_code})
            and (not self.kind or entry.kind == self.kind)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (not self.validity or entry.validity_on(clock.today()) == self.validity)
        )


_ALL = Filters()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: for people (``spelt``, ``filters``) and for the index (``ask``)."""

    spelt: Spelt
    filters: Filters
    ask: Ask

    @classmethod
    def of(cls, spelt: Spelt, filters: Filters) -> Question:
        marks = []
        if filters.organisation_path:
            marks.append(mark("o", filters.organisation_path.rstrip("/").rpartition("/")[2]))
        for letter, code in (("c", filters.category), ("k", filters.kind), ("v", filters.validity)):
            if code:
                marks.append(mark(letter, code))
        low = first_position(filters.since) if filters.since else 0
        high = 1 << 62
        if filters.until:
            high = first_position(min(filters.until, date(9999, 1, 1)) + timedelta(days=1))
        return cls(spelt, filters, Ask(spelt.terms, tuple(marks), low, high))
