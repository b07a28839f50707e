"""Queries that are asked at every step: their SQL is written once, only the values change.

Django writes the SQL of a query anew each time, which costs three times what SQLite takes to answer it. A prepared query
is an ordinary query set, built once with marks in place of its values; asked again it goes straight to the cursor and
makes the same rows (docs/decisions/0017-prepared-queries.md). PostgreSQL keeps the statement too, and how to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.signals import post_init, pre_init

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.web import keeping

Row = TypeVar("Row")

Value = int | str | date | Ref | tuple[str, ...] | tuple[int, ...]


_SHAPES: tuple[Any, ...] = (ModelIterable, ValuesListIterable)


class Unpreparable(TypeError):
    """A query that cannot be prepared: a value does not reach the SQL as it is, or something else changes with time."""


def prepared(build: Callable[..., models.QuerySet[Any, Row]]) -> Prepared[Row]:
    """Decorate a function that builds a query set from values alone: whole numbers, texts, days, refs, tuples of texts
    or of whole numbers. It answers with rows of its model, or of ``values_list`` with tuples.

    The function runs once for each database and each shape of values, never to answer; what it returns must depend on
    its values and on nothing else, today's date least of all. Prefetching is not prepared.
    """
    return Prepared(build)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a query for one database and one shape of values."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, bool], ...]  # place in params, place among the values, whether as text
    model: type[models.Model] | None  # None: rows of values, as they are
    converters: tuple[tuple[int, Any, Any], ...]  # place in the row, functions, what is read
    columns: slice
    names: tuple[str, ...]
    populators: tuple[Any, ...]
    annotations: tuple[tuple[str, int], ...]
    is_ordinary: bool  # nothing of its own happens when a record is made


class Prepared(Generic[Row]):
    """A query that can be asked with values; each answer is a list."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._plans: dict[Any, _Plan | None] = {}

    def __call__(self, *values: Value) -> list[Row]:
        """The rows for these values. Unpreparable when the query is none that can be prepared."""
        db = connections[DEFAULT_DB_ALIAS]
        plan = self._plan(values, db)
        return [] if plan is None else _ask(plan, _flat(values), db)

    def count(self, *values: Value) -> int:
        """How many rows there are for these values; the query itself says how far it looks."""
        db = connections[DEFAULT_DB_ALIAS]
        plan = self._plan(values, db)
        if plan is None:
            return 0
        with keeping.cursor(db) as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({plan.sql}) AS found", _filled(plan, _flat(values)))
            return int(cursor.fetchone()[0])

    def _plan(self, values: Sequence[Value], db: Any) -> _Plan | None:
        shape = (db.vendor, *[len(one) if type(one) is tuple else type(one) for one in values])
        try:
            return self._plans[shape]
        except KeyError:
            plan = self._plans[shape] = self._prepare(values)
            return plan

    def first(self, *values: Value) -> Row | None:
        """The first row for these values; the query itself says how many are fetched."""
        return next(iter(self(*values)), None)

    def _prepare(self, values: Sequence[Value]) -> _Plan | None:
        """Build the query twice, with different marks at different times: all that differs must be the marks."""
        try:
            built = [self._built(values, number) for number in (1, 2)]
        except EmptyResultSet:
            return None
        (reading, sql, params, marks), (_other, other_sql, other_params, other_marks) = built
        if sql != other_sql or len(params) != len(other_params):
            raise Unpreparable(f"{self.build.__qualname__} writes different SQL for different values")
        places, found = [], set()
        for place, (mine, other) in enumerate(zip(params, other_params, strict=True)):
            if mine == other:
                continue
            for number, (mark, other_mark) in enumerate(zip(marks, other_marks, strict=True)):
                plain = (mine, other) == (mark, other_mark)
                if plain or (mine, other) == (str(mark), str(other_mark)):
                    places.append((place, number, not plain))
                    found.add(number)
                    break
            else:
                raise Unpreparable(
                    f"{self.build.__qualname__} asks with {mine!r}, which is none of its values"
                )
        if len(found) < len(marks):
            raise Unpreparable(f"{self.build.__qualname__} does not ask with all of its values")
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            sql = keeping.written_out(
                sql, params, {place for place, _number, _text in places}, connection.connection
            )
            params = tuple(params[place] for place, _number, _text in places)
            places = [(place, number, text) for place, (_old, number, text) in enumerate(places)]
        return _Plan(sql, params, tuple(places), **reading)

    def _built(self, values: Sequence[Value], number: int) -> tuple[Any, str, tuple[Any, ...], list[Any]]:
        marks = [_mark(one, number * 101 + place) for place, one in enumerate(values)]
        with clock.set_to(clock.now() + timedelta(days=400 * number)):
            rows = self.build(*marks)
        shape: Any = rows._iterable_class
        if shape not in _SHAPES or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise Unpreparable(f"{self.build.__qualname__} does not answer with plain rows of a model")
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        reading = _reading(compiler, as_values=shape is ValuesListIterable)
        return reading, sql, tuple(params), _flat(marks)


def _mark(value: Value, number: int) -> Value:
    """A value of the same type that nothing else in a query looks like."""
    if isinstance(value, tuple):
        if value and isinstance(value[0], int):
            return tuple(7_700_000_000 + 1_000_000 * number + place for place in range(len(value)))
        return tuple(f"\ue000{number}.{place}" for place in range(len(value)))
    if isinstance(value, Ref):
        return Ref(value.kind, f"{number:026}")
    if isinstance(value, str):
        return f"\ue000{number}"
    if isinstance(value, bool | datetime):
        raise Unpreparable(f"{value!r} cannot be told from other values")
    return date(9000, 1, 1) + timedelta(days=number) if isinstance(value, date) else 7_700_000_000 + number


def _flat(values: Sequence[Value]) -> list[Any]:
    flat: list[Any] = []
    for one in values:
        flat += one if isinstance(one, tuple) else [one]
    return flat


def _reading(compiler: Any, *, as_values: bool) -> dict[str, Any]:
    """How a row becomes an object: converters, the model's own columns, their names (as in ModelIterable)."""
    expressions = [one[0] for one in compiler.select]
    converters = compiler.get_converters(expressions)
    if as_values:
        return {
            "model": None,
            "converters": tuple((place, functions, read) for place, (functions, read) in converters.items()),
            "columns": slice(0, 0),
            "names": (),
            "populators": (),
            "annotations": (),
            "is_ordinary": False,
        }
    places, model = compiler.klass_info["select_fields"], compiler.klass_info["model"]
    columns = slice(places[0], places[-1] + 1)
    names = tuple(one.target.attname for one in expressions[columns])
    heard = pre_init.has_listeners(model) or post_init.has_listeners(model)
    own = any("from_db" in one.__dict__ or "__init__" in one.__dict__ for one in _above(model))
    return {
        "model": model,
        "converters": tuple((place, functions, read) for place, (functions, read) in converters.items()),
        "columns": columns,
        "names": names,
        "populators": tuple(get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)),  # type: ignore[call-arg]  # stubs of a later Django
        "annotations": tuple(compiler.annotation_col_map.items()),
        # What was deferred is missing from the record, and Django's own descriptors fetch it when it is asked for.
        "is_ordinary": not heard and not own,
    }


def _above(model: type[models.Model]) -> list[type]:
    """A model and those of its parents that are not Django's own."""
    return [one for one in model.__mro__ if one not in models.Model.__mro__]


def _filled(plan: _Plan, values: list[Any]) -> list[Any]:
    params = list(plan.params)
    for place, number, as_text in plan.places:
        params[place] = str(values[number]) if as_text else values[number]
    return params


def _ask(plan: _Plan, values: list[Any], db: Any) -> list[Any]:
    with keeping.cursor(db) as cursor:
        cursor.execute(plan.sql, _filled(plan, values))
        rows = cursor.fetchall()
    if plan.model is None and not plan.converters:
        return list(rows)
    found: list[Any] = []
    for values_read in rows:
        row = list(values_read)
        for place, functions, read in plan.converters:
            for convert in functions:
                row[place] = convert(row[place], read, db)
        if plan.model is None:
            found.append(tuple(row))
            continue
        one = _made(plan, row[plan.columns])
        for populator in plan.populators:
            populator.populate(row, one)
        for name, place in plan.annotations:
            setattr(one, name, row[place])
        found.append(one)
    return found


def _made(plan: _Plan, values: list[Any]) -> Any:
    """What ``from_db`` makes of a row."""
    assert plan.model is not None
    if not plan.is_ordinary:
        return plan.model.from_db(DEFAULT_DB_ALIAS, plan.names, values)
    one = plan.model.__new__(plan.model)
    one._state = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    one.__dict__.update(zip(plan.names, values, strict=True))
    return one
