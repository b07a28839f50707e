"""A small street of lamps to write about, and a hand that tampers with the database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from yangguang.journal import actions, kinds, subjects
from yangguang.journal.actors import Actor
from yangguang.journal.management.commands.flush import TABLES
from yangguang.journal.models import Act
from yangguang.lib.ref import Ref

kinds.declare("tests.lamp_lit", "点灯", summary="点亮了%(colour)s灯")
kinds.declare("tests.lamp_inspected", "检查", public=False)

LAMP, STREET = Ref("tests.lamp", "L1"), Ref("tests.street", "S1")
CHEN = Actor(
    key="01CHEN",
    name="陈静",
    post="分管领导",
    organisation="县民政局",
    organisation_code="civil-affairs",
    on_behalf_of="周敏",
)


@pytest.fixture
def light() -> Callable[..., Act]:
    """Record that a lamp was lit; keywords of ``record`` override the usual facts."""

    def do(colour: str = "红", kind: str = "tests.lamp_lit", **more: Any) -> Act:
        facts = {
            "subject": LAMP,
            "actor": CHEN,
            "public": {"colour": colour},
            "private": {"phone": "13800000000"},
        }
        with transaction.atomic():
            return actions.record(kind, **(facts | more))

    return do


@pytest.fixture
def tamper() -> Callable[..., int]:
    """Run SQL as somebody who owns the database and has set the triggers aside; how many rows it changed."""

    def do(statement: str, *values: Any) -> int:
        _set_guards_aside()
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)

    return do


@pytest.fixture(autouse=True)
def empty_book(request: pytest.FixtureRequest) -> None:
    """The seeds of the run have written acts of their own; these tests count from an empty book."""
    if request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("db" if not _transactional(request) else "transactional_db")
    with transaction.atomic():
        if not Act.objects.exists():
            return
        remake = _set_guards_aside()
        with connection.cursor() as cursor:
            for table in (
                "leaf",
                "node",
                "seal",
                "unsealed",
                "delivery",
                "actreference",
                "privatepart",
                "act",
            ):
                cursor.execute(f"DELETE FROM journal_{table}")
            for statement in remake:
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def _set_guards_aside() -> list[str]:
    """Let this transaction rewrite the book; on SQLite, what makes the triggers again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return []
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = [(name, sql) for name, table, sql in cursor.fetchall() if table in TABLES]
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        return [sql for _name, sql in guards]


@pytest.fixture(autouse=True)
def known_subjects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lamps answer to their number; only L1 has a public page."""
    monkeypatch.setattr(subjects, "_subjects", {})
    subjects.register(
        "tests.lamp",
        label="路灯",
        find=lambda text: Ref("tests.lamp", text) if text.startswith("L") else None,
        describe=lambda ref: subjects.Description("一号路灯", "/lamps/1/") if ref == LAMP else None,
    )
    yield
