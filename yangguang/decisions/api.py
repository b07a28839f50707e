"""The open API of this room: the tables in force, one with its columns and rules. Read only."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from yangguang.decisions import pages, rules
from yangguang.decisions.models import TableVersion
from yangguang.lib.errors import Refusal
from yangguang.web.api import NOT_FOUND, Code, Number, Page, answers

router = Router(tags=["决策表"])


class TableRow(Schema):
    code: str
    name: str
    organisation: str | None  # code of the organisation for which it holds, null: for all
    version: int
    published_at: datetime
    sha256: str
    verdict: str
    url: str
    dmn_url: str
    xlsx_url: str


class ColumnRow(Schema):
    name: str
    label: str
    type: str
    values: str  # S-FEEL unary tests


class RuleRow(Schema):
    number: int
    conditions: list[str]  # S-FEEL unary tests, one for each input
    results: list[str]  # S-FEEL expressions, one for each output
    annotations: list[str]
    sentence: str


class TableWhole(TableRow):
    hit_policy: str
    aggregation: str | None
    inputs: list[ColumnRow]
    outputs: list[ColumnRow]
    rules: list[RuleRow]


def _row(version: TableVersion) -> dict[str, object]:
    url = version.get_absolute_url()
    organisation = version.table.organisation
    return {
        "code": version.code,
        "name": version.name,
        "organisation": organisation.code if organisation else None,
        "version": version.number,
        "published_at": version.published_at,
        "sha256": version.sha256,
        "verdict": version.verdict,
        "url": url,
        "dmn_url": f"{url}table.dmn",
        "xlsx_url": f"{url}table.xlsx",
    }


@router.get("/tables", response=answers(Page[TableRow], NOT_FOUND), summary="现行的决策表")
def tables(request: HttpRequest, organisation: Code = "") -> dict[str, object]:
    found = rules.versions_in_force()
    if organisation:
        found = found.filter(table__organisation__code=organisation)
    items = [_row(one) for one in found]
    return {"count": len(items), "count_exact": True, "next": None, "items": items}


@router.get("/tables/{code}", response=answers(TableWhole, NOT_FOUND), summary="一张决策表和它的每一条规则")
def table(
    request: HttpRequest, code: str, version: Number | None = None, organisation: Code = ""
) -> dict[str, object]:
    found = _found(code, version, organisation)
    model = found.model
    return {
        **_row(found),
        "hit_policy": model.hit_policy,
        "aggregation": model.aggregation,
        "inputs": [
            {"name": one.expression, "label": one.called, "type": one.type, "values": one.values}
            for one in model.inputs
        ],
        "outputs": [
            {"name": one.name, "label": one.called, "type": one.type, "values": one.values}
            for one in model.outputs
        ],
        "rules": [
            {
                "number": line.number,
                "conditions": list(rule.inputs),
                "results": list(rule.outputs),
                "annotations": list(rule.annotations),
                "sentence": line.sentence,
            }
            for line, rule in zip(pages.lines(model), model.rules, strict=True)
        ],
    }


def _found(code: str, number: int | None, organisation: str) -> TableVersion:
    """A given version; else the one in force for everybody, or for the named organisation itself."""
    rows = TableVersion.objects.select_related("table__organisation").filter(code=code)
    if number is None:
        rows = rows.filter(pk__in=rules.versions_in_force().values("pk"))
        if organisation:
            rows = rows.filter(table__organisation__code=organisation)
    else:
        rows = rows.filter(number=number)
    version = rows.order_by("table__organisation__path", "pk").first()
    if version is None:
        raise Refusal(_("没有代码为 %(code)s 的决策表，或没有这个版本。") % {"code": code}, code="not-found")
    return version
