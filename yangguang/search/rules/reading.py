"""The entries behind positions, as plain lines: read with as little as an answer needs, and checked.

Everything that is shown or counted goes through here: only what its owner vouches for and what is, as the records now
are, within the filters. Where the index may be wrong (it lags, or holds pairs without their order) the texts are asked
too, in the database, so that they need not travel.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connection

from yangguang.lib.text import normalise
from yangguang.search import engines, registry
from yangguang.search.engines import Spelling
from yangguang.search.models import Entry
from yangguang.web import keeping

from .question import Question

Terms = tuple[tuple[Spelling, ...], ...]


class Line(NamedTuple):
    """One entry without its text; ``head`` is the beginning of it, as long as was asked for."""

    position: int
    ref: str
    title: str
    organisation_code: str
    organisation_path: str
    organisation_name: str
    category_code: str
    category_path: str
    category_name: str
    kind: str
    states: str
    published_at: datetime
    url: str
    head: str

    def validity_on(self, day: date) -> str:
        """See :meth:`search.models.Entry.validity_on`."""
        if len(self.states) < 3:
            return ""
        states = [state for since, state in json.loads(self.states) if since <= day.isoformat()]
        return states[-1] if states else ""


_COLUMNS = (
    "position, ref, title, organisation_code, organisation_path, organisation_name, category_code, category_path,"
    " category_name, kind, validity, published_at, url"
)


def read(question: Question, positions: Sequence[int], *, head: int = 0, verify: bool) -> list[Line]:
    """Those of some positions that may be shown and answer, newest first.

    ``head`` is how many characters of the text come along; with ``verify`` each text is asked whether it answers.
    """
    if not positions:
        return []
    condition, values = _within(positions)
    beginning, check, asked = "''", "1", list[Any]()
    if head:
        beginning = "substr(text, 1, CAST(%s AS integer))"
        asked.append(head)
    if verify:
        check, phrases = _holds(question.ask.terms)
        asked += phrases
    with keeping.cursor(connection) as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {beginning}, {check} FROM {Entry._meta.db_table} WHERE {condition}"
            " ORDER BY position DESC",
            [*asked, *values],
        )
        rows = [
            (Line._make([*row[:11], _moment(row[11]), *row[12:14]]), bool(row[14]))
            for row in cursor.fetchall()
        ]
    doubtful = [line.position for line, holds in rows if not holds]
    if doubtful:
        # Written otherwise (ＡＢＣ, “三公”经费): only the normal form tells.
        found = texts(doubtful)
        rows = [
            (line, holds or answers(question.ask.terms, line.title, found.get(line.position, "")))
            for line, holds in rows
        ]
    lines = [line for line, holds in rows if holds and question.filters.admit(line)]
    living = registry.alive([line.ref for line in lines])
    return [line for line in lines if line.ref in living]


def texts(positions: Collection[int]) -> dict[int, str]:
    """The whole texts at some positions."""
    condition, values = _within(positions)
    with keeping.cursor(connection) as cursor:
        cursor.execute(f"SELECT position, text FROM {Entry._meta.db_table} WHERE {condition}", values)
        return dict(cursor.fetchall())


def answers(terms: Terms, title: str, text: str) -> bool:
    """Whether of each term one spelling stands in a title or a text, however it is written there."""
    # A phrase is in normal form; where it stands as it is, it also stands in the normal form of the whole.
    open_ = [term for term in terms if not any(one.phrase in title or one.phrase in text for one in term)]
    if not open_:
        return True
    title, text = normalise(title), normalise(text)
    return all(any(one.phrase in title or one.phrase in text for one in term) for term in open_)


def _within(positions: Collection[int]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return "position = ANY(%s)", [list(positions)]
    return f"position IN ({', '.join(['%s'] * len(positions))})", list(positions)


def _holds(terms: Terms) -> tuple[str, list[Any]]:
    place = "strpos" if connection.vendor == "postgresql" else "instr"
    either = f"{place}(title, %s) > 0 OR {place}(text, %s) > 0"
    tests = ["(" + " OR ".join([either] * len(term)) + ")" for term in terms]
    return " AND ".join(tests), [one.phrase for term in terms for one in term for _ in range(2)]


def _moment(value: datetime) -> datetime:
    # SQLite keeps moments without their zone, which is UTC.
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def trusted(question: Question, *, waiting: bool) -> bool:
    """Whether what the index says of a question can be taken as it is."""
    return not waiting and (engines.current().exact or question.ask.short)
