"""What the register gives for a report: figures that hold, and the requests behind each cell."""

from __future__ import annotations

import pytest

from yangguang.foi import registers
from yangguang.foi.report.checks import Level, broken
from yangguang.foi.report.counting import counted
from yangguang.foi.report.shape import T3, Cell, Table
from yangguang.lib.errors import Refusal

from .conftest import MILL, Desk, on

pytestmark = pytest.mark.django_db


def test_every_cell_counts_the_requests_that_it_opens_and_the_figures_hold(desk: Desk) -> None:
    civil = desk.cast.county.civil
    with on("2025-12-30"):
        carried = desk.submit(channel="ONSITE")
        desk.accept(carried)
    with on("2026-01-05"):
        desk.answered(carried)
        mill = desk.submit(channel="ONSITE", applicant=MILL)
        desk.accept(mill)
        desk.submit()  # nobody has confirmed it yet: it counts nowhere
    figures = counted(civil.code, 2026, registers.requests(civil, 2026), registers.suits(civil, 2026))
    for row in T3:
        for column in row.columns:
            cell = Cell(Table.T3, row.key, column)
            assert registers.of_cell(civil, 2026, cell.key).count() == figures.numbers[cell], cell.name
    assert figures.numbers[Cell(Table.T3, "carried_over", "natural_person")] == 1
    assert figures.numbers[Cell(Table.T3, "granted", "natural_person")] == 1
    assert figures.numbers[Cell(Table.T3, "carried_forward", "commercial")] == 1
    assert [one for one in broken(figures) if one.level is Level.ERROR] == []


def test_there_is_no_cell_of_that_name(desk: Desk) -> None:
    with pytest.raises(Refusal, match="这一格"):
        registers.of_cell(desk.cast.county.civil, 2026, "t3.granted.nobody")
