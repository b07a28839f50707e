"""In the restored house: everything counted, brought up to date, indexed and verified against the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from yangguang.config.backup import contents, manifest
from yangguang.config.backup.databases import Query
from yangguang.config.backup.restoring import Proof
from yangguang.journal import rules
from yangguang.search.actions import rebuild


def prove(path: Path) -> Proof:
    """Compare this house with the manifest at *path*; verify the book against its head."""
    told = manifest.read(path.parent)
    counted = contents.counts(Query(_ask))
    faults = [
        _("表 %(table)s 应有 %(told)d 行，恢复后有 %(have)d 行")
        % {"table": table, "told": number, "have": counted.get(table, 0)}
        for table, number in told.counts.items()
        if counted.get(table) != number
    ]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    found = rebuild()
    report = rules.verify([told.head] if told.head else [])
    faults += [fault.message for fault in report.faults]
    return Proof(faults, report.acts, report.sealed, sum(counted.values()), found)


def _ask(statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("?", "%s"), values or None)
        return list(cursor.fetchall())
