"""The reading order of a process: how far each node stands from the start, going back set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .model import Kind, Process

Graph = Mapping[str, Sequence[str]]


def order(process: Process) -> list[str]:
    """All nodes from the start to the ends; of nodes equally far, those of the upper lane first."""
    graph = {key: list(process.onward[key]) for key in process.nodes}
    for node in process.nodes.values():
        if node.kind is Kind.SUB:  # what lies in it comes after it and before what follows
            inner = process.inside[node.id]
            for one in inner:
                graph[one.id] += process.onward[node.id] if one.kind is Kind.END else []
            graph[node.id] += [one.id for one in inner if one.kind is Kind.START]
    depth = longest(graph, [node.id for node in process.starts])
    lanes = {lane: number for number, lane in enumerate(process.lanes)}
    filed = {key: number for number, key in enumerate(process.nodes)}
    return sorted(
        process.nodes,
        key=lambda key: (depth[key], lanes.get(process.nodes[key].lane, len(lanes)), filed[key]),
    )


def longest(graph: Graph, starts: Sequence[str]) -> dict[str, int]:
    """Longest way from the starts to each node over the edges that do not lead back."""
    finished, back = _walk(graph, starts)
    depth = dict.fromkeys(graph, 0)
    for key in reversed(finished):
        for target in graph[key]:
            if (key, target) not in back:
                depth[target] = max(depth[target], depth[key] + 1)
    return depth


def _walk(graph: Graph, starts: Sequence[str]) -> tuple[list[str], set[tuple[str, str]]]:
    """Depth first: nodes in the order in which they are finished, and the edges that lead back."""
    finished: list[str] = []
    back: set[tuple[str, str]] = set()
    state: dict[str, int] = {}  # 1 on the way, 2 finished
    for first in [*starts, *graph]:
        if first in state:
            continue
        state[first] = 1
        stack = [(first, iter(graph[first]))]
        while stack:
            key, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                state[key] = 2
                finished.append(key)
                stack.pop()
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(graph[target])))
            elif state[target] == 1:
                back.add((key, target))
    return finished, back
