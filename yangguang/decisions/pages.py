"""What pages and the open API say of a table: its columns, its rules short and in words, and what facts to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.decisions import rules
from yangguang.decisions.acts import TABLE_PUBLISHED
from yangguang.decisions.models import Table, TableVersion
from yangguang.journal.models import Act
from yangguang.lib import dmn
from yangguang.lib.errors import Refusal


@dataclass(frozen=True)
class Cell:
    """One cell with the heading of its column, which a phone shows beside it."""

    label: str
    text: str


@dataclass(frozen=True)
class Line:
    """One rule: its cells as the table shows them, and the whole in one sentence."""

    number: int
    conditions: list[Cell]
    results: list[Cell]
    notes: list[Cell]
    sentence: str
    fired: bool = False


@dataclass(frozen=True)
class Question:
    """One fact to try: how it is called, its domain in words, what to choose from, what was typed."""

    name: str
    label: str
    domain: str
    choices: list[str]
    is_date: bool
    value: str


def scope(table: Table) -> str:
    """For whom the table holds, in words."""
    if table.organisation is None:
        return _("各单位")
    return _("%(name)s及其下属单位") % {"name": table.organisation.name}


def lines(table: dmn.Table, fired: tuple[int, ...] = ()) -> list[Line]:
    """The rules in their order."""
    return [
        Line(
            number,
            [
                Cell(column.called, dmn.words.cell_shown(text))
                for column, text in zip(table.inputs, rule.inputs, strict=True)
            ],
            [
                Cell(column.called, dmn.words.result_value(text))
                for column, text in zip(table.outputs, rule.outputs, strict=True)
            ],
            [Cell(name, text) for name, text in zip(table.annotations, rule.annotations, strict=False)],
            dmn.words.sentence(table, rule),
            number in fired,
        )
        for number, rule in enumerate(table.rules, 1)
    ]


def questions(table: dmn.Table, typed: Mapping[str, str]) -> list[Question]:
    """One for each condition."""
    return [
        Question(
            one.expression,
            one.called,
            dmn.words.cell_shown(one.values),
            dmn.people.choices(one),
            one.type == "date",
            typed.get(one.expression, ""),
        )
        for one in table.inputs
    ]


@dataclass(frozen=True)
class Trial:
    """What came of trying: a sentence, the rules that fired; or what is wrong with what was typed."""

    sentence: str = ""
    fired: tuple[int, ...] = ()
    wrong: str = ""


def trial(table: dmn.Table, decider: dmn.Decider, typed: Mapping[str, str]) -> Trial:
    """Decide over what somebody typed."""
    try:
        outcome = decider.decide(dmn.people.facts(table, dict(typed)))
    except dmn.DmnError as error:
        return Trial(wrong=str(error))
    except Refusal as refusal:
        return Trial(wrong=refusal.message)
    return Trial(rules.told(table, outcome).lstrip("，"), outcome.rules)


def publication(version: TableVersion) -> Act | None:
    """The act by which this version was published: what the page is verified against."""
    return Act.objects.public().filter(kind=TABLE_PUBLISHED, subject=version.ref).order_by("-pk").first()
