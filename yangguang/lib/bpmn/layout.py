"""Places a process on paper: from left to right with lanes, or from top to bottom for a narrow screen.

Where the file brings a complete drawing, the wide chart keeps it. Otherwise columns follow the longest way from the
start, lanes lie under one another, and a choice right after a task stands below that task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from . import ranks
from .drawn import drawn, is_drawn
from .lettering import width, wrap
from .model import Bounds, Flow, Kind, Node, Process
from .nesting import centred, hang, view
from .routing import Router
from .sheet import HEAD, HOUSE, LEAST, LETTER, LINE, SMALL, STANDARD, UNDER, Band, Layout, Style

TITLE = 24.0  # the name of a sub-process, above what lies in it
GAP, PAD, BELOW = 34.0, 22.0, 16.0
TALL_WIDTH, TALL_GAP, TALL_SIDE = 390.0, 36.0, 34.0


class _Same:
    """A process as a key of the cache: equal where everything drawn is equal."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.key = tuple(
            tuple(part.items())
            for part in (process.nodes, process.flows, process.lanes, process.bounds, process.waypoints)
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.key == other.key


def place(process: Process, *, tall: bool = False) -> Layout:
    """Where everything stands. The answer is shared between callers: read it, do not change it."""
    return _placed(_Same(process), tall)


@lru_cache(maxsize=128)
def _placed(same: _Same, tall: bool) -> Layout:
    process = same.process
    if tall:
        return _tall(process)
    if is_drawn(process):
        return drawn(process)
    return _wide(process)


# --- what lies in what


def arrange(process: Process) -> Layout:
    """From left to right in the sizes that BPMN tools use, whatever the file draws; in no cache."""
    return _wide(process, style=STANDARD)


def _insides(process: Process, *, tall: bool, style: Style = HOUSE) -> dict[str, Layout]:
    """The sub-processes of the uppermost scope, each laid out by itself."""
    found = {}
    for node in process.inside[""]:
        if node.kind is Kind.SUB and process.inside[node.id]:
            lower = view(process, node.id)
            found[node.id] = _tall(lower, inner=True) if tall else _wide(lower, inner=True, style=style)
    return found


def _with_insides(process: Process, layout: Layout, insides: dict[str, Layout]) -> Layout:
    """Put what lies in sub-processes, and what hangs at a boundary, to where its activity stands."""
    for key, inner in insides.items():
        box = layout.boxes[key]
        x, y = box.x + (box.width - inner.width) / 2, box.y + TITLE
        layout.boxes |= {k: Bounds(b.x + x, b.y + y, b.width, b.height) for k, b in inner.boxes.items()}
        layout.paths |= {k: tuple((px + x, py + y) for px, py in path) for k, path in inner.paths.items()}
    return layout


def _sizes(
    process: Process,
    insides: dict[str, Layout],
    box: float,
    *,
    caption: bool = False,
    style: Style = HOUSE,
) -> dict[str, tuple[float, float]]:
    return {
        node.id: (insides[node.id].width + 16, insides[node.id].height + TITLE + 10)
        if node.id in insides
        else _size(node, box, style, caption=caption and bool(process.lane_of(node.id)))
        for node in process.inside[""]
        if node.kind is not Kind.BOUNDARY
    }


def _size(node: Node, box: float, style: Style, *, caption: bool = False) -> tuple[float, float]:
    if node.kind.is_gateway or node.tag.endswith("Gateway"):
        return style.diamond, style.diamond
    if node.tag.endswith("Event"):
        if not (node.name and style.words_inside):
            return style.round, style.round
        lines = wrap(node.name, box - 24, LETTER)
        return min(box, max(64.0, max(width(line, LETTER) for line in lines) + 36)), max(
            40.0, len(lines) * LINE + 18
        )
    lines = wrap(node.label, box - 16, LETTER)
    sign = 14.0 if node.many or node.kind is Kind.CALL else 0.0  # stands under the words
    return box, max(style.high, len(lines) * LINE + 18 + sign + (SMALL + 6 if caption else 0))


# --- from left to right, lanes under one another


def _pairs(process: Process) -> dict[str, str]:
    """Tasks and the choice that belongs to each: it follows at once, in the same lane, and has no other way in."""
    found = {}
    for node in process.nodes.values():
        into = process.incoming[node.id]
        if (
            node.scope
            or node.kind is not Kind.EXCLUSIVE
            or len(into) != 1
            or len(process.outgoing[node.id]) < 2
        ):
            continue
        task = process.nodes[into[0].source]
        if (
            task.kind in {Kind.USER, Kind.SERVICE}
            and task.lane == node.lane
            and len(process.outgoing[task.id]) == 1
            and task.id not in process.attached
        ):
            found[task.id] = node.id
    return found


@dataclass
class _Grid:
    """Columns and rows of the wide chart: which cell each task or lone node has."""

    column: dict[str, int]
    row: dict[str, tuple[int, int]]  # lane number, row in the lane
    rows: dict[int, int]  # rows per lane


def _grid(process: Process, pairs: dict[str, str]) -> _Grid:
    of_task = {gate: task for task, gate in pairs.items()}
    of_task |= {event.id: host for host, events in process.attached.items() for event in events}
    keys = [node.id for node in process.inside[""] if node.id not in of_task]
    graph: dict[str, list[str]] = {key: [] for key in keys}
    sources: dict[str, list[str]] = {key: [] for key in keys}
    for flow in process.flows.values():
        if process.nodes[flow.source].scope:
            continue
        a, b = of_task.get(flow.source, flow.source), of_task.get(flow.target, flow.target)
        if a != b:
            graph[a].append(b)
            sources[b].append(a)
    column = ranks.longest(graph, [node.id for node in process.starts])
    lanes = {lane: number for number, lane in enumerate(process.lanes)}
    taken: set[tuple[int, int, int]] = set()
    row: dict[str, tuple[int, int]] = {}
    rows: dict[int, int] = defaultdict(lambda: 1)
    for key in sorted(keys, key=lambda key: (column[key], list(process.nodes).index(key))):
        lane = lanes.get(process.nodes[key].lane, len(lanes))
        near = next(
            (row[s][1] for s in sources[key] if s in row and row[s][0] == lane and column[s] < column[key]), 0
        )
        best = min(
            (r for r in range(len(keys) + 1) if (column[key], lane, r) not in taken),
            key=lambda r: abs(r - near),
        )
        taken.add((column[key], lane, best))
        row[key] = (lane, best)
        rows[lane] = max(rows[lane], best + 1)
    return _Grid(column, row, dict(rows))


def _wide(process: Process, *, inner: bool = False, style: Style = HOUSE) -> Layout:
    pairs = _pairs(process)
    grid = _grid(process, pairs)
    insides = _insides(process, tall=False, style=style)
    sizes = _sizes(process, insides, style.box, style=style)
    head = HEAD if process.lanes else 16.0
    xs, total, columns = _columns(grid, sizes, head, _gaps(process, grid), 0.0 if inner else LEAST)
    bands: list[Band] = []
    boxes: dict[str, Bounds] = {}
    rows = [PAD / 3]
    y = 0.5
    lanes = list(process.lanes.values())
    for lane in range(len(lanes) + 1):
        if lane == len(lanes) and lane not in grid.rows:
            break
        top = y
        for number in range(grid.rows.get(lane, 1)):
            here = [key for key, cell in grid.row.items() if cell == (lane, number)]
            above = max([sizes[key][1] / 2 for key in here], default=25.0)
            below = max(
                above,
                *(sizes[k][1] / 2 + _under(process, k, pairs, style) for k in here),
                0.0,
            )
            middle = y + PAD + above
            for key in here:
                boxes[key] = centred(xs[grid.column[key]], middle, sizes[key])
                if key in pairs:
                    under = middle + sizes[key][1] / 2 + BELOW + style.diamond / 2
                    boxes[pairs[key]] = centred(xs[grid.column[key]], under, sizes[pairs[key]])
            y = middle + below + PAD
            rows += [y - PAD / 3, y + PAD / 3]
        if lane < len(lanes):
            bands.append(
                Band(lanes[lane].id, lanes[lane].name or lanes[lane].id, Bounds(0.5, top, total - 1, y - top))
            )
    hang(process, boxes, style.hung)
    layout = Layout(total, y + 0.5, {key: boxes[key] for key in process.nodes if key in boxes}, bands=bands)
    return _with_insides(process, _routed(process, layout, columns, rows, head), insides)


def _under(process: Process, key: str, pairs: dict[str, str], style: Style) -> float:
    """The room that belongs to a step below its shape: its own choice, the words of what has none inside."""
    if key in pairs:
        return BELOW + style.diamond + (LINE if process.nodes[pairs[key]].name else 0.0)
    if style.words_inside:
        return 0.0
    node = process.nodes[key]
    if node.tag.endswith(("Event", "Gateway")):
        return 16.0 * len(wrap(node.name, UNDER, SMALL)) + 4
    return max(
        (style.hung / 2 + (LINE if event.name else 0) for event in process.attached.get(key, ())), default=0.0
    )


def _columns(
    grid: _Grid, sizes: dict[str, tuple[float, float]], head: float, gaps: dict[int, float], least: float
) -> tuple[dict[int, float], float, list[float]]:
    """The middle of each column, the whole width, and the x between columns where lines may run."""
    middles: dict[int, float] = {}
    free: list[float] = []
    x = head
    for number in range(max(grid.column.values(), default=0) + 1):
        here = [sizes[key][0] for key, column in grid.column.items() if column == number]
        wide = max([*here, 44.0])
        middles[number] = x + wide / 2
        x += wide
        gap = gaps.get(number, GAP)
        free += [x + gap / 2 + shift for shift in (-8.0, 0.0, 8.0)]
        x += gap
    return middles, max(x - gap + 20.0, least), free


def _gaps(process: Process, grid: _Grid) -> dict[int, float]:
    """After a column with a gateway of its own there is room for the words on its lines."""
    gaps: dict[int, float] = {}
    for key, column in grid.column.items():
        if process.nodes[key].kind.is_gateway:
            words = max(
                [min(width(flow.name, SMALL + 0.5), 110.0) for flow in process.outgoing[key]], default=0.0
            )
            gaps[column] = max(gaps.get(column, GAP), words + 26.0)
    return gaps


def _routed(
    process: Process, layout: Layout, columns: Sequence[float], rows: Sequence[float], left: float
) -> Layout:
    router = Router(layout.boxes, columns, rows, "bottom" if layout.tall else "right", left - 8)

    def far(flow: Flow) -> float:
        a, b = layout.boxes[flow.source], layout.boxes[flow.target]
        return abs(a.x + a.width / 2 - b.x - b.width / 2) + abs(a.y + a.height / 2 - b.y - b.height / 2)

    flows = [flow for flow in process.flows.values() if flow.source in layout.boxes]
    for flow in sorted(flows, key=far):
        layout.paths[flow.id] = router.draw(flow)
    return layout


# --- from top to bottom


def _tall(process: Process, *, inner: bool = False) -> Layout:
    """From top to bottom; a sub-process stands in the middle of the column with its own steps inside."""
    insides = _insides(process, tall=True)
    hung = {event.id: host for host, events in process.attached.items() for event in events}
    graph: dict[str, list[str]] = {node.id: [] for node in process.inside[""] if node.id not in hung}
    for flow in process.flows.values():
        if (source := hung.get(flow.source, flow.source)) in graph:
            graph[source].append(flow.target)
    depth = ranks.longest(graph, [node.id for node in process.starts])
    levels: dict[int, list[str]] = defaultdict(list)
    for key in ranks.order(process):
        if key in graph:
            levels[depth[key]].append(key)
    most = max((len(level) for level in levels.values()), default=1)
    least = TALL_WIDTH - 2 * TALL_SIDE - 16 if inner else TALL_WIDTH
    box = min(150.0, max(92.0, (least - 2 * TALL_SIDE - 14 * (most - 1)) / most))
    single, several = (
        _sizes(process, insides, 150.0, caption=True),
        _sizes(process, insides, box, caption=True),
    )
    sizes = {k: (single if len(level) == 1 else several)[k] for level in levels.values() for k in level}
    wide = [sum(sizes[k][0] for k in level) + 14 * (len(level) - 1) for level in levels.values()]
    total = max(least, 2 * TALL_SIDE + most * box + (most - 1) * 14, 2 * TALL_SIDE + max(wide, default=0.0))
    boxes: dict[str, Bounds] = {}
    rows: list[float] = []
    y = 12.0
    for number in sorted(levels):
        level = _ordered(process, levels[number], boxes)
        high = max(sizes[k][1] for k in level)
        for key, x in zip(level, _side_by_side([sizes[k][0] for k in level], total), strict=True):
            boxes[key] = centred(x, y + high / 2, sizes[key])
        y += high
        rows += [y + TALL_GAP / 2 + shift for shift in (-9.0, 0.0, 9.0)]
        y += TALL_GAP
    hang(process, boxes, HOUSE.hung)
    sides = [8.0, 16.0, 24.0]
    columns = [*sides, *(total - side for side in sides), *_between(boxes)]
    placed = {key: boxes[key] for key in process.nodes if key in boxes}
    layout = Layout(total, y - TALL_GAP + 12.0, placed, tall=True)
    return _with_insides(process, _routed(process, layout, columns, rows, 0.0), insides)


def _side_by_side(widths: list[float], total: float) -> list[float]:
    """The middles of boxes that share a row: evenly, or where one is wide, one beside the other."""
    step = (total - 2 * TALL_SIDE) / len(widths)
    if all(width_ <= step for width_ in widths):
        return [TALL_SIDE + step * (number + 0.5) for number in range(len(widths))]
    spare = (total - 2 * TALL_SIDE - sum(widths)) / (len(widths) + 1)
    middles, x = [], TALL_SIDE + spare
    for width_ in widths:
        middles.append(x + width_ / 2)
        x += width_ + spare
    return middles


def _ordered(process: Process, level: list[str], placed: dict[str, Bounds]) -> list[str]:
    """Side by side under what each follows, so that lines cross little."""

    def wanted(key: str) -> float:
        above = [placed[flow.source] for flow in process.incoming[key] if flow.source in placed]
        return sum(box.x + box.width / 2 for box in above) / len(above) if above else TALL_WIDTH / 2

    return sorted(level, key=wanted)


def _between(boxes: dict[str, Bounds]) -> list[float]:
    """The x halfway between boxes that stand side by side."""
    levels: dict[float, list[Bounds]] = defaultdict(list)
    for box in boxes.values():
        levels[box.y + box.height / 2].append(box)
    found: set[float] = set()
    for level in levels.values():
        level.sort(key=lambda box: box.x)
        found.update((a.x + a.width + b.x) / 2 for a, b in pairwise(level))
    return sorted(found)
