"""Pages as PDFium shows them: their size, their characters with boxes, their picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from .geometry import Box, Frame

MOST_PAGES = 2_000
MOST_PIXELS = 40_000_000  # of one picture: A3 at 400 dpi
UNKNOWN = "\ufffd"  # a character whose font does not say what it means
LARGEST = 14_400.0  # points; what PDF 1.7 allows a page to measure


class Unreadable(Exception):
    """``args[0]`` says why: ``encrypted``, ``broken``, ``too-many-pages``, ``empty``, ``page``."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A character. ``box`` tiles with its neighbours across and hugs the ink down, ``base`` is the line it stands on;
    ``plain`` is false for what PDFium has put in itself (spaces, line ends) and what has no place.
    """

    character: str
    box: Box
    base: float
    plain: bool


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Unreadable("encrypted" if locked else "broken") from error
    try:
        if len(document) == 0:
            raise Unreadable("empty")
        if len(document) > MOST_PAGES:
            raise Unreadable("too-many-pages")
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()  # filled-in fields are drawn as people see them
        yield document
    finally:
        document.close()


@contextmanager
def page_of(document: Any, number: int) -> Iterator[tuple[Any, Frame]]:
    """Page ``number`` (from 1), closed again afterwards so that memory holds one page at a time."""
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Unreadable("page") from error
    try:
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, page.get_rotation())
        if not all(0 < side <= LARGEST for side in frame.size):
            raise Unreadable("page")
        yield page, frame
    finally:
        page.close()


def letters(page: Any, frame: Frame) -> list[Letter]:
    """The characters of a page in the order of reading, those included that nobody sees."""
    text = page.get_textpage()
    try:
        ask = _Places(text, frame)
        return [ask.letter(index) for index in range(text.count_chars())]
    finally:
        text.close()


class _Places:
    """Asks PDFium about the characters of one page, with the same few numbers to write into for all of them."""

    def __init__(self, text: Any, frame: Frame) -> None:
        self._text, self._frame = text, frame
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._wide = raw.FS_RECTF()

    def letter(self, index: int) -> Letter:
        code = raw.FPDFText_GetUnicode(self._text, index)
        known = 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF
        character = chr(code) if known else UNKNOWN
        made = character.isspace() or raw.FPDFText_IsGenerated(self._text, index) == 1
        tight, wide = self._tight(index), self._loose(index)
        upright = self._frame.rotation == 0 and abs(raw.FPDFText_GetCharAngle(self._text, index)) < 0.01
        box, base = tight, tight.y1
        if tight.width <= 0 or tight.height <= 0:
            box = wide
        elif upright and wide.width > 0:
            box = Box(min(tight.x0, wide.x0), tight.y0, max(tight.x1, wide.x1), tight.y1)
        x, y = self._sides[:2]
        if upright and raw.FPDFText_GetCharOrigin(self._text, index, x, y):
            base = self._frame.top - y.value
        return Letter(character, box, base, plain=not made and box.width > 0 and box.height > 0)

    def _tight(self, index: int) -> Box:
        left, right, bottom, top = self._sides
        if not raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return Box(0, 0, 0, 0)
        return self._frame.shown(left.value, bottom.value, right.value, top.value)

    def _loose(self, index: int) -> Box:
        wide = self._wide
        if not raw.FPDFText_GetLooseCharBox(self._text, index, wide):
            return Box(0, 0, 0, 0)
        return self._frame.shown(wide.left, wide.bottom, wide.right, wide.top)


def picture(page: Any, frame: Frame, dpi: int) -> Image.Image:
    """The page as it is printed, RGB, on white; of fewer dots where it would pass ``MOST_PIXELS``."""
    width, height = frame.size
    scale = min(dpi / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True, draw_annots=True)
    try:
        shown: Image.Image = bitmap.to_pil().convert("RGB")
        return shown.copy()  # PDFium's memory is given back
    finally:
        bitmap.close()
