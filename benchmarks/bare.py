"""The reference: an index asked directly, as in the stack's own trial (section 2).

The first 20 places (by date; or those in titles, then those in texts) and the count up to 10,001. No texts, no owners,
no excerpts, no facets, no synonyms but those that the question already holds.

SQLite: an FTS5 table of its own as in the trial, columns title, body and flt, pairs of characters, no content, filled in
the order of the places. PostgreSQL: the product's own table of bare lexemes under GIN, which is that of the trial.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yangguang.lib.text import normalise, spaced
from yangguang.search.engines.base import tokens_of
from yangguang.search.models import Entry
from yangguang.search.rows import mark

PAGE, CAP = 20, 10_001
Terms = tuple[tuple[str, ...], ...]
"""Of each term its spellings, in normal form."""


class BareFts5:
    """FTS5 with the settings of the trial."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
            "CREATE VIRTUAL TABLE bare USING fts5(title, body, flt, content='', tokenize='ascii');"
            "INSERT INTO bare(bare, rank) VALUES ('hashsize', 67108864);"
        )

    def fill(self) -> None:
        """From the entries, in the order of their places."""
        last, columns = -1, ("position", "title", "text", "organisation_code", "kind")
        while True:
            rows = list(
                Entry.objects.filter(position__gt=last).order_by("position").values_list(*columns)[:5000]
            )
            if not rows:
                return
            self.db.execute("BEGIN")
            self.db.executemany(
                "INSERT INTO bare(rowid, title, body, flt) VALUES (?, ?, ?, ?)", map(_row, rows)
            )
            self.db.execute("COMMIT")
            last = rows[-1][0]

    def asker(
        self, terms: Terms, order: str, narrow: tuple[str, str] | None, low: int
    ) -> Callable[[], tuple[list[int], int]]:
        """A question, ready to be asked again and again: the first page and the capped count."""

        def each(column: str) -> str:
            found = (" OR ".join(f"{column} : {_phrase(one)}" for one in term) for term in terms)
            return " AND ".join(f"({one})" for one in found)

        flt = f" AND flt : {narrow[0]} AND flt : {mark('k', narrow[1])}" if narrow else ""
        whole, title = f"({each('{title body}')}){flt}", f"({each('title')}){flt}"
        stages = (
            [whole] if order == "date" else [title, f"(({each('{title body}')}) NOT ({each('title')})){flt}"]
        )
        page = "SELECT rowid FROM bare WHERE bare MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?"
        count = "SELECT count(*) FROM (SELECT 1 FROM bare WHERE bare MATCH ? AND rowid >= ? LIMIT ?)"

        def ask() -> tuple[list[int], int]:
            found: list[int] = []
            for match in stages:
                if len(found) < PAGE:
                    found += [one for (one,) in self.db.execute(page, (match, low, PAGE - len(found)))]
            return found, self.db.execute(count, (whole, low, CAP)).fetchone()[0]

        return ask

    def put(self, entry: Entry) -> None:
        """One text, in a transaction of its own."""
        row = _row((entry.position, entry.title, entry.text, entry.organisation_code, entry.kind))
        self.db.execute("INSERT INTO bare(rowid, title, body, flt) VALUES (?, ?, ?, ?)", row)

    def remove(self, entry: Entry) -> None:
        row = _row((entry.position, entry.title, entry.text, entry.organisation_code, entry.kind))
        self.db.execute("INSERT INTO bare(bare, rowid, title, body, flt) VALUES ('delete', ?, ?, ?, ?)", row)


def _row(entry: tuple[Any, ...]) -> tuple[int, str, str, str]:
    position, title, text, organisation, kind = entry
    return position, spaced(normalise(title)), spaced(normalise(text)), f"{organisation} {mark('k', kind)}"


def _phrase(phrase: str) -> str:
    return f'"{" ".join(tokens_of(phrase))}"'


class BareGin:
    """GIN over bare lexemes; candidates are taken as they are, without a look into their texts."""

    def asker(
        self, terms: Terms, order: str, narrow: tuple[str, str] | None, low: int
    ) -> Callable[[], tuple[list[int], int]]:
        """A question, ready to be asked again and again: the first page and the capped count."""
        from django.db import connection

        title = " & ".join(
            "("
            + " | ".join("(" + " & ".join(f"'{pair}'" for pair in tokens_of(one)) + ")" for one in term)
            + ")"
            for term in terms
        )
        flt = f" & '#{mark('o', narrow[0])}' & '#{mark('k', narrow[1])}'" if narrow else ""
        whole = title + flt
        body = ("whole @@ %s::tsquery AND NOT title @@ %s::tsquery", [whole, title])
        titled = ("title @@ %s::tsquery", [title])
        if narrow:
            titled = ("whole @@ %s::tsquery AND title @@ %s::tsquery", [whole, title])
        stages = [("whole @@ %s::tsquery", [whole])] if order == "date" else [titled, body]
        table = "FROM search_found WHERE"

        def ask() -> tuple[list[int], int]:
            found: list[int] = []
            with connection.cursor() as cursor:
                for where, values in stages:
                    if len(found) < PAGE:
                        cursor.execute(
                            f"SELECT position {table} {where} AND position >= %s ORDER BY position DESC LIMIT %s",
                            [*values, low, PAGE - len(found)],
                        )
                        found += [one for (one,) in cursor.fetchall()]
                cursor.execute(
                    f"SELECT count(*) FROM (SELECT 1 {table} whole @@ %s::tsquery AND position >= %s LIMIT %s) AS c",
                    [whole, low, CAP],
                )
                return found, cursor.fetchone()[0]

        return ask
