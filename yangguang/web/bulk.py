"""Many new rows at once: what ``bulk_create`` does, in one statement a table.

``bulk_create`` builds a statement anew for every thirty rows and asks each field what each value becomes. Here the keys are
reserved first, and the rows go to one prepared statement (SQLite) or through COPY (PostgreSQL). Constraints and triggers
hold as ever; there is no dealing with conflicts: an import meets an IntegrityError and looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models, transaction

from .fields import RefField

MANY = 50  # for fewer than these ``rows.insert`` costs less than reserving keys
_AS_THEY_ARE = {str, int, bytes, type(None)}

_M = TypeVar("_M", bound=models.Model)


def store(objects: list[_M]) -> list[_M]:
    """Insert new records of one model, in the caller's transaction and in their order; who has no key yet gets one.

    For plain values and plain tables: no ``save()`` runs, no field makes up its value on the way. IntegrityError where a
    constraint is broken.
    """
    if not objects:
        return objects
    model = type(objects[0])
    key = model._meta.pk
    if isinstance(key, models.AutoField):
        bare = [one for one in objects if one.pk is None]
        for one, number in zip(bare, reserve(model, len(bare)), strict=True):
            one.pk = number
    fields = model._meta.concrete_fields
    pick = attrgetter(*[field.attname for field in fields])
    _write(model, fields, map(pick, objects) if len(fields) > 1 else ((pick(one),) for one in objects))
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias
    return objects


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """The same for rows that nobody needs as records: the values of ``names`` (``act_id`` for a foreign key).

    Every field must be named but a key that the database gives.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    unnamed = [field for name, field in fields.items() if name not in names]
    if not all(isinstance(field, models.AutoField) for field in unnamed):
        raise TypeError(f"{model.__name__} needs a value for each of its fields")
    rows = list(rows)
    if rows:
        _write(model, [fields[name] for name in names], rows)


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


def _write(model: type[models.Model], fields: Sequence[Any], rows: Iterable[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    columns = [
        _prepared(field, values) for field, values in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    ready = zip(*columns, strict=True)
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", list(ready))


def _prepared(field: Any, values: Sequence[Any]) -> Sequence[Any]:
    """A column as the database takes it. What repeats, as moments and days do, is asked of the field once."""
    if {*map(type, values)} <= _AS_THEY_ARE and not isinstance(field, models.JSONField):
        return values
    if isinstance(field, RefField | models.JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    known = {value: _bare(field.get_db_prep_save(value, connection)) for value in set(values)}
    return [known[value] for value in values]


def _bare(value: Any) -> Any:
    """A choice as the text that it stands for."""
    return str(value) if isinstance(value, str) else value
