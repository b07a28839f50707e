"""A report as DOCX on A4, its headings headings, its tables with merged cells and their heads on each page."""

from __future__ import annotations

import io
from typing import Any

from docx import Document as open_docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yangguang.foi.report import Figures, Table
from yangguang.foi.report.grid import Grid, shown

from .container import settled
from .paper import Paper

FANGSONG, XIAOBIAOSONG, HEI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_WIDTH, _LENGTH, _MARGIN = 210, 297, 20  # millimetres
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def docx(paper: Paper) -> bytes:
    made = open_docx()
    _page(made.sections[0])
    normal = made.styles["Normal"]
    normal.font.size = Pt(16)
    _face(normal.element.get_or_add_rPr(), FANGSONG)
    about = made.core_properties
    about.title, about.author, about.language = paper.title, paper.organisation, "zh-CN"
    about.last_modified_by, about.comments = paper.organisation, ""
    _write(_heading(made, 0, 22), paper.title, XIAOBIAOSONG, 22)
    for name, lines, grid in paper.parts():
        _write(_heading(made, 1, 16), name, HEI, 16)
        for line in lines:
            paragraph = made.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(32)
            paragraph.paragraph_format.line_spacing = Pt(29)
            _write(paragraph, line, FANGSONG, 16)
        if grid is not None:
            _table(made, grid, paper.figures)
    out = io.BytesIO()
    made.save(out)
    return settled(out.getvalue(), paper.at)


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_LENGTH)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(25)


def _heading(made: Any, level: int, size: float) -> Any:
    """A heading that a reader's contents find, in the face of the house and not in Word's blue."""
    paragraph = made.add_paragraph(style="Title" if level == 0 else f"Heading {level}")
    properties = paragraph.style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    for colour in paragraph.style.element.iter(qn("w:color")):
        colour.set(qn("w:val"), "000000")
    paragraph.alignment = _CENTRE if level == 0 else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_before = Pt(0 if level == 0 else 12)
    paragraph.paragraph_format.space_after = Pt(size / 2)
    return paragraph


def _table(made: Any, grid: Grid, figures: Figures) -> None:
    caption = made.add_paragraph()
    caption.alignment, caption.paragraph_format.keep_with_next = _CENTRE, True
    _write(caption, grid.caption, HEI, 12)
    table = made.add_table(rows=len(grid.rows), cols=grid.columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    room = _WIDTH - 2 * _MARGIN
    widths = [room * one / sum(grid.stub) for one in grid.stub]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    size = 12 if grid.table is Table.T2 else 9
    # Asked for once: the library looks through the whole table each time.
    squares = [row.cells for row in table.rows]
    for y, x, box in grid.placed():
        cell = squares[y][x]
        if box.wide > 1 or box.high > 1:
            cell = cell.merge(squares[y + box.high - 1][x + box.wide - 1])
        cell.width = Mm(sum(widths[x : x + box.wide]))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _CENTRE
        _write(
            paragraph,
            shown(figures[box.cell]) if box.cell else box.text,
            SONG if box.cell else HEI,
            size,
        )
    for row in table.rows[: grid.heads]:  # the head again on each page
        again = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(again)


def _write(paragraph: Any, words: str, face: str, size: float) -> None:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    _face(run._element.get_or_add_rPr(), face)


def _face(properties: Any, face: str) -> None:
    """The face for Chinese letters too: Word keeps it apart from that of Latin ones."""
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), face)
