"""What an engine can do. Positions are :attr:`search.models.Entry.position`; larger is newer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from yangguang.lib.text import bigrams


class Stage(IntEnum):
    """How well a thing answers; relevance is one stage after the other, newest first within each."""

    TITLE_WORDS = 1  # in the title, and as words there: 民政 in 民政局, not in 人民政府
    TITLE = 2  # in the title
    BODY = 3  # somewhere
    ANY = 0  # no matter where: the order by date


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as the index keeps it: title and body in normal form, words of the title, filter marks."""

    position: int
    title: str
    body: str
    words: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: all ``phrases`` (normal form), all ``marks``, positions from ``low`` up to below ``high``.

    ``words`` are the words that the phrases consist of; without any, there is no :attr:`Stage.TITLE_WORDS`.
    """

    phrases: tuple[str, ...]
    words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    low: int = 0
    high: int = 1 << 62


class Unavailable(Exception):
    """The index cannot be reached or written just now: nothing is wrong with what was to be stored."""


class Engine(Protocol):
    """An index of rows. Candidates may be too many (see ``exact``): the caller checks each against its text."""

    @property
    def exact(self) -> bool:
        """Whether a candidate is always a hit."""

    @property
    def apart(self) -> bool:
        """Whether the index lives outside the records' database, and so outside its transactions."""

    def put(self, rows: Sequence[Row]) -> None:
        """Store rows, replacing whatever stands at their positions."""

    def remove(self, positions: Iterable[int]) -> None:
        """Forget rows; a position that holds nothing is no error."""

    def candidates(self, ask: Ask, stage: Stage, *, below: int, limit: int) -> list[int]:
        """Positions below ``below`` that answer at this stage, largest first."""

    def count(self, ask: Ask, cap: int) -> int:
        """How many candidates answer, counting no further than ``cap``."""

    def size(self) -> int:
        """How many rows there are."""

    def replace(self, rows: Iterable[Row]) -> int:
        """Forget everything and store ``rows``, in one step that readers see only when it is complete."""

    def alone(self) -> AbstractContextManager[bool]:
        """Be the only one who changes the index; False when somebody else is at it. Inside a transaction."""


def tokens_of(phrase: str) -> list[str]:
    """The tokens that a phrase is looked up by: its pairs, without the closing single character."""
    return bigrams(phrase)[:-1]
