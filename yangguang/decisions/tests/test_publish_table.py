"""Publishing a table: only what is proven, by whom may, for whom one may; and deciding by it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.decisions import actions, health, rules
from yangguang.decisions.models import TableVersion
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock, dmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

from .conftest import discretion

pytestmark = pytest.mark.django_db


def test_a_proven_table_is_published_with_an_act_that_holds_its_fingerprint(published: TableVersion) -> None:
    act = Act.objects.get(kind="decisions.table_published", subject="decisions.version:emission-fine.1")
    assert act.public["sha256"] == published.sha256
    assert "恰有一条规则适用" in published.verdict


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (discretion(("<5000", "-", "1"), (">5000", "-", "2")), "例如违法所得（元） 5000"),
        (discretion(("<=5000", "-", "1"), (">=5000", "-", "2")), "第 1 条和第 2 条规则同时适用"),
        (discretion(name=""), "名称"),
        (discretion().replace(b"<text>[0..100000]</text>", b"<text>-</text>"), "取值范围"),
        (b"<x/>", "不是 DMN"),
        (b"PK nothing", "不是完好的 Excel"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
    ],
)
def test_what_is_not_proven_is_refused_with_every_problem(cast: Cast, broken: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        actions.publish_table(broken, code="emission-fine", actor=SYSTEM)
    assert not TableVersion.objects.exists()


def test_the_same_text_is_not_published_twice_and_numbers_count_through_all_scopes(
    cast: Cast, published: TableVersion
) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.publish_table(discretion(), code="emission-fine", actor=SYSTEM)
    assert refusal.value.code == "conflict"
    town = actions.publish_table(
        discretion(("-", "-", "300")), code="emission-fine", organisation=cast.county.town, actor=SYSTEM
    )
    assert town.number == 2
    assert rules.table_for("emission-fine", cast.county.village) == town
    assert rules.table_for("emission-fine", cast.county.civil) == published


def test_a_decision_names_its_rule_in_a_sentence(published: TableVersion) -> None:
    decided = rules.evaluate(published, {"金额": Decimal("4999.99"), "情节": "严重"})
    assert (decided.outcome.value, decided.outcome.rules) == (Decimal(1000), (2,))
    assert decided.explanation == (
        "按“超标排放裁量基准”第 1 版第 2 条规则（违法所得（元）不满 5000，并且违法情节不是“轻微”）：罚款（元） 1000。"
    )


def test_a_missing_fact_is_refused_and_never_guessed(published: TableVersion) -> None:
    with pytest.raises(Refusal, match="没有给出“违法情节”") as refusal:
        rules.evaluate(published, {"金额": 1})
    assert refusal.value.code == "undecidable"


def test_where_nothing_is_published_nothing_is_decided(cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal:
        rules.table_for("nothing", cast.county.civil)
    assert refusal.value.code == "no-table"


def test_a_manager_below_does_not_publish_for_everybody(cast: Cast) -> None:
    post = Post.objects.create(
        organisation=cast.county.town,
        code="town-operator",
        name="镇管理员",
        permissions=[str(Permission.MANAGE_TABLES)],
    )
    Appointment.objects.create(user=cast.ma, post=post, since=clock.today())
    acting = acting_as(cast.ma, cast.county.town, permission=Permission.MANAGE_TABLES)
    with pytest.raises(Refusal) as refusal:
        actions.publish_table(discretion(), code="emission-fine", actor=acting)
    assert refusal.value.code == "forbidden"
    own = actions.publish_table(
        discretion(), code="emission-fine", organisation=cast.county.town, actor=acting
    )
    assert own.table.organisation == cast.county.town


def test_the_doctor_finds_a_table_that_was_altered(published: TableVersion) -> None:
    assert all(check.ok for check in health.checks())
    TableVersion.objects.update(xml=bytes(published.xml).replace(b"500<", b"5<"))
    (check,) = health.checks()
    assert not check.ok
    assert "指纹不符" in check.message


def test_the_command_line_checks_and_publishes(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    hole, whole = tmp_path / "hole.dmn", tmp_path / "whole.xlsx"
    hole.write_bytes(discretion(("<5000", "-", "1")))
    decision, table = dmn.the_table(dmn.read(discretion()))
    whole.write_bytes(b"".join(dmn.sheet_pieces(decision.name, table)))
    assert main(["table", "check", str(hole), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["problems"][0]["facts"]["金额"] == "5000"
    assert main(["table", "publish", str(whole), "--code", "emission-fine"]) == 0
    assert "/tables/emission-fine/1/" in capsys.readouterr().out
