"""The files of a report, opened again by other readers and compared cell by cell with its figures."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from decimal import Decimal

import lxml.html
import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from yangguang.foi.output import Paper, body, made
from yangguang.foi.report import (
    CHAPTERS,
    T3,
    T4_COLUMNS,
    Cell,
    Figures,
    Table,
    cells,
    chapter_four,
    chapter_three,
    read,
)
from yangguang.foi.report.grid import GRIDS, Grid, shown
from yangguang.lib.html import sanitise

from .reports import dense

AT = datetime(2026, 1, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def figures() -> Figures:
    report = dense(11, most=900)
    return report.changed((Cell(Table.T2, "fees", "amount_wan"), Decimal("1234.500000")))


@pytest.fixture(scope="module")
def paper(figures: Figures) -> Paper:
    chapters = ["本报告依法编制。\n\n=不是公式", "二的话", "\n".join(chapter_three(figures)),
                "\n".join(chapter_four(figures)), "五的话", "全年收取信息处理费0元。"]  # fmt: skip
    return Paper("阳光县民政局2025年政府信息公开工作年度报告", "阳光县民政局", figures, chapters, AT)


def _wanted(grid: Grid, figures: Figures) -> dict[tuple[int, int], str]:
    return {
        (y, x): shown(figures[box.cell]) if box.cell else box.text
        for y, x, box in grid.placed()
        if box.text or box.cell
    }


def _compared(found: dict[tuple[int, int], str], grid: Grid, figures: Figures) -> None:
    wanted = _wanted(grid, figures)
    assert {place: found.get(place) for place in wanted} == wanted


def test_the_grids_hold_every_cell_once_and_leave_no_hole() -> None:
    for table, grid in GRIDS.items():
        placed = list(grid.placed())
        assert [box.cell for _y, _x, box in placed if box.cell] == list(cells(table))
        squares = [
            (y + down, x + along)
            for y, x, box in placed
            for down in range(box.high)
            for along in range(box.wide)
        ]
        assert len(squares) == len(set(squares)) == len(grid.rows) * grid.columns
    assert [(len(GRIDS[one].rows), GRIDS[one].columns) for one in GRIDS] == [(14, 4), (28, 10), (4, 15)]


def test_table_three_has_the_head_and_the_groups_of_the_form() -> None:
    boxes = {(y, x): box for y, x, box in GRIDS[Table.T3].placed()}
    assert boxes[0, 0].text == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert (boxes[0, 3].text, boxes[0, 3].wide) == ("申请人情况", 7)
    assert (boxes[1, 4].text, boxes[1, 4].wide) == ("法人或其他组织", 5)
    assert (boxes[5, 0].text, boxes[5, 0].high) == ("三、本年度办理结果", 22)
    assert [(boxes[y, 1].text, boxes[y, 1].high) for y in (7, 15, 18, 23)] == [
        ("（三）不予公开", 8),
        ("（四）无法提供", 3),
        ("（五）不予处理", 5),
        ("（六）其他处理", 3),
    ]
    assert (boxes[26, 1].text, boxes[26, 1].wide) == ("（七）总计", 2)
    assert (boxes[27, 0].text, boxes[27, 0].wide) == ("四、结转下年度继续办理", 3)


def test_the_html_survives_the_gates_sanitiser_with_its_merged_cells(paper: Paper, figures: Figures) -> None:
    html = sanitise(body(paper))
    assert sanitise(html) == html
    page = lxml.html.fromstring(f"<div>{html}</div>")
    assert [one.text for one in page.iter("h3")] == list(CHAPTERS)
    for table, grid in zip(page.iter("table"), GRIDS.values(), strict=True):
        assert table.find("caption").text == grid.caption
        taken: dict[tuple[int, int], str] = {}
        for y, row in enumerate(table.iter("tr")):
            x = 0
            for one in row:
                while (y, x) in taken:
                    x += 1
                for down in range(int(one.get("rowspan", 1))):
                    for along in range(int(one.get("colspan", 1))):
                        taken[y + down, x + along] = one.text_content()
        _compared(taken, grid, figures)


def test_word_reads_the_tables_with_merged_cells(paper: Paper, figures: Figures) -> None:
    document = Document(io.BytesIO(made(paper, "docx")))
    assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == list(CHAPTERS)
    assert document.paragraphs[0].text == paper.title
    assert document.core_properties.title == paper.title
    for table, grid in zip(document.tables, GRIDS.values(), strict=True):
        found = {(y, x): cell.text for y, row in enumerate(table.rows) for x, cell in enumerate(row.cells)}
        _compared(found, grid, figures)
        for y, x, box in grid.placed():  # a merged box reads the same in each of its squares
            assert found[y + box.high - 1, x + box.wide - 1] == found[y, x]


def test_spreadsheets_read_numbers_as_numbers(paper: Paper, figures: Figures) -> None:
    book = load_workbook(io.BytesIO(made(paper, "xlsx")))
    assert book.sheetnames == ["正文", "表二", "表三", "表四"]
    for grid in GRIDS.values():
        sheet = book[grid.table.title_zh]
        merged = {str(one) for one in sheet.merged_cells.ranges}
        assert len(merged) == 1 + sum(box.wide > 1 or box.high > 1 for _y, _x, box in grid.placed())
        for y, x, box in grid.placed():
            value = sheet.cell(y + 2, x + 1).value
            assert (Decimal(str(value)) == figures[box.cell]) if box.cell else (value or "") == box.text
    lines = [row[0].value for row in book["正文"].iter_rows()]
    assert lines[0] == paper.title
    assert [one for one in lines if one in CHAPTERS] == list(CHAPTERS)
    formula = next(row[0] for row in book["正文"].iter_rows() if row[0].value == "=不是公式")
    assert formula.data_type == "s"


def test_the_pdf_says_every_chapter_row_and_number_in_order(paper: Paper, figures: Figures) -> None:
    reader = PdfReader(io.BytesIO(made(paper, "pdf")))
    assert reader.metadata is not None and reader.metadata.title == paper.title
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    places = [text.index(name) for name in (paper.title, *CHAPTERS)]
    assert places == sorted(places)
    for row in T3:
        numbers = "".join(shown(figures.t3(row.key, column)) for column in row.columns)
        assert numbers in text, row.name
    for group in ("review", "litigation_direct", "litigation_post_review"):
        numbers = "".join(shown(figures.t4(group, one)) for one in T4_COLUMNS)
        assert numbers in text
    assert "1234.5" in text


def test_the_json_is_what_the_checker_reads(paper: Paper, figures: Figures) -> None:
    assert read(made(paper, "json")).figures == figures


def test_a_page_of_its_own_loads_nothing_from_anywhere(paper: Paper) -> None:
    page = made(paper, "html").decode()
    assert page.startswith("<!doctype html>")
    assert not re.search(r"(?:src|href)=|@import|url\(", page)
    assert f"<h1>{paper.title}</h1>" in page


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "html", "json"])
def test_the_same_report_gives_the_same_bytes(paper: Paper, form: str) -> None:
    assert made(paper, form) == made(paper, form)
