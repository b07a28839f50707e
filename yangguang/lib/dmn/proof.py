"""Proves that a table leaves no gap in its declared domain and no overlap that it does not allow; complete, not sampled.

Every column is cut at its boundaries (``axis``). Two rules overlap when they share a piece in every column; a gap is
found by going through the columns with the set of rules still possible, each such set once. Where that would be too
much, it says that it cannot prove, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yangguang.lib import feel

from .axis import Axis, Unprovable, axis
from .decide import Decider, refuse_unless_allowed
from .model import Aggregation, DmnError, HitPolicy, Table

CAP = 200_000  # sets of rules looked at
MAX_TOLD = 20  # problems told of one kind


@dataclass(frozen=True)
class Problem:
    """``error`` keeps a table from being published. ``facts`` is an example that shows it."""

    level: str  # error, warning
    code: str
    message: str
    rules: tuple[int, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """What was found; ``complete`` says whether gaps and overlaps were looked for everywhere."""

    problems: tuple[Problem, ...]
    complete: bool
    situations: int = 0
    policy: HitPolicy = HitPolicy.UNIQUE

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.level != "error")

    @property
    def ok(self) -> bool:
        return self.complete and not self.errors

    @property
    def verdict(self) -> str:
        """One sentence for the page."""
        if not self.complete:
            return "还不能证明这张表没有漏洞。"
        if self.errors:
            return f"证明没有通过，有 {len(self.errors)} 个问题。"
        many = f"规定范围内的 {self.situations:,} 种情形逐一核对过"
        if self.policy is HitPolicy.UNIQUE:
            return f"{many}：每一种都恰有一条规则适用，没有遗漏，没有重叠。"
        if any(one.code == "gap" for one in self.warnings):
            return f"{many}：有的情形没有规则适用，结果是空的。"
        return f"{many}：每一种都有规则适用，没有遗漏。"


def prove(table: Table, *, cap: int = CAP) -> Proof:
    """Everything that keeps a table from being relied on, in sentences."""
    policy = table.hit_policy
    if not table.rules:
        return Proof((Problem("error", "empty", "这张表还没有规则。"),), False, 0, policy)
    problems = list(_names(table))
    if any(one.code == "name" for one in problems):
        return Proof(tuple(problems), False, 0, policy)
    try:
        decider = Decider(table)
    except DmnError as error:
        at = (error.rule,) if error.rule else ()
        return Proof((Problem("error", "unreadable", str(error), at),), False, 0, policy)
    problems += _results(table, decider)
    axes: list[Axis] = []
    for place, column in enumerate(table.inputs):
        try:
            cells = dict.fromkeys(rule.inputs[place] for rule in table.rules)
            axes.append(axis(column, (feel.cell(text) for text in cells)))
        except Unprovable as error:
            written = enumerate((rule.inputs[place] for rule in table.rules), start=1)
            rules = tuple(
                number for number, text in written if error.cell and feel.cell(text).text == error.cell
            )
            problems.append(Problem("error", "unprovable", str(error), rules))
    if len(axes) < len(table.inputs):
        return Proof(tuple(problems), False, 0, policy)
    space = _Space(table, axes, cap)
    problems += _outside(space)
    problems += _unused(space)
    problems += _overlaps(space, decider)
    problems += _gaps(space)
    if policy is HitPolicy.FIRST and not space.capped:
        problems += _shadowed(space)
    if space.capped:
        problems.append(
            Problem(
                "error",
                "unproven",
                f"证不出这张表没有漏：要核对的情形超过 {cap:,} 组。请减少条件，或拆成几张表。",
            )
        )
    return Proof(tuple(problems), not space.capped, space.situations, policy)


class _Space:
    """The rules as boxes: for each rule and column the pieces of the domain that pass."""

    def __init__(self, table: Table, axes: Sequence[Axis], cap: int) -> None:
        self.table, self.axes, self.cap = table, axes, cap
        self.capped = False
        cells: list[dict[str, int]] = [{} for _axis in axes]
        self.boxes: list[list[int]] = []
        for rule in table.rules:
            box = []
            for known, axis_, text in zip(cells, axes, rule.inputs, strict=True):
                if text not in known:
                    known[text] = axis_.pieces(feel.cell(text)) & axis_.domain
                box.append(known[text])
            self.boxes.append(box)
        self.classes = [self._classes(place) for place in range(len(axes))]

    @property
    def situations(self) -> int:
        total = 1
        for classes in self.classes:
            total *= len(classes)
        return total

    def _classes(self, place: int) -> dict[int, int]:
        """Pieces of a column that the same rules accept: set of rules -> the pieces."""
        found: dict[int, int] = {}
        for piece in bits(self.axes[place].domain):
            rules = 0
            for number, box in enumerate(self.boxes):
                if box[place] >> piece & 1:
                    rules |= 1 << number
            found[rules] = found.get(rules, 0) | 1 << piece
        return found

    def holes(self, rules: int, within: Sequence[int] | None = None) -> Iterator[list[int | None]]:
        """Where none of these rules applies: for each column the pieces, None where it does not matter."""
        full = self._full(rules, within)
        seen: set[tuple[int, int]] = set()
        stack: list[tuple[int, int, tuple[int, ...]]] = [(0, rules, ())]
        while stack:
            place, alive, path = stack.pop()
            if not alive:
                yield [*path, *[None] * (len(self.axes) - place)]
                continue
            if alive & full[place] or (place, alive) in seen:
                continue
            seen.add((place, alive))
            if len(seen) > self.cap:
                self.capped = True
                return
            for accepting, pieces in reversed(self.classes[place].items()):
                inside = pieces if within is None else pieces & within[place]
                if inside:
                    stack.append((place + 1, alive & accepting, (*path, inside)))

    def _full(self, rules: int, within: Sequence[int] | None) -> list[int]:
        """For each column the rules that accept everything from there on; behind the last, all."""
        full = [rules]
        for place in reversed(range(len(self.axes))):
            wanted = self.axes[place].domain if within is None else within[place]
            accepting = sum(1 << n for n, box in enumerate(self.boxes) if not wanted & ~box[place])
            full.append(full[-1] & accepting)
        return full[::-1]

    def told(self, hole: Sequence[int | None]) -> str:
        """A place in words: only the columns that matter, each by one value."""
        words = [
            f"{axis_.column.called}{axis_.told(first_bit(pieces))}"
            for axis_, pieces in zip(self.axes, hole, strict=True)
            if pieces is not None
        ]
        return "、".join(words) or "无论什么情形"

    def facts(self, hole: Sequence[int | None]) -> dict[str, Any]:
        """A place as facts to try: one value for each column."""
        return {
            axis_.column.expression: axis_.example(first_bit(axis_.domain if pieces is None else pieces))
            for axis_, pieces in zip(self.axes, hole, strict=True)
        }


def bits(pieces: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while pieces:
        low = pieces & -pieces
        yield low.bit_length() - 1
        pieces ^= low


def first_bit(pieces: int) -> int:
    return (pieces & -pieces).bit_length() - 1


def _names(table: Table) -> Iterator[Problem]:
    seen: set[str] = set()
    for column in table.inputs:
        if not column.expression.replace("_", "a").isidentifier():
            yield Problem(
                "error",
                "name",
                f"条件“{column.called}”要写一个事实的名称（字母、汉字、数字，不带空格和符号），写的是 {column.expression}。",
            )
        elif column.expression in seen:
            yield Problem("error", "name", f"条件“{column.called}”写了两列，请并成一列。")
        seen.add(column.expression)
    names = [one.name for one in table.outputs]
    if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
        yield Problem("error", "name", "有几列结果时，每一列都要有自己的名称。")


def _results(table: Table, decider: Decider) -> Iterator[Problem]:
    """What is wrong with the result cells."""
    ordered = table.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}
    if ordered and not any(one.values for one in table.outputs):
        yield Problem("error", "priority", "按优先次序取结果的表，要写明结果可取的值，最优先的写在最前。")
    if table.aggregation not in {None, Aggregation.COUNT} and len(table.outputs) > 1:
        yield Problem("error", "aggregation", "有几列结果的表不能求和、取最小或取最大。")
    known = {one.expression for one in table.inputs}
    for line in decider.lines:
        for column, allowed, expression in zip(table.outputs, decider.ranks, line.results, strict=True):
            where = f"第 {line.number} 条规则"
            if expression is None:
                yield Problem("error", "result", f"{where}的结果“{column.called}”是空的。", (line.number,))
            elif unknown := sorted(expression.names - known):
                yield Problem(
                    "error",
                    "result",
                    f"{where}的结果“{column.called}”用到了条件里没有的“{unknown[0]}”；文字要写在引号里。",
                    (line.number,),
                )
            elif expression.constant:
                try:
                    refuse_unless_allowed(column, allowed, expression.evaluate({}), where)
                except DmnError as error:
                    yield Problem("error", "result", str(error), (line.number,))
            elif column.values:
                yield Problem(
                    "error",
                    "result",
                    f"{where}的结果“{column.called}”要写定一个值：这一列写明了可取的值。",
                    (line.number,),
                )


def _outside(space: _Space) -> Iterator[Problem]:
    """Values of an enumeration that its domain does not hold."""
    for place, axis_ in enumerate(space.axes):
        if axis_.ordered:
            continue
        for number, rule in enumerate(space.table.rules, 1):
            cell = feel.cell(rule.inputs[place])
            strange = 0 if cell.any or cell.negated else axis_.pieces(cell) & ~axis_.domain
            for piece in bits(strange):
                yield Problem(
                    "error",
                    "outside",
                    f"第 {number} 条规则的“{axis_.column.called}”写了“{axis_.example(piece)}”，不在取值范围 {axis_.column.values} 内。",
                    (number,),
                )


def _unused(space: _Space) -> Iterator[Problem]:
    for number, box in enumerate(space.boxes, 1):
        for place, pieces in enumerate(box):
            if not pieces:
                column = space.axes[place].column
                yield Problem(
                    "error",
                    "never",
                    f"第 {number} 条规则永远用不上：“{column.called}”一格 {space.table.rules[number - 1].inputs[place]} 在取值范围 {column.values or '是、否'} 里没有任何值。",
                    (number,),
                )
                break


def _overlaps(space: _Space, decider: Decider) -> Iterator[Problem]:
    policy = space.table.hit_policy
    if policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}:
        return
    told = 0
    for second, other in enumerate(space.boxes):
        for first in range(second):
            shared = []
            for a, b in zip(space.boxes[first], other, strict=True):
                both = a & b
                if not both:
                    break
                shared.append(both)
            else:
                numbers = (first + 1, second + 1)
                facts = space.facts(shared)
                if policy is HitPolicy.ANY and _agree(decider, numbers):
                    continue
                said = "只许一条适用" if policy is HitPolicy.UNIQUE else "结果要相同"
                yield Problem(
                    "error",
                    "overlap",
                    f"例如{space.told(shared)}时，第 {numbers[0]} 条和第 {numbers[1]} 条规则同时适用，而这张表{said}。",
                    numbers,
                    facts,
                )
                told += 1
                if told == MAX_TOLD:
                    return


def _agree(decider: Decider, numbers: tuple[int, int]) -> bool:
    """Whether two rules say the same: written alike, since what is calculated is not compared."""
    one, other = (decider.lines[number - 1].results for number in numbers)
    return all(
        a is b
        or (
            a is not None
            and b is not None
            and (a.evaluate({}) == b.evaluate({}) if a.constant and b.constant else a.text == b.text)
        )
        for a, b in zip(one, other, strict=True)
    )


def _gaps(space: _Space) -> Iterator[Problem]:
    table = space.table
    if any(one.default for one in table.outputs):
        return
    may_be_empty = table.hit_policy.many and table.aggregation in {None, Aggregation.COUNT}
    level, then = ("warning", "没有规则适用，结果是空的") if may_be_empty else ("error", "没有规则")
    for told, hole in enumerate(space.holes((1 << len(space.boxes)) - 1)):
        if told == MAX_TOLD:
            return
        yield Problem(level, "gap", f"例如{space.told(hole)}时，{then}。", (), space.facts(hole))


def _shadowed(space: _Space) -> Iterator[Problem]:
    """Rules that never come first because earlier ones take everything."""
    for number in range(1, len(space.boxes)):
        box = space.boxes[number]
        if all(box) and next(space.holes((1 << number) - 1, box), None) is None and not space.capped:
            yield Problem(
                "warning",
                "shadowed",
                f"第 {number + 1} 条规则永远轮不到：它说的情形前面的规则都已管到。",
                (number + 1,),
            )
