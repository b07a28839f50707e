"""A process in words: the steps in reading order, who does each, within what limit, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import ranks
from .model import Flow, Kind, Node, Process, Trigger


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``next`` pairs what decides (may be empty) with the name of the step that follows."""

    id: str
    name: str
    lane: str
    post: str
    limit: str
    next: tuple[tuple[str, str], ...]
    kind: Kind = Kind.USER
    outcomes: tuple[str, ...] = ()


def outline(process: Process) -> list[Step]:
    """Every step but the gateways and the events at a boundary: these are told as conditions of what follows."""
    steps = []
    for key in ranks.order(process):
        node = process.nodes[key]
        if node.kind.is_gateway or node.kind is Kind.BOUNDARY or (node.scope and _is_silent(node)):
            continue
        lane = process.lane_of(key)
        steps.append(
            Step(
                id=key,
                name=f"{node.label}（会签）" if node.many and "会签" not in node.label else node.label,
                lane=(lane.name or lane.id) if lane else "",
                post=lane.post if lane else "",
                limit=node.limit,
                next=tuple(dict.fromkeys(_after(process, key))),
                kind=node.kind,
                outcomes=tuple(outcome.label for outcome in node.outcomes),
            )
        )
    return steps


def _is_silent(node: Node) -> bool:
    """Where a sub-process begins and ends is no step of its own, unless it says something."""
    return node.kind is Kind.START or (node.kind is Kind.END and not node.name)


def _after(process: Process, key: str) -> Iterator[tuple[str, str]]:
    node = process.nodes[key]
    if node.kind is Kind.SUB:
        for start in (one for one in process.inside[key] if one.kind is Kind.START):
            yield from _next(process, start.id, (), frozenset())
    elif node.kind is Kind.END and node.scope:
        yield from _next(process, node.scope, (_finished(process, node),), frozenset())
    else:
        yield from _next(process, key, (), frozenset())
    for event in process.attached.get(key, ()):
        what = "到期后" if event.trigger is Trigger.TIMER else f"收到“{event.message}”后"
        words = (f"{event.name or what}{'' if event.interrupting else '（原步骤继续办）'}",)
        yield from _next(process, event.id, words, frozenset())


def _finished(process: Process, end: Node) -> str:
    return f"“{process.nodes[end.scope].label}”{'就此' if end.terminate else ''}办完后"


def told(process: Process) -> str:
    """The whole process as one text, for those who do not see the chart."""
    lines = []
    for step in outline(process):
        after = "；".join(f"{label}：到“{name}”" if label else f"到“{name}”" for label, name in step.next)
        who = f"（{step.lane}）" if step.lane else ""
        lines.append(f"{step.name}{who}{'，' + after if after else ''}。")
    return "".join(lines)


def _next(
    process: Process, key: str, said: tuple[str, ...], seen: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for flow in process.outgoing[key]:
        words = (*said, *_words(process, flow))
        target = process.nodes[flow.target]
        if target.kind is Kind.END and target.scope and not target.name:
            if target.id not in seen:
                done = (*words, _finished(process, target))
                yield from _next(process, target.scope, done, seen | {target.id})
        elif not target.kind.is_gateway:
            yield "，".join(words), target.label
        elif target.id not in seen:
            if target.kind is Kind.PARALLEL and len(process.incoming[target.id]) > 1:
                words = (*words, "各路都办完后")
            if target.kind is Kind.INCLUSIVE and len(process.incoming[target.id]) > 1:
                words = (*words, "走的各路都办完后")
            yield from _next(process, target.id, words, seen | {target.id})


def _words(process: Process, flow: Flow) -> Iterator[str]:
    source = process.nodes[flow.source]
    ways = len(process.outgoing[flow.source])
    if source.kind is Kind.PARALLEL and ways > 1:
        yield flow.name or "同时"
    elif source.kind in {Kind.EXCLUSIVE, Kind.INCLUSIVE} and ways > 1:
        label = flow.name or ("其他情形" if source.default == flow.id else flow.condition)
        yield f"{source.name}为{label}" if source.name else label
    elif flow.name:
        yield flow.name
