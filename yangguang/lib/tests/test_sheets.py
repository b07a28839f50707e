"""Tables as files: read back by the programs that people open them with."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl

from yangguang.lib import sheets

HEADINGS = ["名称", "件数", "日期"]
ROWS: list[list[sheets.Cell]] = [
    ["阳光县《通知》<一> & “二”", 3, date(2026, 11, 2)],
    ['=HYPERLINK("http://x")', None, None],
    ["\x0b有控制字符", 0, date(2024, 2, 29)],
]


def test_a_spreadsheet_reads_back_what_was_written() -> None:
    content = b"".join(sheets.xlsx_pieces("台账/2026", HEADINGS, ROWS, [30, 8, 12]))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None and sheet.title == "台账 2026"
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == HEADINGS
    assert (read[1][0], read[1][1], read[1][2].date()) == ("阳光县《通知》<一> & “二”", 3, date(2026, 11, 2))
    assert sheet["A3"].value == '=HYPERLINK("http://x")' and sheet["A3"].data_type != "f"
    assert read[3][0] == "有控制字符" and read[3][2].date() == date(2024, 2, 29)


def test_no_cell_of_a_csv_is_a_formula() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1"]
    table = b"".join(sheets.csv_pieces(["甲"], [[cell] for cell in evil])).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(table))][1:] == [f"'{cell}" for cell in evil]


def test_a_long_table_leaves_in_pieces() -> None:
    rows = ([f"第{number}行", number, None] for number in range(2_000))
    pieces = list(sheets.xlsx_pieces("长", HEADINGS, rows))
    assert len(pieces) == 5
    assert openpyxl.load_workbook(io.BytesIO(b"".join(pieces))).active.max_row == 2_001
    assert len(list(sheets.csv_pieces(HEADINGS, ([None, n, None] for n in range(2_000))))) == 5
