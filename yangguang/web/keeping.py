"""Statements that PostgreSQL keeps together with how to answer them: prepared queries, and the rows that steps write.

Django puts all values into the text of a statement, so the server reads and plans each one anew: for a joined row that takes
five times as long as finding it (docs/decisions/0017-prepared-queries.md).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, Cursor, sql
from psycopg.types.numeric import Int8

_MARK = re.compile(r"(?<!%)%s")  # %% is the sign itself
KEPT = 300  # statements of one connection; then psycopg lets the one go that was asked for the longest ago


class KeepingCursor(Cursor[Any]):
    """A cursor that sends statement and values apart. Numbers are bigint whatever their size, or each size had its own."""

    def __init__(self, connection: Connection[Any]) -> None:
        super().__init__(connection)
        connection.prepared_max, connection.prepare_threshold = KEPT, 0

    def execute(  # type: ignore[override]  # its overloads tell more kinds of statement apart
        self, query: str, params: Sequence[Any] | None = None, **options: Any
    ) -> KeepingCursor:
        """As the cursor above it does; the statement is kept."""
        values = [Int8(one) if type(one) is int else one for one in params or ()]
        super().execute(query, values, **options | {"prepare": True})
        return self


@contextmanager
def cursor(db: Any) -> Iterator[Any]:
    """A cursor of Django's for statements that are asked again and again; PostgreSQL keeps what is asked by it."""
    with db.cursor() as given:
        if db.vendor == "postgresql":
            given.cursor = KeepingCursor(db.connection)
        yield given


def written_out(
    statement: str, params: Sequence[Any], varying: Container[int], connection: Connection[Any]
) -> str:
    """The statement with all values in its text but those at the varying places.

    What says which rows there are at all ("open") must be known when the plan is made: a partial index is chosen by it.
    """
    first, *rest = _MARK.split(statement)
    parts = [first]
    for place, text in enumerate(rest):
        literal = "%s" if place in varying else sql.Literal(params[place]).as_string(connection)
        parts += [literal if place in varying else literal.replace("%", "%%"), text]
    return "".join(parts)
