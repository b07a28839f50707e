"""What can happen in a process, as moves over places kept as bits of one number.

A place is a flow that holds a token, an activity under way (where events hang at it, or a sub-process runs in it), or an event
at a boundary that may still happen. Conditions are taken as undecided: at a gateway every way can be taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from .model import Flow, Kind, Node, Process, may_join


@dataclass(frozen=True, slots=True)
class Move:
    """One way in which a node moves: what it takes, what must be empty, what it clears and puts (bits of places)."""

    node: str
    takes: int
    puts: int
    clears: int = 0
    unless: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """An inclusive join: takes what has come, when nothing else can come."""

    node: str
    lines: tuple[tuple[str, int], ...]  # its incoming flows with their places
    scope: tuple[
        tuple[int, str], ...
    ]  # every other place of its scope with the node at which that token stands
    puts: tuple[int, ...]


@dataclass
class Net:
    """The places and moves of a process."""

    process: Process
    names: list[str] = field(default_factory=list)  # of places: ids of flows, ``+activity``, ``!event``
    bit: dict[str, int] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)

    def __post_init__(self) -> None:
        for flow in self.process.flows:
            self._place(flow)
        for node in self.process.nodes.values():
            if node.kind is Kind.SUB or node.id in self.process.attached:
                self._place(f"+{node.id}")
            if node.kind is Kind.BOUNDARY and not node.interrupting:
                self._place(f"!{node.id}")
        for node in self.process.nodes.values():
            self.moves += self._moves(node)
        self.first = self.all_of(self.process.outgoing[self.process.starts[0].id])

    def _place(self, name: str) -> None:
        self.bit[name] = 1 << len(self.names)
        self.names.append(name)

    def all_of(self, flows: tuple[Flow, ...]) -> int:
        return sum(self.bit[flow.id] for flow in flows)

    def held(self, marking: int) -> list[str]:
        """The names of the places that hold a token."""
        return [name for number, name in enumerate(self.names) if marking >> number & 1]

    def within(self, scope: str) -> int:
        """Every place in a scope and in the scopes inside it."""
        places = 0
        for node in self.process.inside[scope]:
            places |= self.all_of(self.process.outgoing[node.id])
            places |= self.bit.get(f"+{node.id}", 0) | self.bit.get(f"!{node.id}", 0)
            if node.kind is Kind.SUB:
                places |= self.within(node.id)
        return places

    def after(self, marking: int) -> Iterator[tuple[str, int, int]]:
        """Every move from a marking: the node, what is left, what is put. Where both share a place, it is doubled."""
        for move in self.moves:
            if marking & move.takes == move.takes and not marking & move.unless:
                yield move.node, marking & ~move.takes & ~move.clears, move.puts
        for join in self.joins:
            here = {flow for flow, place in join.lines if marking & place}
            if here and self._complete(join, here, marking):
                rest = marking
                for _flow, place in join.lines:
                    rest &= ~place
                for puts in join.puts:
                    yield join.node, rest, puts

    def _complete(self, join: Join, here: set[str], marking: int) -> bool:
        others = [at for place, at in join.scope if marking & place]
        return may_join(self.process.inclusive_joins[join.node], here, others)

    def _moves(self, node: Node) -> Iterator[Move]:
        process = self.process
        takes = [self.bit[flow.id] for flow in process.incoming[node.id]]
        outgoing = process.outgoing[node.id]
        puts = [self.bit[flow.id] for flow in outgoing]
        if node.kind is Kind.BOUNDARY:
            yield self._event(node)
        elif node.kind is Kind.START or not takes:
            return
        elif node.kind is Kind.PARALLEL:
            yield Move(node.id, sum(takes), sum(puts))
        elif node.kind is Kind.INCLUSIVE:
            ways = tuple(self._sets(node, outgoing))
            if len(takes) > 1:
                self.joins.append(self._join(node, ways))
            else:
                yield from (Move(node.id, takes[0], way) for way in ways)
        elif node.kind is Kind.END:
            gone = self.within(node.scope) if node.terminate else 0
            yield from (Move(node.id, taken, 0, gone) for taken in takes)
        elif f"+{node.id}" in self.bit:
            yield from self._activity(node, takes, puts)
        else:
            yield from (Move(node.id, taken, put) for taken in takes for put in puts)

    def _sets(self, node: Node, outgoing: tuple[Flow, ...]) -> Iterator[int]:
        """What an inclusive split can put: each set of its ways that have a condition, or else the default."""
        if len(outgoing) == 1:
            yield self.bit[outgoing[0].id]
            return
        asked = [self.bit[flow.id] for flow in outgoing if flow.id != node.default]
        for size in range(1, len(asked) + 1):
            yield from (sum(some) for some in combinations(asked, size))
        if node.default:
            yield self.bit[node.default]

    def _join(self, node: Node, ways: tuple[int, ...]) -> Join:
        process = self.process
        lines = tuple((flow.id, self.bit[flow.id]) for flow in process.incoming[node.id])
        scope = [
            (self.bit[flow.id], flow.target)
            for one in process.inside[node.scope]
            for flow in process.outgoing[one.id]
            if flow.target != node.id
        ]
        for one in process.inside[node.scope]:
            if f"+{one.id}" in self.bit:
                scope.append((self.bit[f"+{one.id}"], one.id))
        return Join(node.id, lines, tuple(scope), ways)

    def _activity(self, node: Node, takes: list[int], puts: list[int]) -> Iterator[Move]:
        """It is entered and left in two moves: between them events at its boundary may happen, or its inside runs."""
        here = self.bit[f"+{node.id}"]
        events = [one for one in self.process.attached.get(node.id, ()) if not one.interrupting]
        armed = sum(self.bit[f"!{one.id}"] for one in events)
        inside = 0
        begins = here | armed
        if node.kind is Kind.SUB:
            inside = self.within(node.id)
            start = next(one for one in self.process.inside[node.id] if one.kind is Kind.START)
            begins |= self.all_of(self.process.outgoing[start.id])
        yield from (Move(node.id, taken, begins) for taken in takes)
        yield from (Move(node.id, here, put, clears=armed, unless=inside) for put in puts)

    def _event(self, node: Node) -> Move:
        host = self.bit[f"+{node.attached}"]
        puts = self.all_of(self.process.outgoing[node.id])
        if not node.interrupting:
            return Move(node.id, self.bit[f"!{node.id}"], puts)
        gone = self.within(node.attached) if self.process.nodes[node.attached].kind is Kind.SUB else 0
        for one in self.process.attached[node.attached]:
            gone |= self.bit.get(f"!{one.id}", 0)
        return Move(node.id, host, puts, clears=gone)
