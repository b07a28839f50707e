"""Tables that leave the house as files: CSV and XLSX, written piece by piece however long they are.

Every cell is text, a whole number or a day. What a spreadsheet program would run as a formula is made plain text:
in CSV by an apostrophe (there is no other way to say it), in XLSX by the type of the cell. The XLSX writer is
ours because a library builds the whole file before its first byte leaves; 200,000 lines would outlast the
patience of browser and proxy.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

Cell = str | int | date | None

_EPOCH = date(1899, 12, 30)  # day 0 of the spreadsheet calendar
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMP = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EVERY = 500  # lines between two pieces


def plain(cell: str) -> str:
    """A cell that a spreadsheet program would run as a formula, made plain text."""
    return (
        f"'{cell}"
        if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
        else cell
    )


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The table as CSV in UTF-8 with the mark by which spreadsheet programs know it."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    for number, row in enumerate(rows, 1):
        writer.writerow([plain(cell) if isinstance(cell, str) else _said(cell) for cell in row])
        if number % _EVERY == 0:
            yield _taken(out)
    yield _taken(out)


def _said(cell: int | date | None) -> str | int:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


def _taken(out: io.StringIO) -> bytes:
    piece = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return piece


class _Outlet(io.RawIOBase):
    """A file that can only be written; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.waiting.append(piece)
        return len(piece)

    def take(self) -> bytes:
        piece = b"".join(self.waiting)
        self.waiting.clear()
        return piece


def xlsx_pieces(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()
) -> Iterator[bytes]:
    """The table as one sheet of an XLSX file. ``widths`` are those of the columns, in characters."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts(title).items():
            book.writestr(zipfile.ZipInfo(name, _STAMP), (_HEAD + text).encode())
        sheet_info = zipfile.ZipInfo("xl/worksheets/sheet1.xml", _STAMP)
        sheet_info.compress_type = zipfile.ZIP_DEFLATED
        with book.open(sheet_info, "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + _sheet_head(widths)).encode())
            sheet.write(_line([*headings], style=2).encode())
            lines: list[str] = []
            for number, row in enumerate(rows, 1):
                lines.append(_line(row))
                if number % _EVERY == 0:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield outlet.take()
            sheet.write(("".join(lines) + "</sheetData></worksheet>").encode())
    yield outlet.take()


def _line(row: Sequence[Cell], style: int = 0) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in row)}</row>"


def _cell(cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _EPOCH).days}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    marked = f' s="{style}"' if style else ""
    words = escape(_NOT_XML.sub("", cell))
    return f'<c t="inlineStr"{marked}><is><t xml:space="preserve">{words}</t></is></c>'


def _sheet_head(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
        + (f"<cols>{columns}</cols>" if columns else "")
        + "<sheetData>"
    )


def _parts(title: str) -> dict[str, str]:
    """What stands in a workbook beside its one sheet."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31], {'"': "&quot;"})
    fonts = '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    fills = '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"{more}/>'
        for number, font, more in (
            (0, 0, ""),
            (164, 0, ' applyNumberFormat="1"'),
            (0, 1, ' applyFont="1"'),
        )
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        f'{fonts}{fills}<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
