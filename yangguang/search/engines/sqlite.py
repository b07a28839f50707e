"""SQLite FTS5 without content, in a file of its own.

Contentless tables are half the size, but SQLite 3.40 deletes from them only against the very tokens that
went in; table ``kept`` holds the normal form from which these are made again. Phrases of pairs are exact.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from yangguang.lib.text import bigrams

from .base import Ask, Row, Stage, Unavailable, tokens_of

# `ascii` takes every character beyond ASCII as part of a token: what parts tokens is decided in lib.text
# alone, and newer ideographs that this SQLite does not know yet are found like any other.
_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(title, words, body, marks, content='', tokenize='ascii');
CREATE TABLE IF NOT EXISTS kept (position INTEGER PRIMARY KEY, title TEXT, words TEXT, body TEXT, marks TEXT) STRICT;
"""


class SqliteEngine:
    """One connection per thread; readers never wait for the writer (WAL)."""

    exact = True
    apart = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = threading.local()

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                db = sqlite3.connect(self.path, timeout=20, isolation_level=None)
            except (OSError, sqlite3.OperationalError) as error:
                raise Unavailable(f"{self.path}: {error}") from error
            db.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            )
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name='kept'").fetchone():
                db.executescript(_SCHEMA)
                db.execute("INSERT INTO found(found, rank) VALUES ('hashsize', 16777216)")
            self._threads.db = db
        return db

    def put(self, rows: Sequence[Row]) -> None:
        with _writing(self._db()) as db:
            _forget(db, [row.position for row in rows])
            _store(db, sorted(rows, key=lambda row: row.position))

    def remove(self, positions: Iterable[int]) -> None:
        with _writing(self._db()) as db:
            _forget(db, positions)

    def candidates(self, ask: Ask, stage: Stage, *, below: int, limit: int) -> list[int]:
        found = self._db().execute(
            "SELECT rowid FROM found WHERE found MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            (_match(ask, stage), ask.low, min(below, ask.high), limit),
        )
        return [position for (position,) in found]

    def count(self, ask: Ask, cap: int) -> int:
        ((number,),) = self._db().execute(
            "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)",
            (_match(ask, Stage.ANY), ask.low, ask.high, cap),
        )
        return int(number)

    def size(self) -> int:
        ((number,),) = self._db().execute("SELECT count(*) FROM kept")
        return int(number)

    def replace(self, rows: Iterable[Row]) -> int:
        with _writing(self._db()) as db:
            db.execute("INSERT INTO found(found) VALUES ('delete-all')")
            db.execute("DELETE FROM kept")
            return _store(db, rows)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        self._db()
        with self.path.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    # The lock is taken at once, so that two writers wait instead of failing half-way.
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise Unavailable(str(error)) from error
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


_Kept = tuple[int, str, str, str, str]


def _tokens(kept: _Kept) -> _Kept:
    position, title, words, body, marks = kept
    return position, " ".join(bigrams(title)), words, " ".join(bigrams(body)), marks


def _store(db: sqlite3.Connection, rows: Iterable[Row]) -> int:
    number = 0
    for row in rows:
        number += 1
        kept = (row.position, row.title, " ".join(row.words), row.body, " ".join(row.marks))
        db.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?)", kept)
        db.execute(
            "INSERT INTO found(rowid, title, words, body, marks) VALUES (?, ?, ?, ?, ?)", _tokens(kept)
        )
    return number


def _forget(db: sqlite3.Connection, positions: Iterable[int]) -> None:
    for position in positions:
        kept = db.execute(
            "SELECT position, title, words, body, marks FROM kept WHERE position = ?", (position,)
        ).fetchone()
        if kept:
            db.execute(
                "INSERT INTO found(found, rowid, title, words, body, marks) VALUES ('delete', ?, ?, ?, ?, ?)",
                _tokens(kept),
            )
            db.execute("DELETE FROM kept WHERE position = ?", (position,))


def _phrase(phrase: str) -> str:
    # Tokens hold letters and figures only (lib.text), so that nothing in them can end the quotation.
    return f'"{" ".join(tokens_of(phrase))}"' if len(phrase) > 1 else f'"{phrase}" *'


def _match(ask: Ask, stage: Stage) -> str:
    anywhere = " AND ".join(f"{{title body}} : {_phrase(phrase)}" for phrase in ask.phrases)
    title = " AND ".join(f"title : {_phrase(phrase)}" for phrase in ask.phrases)
    marks = "".join(f' AND marks : "{mark}"' for mark in ask.marks)
    words = " AND ".join(f'words : "{word}"' for word in ask.words)
    match stage:
        case Stage.ANY:
            return f"({anywhere}){marks}"
        case Stage.TITLE_WORDS:
            return f"({title} AND {words}){marks}"
        case Stage.TITLE:
            return f"(({title}) NOT ({words})){marks}" if words else f"({title}){marks}"
        case Stage.BODY:
            return f"(({anywhere}) NOT ({title})){marks}"
