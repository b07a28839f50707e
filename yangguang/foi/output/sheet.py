"""A report as XLSX: a page of words, and one for each table with its merged head; numbers are numbers."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from yangguang.foi.report import Figures, Table
from yangguang.foi.report.grid import Grid

from .container import settled
from .paper import Paper

_THIN = Side(style="thin")
_BOXED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEAD, _PLAIN = Font(name="黑体", size=11), Font(name="宋体", size=11)
_FIRST = 2  # the row below the caption


def xlsx(paper: Paper) -> bytes:
    book = Workbook()
    words: Any = book.active
    words.title = "正文"
    words.column_dimensions["A"].width = 100
    _line(words, 1, paper.title, Font(name="黑体", size=16))
    row = 1
    for name, lines, grid in paper.parts():
        _line(words, row := row + 1, name, _HEAD)
        for line in [*lines, *([f"（见“{grid.table.title_zh}”）"] if grid else [])]:
            _line(words, row := row + 1, line, _PLAIN)
        if grid is not None:
            _table(book.create_sheet(grid.table.title_zh), grid, paper.figures)
    book.properties.title, book.properties.creator = paper.title, paper.organisation
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), paper.at)


def _line(sheet: Any, row: int, text: str, font: Font) -> None:
    here = sheet.cell(row, 1, text)
    here.data_type = "s"  # a sentence that begins with "=" is no formula
    here.font, here.alignment = font, Alignment(wrap_text=True, vertical="top")


def _table(sheet: Any, grid: Grid, figures: Figures) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=grid.columns)
    sheet.cell(1, 1, grid.caption).font = Font(name="黑体", size=14)
    sheet.cell(1, 1).alignment = _MIDDLE
    for number, width in enumerate(grid.stub, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 11 * width
    for y, x, box in grid.placed():
        top, left = y + _FIRST, x + 1
        if box.wide > 1 or box.high > 1:
            sheet.merge_cells(
                start_row=top, start_column=left, end_row=top + box.high - 1, end_column=left + box.wide - 1
            )
        for row in range(top, top + box.high):
            for column in range(left, left + box.wide):
                sheet.cell(row, column).border = _BOXED
        here = sheet.cell(top, left)
        here.value = _value(figures, box.cell) if box.cell else box.text
        here.alignment, here.font = _MIDDLE, _PLAIN if box.cell else _HEAD
    if grid.heads:
        sheet.print_title_rows = f"{_FIRST}:{_FIRST + grid.heads - 1}"
    sheet.page_setup.orientation = "portrait" if grid.table is Table.T2 else "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _value(figures: Figures, cell: Any) -> int | Decimal:
    return figures[cell]
