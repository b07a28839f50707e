"""The numbers of one organisation's annual report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .shape import APPLICANTS, OUTCOMES, RESULTS, ROWS, TOTAL, Cell, Table, cells

Number = int | Decimal


@dataclass(frozen=True)
class Figures:
    """All cells of the three tables. Whole numbers, but for the fees of table two: ten thousands of yuan, exact."""

    organisation: str
    year: int
    numbers: Mapping[Cell, Number]

    def __post_init__(self) -> None:
        if self.numbers.keys() != set(cells()):
            raise ValueError("a report has every cell of its tables, and no other")

    @classmethod
    def empty(cls, organisation: str, year: int) -> Figures:
        """A year in which nothing happened: the form says 0, never nothing."""
        return cls(organisation, year, {cell: Decimal(0) if cell.is_money else 0 for cell in cells()})

    def __getitem__(self, cell: Cell) -> Number:
        return self.numbers[cell]

    def t2(self, row: str, column: str) -> Number:
        return self.numbers[Cell(Table.T2, row, column)]

    def t3(self, row: str, column: str = TOTAL) -> Number:
        return self.numbers[Cell(Table.T3, row, column)]

    def t4(self, group: str, column: str = TOTAL) -> Number:
        return self.numbers[Cell(Table.T4, group, column)]

    def group(self, prefix: str, column: str = TOTAL) -> Number:
        """The sum of the rows of table three under one heading: ``denied``, ``unable``, ``not_processed``, ``other``."""
        return sum(self.t3(row, column) for row in RESULTS if row.startswith(f"{prefix}."))

    def changed(self, *changes: tuple[Cell, Number]) -> Figures:
        """The same with some cells changed; totals stay as they are."""
        return replace(self, numbers={**self.numbers, **dict(changes)})

    def totalled(self) -> Figures:
        """The same with every total counted anew from its parts: column 总计, row （七）总计, and those of table four."""
        numbers = dict(self.numbers)
        for column in APPLICANTS:
            results = sum(numbers[Cell(Table.T3, row, column)] for row in RESULTS)
            numbers[Cell(Table.T3, "total_processed", column)] = results
        for table, parts in ((Table.T3, APPLICANTS), (Table.T4, OUTCOMES)):
            for row in ROWS[table]:
                numbers[Cell(table, row, TOTAL)] = sum(numbers[Cell(table, row, part)] for part in parts)
        return replace(self, numbers=numbers)


def summed(organisation: str, year: int, reports: Iterable[Figures]) -> Figures:
    """The summary of several reports, cell by cell (Y8)."""
    reports = list(reports)
    empty = Figures.empty(organisation, year)
    return replace(
        empty,
        numbers={cell: sum((one[cell] for one in reports), zero) for cell, zero in empty.numbers.items()},
    )
