"""Reports to test with."""

from __future__ import annotations

import random
from decimal import Decimal

from yangguang.foi.report import Cell, Figures, Table, cells
from yangguang.foi.report.shape import APPLICANTS, OUTCOMES, RESULTS


def t3(row: str, column: str = "total") -> Cell:
    return Cell(Table.T3, row, column)


def t4(group: str, column: str = "total") -> Cell:
    return Cell(Table.T4, group, column)


def _filled(figures: Figures, rows: dict[str, list[int]], groups: dict[str, list[int]]) -> Figures:
    changes = [
        (t3(row, one), n) for row, line in rows.items() for one, n in zip(APPLICANTS, line, strict=True)
    ]
    changes += [
        (t4(row, one), n) for row, line in groups.items() for one, n in zip(OUTCOMES, line, strict=True)
    ]
    return figures.changed(*changes).totalled()


def real_2025() -> Figures:
    """A city's report on 2025, as far as it is known here: row 1 of table three and all of table four are real.

    How the 3830 requests ended is not known; they stand as carried forward, so that nothing is made up of their ends.
    """
    came = [3746, 63, 0, 0, 19, 2]
    return _filled(
        Figures.empty("宿迁市", 2025),
        {"new_received": came, "carried_forward": came},
        {
            "review": [119, 25, 91, 24],
            "litigation_direct": [7, 0, 15, 6],
            "litigation_post_review": [21, 1, 7, 9],
        },
    )


def small() -> Figures:
    """The smallest set of the rule book: 14 requests, 12 ended."""
    return _filled(
        Figures.empty("X", 2025),
        {
            "new_received": [10, 2, 0, 0, 1, 0],
            "carried_over": [1, 0, 0, 0, 0, 0],
            "granted": [5, 1, 0, 0, 0, 0],
            "partial_grant": [1, 0, 0, 0, 0, 0],
            "unable.no_info": [3, 1, 0, 0, 1, 0],
            "carried_forward": [2, 0, 0, 0, 0, 0],
        },
        {},
    )


def dense(seed: int = 0, year: int = 2025, most: int = 40) -> Figures:
    """A report without an empty cell, whose checks hold; the same for the same seed."""
    luck = random.Random(seed)
    rows = {row: [luck.randint(1, most) for _one in APPLICANTS] for row in RESULTS}
    ended = [sum(column) for column in zip(*rows.values(), strict=True)]
    rows["carried_forward"] = [luck.randint(1, most) for _one in APPLICANTS]
    all_of_them = [a + b for a, b in zip(ended, rows["carried_forward"], strict=True)]
    rows["carried_over"] = [luck.randint(1, most) for _one in APPLICANTS]
    rows["new_received"] = [a - b for a, b in zip(all_of_them, rows["carried_over"], strict=True)]
    groups = {
        row: [luck.randint(1, most) for _one in OUTCOMES]
        for row in ("review", "litigation_direct", "litigation_post_review")
    }
    money = [(cell, Decimal(luck.randint(1, 10**9)) / 10**6) for cell in cells(Table.T2) if cell.is_money]
    others = [(cell, luck.randint(1, most)) for cell in cells(Table.T2) if not cell.is_money]
    figures = _filled(Figures.empty(f"机构{seed}", year), rows, groups)
    return figures.changed(*money, *others)
