"""A process as plain values: what one BPMN file says, and what the token engine and the chart read.

Element ids are those of the file. Nothing here decides whether the process can run: ``check`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
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
    INCLUSIVE = "inclusiveGateway"
    SUB = "subProcess"
    CALL = "callActivity"
    CATCH = "intermediateCatchEvent"
    RECEIVE = "receiveTask"
    BOUNDARY = "boundaryEvent"
    OTHER = "other"

    @property
    def is_gateway(self) -> bool:
        return self in {Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE}

    @property
    def waits(self) -> bool:
        """Whether a token rests here until something happens: where a boundary event can hang."""
        return self in {Kind.USER, Kind.SUB, Kind.CALL, Kind.RECEIVE}


class Trigger(StrEnum):
    """What sets off an event."""

    NONE = ""
    TIMER = "timer"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to complete a user task, e.g. ``pass`` 通过; ``reason`` says that words are demanded."""

    code: str
    label: str
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """Countersigning 会签: the same task for each of a list, all at once.

    ``collection`` names the fact that holds the list: codes of organisations (``of`` is ``organisations``) or of posts.
    ``enough`` is S-FEEL; when it holds after a vote the others are withdrawn. Empty: everybody is waited for.
    """

    collection: str
    of: str = "organisations"
    enough: str = ""


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
    bulk: bool = False  # user task: several may be done at once, with one opinion
    service: str = ""  # service task: the registered name
    default: str = ""  # exclusive or inclusive gateway: id of the default flow
    scope: str = ""  # id of the sub-process that it lies in; empty at the top
    terminate: bool = False  # end event: everything else in its scope ends with it
    many: Many | None = None  # user task: countersigning
    attached: str = ""  # boundary event: id of its activity
    interrupting: bool = True  # boundary event: whether the activity ends when it happens
    trigger: Trigger = Trigger.NONE  # event, receive task: what it waits for
    message: str = ""  # … the name of the message
    duration: str = ""  # … what a tool wrote as a time of the wall clock; never run
    called: str = ""  # call activity: code of the process of the sub-case
    given: tuple[tuple[str, str], ...] = ()  # call activity: facts that the sub-case is given, (ours, theirs)
    taken: tuple[tuple[str, str], ...] = ()  # … facts taken from it when it is done, (theirs, ours)
    office: str = ""  # … the fact that names the organisation which handles it; empty: the same one
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
        """The start events at the top; those of sub-processes stand in ``inside``."""
        return tuple(n for n in self.inside[""] if n.kind is Kind.START)

    @cached_property
    def inside(self) -> dict[str, tuple[Node, ...]]:
        """The nodes that lie directly in each scope; the top is the empty id."""
        scopes = ["", *(n.id for n in self.nodes.values() if n.kind is Kind.SUB)]
        return {s: tuple(n for n in self.nodes.values() if n.scope == s) for s in scopes}

    @cached_property
    def attached(self) -> dict[str, tuple[Node, ...]]:
        """The boundary events at each activity; activities without any are left out."""
        found: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes.values():
            if node.kind is Kind.BOUNDARY:
                found[node.attached] = (*found.get(node.attached, ()), node)
        return found

    @cached_property
    def onward(self) -> dict[str, tuple[str, ...]]:
        """Where one gets from each node within its scope: along flows, and by an event at its boundary."""
        return {
            key: (*(flow.target for flow in flows), *(one.id for one in self.attached.get(key, ())))
            for key, flows in self.outgoing.items()
        }

    @cached_property
    def inclusive_joins(self) -> dict[str, dict[str, frozenset[str]]]:
        """For each inclusive join: from which nodes of its scope which of its lines can be reached, not through it."""
        return {
            node.id: _ways_to(self, node)
            for node in self.nodes.values()
            if node.kind is Kind.INCLUSIVE and len(self.incoming[node.id]) > 1
        }

    @cached_property
    def may_wait(self) -> bool:
        """Whether there is anything that a case waits for and that is nobody's task."""
        return any(node.trigger is not Trigger.NONE or node.kind is Kind.CALL for node in self.nodes.values())

    @cached_property
    def is_plain(self) -> bool:
        """Whether it has neither sub-processes nor inclusive joins: nothing is to be settled after a movement."""
        return len(self.inside) == 1 and not self.inclusive_joins

    def without_lines(self) -> Process:
        """The same process, told without the lines of its file: for whoever does not look at the file."""
        return replace(
            self,
            nodes={key: replace(one, line=0) for key, one in self.nodes.items()},
            flows={key: replace(one, line=0) for key, one in self.flows.items()},
            lanes={key: replace(one, line=0) for key, one in self.lanes.items()},
            foreign=tuple(replace(one, line=0) for one in self.foreign),
        )

    @property
    def user_tasks(self) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes.values() if n.kind is Kind.USER)

    def lane_of(self, node_id: str) -> Lane | None:
        """The lane of a node; None outside every lane, and for a node of another version."""
        node = self.nodes.get(node_id)
        return self.lanes.get(node.lane) if node else None


def _ways_to(process: Process, join: Node) -> dict[str, frozenset[str]]:
    before: dict[str, list[str]] = {node.id: [] for node in process.inside[join.scope]}
    for node in process.inside[join.scope]:
        for target in process.onward[node.id]:
            before[target].append(node.id)
    found: dict[str, set[str]] = {}
    for flow in process.incoming[join.id]:
        seen, queue = {join.id, flow.source}, [flow.source]
        while queue:
            key = queue.pop()
            if key != join.id:
                found.setdefault(key, set()).add(flow.id)
                queue += set(before[key]) - seen
                seen.update(before[key])
    return {key: frozenset(flows) for key, flows in found.items()}


def may_join(ways: Mapping[str, frozenset[str]], here: Set[str], others: Iterable[str]) -> bool:
    """Whether an inclusive join goes on: no token elsewhere in its scope can still bring what is missing.

    ``ways`` is the join's entry of ``inclusive_joins``, ``here`` its lines that hold a token, ``others`` the nodes at which
    the other tokens of the scope stand. As BPMN 2.0 has it (table 13.3): a token that could as well come along a line that
    holds one already is behind the whole block, and is not waited for.
    """
    return all(not (ways.get(at, _NOWHERE) - here) or ways[at] & here for at in others)


_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of ``check``: ``error`` (may not be published), ``unproven`` (only with a reason) or ``warning``."""

    level: str
    code: str
    element: str
    message: str
