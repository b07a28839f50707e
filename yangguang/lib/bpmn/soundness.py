"""Proves by exploring every reachable marking that a process can always be finished, or names why it cannot.

A marking is the set of places that hold a token (``net``). A place with a second token is lost synchronisation and is not
followed further, so the space is finite; it may still be large, hence the cap.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field

from .model import Flow, Kind, Problem, Process
from .net import Net

CAP = 50_000
MAX_TRAIL = 6
# What nobody names as a rule; a sentence says where it stands instead.
_NAMELESS = {Kind.SUB: "子流程", Kind.END: "结束"}


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
    )  # place: (marking, node that put the second)
    capped: bool = False


def prove(process: Process, *, cap: int = CAP) -> list[Problem]:
    """Every way in which this process gets stuck. It must have one start in each scope, and only nodes that run."""
    net = Net(process)
    space = _explore(net, net.first, cap)
    found = [_doubled(process, space, place, at) for place, at in space.doubled.items()]
    found += _dead(process, net, space)
    if not space.capped:
        found += _endless(process, net, space)
    found += _unreached(process, space, everything=not found and not space.capped)
    if space.capped:
        found.append(
            Problem(
                "unproven",
                "unproven",
                process.id,
                f"证不出“{process.name}”总能办完：可能的情形超过 {cap:,} 种。请减少同时进行的分支，或拆成几个流程。",
            )
        )
    return found


def stranded(process: Process, places: Collection[str], *, cap: int = CAP) -> str:
    """Why a case that stands on these places (names of ``net``) could not always be finished; empty when it can.

    For cases that are moved to another version: a sound process holds only for the positions that it can reach.
    """
    net = Net(process)
    first = 0
    for place in places:
        first |= net.bit[place]
    space = _explore(net, first, cap)
    found = [_doubled(process, space, place, at) for place, at in space.doubled.items()]
    found += _dead(process, net, space) + (_endless(process, net, space) if not space.capped else [])
    if space.capped and not found:
        return f"证不出从这里总能办完：可能的情形超过 {cap:,} 种。"
    return found[0].message if found else ""


def _explore(net: Net, first: int, cap: int) -> _Space:
    start = net.process.starts[0].id
    inner = [
        one.id
        for scope, nodes in net.process.inside.items()
        if scope
        for one in nodes
        if one.kind is Kind.START
    ]
    space = _Space(origin={first: (0, "")}, moved={start, *inner})
    queue = deque([first])
    while queue:
        marking = queue.popleft()
        stuck = marking != 0
        for node, rest, puts in net.after(marking):
            stuck = False
            space.moved.add(node)
            if clash := rest & puts:
                space.doubled.setdefault(net.names[clash.bit_length() - 1], (marking, node))
                continue
            after = rest | puts
            space.before.setdefault(after, []).append(marking)
            if after not in space.origin:
                if len(space.origin) >= cap:
                    space.capped = True
                    return space
                space.origin[after] = (marking, node)
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
    names = [spoken(process, step) for step in reversed(steps) if not process.nodes[step].kind.is_gateway]
    if not names:
        return ""
    shown = names[-MAX_TRAIL:]
    return f"例如依次办完{'……' if len(names) > MAX_TRAIL else ''}{'、'.join(f'“{name}”' for name in shown)}之后。"


def _flow_words(process: Process, flow: Flow) -> str:
    return f"“{spoken(process, flow.source)}”到“{spoken(process, flow.target)}”"


def spoken(process: Process, node_id: str) -> str:
    """How a sentence calls a node: its name, or for a nameless gateway, sub-process or end where it stands."""
    node = process.nodes[node_id]
    kind = "网关" if node.kind.is_gateway else _NAMELESS.get(node.kind, "")
    if node.name or not kind:
        return node.label
    before = next((flow.source for flow in process.incoming[node_id]), "")
    named = process.nodes[before].name if before else ""
    return f"{named}之后的{kind}" if named else node.id


def _doubled(process: Process, space: _Space, place: str, at: tuple[int, str]) -> Problem:
    marking, node = at
    trail = _trail(process, space, marking, node)
    if place not in process.flows:
        key = place[1:]
        words = f"“{spoken(process, key)}”会在还没办完的时候再走到一次，两次会混在一起。{trail}"
        return Problem("error", "lost-synchronisation", key, words)
    flow = process.flows[place]
    return Problem(
        "error",
        "lost-synchronisation",
        flow.source,
        f"从{_flow_words(process, flow)}的连线会同时走两遍：前面分成了几路，却没有用网关合起来，"
        f"“{spoken(process, flow.target)}”会重复办理。{trail}",
    )


def _dead(process: Process, net: Net, space: _Space) -> list[Problem]:
    found: dict[str, Problem] = {}
    for marking in space.dead:
        held = [process.flows[place] for place in net.held(marking) if place in process.flows]
        joins = {flow.target for flow in held}
        for join in sorted(joins, key=list(process.nodes).index):
            if join in found:
                continue
            trail = _trail(process, space, marking)
            here = {flow.id for flow in held}
            missing = [flow for flow in process.incoming[join] if flow.id not in here]
            waits = "、".join(f"“{spoken(process, flow.source)}”" for flow in missing)
            if process.nodes[join].kind is Kind.INCLUSIVE:
                why = f"“{spoken(process, join)}”还在等{waits}那一路，而那一路又在等它"
            else:
                why = f"“{spoken(process, join)}”要等各路都到齐，但{waits}那一路可能永远不来"
            found[join] = Problem("error", "deadlock", join, f"会卡死：{why}，这一件就办不完。{trail}")
    return list(found.values())


def _endless(process: Process, net: Net, space: _Space) -> list[Problem]:
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
    places = {place for marking in lost for place in net.held(marking)}
    inside = [
        node for node in process.nodes.values()
        if f"+{node.id}" in places or any(flow.id in places for flow in process.incoming[node.id])
    ]  # fmt: skip
    names = (
        "、".join(f"“{spoken(process, node.id)}”" for node in inside if not node.kind.is_gateway)
        or f"“{spoken(process, inside[0].id)}”"
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
        key = queue.popleft()
        begins = [one.id for one in process.inside.get(key, ()) if key and one.kind is Kind.START]
        for target in (*process.onward[key], *begins):
            if target not in linked:
                linked.add(target)
                queue.append(target)
    reached = space.moved if everything else linked
    return [
        Problem(
            "error", "unreachable", node.id, f"“{spoken(process, node.id)}”永远走不到：从开始没有路通到这里。"
        )
        for node in process.nodes.values()
        if node.id not in reached
    ]
