"""The index behind search: SQLite FTS5 in its own file, or PostgreSQL GIN, under one interface.

Both store the same tokens of the same normal form (``lib.text``), so they find the same things.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from .base import Ask, Engine, First, Row, Spelling, Stage, Tally, Unavailable
from .postgres import PostgresEngine
from .sqlite import SqliteEngine

__all__ = ["Ask", "Engine", "First", "Row", "Spelling", "Stage", "Tally", "Unavailable", "current"]

_sqlite: dict[Path, SqliteEngine] = {}


def current() -> Engine:
    """The engine that belongs to the database in use."""
    if connection.vendor == "postgresql":
        return PostgresEngine()
    path = Path(settings.YANGGUANG_SEARCH_PATH)
    if path not in _sqlite:
        _sqlite[path] = SqliteEngine(path)
    return _sqlite[path]
