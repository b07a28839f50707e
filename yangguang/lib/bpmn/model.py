"""A process as plain values: what one BPMN file says, and what the token engine and the chart read.

Element ids are those of the file. Nothing here decides whether the process can run: ``check`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """The elements that run, and one word for all the others."""

    START = "startEvent"
    END = "endEvent"
    USER = "userTask"
    SERVICE = "serviceTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    OTHER = "other"

    @property
    def is_gateway(self) -> bool:
        return self in {Kind.EXCLUSIVE, Kind.PARALLEL}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to complete a user task, e.g. ``pass`` 通过; ``reason`` says that words are demanded."""

    code: str
    label: str
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a shape stands in the drawing, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Node:
    """A flow element. ``tag`` is the local name in the file, ``line`` where it stands there."""

    id: str
    kind: Kind
    tag: str
    name: str = ""
    line: int = 0
    lane: str = ""  # id of its lane
    limit: str = ""  # user task: code of its limit
    outcomes: tuple[Outcome, ...] = ()  # user task: the normal one first
    apart: tuple[str, ...] = ()  # user task: who did these tasks may not do this one
    service: str = ""  # service task: the registered name
    default: str = ""  # exclusive gateway: id of the default flow
    unsupported: tuple[str, ...] = ()  # what of this element cannot run, in Chinese

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; ``condition`` is S-FEEL or empty."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    name: str
    post: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something in the file that is neither run nor drawn by us: a pool, a message flow, a data object …"""

    tag: str
    id: str
    name: str
    line: int


@dataclass(frozen=True)
class Process:
    """One process definition. Dictionaries keep the order of the file."""

    id: str
    name: str
    nodes: dict[str, Node]
    flows: dict[str, Flow]
    lanes: dict[str, Lane] = field(default_factory=dict)
    same_person: bool = False  # one person may do several review steps of one round
    bounds: dict[str, Bounds] = field(default_factory=dict)  # drawing: shapes (nodes and lanes)
    waypoints: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)  # drawing: flows
    foreign: tuple[Foreign, ...] = ()

    @cached_property
    def incoming(self) -> dict[str, tuple[Flow, ...]]:
        """Flows into each node, in the order of the file."""
        return {n: tuple(f for f in self.flows.values() if f.target == n) for n in self.nodes}

    @cached_property
    def outgoing(self) -> dict[str, tuple[Flow, ...]]:
        """Flows out of each node, in the order of the file."""
        return {n: tuple(f for f in self.flows.values() if f.source == n) for n in self.nodes}

    @property
    def starts(self) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes.values() if n.kind is Kind.START)

    @property
    def user_tasks(self) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes.values() if n.kind is Kind.USER)

    def lane_of(self, node_id: str) -> Lane | None:
        """The lane of a node; None outside every lane."""
        return self.lanes.get(self.nodes[node_id].lane)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of ``check``: ``level`` is ``error`` (may not be published) or ``warning``."""

    level: str
    code: str
    element: str
    message: str
