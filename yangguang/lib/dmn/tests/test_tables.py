"""Deciding by a table, proving it, telling it; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from yangguang.lib import feel
from yangguang.lib.dmn import (
    Decider,
    DmnError,
    HitPolicy,
    Input,
    Model,
    Output,
    Rule,
    Table,
    read,
    words,
    write,
)
from yangguang.lib.dmn.proof import prove
from yangguang.lib.feel import literals
from yangguang.lib.feel.reader import Reader
from yangguang.lib.feel.values import STRICT

from .tables import AMOUNT, GRAVITY, WHOLE, tiers


def test_a_decision_names_the_rule_it_comes_from() -> None:
    decider = Decider(WHOLE)
    assert decider.decide({"金额": 4_999, "情节": "严重"}).rules == (2,)
    outcome = decider.decide({"金额": Decimal("20000.01"), "情节": "轻微"})
    assert (outcome.value, outcome.rules) == (Decimal("10000.005"), (4,))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"情节": "轻微"}, "没有给出“违法所得（元）”"),
        ({"金额": None, "情节": "轻微"}, "要填一个数，没有值"),
        ({"金额": "一千", "情节": "轻微"}, "要填一个数，给的是 “一千”"),
        ({"金额": -1, "情节": "轻微"}, "不在规定的范围"),
        ({"金额": 1, "情节": "特别严重"}, "不在规定的范围"),
        ({"金额": Decimal("0.005"), "情节": "轻微"}, "0.01 的整数倍"),
        ({"金额": 0.1, "情节": "轻微"}, "浮点数"),
    ],
)
def test_what_is_missing_or_outside_is_told_and_never_decided(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DmnError, match=sentence):
        Decider(WHOLE).decide(facts)


def test_two_rules_where_one_may_apply_are_an_error_and_never_the_first() -> None:
    table = tiers(("<=5000", "-", "1"), (">=5000", "-", "2"))
    with pytest.raises(DmnError, match="第 1、2 条规则同时适用"):
        Decider(table).decide({"金额": 5000, "情节": "轻微"})
    with pytest.raises(DmnError, match="结果不同"):
        Decider(replace(table, hit_policy=HitPolicy.ANY)).decide({"金额": 5000, "情节": "轻微"})


def test_no_rule_is_an_error_with_the_facts_and_never_nothing() -> None:
    with pytest.raises(DmnError, match="没有一条规则适用：违法所得（元） 7000、情节 “轻微”"):
        Decider(tiers(("<5000", "-", "1"))).decide({"金额": 7000, "情节": "轻微"})


def test_a_whole_table_is_proven_and_says_so() -> None:
    proof = prove(WHOLE)
    assert proof.ok and not proof.problems
    assert "每一种都恰有一条规则适用" in proof.verdict


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            tiers(("<5000", "-", "1"), (">5000", "-", "2")),
            "例如违法所得（元） 5000 时，没有规则。",
        ),
        (
            tiers(("<5000", "-", "1"), (">=5000", '"轻微","严重"', "2")),
            "例如违法所得（元） 5000 、情节“较重”时，没有规则。",
        ),
        (
            tiers(("<=5000", "-", "1"), (">=5000", "-", "2")),
            "例如违法所得（元） 5000 、情节“轻微”时，第 1 条和第 2 条规则同时适用",
        ),
        (tiers(("-", '"特别严重"', "1"), ("-", "-", "1")), "不在取值范围"),
        (tiers((">100000", "-", "1"), ("-", "-", "2")), "第 1 条规则永远用不上"),
        (tiers(("-", "-", "罚款")), "用到了条件里没有的“罚款”"),
        (tiers(("-", "-", "")), "是空的"),
        (tiers(("-", "-", "5"), values="1,2"), "不在可取的值 1,2 之内"),
        (tiers(("-", "-", '"五"')), "要填一个数"),
        (tiers(("? < 5", "-", "1")), "不是写定的值或范围"),
        (tiers(('"五"', "-", "1")), "不是同一类"),
        (tiers(("[5..", "-", "1")), "第 1 条规则“违法所得（元）”一格"),
        (tiers(("-", "-", "1"), policy=HitPolicy.PRIORITY), "要写明结果可取的值"),
        (replace(WHOLE, inputs=(replace(AMOUNT, values=""), GRAVITY)), "没有写明取值范围"),
        (replace(WHOLE, inputs=(AMOUNT, replace(GRAVITY, expression="情 节"))), "要写一个事实的名称"),
        (replace(WHOLE, inputs=(replace(AMOUNT, step="0"), GRAVITY)), "最小单位"),
        (replace(WHOLE, rules=()), "还没有规则"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_in_a_sentence(table: Table, sentence: str) -> None:
    proof = prove(table)
    assert not proof.ok
    assert any(sentence in problem.message for problem in proof.errors), proof.problems


@pytest.mark.parametrize("cell", ["? < 5", "[5.."])
def test_a_cell_that_cannot_be_read_or_proven_names_its_rule(cell: str) -> None:
    proof = prove(tiers(("<5000", "-", "1"), (cell, "-", "2"), (">=5000", "-", "3")))
    assert [one.rules for one in proof.errors] == [(2,)]


def test_money_has_cents_so_that_nothing_lies_between_them() -> None:
    table = tiers(("<=1000", "-", "1"), (">=1000.01", "-", "2"))
    assert prove(table).ok
    loose = replace(table, inputs=(replace(AMOUNT, step=""), GRAVITY))
    assert any("大于 1000、小于 1000.01" in problem.message for problem in prove(loose).errors)


def test_too_much_to_look_at_cannot_be_proven_and_says_why() -> None:
    columns = tuple(Input(f"c{n}", "number", "[0..100]") for n in range(8))
    rules = tuple(
        Rule(
            tuple(f"[{(n * 7 + place * 3) % 60}..{(n * 7 + place * 3) % 60 + 30}]" for place in range(8)),
            ("1",),
        )
        for n in range(40)
    )
    table = Table(columns, (Output("x", "number"),), rules, HitPolicy.FIRST)
    proof = prove(table, cap=2)
    assert not proof.complete and not proof.ok
    assert any("证不出这张表没有漏" in problem.message for problem in proof.errors)


def test_a_rule_is_told_as_law_writes_it() -> None:
    assert [words.sentence(WHOLE, rule) for rule in WHOLE.rules] == [
        "违法所得（元）不满 5000，并且情节是“轻微”的，罚款（元）：500。",
        "违法所得（元）不满 5000，并且情节不是“轻微”的，罚款（元）：1000。",
        "违法所得（元） 5000 以上、不满 20000 的，罚款（元）：2000。",
        "违法所得（元） 20000 以上的，罚款（元）：金额 * 0.5。",
    ]


@pytest.mark.parametrize(
    "text",
    ["5", "-5.50", '"甲"', '"甲", "乙"', "<5", ">= 5", "[1..5)", "]1 .. 5[", "(1..5]", "true", "null", ".5"],
)
def test_the_short_way_reads_what_the_whole_reader_reads(text: str) -> None:
    short = literals.tests(text)
    whole = Reader(text, frozenset(), frozenset(), STRICT).tests()
    assert short is not None

    def plain(test: feel.Test) -> tuple[object, ...]:
        ends = [end.value if isinstance(end, feel.Constant) else end for end in (test.low, test.high)]
        return (test.op, *ends, test.low_closed, test.high_closed)

    assert [plain(one) for one in short] == [plain(one) for one in whole]


_KNOWLEDGE = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" id="m" namespace="n">
<inputData id="a" name="Base Amount"><variable name="Base Amount" typeRef="number"/></inputData>
<businessKnowledgeModel id="k" name="Late Fee"><variable name="Late Fee"/><encapsulatedLogic>
<formalParameter name="sum" typeRef="number"/><formalParameter name="days late"/>
<literalExpression><text>sum * 0.0005 * days late</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="d1" name="Fee"><variable name="Fee"/><informationRequirement><requiredInput href="#a"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
<invocation><literalExpression><text>Late Fee</text></literalExpression>
<binding><parameter name="sum"/><literalExpression><text>Base Amount</text></literalExpression></binding>
<binding><parameter name="days late"/><literalExpression><text>10</text></literalExpression></binding></invocation></decision>
<decision id="d2" name="Bill"><variable name="Bill"/><informationRequirement><requiredDecision href="#d1"/></informationRequirement>
<informationRequirement><requiredInput href="#a"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
<context><contextEntry><variable name="Same Fee"/><literalExpression><text>Late Fee(days late: 10, sum: Base Amount)</text></literalExpression></contextEntry>
<contextEntry><variable name="list"/><list><literalExpression><text>Fee</text></literalExpression><literalExpression><text>Same Fee</text></literalExpression></list></contextEntry>
<contextEntry><literalExpression><text>Base Amount + sum(list)</text></literalExpression></contextEntry></context></decision>
<decision id="d3" name="Codes"><variable name="Codes"/><relation><column name="code"/><column name="n"/>
<row><literalExpression><text>"a"</text></literalExpression><literalExpression><text>1</text></literalExpression></row></relation></decision>
<decisionService id="s" name="Billing"><variable name="Billing"/><outputDecision href="#d2"/><encapsulatedDecision href="#d1"/><inputData href="#a"/></decisionService>
</definitions>"""


def test_decisions_call_knowledge_and_use_each_other() -> None:
    model = Model(read(_KNOWLEDGE.encode()))
    assert model.evaluate("Fee", {"Base Amount": 1000}).value == Decimal("5")
    assert model.evaluate("Bill", {"Base Amount": 1000}).value == Decimal("1010")
    assert model.evaluate("Billing", {"Base Amount": 1000}).value == Decimal("1010")
    assert model.evaluate("Codes", {}).value == ({"code": "a", "n": Decimal(1)},)
    with pytest.raises(DmnError, match="没有给出“Base Amount”"):
        model.evaluate("Bill", {})
    assert read(write(model.definitions)) == model.definitions


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "DOCTYPE"),
        (b"<bpmn/>", "不是 DMN"),
        (b"<definitions", "不是正确的 XML"),
        (b"<definitions>" + b"<a>" * 70, "嵌套太深"),
        (b'<definitions><decision name="a"><decisionTable hitPolicy="LAST"><output/></decisionTable></decision></definitions>', "LAST"),
        (b'<definitions><decision name="a"><decisionTable><input/><output/></decisionTable></decision></definitions>', "inputExpression"),
        (b'<definitions><decision name="a"><decisionTable><output/><rule/></decisionTable></decision></definitions>', "第 1 条规则"),
        (b" " * (4 * 1024 * 1024 + 1), "4 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(xml: bytes, sentence: str) -> None:
    with pytest.raises(DmnError, match=sentence):
        read(xml)


def test_decisions_that_go_round_in_a_circle_are_refused() -> None:
    circle = (
        '<definitions><decision id="a" name="a"><informationRequirement><requiredDecision href="#b"/></informationRequirement>'
        '<literalExpression><text>b</text></literalExpression></decision><decision id="b" name="b"><informationRequirement>'
        '<requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision></definitions>'
    )
    with pytest.raises(DmnError, match="绕了一圈"):
        Model(read(circle.encode())).evaluate("a", {})
