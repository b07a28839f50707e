"""Random tables: what the proof says, what the evaluation answers, and what a reading of the cells by hand says."""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from yangguang.lib.dmn import Decider, Decision, Definitions, DmnError, HitPolicy, Table, read, write
from yangguang.lib.dmn.proof import prove

from .tables import random_tables, situations

EXAMPLES = int(os.environ.get("YANGGUANG_PROPERTY_EXAMPLES", "100"))
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def _literal(text: str) -> Any:
    if found := re.fullmatch(r'date\("(.*)"\)', text):
        return date.fromisoformat(found[1])
    return {"true": True, "false": False}.get(text) if text in {"true", "false"} else text.strip('"') if text[0] == '"' else Decimal(text)  # fmt: skip


def _passes(text: str, value: Any) -> bool:
    """A cell read by hand, apart from the reader of the house."""
    if text == "-":
        return True
    if found := re.fullmatch(r"not\((.*)\)", text):
        return not _passes(found[1], value)
    if ".." in text:
        low, high = (_literal(one) for one in text[1:-1].split(".."))
        above = value >= low if text[0] == "[" else value > low
        return bool(above and (value <= high if text[-1] == "]" else value < high))
    if "," in text:
        return any(_passes(one, value) for one in text.split(","))
    if found := re.match(r"<=|>=|<|>", text):
        return bool(_COMPARE[found[0]](value, _literal(text[found.end() :])))
    return bool(value == _literal(text))


def _by_hand(table: Table, facts: Mapping[str, Any]) -> list[int]:
    return [
        number
        for number, rule in enumerate(table.rules, 1)
        if all(
            _passes(text, facts[column.expression])
            for text, column in zip(rule.inputs, table.inputs, strict=True)
        )
    ]


@given(random_tables())
@settings(max_examples=EXAMPLES)
def test_the_proof_finds_exactly_the_holes_and_overlaps_that_there_are(table: Table) -> None:
    applies = [_by_hand(table, facts) for facts in situations(table)]
    proof = prove(table)
    told = {problem.code for problem in proof.problems}
    assert proof.complete
    assert ("gap" in told) == any(not rules for rules in applies)
    if table.hit_policy is HitPolicy.UNIQUE:
        assert ("overlap" in told) == any(len(rules) > 1 for rules in applies)
    if table.hit_policy is HitPolicy.ANY:
        differing = [{table.rules[n - 1].outputs for n in rules} for rules in applies]
        assert ("overlap" in told) == any(len(results) > 1 for results in differing)
    never = {number for number in range(1, len(table.rules) + 1) if not any(number in r for r in applies)}
    assert never == {problem.rules[0] for problem in proof.problems if problem.code == "never"}
    if table.hit_policy is HitPolicy.FIRST:
        first = {rules[0] for rules in applies if rules}
        late = set(range(1, len(table.rules) + 1)) - first - never
        assert late == {problem.rules[0] for problem in proof.problems if problem.code == "shadowed"}


@given(random_tables())
@settings(max_examples=EXAMPLES)
def test_every_example_of_the_proof_shows_what_it_says(table: Table) -> None:
    for problem in prove(table).problems:
        if problem.code == "gap":
            assert _by_hand(table, problem.facts) == []
        if problem.code == "overlap":
            assert set(problem.rules) <= set(_by_hand(table, problem.facts))


@given(random_tables())
@settings(max_examples=EXAMPLES)
def test_a_decision_is_that_of_the_rules_that_apply_by_hand(table: Table) -> None:
    decider = Decider(table)
    for facts in situations(table):
        rules = _by_hand(table, facts)
        try:
            outcome = decider.decide(facts)
        except DmnError as error:
            clash = len(rules) > 1 and table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.ANY}
            assert clash or not rules, error
            continue
        results = [Decimal(table.rules[number - 1].outputs[0]) for number in rules]
        assert list(outcome.matched) == rules
        assert outcome.value == _wanted(table, results)


def _wanted(table: Table, results: list[Decimal]) -> Any:
    preferred = sorted(results, key=lambda one: [3, 1, 2].index(int(one)))
    many: dict[Any, Any] = {
        None: tuple(results),
        "COUNT": Decimal(len(results)),
        "SUM": sum(results),
        "MIN": min(results, default=None),
        "MAX": max(results, default=None),
    }
    if table.hit_policy.many:
        return tuple(preferred) if table.hit_policy is HitPolicy.OUTPUT_ORDER else many[table.aggregation]
    return preferred[0] if table.hit_policy is HitPolicy.PRIORITY else results[0]


@given(random_tables())
@settings(max_examples=EXAMPLES)
def test_what_is_written_is_read_again(table: Table) -> None:
    whole = Definitions(
        "d", "裁量", "https://example.org/d", decisions=(Decision("t", "裁量", table, description="说明"),)
    )
    assert read(write(whole)) == whole
    assert write(read(write(whole))) == write(whole)
