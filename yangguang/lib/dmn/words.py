"""Tells a rule in words, as law writes them: 以上 and 以下 include the number, 超过 and 不满 do not (民法典第一千二百五十九条)."""

from __future__ import annotations

from yangguang.lib import feel

from .axis import value_words
from .model import Input, Output, Rule, Table


def condition(column: Input, text: str) -> str:
    """What one cell asks, e.g. ``违法所得（元）1000 以上、不满 5000``; empty when it asks nothing."""
    cell = feel.cell(text)
    if cell.any:
        return ""
    if not cell.literal:
        return f"{column.called}符合 {text}"
    single = all(test.op == "=" for test in cell.tests)
    truth = [test.low.value for test in cell.tests if isinstance(test.low, feel.Constant)] if single else []
    if len(truth) == 1 and isinstance(truth[0], bool):
        return f"{column.called}：{'是' if truth[0] != cell.negated else '否'}"
    said = ("或" if not cell.negated else "、").join(_test(test) for test in cell.tests)
    if cell.negated:
        return f"{column.called}不是{said}"
    return f"{column.called}{'是' if single and '“' in said else ''}{said}"


def _test(test: feel.Test) -> str:
    low = test.low.value if isinstance(test.low, feel.Constant) else None
    high = test.high.value if isinstance(test.high, feel.Constant) else None
    if test.op != "span":
        said = value_words(low).rstrip()
        return said if test.op == "=" else f"不是{said}"
    begin = (
        "" if low is None else f" {feel.shown(low)} 以上" if test.low_closed else f"超过 {feel.shown(low)}"
    )
    end = (
        ""
        if high is None
        else f" {feel.shown(high)} 以下"
        if test.high_closed
        else f"不满 {feel.shown(high)}"
    )
    return "、".join(one for one in (begin, end.lstrip() if begin else end) if one)


def conditions(table: Table, rule: Rule) -> str:
    """When a rule applies: all its conditions in one phrase."""
    asked = [condition(column, text) for column, text in zip(table.inputs, rule.inputs, strict=True)]
    return "，并且".join(one for one in asked if one) or "任何情形"


def result(column: Output, text: str) -> str:
    """What one result cell says, e.g. ``罚款（元）：500``."""
    return f"{column.called}：{result_value(text)}"


def result_value(text: str) -> str:
    """A result as a reader wants it: a literal without its quotes, a calculation as it is written."""
    try:
        expression = feel.compile(text)
        return feel.shown(expression.evaluate({})) if expression.constant else text
    except feel.FeelError:
        return text


def sentence(table: Table, rule: Rule) -> str:
    """A whole rule in one sentence."""
    results = "，".join(
        result(column, text) for column, text in zip(table.outputs, rule.outputs, strict=True)
    )
    asked = conditions(table, rule)
    return f"{asked}{' ' if asked[-1].isdigit() else ''}的，{results}。"


def cell_shown(text: str) -> str:
    """A cell of conditions as the table on the page shows it: short."""
    try:
        cell = feel.cell(text)
    except feel.FeelError:
        return text
    if cell.any:
        return "不限"
    if not cell.literal:
        return text
    said = "、".join(_test(test).strip().strip("“”") for test in cell.tests)
    return f"除 {said} 以外" if cell.negated else said


def value_told(table: Table, value: feel.Value) -> str:
    """An outcome in words: a single result under the name of its column."""
    if isinstance(value, tuple):
        return "；".join(value_told(table, one) for one in value) or "无"
    if isinstance(value, dict):
        called = {one.name or one.called: one.called for one in table.outputs}
        return "，".join(f"{called.get(name, name)} {feel.shown(one)}" for name, one in value.items())
    return f"{table.outputs[0].called} {feel.shown(value)}"
