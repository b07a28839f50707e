"""Django's ``flush`` for test databases, where the book must be emptied between tests.

The triggers that make the journal append-only are set aside while the tables are emptied. In
production the command refuses: there nobody empties the book.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS, connections

TABLES = (
    "journal_act",
    "journal_actreference",
    "journal_leaf",
    "journal_node",
    "journal_seal",
    "journal_privatepart",
)


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if getattr(settings, "PRODUCTION", False):
            raise CommandError("the journal is append-only: flush is refused in production")
        with _triggers_aside(options.get("database") or DEFAULT_DB_ALIAS):
            super().handle(**options)


@contextmanager
def _triggers_aside(alias: str) -> Iterator[None]:
    connection = connections[alias]
    present = set(connection.introspection.table_names())
    tables = [table for table in TABLES if table in present]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        marks = ",".join("%s" for _ in tables)
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})", tables
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
