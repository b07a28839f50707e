"""Redaction: what stands under an area is not covered but not taken along.

Every page becomes a picture, black where an area lies before it is encoded, with the words outside as unseen text, in a
new file. Nothing of the old file is copied, so nothing of it can be dug out: no glyphs of a shared font, no picture
that only its display cut, no earlier version, no hidden layer (docs/decisions: PDF redaction).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageDraw

from .geometry import Area, Box, on_page
from .reading import Letter, letters, opened, page_of, picture
from .writing import Writer

FINE, COARSE = 200, 150  # dots per inch
FINE_UNTIL = 60  # pages
_CONTRAST = 40  # of 255, between the darkest and the lightest dot of a character that people can see


@dataclass(frozen=True, slots=True)
class Done:
    """``removed`` characters lay under areas; ``unseen`` ones were in the old file but not to be seen on its pages."""

    pages: int
    removed: int
    unseen: int


def redact(source: Path, target: BinaryIO, areas: Sequence[Area], told: Callable[[int], None]) -> Done:
    """Write the redacted document; ``told`` hears of each page done. Raises Unreadable, ValueError (an area that lies on
    no page).
    """
    removed = unseen = 0
    writer = Writer(target)
    with opened(source) as document:
        count = len(document)
        if strays := sorted({area.page for area in areas if not 1 <= area.page <= count}):
            raise ValueError(f"no such pages: {strays}")
        dpi = FINE if count <= FINE_UNTIL else COARSE
        for number in range(1, count + 1):
            with page_of(document, number) as (page, frame):
                width, height = frame.size
                image = picture(page, frame, dpi)
                boxes = [box for box in on_page(areas, number) if box.within(width, height)]
                if len(boxes) < len(on_page(areas, number)):
                    raise ValueError(f"an area lies outside page {number}")
                found = [one for one in letters(page, frame) if one.plain and one.box.within(width, height)]
            outside = [one for one in found if not any(one.box.overlaps(box) for box in boxes)]
            seen = _seen(outside, image, width, height)
            removed += len(found) - len(outside)
            unseen += len(outside) - len(seen)
            blacken(image, boxes, width, height)
            writer.add(image, width, height, _set(seen, boxes))
            told(number)
        writer.finish()
    return Done(count, removed, unseen)


def blacken(image: Image.Image, boxes: Sequence[Box], width: float, height: float) -> None:
    """Paint boxes black in a picture of a page of that size in points, to the whole dot outwards and one more."""
    pen = ImageDraw.Draw(image)
    across, down = image.width / width, image.height / height
    for box in boxes:
        pen.rectangle(
            (
                int(box.x0 * across) - 1,
                int(box.y0 * down) - 1,
                int(box.x1 * across) + 1,
                int(box.y1 * down) + 1,
            ),
            fill=(0, 0, 0),
        )


def _set(found: Sequence[Letter], boxes: Sequence[Box]) -> Iterator[tuple[str, Box]]:
    """The characters of a line on one base line and of one size, as readers expect them; each clear of every area."""
    tallest: dict[int, float] = {}
    for one in found:
        line = round(one.base)
        tallest[line] = max(tallest.get(line, 0.0), one.box.height)
    for one in found:
        height = min(tallest[round(one.base)], 3 * one.box.height + one.box.width)
        line_box = Box(one.box.x0, one.base - height, one.box.x1, one.base)
        clear = not any(line_box.overlaps(box) for box in boxes)
        yield one.character, line_box if clear else one.box


def _seen(found: Sequence[Letter], image: Image.Image, width: float, height: float) -> list[Letter]:
    """Those that people see: a character under an earlier black bar, white on white or in a hidden layer is not written
    into the new file, or it would come to light there.
    """
    grey = image.convert("L")
    across, down = grey.width / width, grey.height / height
    kept = []
    for one in found:
        left, top = max(0, int(one.box.x0 * across)), max(0, int(one.box.y0 * down))
        right = min(grey.width, max(left + 1, round(one.box.x1 * across)))
        bottom = min(grey.height, max(top + 1, round(one.box.y1 * down)))
        if left >= right or top >= bottom:
            continue
        low, high = grey.crop((left, top, right, bottom)).getextrema()
        if float(high) - float(low) >= _CONTRAST:  # type: ignore[arg-type]
            kept.append(one)
    return kept
