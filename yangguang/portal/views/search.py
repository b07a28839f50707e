"""The search page: everything stands in the address, so that a search can be bookmarked and sent on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from yangguang.disclosure.models import Category, Validity
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.portal import suggestions
from yangguang.search import rules
from yangguang.search.actions import sought
from yangguang.web.cache import AT_ONCE, LIST, public_page
from yangguang.web.meta import PageMeta

FEW = 100
"""Answers below which it is asked whether something else was meant."""


@public_page(AT_ONCE)
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


@public_page(LIST)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """What to offer while somebody types. The page works without it."""
    typed = request.GET.get("q", "").replace("\x00", " ").strip()[: rules.LONGEST_QUERY]
    found = [asdict(one) for one in suggestions.suggest(typed)]
    return JsonResponse({"q": typed, "suggestions": found}, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Something found was opened: counted by its words alone, without knowing who or what. Sends nothing back."""
    sought.note_opened(request.POST.get("q", "").replace("\x00", " ")[: rules.LONGEST_QUERY])
    return HttpResponse(status=204)


def _answer(request: HttpRequest, q: str, order: Any) -> dict[str, Any]:
    organisation = _organisation(request.GET.get("organisation", ""))
    validity = request.GET.get("validity", "")
    filters = rules.Filters(
        organisation_path=organisation.path if organisation else "",
        category=request.GET.get("category", "")[:60],
        kind=request.GET.get("kind", "")[:60],
        since=_day(request.GET.get("from", ""), _("起始日期")),
        until=_day(request.GET.get("to", ""), _("截止日期")),
        validity=validity if validity in Validity.values else "",
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise Refusal(_("起始日期在截止日期之后，请改一下日期。"), field="from")
    cursor, exact = request.GET.get("cursor", ""), request.GET.get("exact") == "1"

    def ask(words: str) -> rules.Results:
        return rules.query(
            words,
            **asdict(filters),
            order=order,
            cursor=cursor,
            exact=exact,
            with_facets=True,
        )

    results = ask(q)
    narrowed = filters != rules.Filters()
    if not cursor and not narrowed:
        sought.note(q, found=bool(results.hits))
    # What does not stand there as it was written is looked for word by word, and it is said so.
    loosened = () if results.hits or cursor or exact else rules.loosened(results.phrases)
    if loosened:
        nearest = ask(" ".join(loosened))
        loosened = loosened if nearest.hits else ()
        results = nearest if nearest.hits else results
    few = results.count < FEW and not cursor
    return {
        "results": results,
        "filters": filters,
        "narrowed": narrowed,
        "exact": exact,
        "loosened": loosened,
        "organisation": organisation,
        "named": _named(q) if not cursor and not organisation else None,
        "facets": results.facets if results.hits else None,
        "validity": _validity(results.facets) if results.hits else [],
        "validity_chosen": Validity(filters.validity).label if filters.validity else "",
        "category_chosen": _category_name(filters.category),
        "instead": rules.instead(q) if few else [],
        "shorter": results.phrases if len(results.phrases) > 1 and not results.hits else (),
    }


def _validity(facets: rules.Facets | None) -> list[rules.Facet]:
    known = [one for one in facets.validity if one.code in Validity.values] if facets else []
    return [rules.Facet(one.code, str(Validity(one.code).label), one.count) for one in known]


def _category_name(code: str) -> str:
    found = Category.objects.filter(code=code).first() if code else None
    return found.name if found else code


def _named(q: str) -> Organisation | None:
    """The organisation whose name was written: the way to its own page stands above what it published."""
    wanted = q.strip()
    for field in ("short_name", "name"):
        if found := Organisation.objects.current().filter(**{field: wanted}).first():
            return found
    return (
        Organisation.objects.current().filter(short_name__in=[level + wanted for level in "县市区"]).first()
    )


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
