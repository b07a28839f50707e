"""The subset as lists: what the reader takes for executable, what the editor offers, which words of ours an element has.

``docs/decisions/0019-engine.md`` says why it is this and no more.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Kind

NAMESPACE = "https://yangguang.dev/bpmn"  # of the house's own attributes
RUNS = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}
# The definitions inside an element that run there.
DEFINITIONS: dict[Kind, tuple[str, ...]] = {
    Kind.END: ("terminateEventDefinition",),
    Kind.USER: ("multiInstanceLoopCharacteristics",),
    Kind.CATCH: ("messageEventDefinition",),
    Kind.BOUNDARY: ("messageEventDefinition", "timerEventDefinition"),
}
# These say nothing without a definition.
DEMANDING = frozenset({Kind.CATCH, Kind.BOUNDARY})
# Attributes in the name space of the house, by element. Names only: what they mean stands at ``model.Node``.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "process": ("same-person",),
    "lane": ("post",),
    "userTask": ("limit", "outcomes", "reason", "apart", "bulk"),
    "serviceTask": ("service",),
    "callActivity": ("in", "out", "office"),
    "receiveTask": ("message",),
    "intermediateCatchEvent": ("message",),
    "boundaryEvent": ("message", "limit"),
    "multiInstanceLoopCharacteristics": ("collection", "of", "enough"),
}


@dataclass(frozen=True, slots=True)
class Drawable:
    """One thing that can be drawn and runs: an element, with or without a definition inside."""

    tag: str
    definition: str = ""


def drawables() -> tuple[Drawable, ...]:
    """Everything of the subset, one row for each element and definition; in the order of ``Kind``."""
    return tuple(
        Drawable(kind.value, definition)
        for kind in RUNS.values()
        for definition in (*(() if kind in DEMANDING else ("",)), *DEFINITIONS.get(kind, ()))
    )
