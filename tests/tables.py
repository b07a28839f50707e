"""The tables of a test run are made from today's models, in seconds; to migrate from nothing takes a minute and more.

What migrations make beside models is made here by their own functions. tests/operations/test_install.py migrates a house from
nothing and compares it with what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings

from yangguang.config.settings import ROOMS

MADE_BY_HAND = (
    ("casework", "0011_cases_found_by_pairs", "make"),
    ("journal", "0002_append_only", "install"),
    ("search", "0001_entries_and_changes", "make_index"),
    ("search", "0002_words_rebuild_validity", "widen_index"),
)
Ask = Callable[[str], list[tuple[Any, ...]]]


def make() -> None:
    """All tables in an empty database, for a house that no test migrates."""
    with override_settings(MIGRATION_MODULES={one.label: None for one in apps.get_app_configs()}):
        call_command("migrate", run_syncdb=True, verbosity=0)
    complete()


def complete() -> None:
    """What the models do not tell: triggers, indexes and tables of the rooms' own; and all migrations noted as done."""
    with connection.schema_editor() as editor:
        for room, migration, function in MADE_BY_HAND:
            getattr(import_module(f"yangguang.{room}.migrations.{migration}"), function)(None, editor)
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        executor.recorder.record_applied(migration.app_label, migration.name)


def shape(ask: Ask, vendor: str) -> set[str]:
    """Every column, index, constraint and trigger of the rooms' tables, one line each; ``ask`` runs a query."""
    found = _sqlite(ask) if vendor == "sqlite" else _postgresql(ask)
    return {
        f"{table}: {' '.join(str(told).split())}" for table, told in found if table.partition("_")[0] in ROOMS
    }


def _sqlite(ask: Ask) -> Iterator[tuple[str, str]]:
    for kind, table, sql in ask("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind != "table":
            yield table, sql
            continue
        for found in re.finditer(r'CONSTRAINT "\w+" (?:CHECK|UNIQUE) ', sql):
            yield table, found[0] + _bracketed(sql, found.end())
        for _place, name, form, required, default, key in ask(f'PRAGMA table_info("{table}")'):
            yield table, f"column {name} {form} {required} {default} {key}"
        for _id, _place, other, here, there, *_rest in ask(f'PRAGMA foreign_key_list("{table}")'):
            yield table, f"reference {here} {other} {there}"


def _bracketed(sql: str, start: int) -> str:
    """From an opening bracket to the one that closes it."""
    depth = 0
    for end in range(start, len(sql)):
        depth += (sql[end] == "(") - (sql[end] == ")")
        if not depth:
            return sql[start : end + 1]
    return sql[start:]


def _postgresql(ask: Ask) -> Iterator[tuple[str, str]]:
    for table, *column in ask(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ):
        yield table, f"column {column}"
    for table, index in ask("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"):
        yield table, index
    for table, name, told in ask(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0"
    ):
        yield table, f"{name} {told}"
    for table, told in ask(
        "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    ):
        yield table, told
