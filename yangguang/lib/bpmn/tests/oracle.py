"""The token game once more, written plainly and without a thought for speed: what ``soundness`` is compared with."""

from __future__ import annotations

from collections import Counter

from yangguang.lib.bpmn import Kind, Process

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
        for flow in into:
            if tokens[flow]:
                ways = [[]] if node.kind is Kind.END else [[way] for way in out]
                found += [_frozen(tokens - Counter([flow]) + Counter(way)) for way in ways]
    return found


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
