"""A decision table as a plain spreadsheet, in and out.

The first column says what a row is; conditions, results and notes follow:

    名称    违法所得裁量
    说明    依据……                 (may be left out)
    命中    UNIQUE                 (or COLLECT SUM …; may be left out)
    类别    条件        条件        结果       备注
    事实    金额        情节        罚款       依据
    标题    违法所得（元） 违法情节  罚款（元）              (may be left out)
    类型    数          文字        数
    单位    0.01                                          (smallest unit of a number; may be left out)
    范围    [0..100000] 轻微、较重、严重
    1       <5000       轻微        500        第三十条
    2       …
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

from yangguang.lib import feel
from yangguang.lib.sheets import xlsx_pieces

from . import people
from .model import Aggregation, Decision, Definitions, DmnError, HitPolicy, Input, Output, Rule, Table
from .read import MAX_COLUMNS, MAX_RULES

MAX_BYTES = 2 * 1024 * 1024
_MAX_UNPACKED = 40 * 1024 * 1024
_HEADS = ("名称", "说明", "命中", "类别", "事实", "标题", "类型", "单位", "范围")
_NEEDED = ("名称", "类别", "事实", "类型", "范围")
_KINDS = ("条件", "结果", "备注")


def read_sheet(content: bytes) -> Definitions:
    """The table in the first sheet of an .xlsx file. Raises DmnError that names the cell at fault."""
    rows = _rows(content)
    heads: dict[str, tuple[int, list[str]]] = {}
    rules: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(rows, 1):
        label = cells[0].strip() if cells else ""
        if label in _HEADS and label not in heads and not rules:
            heads[label] = (number, cells)
        elif any(cell.strip() for cell in cells):
            rules.append((number, cells))
    missing = [label for label in _NEEDED if label not in heads]
    if missing:
        raise DmnError(
            f"第一列里没有“{missing[0]}”这一行。第一列依次写：{'、'.join(_HEADS)}，然后是规则的编号。"
        )
    return _Sheet(heads, rules).definitions()


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise DmnError("表格超过 2 MB，不像一张决策表。")
    broken = DmnError("打不开：不是完好的 Excel 文件（.xlsx）。请重新另存后再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            if sum(entry.file_size for entry in container.infolist()) > _MAX_UNPACKED:
                raise DmnError("表格展开后太大，不像一张决策表。")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except DmnError:
        raise
    except Exception as error:
        raise broken from error
    try:
        sheet = book.worksheets[0]
        found = [
            [_as_written(cell) for cell in row]
            for row in sheet.iter_rows(max_row=MAX_RULES + 20, max_col=MAX_COLUMNS + 1, values_only=True)
        ]
    except Exception as error:
        raise broken from error
    finally:
        book.close()
    return found


def _as_written(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return "" if cell is None else str(cell)


class _Sheet:
    def __init__(self, heads: dict[str, tuple[int, list[str]]], rules: list[tuple[int, list[str]]]) -> None:
        self.heads, self.rules = heads, rules
        self.kinds = [cell.strip() for cell in heads["类别"][1]]

    def definitions(self) -> Definitions:
        name = self._head("名称", 1)
        if not name:
            raise DmnError("单元格 B1：请写这张表的名称。")
        policy, aggregation = self._policy()
        places: dict[str, list[int]] = {kind: [] for kind in _KINDS}
        for place, kind in enumerate(self.kinds):
            if place and kind:
                if kind not in places:
                    raise self._wrong("类别", place, f"写“条件”“结果”或“备注”，写的是“{kind}”")
                places[kind].append(place)
        if not places["条件"] or not places["结果"]:
            raise DmnError("“类别”一行里至少要有一列“条件”和一列“结果”。")
        inputs = tuple(self._input(place) for place in places["条件"])
        outputs = tuple(self._output(place) for place in places["结果"])
        table = Table(
            inputs,
            outputs,
            tuple(self._rule(row, cells, places, inputs, outputs) for row, cells in self.rules),
            policy,
            aggregation,
            tuple(self._head("事实", place) or "备注" for place in places["备注"]),
        )
        return single(name, table, self._head("说明", 1))

    def _head(self, label: str, place: int) -> str:
        cells = self.heads.get(label, (0, []))[1]
        return cells[place].strip() if place < len(cells) else ""

    def _wrong(self, label: str, place: int, said: str) -> DmnError:
        return DmnError(f"单元格 {cell_name(place, self.heads[label][0])}：{said}。")

    def _policy(self) -> tuple[HitPolicy, Aggregation | None]:
        text = " ".join(self._head("命中", 1).split()).upper() or "UNIQUE"
        policy, _space, rest = text.partition(" ")
        if text in set(HitPolicy):
            return HitPolicy(text), None
        if policy == HitPolicy.COLLECT and rest in set(Aggregation):
            return HitPolicy.COLLECT, Aggregation(rest)
        raise self._wrong(
            "命中", 1, f"不认识“{text}”，可以写 {'、'.join(HitPolicy)}，或 COLLECT SUM、MIN、MAX、COUNT"
        )

    def _type(self, place: int) -> str:
        try:
            return people.type_named(self._head("类型", place))
        except DmnError as error:
            raise self._wrong("类型", place, str(error).rstrip("。")) from None

    def _input(self, place: int) -> Input:
        type_ = self._type(place)
        name = self._head("事实", place)
        if not name:
            raise self._wrong("事实", place, "请写这一列看哪个事实，例如“金额”")
        values = people.cell(type_, self._head("范围", place))
        return Input(
            name, type_, "" if values == "-" else values, self._head("标题", place), self._head("单位", place)
        )

    def _output(self, place: int) -> Output:
        type_ = self._type(place)
        values = people.cell(type_, self._head("范围", place))
        return Output(
            self._head("事实", place), type_, "" if values == "-" else values, self._head("标题", place)
        )

    def _rule(
        self,
        row: int,
        cells: list[str],
        places: dict[str, list[int]],
        inputs: Sequence[Input],
        outputs: Sequence[Output],
    ) -> Rule:
        def at(place: int) -> str:
            return cells[place] if place < len(cells) else ""

        for place, cell in enumerate(cells):
            if cell.strip() and place and not (place < len(self.kinds) and self.kinds[place]):
                raise DmnError(f"单元格 {cell_name(place, row)}：这一列没有写类别。")
        for place, column in zip(places["结果"], outputs, strict=True):
            if not at(place).strip():
                raise DmnError(f"单元格 {cell_name(place, row)}：请写结果“{column.called}”。")
        rule = Rule(
            tuple(
                people.cell(one.type, at(place)) for place, one in zip(places["条件"], inputs, strict=True)
            ),
            tuple(
                people.result(one.type, at(place)) for place, one in zip(places["结果"], outputs, strict=True)
            ),
            tuple(at(place).strip() for place in places["备注"]),
        )
        self._refuse_unread(row, rule, places)
        return rule

    @staticmethod
    def _refuse_unread(row: int, rule: Rule, places: dict[str, list[int]]) -> None:
        """Tries each cell, so that the one at fault is named."""
        from_cell = [*zip(places["条件"], rule.inputs, strict=True)]
        for place, text in from_cell:
            try:
                feel.cell(text)
            except feel.FeelError as error:
                raise DmnError(f"单元格 {cell_name(place, row)}：{error}") from None
        for place, text in zip(places["结果"], rule.outputs, strict=True):
            try:
                feel.compile(text)
            except feel.FeelError as error:
                raise DmnError(f"单元格 {cell_name(place, row)}：{error}") from None


def cell_name(place: int, row: int) -> str:
    """How a spreadsheet calls a cell: column from 0, row from 1."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def single(name: str, table: Table, description: str = "") -> Definitions:
    """A file with this one table."""
    return Definitions(
        "definitions", name, decisions=(Decision("table", name, table, description=description),)
    )


def sheet_pieces(name: str, table: Table, description: str = "") -> Iterator[bytes]:
    """The table as an .xlsx file in the layout that ``read_sheet`` reads."""
    columns: list[Any] = [*table.inputs, *table.outputs]
    notes = len(table.annotations)
    policy = f"{table.hit_policy}{f' {table.aggregation}' if table.aggregation else ''}"
    rows: list[list[str]] = []
    if description:
        rows.append(["说明", description])
    rows += [
        ["命中", policy],
        ["类别", *["条件"] * len(table.inputs), *["结果"] * len(table.outputs), *["备注"] * notes],
        [
            "事实",
            *(one.expression for one in table.inputs),
            *(one.name for one in table.outputs),
            *table.annotations,
        ],
        ["标题", *(one.label for one in columns)],
        ["类型", *(people.TYPE_WORDS.get(one.type, one.type) for one in columns)],
        ["单位", *(one.step for one in table.inputs)],
        ["范围", *(people.said(one.type, one.values) for one in columns)],
    ]
    for number, rule in enumerate(table.rules, 1):
        rows.append(
            [
                str(number),
                *(
                    people.said(one.type, text) or "不限"
                    for one, text in zip(table.inputs, rule.inputs, strict=True)
                ),
                *(
                    people.result_said(one.type, text)
                    for one, text in zip(table.outputs, rule.outputs, strict=True)
                ),
                *rule.annotations,
            ]
        )
    yield from xlsx_pieces(name, ["名称", name], rows, widths=[8, *[22] * (len(columns) + notes)])
