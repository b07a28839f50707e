"""The search page: everything stands in the address, so that a search can be bookmarked and sent on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.search import rules
from yangguang.web.cache import public_page
from yangguang.web.meta import PageMeta


@public_page(max_age=30)
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", " ").strip()
    context: dict[str, Any] = {
        "q": q[: rules.LONGEST_QUERY],
        "order": "date" if request.GET.get("order") == "date" else "relevance",
        "page_meta": PageMeta(
            column=_("搜索：%(q)s") % {"q": q[:40]} if q else _("搜索"),
            description=_("在公开的政府信息中搜索"),
            keywords=_("搜索,政府信息,政务公开"),
        ),
    }
    status = 200
    if q:
        try:
            context |= _answer(request, q, context["order"])
        except Refusal as refusal:
            context["refusal"] = refusal
            status = 400
    return render(request, "portal/search.html", context, status=status)


def _answer(request: HttpRequest, q: str, order: Any) -> dict[str, Any]:
    organisation = _organisation(request.GET.get("organisation", ""))
    filters = rules.Filters(
        organisation_path=organisation.path if organisation else "",
        category=request.GET.get("category", "")[:60],
        kind=request.GET.get("kind", "")[:60],
        since=_day(request.GET.get("from", ""), _("起始日期")),
        until=_day(request.GET.get("to", ""), _("截止日期")),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise Refusal(_("起始日期在截止日期之后，请改一下日期。"), field="from")
    results = rules.query(
        q,
        organisation_path=filters.organisation_path,
        category=filters.category,
        kind=filters.kind,
        since=filters.since,
        until=filters.until,
        order=order,
        cursor=request.GET.get("cursor", ""),
    )
    narrowed = filters != rules.Filters()
    return {
        "results": results,
        "filters": filters,
        "narrowed": narrowed,
        "organisation": organisation,
        "facets": rules.facets(q, filters) if results.hits else None,
        "shorter": results.phrases if len(results.phrases) > 1 and not results.hits else (),
    }


def _organisation(code: str) -> Organisation | None:
    if not code:
        return None
    found = Organisation.objects.filter(code=code[:60]).first()
    if found is None:
        raise Refusal(_("没有这个机构，请去掉机构条件再找。"), field="organisation")
    return found


def _day(text: str, label: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(_("%(label)s请写成 2026-11-21 这样。") % {"label": label}, field="from") from None
