"""The same sheet as DOCX, for offices that go on writing in Word or WPS: same margins, faces, lines, page numbers."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docx import Document as open_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yangguang.documents.blocks import Block, BlockKind
from yangguang.documents.rendering.sheet import Sheet, qr_png, verify_words

FANGSONG, XIAOBIAOSONG, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_RED = RGBColor(0xC8, 0x00, 0x0B)
_STAMP = (1980, 1, 1, 0, 0, 0)
_LEVEL_1 = re.compile(r"^[一二三四五六七八九十]+、")
_LEVEL_2 = re.compile(r"^（[一二三四五六七八九十]+）")
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes: no time of today, no order by chance."""
    made = open_docx()
    _page(made)
    _about(made, sheet)
    _head(made, sheet)
    for block in sheet.blocks:
        _block(made, block)
    _foot(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return _settled(out.getvalue())


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    made.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        _write(paragraph, "— ", SONG, 14)
        _field(_write(paragraph, "", SONG, 14), "PAGE")
        _write(paragraph, " —", SONG, 14)
    normal = made.styles["Normal"]
    normal.font.size = Pt(16)
    _face(normal.element.get_or_add_rPr(), FANGSONG)


def _about(made: Any, sheet: Sheet) -> None:
    about = made.core_properties
    about.title, about.author, about.subject = sheet.title, sheet.organisation, sheet.number
    about.comments, about.last_modified_by = "", sheet.organisation
    about.created = about.modified = sheet.at.replace(tzinfo=None, microsecond=0)


def _head(made: Any, sheet: Sheet) -> None:
    if sheet.head == "red":
        words = sheet.organisation + _("文件")
        _empty(made, 3)
        _line(made, words, XIAOBIAOSONG, min(48, 415 / len(words)), _CENTRE, colour=_RED, exact=False)
        _empty(made, 1)
        numbered = _line(made, sheet.number, FANGSONG, 16, _CENTRE)
        _border(numbered, "bottom", 17, "C8000B")
        _empty(made, 1)
    elif sheet.head == "letter":
        words = sheet.organisation
        marked = _line(
            made, words, XIAOBIAOSONG, min(40, 415 / len(words)), _CENTRE, colour=_RED, exact=False
        )
        _border(marked, "bottom", 17, "C8000B", kind="thickThinSmallGap")
        _line(made, sheet.number, FANGSONG, 16, _RIGHT)
    else:
        _line(made, sheet.organisation, XIAOBIAOSONG, 18, _CENTRE)
        _line(made, sheet.number, FANGSONG, 16, _RIGHT)


def _block(made: Any, block: Block) -> None:
    if block.kind is BlockKind.TITLE:
        for line in block.lines:
            _line(made, line, XIAOBIAOSONG, 22, _CENTRE, exact=False)
        _empty(made, 1)
    elif block.kind is BlockKind.TO:
        for line in block.lines:
            _line(made, line, FANGSONG, 16, _LEFT)
    elif block.kind is BlockKind.HEADING:
        for line in block.lines:
            face = HEI if _LEVEL_1.match(line) or not _LEVEL_2.match(line) else KAI
            _line(made, line, face, 16, _LEFT, indent=True).paragraph_format.keep_with_next = True
    elif block.kind is BlockKind.FACTS:
        _facts(made, block)
    elif block.kind is BlockKind.SIGNATURE:
        _empty(made, 2)
        for line in block.lines:
            _line(made, line, FANGSONG, 16, _RIGHT).paragraph_format.right_indent = Pt(64)
    else:
        for line in block.lines:
            told = f"（{line}）" if block.kind is BlockKind.NOTE else line
            _line(made, told, FANGSONG, 16, WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)


def _facts(made: Any, block: Block) -> None:
    table = made.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for line in block.lines:
        name, _colon, value = line.partition("：")
        cells = table.add_row().cells
        for cell, words, face, width in ((cells[0], name, HEI, 45), (cells[1], value, FANGSONG, 111)):
            cell.width = Mm(width)
            _write(cell.paragraphs[0], words, face, 14)


def _foot(made: Any, sheet: Sheet) -> None:
    if sheet.address:
        _empty(made, 1)
        paragraph = made.add_paragraph()
        paragraph.add_run().add_picture(io.BytesIO(qr_png(sheet.address)), width=Mm(22))
        for words in (verify_words(), sheet.code, sheet.address):
            _line(made, words, FANGSONG, 10.5, _LEFT, exact=False)
    if sheet.copies:
        _border(
            _line(made, _("抄送：%(who)s") % {"who": sheet.copies}, FANGSONG, 14, _LEFT), "top", 8, "000000"
        )
    if sheet.printed:
        last = _line(made, f"{sheet.organisation}　　{sheet.printed}", FANGSONG, 14, _LEFT)
        _border(last, "top", 6, "000000")
        _border(last, "bottom", 8, "000000")


def _line(
    made: Any,
    words: str,
    face: str,
    size: float,
    align: Any,
    *,
    indent: bool = False,
    exact: bool = True,
    colour: Any = None,
) -> Any:
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.SINGLE
    if exact:
        form.line_spacing = Pt(29)
    if indent:
        form.first_line_indent = Pt(2 * size)
    _write(paragraph, words, face, size, colour)
    return paragraph


def _empty(made: Any, lines: int) -> None:
    for _number in range(lines):
        _line(made, "", FANGSONG, 16, _LEFT)


def _write(paragraph: Any, words: str, face: str, size: float, colour: Any = None) -> Any:
    run = paragraph.add_run(words)
    run.font.size = Pt(round(size * 2) / 2)
    if colour is not None:
        run.font.color.rgb = colour
    _face(run._element.get_or_add_rPr(), face)
    return run


def _face(properties: Any, face: str) -> None:
    """The face for Chinese letters too: Word keeps it apart from that of Latin ones."""
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), face)


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        run._element.append(part)


def _border(paragraph: Any, side: str, eighths: int, colour: str, *, kind: str = "single") -> None:
    """A rule above or below a paragraph; ``eighths`` of a point thick."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    one = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        one.set(qn(f"w:{name}"), value)
    borders.append(one)


def _settled(content: bytes) -> bytes:
    """The same container with fixed times, in the order in which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for info in made.infolist():
            entry = zipfile.ZipInfo(info.filename, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            settled.writestr(entry, made.read(info.filename))
    return out.getvalue()
