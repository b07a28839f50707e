"""Every column of every journal table, changed one at a time behind the house's back, is found and named.

The table of cases is made from the models' own fields: a new column is tampered with from its first day, and
this test fails until the verification knows it or until it stands in NO_EVIDENCE with its reason.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from yangguang.journal import actions, rules
from yangguang.journal.models import (
    Act,
    ActReference,
    Delivery,
    Leaf,
    Node,
    PrivatePart,
    Seal,
    Sealer,
    Unsealed,
)
from yangguang.journal.verification import Report
from yangguang.web.fields import RefField

from .conftest import LAMP, STREET

Light = Callable[..., Act]
Tamper = Callable[..., int]
pytestmark = pytest.mark.django_db

# What may change without anybody being told something untrue.
NO_EVIDENCE = {
    (ActReference, "id"): "only counts rows; a reference is its act and its ref, both in the leaf",
    **{
        (Delivery, field.name): "what is still to be told to the house's own rooms; a repeat is harmless"
        for field in Delivery._meta.concrete_fields
    },
    (Sealer, "id"): "the sealer's lock: one row without content; the sealer makes it when it is missing",
}
TARGET = 4  # the place of the act that is tampered with: number 5, under the second seal
SEAL = 2
COLUMNS = [
    (model, field)
    for model in apps.get_app_config("journal").get_models()
    for field in model._meta.concrete_fields
    if (model, field.name) not in NO_EVIDENCE
]


@pytest.fixture
def book(light: Light) -> list[Act]:
    """Eleven acts under three seals, and one that is not sealed yet."""
    acts = []
    for size in (3, 4, 4):
        acts += [light(str(number), about=[STREET]) for number in range(size)]
        actions.seal()
    return [*acts, light("不封", about=[STREET])]


@pytest.fixture
def held(book: list[Act]) -> dict[str, Any]:
    """The seal that somebody outside has kept."""
    return Seal.objects.get(number=3).document()


@pytest.fixture
def after(held: dict[str, Any], tamper: Tamper) -> Iterator[Callable[..., Report]]:
    """What verification says after these statements, which are taken back at once."""

    def do(*statements: tuple[Any, ...]) -> Report:
        with transaction.atomic():
            for statement, *values in statements:
                assert tamper(statement, *values) == 1, statement
            report = rules.compare_with_held_seal(held)
            transaction.set_rollback(True)
        return report

    yield do
    assert rules.compare_with_held_seal(held).ok, "the book is whole again"


def rows(model: type[models.Model], book: list[Act]) -> dict[str, Any]:
    """The row of each table that speaks for the target: column and value of its key."""
    target = book[TARGET]
    return {
        Act: {"id": target.id},
        PrivatePart: {"act_id": target.id},
        ActReference: {"act_id": target.id, "ref": str(STREET)},
        Unsealed: {"act_id": book[11].id},
        Leaf: {"position": TARGET},
        Node: {"level": 0, "index": TARGET},
        Seal: {"number": SEAL},
    }[model]


def another(field: models.Field[Any, Any], book: list[Act], value: Any) -> Any:
    """A value that the column takes, other than *value*."""
    if field.is_relation:
        # Another place's act must not have the row already: for a leaf the unsealed one, else nobody's number.
        return {Leaf: book[11].id, Unsealed: book[TARGET].id}.get(field.model, value + 1000)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=1)
    if isinstance(field, models.BinaryField):
        return bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
    if isinstance(field, models.JSONField):
        return json.dumps({**value, "colour": value["colour"] + " "})
    if isinstance(field, RefField):
        return str(LAMP) + "9"
    if isinstance(field, models.IntegerField):
        return value + 1000
    return ("1" if value[:1] != "1" else "2") + value[1:]


def names(report: Report, model: type[models.Model], book: list[Act]) -> bool:
    """Whether a fault names the act that is meant (by uid or number), or the seal."""
    if model is Seal:
        return any(fault.seal == SEAL or f"第 {SEAL} 次" in fault.message for fault in report.faults)
    act = book[11] if model is Unsealed else book[TARGET]
    return any(fault.act == act.uid or fault.first <= TARGET + 1 <= fault.last for fault in report.faults)


@pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=[f"{model.__name__}.{field.name}" for model, field in COLUMNS]
)
def test_every_changed_column_is_found_and_named(
    model: type[models.Model],
    field: "models.Field[Any, Any]",
    book: list[Act],
    after: Callable[..., Report],
) -> None:
    key = rows(model, book)
    value = getattr(model._default_manager.filter(**key).get(), field.attname)
    where = " AND ".join(f'"{column}" = %s' for column in key)
    report = after(
        (
            f'UPDATE {model._meta.db_table} SET "{field.column}" = %s WHERE {where}',
            another(field, book, value),
            *key.values(),
        )
    )
    assert not report.ok
    assert names(report, model, book), [fault.message for fault in report.faults]


def test_what_is_no_evidence_exists_and_says_why() -> None:
    known = {
        (model, field.name)
        for model in apps.get_app_config("journal").get_models()
        for field in model._meta.concrete_fields
    }
    assert set(NO_EVIDENCE) <= known and all(NO_EVIDENCE.values())


@pytest.mark.parametrize("model", [Act, PrivatePart, ActReference, Leaf, Node, Seal, Unsealed])
def test_every_removed_row_is_found_and_named(
    model: type[models.Model], book: list[Act], after: Callable[..., Report]
) -> None:
    key = rows(model, book)
    where = " AND ".join(f'"{column}" = %s' for column in key)
    report = after((f"DELETE FROM {model._meta.db_table} WHERE {where}", *key.values()))
    assert names(report, model, book), [fault.message for fault in report.faults]


def test_a_removed_last_seal_is_named_by_the_seal_that_is_held(after: Callable[..., Report]) -> None:
    report = after(("DELETE FROM journal_seal WHERE number = 3",))
    assert {(fault.kind, fault.seal) for fault in report.faults} >= {("held", 3)}
    assert any(fault.first == 8 and fault.last == 11 for fault in report.faults)


def test_the_removed_reference_of_the_subject_itself_is_named(
    book: list[Act], after: Callable[..., Report]
) -> None:
    report = after(
        ("DELETE FROM journal_actreference WHERE act_id = %s AND ref = %s", book[TARGET].id, str(LAMP))
    )
    assert [(fault.kind, fault.act) for fault in report.faults] == [("altered", book[TARGET].uid)]


def test_a_node_that_does_not_belong_into_the_tree_is_named(after: Callable[..., Report]) -> None:
    report = after(
        ('INSERT INTO journal_node (level, "index", hash) VALUES (%s, %s, %s)', 3, 1, b"\x00" * 32)
    )
    assert [(fault.kind, fault.first, fault.last) for fault in report.faults] == [("rewritten", 9, 16)]


def test_an_act_that_is_queued_to_be_sealed_again_is_named(
    book: list[Act], after: Callable[..., Report]
) -> None:
    report = after(("INSERT INTO journal_unsealed (act_id) VALUES (%s)", book[TARGET].id))
    assert [(fault.kind, fault.act) for fault in report.faults] == [("unqueued", book[TARGET].uid)]


SWAPPED = [
    field.name
    for field in Act._meta.concrete_fields
    if field.name not in {"id", "uid", "version", "kind", "is_public", "subject", "actor_post"}
    and not field.name.startswith(("actor_", "organisation_", "basis"))
]


@pytest.mark.parametrize("column", SWAPPED)
def test_two_acts_that_exchanged_a_column_are_both_named(
    column: str, book: list[Act], after: Callable[..., Report]
) -> None:
    one, other = book[TARGET], book[TARGET + 5]
    of = {
        act: Act.objects.annotate(raw=models.F(column)).values_list("raw", flat=True).get(id=act.id)
        for act in (one, other)
    }
    field = Act._meta.get_field(column)
    raw = {act: field.get_db_prep_save(value, connection) for act, value in of.items()}
    if isinstance(field, models.JSONField):
        raw = {act: json.dumps(value) for act, value in of.items()}
    report = after(
        (f'UPDATE journal_act SET "{column}" = %s WHERE id = %s', raw[other], one.id),
        (f'UPDATE journal_act SET "{column}" = %s WHERE id = %s', raw[one], other.id),
    )
    assert {one.uid, other.uid} <= {fault.act for fault in report.faults}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the type of a column")
@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE journal_act SET occurred_at = %s WHERE id = {act}", "昨天"),
        ("UPDATE journal_act SET recorded_at = %s WHERE id = {act}", 7),
        ("UPDATE journal_act SET subject = %s WHERE id = {act}", "没有这种事项"),
        ("UPDATE journal_act SET public = %s WHERE id = {act}", "[]"),
        ("UPDATE journal_act SET public = %s WHERE id = {act}", '{"colour": 1.5}'),
        ("UPDATE journal_act SET version = %s WHERE id = {act}", "二"),
        ("UPDATE journal_actreference SET ref = %s WHERE act_id = {act} AND ref LIKE 'tests.street%%'", "？"),
        ("UPDATE journal_privatepart SET data = %s WHERE act_id = {act}", b""),
        ("UPDATE journal_privatepart SET data = %s WHERE act_id = {act}", "文字"),
    ],
)
def test_rubbish_in_an_act_is_named_and_stops_nothing(
    book: list[Act], after: Callable[..., Report], statement: str, value: Any
) -> None:
    for act, other in ((book[TARGET], book[TARGET + 4]), (book[11], book[TARGET])):
        report = after(
            (statement.format(act=act.id), value),
            ("UPDATE journal_act SET basis = 'x' WHERE id = %s", other.id),
        )
        assert {act.uid, other.uid} <= {fault.act for fault in report.faults}, report.faults


@pytest.mark.parametrize(("column", "value"), [("public_key", "zz"), ("root", ""), ("signature", "0")])
def test_rubbish_in_a_seal_is_named_and_stops_nothing(
    after: Callable[..., Report], book: list[Act], column: str, value: str
) -> None:
    report = after(
        (f"UPDATE journal_seal SET {column} = %s WHERE number = 2", value),
        ("UPDATE journal_act SET basis = 'x' WHERE id = %s", book[TARGET].id),
    )
    assert 2 in {fault.seal for fault in report.faults}
    assert book[TARGET].uid in {fault.act for fault in report.faults}
