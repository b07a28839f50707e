"""Rows written as Django would write them, without writing its statements anew each time.

    insert(records)                      new records of one model, a few or many
    insert_values(model, names, rows)    the same for rows that nobody needs as records
    sent_together()                      several such inserts, one behind the other, answered together
    update(record, *names)               these fields of a record that is stored
    update_if(record, values, **still)   the same if it still is as it was read: says whether it was
    change(model, key, values, **still)  the same by the key of a record that nobody has read
    reserve(model, count)                the keys of the next records, to write what names each other
    new(model, **values), like(record)   records to be written, made without asking each field

A few rows go in one statement and get their keys back. Many (``MANY``) have their keys reserved first and go to one
prepared statement (SQLite) or through COPY (PostgreSQL). Plain values and plain tables only: no signal, no ``save()``, no
expression, nothing that a field makes up on the way. Constraints and triggers hold as ever; there is no dealing with
conflicts: whoever meets an IntegrityError looks again (docs/decisions/0017-prepared-queries.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction
from django.db.models.base import ModelState

from yangguang.lib.ref import Ref

from . import keeping
from .fields import RefField

MANY = 50  # for fewer than these one statement costs less than reserving keys
_MOST = 30_000  # values in one statement: below what SQLite takes (32,766)

Row = TypeVar("Row", bound=models.Model)


def new(model: type[Row], **values: Any) -> Row:
    """A record that is not stored, from a value for each column (``act_id`` for a foreign key, None for a key to come).

    What ``model(**values)`` gives, in a tenth of the time: nothing has a default. TypeError where a column is missing.
    """
    if values.keys() != _names(model):
        raise TypeError(f"{model.__name__} needs each of its columns: {values.keys() ^ _names(model)}")
    one = model.__new__(model)
    one._state = ModelState()
    one.__dict__.update(values)
    return one


def like(record: Row) -> Row:
    """Another record with the same values and the same related records, not stored; it still needs its own uid and key."""
    one = record.__class__.__new__(record.__class__)
    one.__dict__.update(record.__dict__)
    one._state = ModelState()
    one._state.fields_cache = record._state.fields_cache.copy()
    return one


def insert(records: Iterable[Row]) -> list[Row]:
    """Write new records of one model in the caller's order, and give those a key that have none.

    IntegrityError where a constraint is broken; TypeError for a model that is more than one plain table.
    """
    records = list(records)
    if not records:
        return records
    model = type(records[0])
    if len(records) >= MANY or (_is_counted(model) and any(one.pk is not None for one in records)):
        _insert_many(model, records)
    else:
        shape = _shape(model, connection.vendor)
        at_once = max(1, _MOST // len(shape.columns))
        with transaction.mark_for_rollback_on_error(connection.alias):
            for begin in range(0, len(records), at_once):
                _insert_few(records[begin : begin + at_once], shape)
    alias = connection.alias
    for one in records:
        one._state.adding, one._state.db = False, alias
    return records


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    **same: Any,
) -> None:
    """Write rows of which each gives the values of ``names``; ``same`` are the values of the other columns in all of them.

    Every column must be told (``act_id`` for a foreign key), but for a key that the database gives.
    """
    columns = _columns(model, connection.vendor)
    told = {*names, *same}
    known = not told - columns.keys() and len(told) == len(names) + len(same) and names
    if not known or any(name not in told and not _is_key(model, name) for name in columns):
        raise TypeError(f"{model.__name__} needs a value for each of its columns")
    rows = list(rows)
    if rows:
        values = zip(*rows, strict=True)
        _write(model, [(columns[name], column) for name, column in zip(names, values, strict=True)], same)


@contextmanager
def sent_together() -> Iterator[None]:
    """Inside, ``insert_values`` sends without waiting for an answer, where the database can (PostgreSQL's pipeline).

    What any of them breaks is raised at the end. For a few rows: nothing is copied inside.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with (
        transaction.mark_for_rollback_on_error(connection.alias),
        connection.wrap_database_errors,
        connection.connection.pipeline(),
    ):
        yield


def update(record: models.Model, *names: str) -> None:
    """Write these fields of a record that is stored. ObjectDoesNotExist when it is no longer there."""
    statement, columns = _update(type(record), names, connection.vendor)
    params = [one.ready(getattr(record, one.name)) for one in columns]
    with transaction.mark_for_rollback_on_error(connection.alias), keeping.cursor(connection) as cursor:
        cursor.execute(statement, params)
        if not cursor.rowcount:
            raise ObjectDoesNotExist(f"{record!r} is gone")


def update_if(record: models.Model, values: Mapping[str, Any], **still: Any) -> bool:
    """Write values to the columns of a stored record, and into the record, if these columns still hold what ``still`` says.

    False when they do not, or when the record is gone: then nothing has changed.
    """
    changed = change(type(record), record.pk, values, **still)
    if changed:
        for name, value in values.items():
            setattr(record, name, value)
    return changed


def change(model: type[models.Model], key: int, values: Mapping[str, Any], **still: Any) -> bool:
    """``update_if`` for a record that nobody has read: by its key."""
    columns = _columns(model, connection.vendor)
    pk: Any = model._meta.pk
    sets = ", ".join([f"{columns[name].quoted} = %s" for name in values])
    tests = [
        f"{columns[name].quoted} {'IS NULL' if held is None else '= %s'}" for name, held in still.items()
    ]
    params = [columns[name].ready(value) for name, value in (*values.items(), (pk.attname, key))]
    params += [columns[name].ready(held) for name, held in still.items() if held is not None]
    where = " AND ".join([f"{columns[pk.attname].quoted} = %s", *tests])
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.mark_for_rollback_on_error(connection.alias), keeping.cursor(connection) as cursor:
        cursor.execute(f"UPDATE {table} SET {sets} WHERE {where}", params)
        return bool(cursor.rowcount)


def reserve(model: type[models.Model], count: int) -> Sequence[int]:
    """The keys of the next records of a model, ascending, for the caller's transaction to use.

    RuntimeError outside a transaction: only inside is nobody else given the same keys.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("keys are reserved in the transaction that uses them")
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            assert model._meta.pk is not None
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        # Whoever writes is alone here (IMMEDIATE), and the sequence follows what is inserted.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = int(found[0]) if found else 0
    return range(last + 1, last + count + 1)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, and how a value becomes what the database takes."""

    name: str
    quoted: str
    ready: Callable[[Any], Any]
    is_plain: bool  # texts, numbers, bytes and nothing at all are taken as they are
    repeats: bool = True  # equal values are the same value


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an insert of a few records looks like on one database."""

    columns: tuple[_Column, ...]
    values: attrgetter[Any]
    head: str
    line: str
    tail: str


_PLAIN_FIELDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.BinaryField,
    models.ForeignKey,
)
_PLAIN = frozenset({str, int, bool, bytes, type(None)})


@lru_cache(maxsize=256)
def _names(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.concrete_fields)


@lru_cache(maxsize=512)
def _columns(model: type[models.Model], vendor: str) -> dict[str, _Column]:
    """The columns of a model, in order, by name. TypeError for what is not one plain table."""
    fields: Sequence[Any] = model._meta.concrete_fields
    if model._meta.parents or any(map(_makes_itself, fields)):
        raise TypeError(f"{model.__name__} is not one plain table")
    return {field.attname: _column(field, vendor) for field in fields}


def _makes_itself(field: Any) -> bool:
    made = field.generated or isinstance(field, models.FileField)
    return made or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _column(field: Any, vendor: str) -> _Column:
    def asked(value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{field} is to be an expression: write it with a query set")
        value = field.get_db_prep_save(value, connection)
        return str(value) if isinstance(value, str) else value  # a choice is the text that it stands for

    @lru_cache(maxsize=64)
    def remembered(value: Any) -> Any:
        return asked(value)

    def plain(value: Any) -> Any:
        return value if type(value) in _PLAIN else asked(value)

    def soft(value: Any) -> Any:
        return f"{value.kind}:{value.uid}" if type(value) is Ref else asked(value)

    quoted = connection.ops.quote_name(field.column)
    if isinstance(field, RefField):
        return _Column(field.attname, quoted, soft, is_plain=False)
    if isinstance(field, models.DateField):  # and moments: the same one in all rows of a step
        return _Column(field.attname, quoted, remembered, is_plain=False)
    is_plain = isinstance(field, _PLAIN_FIELDS)
    return _Column(field.attname, quoted, plain if is_plain else asked, is_plain, repeats=is_plain)


@lru_cache(maxsize=256)
def _shape(model: type[models.Model], vendor: str) -> _Shape:
    quote = connection.ops.quote_name
    columns = tuple(one for one in _columns(model, vendor).values() if not _is_key(model, one.name))
    key: Any = model._meta.pk
    back = f" RETURNING {quote(key.column)}" if _is_counted(model) else ""
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(one.quoted for one in columns)}) VALUES "
    line = f"({', '.join(['%s'] * len(columns))})"
    return _Shape(columns, attrgetter(*[one.name for one in columns]), head, line, back)


@lru_cache(maxsize=512)
def _update(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, list[_Column]]:
    meta: Any = model._meta
    fields = [meta.get_field(name) for name in names]
    columns = [_columns(model, vendor)[field.attname] for field in (*fields, meta.pk)]
    sets = ", ".join(f"{one.quoted} = %s" for one in columns[:-1])
    table = connection.ops.quote_name(meta.db_table)
    return f"UPDATE {table} SET {sets} WHERE {columns[-1].quoted} = %s", columns


def _is_counted(model: type[models.Model]) -> bool:
    """Whether the database gives the keys."""
    return isinstance(model._meta.pk, models.AutoField)


def _is_key(model: type[models.Model], name: str) -> bool:
    return _is_counted(model) and name == model._meta.pk.attname


def _insert_few(records: Sequence[models.Model], shape: _Shape) -> None:
    several = len(shape.columns) > 1
    params: list[Any] = []
    for one in records:
        values = shape.values(one) if several else (shape.values(one),)
        params += [column.ready(value) for column, value in zip(shape.columns, values, strict=True)]
    with keeping.cursor(connection) as cursor:
        cursor.execute(shape.head + ", ".join([shape.line] * len(records)) + shape.tail, params)
        keys = cursor.fetchall() if shape.tail else []
    for one, (key,) in zip(records, keys, strict=bool(keys)):
        one.pk = key


def _insert_many(model: type[models.Model], records: Sequence[models.Model]) -> None:
    columns = _columns(model, connection.vendor)
    held = [one.__dict__ for one in records]
    if _is_counted(model):
        key = model._meta.pk.attname
        bare = [one for one in held if one[key] is None]
        for one, number in zip(bare, reserve(model, len(bare)), strict=True):
            one[key] = number
    _write(model, [(column, [one[name] for one in held]) for name, column in columns.items()], {})


def _write(
    model: type[models.Model], told: Iterable[tuple[_Column, Sequence[Any]]], same: Mapping[str, Any]
) -> None:
    """Columns of values, in one statement; ``same`` holds a value for each other column."""
    columns = _columns(model, connection.vendor)
    varying: list[tuple[_Column, Sequence[Any]]] = []
    rest = [(columns[name], columns[name].ready(value)) for name, value in same.items()]
    for column, values in told:
        # What is the same in all rows is made ready once; in JSON, what equals is not always the same (0 and false).
        if varying and column.repeats and values.count(values[0]) == len(values):
            rest.append((column, column.ready(values[0])))
        else:
            varying.append((column, _ready(column, values)))
    shared = tuple(value for _column, value in rest)
    rows = [row + shared for row in zip(*[values for _column, values in varying], strict=True)]
    names = [column.quoted for column, _values in [*varying, *rest]]
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(names)})"
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        line = f"({', '.join(['%s'] * len(names))})"
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {into} VALUES {line}", rows)
        elif len(rows) < MANY:
            lines = ", ".join([line] * len(rows))
            cursor.execute(f"INSERT INTO {into} VALUES {lines}", [value for row in rows for value in row])
        else:
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _ready(column: _Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.is_plain and _PLAIN.issuperset(map(type, values)):
        return values
    return list(map(column.ready, values))
