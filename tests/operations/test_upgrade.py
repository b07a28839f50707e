"""The house of the first release, with data in it, becomes today's: every row kept, the book byte for byte what it was.

Today's verbs fill today's tables; what of them the first release already knew is laid into a database that was migrated
to each room's first migration only. Then that database is upgraded as an operator does it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.cast import Cast
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure import seeds
from yangguang.disclosure.models import Category
from yangguang.journal import actions as journal
from yangguang.journal.models import Seal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="rows are carried over from file to file"),
]
MIGRATIONS = Path(__file__).parents[2] / "yangguang"


def test_the_first_release_with_data_becomes_todays(cast: Cast, house: Path, tmp_path: Path) -> None:
    drafter = acting_as(cast.lin, cast.county.civil, permission=Permission.DRAFT)
    seeds.load()
    facts = disclosure.Facts(
        title="阳光县民政局关于提高2026年低保标准的通知",
        category=Category.objects.get(code="A20_11"),
        body_html="<p>自2026年7月1日起，城市低保标准为每人每月720元。</p>",
        generated_on=date(2026, 11, 2),
    )
    item = disclosure.draft(facts, organisation=cast.county.civil, acting=drafter)
    disclosure.submit(item, acting=drafter)
    journal.seal()
    held = Seal.objects.last()
    assert held is not None
    old = tmp_path / "old" / "yangguang.sqlite3"
    old.parent.mkdir()
    (old.parent / "held.json").write_text(json.dumps(held.document()), encoding="utf-8")
    run(old.parent, FIRST)
    carried = carry_over(Path(connection.settings_dict["NAME"]), old)
    assert carried["journal_act"] > 5 and carried["disclosure_item"] == 1 and carried["casework_task"]

    told = run(old.parent, UPGRADE)
    assert told == {"faults": [], "pages": {"/": 200, "/verify/": 200, "/seals/": 200}, "waiting": 0}
    with closing(sqlite3.connect(old)) as upgraded:
        for table, number in carried.items():
            assert upgraded.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= number, table


def carry_over(today: Path, old: Path) -> dict[str, int]:
    """Copy the rows of our rooms, as far as the first release had their columns; how many by table."""
    with closing(sqlite3.connect(old)) as db:
        db.execute(
            "PRAGMA ignore_check_constraints = ON"
        )  # they call functions that only Django brings along
        db.execute("ATTACH ? AS today", [str(today)])
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        carried = {}
        for table in tables:
            if table.partition("_")[0] not in settings.ROOMS or not columns(db, "today", table):
                continue
            shared = [
                f'"{name}"' for name in columns(db, "main", table) if name in columns(db, "today", table)
            ]
            names = ", ".join(shared)
            db.execute(f"DELETE FROM main.{table}")
            done = db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM today.{table}")
            carried[table] = done.rowcount
        db.commit()
    return carried


def columns(db: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA {schema}.table_info({table})")]


def run(folder: Path, program: str) -> object:
    """Run in a process of its own, whose house is the one in *folder*."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yangguang.config.settings",
        "YANGGUANG_DATA_DIR": str(folder),
        "YANGGUANG_DATABASE_URL": f"sqlite:///{folder / 'yangguang.sqlite3'}",
        "YANGGUANG_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        cwd=MIGRATIONS.parent,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


# Each room as its first migration made it, the frameworks as they are now; no seeds, as their rows are carried over.
FIRST = """
import json, django
django.setup()
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(connection)
ours = {app for app, _name in loader.disk_migrations if app in settings.ROOMS}
targets = [(app, name) for app, name in loader.graph.nodes if app in ours and name.startswith("0001_")]
targets += [node for node in loader.graph.leaf_nodes() if node[0] not in ours]
MigrationExecutor(connection).migrate(targets)
print(json.dumps(len(targets)))
"""
UPGRADE = """
import json, pathlib, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from yangguang.journal.rules import verify
call_command("migrate", verbosity=0, interactive=False)
held = json.loads((pathlib.Path(settings.DATA_DIR) / "held.json").read_text())
executor = MigrationExecutor(connection)
host = settings.ALLOWED_HOSTS[0]
pages = {path: Client(SERVER_NAME=host).get(path).status_code for path in ("/", "/verify/", "/seals/")}
print(json.dumps({
    "faults": [fault.message for fault in verify([held]).faults],
    "pages": pages,
    "waiting": len(executor.migration_plan(executor.loader.graph.leaf_nodes())),
}))
"""
