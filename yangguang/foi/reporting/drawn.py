"""The tables of a report as the office draws them: what stands in each cell, what the register says, where its cases are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from yangguang.foi.report import Cell, Figures, Table, cells
from yangguang.foi.report.figures import Number
from yangguang.foi.report.grid import GRIDS, Box, shown
from yangguang.foi.report.reading import MOST, MOST_PLACES
from yangguang.foi.report.shape import TOTAL
from yangguang.organisations.models import Organisation

from . import norms, sources

_KEYS = {cell.key: cell for cell in cells()}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One box; of a number also its key, what is typed, and how it stands to the register."""

    box: Box
    key: str = ""
    id: str = ""
    name: str = ""
    value: str = ""
    is_input: bool = False
    counted: str = ""
    differs: bool = False
    wrong: str = ""
    url: str = ""
    made_of: str = ""
    proposed: str = ""
    proposed_url: str = ""


@dataclass(frozen=True)
class Drawing:
    table: Table
    caption: str
    head: list[list[Drawn]]
    rows: list[list[Drawn]]


def is_total(cell: Cell) -> bool:
    """Whether a cell is counted from others: nobody types it."""
    return cell.column == TOTAL or cell.row == "total_processed"


def anchor(cell: Cell, prefix: str = "") -> str:
    return f"{prefix}{cell.key.replace('.', '-')}"


@dataclass(frozen=True)
class Sheet:
    """What is to be drawn. ``made_of`` is the page that says what a sum is made of. ``typed`` and ``wrong`` by key: what a form sent and what is the matter with it.

    ``counted`` is what the registers say; None where nothing is to be compared. ``prefix`` keeps apart the marks of two
    drawings on one page. ``proposed`` is what the catalogue counts for boxes of table two, by key.
    """

    organisation: Organisation
    year: int
    figures: Figures
    counted: Figures | None = None
    typed: Mapping[str, str] | None = None
    wrong: Mapping[str, str] | None = None
    editable: bool = False
    prefix: str = ""
    made_of: str = ""
    proposed: Mapping[str, int] | None = None

    def drawing(self, table: Table) -> Drawing:
        grid = GRIDS[table]
        drawn = [[self._drawn(box) for box in boxes] for boxes in grid.rows]
        return Drawing(table, grid.caption, drawn[: grid.heads], drawn[grid.heads :])

    def _drawn(self, box: Box) -> Drawn:
        cell = box.cell
        if cell is None:
            return Drawn(box)
        counted = self.counted[cell] if self.counted is not None and cell.table is not Table.T2 else None
        typed = (self.typed or {}).get(cell.key)
        proposed = (self.proposed or {}).get(cell.key)
        return Drawn(
            box,
            key=cell.key,
            id=anchor(cell, self.prefix),
            name=cell.name,
            value=shown(self.figures[cell]) if typed is None else typed,
            is_input=self.editable and not is_total(cell),
            counted="" if counted is None else shown(counted),
            differs=counted is not None and counted != self.figures[cell],
            wrong=(self.wrong or {}).get(cell.key, ""),
            url=sources.cases_url(self.organisation, self.year, cell) if counted else "",
            made_of=f"{self.made_of}?cell={cell.key}" if self.made_of else "",
            proposed=str(proposed) if proposed is not None else "",
            proposed_url=norms.url(self.organisation, self.year, cell) if proposed is not None else "",
        )


def numbers_of(post: Mapping[str, Any]) -> tuple[dict[Cell, Number], dict[str, str], dict[str, str]]:
    """What a form sent: the numbers, everything that was typed, and by key what is no number."""
    numbers: dict[Cell, Number] = {}
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for key, cell in _KEYS.items():
        if key not in post or is_total(cell):
            continue
        typed[key] = str(post[key])[:40]
        number = _number(typed[key], money=cell.is_money)
        if number is None:
            words = (
                _("%(cell)s应当是不小于 0 的数，最多六位小数；没有的填 0。")
                if cell.is_money
                else _("%(cell)s应当是不小于 0 的整数；没有的填 0。")
            )
            wrong[key] = words % {"cell": cell.name}
        else:
            numbers[cell] = number
    return numbers, typed, wrong


def _number(text: str, *, money: bool) -> Number | None:
    plain = re.sub(r"[\s,]", "", text.translate(_FULL_WIDTH)) or "0"
    if not re.fullmatch(rf"[0-9]{{1,13}}(?:\.[0-9]{{1,{MOST_PLACES}}})?" if money else r"[0-9]{1,13}", plain):
        return None
    try:
        number: Number = Decimal(plain) if money else int(plain)
    except (InvalidOperation, ValueError):
        return None
    return number if number <= MOST else None
