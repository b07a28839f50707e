"""The token game once more, written plainly and without a thought for speed: what ``soundness`` is compared with."""

from __future__ import annotations

from collections import Counter

from yangguang.lib.bpmn import Kind, Node, Process

Marking = tuple[tuple[str, int], ...]


def _frozen(tokens: Counter[str]) -> Marking:
    return tuple(sorted((flow, count) for flow, count in tokens.items() if count))


def next_markings(process: Process, marking: Marking) -> list[Marking]:
    found = []
    for node in process.nodes.values():
        into = [flow.id for flow in process.incoming[node.id]]
        out = [flow.id for flow in process.outgoing[node.id]]
        tokens = Counter(dict(marking))
        if node.kind is Kind.START:
            continue
        if node.kind is Kind.PARALLEL:
            if into and all(tokens[flow] for flow in into):
                found.append(_frozen(tokens - Counter(into) + Counter(out)))
            continue
        if node.kind is Kind.INCLUSIVE:
            if joins(process, node.id, {flow for flow in tokens if tokens[flow]}):
                here = [flow for flow in into if tokens[flow]]
                found += [_frozen(tokens - Counter(here) + Counter(way)) for way in some_of(node, out)]
            continue
        for flow in into:
            if tokens[flow]:
                ways = [[]] if node.kind is Kind.END else [[way] for way in out]
                found += [_frozen(tokens - Counter([flow]) + Counter(way)) for way in ways]
    return found


def some_of(node: Node, out: list[str]) -> list[list[str]]:
    """Every set of ways that an inclusive split can take."""
    if len(out) == 1:
        return [out]
    asked = [flow for flow in out if flow != node.default]
    sets = [[f for n, f in enumerate(asked) if number >> n & 1] for number in range(1, 2 ** len(asked))]
    return [*sets, [node.default]]


def joins(process: Process, join: str, marked: set[str]) -> bool:
    """The rule of BPMN 2.0 for inclusive gateways, path by path."""
    into = {flow.id for flow in process.incoming[join]}
    here = into & marked
    if not here:
        return False
    for flow in marked - into:
        ends = {end for end in arrivals(process, flow, join) if end in into}
        if ends - here and not ends & here:
            return False
    return True


def arrivals(process: Process, flow: str, join: str) -> set[str]:
    """Every flow on a path that begins with this one and does not go through the join."""
    seen: set[str] = set()
    todo = [flow]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        target = process.flows[here].target
        if target != join:
            todo += [after.id for after in process.flows.values() if after.source == target]
    return seen


def is_sound(process: Process, most: int = 400) -> bool | None:
    """Every reachable marking is safe and can reach the empty one, and every node is reached; None: too many."""
    start = process.starts[0].id
    first = _frozen(Counter(flow.id for flow in process.outgoing[start]))
    steps: dict[Marking, list[Marking]] = {}
    queue = [first]
    while queue:
        marking = queue.pop()
        if marking in steps:
            continue
        if any(count > 1 for _, count in marking):
            return False
        if len(steps) >= most:
            return None
        steps[marking] = next_markings(process, marking)
        queue += steps[marking]
    if () not in steps:
        return False
    ends = {()}
    while True:
        more = {
            marking for marking, after in steps.items() if marking not in ends and ends.intersection(after)
        }
        if not more:
            break
        ends |= more
    held = {process.flows[flow].target for marking in steps for flow, _ in marking}
    return ends == set(steps) and held | {start} == set(process.nodes)
