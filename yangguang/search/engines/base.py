"""What an engine can do. Positions are :attr:`search.models.Entry.position`; larger is newer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

from yangguang.lib.text import bigrams


class Stage(IntEnum):
    """How well a thing answers; relevance is one stage after the other, newest first within each."""

    TITLE_WORDS = 1  # in the title, and as words there: 民政 in 民政局, not in 人民政府
    TITLE = 2  # in the title
    BODY = 3  # somewhere
    ANY = 0  # no matter where: the order by date
    TITLED = 4  # in the title, as words or not


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as the index keeps it: title and body in normal form, words of the title, filter marks; and the facts
    by which answers are counted (paths of organisation and category, kind, validity, year).
    """

    position: int
    title: str
    body: str
    words: tuple[str, ...]
    marks: tuple[str, ...]
    organisation: str = ""
    category: str = ""
    kind: str = ""
    validity: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Spelling:
    """A phrase in normal form, and the words that it consists of; without any, there is no word to begin and end."""

    phrase: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: of each of ``terms`` one spelling, all ``marks``, positions from ``low`` up to below ``high``."""

    terms: tuple[tuple[Spelling, ...], ...]
    marks: tuple[str, ...] = ()
    low: int = 0
    high: int = 1 << 62

    @property
    def has_words(self) -> bool:
        return any(spelling.words for term in self.terms for spelling in term)

    @property
    def short(self) -> bool:
        """Whether each phrase is one pair, or one character: then a candidate is a hit on every engine."""
        return all(len(spelling.phrase) <= 2 for term in self.terms for spelling in term)


class Tally(NamedTuple):
    """How many candidates have the same facts, and where the newest of them stands."""

    organisation: str
    category: str
    kind: str
    validity: str
    year: int
    number: int
    newest: int


class First(NamedTuple):
    """The newest candidates, the newest first, and how many there are in all."""

    positions: list[int]
    number: int


class Unavailable(Exception):
    """The index cannot be reached or written just now: nothing is wrong with what was to be stored."""


class Engine(Protocol):
    """An index of rows. Candidates may be too many (see ``exact``): the caller checks each against its text.

    A new index is made beside the one in use: ``begin``, ``copy`` as often as needed, ``swap``. While one is being
    made, ``put`` and ``remove`` change both.
    """

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

    def first(self, ask: Ask, limit: int, cap: int) -> First | None:
        """The newest ``limit`` candidates of all, and their number no further than ``cap``: for an engine that looks at
        all of them either way. None where it is as cheap to ask for one after the other.
        """

    def count(self, ask: Ask, cap: int) -> int:
        """How many candidates answer, counting no further than ``cap``."""

    def tally(self, ask: Ask, cap: int, without: Collection[int] = ()) -> list[Tally]:
        """The newest ``cap`` candidates by their facts, those at the positions ``without`` left out."""

    def size(self) -> int:
        """How many rows there are."""

    def form(self) -> int:
        """Of which normal form (``lib.text.FORM``) the rows are."""

    def empty(self) -> None:
        """Forget everything."""

    def generation(self) -> str:
        """The name under which the index in use was begun; empty for the first."""

    def begun(self) -> str:
        """The name of the index that is being made beside it; empty when there is none."""

    def begin(self, name: str) -> None:
        """Begin a new index beside the one in use, in place of any that was begun before."""

    def copy(self, rows: Sequence[Row]) -> None:
        """Store rows in the new index only."""

    def swap(self) -> None:
        """The new index takes the place of the old one, in one step for every reader."""

    def alone(self) -> AbstractContextManager[bool]:
        """Be the only one who changes the index; False when somebody else is at it. Inside a transaction."""


def tokens_of(phrase: str) -> list[str]:
    """The tokens that a phrase is looked up by: its pairs, without the closing single character."""
    return bigrams(phrase)[:-1]
