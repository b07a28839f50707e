"""Where things stand on a page as people see it.

All lengths are points (1/72 inch); the origin is the top left corner of the page as a reader shows it, after /CropBox
and /Rotate; x runs to the right and y down. PDF's own space has its origin anywhere and y running up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Boxes that share less than this are neighbours: characters of one line touch each other.
TOUCH = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """``x0 <= x1`` and ``y0 <= y1``, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def overlaps(self, other: Box, by: float = TOUCH) -> bool:
        """Whether the two share more than ``by`` points across and down."""
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        down = min(self.y1, other.y1) - max(self.y0, other.y0)
        # What is thinner than that is covered when it lies inside.
        return across > min(by, self.width / 2, other.width / 2) and down > min(
            by, self.height / 2, other.height / 2
        )

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def grown(self, across: float, down: float) -> Box:
        return Box(self.x0 - across, self.y0 - down, self.x1 + across, self.y1 + down)

    def within(self, width: float, height: float) -> Box | None:
        """What of it lies on a page of that size; None where nothing does."""
        inside = Box(max(0.0, self.x0), max(0.0, self.y0), min(width, self.x1), min(height, self.y1))
        return inside if inside.width > 0 and inside.height > 0 else None

    def as_list(self) -> list[float]:
        return [round(value, 2) for value in (self.x0, self.y0, self.x1, self.y1)]


@dataclass(frozen=True, slots=True)
class Area:
    """A box on a page; ``page`` counts from 1."""

    page: int
    box: Box


def areas_of(rows: Iterable[Mapping[str, Any]]) -> list[Area]:
    """From ``{"page": n, "box": [x0, y0, x1, y1]}``; corners in any order. Raises ValueError or KeyError."""
    found = []
    for row in rows:
        x0, y0, x1, y1 = (float(value) for value in row["box"])
        found.append(Area(int(row["page"]), Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
    return found


def on_page(areas: Iterable[Area], page: int) -> list[Box]:
    return [area.box for area in areas if area.page == page]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own space is shown: the visible rectangle in PDF units, turned clockwise by ``rotation`` degrees."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 180 else (width, height)

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page's own space as it is shown."""
        xa, ya = self._point(left, bottom)
        xb, yb = self._point(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y
