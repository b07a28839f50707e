"""A table as a spreadsheet: what goes out comes in again; a wrong cell is named by its place."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from yangguang.lib.dmn import DmnError, HitPolicy, Input, Output, Rule, Table, people
from yangguang.lib.dmn.proof import prove
from yangguang.lib.dmn.sheet import read_sheet, sheet_pieces, single

from .tables import WHOLE

_ROWS: list[list[Any]] = [
    ["名称", "超标排放裁量"],
    ["命中", "UNIQUE"],
    ["类别", "条件", "条件", "条件", "结果", "备注"],
    ["事实", "金额", "情节", "整改日", "罚款", "依据"],
    ["标题", "违法所得（元）"],
    ["类型", "数", "文字", "日期", "数"],
    ["单位", "0.01"],
    ["范围", "[0..100000]", "轻微、较重", "[2026-01-01..2026-12-31]"],
    [1, "<5000", "轻微", None, 500, "第三十条"],
    [2, "≥5000", "轻微", "-", 1000],
    [3, None, "较重", "＜2026-07-01", 2000],
    [4, None, "较重", ">=2026-07-01", 3000],
]


def book(rows: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_sheet_as_a_clerk_fills_it_becomes_a_proven_table() -> None:
    decision = read_sheet(book(_ROWS)).decisions[0]
    table = decision.logic
    assert isinstance(table, Table)
    assert decision.name == "超标排放裁量"
    assert table.inputs[1] == Input("情节", "string", '"轻微","较重"')
    assert table.rules[2] == Rule(("-", '"较重"', '<date("2026-07-01")'), ("2000",), ("",))
    assert prove(table).ok


@pytest.mark.parametrize(
    ("row", "column", "value", "sentence"),
    [
        (8, 1, "[5..", "单元格 B9"),
        (8, 4, "五(", "单元格 E9"),
        (8, 4, None, "单元格 E9：请写结果"),
        (5, 1, "钱", "单元格 B6：类型写成"),
        (2, 1, "前提", "单元格 B3"),
        (1, 1, "LAST", "单元格 B2：不认识"),
        (8, 6, "多余", "单元格 G9：这一列没有写类别"),
        (7, 0, "多少", "没有“范围”这一行"),
    ],
)
def test_a_wrong_cell_is_named_by_its_place(row: int, column: int, value: object, sentence: str) -> None:
    rows = [[*line, *[None] * (7 - len(line))] for line in _ROWS]
    rows[row][column] = value
    with pytest.raises(DmnError) as error:
        read_sheet(book(rows))
    assert sentence in str(error.value)


def test_what_goes_out_comes_in_again() -> None:
    table = replace(
        WHOLE,
        hit_policy=HitPolicy.FIRST,
        annotations=("依据",),
        rules=tuple(replace(rule, annotations=("第三十条",)) for rule in WHOLE.rules),
    )
    content = b"".join(sheet_pieces("裁量", table, "县级基准"))
    assert read_sheet(content) == single("裁量", table, "县级基准")


def test_what_is_no_workbook_gets_a_sentence() -> None:
    with pytest.raises(DmnError, match="不是完好的 Excel"):
        read_sheet(b"PK\x03\x04 nothing")


@pytest.mark.parametrize(
    ("type_", "text", "cell"),
    [
        ("string", "轻微、较重", '"轻微","较重"'),
        ("string", "不是轻微", 'not("轻微")'),
        ("boolean", "是", "true"),
        ("number", "［0..5）", "[0..5)"),
        ("date", ">=2026-01-01", '>=date("2026-01-01")'),
        ("number", "不限", "-"),
    ],
)
def test_a_cell_may_be_written_as_people_write(type_: str, text: str, cell: str) -> None:
    assert people.cell(type_, text) == cell
    assert people.cell(type_, people.said(type_, cell)) == cell


def test_a_typed_fact_is_read_by_the_type_of_its_column() -> None:
    assert people.fact(Input("日", "date"), "2026-01-31") == date(2026, 1, 31)
    assert people.fact(Input("首次", "boolean"), "否") is False
    with pytest.raises(DmnError, match="要填一个数"):
        people.fact(Input("金额", "number"), "五千")


def test_results_keep_their_type() -> None:
    column = Output("档", "string")
    assert people.result(column.type, "较重") == '"较重"'
    assert people.result_said(column.type, '"较重"') == "较重"
