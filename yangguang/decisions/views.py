"""The public face: the tables by which the house decides, told in words, to be tried and downloaded."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from yangguang.decisions import pages, rules
from yangguang.decisions.models import TableVersion
from yangguang.lib import dmn
from yangguang.web.cache import public_page
from yangguang.web.meta import Article, PageMeta

_KEEP = 3600  # seconds: a version never changes
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 200  # characters of one typed fact


@public_page(60)
def tables(request: HttpRequest) -> HttpResponse:
    """Every table in force."""
    context = {
        "page_meta": PageMeta(
            column=_("决策表"),
            description=_("机关裁量和判断依据的规则表：什么情形适用哪一条、结果是什么"),
            keywords=_("裁量基准,决策表,政务公开"),
        ),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("决策表"), "")],
        "rows": [(one, pages.scope(one.table)) for one in rules.versions_in_force()],
    }
    return render(request, "decisions/public/tables.html", context)


@public_page(60)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """One table: where it has a single scope, its version in force; otherwise who goes by which."""
    rows = list(rules.versions_in_force().filter(code=code))
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect(rows[0])
    name = rows[0].name
    context = {
        "page_meta": PageMeta(column=name, description=_("%(name)s：各单位适用的决策表") % {"name": name}),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("决策表"), "/tables/"), (name, "")],
        "rows": [(one, pages.scope(one.table)) for one in rows],
        "code": code,
    }
    return render(request, "decisions/public/tables.html", context)


@public_page(60)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: its rules as a table and in words, its proof; what somebody types is decided on the page."""
    shown = _version(code, number)
    model = shown.model
    typed = {one.expression: request.GET.get(one.expression, "")[:_MOST] for one in model.inputs}
    trial = pages.trial(model, shown.decider, typed) if any(typed.values()) else None
    newest = rules.versions_in_force().get(table=shown.table_id)
    organisation = shown.table.organisation
    context = {
        "page_meta": PageMeta(
            column=_("决策表"),
            description=_("%(name)s：什么情形适用哪一条、结果是什么") % {"name": shown.name},
            keywords=_("裁量基准,决策表,政务公开"),
            article=Article(
                title=shown.name,
                published_at=shown.published_at,
                source=organisation.name if organisation else _("政务公开办公室"),
            ),
        ),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("决策表"), "/tables/"), (shown.name, "")],
        "version": shown,
        "current": newest,
        "scope": pages.scope(shown.table),
        "model": model,
        "policy": model.hit_policy.words + (f"，{model.aggregation.words}" if model.aggregation else ""),
        "lines": pages.lines(model, trial.fired if trial else ()),
        "questions": pages.questions(model, typed),
        "trial": trial,
        "versions": shown.table.versions.defer("xml").order_by("-number"),
        "act": pages.publication(shown),
    }
    return render(request, "decisions/public/version.html", context)


@public_page(_KEEP)
def definition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The DMN file by which is decided, byte for byte."""
    shown = _version(code, number)
    response = HttpResponse(bytes(shown.xml), content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.code}-{shown.number}.dmn"'
    return response


@public_page(_KEEP)
def sheet(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The table as a spreadsheet, in the layout that can be uploaded again."""
    shown = _version(code, number)
    content = b"".join(dmn.sheet_pieces(shown.name, shown.model, shown.decision.description))
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.code}-{shown.number}.xlsx"'
    return response


def _version(code: str, number: int) -> TableVersion:
    rows = TableVersion.objects.select_related("table__organisation")
    return get_object_or_404(rows, code=code, number=number)
