"""Pure questions: which table holds where, what it decides over some facts, and who may publish one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yangguang.decisions.models import Table, TableVersion
from yangguang.lib import dmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may, nearest, organisations_where


@dataclass(frozen=True)
class Decided:
    """What a table decided: the value, the rules it comes from, and one sentence that says so."""

    version: TableVersion
    outcome: dmn.Outcome
    explanation: str


def table_for(code: str, organisation: Organisation) -> TableVersion:
    """The version in force for an organisation: the nearest scope's newest one.

    Raises Refusal ``no-table`` when nothing is published.
    """
    table = nearest(Table.objects.filter(code=code), organisation)
    version = table.versions.order_by("-number").first() if table else None
    if version is None:
        raise Refusal(_("还没有发布决策表“%(code)s”，不能判断。") % {"code": code}, code="no-table")
    return version


def evaluate(version: TableVersion, facts: Mapping[str, Any]) -> Decided:
    """Decide over these facts. Raises Refusal ``undecidable`` with one sentence: what is missing, or outside."""
    try:
        outcome = version.decider.decide(facts)
    except dmn.DmnError as error:
        raise Refusal(str(error), code="undecidable") from None
    return Decided(version, outcome, explained(version, outcome))


def explained(version: TableVersion, outcome: dmn.Outcome) -> str:
    """One sentence: by which rules of which version, what they ask, what follows."""
    source = _("“%(name)s”第 %(number)d 版") % {"name": version.name, "number": version.number}
    return _("按%(source)s%(told)s") % {"source": source, "told": told(version.model, outcome)}


def told(table: dmn.Table, outcome: dmn.Outcome) -> str:
    """The rules that fired in words, and the result; the end of a sentence."""
    value = dmn.words.value_told(table, outcome.value)
    if outcome.by_default:
        return _("，没有规则适用，取默认的结果：%(value)s。") % {"value": value}
    if not outcome.rules:
        return _("，没有规则适用，结果是空的。")
    said = "；".join(dmn.words.conditions(table, table.rules[number - 1]) for number in outcome.rules[:3])
    numbers = "、".join(map(str, outcome.rules))
    return _("第 %(numbers)s 条规则（%(said)s）：%(value)s。") % {
        "numbers": numbers,
        "said": said,
        "value": value,
    }


def may_publish(user: Any, organisation: Organisation | None) -> bool:
    """Whether the user may publish a table for an organisation; for all of them (None) only from the top."""
    if organisation is None:
        return organisations_where(user, Permission.MANAGE_TABLES).filter(parent=None).exists()
    return may(user, Permission.MANAGE_TABLES, organisation)


def versions_in_force() -> models.QuerySet[TableVersion]:
    """The newest version of each table of each scope, without its text: that is read when somebody looks."""
    newest = TableVersion.objects.filter(table=models.OuterRef("table")).order_by("-number").values("pk")[:1]
    return (
        TableVersion.objects.filter(pk=models.Subquery(newest))
        .select_related("table__organisation")
        .defer("xml")
        .order_by("code", models.F("table__organisation__path").asc(nulls_first=True))
    )
