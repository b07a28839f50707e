"""A process as its file draws it; lines that are missing are drawn."""

from __future__ import annotations

from .lettering import width, wrap
from .model import Bounds, Kind, Process
from .nesting import lies_in
from .routing import Router
from .sheet import LEAST, LINE, SMALL, UNDER, Band, Layout


def is_drawn(process: Process) -> bool:
    """Whether the file says where each step stands, and each lane where it has several."""
    upper = process.inside[""]
    lanes = {node.lane for node in upper if node.lane in process.lanes}
    return all(node.id in process.bounds for node in upper) and (
        len(lanes) < 2 or lanes <= process.bounds.keys()
    )


def _words(process: Process, key: str, box: Bounds) -> Bounds:
    """The room of the words under a small event or a gateway; none for others."""
    node = process.nodes[key]
    if not node.name or not node.tag.endswith(("Event", "Gateway")) or box.width >= 60:
        return box
    lines = wrap(node.name, UNDER, SMALL)
    wide = max(width(line, SMALL) for line in lines)
    return Bounds(box.x + box.width / 2 - wide / 2, box.y + box.height, wide, LINE * len(lines) + 4)


def drawn(process: Process) -> Layout:
    shapes = {**process.bounds}
    words = [_words(process, key, box) for key, box in shapes.items() if key in process.nodes]
    points = [point for line in process.waypoints.values() for point in line]
    left = min([*(b.x for b in (*shapes.values(), *words)), *(p[0] for p in points)], default=0.0) - 8
    top = min([*(b.y for b in shapes.values()), *(p[1] for p in points)], default=0.0) - 8
    if not process.lanes:
        top -= 16  # for words over a choice
    right = (
        max([*(b.x + b.width for b in (*shapes.values(), *words)), *(p[0] for p in points)], default=0.0) + 8
    )
    bottom = (
        max([*(b.y + b.height for b in (*shapes.values(), *words)), *(p[1] for p in points)], default=0.0) + 8
    )
    moved = {key: Bounds(b.x - left, b.y - top, b.width, b.height) for key, b in shapes.items()}
    # A sub-process of which a part is not drawn stays closed.
    closed = {
        node.id
        for node in process.nodes.values()
        if node.kind is Kind.SUB and any(one.id not in moved for one in process.inside[node.id])
    }
    boxes = {key: moved[key] for key in process.nodes if key in moved and not lies_in(process, key, closed)}
    bands = [
        Band(lane.id, lane.name or lane.id, moved[lane.id])
        for lane in process.lanes.values()
        if lane.id in moved
    ]
    layout = Layout(max(right - left, LEAST), bottom - top, boxes, bands=bands)
    layout.paths = {
        key: tuple((x - left, y - top) for x, y in line) for key, line in process.waypoints.items()
    }
    known = [flow for flow in process.flows.values() if {flow.source, flow.target} <= boxes.keys()]
    layout.paths = {flow.id: layout.paths[flow.id] for flow in known if flow.id in layout.paths}
    missing = [flow for flow in known if flow.id not in layout.paths]
    if missing:
        free_x = [x for box in boxes.values() for x in (box.x - 14, box.x + box.width + 14)]
        free_y = [y for box in boxes.values() for y in (box.y - 14, box.y + box.height + 14)]
        router = Router(boxes, free_x, free_y)
        layout.paths.update({flow.id: router.draw(flow) for flow in missing})
    return layout
