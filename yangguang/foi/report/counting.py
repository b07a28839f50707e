"""What the registers give for a year: table three from requests, table four from reviews and lawsuits (Y10, Y11).

Counted in this way the cross-checks hold by themselves, and a year begins with what the one before it left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .figures import Figures, Number
from .shape import APPLICANTS, OUTCOMES, RESULTS, T4, Cell, Table

UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asked, the statutory day of receipt, and how and when it ended (its row of table three)."""

    applicant: str
    received_on: date
    ended_on: date | None = None
    row: str = ""

    def __post_init__(self) -> None:
        if self.applicant not in APPLICANTS:
            raise ValueError(f"no such applicant: {self.applicant}")
        if (self.ended_on is None) != (self.row == "") or (self.row and self.row not in RESULTS):
            raise ValueError("a request that has ended has its row of table three, any other has none")
        if self.ended_on is not None and self.ended_on < self.received_on:
            raise ValueError("a request ends no earlier than it was received")


@dataclass(frozen=True, slots=True)
class Suit:
    """One review or lawsuit: its group of table four, when it was brought, and its outcome."""

    group: str
    begun_on: date
    ended_on: date | None = None
    outcome: str = ""

    def __post_init__(self) -> None:
        if self.group not in {group.key for group in T4}:
            raise ValueError(f"no such group: {self.group}")
        if (self.ended_on is None) != (self.outcome == ""):
            raise ValueError("a suit that has ended has an outcome, any other has none")
        if self.outcome and self.outcome not in OUTCOMES[:-1]:
            raise ValueError(f"no such outcome: {self.outcome}")
        if self.ended_on is not None and self.ended_on < self.begun_on:
            raise ValueError("a suit ends no earlier than it was brought")


def counted(organisation: str, year: int, requests: Iterable[Request], suits: Iterable[Suit] = ()) -> Figures:
    """The figures of a year from the registers; table two stays empty, it is not theirs.

    A request counts as new in the year of its receipt, in its row in the year in which it ended, and is carried from
    each year to the next between them. A suit counts in the year in which it ended, and as unfinished in every year
    before that at whose end it was open.
    """
    numbers: Counter[Cell] = Counter()
    for one in requests:
        for row in _rows(one, year):
            numbers[Cell(Table.T3, row, one.applicant)] += 1
    for suit in suits:
        if outcome := _outcome(suit, year):
            numbers[Cell(Table.T4, suit.group, outcome)] += 1
    empty = Figures.empty(organisation, year)
    changed: dict[Cell, Number] = {**empty.numbers, **numbers}
    return replace(empty, numbers=changed).totalled()


def _rows(one: Request, year: int) -> Iterable[str]:
    """In which rows of a year's table a request counts; row （七）总计 is counted from the others."""
    ended = one.ended_on.year if one.ended_on else None
    if one.received_on.year > year or (ended is not None and ended < year):
        return
    yield "new_received" if one.received_on.year == year else "carried_over"
    yield one.row if ended == year else "carried_forward"


def _outcome(suit: Suit, year: int) -> str:
    if suit.begun_on.year > year:
        return ""
    if suit.ended_on is None or suit.ended_on.year > year:
        return UNFINISHED
    return suit.outcome if suit.ended_on.year == year else ""
