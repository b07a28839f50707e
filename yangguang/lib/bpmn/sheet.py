"""The sheet on which a process is drawn: how large shapes are, and everything placed."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Bounds
from .routing import Path

LETTER, SMALL = 14.0, 12.0
LINE = 18.0
LEAST = 960.0  # a small chart is not blown up to the width of the page
HEAD = 112.0  # width of the lane names
UNDER = 100.0  # width of the words under a small event


@dataclass(frozen=True, slots=True)
class Style:
    """How large shapes are, in pixels, and whether the name of an event stands inside it or under it."""

    box: float  # width of a task
    high: float  # least height of a task
    diamond: float
    round: float
    hung: float  # an event at a boundary
    words_inside: bool


HOUSE = Style(box=106.0, high=50.0, diamond=34.0, round=30.0, hung=26.0, words_inside=True)
STANDARD = Style(
    box=100.0, high=80.0, diamond=50.0, round=36.0, hung=36.0, words_inside=False
)  # as BPMN tools draw


@dataclass(frozen=True, slots=True)
class Band:
    """A lane as drawn."""

    id: str
    name: str
    box: Bounds


@dataclass
class Layout:
    """Everything placed, in pixels, the left upper corner being 0, 0."""

    width: float
    height: float
    boxes: dict[str, Bounds]
    paths: dict[str, Path] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    tall: bool = False
