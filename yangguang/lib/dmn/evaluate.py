"""Evaluates the decisions of a whole file in the standard manner of DMN: each from what it requires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yangguang.lib import feel

from .decide import Decider
from .model import (
    Context,
    Decision,
    Definitions,
    DmnError,
    Function,
    InputData,
    Invocation,
    Knowledge,
    Listing,
    Literal,
    Logic,
    Relation,
    Service,
    Table,
    Type,
)
from .types import conforms, resolved

MAX_DEPTH = 30


@dataclass(frozen=True)
class Result:
    """A value, and for each table on the way the numbers of the rules that fired."""

    value: feel.Value
    fired: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass
class _Run:
    """One evaluation: what is given, what was decided so far."""

    given: Mapping[str, Any]
    decided: dict[str, feel.Value] = field(default_factory=dict)
    fired: dict[str, tuple[int, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    depth: int = 0


@dataclass
class _Callable:
    """Knowledge or a service, as an expression calls it."""

    parameters: tuple[str, ...]
    call_with: Callable[[Mapping[str, Any]], feel.Value]

    def call(self, arguments: Mapping[str, Any]) -> feel.Value:
        return self.call_with(arguments)


class Model:
    """The decisions of a file, ready to be asked. Expressions are compiled when they are first needed."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.types = {one.name: one for one in definitions.types}
        parts: tuple[Any, ...] = (
            *definitions.inputs,
            *definitions.decisions,
            *definitions.knowledge,
            *definitions.services,
        )
        self.by_id = {one.id: one for one in parts}
        self._compiled: dict[tuple[int, frozenset[str]], Any] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that an expression may use as one word."""
        found: set[str] = set()
        for type_ in self.definitions.types:
            found |= set(_names_of(type_))
        found |= {getattr(one, "called", one.name) for one in self.by_id.values()}
        for decision in self.definitions.decisions:
            found |= set(_names_in(decision.logic))
        for knowledge in self.definitions.knowledge:
            found |= set(_names_in(knowledge.function))
        return frozenset(name for name in found if name)

    @cached_property
    def calls(self) -> frozenset[str]:
        """Every name that an expression may call."""
        found = {one.name for one in self.definitions.knowledge}
        found |= {one.name for one in self.definitions.services}
        for decision in self.definitions.decisions:
            found |= set(_functions_in(decision.logic))
        for knowledge in self.definitions.knowledge:
            found |= set(_functions_in(knowledge.function.body))
        return frozenset(found)

    def evaluate(self, name: str, given: Mapping[str, Any]) -> Result:
        """The named decision (or service) over these inputs. Raises DmnError where a sentence must be told."""
        run = _Run(given)
        service = next((one for one in self.definitions.services if one.name == name), None)
        if service is not None and not any(one.name == name for one in self.definitions.decisions):
            return Result(self._serve(service, given, run), run.fired)
        decision = self.definitions.decision(name)
        return Result(self._decide(decision, run), run.fired)

    # --- requirements

    def _decide(self, decision: Decision, run: _Run) -> feel.Value:
        if decision.id in run.decided:
            return run.decided[decision.id]
        if decision.id in run.asked:
            raise DmnError(f"决策“{decision.name}”绕了一圈又要用到自己，不能判断。")
        run.asked.append(decision.id)
        scope = self._scope(decision.requires, run)
        value = None
        if decision.logic is not None:
            value = self._logic(decision.logic, scope, run, decision)
        run.asked.pop()
        run.decided[decision.id] = value
        return value

    def _scope(self, requires: Iterable[str], run: _Run) -> dict[str, Any]:
        scope: dict[str, Any] = {}
        for one in requires:
            part = self.by_id.get(one)
            if isinstance(part, InputData):
                scope[part.name] = self._input(part, run)
            elif isinstance(part, Decision):
                scope[part.called] = self._decide(part, run)
            elif isinstance(part, Knowledge):
                scope[part.name] = self._knowledge(part, run)
            elif isinstance(part, Service):
                scope[part.name] = self._service(part, run)
            else:
                raise DmnError(f"文件里没有被引用的“{one}”。")
        return scope

    def _input(self, data: InputData, run: _Run) -> feel.Value:
        if data.name not in run.given:
            raise DmnError(f"没有给出“{data.name}”，不能判断。")
        try:
            value = feel.plain(run.given[data.name])
        except TypeError as error:
            raise DmnError(f"“{data.name}”的值用不了：{error}。") from None
        if not conforms(value, data.type, self.types):
            raise DmnError(f"“{data.name}”的值 {feel.shown(value)} 不是 {data.type} 类型或不在允许的范围内。")
        return value

    def _knowledge(self, knowledge: Knowledge, run: _Run) -> _Callable:
        def call(arguments: Mapping[str, Any]) -> feel.Value:
            scope = self._scope(knowledge.requires, run)
            return self._function(knowledge.function, scope, run).call(arguments)

        return _Callable(tuple(name for name, _type in knowledge.function.parameters), call)

    def _function(self, function: Function, scope: Mapping[str, Any], run: _Run) -> _Callable:
        parameters = tuple(name for name, _type in function.parameters)

        def call(arguments: Mapping[str, Any]) -> feel.Value:
            run.depth += 1
            if run.depth > MAX_DEPTH:
                raise DmnError("业务知识互相调用太深，不能判断。")
            inner = {**scope, **{name: arguments.get(name) for name in parameters}}
            value = self._logic(function.body, inner, run) if function.body else None
            run.depth -= 1
            return value

        return _Callable(parameters, call)

    def _service(self, service: Service, run: _Run) -> _Callable:
        names = tuple(getattr(self.by_id[one], "called", self.by_id[one].name) for one in service.inputs)
        return _Callable(names, lambda arguments: self._serve(service, arguments, _Run({}, fired=run.fired)))

    def _serve(self, service: Service, given: Mapping[str, Any], run: _Run) -> feel.Value:
        inner = _Run(given, fired=run.fired, depth=run.depth)
        for one in service.inputs:
            part = self.by_id[one]
            if isinstance(part, Decision):
                if part.called not in given:
                    raise DmnError(f"没有给出“{part.called}”，不能判断。")
                inner.decided[part.id] = feel.plain(given[part.called])
        outputs = [self.by_id[one] for one in service.outputs]
        values = {one.called: self._decide(one, inner) for one in outputs if isinstance(one, Decision)}
        return next(iter(values.values()), None) if len(values) == 1 else values

    # --- expressions

    def _logic(  # noqa: PLR0911 — one return for each kind
        self, logic: Logic, scope: Mapping[str, Any], run: _Run, decision: Decision | None = None
    ) -> feel.Value:
        if isinstance(logic, Literal):
            return self._literal(logic, scope)
        if isinstance(logic, Table):
            outcome = self._decider(logic, scope, decision).decide(scope)
            if decision is not None:
                run.fired[decision.name] = outcome.rules
            return outcome.value
        if isinstance(logic, Context):
            return self._context(logic, scope, run)
        if isinstance(logic, Invocation):
            return self._invocation(logic, scope, run)
        if isinstance(logic, Relation):
            return tuple(
                {name: self._logic(one, scope, run) for name, one in zip(logic.columns, row, strict=True)}
                for row in logic.rows
            )
        if isinstance(logic, Listing):
            return tuple(self._logic(one, scope, run) for one in logic.values)
        return self._function(logic, scope, run)

    def _literal(self, literal: Literal, scope: Mapping[str, Any]) -> feel.Value:
        if not literal.text:
            return None
        try:
            return self._expression(literal, scope).evaluate(scope)
        except feel.FeelError as error:
            raise DmnError(str(error)) from None

    def _expression(self, literal: Literal, scope: Mapping[str, Any]) -> feel.Expression:
        key = (id(literal), frozenset(scope))
        if key not in self._compiled:
            self._compiled[key] = feel.compile(
                literal.text,
                names=self.names.union(scope),
                calls=self.calls.intersection(scope),
                standard=True,
            )
        expression: feel.Expression = self._compiled[key]
        return expression

    def _decider(self, table: Table, scope: Mapping[str, Any], decision: Decision | None) -> Decider:
        key = (id(table), frozenset(scope))
        if key not in self._compiled:
            names = self.names.union(scope)
            self._compiled[key] = Decider(
                resolved(table, decision, self.definitions),
                standard=True,
                names=names,
                calls=self.calls.intersection(scope),
            )
        decider: Decider = self._compiled[key]
        return decider

    def _context(self, context: Context, scope: Mapping[str, Any], run: _Run) -> feel.Value:
        inner, values = dict(scope), {}
        for entry in context.entries:
            value = self._logic(entry.logic, inner, run) if entry.logic else None
            if not entry.name:
                return value
            inner[entry.name] = values[entry.name] = value
        return values

    def _invocation(self, invocation: Invocation, scope: Mapping[str, Any], run: _Run) -> feel.Value:
        name = invocation.called.text if isinstance(invocation.called, Literal) else ""
        called = scope.get(" ".join(name.split()))
        if not isinstance(called, _Callable):
            raise DmnError(f"要调用的“{name}”不是业务知识，或没有写在依赖里。")
        arguments = {
            one.name: self._logic(one.logic, scope, run) if one.logic else None for one in invocation.bindings
        }
        if unknown := sorted(arguments.keys() - set(called.parameters)):
            raise DmnError(f"“{name}”没有参数“{unknown[0]}”。")
        return called.call(arguments)


def _names_of(type_: Type) -> Iterable[str]:
    yield from (part.name for part in type_.parts)
    for part in type_.parts:
        yield from _names_of(part)


def _names_in(logic: Logic | None) -> Iterable[str]:
    """Names that the parts of an expression bring: of contexts, columns, parameters, results."""
    if isinstance(logic, Context):
        for entry in logic.entries:
            yield entry.name
            yield from _names_in(entry.logic)
    elif isinstance(logic, Function):
        yield from (name for name, _type in logic.parameters)
        yield from _names_in(logic.body)
    elif isinstance(logic, Relation):
        yield from logic.columns
    elif isinstance(logic, Table):
        yield from (one.name for one in logic.outputs)


def _functions_in(logic: Logic | None) -> Iterable[str]:
    if isinstance(logic, Context):
        for entry in logic.entries:
            if isinstance(entry.logic, Function):
                yield entry.name
            yield from _functions_in(entry.logic)
