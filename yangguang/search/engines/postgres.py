"""PostgreSQL: GIN over the pairs as bare lexemes, without positions.

Positions would double the size and make phrases read every text again. Without them a candidate holds all
pairs of a phrase but perhaps not in a row; the caller checks the few candidates of a page against
their texts, which makes the answer exact and keeps the planner on the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from yangguang.lib.text import bigrams

from .base import Ask, Row, Stage, tokens_of

# One text's lexemes must stay below 1 MB; lexemes of one kind carry a sign that no letter or figure is.
_WORD, _MARK = "=", "#"


class PostgresEngine:
    """Works on the default connection, so that index and records change in one transaction."""

    exact = False
    apart = False

    def put(self, rows: Sequence[Row]) -> None:
        values = [
            (
                row.position,
                sorted({*bigrams(row.title), *(_WORD + word for word in row.words)}),
                sorted({*bigrams(row.title), *bigrams(row.body), *(_MARK + mark for mark in row.marks)}),
            )
            for row in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_found (position, title, whole) VALUES (%s, array_to_tsvector(%s), array_to_tsvector(%s))"
                " ON CONFLICT (position) DO UPDATE SET title = excluded.title, whole = excluded.whole",
                values,
            )

    def remove(self, positions: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_found WHERE position = ANY(%s)", [list(positions)])

    def candidates(self, ask: Ask, stage: Stage, *, below: int, limit: int) -> list[int]:
        where, values = _where(ask, stage)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position FROM search_found WHERE {where} AND position >= %s AND position < %s"
                " ORDER BY position DESC LIMIT %s",
                [*values, ask.low, min(below, ask.high), limit],
            )
            return [position for (position,) in cursor.fetchall()]

    def count(self, ask: Ask, cap: int) -> int:
        where, values = _where(ask, Stage.ANY)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM search_found WHERE {where} AND position >= %s AND position < %s"
                " LIMIT %s) AS counted",
                [*values, ask.low, ask.high, cap],
            )
            return int(cursor.fetchone()[0])

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_found")
            return int(cursor.fetchone()[0])

    def replace(self, rows: Iterable[Row]) -> int:
        number = 0
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM search_found")
            batch: list[Row] = []
            for row in rows:
                number += 1
                batch.append(row)
                if len(batch) == 500:
                    self.put(batch)
                    batch = []
            self.put(batch)
        return number

    @contextmanager
    def alone(self) -> Iterator[bool]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('yangguang.search'))")
            yield bool(cursor.fetchone()[0])


def _lexemes(phrase: str) -> list[str]:
    return [f"'{token}'" for token in tokens_of(phrase)] if len(phrase) > 1 else [f"'{phrase}':*"]


def _where(ask: Ask, stage: Stage) -> tuple[str, list[str]]:
    pairs = [lexeme for phrase in ask.phrases for lexeme in _lexemes(phrase)]
    marks = [f"'{_MARK}{mark}'" for mark in ask.marks]
    words = [f"'{_WORD}{word}'" for word in ask.words]
    whole, title = " & ".join([*pairs, *marks]), " & ".join(pairs)
    match stage:
        case Stage.ANY:
            return "whole @@ %s::tsquery", [whole]
        case Stage.TITLE_WORDS:
            return "whole @@ %s::tsquery AND title @@ %s::tsquery", [whole, " & ".join([*pairs, *words])]
        case Stage.TITLE:
            unaligned = f"{title} & !({' & '.join(words)})" if words else title
            return "whole @@ %s::tsquery AND title @@ %s::tsquery", [whole, unaligned]
        case Stage.BODY:
            return "whole @@ %s::tsquery AND NOT title @@ %s::tsquery", [whole, title]
