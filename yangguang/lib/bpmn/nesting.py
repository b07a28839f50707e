"""What lies in what: one scope as a process of its own, and where events hang at an activity."""

from __future__ import annotations

from dataclasses import replace

from .model import Bounds, Process


def view(process: Process, scope: str) -> Process:
    """One scope as a process of its own: at the top with its lanes, inside a sub-process without."""
    nodes = {node.id: node for node in process.inside[scope]}
    flows = {key: flow for key, flow in process.flows.items() if flow.source in nodes}
    if scope:
        nodes = {key: replace(node, scope="") for key, node in nodes.items()}
    subs = {
        key: node
        for key, node in process.nodes.items()
        if key not in nodes and _is_below(process, key, scope)
    }
    return replace(
        process,
        nodes={**nodes, **subs},
        flows={**flows, **{key: flow for key, flow in process.flows.items() if flow.source in subs}},
        lanes={} if scope else process.lanes,
        bounds={},
        waypoints={},
    )


def lies_in(process: Process, key: str, scopes: set[str]) -> bool:
    above = process.nodes[key].scope
    while above and above not in scopes:
        above = process.nodes[above].scope
    return bool(above)


def _is_below(process: Process, key: str, scope: str) -> bool:
    above = process.nodes[key].scope
    while above and above != scope:
        above = process.nodes[above].scope
    return above == scope and process.nodes[key].scope != scope


def hang(process: Process, boxes: dict[str, Bounds], size: float) -> None:
    """Boundary events sit on the lower edge of their activity, from the right."""
    for host, events in process.attached.items():
        if host not in boxes:
            continue
        box = boxes[host]
        named = sum(bool(event.name) for event in events) > 1
        step = max(size + 6, (box.width - size) / len(events)) if named else size + 6
        for number, event in enumerate(events):
            x = box.x + box.width - size * 0.8 - number * step
            boxes[event.id] = centred(x, box.y + box.height, (size, size))


def centred(x: float, y: float, size: tuple[float, float]) -> Bounds:
    return Bounds(x - size[0] / 2, y - size[1] / 2, size[0], size[1])
