"""The files of an index that is made anew beside the one in use, and changes places with it.

    search.sqlite3            the first index of an installation
    search.sqlite3.<name>     every later one
    search.sqlite3.current    which of them is in use (a name); without it, the first
    search.sqlite3.next       which of them is being made

Changing places is the renaming of one small file. Whoever still reads the old index reads on undisturbed and comes to
the new one with the next question.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from yangguang.lib.text import FORM

from .base import Unavailable

# `ascii` takes every character beyond ASCII as part of a token: what parts tokens is decided in lib.text
# alone, and newer ideographs that this SQLite does not know yet are found like any other.
# Titles are held once more apart: who asks for a title then walks the titles that answer, and not every text in which the
# phrase stands. Words and marks carry signs of their own, so that no column need be named, which costs a quarter.
_TABLES = """
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(title, body, marks, content='', tokenize='ascii');
CREATE VIRTUAL TABLE IF NOT EXISTS titles USING fts5(title, words, marks, content='', tokenize='ascii');
CREATE TABLE IF NOT EXISTS kept (position INTEGER PRIMARY KEY, title TEXT, words TEXT, body TEXT, marks TEXT) STRICT;
CREATE TABLE IF NOT EXISTS facts (position INTEGER PRIMARY KEY, organisation TEXT, category TEXT, kind TEXT,
    validity TEXT, year INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS made (form INTEGER) STRICT;
"""
_EARLIER = "DROP TABLE IF EXISTS found; DROP TABLE IF EXISTS kept; DROP TABLE IF EXISTS facts; DROP TABLE IF EXISTS made;"
OUTDATED = 0
"""The form of an index whose tables were laid out otherwise: it was emptied, and the worker makes it anew."""


class IndexFiles:
    """The connections of each thread: to the index in use, and to the one that is being made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = threading.local()

    def generation(self) -> str:
        return self._name("current")

    def begun(self) -> str:
        return self._name("next")

    def current(self) -> sqlite3.Connection:
        """The index in use; made on the first call ever. Raises Unavailable."""
        for _ in range(3):
            name = self.generation()
            held: tuple[str, sqlite3.Connection] | None = getattr(self._threads, "current", None)
            if held and held[0] == name:
                return held[1]
            if held:
                held[1].close()
                self._threads.current = None
            try:
                db = _open(self._file(name), make=not name)
            except Unavailable:
                if self.generation() == name:
                    raise
                continue  # it changed places between the two looks
            self._threads.current = (name, db)
            return db
        raise Unavailable(f"{self.path}: the index changes places again and again")

    def next(self) -> sqlite3.Connection:
        """The index that is being made. Raises Unavailable when there is none."""
        name = self.begun()
        if not name:
            raise Unavailable("no index is being made")
        held: tuple[str, sqlite3.Connection] | None = getattr(self._threads, "next", None)
        if held and held[0] == name:
            return held[1]
        self._close_next()
        db = _open(self._file(name), make=False)
        self._threads.next = (name, db)
        return db

    def both(self) -> Iterator[sqlite3.Connection]:
        """The one that is being made comes first: what only it has learnt does no harm if the other fails."""
        if self.begun():
            yield self.next()
        yield self.current()

    def begin(self, name: str) -> None:
        """Make an empty index under a name; whatever else lies there and is not in use is swept away."""
        try:
            self._close_next()
            self._beside("next").unlink(missing_ok=True)
            self._sweep()
            _open(self._file(name), make=True).close()
            self._point("next", name)
        except OSError as error:
            raise Unavailable(f"{self.path}: {error}") from error

    def swap(self) -> None:
        name = self.begun()
        db = self.next()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._close_next()
        try:
            self._point("current", name)
            self._beside("next").unlink(missing_ok=True)
            self._sweep()
        except OSError as error:
            raise Unavailable(f"{self.path}: {error}") from error

    def _file(self, name: str) -> Path:
        return self._beside(name) if name else self.path

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{suffix}")

    def _name(self, pointer: str) -> str:
        # Read each time: a few microseconds, and no time stamp can be too coarse to see a change.
        try:
            return self._beside(pointer).read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except OSError as error:
            raise Unavailable(f"{self.path}: {error}") from error

    def _point(self, pointer: str, name: str) -> None:
        """Write a pointer so that after any crash either the old or the new one is there, whole."""
        draft = self._beside(f"{pointer}-draft")
        with draft.open("w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._beside(pointer))
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _sweep(self) -> None:
        used = {
            self._file(self.generation()).name,
            *([self._file(self.begun()).name] if self.begun() else []),
        }
        ours = re.compile(rf"({re.escape(self.path.name)}(?:\.[0-9A-Za-z]{{26}})?)(?:-wal|-shm)?")
        for path in self.path.parent.glob(f"{self.path.name}*"):
            found = ours.fullmatch(path.name)
            if found and found[1] not in used:
                with suppress(FileNotFoundError):
                    path.unlink()

    def _close_next(self) -> None:
        held: tuple[str, sqlite3.Connection] | None = getattr(self._threads, "next", None)
        if held:
            held[1].close()
            self._threads.next = None


def _open(path: Path, *, make: bool) -> sqlite3.Connection:
    try:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if make else "rw"
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=20, isolation_level=None
        )
        db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
        )
        known = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if "titles" not in known:
            db.executescript(f"BEGIN IMMEDIATE; {_EARLIER if 'kept' in known else ''} {_TABLES} COMMIT;")
            for table in ("found", "titles"):
                db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', 16777216)")
            form = OUTDATED if "kept" in known else FORM
            db.execute("INSERT INTO made SELECT ? WHERE NOT EXISTS (SELECT 1 FROM made)", (form,))
    except (OSError, sqlite3.OperationalError) as error:
        raise Unavailable(f"{path}: {error}") from error
    return db
