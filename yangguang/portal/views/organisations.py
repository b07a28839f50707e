"""Who is who: the index of organisations, and the page of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from yangguang.casework.models import Process
from yangguang.disclosure.freshness import last_change
from yangguang.disclosure.models import CategoryKind, Item
from yangguang.disclosure.rules import categories_of
from yangguang.foi import rules as foi
from yangguang.organisations.contacts import reached
from yangguang.organisations.models import Kind, Organisation
from yangguang.organisations.rules import nearest
from yangguang.portal import listing
from yangguang.sites import rules as sites
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta
from yangguang.web.pages import numbered


@public_page(max_age=300)
def index(request: HttpRequest) -> HttpResponse:
    organisations = list(Organisation.objects.current().in_order().select_related("parent"))
    villages: dict[int, list[Organisation]] = {}
    for one in organisations:
        if one.kind == Kind.VILLAGE and one.parent_id:
            villages.setdefault(one.parent_id, []).append(one)
    return render(
        request,
        "portal/organisations.html",
        {
            "page_meta": PageMeta(
                column=_("机构职能"),
                description=_("政府及其部门、乡镇街道、村（社区）名录"),
                keywords=_("机构职能,部门,乡镇"),
                kind="机构职能",
            ),
            "crumbs": [(_("机构职能"), "")],
            "departments": [
                o for o in organisations if o.kind in {Kind.GOVERNMENT, Kind.OFFICE, Kind.DEPARTMENT}
            ],
            "parties": [o for o in organisations if o.kind == Kind.PARTY],
            "towns": [(o, villages.get(o.pk, [])) for o in organisations if o.kind == Kind.TOWN],
        },
    )


@public_page(LIST, changed=last_change)
def page(request: HttpRequest, code: str) -> HttpResponse:
    organisation = _organisation(code)
    site = sites.site_for(request)
    return render(
        request,
        "portal/organisation.html",
        {
            "page_meta": _meta(organisation),
            "crumbs": [(_("机构职能"), "/organisations/"), (organisation.name, "")],
            "organisation": organisation,
            "facts": _facts(organisation),
            "rows": listing.newest(listing.public_items(organisation), 10, publisher=False),
            "catalogue": _catalogue(organisation),
            "columns": [
                c for c in _columns(site) if organisation.code in c.question.get("organisations", [])
            ],
            "processes": _processes(organisation),
            "below": Organisation.objects.current().filter(parent=organisation).in_order(),
            "reached": reached(organisation),
            "takes_requests": foi.recipients().filter(pk=organisation.pk).exists(),
        },
    )


@public_page(LIST, changed=last_change)
def items(request: HttpRequest, code: str) -> HttpResponse:
    organisation = _organisation(code)
    category = request.GET.get("category", "")
    found = listing.public_items(organisation).newest().select_related("organisation", "category")
    if category:
        found = found.filter(category__code=category)
    shown = numbered(request, found)
    return render(
        request,
        "portal/organisation_items.html",
        {
            "page_meta": _meta(organisation),
            "crumbs": [
                (_("机构职能"), "/organisations/"),
                (organisation.name, organisation.get_absolute_url()),
                (_("公开的信息"), ""),
            ],
            "organisation": organisation,
            "numbered": shown,
            "rows": listing.rows(shown.page, publisher=False),
            "category": category,
            "catalogue": _catalogue(organisation),
        },
    )


def _organisation(code: str) -> Organisation:
    return get_object_or_404(
        Organisation.objects.select_related("parent", "division", "successor"), code=code
    )


def _meta(organisation: Organisation) -> PageMeta:
    return PageMeta(
        column=organisation.name,
        description=_("%(name)s的机构信息和公开的政府信息") % {"name": organisation.name},
        keywords=_("%(name)s,机构职能,政务公开") % {"name": organisation.called},
        kind="机构职能",
    )


def _facts(organisation: Organisation) -> list[tuple[str, Any]]:
    facts = [
        (_("简称"), organisation.short_name),
        (_("类别"), organisation.get_kind_display()),
        (_("信用代码"), organisation.uscc or _("未登记")),
        (_("上级机构"), organisation.parent.name if organisation.parent else _("无")),
        (_("所在区划"), str(organisation.division or "")),
        (_("设立日期"), organisation.valid_from.isoformat()),
    ]
    if organisation.valid_to:
        facts.append((_("撤销日期"), organisation.valid_to.isoformat()))
    return [fact for fact in facts if fact[1]]


def _catalogue(organisation: Organisation) -> list[dict[str, Any]]:
    """The categories in which the organisation has published something, each with the number of items."""
    own = Item.objects.public().filter(organisation=organisation).order_by()
    counts = dict(own.values_list("category").annotate(number=Count("pk")))
    url = f"{organisation.get_absolute_url()}items/"
    return [
        {
            "label": one.name if one.kind == CategoryKind.FIELD26 else one.called,
            "code": one.code,
            "url": f"{url}?category={one.code}",
            "count": counts[one.pk],
        }
        for one in categories_of(organisation)
        if counts.get(one.pk)
    ]


def _columns(site: Any) -> list[Any]:
    return list(site.columns.open()) if site else []


def _processes(organisation: Organisation) -> list[Process]:
    """The process of each kind that counts here: the organisation's own or that of the nearest above it."""
    codes = Process.objects.order_by("code").values_list("code", flat=True).distinct()
    found = (nearest(Process.objects.filter(code=code), organisation) for code in codes)
    return [process for process in found if process]
