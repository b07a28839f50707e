"""PostgreSQL: GIN over the pairs as bare lexemes, without positions.

Positions would double the size and make phrases read every text again. Without them a candidate holds all
pairs of a phrase but perhaps not in a row; the caller checks the few candidates of a page against
their texts, which makes the answer exact and keeps the planner on the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from yangguang.lib.text import FORM, bigrams

from .base import Ask, First, Row, Spelling, Stage, Tally, Unavailable, tokens_of

# One text's lexemes must stay below 1 MB; lexemes of one kind carry a sign that no letter or figure is.
_WORD, _MARK = "=", "#"
_CURRENT, _NEXT = "search_found", "search_found_next"


class PostgresEngine:
    """Works on the default connection, so that index and records change in one transaction."""

    exact = False
    apart = False

    def put(self, rows: Sequence[Row]) -> None:
        if self.begun():
            _store(_NEXT, rows)
        _store(_CURRENT, rows)

    def remove(self, positions: Iterable[int]) -> None:
        gone = list(positions)
        for table in [_NEXT, _CURRENT] if self.begun() else [_CURRENT]:
            _do(f"DELETE FROM {table} WHERE position = ANY(%s)", [gone])

    def candidates(self, ask: Ask, stage: Stage, *, below: int, limit: int) -> list[int]:
        where, values = _where(ask, stage)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position FROM search_found WHERE {where} AND position >= %s AND position < %s"
                " ORDER BY position DESC LIMIT %s",
                [*values, ask.low, min(below, ask.high), limit],
            )
            return [position for (position,) in cursor.fetchall()]

    def first(self, ask: Ask, limit: int, cap: int) -> First | None:
        # Whoever counts has found them all: up to ``cap`` the newest need no question of their own.
        where, values = _where(ask, Stage.ANY)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH hit AS MATERIALIZED (SELECT position FROM search_found WHERE {where} AND position >= %s"
                " AND position < %s LIMIT %s)"
                " SELECT (SELECT count(*) FROM hit), ARRAY(SELECT position FROM hit ORDER BY position DESC LIMIT %s)",
                [*values, ask.low, ask.high, cap, limit],
            )
            number, positions = cursor.fetchone()
        if number == cap:
            positions = self.candidates(ask, Stage.ANY, below=ask.high, limit=limit)
        return First(positions, number)

    def count(self, ask: Ask, cap: int) -> int:
        where, values = _where(ask, Stage.ANY)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM search_found WHERE {where} AND position >= %s AND position < %s"
                " LIMIT %s) AS counted",
                [*values, ask.low, ask.high, cap],
            )
            return int(cursor.fetchone()[0])

    def tally(self, ask: Ask, cap: int, without: Collection[int] = ()) -> list[Tally]:
        where, values = _where(ask, Stage.ANY)
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH hit AS MATERIALIZED (SELECT position, organisation, category, kind, validity, year FROM search_found"
                f" WHERE {where} AND position >= %s AND position < %s ORDER BY position DESC LIMIT %s)"
                " SELECT organisation, category, kind, validity, year, count(*), max(position) FROM hit"
                " WHERE position <> ALL(%s) GROUP BY 1, 2, 3, 4, 5",
                [*values, ask.low, ask.high, cap, list(without)],
            )
            return [Tally(*row) for row in cursor.fetchall()]

    def size(self) -> int:
        return int(_one("SELECT count(*) FROM search_found") or 0)

    def form(self) -> int:
        if not _one("SELECT 1 FROM search_found LIMIT 1"):
            return FORM
        return int(_one("SELECT form FROM search_index WHERE name = %s", [_CURRENT]) or 1)

    def empty(self) -> None:
        _do("DELETE FROM search_found")

    def generation(self) -> str:
        return str(_one("SELECT generation FROM search_index WHERE name = %s", [_CURRENT]) or "")

    def begun(self) -> str:
        return str(_one("SELECT generation FROM search_index WHERE name = %s", [_NEXT]) or "")

    def begin(self, name: str) -> None:
        with transaction.atomic():
            _do(f"DROP TABLE IF EXISTS {_NEXT}")
            _do(f"CREATE TABLE {_NEXT} (LIKE search_found INCLUDING DEFAULTS)")
            # With its indexes from the start: made afterwards they would hold up every publication for minutes.
            _do(f"ALTER TABLE {_NEXT} ADD PRIMARY KEY (position)")
            _do(f"CREATE INDEX ON {_NEXT} USING gin (title)")
            _do(f"CREATE INDEX ON {_NEXT} USING gin (whole)")
            _do(
                "INSERT INTO search_index VALUES (%s, %s, %s) ON CONFLICT (name) DO UPDATE"
                " SET generation = excluded.generation, form = excluded.form",
                [_NEXT, name, FORM],
            )

    def copy(self, rows: Sequence[Row]) -> None:
        _store(_NEXT, rows)

    def swap(self) -> None:
        try:
            with transaction.atomic():
                _sort_in(_NEXT)
                # Whoever asks waits for the renaming; the renaming must not make them wait for a long answer.
                _do("SET LOCAL lock_timeout = '2s'")
                _do(f"DROP TABLE {_CURRENT}")
                _do(f"ALTER TABLE {_NEXT} RENAME TO {_CURRENT}")
                _do("DELETE FROM search_index WHERE name = %s", [_CURRENT])
                _do("UPDATE search_index SET name = %s WHERE name = %s", [_CURRENT, _NEXT])
                _do("SET LOCAL lock_timeout = DEFAULT")
        except OperationalError as error:
            raise Unavailable(str(error)) from error

    @contextmanager
    def alone(self) -> Iterator[bool]:
        yield bool(_one("SELECT pg_try_advisory_xact_lock(hashtext('yangguang.search'))"))


def _do(sql: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _one(sql: str, values: Sequence[Any] = ()) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return row[0] if row else None


def _sort_in(table: str) -> None:
    """What came in last lies beside a GIN index in a list that every question reads through: it goes in before any is asked.

    As a rule a moment's work; where the server's own housekeeping fell behind the list, it is most of the index.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " JOIN pg_am ON pg_am.oid = relam WHERE indrelid = %s::regclass AND amname = 'gin'",
            [table],
        )


def _store(table: str, rows: Sequence[Row]) -> None:
    values = [
        (
            row.position,
            sorted({*bigrams(row.title), *(_WORD + word for word in row.words)}),
            sorted({*bigrams(row.title), *bigrams(row.body), *(_MARK + mark for mark in row.marks)}),
            row.organisation,
            row.category,
            row.kind,
            row.validity,
            row.year,
        )
        for row in rows
    ]
    if not _one(f"SELECT 1 FROM {table} LIMIT 1"):
        _do("UPDATE search_index SET form = %s WHERE name = %s", [FORM, table])
    names = ("title", "whole", "organisation", "category", "kind", "validity", "year")
    anew = ", ".join(f"{name} = excluded.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (position, {', '.join(names)})"
            " VALUES (%s, array_to_tsvector(%s), array_to_tsvector(%s), %s, %s, %s, %s, %s)"
            f" ON CONFLICT (position) DO UPDATE SET {anew}",
            values,
        )


def _lexemes(phrase: str) -> str:
    if len(phrase) == 1:
        return f"'{phrase}':*"
    return " & ".join(f"'{token}'" for token in tokens_of(phrase))


def _aligned(spelling: Spelling) -> str:
    return " & ".join([_lexemes(spelling.phrase), *(f"'{_WORD}{word}'" for word in spelling.words)])


def _where(ask: Ask, stage: Stage) -> tuple[str, list[str]]:
    title = " & ".join(
        "(" + " | ".join(f"({_lexemes(one.phrase)})" for one in term) + ")" for term in ask.terms
    )
    aligned = " & ".join("(" + " | ".join(f"({_aligned(one)})" for one in term) + ")" for term in ask.terms)
    whole = " & ".join([title, *(f"'{_MARK}{mark}'" for mark in ask.marks)])
    if stage is Stage.ANY:
        return "whole @@ %s::tsquery", [whole]
    if stage is Stage.BODY:
        return "whole @@ %s::tsquery AND NOT title @@ %s::tsquery", [whole, title]
    if stage is Stage.TITLE_WORDS:
        title = aligned
    elif stage is Stage.TITLE and ask.has_words:
        title = f"({title}) & !({aligned})"
    # What stands in the title stands in the whole: only marks need asking for there.
    if not ask.marks:
        return "title @@ %s::tsquery", [title]
    return "title @@ %s::tsquery AND whole @@ %s::tsquery", [title, whole]
