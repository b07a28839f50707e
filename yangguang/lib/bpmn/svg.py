"""Draws a process as SVG for the page: classes of ``.process`` in process.css, and a text alternative inside.

Nothing is told by colour alone: a done step has a tick, the current one a frame around it, a late one a sign of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from xml.sax.saxutils import escape

from .layout import place
from .lettering import width, wrap
from .model import Bounds, Flow, Kind, Node, Process, Trigger
from .outline import told
from .routing import Path
from .sheet import HEAD, LETTER, LINE, SMALL, UNDER, Layout

# The look where no style sheet reaches: attributes, so that a strict content policy lets them stand.
_INK, _INK2, _LINE, _LINE2, _BLUE, _BLUE2, _RED = (
    "#16202c",
    "#4a5766",
    "#dde3ea",
    "#8492a2",
    "#0b4f9e",
    "#e8f0fa",
    "#b3261e",
)
_FACE = 'font-family="PingFang SC, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"'
_STATES = {
    "": (f'fill="#ffffff" stroke="{_LINE2}" stroke-width="1.5"', _INK),
    "done": (f'fill="{_BLUE2}" stroke="{_BLUE}" stroke-width="1.5"', _INK),
    "now": (f'fill="{_BLUE}" stroke="{_BLUE}" stroke-width="1.5"', "#ffffff"),
    "now late": (f'fill="{_RED}" stroke="{_RED}" stroke-width="1.5"', "#ffffff"),
}


def draw(
    process: Process,
    *,
    done: Collection[str] = (),
    current: Collection[str] = (),
    late: Collection[str] = (),
    tall: bool = False,
    title: str = "",
    standalone: bool = False,
) -> str:
    """The chart as one ``<svg>``. ``done`` holds ids of nodes, and of flows where it is known which were taken.

    ``tall`` runs from top to bottom for narrow screens; ``standalone`` brings its own colours (a file of its own).
    """
    chart = _Chart(process, place(process, tall=tall), title, standalone=standalone)
    return chart.stands(done, current, late).svg()


def places_of_words(process: Process, layout: Layout) -> dict[str, Bounds]:
    """Where the words at choices and on lines stand, by id."""
    chart = _Chart(process, layout, "", standalone=False)
    found = {}
    for node in process.nodes.values():
        if (
            node.name
            and node.tag.endswith("Gateway")
            and list(chart.gateway(node, layout.boxes[node.id], ""))
        ):
            found[node.id] = chart.labels[-1]
    for flow in process.flows.values():
        if flow.name and flow.id in layout.paths and list(chart.label(flow)):
            found[flow.id] = chart.labels[-1]
    return found


class _Chart:
    def __init__(self, process: Process, layout: Layout, title: str, *, standalone: bool) -> None:
        self.process, self.layout, self.standalone = process, layout, standalone
        self.title = title or f"{process.name}流程图"
        self.labels: list[Bounds] = []
        self.done: set[str] = set()
        self.current: set[str] = set()
        self.late: set[str] = set()
        self.taken: set[str] = set()

    def stands(self, done: Collection[str], current: Collection[str], late: Collection[str]) -> _Chart:
        """Where a case stands."""
        self.done, self.current, self.late = set(done) - set(current), set(current), set(late)
        self.taken = self.done & self.process.flows.keys()
        return self

    def svg(self) -> str:
        layout = self.layout
        key = "process-" + sha256(repr((self.process.id, self.title, sorted(self.done), sorted(self.current), layout.tall)).encode()).hexdigest()[:10]  # fmt: skip
        shape = "process--tall" if layout.tall else "process--wide"
        parts = list(self.bands())
        # A sub-process lies under the lines inside it, an event at a boundary on its activity.
        shown = [node for node in self.process.nodes.values() if node.id in layout.boxes]
        parts += [part for node in shown if self.is_frame(node) for part in self.node(node)]
        flows = sorted(
            (flow for flow in self.process.flows.values() if flow.id in layout.paths), key=self.is_taken
        )
        parts += [part for flow in flows for part in self.edge(flow)]
        rest = [node for node in shown if not self.is_frame(node)]
        rest.sort(key=lambda node: node.kind is Kind.BOUNDARY)
        parts += [part for node in rest for part in self.node(node)]
        parts += [part for flow in flows for part in self.label(flow)]
        # Words under an event may reach below the sheet.
        high = max([layout.height, *(label.y + label.height + 6 for label in self.labels)])
        size = f' width="{layout.width:.0f}" height="{high:.0f}" {_FACE}' if self.standalone else ""
        head = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="process {shape}" viewBox="0 0 {layout.width:g} '
            f'{high:g}"{size} role="img" aria-labelledby="{key}-t" aria-describedby="{key}-d">',
            f'<title id="{key}-t">{escape(self.title)}</title><desc id="{key}-d">{escape(self.words())}</desc>',
        ]
        if self.standalone:
            head.append(f'<path fill="#ffffff" d="M0 0h{layout.width:g}v{high:g}h-{layout.width:g}z"/>')
        return "\n".join([*head, *parts, "</svg>"])

    def is_frame(self, node: Node) -> bool:
        """A sub-process whose inside is shown."""
        return node.kind is Kind.SUB and any(
            one.id in self.layout.boxes for one in self.process.inside[node.id]
        )

    def words(self) -> str:
        """What the chart shows, for those who do not see it."""
        names = self.process.nodes
        steps = [(word, [names[k].label for k in names if k in keys and not names[k].kind.is_gateway]) for word, keys in (("已办完", self.done), ("现在是", self.current - self.late), ("现在超期的是", self.late & self.current))]  # fmt: skip
        state = "".join(f"{word}：{'、'.join(labels)}。" for word, labels in steps if labels)
        return state + told(self.process)

    def look(self, attributes: str) -> str:
        return f" {attributes}" if self.standalone else ""

    def bands(self) -> Iterator[str]:
        for number, band in enumerate(self.layout.bands):
            box = band.box
            fill = self.look(f'fill="{"#f4f7fa" if number % 2 else "#ffffff"}" stroke="{_LINE}"')
            yield f'<rect class="lane"{fill} x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
        for band in self.layout.bands:
            lines = wrap(band.name, HEAD - 34, LETTER)
            y = band.box.y + band.box.height / 2 - (len(lines) - 1) * LINE / 2 + 5
            for number, line in enumerate(lines):
                look = self.look(f'fill="{_INK2}" font-size="14" font-weight="600"')
                yield f'<text class="lane-name"{look} x="{band.box.x + 15.5:g}" y="{y + number * LINE:g}">{escape(line)}</text>'

    # --- lines

    def is_taken(self, flow: Flow) -> bool:
        """Whether this line was gone. Without ids of flows: both its ends were, and the choice leaves no doubt."""
        if self.taken:
            return flow.id in self.taken
        passed = self.done | self.current
        if flow.source not in self.done or flow.target not in passed:
            return False
        ways = [other for other in self.process.outgoing[flow.source] if other.target in passed]
        onward = [other for other in ways if not self.leads_back(other)] or ways
        return self.process.nodes[flow.source].kind is Kind.PARALLEL or flow in onward[:1]

    def leads_back(self, flow: Flow) -> bool:
        a, b = self.layout.boxes[flow.source], self.layout.boxes[flow.target]
        return b.y < a.y if self.layout.tall else b.x < a.x

    def edge(self, flow: Flow) -> Iterator[str]:
        path = self.layout.paths[flow.id]
        done = " done" if self.is_taken(flow) else ""
        colour = _BLUE if done else _LINE2
        d = "M" + "L".join(f"{x:g} {y:g}" for x, y in self.rounded(path))
        stroke = self.look(f'fill="none" stroke="{colour}" stroke-width="{2 if done else 1.5}"')
        yield f'<path class="edge{done}"{stroke} d="{d}"/>'
        yield f'<path class="arrow{done}"{self.look(f"""fill="{colour}" """.strip())} d="{_head(path)}"/>'

    @staticmethod
    def rounded(path: Path) -> list[tuple[float, float]]:
        return [(round(x, 1), round(y, 1)) for x, y in path]

    def label(self, flow: Flow) -> Iterator[str]:
        if not flow.name:
            return
        room = 110.0
        lines = wrap(flow.name, room, SMALL + 0.5)
        wide = max(width(line, SMALL + 0.5) for line in lines)
        x, y = self.spot(self.layout.paths[flow.id], wide, len(lines) * 15.0)
        look = self.look(f'fill="{_INK2}" font-size="12.5" text-anchor="middle" stroke="#ffffff" stroke-width="4" paint-order="stroke"')  # fmt: skip
        for number, line in enumerate(lines):
            yield f'<text class="hint"{look} x="{x:.1f}" y="{y + number * 15:.1f}">{escape(line)}</text>'

    def spot(self, path: Path, wide: float, high: float) -> tuple[float, float]:
        """Beside the line, near where it begins, where neither box nor other label stands."""
        spots: list[tuple[float, float]] = []
        for a, b in list(pairwise(path))[:3]:
            length = abs(a[0] - b[0]) + abs(a[1] - b[1])
            for part in (wide / 2 + 5, length / 2, length - wide / 2 - 12):
                if a[1] == b[1] or abs(a[1] - b[1]) < 0.5:
                    x = a[0] + (part if b[0] > a[0] else -part)
                    spots += [(x, a[1] - 5 - high + 15), (x, a[1] + 15)]
                else:
                    y = a[1] + (min(part, length / 2) if b[1] > a[1] else -min(part, length / 2)) + 4
                    spots += [(a[0] + wide / 2 + 6, y), (a[0] - wide / 2 - 6, y)]
        taken = [*self.layout.boxes.values(), *self.labels]

        def crowd(at: tuple[int, tuple[float, float]]) -> float:
            number, (x, y) = at
            mine = Bounds(x - wide / 2, y - 11, wide, high)
            outside = mine.x < 2 or mine.x + wide > self.layout.width - 2
            on_lines = sum(_crossed(mine, line) for line in self.layout.paths.values())
            return 100 * sum(_overlap(mine, box) for box in taken) + 200 * outside + 12 * on_lines + number

        _, (x, y) = min(enumerate(spots), key=crowd)
        self.labels.append(Bounds(x - wide / 2, y - 11, wide, high))
        return x, y

    # --- boxes

    def state(self, node: Node) -> str:
        if node.id in self.current:
            return "now late" if node.id in self.late else "now"
        return "done" if node.id in self.done else ""

    def node(self, node: Node) -> Iterator[str]:
        box, state = self.layout.boxes[node.id], self.state(node)
        yield f'<g class="{state}">' if state else "<g>"
        shape, ink = _STATES[state]
        if state.startswith("now"):
            look = self.look('fill="none" stroke="#b27400" stroke-width="2.5"')
            yield f'<rect class="halo"{look} x="{box.x - 5:g}" y="{box.y - 5:g}" width="{box.width + 10:g}" height="{box.height + 10:g}" rx="8"/>'
        if node.kind.is_gateway or node.tag.endswith("Gateway"):
            yield from self.gateway(node, box, shape)
        elif self.is_frame(node):
            yield from self.frame(node, box)
        else:
            yield from self.step(node, box, shape, ink)
            if state:
                yield self.mark(box, state)
        yield "</g>"

    def gateway(self, node: Node, box: Bounds, shape: str) -> Iterator[str]:
        x, y, r = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
        yield f'<path class="box"{self.look(shape)} d="M{x:g} {box.y:g}l{r:g} {r:g}l-{r:g} {r:g}l-{r:g} -{r:g}z"/>'
        s = r * 0.32
        crosses = {
            Kind.EXCLUSIVE: f"M{x - s:g} {y - s:g}l{2 * s:g} {2 * s:g}m0 -{2 * s:g}l-{2 * s:g} {2 * s:g}",
            Kind.PARALLEL: f"M{x - s * 1.4:g} {y:g}h{2.8 * s:g}M{x:g} {y - s * 1.4:g}v{2.8 * s:g}",
        }
        sign = crosses.get(
            node.kind, f"M{x - s:g} {y:g}a{s:g} {s:g} 0 1 0 {2 * s:g} 0a{s:g} {s:g} 0 1 0 -{2 * s:g} 0"
        )
        look = self.look(f'fill="none" stroke="{_INK2}" stroke-width="1.75"')
        yield f'<path class="sign"{look} d="{sign}"/>'
        if node.name:
            wide = width(node.name, SMALL + 0.5)
            beside = r + wide / 2
            spots = [(x, box.y + box.height + 15), (x, box.y - 7)]
            spots += [(x + side * beside, y + down) for down in (-9, 18) for side in (-1, 1)]
            spots += [(x, box.y - 13), (x, box.y - 20)]  # over the tasks beside it
            others = [other for key, other in self.layout.boxes.items() if key != node.id]

            def crowd(at: tuple[float, float]) -> int:
                mine = Bounds(at[0] - wide / 2, at[1] - 11, wide, 14)
                return (
                    3 * sum(_overlap(mine, o) for o in others)
                    + 3 * (mine.y < 2)
                    + sum(_crossed(mine, p) for p in self.layout.paths.values())
                )

            at = min(spots, key=crowd)
            self.labels.append(Bounds(at[0] - wide / 2, at[1] - 11, wide, 14))
            look = self.look(f'fill="{_INK2}" font-size="12.5" text-anchor="middle"')
            yield f'<text class="hint"{look} x="{at[0]:g}" y="{at[1]:g}">{escape(node.name)}</text>'

    def step(self, node: Node, box: Bounds, shape: str, ink: str) -> Iterator[str]:
        event = node.tag.endswith("Event")
        round_ = min(box.height, box.width) / 2 if event else 5
        yield f'<rect class="box{" end" if node.kind is Kind.END else ""}"{self.look(shape)} x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{round_:g}"/>'
        yield from self.signs(node, box, ink)
        small = event and box.width < 48
        name = node.name if event else node.label
        x, y = box.x + box.width / 2, box.y + box.height / 2
        lane = self.process.lane_of(node.id)
        caption = lane.name if lane and self.layout.tall and not event else ""
        lines = wrap(name, UNDER if small else max(box.width - 14, 42), SMALL if small else LETTER)
        if small:
            x, y = self.under(node, box, lines)
        else:
            under = 7 if node.many or node.kind is Kind.CALL else 0
            y += 5 - under - (len(lines) - 1) * LINE / 2 - (10 if caption else 0)
        halo = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if node.kind is Kind.BOUNDARY else ""
        look = self.look(
            f'fill="{_INK if small else ink}" font-size="{SMALL if small else LETTER:g}" text-anchor="middle"{halo}'
        )
        for number, line in enumerate(lines):
            kind = "hint" if small else "label"
            yield f'<text class="{kind}"{look} x="{x:g}" y="{y + number * LINE:g}">{escape(line)}</text>'
        if caption:
            look = self.look(f'fill="{_INK2 if ink == _INK else ink}" font-size="12" text-anchor="middle"')
            short = wrap(caption, box.width - 8, SMALL, most=1)[0]
            yield f'<text class="post"{look} x="{x:g}" y="{y + len(lines) * LINE + 1:g}">{escape(short)}</text>'

    def under(self, node: Node, box: Bounds, lines: Sequence[str]) -> tuple[float, float]:
        """Where the words of a small event begin: under it, or to the side where a line leaves it downwards."""
        x, y = box.x + box.width / 2, box.y + box.height + 15
        if not lines or node.kind is not Kind.BOUNDARY:
            return x, y
        wide, high = max(width(line, SMALL) for line in lines), len(lines) * LINE
        aside = wide / 2 + 6
        spots = [(x + side, y + down) for down in (0, 8, 16) for side in (0, -aside, aside)]
        others = [other for key, other in self.layout.boxes.items() if key not in {node.id, node.scope}]

        def crowd(at: tuple[float, float]) -> float:
            mine = Bounds(at[0] - wide / 2, at[1] - 11, wide, high)
            outside = mine.x < 2 or mine.x + wide > self.layout.width - 2
            on_boxes = sum(_overlap(mine, other) for other in [*others, *self.labels])
            on_lines = sum(_crossed(mine, line) for line in self.layout.paths.values())
            return 3 * on_boxes + 6 * outside + on_lines

        at = min(spots, key=crowd)
        self.labels.append(Bounds(at[0] - wide / 2, at[1] - 11, wide, high))
        return at

    def frame(self, node: Node, box: Bounds) -> Iterator[str]:
        look = self.look(f'fill="none" stroke="{_LINE2}" stroke-width="1.5"')
        yield f'<rect class="frame"{look} x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="8"/>'
        if node.name:
            look = self.look(f'fill="{_INK2}" font-size="12.5"')
            yield f'<text class="hint frame-name"{look} x="{box.x + 10:g}" y="{box.y + 17:g}">{escape(node.name)}</text>'

    def signs(self, node: Node, box: Bounds, ink: str) -> Iterator[str]:
        """What kind of step it is, where BPMN has a sign for it."""
        look = self.look(f'fill="none" stroke="{_INK2 if ink == _INK else ink}" stroke-width="1.5"')
        x, y, low = box.x + box.width / 2, box.y + box.height / 2, box.y + box.height - 4
        if node.kind in {Kind.BOUNDARY, Kind.CATCH}:
            dashes = "" if node.interrupting else ' stroke-dasharray="3 2.5"'
            r = min(box.width, box.height) / 2 - 3
            yield f'<rect class="sign"{look}{dashes} x="{box.x + 3:g}" y="{box.y + 3:g}" width="{box.width - 6:g}" height="{box.height - 6:g}" rx="{r:g}"/>'
        if node.trigger is not Trigger.NONE and box.width < 48:
            clock = f"M{x:g} {y - 5:g}v5l3.5 2"
            letter = f"M{x - 6:g} {y - 4:g}h12v8h-12zl6 4.5l6 -4.5"
            yield f'<path class="sign"{look} d="{clock if node.trigger is Trigger.TIMER else letter}"/>'
        if node.many:
            yield f'<path class="sign"{look} d="M{x - 4:g} {low - 8:g}v8m4 -8v8m4 -8v8"/>'
        if node.kind in {Kind.SUB, Kind.CALL}:
            yield f'<path class="sign"{look} d="M{x - 5:g} {low - 10:g}h10v10h-10zm5 2v6m-3 -3h6"/>'
        if node.terminate and box.width < 48:
            yield f'<circle class="sign"{look} cx="{x:g}" cy="{y:g}" r="{min(box.width, box.height) / 4:g}"/>'

    def mark(self, box: Bounds, state: str) -> str:
        x, y = box.x + box.width - 3, box.y + 3
        if state == "done":
            sign = f"M{x - 3.5:g} {y:g}l2.5 2.75l4.5 -5"
        elif state == "now late":
            sign = f"M{x:g} {y - 4:g}v4.5m0 2.5v.5"
        else:
            return ""
        fill, stroke = self.look(f'stroke="#ffffff" fill="{_BLUE if state == "done" else _RED}"'), self.look('fill="none" stroke="#ffffff" stroke-width="1.75"')  # fmt: skip
        return (
            f'<circle class="mark"{fill} cx="{x:g}" cy="{y:g}" r="8"/><path class="tick"{stroke} d="{sign}"/>'
        )


def _head(path: Path) -> str:
    (ax, ay), (x, y) = path[-2], path[-1]
    if abs(ax - x) >= abs(ay - y):
        return f"M{x:.1f} {y:.1f}l{-9 if x > ax else 9} -4.5v9z"
    return f"M{x:.1f} {y:.1f}l-4.5 {-9 if y > ay else 9}h9z"


def _overlap(a: Bounds, b: Bounds) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def _crossed(box: Bounds, path: Path) -> bool:
    return any(
        min(a[0], b[0]) < box.x + box.width and max(a[0], b[0]) > box.x
        and min(a[1], b[1]) < box.y + box.height and max(a[1], b[1]) > box.y
        for a, b in pairwise(path)
    )  # fmt: skip
