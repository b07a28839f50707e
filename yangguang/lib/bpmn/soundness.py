"""Proves by exploring every reachable marking that a process can always be finished, or names why it cannot.

A marking is the set of flows that hold a token, kept as bits of one number. Conditions are taken as undecided: at an
exclusive gateway every branch can happen. A flow with a second token is lost synchronisation and is not followed
further, so the space is finite; it may still be large, hence the cap.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from .model import Flow, Kind, Node, Problem, Process

CAP = 50_000
MAX_TRAIL = 6


@dataclass(frozen=True, slots=True)
class _Move:
    """One way in which a node consumes and puts tokens (bits of flows)."""

    node: str
    takes: int
    puts: int


@dataclass
class _Space:
    """What was explored: every marking with the one it was first reached from, and how its paths end."""

    origin: dict[int, tuple[int, str]] = field(
        default_factory=dict
    )  # marking: (marking before, node that moved)
    before: dict[int, list[int]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    dead: list[int] = field(default_factory=list)
    doubled: dict[str, tuple[int, str]] = field(
        default_factory=dict
    )  # flow: (marking, node that put the second)
    capped: bool = False


def prove(process: Process, *, cap: int = CAP) -> list[Problem]:
    """Every way in which this process gets stuck. It must have one start, and only nodes that run."""
    order = list(process.flows)
    bit = {flow: 1 << number for number, flow in enumerate(order)}
    moves = [move for node in process.nodes.values() for move in _moves(process, node, bit)]
    start = process.starts[0]
    first = sum(bit[flow.id] for flow in process.outgoing[start.id])
    space = _explore(first, moves, order, start.id, cap)
    found = [_doubled(process, space, flow, at) for flow, at in space.doubled.items()]
    found += _dead(process, space, bit)
    if not space.capped:
        found += _endless(process, space, bit)
    found += _unreached(process, space, everything=not found and not space.capped)
    if space.capped:
        found.append(
            Problem(
                "error",
                "unproven",
                process.id,
                f"证不出“{process.name}”总能办完：可能的情形超过 {cap:,} 种。请减少同时进行的分支，或拆成几个流程。",
            )
        )
    return found


def _moves(process: Process, node: Node, bit: dict[str, int]) -> Iterator[_Move]:
    takes = [bit[flow.id] for flow in process.incoming[node.id]]
    puts = [bit[flow.id] for flow in process.outgoing[node.id]]
    if node.kind is Kind.START or not takes:
        return
    if node.kind is Kind.PARALLEL:
        yield _Move(node.id, sum(takes), sum(puts))
        return
    for taken in takes:
        if node.kind is Kind.END:
            yield _Move(node.id, taken, 0)
        for put in puts:
            yield _Move(node.id, taken, put)


def _explore(first: int, moves: list[_Move], order: list[str], start: str, cap: int) -> _Space:
    space = _Space(origin={first: (0, "")}, moved={start})
    queue = deque([first])
    while queue:
        marking = queue.popleft()
        stuck = marking != 0
        for move in moves:
            if marking & move.takes != move.takes:
                continue
            stuck = False
            space.moved.add(move.node)
            rest = marking & ~move.takes
            if clash := rest & move.puts:
                space.doubled.setdefault(order[clash.bit_length() - 1], (marking, move.node))
                continue
            after = rest | move.puts
            space.before.setdefault(after, []).append(marking)
            if after not in space.origin:
                if len(space.origin) >= cap:
                    space.capped = True
                    return space
                space.origin[after] = (marking, move.node)
                queue.append(after)
        if stuck:
            space.dead.append(marking)
    return space


def _trail(process: Process, space: _Space, marking: int, last: str = "") -> str:
    """How one gets there: the named steps of a shortest way, the latest few."""
    steps = [last] if last else []
    while marking in space.origin:
        marking, node = space.origin[marking]
        if not node:
            break
        steps.append(node)
    names = [process.nodes[step].label for step in reversed(steps) if not process.nodes[step].kind.is_gateway]
    if not names:
        return ""
    shown = names[-MAX_TRAIL:]
    return f"例如依次办完{'……' if len(names) > MAX_TRAIL else ''}{'、'.join(f'“{name}”' for name in shown)}之后。"


def _flow_words(process: Process, flow: Flow) -> str:
    return f"“{spoken(process, flow.source)}”到“{spoken(process, flow.target)}”"


def spoken(process: Process, node_id: str) -> str:
    """How a sentence calls a node: its name, or for a nameless gateway where it stands."""
    node = process.nodes[node_id]
    if node.name or not node.kind.is_gateway:
        return node.label
    before = next((flow.source for flow in process.incoming[node_id]), "")
    named = process.nodes[before].name if before else ""
    return f"{named}之后的网关" if named else node.id


def _doubled(process: Process, space: _Space, flow_id: str, at: tuple[int, str]) -> Problem:
    flow = process.flows[flow_id]
    marking, node = at
    return Problem(
        "error",
        "lost-synchronisation",
        flow.source,
        f"从{_flow_words(process, flow)}的连线会同时走两遍：前面分成了几路，却没有用并行网关合起来，"
        f"“{spoken(process, flow.target)}”会重复办理。{_trail(process, space, marking, node)}",
    )


def _dead(process: Process, space: _Space, bit: dict[str, int]) -> list[Problem]:
    found: dict[str, Problem] = {}
    for marking in space.dead:
        held = [flow for flow in process.flows.values() if marking & bit[flow.id]]
        joins = {flow.target for flow in held}
        for join in sorted(joins, key=list(process.nodes).index):
            if join in found:
                continue
            missing = [flow for flow in process.incoming[join] if not marking & bit[flow.id]]
            waits = "、".join(f"“{spoken(process, flow.source)}”" for flow in missing)
            found[join] = Problem(
                "error",
                "deadlock",
                join,
                f"会卡死：“{spoken(process, join)}”要等各路都到齐，但{waits}那一路可能永远不来，"
                f"这一件就办不完。{_trail(process, space, marking)}",
            )
    return list(found.values())


def _endless(process: Process, space: _Space, bit: dict[str, int]) -> list[Problem]:
    """Markings from which neither the end nor another named fault can be reached: a loop without exit."""
    good = {0, *space.dead, *(marking for marking, _ in space.doubled.values())} & space.origin.keys()
    queue = deque(good)
    while queue:
        for earlier in space.before.get(queue.popleft(), ()):
            if earlier not in good:
                good.add(earlier)
                queue.append(earlier)
    lost = [marking for marking in space.origin if marking not in good]
    if not lost:
        return []
    inside = [
        node for node in process.nodes.values()
        if any(marking & bit[flow.id] for flow in process.incoming[node.id] for marking in lost)
    ]  # fmt: skip
    names = (
        "、".join(f"“{node.label}”" for node in inside if not node.kind.is_gateway) or f"“{inside[0].label}”"
    )
    return [
        Problem(
            "error",
            "no-way-out",
            inside[0].id,
            f"走到{names}以后就再也出不来：没有一条路能到结束。{_trail(process, space, lost[0])}",
        )
    ]


def _unreached(process: Process, space: _Space, *, everything: bool) -> list[Problem]:
    """Nodes that never get their turn. When another fault was found, only those that no line leads to at all."""
    linked = {process.starts[0].id}
    queue = deque(linked)
    while queue:
        for flow in process.outgoing[queue.popleft()]:
            if flow.target not in linked:
                linked.add(flow.target)
                queue.append(flow.target)
    reached = space.moved if everything else linked
    return [
        Problem(
            "error", "unreachable", node.id, f"“{spoken(process, node.id)}”永远走不到：从开始没有路通到这里。"
        )
        for node in process.nodes.values()
        if node.id not in reached
    ]
