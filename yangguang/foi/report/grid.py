"""The three tables as the national form draws them: rows of boxes with their spans, for every reader and every file.

Table two in its four blocks, table three 25 rows by 7 columns under a head of three rows and beside three columns of
groups, table four its three groups side by side in one row of 15 numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .figures import Number
from .shape import COLUMNS, RESULTS_HEADING, T2, T3, T3_COLUMNS, T4, T4_COLUMNS, Cell, Row, Table

BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a table: a number where it has a ``cell``, else a head of what stands beside or below it.

    ``wide`` and ``high`` say how many columns and rows it spans; ``scope`` is what it heads, as HTML says it.
    """

    text: str = ""
    cell: Cell | None = None
    wide: int = 1
    high: int = 1
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, how many columns and head rows it has, and its boxes row by row."""

    table: Table
    caption: str
    columns: int
    heads: int
    rows: tuple[tuple[Box, ...], ...]
    stub: tuple[int, ...]  # how wide a column is that holds no numbers, beside 1 for one that does

    def placed(self) -> Iterator[tuple[int, int, Box]]:
        """Each box with the row and the column in which it begins, counted from nought."""
        taken: set[tuple[int, int]] = set()
        for y, boxes in enumerate(self.rows):
            x = 0
            for box in boxes:
                while (y, x) in taken:
                    x += 1
                yield y, x, box
                taken.update((y + down, x + along) for down in range(box.high) for along in range(box.wide))
                x += box.wide


def _number(table: Table, row: str, column: str, wide: int = 1) -> Box:
    return Box(cell=Cell(table, row, column), wide=wide)


def _two() -> Grid:
    rows: list[tuple[Box, ...]] = []
    for article, group in groupby(T2, key=lambda row: row.group):
        block = list(group)
        columns = block[0].columns
        wide = 3 // len(columns)
        rows.append((Box(article, wide=4, scope="colgroup"),))
        heads = (Box(COLUMNS[Table.T2][one], wide=wide, scope="col") for one in columns)
        rows.append((Box("信息内容", scope="col"), *heads))
        rows.extend(
            (Box(row.name, scope="row"), *(_number(Table.T2, row.key, one, wide) for one in columns))
            for row in block
        )
    return Grid(Table.T2, "主动公开政府信息情况（表二）", 4, 0, tuple(rows), (2, 1, 1, 1))


def _three() -> Grid:
    names = list(T3_COLUMNS.values())
    rows: list[tuple[Box, ...]] = [
        (Box(BALANCE, wide=3, high=3), Box("申请人情况", wide=7, scope="colgroup")),
        (
            Box(names[0], high=2, scope="col"),
            Box("法人或其他组织", wide=5, scope="colgroup"),
            Box(names[-1], high=2, scope="col"),
        ),
        tuple(Box(name, scope="col") for name in names[1:-1]),
    ]
    rows.extend((*_beside(row), *(_number(Table.T3, row.key, one) for one in T3_COLUMNS)) for row in T3)
    return Grid(
        Table.T3,
        "收到和处理政府信息公开申请情况（表三）",
        10,
        3,
        tuple(rows),
        (2, 2, 5, *[1] * 7),
    )


def _beside(row: Row) -> list[Box]:
    """What stands left of the numbers of a row of table three."""
    results = [one for one in T3 if one.key not in {"new_received", "carried_over", "carried_forward"}]
    if row not in results:
        return [Box(row.name, wide=3, scope="row")]
    boxes = [Box(RESULTS_HEADING, high=len(results), scope="rowgroup")] if row == results[0] else []
    if not row.group:
        return [*boxes, Box(row.name, wide=2, scope="row")]
    group = [one for one in results if one.group == row.group]
    if row == group[0]:
        boxes.append(Box(row.group, high=len(group), scope="rowgroup"))
    return [*boxes, Box(row.name, scope="row")]


def _four() -> Grid:
    outcomes = tuple(T4_COLUMNS.values())
    first, second = T4[0], T4[1:]
    rows = (
        (Box(first.name, wide=5, scope="colgroup"), Box(second[0].group, wide=10, scope="colgroup")),
        (
            *(Box(name, high=2, scope="col") for name in outcomes),
            *(Box(group.name, wide=5, scope="colgroup") for group in second),
        ),
        tuple(Box(name, scope="col") for _group in second for name in outcomes),
        tuple(_number(Table.T4, group.key, one) for group in T4 for one in T4_COLUMNS),
    )
    return Grid(Table.T4, "政府信息公开行政复议、行政诉讼情况（表四）", 15, 3, rows, (1,) * 15)


GRIDS = {Table.T2: _two(), Table.T3: _three(), Table.T4: _four()}
CHAPTER_OF = {1: Table.T2, 2: Table.T3, 3: Table.T4}
"""Which table stands in which chapter, counted from nought: the second, the third, the fourth."""


def shown(number: Number) -> str:
    """A number as the form prints it: without an exponent, without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def paragraphs(chapter: str) -> Sequence[str]:
    """The paragraphs of a chapter as it was typed: one a line, empty lines left out."""
    return [line.strip() for line in chapter.splitlines() if line.strip()]
