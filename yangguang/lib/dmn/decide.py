"""Takes a decision by a table, and says by which rules.

The house's own manner is strict: a missing input, a value outside the declared domain, no rule, or two rules where only
one may apply are errors told in a sentence. The standard manner of DMN gives null where nothing applies; two rules
under UNIQUE are an error there too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yangguang.lib import feel

from .model import Aggregation, DmnError, HitPolicy, Input, Output, Rule, Table
from .types import KINDS

_Results = tuple[feel.Value, ...]
_TYPE_WORDS = {
    "number": "一个数",
    "text": "文字",
    "truth": "是或否",
    "day": "一个日期",
    "time": "一个时间",
    "moment": "日期和时间",
    "duration": "时长",
    "months": "年月时长",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided: ``value`` (by name where there are several results, a tuple where several rules count), the
    numbers of the ``rules`` it comes from, and those of all that ``matched``."""

    value: feel.Value
    rules: tuple[int, ...]
    matched: tuple[int, ...]
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule as it is run: only the cells that ask something."""

    number: int
    cells: tuple[tuple[int, feel.Cell], ...]
    results: tuple[feel.Expression | None, ...]


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Says where it was that something could not be read."""
    try:
        yield
    except feel.FeelError as error:
        raise DmnError(f"{where}：{error}") from None


class Decider:
    """A compiled table. Raises DmnError, naming the cell, for what cannot be read."""

    def __init__(
        self,
        table: Table,
        *,
        standard: bool = False,
        names: frozenset[str] = frozenset(),
        calls: frozenset[str] = frozenset(),
    ) -> None:
        self.table = table
        self.standard = standard
        self._names = names
        self._calls = calls
        self._inputs = [self._expression(f"条件“{one.called}”", one.expression) for one in table.inputs]
        self._domains = [
            self._cell(f"条件“{one.called}”的取值范围", one.values) if one.values and not standard else None
            for one in table.inputs
        ]
        self._steps = [None if standard or not one.step else step_of(one) for one in table.inputs]
        self.lines = [self._line(number, rule) for number, rule in enumerate(table.rules, 1)]
        self.ranks = [
            self._cell(f"结果“{one.called}”可取的值", one.values) if one.values else None
            for one in table.outputs
        ]
        self._defaults = [
            self._expression(f"结果“{one.called}”的默认值", one.default) if one.default else None
            for one in table.outputs
        ]

    def _expression(self, where: str, text: str) -> feel.Expression:
        with _told(where):
            return self._compiled(text)

    def _compiled(self, text: str) -> feel.Expression:
        return feel.compile(text, names=self._names, calls=self._calls, standard=self.standard)

    def _cell(self, where: str, text: str) -> feel.Cell:
        with _told(where):
            return feel.cell(text, self._names, self.standard)

    def _line(self, number: int, rule: Rule) -> _Line:
        cells, results = [], []
        called = ""
        try:
            for place, text in enumerate(rule.inputs):
                called = self.table.inputs[place].called
                cell = feel.cell(text, self._names, self.standard)
                if not cell.any:
                    cells.append((place, cell))
            for column, text in zip(self.table.outputs, rule.outputs, strict=True):
                called = column.called
                results.append(None if text.strip() in {"", "-"} else self._compiled(text))
        except feel.FeelError as error:
            raise DmnError(f"第 {number} 条规则“{called}”一格：{error}", number) from None
        return _Line(number, tuple(cells), tuple(results))

    # --- deciding

    def decide(self, facts: Mapping[str, Any]) -> Outcome:
        """Decide over these facts. Raises DmnError with one sentence when it cannot be decided."""
        values = [self._value(place, column, facts) for place, column in enumerate(self.table.inputs)]
        matched = [line for line in self.lines if self._applies(line, values, facts)]
        if not matched:
            return self._nothing(facts)
        numbers = tuple(line.number for line in matched)
        return _POLICIES[self.table.hit_policy](self, matched, numbers, facts)

    def _value(self, place: int, column: Input, facts: Mapping[str, Any]) -> feel.Value:
        try:
            value = self._inputs[place].evaluate(facts)
        except feel.FeelError as error:
            if column.expression not in facts and self._inputs[place].names == {column.expression}:
                raise DmnError(f"没有给出“{column.called}”，不能判断。") from None
            raise DmnError(f"条件“{column.called}”：{error}") from None
        if not self.standard:
            refuse_unless_in_domain(column, value, self._domains[place], self._steps[place])
        return value

    def _applies(self, line: _Line, values: Sequence[feel.Value], facts: Mapping[str, Any]) -> bool:
        try:
            return all(cell.matches(values[place], facts) for place, cell in line.cells)
        except feel.FeelError as error:
            raise DmnError(f"第 {line.number} 条规则：{error}") from None

    def _nothing(self, facts: Mapping[str, Any]) -> Outcome:
        table = self.table
        if any(self._defaults):
            values = tuple(one.evaluate(facts) if one else None for one in self._defaults)
            value = self._shaped(values)
            return Outcome((value,) if _lists(table) else value, (), (), by_default=True)
        if table.aggregation is Aggregation.COUNT:
            return Outcome(Decimal(0), (), ())
        if self.standard:
            return Outcome(None, (), ())
        if _lists(table):
            return Outcome((), (), ())
        told = "、".join(f"{one.called} {told_value(facts.get(one.expression))}" for one in table.inputs)
        raise DmnError(f"没有一条规则适用：{told}。")

    def _shaped(self, values: _Results) -> feel.Value:
        if len(self.table.outputs) == 1:
            return values[0]
        return {one.name or one.called: value for one, value in zip(self.table.outputs, values, strict=True)}

    def results(self, line: _Line, facts: Mapping[str, Any]) -> _Results:
        """What a rule says. Raises DmnError when an expression cannot be calculated or is not allowed."""
        try:
            values = tuple(one.evaluate(facts) if one else None for one in line.results)
        except feel.FeelError as error:
            raise DmnError(f"第 {line.number} 条规则的结果：{error}") from None
        if not self.standard:
            for column, allowed, value in zip(self.table.outputs, self.ranks, values, strict=True):
                refuse_unless_allowed(column, allowed, value, f"第 {line.number} 条规则")
        return values

    def rank(self, values: _Results) -> tuple[int, ...]:
        """How preferred results are: the place of each in the list of what is allowed."""
        ranks = []
        for value, allowed in zip(values, self.ranks, strict=True):
            if allowed is None:
                continue
            tests = allowed.tests
            place = (n for n, test in enumerate(tests) if test.holds(value, {}, allowed.manner) is True)
            ranks.append(next(place, len(tests)))
        return tuple(ranks)

    # --- what each policy makes of the rules that apply

    def _single(self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        if len(lines) > 1:
            raise DmnError(
                f"第 {'、'.join(map(str, numbers))} 条规则同时适用，但这张表只许一条适用，不能判断。请改正这张表。"
            )
        return self._of_one(lines[0], numbers, facts)

    def _of_one(self, line: _Line, numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        return Outcome(self._shaped(self.results(line, facts)), (line.number,), numbers)

    def _first(self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        return self._of_one(lines[0], numbers, facts)

    def _agreeing(self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        found = [self.results(line, facts) for line in lines]
        if any(one != found[0] for one in found):
            raise DmnError(
                f"第 {'、'.join(map(str, numbers))} 条规则同时适用而结果不同，这张表要求结果相同，不能判断。"
            )
        return Outcome(self._shaped(found[0]), numbers, numbers)

    def _preferred(self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        found = [
            (self.rank(values), line, values) for line in lines for values in [self.results(line, facts)]
        ]
        _rank, line, values = min(found, key=lambda one: one[0])
        return Outcome(self._shaped(values), (line.number,), numbers)

    def _by_preference(
        self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]
    ) -> Outcome:
        found = [(line, self.results(line, facts)) for line in lines]
        found.sort(key=lambda one: self.rank(one[1]))
        return Outcome(
            tuple(self._shaped(values) for _line, values in found),
            tuple(line.number for line, _values in found),
            numbers,
        )

    def _in_order(self, lines: list[_Line], numbers: tuple[int, ...], facts: Mapping[str, Any]) -> Outcome:
        found = [self.results(line, facts) for line in lines]
        aggregation = self.table.aggregation
        if aggregation is None:
            return Outcome(tuple(self._shaped(values) for values in found), numbers, numbers)
        if aggregation is Aggregation.COUNT:
            return Outcome(Decimal(len(found)), numbers, numbers)
        if len(self.table.outputs) > 1:
            raise DmnError("有几列结果的表不能求和、取最小或取最大。")
        return _aggregated(aggregation, [values[0] for values in found], numbers)


_POLICIES: dict[HitPolicy, Callable[..., Outcome]] = {
    HitPolicy.UNIQUE: Decider._single,
    HitPolicy.ANY: Decider._agreeing,
    HitPolicy.PRIORITY: Decider._preferred,
    HitPolicy.FIRST: Decider._first,
    HitPolicy.OUTPUT_ORDER: Decider._by_preference,
    HitPolicy.RULE_ORDER: Decider._in_order,
    HitPolicy.COLLECT: Decider._in_order,
}


def _lists(table: Table) -> bool:
    return table.hit_policy.many and table.aggregation is None


def _aggregated(aggregation: Aggregation, values: list[feel.Value], numbers: tuple[int, ...]) -> Outcome:
    try:
        whole = feel.compile(f"{aggregation.lower()}(values)").evaluate({"values": tuple(values)})
    except feel.FeelError:
        raise DmnError(f"适用的规则的结果不能{aggregation.words}：{feel.shown(tuple(values))}。") from None
    if aggregation is Aggregation.SUM:
        return Outcome(whole, numbers, numbers)
    from_rules = tuple(number for number, value in zip(numbers, values, strict=True) if value == whole)
    return Outcome(whole, from_rules, numbers)


def told_value(value: Any) -> str:
    """A value in a sentence: text in quotes."""
    value = feel.plain(value)
    return f"“{value}”" if isinstance(value, str) else feel.shown(value)


def step_of(column: Input) -> Decimal:
    """The smallest unit of a number. Raises DmnError when it is none."""
    try:
        step = Decimal(column.step)
    except ArithmeticError:
        step = Decimal(0)
    if not step.is_finite() or step <= 0 or len(column.step) > 20:
        raise DmnError(f"条件“{column.called}”的最小单位要写一个大于零的数，例如 0.01 或 1。")
    return step


def refuse_unless_in_domain(
    column: Input, value: feel.Value, domain: feel.Cell | None, step: Decimal | None
) -> None:
    """Raises DmnError when a value is not of the column's type, not in its domain, or finer than its unit."""
    wanted = KINDS.get(column.type, "")
    if value is None or (wanted and feel.kind(value) != wanted):
        words = _TYPE_WORDS.get(wanted, "一个值")
        given = "没有值" if value is None else f"给的是 {told_value(value)}"
        raise DmnError(f"“{column.called}”要填{words}，{given}。")
    if domain is not None:
        try:
            inside = domain.matches(value)
        except feel.FeelError:
            inside = False
        if not inside:
            raise DmnError(f"“{column.called}”是 {told_value(value)}，不在规定的范围 {column.values} 内。")
    if step is not None and isinstance(value, Decimal) and value % step:
        raise DmnError(f"“{column.called}”是 {told_value(value)}，要写到 {column.step} 的整数倍。")


def refuse_unless_allowed(column: Output, allowed: feel.Cell | None, value: feel.Value, where: str) -> None:
    """Raises DmnError when a result is not of the column's type or not among what is allowed."""
    wanted = KINDS.get(column.type, "")
    if value is not None and wanted and feel.kind(value) != wanted:
        raise DmnError(
            f"{where}的结果“{column.called}”要填{_TYPE_WORDS[wanted]}，写的是 {told_value(value)}。"
        )
    if allowed is not None:
        try:
            fits = allowed.matches(value)
        except feel.FeelError:
            fits = False
        if not fits:
            raise DmnError(
                f"{where}的结果“{column.called}”是 {told_value(value)}，不在可取的值 {column.values} 之内。"
            )


def rule_numbers(numbers: Iterable[int]) -> str:
    """How a sentence names rules."""
    return f"第 {'、'.join(map(str, numbers))} 条规则"
