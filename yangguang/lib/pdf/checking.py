"""A second reader looks at what was written, before anybody keeps it: pypdf, which had no part in the writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream

from .geometry import Area, Box, on_page

_CATALOG = {"/Type", "/Pages", "/Lang"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
_OPERATORS = {b"q", b"cm", b"Do", b"Q", b"BT", b"Tr", b"Tf", b"Tm", b"Tj", b"ET"}
_BLACK = 96  # of 255; JPEG rings a little along the edge of a box
_SLACK = 0.05  # points; places are written with two decimals


def faults(path: Path, areas: Sequence[Area], pages: int) -> list[str]:
    """What is wrong with a redacted file, in English for the log; empty when nothing of the old one can be in it."""
    try:
        reader = PdfReader(path, strict=True)
        found = _whole(reader, pages)
        for number, page in enumerate(reader.pages, 1):
            found += [f"page {number}: {fault}" for fault in _page(page, on_page(areas, number), reader)]
            reader.resolved_objects.clear()  # or the pictures of all pages would stay in memory
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, IndexError) as error:
        return [f"cannot be read: {type(error).__name__}: {error}"]
    return found


def _whole(reader: PdfReader, pages: int) -> list[str]:
    found = []
    if extra := set(reader.root_object) - _CATALOG:
        found.append(f"the catalog holds {sorted(extra)}")
    if set(reader.trailer) - {"/Size", "/Root"}:
        found.append("the trailer points at more than the catalog")
    if len(reader.pages) != pages:
        found.append(f"{len(reader.pages)} pages instead of {pages}")
    # Objects that nothing points at would still lie in the file: four for each page, eight for all.
    if (count := sum(len(rows) for rows in reader.xref.values())) != 3 * pages + 8:
        found.append(f"{count} objects for {pages} pages")
    return found


def _page(page: Any, boxes: Sequence[Box], reader: PdfReader) -> list[str]:
    found = []
    if extra := set(page) - _PAGE:
        found.append(f"holds {sorted(extra)}")
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    resources = page["/Resources"]
    if set(resources) != {"/XObject", "/Font"} or set(resources["/XObject"]) != {"/P"}:
        return [*found, "has other resources than its picture and its font"]
    found += _picture(resources["/XObject"]["/P"].get_object(), boxes, width, height)
    return found + _words(ContentStream(page["/Contents"].get_object(), reader), boxes, height)


def _picture(raw: Any, boxes: Sequence[Box], width: float, height: float) -> list[str]:
    size = (int(raw["/Width"]), int(raw["/Height"]))
    image = _decoded(raw, size)
    across, down = size[0] / width, size[1] / height
    found = []
    for box in boxes:
        shown = box.within(width, height)
        if shown is None:
            found.append(f"{box.as_list()} lies outside")
            continue
        left, top = int(shown.x0 * across), int(shown.y0 * down)
        right = min(size[0], max(left + 1, int(shown.x1 * across)))
        bottom = min(size[1], max(top + 1, int(shown.y1 * down)))
        if float(image.crop((left, top, right, bottom)).getextrema()[1]) > _BLACK:  # type: ignore[arg-type]
            found.append(f"{box.as_list()} is not black")
    return found


def _decoded(raw: Any, size: tuple[int, int]) -> Image.Image:
    """The picture in greys, out of the three forms that may be there."""
    if raw["/Filter"] == "/DCTDecode":
        image: Image.Image = raw.decode_as_image()
        return image.convert("L")
    space = raw["/ColorSpace"]
    palette = space[3].get_object()
    table = bytes(palette) if isinstance(palette, bytes) else palette.original_bytes
    image = Image.frombytes("P", size, raw.get_data())
    if space[1] == "/DeviceGray":
        table = bytes(value for grey in table for value in (grey, grey, grey))
    image.putpalette(table)
    return image.convert("RGB").convert("L")


def _words(content: ContentStream, boxes: Sequence[Box], height: float) -> list[str]:
    """Every character has a matrix of its own, one em square: its place is read from there."""
    found, place, mode = [], None, None
    for operands, operator in content.operations:
        if operator not in _OPERATORS:
            found.append(f"draws with {operator!r}")
        elif operator == b"Tr":
            mode = int(operands[0])
        elif operator == b"Tm":
            place = [float(value) for value in operands]
        elif operator == b"Tj":
            if mode != 3 or place is None or len(operands[0].original_bytes) != 2:
                found.append("has a word that is not unseen or has no place")
                continue
            x, y = place[4], height - place[5]
            box = Box(x, y - place[3], x + place[0], y)
            found += [f"a character stands under {one.as_list()}" for one in boxes if _under(box, one)]
    return found


def _under(letter: Box, box: Box) -> bool:
    return letter.overlaps(box.grown(-_SLACK, -_SLACK))
