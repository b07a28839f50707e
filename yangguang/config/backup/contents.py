"""What the copied state holds: rows, the last seal, the files that belong to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yangguang.config.backup.databases import Query, engine
from yangguang.lib import seals

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}


def counts(query: Query) -> dict[str, int]:
    """The rows of each table, counted."""
    names = [str(row[0]) for row in query(_TABLES[engine()])]
    return {name: int(query(f'SELECT count(*) FROM "{name}"')[0][0]) for name in names}


def migrations(query: Query) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in query("SELECT app, name FROM django_migrations ORDER BY app, name"):
        found.setdefault(app, []).append(name)
    return found


def head(query: Query) -> dict[str, Any] | None:
    """The last seal as the document that leaves the house."""
    rows = query(
        "SELECT number, size, root, sealed_at, previous, public_key, signature FROM journal_seal"
        " ORDER BY number DESC LIMIT 1"
    )
    if not rows:
        return None
    number, size, root, sealed_at, previous, public_key, signature = rows[0]
    moment = datetime.fromisoformat(sealed_at) if isinstance(sealed_at, str) else sealed_at
    unsigned = seals.body(
        number=number,
        size=size,
        root=root,
        sealed_at=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        previous=previous,
        public_key=public_key,
    )
    return {**unsigned, "signature": signature}


def blobs(query: Query) -> dict[str, int]:
    """Hash and size of every content that a file of the copied state uses."""
    return {
        str(sha256): int(size)
        for sha256, size in query(
            "SELECT DISTINCT b.sha256, b.size FROM files_blob b JOIN files_storedfile f ON f.blob_id = b.sha256"
        )
    }
