"""Rows written at every step: the same statements that Django would write, without writing them anew each time.

``insert`` is ``bulk_create`` and ``update`` is ``save(update_fields=…)`` for plain values: no signals, no expressions, no
multi-table models. Each field still prepares its own value (docs/decisions/0017-prepared-queries.md). Many rows at once
go by ``bulk``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction

from . import bulk

Row = TypeVar("Row", bound=models.Model)

# Values in one statement: below what SQLite takes (32,766).
_MOST = 30_000


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an insert of a model looks like on one database."""

    fields: tuple[Any, ...]
    head: str
    line: str
    tail: str


@lru_cache(maxsize=256)
def _shape(model: type[models.Model], vendor: str) -> _Shape:
    meta: Any = model._meta
    quote = connection.ops.quote_name
    key: Any = meta.pk
    if meta.parents or any(field.generated for field in meta.concrete_fields):
        raise TypeError(f"{model.__name__} is not one plain table")
    fields: tuple[Any, ...] = tuple(
        one for one in meta.concrete_fields if not isinstance(one, models.AutoField)
    )
    names = ", ".join(quote(one.column) for one in fields)
    given = isinstance(key, models.AutoField)
    back = f" RETURNING {quote(meta.pk.column)}" if given else ""
    head = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES "
    return _Shape(fields, head, f"({', '.join(['%s'] * len(fields))})", back)


def insert(rows: Iterable[Row]) -> list[Row]:
    """Write new rows of one model and give them their keys, in order.

    IntegrityError as from the database; TypeError for a model that is more than one plain table.
    """
    rows = list(rows)
    if not rows:
        return rows
    if len(rows) >= bulk.MANY:
        return bulk.store(rows)
    shape = _shape(type(rows[0]), connection.vendor)
    at_once = max(1, _MOST // len(shape.fields))
    with transaction.mark_for_rollback_on_error(connection.alias):
        for begin in range(0, len(rows), at_once):
            _insert(rows[begin : begin + at_once], shape)
    return rows


def _insert(rows: Sequence[models.Model], shape: _Shape) -> None:
    params = [_stored(field, row, adding=True) for row in rows for field in shape.fields]
    sql = shape.head + ", ".join([shape.line] * len(rows)) + shape.tail
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        keys = cursor.fetchall() if shape.tail else []
    for row, (key,) in zip(rows, keys, strict=bool(keys)):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is stored. ObjectDoesNotExist when it is no longer there."""
    meta: Any = row._meta
    quote = connection.ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in names]
    key: Any = meta.pk
    sets = ", ".join(f"{quote(one.column)} = %s" for one in fields)
    params = [_stored(one, row, adding=False) for one in (*fields, key)]
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(meta.pk.column)} = %s",
            params,
        )
        if not cursor.rowcount:
            raise ObjectDoesNotExist(f"{row!r} is gone")


def _stored(field: Any, row: models.Model, *, adding: bool) -> Any:
    value = field.pre_save(row, adding)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{field} is to be an expression: write it with a query set")
    return field.get_db_prep_save(value, connection)
