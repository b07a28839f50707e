"""Real attachments: small Word forms and Excel sheets."""

import io
from collections.abc import Sequence

from docx import Document as Word
from openpyxl import Workbook

from yangguang.demo.grammar.base import Attachment


def word_form(name: str, title: str, fields: Sequence[str], note: str) -> Attachment:
    """A form to fill in: a title, a two-column table, a note."""
    paper = Word()
    paper.add_heading(title, level=1)
    table = paper.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label in fields:
        table.add_row().cells[0].text = label
    paper.add_paragraph(note)
    return Attachment(name, _bytes(paper.save))


def sheet(name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Attachment:
    """The rows of a table, to be computed with."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title[:28]
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    return Attachment(name, _bytes(book.save))


def _bytes(save: object) -> bytes:
    buffer = io.BytesIO()
    save(buffer)  # type: ignore[operator]
    return buffer.getvalue()
