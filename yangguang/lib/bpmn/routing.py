"""Draws lines between boxes: right angles, around what stands in the way, few bends, returns on one common line.

For each flow the plausible lines are listed and the cheapest is taken; lines drawn earlier count as terrain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .model import Bounds, Flow

Point = tuple[float, float]
Path = tuple[Point, ...]

_SIDES: dict[str, Point] = {"right": (1, 0), "bottom": (0, 1), "left": (-1, 0), "top": (0, -1)}
MANY = 300  # in a larger drawing lines take the short way and look at nothing
_STUB = 9.0  # shortest first and last stretch, so that an arrow head has a shaft
_THROUGH, _OVER, _CROSS, _BEND, _LENGTH = 1000.0, 160.0, 16.0, 12.0, 0.05


def port(box: Bounds, side: str) -> Point:
    """The middle of one side of a box."""
    dx, dy = _SIDES[side]
    return box.x + box.width / 2 * (1 + dx), box.y + box.height / 2 * (1 + dy)


@dataclass
class Router:
    """``columns`` and ``rows``: the x and y that are free of boxes, where lines may run past them."""

    boxes: dict[str, Bounds]
    columns: Sequence[float]
    rows: Sequence[float]
    onward: str = "right"  # the reading direction: lines leave on this side where nothing else decides
    left: float = 0.0  # nothing is drawn further left: the lane names stand there
    drawn: dict[str, tuple[Flow, Path]] = field(default_factory=dict)

    def draw(self, flow: Flow) -> Path:
        """The cheapest line for this flow, remembered as terrain for the next."""
        best: Path = (port(self.boxes[flow.source], "right"), port(self.boxes[flow.target], "left"))
        least = float("inf")
        start = port(self.boxes[flow.source], self.onward)
        for plain, line in sorted(
            {(_plain(line) + 4 * (line[0] != start), line) for line in self._lines(flow)}
        ):
            if plain >= least:
                break
            cost = plain + (self._in_the_way(flow, line) if len(self.boxes) <= MANY else 0.0)
            if cost < least:
                least, best = cost, line
        self.drawn[flow.id] = (flow, best)
        return best

    def _lines(self, flow: Flow) -> Iterator[Path]:
        source, target = self.boxes[flow.source], self.boxes[flow.target]
        for leave, out in _SIDES.items():
            for enter, into in _SIDES.items():
                a, b = port(source, leave), port(target, enter)
                for line in self._between(a, out, b, into):
                    if _backward(a, line[1], out) or _backward(b, line[-2], into):
                        continue
                    neat = _neat(line)
                    if _leaves(neat, out) and _leaves(neat[::-1], into):
                        yield neat

    def _between(self, a: Point, out: Point, b: Point, into: Point) -> Iterator[Path]:
        level, meets_level = out[1] == 0, into[1] == 0
        if level and meets_level:
            yield (a, b) if abs(a[1] - b[1]) < 0.5 else (a, (a[0], b[1]), b)
            for x in self._near(self.columns, a[0], b[0], out[0]):
                yield (a, (x, a[1]), (x, b[1]), b)
            g1, g2 = self._beside(self.columns, a[0], out[0]), self._beside(self.columns, b[0], into[0])
            for y in self.rows:
                yield (a, (g1, a[1]), (g1, y), (g2, y), (g2, b[1]), b)
        elif level:
            yield (a, (b[0], a[1]), b)
            gutter = self._beside(self.columns, a[0], out[0])
            for y in self.rows:
                yield (a, (gutter, a[1]), (gutter, y), (b[0], y), b)
        elif meets_level:
            yield (a, (a[0], b[1]), b)
            gutter = self._beside(self.columns, b[0], into[0])
            for y in self.rows:
                yield (a, (a[0], y), (gutter, y), (gutter, b[1]), b)
        else:
            yield (a, b) if abs(a[0] - b[0]) < 0.5 else (a, (b[0], a[1]), b)
            for y in self.rows:
                yield (a, (a[0], y), (b[0], y), b)
            for x in self.columns:
                g1, g2 = self._beside(self.rows, a[1], out[1]), self._beside(self.rows, b[1], into[1])
                yield (a, (a[0], g1), (x, g1), (x, g2), (b[0], g2), b)

    @staticmethod
    def _near(free: Sequence[float], a: float, b: float, way: float) -> list[float]:
        low, high = min(a, b), max(a, b)
        inside = [x for x in free if low < x < high]
        beyond = sorted(
            (x for x in free if (x - (high if way > 0 else low)) * way > 0), key=lambda x: x * way
        )
        return [*inside, *beyond[:12]]

    @staticmethod
    def _beside(free: Sequence[float], at: float, way: float) -> float:
        ahead = [x for x in free if (x - at) * way > _STUB]
        return min(ahead, key=lambda x: x * way) if ahead else at + way * 14

    def _in_the_way(self, flow: Flow, line: Path) -> float:
        cost = 0.0
        for a, b in pairwise(line):
            if min(a[0], b[0]) < self.left:
                cost += _THROUGH
            for box in self.boxes.values():
                cost += _THROUGH * _hits(box, a, b)
        for other, path in self.drawn.values():
            cost += self._meeting(flow, line, other, path)
        return cost

    @staticmethod
    def _meeting(flow: Flow, line: Path, other: Flow, path: Path) -> float:
        """What it costs to lie on or to cross a line drawn before; returns to one place may share their line."""
        together = 0.0 if flow.target == other.target else (20.0 if flow.source == other.source else _OVER)
        if flow.target == other.source or flow.source == other.target:
            together = _OVER * 2
        cost = 0.0
        for a, b in pairwise(line):
            for c, d in pairwise(path):
                if _lies_on(a, b, c, d):
                    cost += together
                elif _crosses(a, b, c, d):
                    cost += _CROSS
        return cost


def _plain(line: Path) -> float:
    """What a line costs on empty paper: its bends and its length."""
    return _BEND * (len(line) - 2) + _LENGTH * sum(
        abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line)
    )


def _neat(line: Path) -> Path:
    """Without repeated points and points in the middle of a straight stretch."""
    points: list[Point] = []
    for point in line:
        if points and abs(points[-1][0] - point[0]) < 0.5 and abs(points[-1][1] - point[1]) < 0.5:
            continue
        if len(points) > 1:
            (ax, ay), (bx, by) = points[-2], points[-1]
            straight = (abs(ax - bx) < 0.5 and abs(bx - point[0]) < 0.5) or (
                abs(ay - by) < 0.5 and abs(by - point[1]) < 0.5
            )
            onward = (bx - ax) * (point[0] - bx) + (by - ay) * (point[1] - by) > 0
            if straight and onward:
                points[-1] = point
                continue
        points.append(point)
    return tuple(points)


def _leaves(line: Path, out: Point) -> bool:
    """Whether the first stretch goes outward and is long enough, and nothing turns straight back."""
    if len(line) < 2:
        return False
    (ax, ay), (bx, by) = line[0], line[1]
    if (bx - ax) * out[0] + (by - ay) * out[1] < _STUB or abs((bx - ax) * out[1]) + abs(
        (by - ay) * out[0]
    ) > 0.5:
        return False
    for (px, py), (qx, qy), (rx, ry) in zip(line, line[1:], line[2:], strict=False):
        if (qx - px) * (rx - qx) + (qy - py) * (ry - qy) < 0:
            return False
    return True


def _backward(a: Point, b: Point, out: Point) -> bool:
    return (b[0] - a[0]) * out[0] + (b[1] - a[1]) * out[1] < 0


def _hits(box: Bounds, a: Point, b: Point) -> bool:
    room = 1.0
    return (
        min(a[0], b[0]) < box.x + box.width - room
        and max(a[0], b[0]) > box.x + room
        and min(a[1], b[1]) < box.y + box.height - room
        and max(a[1], b[1]) > box.y + room
    )


def _lies_on(a: Point, b: Point, c: Point, d: Point) -> bool:
    for this, that in ((0, 1), (1, 0)):
        flat = abs(a[that] - b[that]) < 0.5 and abs(c[that] - d[that]) < 0.5
        if flat and abs(a[that] - c[that]) < 6:
            shared = min(max(a[this], b[this]), max(c[this], d[this])) - max(
                min(a[this], b[this]), min(c[this], d[this])
            )
            if shared > 3:
                return True
    return False


def _crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    if (abs(a[0] - b[0]) < 0.5) == (abs(c[0] - d[0]) < 0.5):
        return False
    (u, v), (p, q) = ((a, b), (c, d)) if abs(a[1] - b[1]) < 0.5 else ((c, d), (a, b))
    return min(u[0], v[0]) < p[0] < max(u[0], v[0]) and min(p[1], q[1]) < u[1] < max(p[1], q[1])
