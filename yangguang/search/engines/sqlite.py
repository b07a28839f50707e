"""SQLite FTS5 without content, in a file of its own.

Contentless tables are half the size, but SQLite 3.40 deletes from them only against the very tokens that
went in; table ``kept`` holds the normal form from which these are made again. Phrases of pairs are exact.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from yangguang.lib.disk import is_full
from yangguang.lib.text import FORM, spaced

from .base import Ask, First, Row, Spelling, Stage, Tally, Unavailable, tokens_of
from .files import OUTDATED, IndexFiles

# What no normal form holds, so that words of titles and filter marks are never taken for text.
_WORD, _MARK = "\ue000", "\ue001"


class SqliteEngine:
    """One connection per thread; readers never wait for the writer (WAL)."""

    exact = True
    apart = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = IndexFiles(path)

    def put(self, rows: Sequence[Row]) -> None:
        for db in self.files.both():
            self._put(db, rows)

    def remove(self, positions: Iterable[int]) -> None:
        gone = list(positions)
        for db in self.files.both():
            with _writing(db):
                _forget(db, gone)

    def candidates(self, ask: Ask, stage: Stage, *, below: int, limit: int) -> list[int]:
        table = "titles" if stage in _TITLES else "found"
        found = self.files.current().execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            (_match(ask, stage), ask.low, min(below, ask.high), limit),
        )
        return [position for (position,) in found]

    def count(self, ask: Ask, cap: int) -> int:
        ((number,),) = self.files.current().execute(
            "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)",
            (_match(ask, Stage.ANY), ask.low, ask.high, cap),
        )
        return int(number)

    def first(self, ask: Ask, limit: int, cap: int) -> First | None:
        return None  # the index is read in the order of the positions, and no further than one asks

    def tally(self, ask: Ask, cap: int, without: Collection[int] = ()) -> list[Tally]:
        # A row that an older release put in has no facts: it counts, and belongs nowhere until the index is made anew.
        found = self.files.current().execute(
            "WITH hit AS MATERIALIZED (SELECT rowid AS position FROM found WHERE found MATCH ? AND rowid >= ?"
            " AND rowid < ? ORDER BY rowid DESC LIMIT ?)"
            " SELECT coalesce(organisation, ''), coalesce(category, ''), coalesce(kind, ''), coalesce(validity, ''),"
            " coalesce(year, 0), count(*), max(position) FROM hit LEFT JOIN facts USING (position)"
            " WHERE position NOT IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4, 5",
            (_match(ask, Stage.ANY), ask.low, ask.high, cap, json.dumps(list(without))),
        )
        return [Tally(*row) for row in found]

    def size(self) -> int:
        ((number,),) = self.files.current().execute("SELECT count(*) FROM kept")
        return int(number)

    def form(self) -> int:
        db = self.files.current()
        form = int(db.execute("SELECT form FROM made").fetchone()[0])
        empty = not db.execute("SELECT 1 FROM kept LIMIT 1").fetchone()
        return FORM if empty and form != OUTDATED else form

    def empty(self) -> None:
        db = self.files.current()
        with _writing(db):
            db.execute("INSERT INTO found(found) VALUES ('delete-all')")
            db.execute("INSERT INTO titles(titles) VALUES ('delete-all')")
            db.execute("DELETE FROM kept")
            db.execute("DELETE FROM facts")

    def generation(self) -> str:
        return self.files.generation()

    def begun(self) -> str:
        return self.files.begun()

    def begin(self, name: str) -> None:
        self.files.begin(name)

    def copy(self, rows: Sequence[Row]) -> None:
        self._put(self.files.next(), rows)

    def swap(self) -> None:
        self.files.swap()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_suffix(".lock").open("w")
        except OSError as error:
            raise Unavailable(f"{self.path}: {error}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def _put(self, db: sqlite3.Connection, rows: Sequence[Row]) -> None:
        with _writing(db):
            if not db.execute("SELECT 1 FROM kept LIMIT 1").fetchone():
                db.execute("UPDATE made SET form = ? WHERE form <> ?", (FORM, OUTDATED))
            _forget(db, [row.position for row in rows])
            _store(db, sorted(rows, key=lambda row: row.position))


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    # The lock is taken at once, so that two writers wait instead of failing half-way.
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise Unavailable(str(error)) from error
    try:
        yield
        db.execute("COMMIT")
    except BaseException as error:
        if db.in_transaction:  # a full disk has rolled it back already
            db.execute("ROLLBACK")
        if is_full(error):
            raise Unavailable(str(error)) from error
        raise


_Kept = tuple[int, str, str, str, str]


def _rows(kept: _Kept) -> tuple[tuple[int, str, str, str], tuple[int, str, str, str]]:
    """The tokens of the two tables: position, title, body, marks; and position, title, words, marks."""
    position, title, words, body, marks = kept
    pairs = spaced(title)
    signed = " ".join(_MARK + mark for mark in marks.split())
    return (
        (position, pairs, spaced(body), signed),
        (position, pairs, " ".join(_WORD + word for word in words.split()), signed),
    )


def _store(db: sqlite3.Connection, rows: Sequence[Row]) -> None:
    kept = [(row.position, row.title, " ".join(row.words), row.body, " ".join(row.marks)) for row in rows]
    tokens = [_rows(one) for one in kept]
    db.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?)", kept)
    db.executemany(
        "INSERT INTO found(rowid, title, body, marks) VALUES (?, ?, ?, ?)",
        [whole for whole, _title in tokens],
    )
    db.executemany(
        "INSERT INTO titles(rowid, title, words, marks) VALUES (?, ?, ?, ?)",
        [title for _whole, title in tokens],
    )
    facts = [(row.position, row.organisation, row.category, row.kind, row.validity, row.year) for row in rows]
    db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?)", facts)


def _forget(db: sqlite3.Connection, positions: Iterable[int]) -> None:
    stored = db.execute(
        "SELECT position, title, words, body, marks FROM kept WHERE position IN (SELECT value FROM json_each(?))",
        (json.dumps(list(positions)),),
    ).fetchall()
    if not stored:
        return
    tokens = [_rows(kept) for kept in stored]
    db.executemany(
        "INSERT INTO found(found, rowid, title, body, marks) VALUES ('delete', ?, ?, ?, ?)",
        [whole for whole, _title in tokens],
    )
    db.executemany(
        "INSERT INTO titles(titles, rowid, title, words, marks) VALUES ('delete', ?, ?, ?, ?)",
        [title for _whole, title in tokens],
    )
    gone = [(kept[0],) for kept in stored]
    db.executemany("DELETE FROM kept WHERE position = ?", gone)
    db.executemany("DELETE FROM facts WHERE position = ?", gone)


def _phrase(phrase: str) -> str:
    # Tokens hold letters and figures only (lib.text), so that nothing in them can end the quotation.
    return f'"{" ".join(tokens_of(phrase))}"' if len(phrase) > 1 else f'"{phrase}" *'


def _aligned(spelling: Spelling) -> str:
    words = " AND ".join(f'"{_WORD}{word}"' for word in spelling.words)
    # A phrase that is itself a word of the title stands there; one without words has no word to begin and end.
    phrase = "" if spelling.words == (spelling.phrase,) else _phrase(spelling.phrase)
    return f"({' AND '.join(filter(None, (words, phrase)))})"


_TITLES = frozenset({Stage.TITLE_WORDS, Stage.TITLE, Stage.TITLED})


def _match(ask: Ask, stage: Stage) -> str:
    phrases = " AND ".join("(" + " OR ".join(_phrase(one.phrase) for one in term) + ")" for term in ask.terms)
    marks = "".join(f' AND "{_MARK}{mark}"' for mark in ask.marks)
    if stage in {Stage.ANY, Stage.TITLED}:
        return f"{phrases}{marks}"
    if stage is Stage.BODY:
        title = " AND ".join(
            "(" + " OR ".join(f"(title : {_phrase(one.phrase)})" for one in term) + ")" for term in ask.terms
        )
        return f"(({phrases}) NOT ({title})){marks}"
    aligned = " AND ".join("(" + " OR ".join(map(_aligned, term)) + ")" for term in ask.terms)
    if stage is Stage.TITLE_WORDS:
        return f"{aligned}{marks}"
    return f"(({phrases}) NOT ({aligned})){marks}" if ask.has_words else f"{phrases}{marks}"
