"""Writes the drawing (BPMN-DI) into a file that has none, so that every tool can open it; what is drawn stays as it is.

Tools that edit lanes want them in a pool: a pool round them is added where the file has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from lxml import etree

from .layout import arrange, place
from .lettering import wrap
from .model import Bounds, Kind, Process
from .parse import BPMN, BPMNDI, DC, DI, parse
from .routing import Path
from .sheet import SMALL, UNDER, Layout
from .svg import places_of_words

POOL = 30.0  # width of the pool's name, left of the lanes
LEFT, TOP = 160.0, 80.0  # where the drawing begins
_NAMES = {"bpmndi": BPMNDI[1:-1], "dc": DC[1:-1], "di": DI[1:-1]}


def with_drawing(xml: bytes) -> bytes:
    """The same definition with everything drawn; the very same bytes when nothing was missing.

    Raises BpmnError like ``parse``. Nothing but the drawing changes, and the pool.
    """
    process = parse(xml)  # refuses what is not to be read, entities among it
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    drawn = {one.get("bpmnElement") for tag in ("BPMNShape", "BPMNEdge") for one in root.iter(BPMNDI + tag)}
    plane = root.find(f".//{BPMNDI}BPMNPlane")
    if plane is None or not drawn.issuperset([*process.nodes, *process.lanes]):
        _draw_all(root, process)
        return _written(root)
    missing = process.flows.keys() - drawn
    if missing:
        _draw_flows(plane, process, missing)
    pool = _pool(root, process)
    unpooled = bool(process.lanes) and pool is not None and pool.get("id") not in drawn
    if unpooled and pool is not None:
        plane.set("bpmnElement", pool.getparent().get("id"))
        _shape(plane, pool.get("id"), _round_all(process.bounds[key] for key in process.lanes), lane=True)
    return _written(root) if missing or unpooled else xml


def blank(key: str, name: str) -> bytes:
    """A process to begin with: one lane, one task between start and end."""
    return with_drawing(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns={quoteattr(BPMN[1:-1])} '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:yg="https://yangguang.dev/bpmn" '
            f'id="definitions" targetNamespace="https://yangguang.dev/processes">'
            f'<process id={quoteattr(key)} name={quoteattr(name)} isExecutable="true"><laneSet id="lanes">'
            '<lane id="lane-1" name="经办"><flowNodeRef>start</flowNodeRef><flowNodeRef>task-1</flowNodeRef>'
            '<flowNodeRef>end</flowNodeRef></lane></laneSet><startEvent id="start" name="开始"/>'
            '<userTask id="task-1" name="办理" yg:outcomes="pass:办结"/><endEvent id="end" name="办结"/>'
            '<sequenceFlow id="flow-1" sourceRef="start" targetRef="task-1"/>'
            '<sequenceFlow id="flow-2" sourceRef="task-1" targetRef="end"/></process></definitions>'
        ).encode()
    )


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _draw_all(root: etree._Element, process: Process) -> None:
    for old in root.findall(f"{BPMNDI}BPMNDiagram"):
        root.remove(old)
    pool = _pool(root, process)
    if pool is None:
        pool = next((p for p in root.iter(f"{BPMN}participant") if p.get("processRef") == process.id), None)
    diagram = etree.SubElement(root, f"{BPMNDI}BPMNDiagram", nsmap=_NAMES, id=_free(root, "diagram"))
    whole = process.id if pool is None else pool.getparent().get("id")
    plane = etree.SubElement(
        diagram, f"{BPMNDI}BPMNPlane", id=_free(root, "plane"), bpmnElement=whole or process.id
    )
    layout = arrange(process)
    if pool is not None:
        bands = [band.box for band in layout.bands]
        _shape(
            plane,
            pool.get("id"),
            _moved(_round_all(bands or [Bounds(0, 0, layout.width, layout.height)])),
            lane=True,
        )
    for band in layout.bands:
        _shape(plane, band.id, _moved(band.box), lane=True)
    words = places_of_words(process, layout)
    # A tool stacks shapes as they stand here: a sub-process under what lies in it, an event on its activity.
    for key in sorted(
        layout.boxes, key=lambda key: (process.nodes[key].kind is Kind.BOUNDARY, _depth(process, key))
    ):
        node = process.nodes[key]
        box = _moved(layout.boxes[key])
        shape = _shape(plane, key, box)
        if node.kind is Kind.SUB:
            shape.set("isExpanded", "true")
        if key in words:
            _label(shape, _moved(words[key]))
        elif node.name and node.tag.endswith("Event"):
            high = 14.0 * len(wrap(node.name, UNDER, SMALL))
            _label(
                shape,
                Bounds(box.x + box.width / 2 - UNDER / 2, box.y + box.height + 5, UNDER, high),
            )
    for key, path in layout.paths.items():
        edge = _edge(plane, key, tuple((x + LEFT, y + TOP) for x, y in path))
        if key in words:
            _label(edge, _moved(words[key]))


def _draw_flows(plane: etree._Element, process: Process, missing: Iterable[str]) -> None:
    """Lines that the drawing lacks, between shapes that it has."""
    layout = place(process)
    right, down = _shift(process, layout)
    for key in process.flows:
        if key in missing and key in layout.paths:
            _edge(plane, key, tuple((x + right, y + down) for x, y in layout.paths[key]))


def _shift(process: Process, layout: Layout) -> tuple[float, float]:
    key = next(iter(layout.boxes))
    return process.bounds[key].x - layout.boxes[key].x, process.bounds[key].y - layout.boxes[key].y


def _pool(root: etree._Element, process: Process) -> etree._Element | None:
    """The pool round the lanes, made where there is none; None where the process has no lanes."""
    if not process.lanes:
        return None
    for one in root.iter(f"{BPMN}participant"):
        if one.get("processRef") == process.id:
            return one
    whole = root.find(f"{BPMN}collaboration")
    if whole is None:
        whole = etree.Element(f"{BPMN}collaboration", id=_free(root, "collaboration"))
        root.insert(list(root).index(root.find(f"{BPMN}process")), whole)
    pool = etree.Element(
        f"{BPMN}participant", id=_free(root, "pool"), name=process.name, processRef=process.id
    )
    whole.insert(0, pool)
    return pool


def _free(root: etree._Element, wanted: str) -> str:
    taken = {one.get("id") for one in root.iter(etree.Element)}
    return next(
        name for name in (wanted, *(f"{wanted}-{n}" for n in range(1, len(taken) + 2))) if name not in taken
    )


def _depth(process: Process, key: str) -> int:
    depth, above = 0, process.nodes[key].scope
    while above:
        depth, above = depth + 1, process.nodes[above].scope
    return depth


def _moved(box: Bounds) -> Bounds:
    return Bounds(box.x + LEFT, box.y + TOP, box.width, box.height)


def _round_all(boxes: Iterable[Bounds]) -> Bounds:
    """A pool round its lanes."""
    all_ = list(boxes)
    left, top = min(b.x for b in all_), min(b.y for b in all_)
    right, bottom = max(b.x + b.width for b in all_), max(b.y + b.height for b in all_)
    return Bounds(left - POOL, top, right - left + POOL, bottom - top)


def _shape(plane: etree._Element, key: str | None, box: Bounds, *, lane: bool = False) -> etree._Element:
    shape = etree.SubElement(plane, f"{BPMNDI}BPMNShape", id=f"{key}_di", bpmnElement=key or "")
    if lane:
        shape.set("isHorizontal", "true")
    _bounds(shape, box)
    return shape


def _edge(plane: etree._Element, key: str, path: Path) -> etree._Element:
    edge = etree.SubElement(plane, f"{BPMNDI}BPMNEdge", id=f"{key}_di", bpmnElement=key)
    for x, y in path:
        etree.SubElement(edge, f"{DI}waypoint", x=f"{x:.0f}", y=f"{y:.0f}")
    return edge


def _label(of: etree._Element, box: Bounds) -> None:
    _bounds(etree.SubElement(of, f"{BPMNDI}BPMNLabel"), box)


def _bounds(of: etree._Element, box: Bounds) -> None:
    etree.SubElement(
        of,
        f"{DC}Bounds",
        x=f"{box.x:.0f}",
        y=f"{box.y:.0f}",
        width=f"{box.width:.0f}",
        height=f"{box.height:.0f}",
    )
