"""From an entry to what the index keeps of it, and from a day to its positions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache

import rjieba
from django.db import models

from yangguang.lib import clock
from yangguang.lib.text import normalise
from yangguang.search.engines import Row
from yangguang.search.models import Entry, state_on

LONGEST = 200_000
"""Characters of one text that are searched: more would exceed what PostgreSQL holds in one vector."""

SLOTS = 1 << 16
_FIRST_DAY = date(1900, 1, 1)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxy0123456789")  # z begins and ends what is spelt out


def first_position(day: date) -> int:
    """The first position of a day. A day with more than 65,536 things runs over into the next one's."""
    return max(0, (day - _FIRST_DAY).days) * SLOTS


@dataclass(slots=True)
class Told:
    """An entry as far as the index is concerned, without the price of a record: it is made of millions of them."""

    id: int
    position: int | None
    title: str
    text: str
    organisation_code: str
    organisation_path: str
    category_code: str
    category_path: str
    kind: str
    validity: list[list[str]]
    published_at: datetime


_FACTS = tuple(field.name for field in fields(Told))


def read(entries: models.QuerySet[Entry]) -> list[Told]:
    """What some entries tell the index, in their order."""
    return [Told(*row) for row in entries.values_list(*_FACTS)]


def row_of(entry: Told, position: int) -> Row:
    """What the index keeps of an entry at a position."""
    title, validity = normalise(entry.title), state_on(entry.validity, clock.today())
    return Row(
        position=position,
        title=title,
        body=normalise(entry.text[:LONGEST]),
        words=tuple(sorted(edges(title))),
        marks=_marks(
            (entry.organisation_code, *entry.organisation_path.split("/")),
            (entry.category_code, *entry.category_path.split("/")),
            entry.kind,
            validity,
        ),
        organisation=entry.organisation_path or entry.organisation_code,
        category=entry.category_path or entry.category_code,
        kind=entry.kind,
        validity=validity,
        year=day_of(entry.published_at).year,
    )


@lru_cache(maxsize=256)
def day_of(published_at: datetime) -> date:
    """The legal day on which an entry was published."""
    return clock.day_of(published_at)


def edges(normal: str) -> set[str]:
    """The words of a normal form, and what they begin and end with: 民政局 gives 民政, 人民政府 does not."""
    found: set[str] = set()
    for run in normal.split():
        for word in rjieba.cut(run):
            for cut in range(2, len(word)):
                found.add(word[:cut])
                found.add(word[-cut:])
            found.add(word)
    return found


def words_of(phrase: str) -> tuple[str, ...]:
    """The words that a phrase consists of; single characters say nothing about boundaries."""
    return tuple(sorted({word for word in rjieba.cut(phrase) if len(word) > 1}))


@lru_cache(maxsize=1024)
def _marks(
    organisations: tuple[str, ...], categories: tuple[str, ...], kind: str, validity: str
) -> tuple[str, ...]:
    """The filter marks of an entry: each organisation and category above it, its kind, the validity of today."""
    return (
        *(mark("o", code) for code in sorted({*organisations}) if code),
        *(mark("c", code) for code in sorted({*categories}) if code),
        *([mark("k", kind)] if kind else []),
        *([mark("v", validity)] if validity else []),
    )


def mark(letter: str, code: str) -> str:
    """A filter mark: a letter for what it filters by, then the code with anything but a-z and 0-9 spelt out."""
    plain = (char if char in _PLAIN else f"z{ord(char):x}z" for char in code)
    return letter + "".join(plain)
