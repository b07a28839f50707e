"""The home page: search first, then what is new, then who is who."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.disclosure.listing import items_for
from yangguang.disclosure.models import Category
from yangguang.lib import clock
from yangguang.organisations.models import Kind, Organisation
from yangguang.portal import figures, listing
from yangguang.search import rules as search
from yangguang.sites import rules as sites
from yangguang.sites.models import Column, Site
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta

SHOWN_COLUMNS = 5


@public_page(LIST)
def home(request: HttpRequest) -> HttpResponse:
    site = sites.site_for(request)
    sections = _sections(site)
    organisations = list(Organisation.objects.current().in_order())
    name = site.name if site else _("阳光")
    return render(
        request,
        "portal/home.html",
        {
            "page_meta": PageMeta(
                column=_("首页"),
                description=_("%(name)s门户：政务公开、搜索、公开目录、机构、数据开放") % {"name": name},
                keywords=_("%(name)s,政务公开,政府信息") % {"name": name},
                kind="首页",
            ),
            "figures": figures.today(),
            "hot_words": (site.hot_words if site else None) or search.popular(),
            "now": clock.local(clock.now()),
            "sections": sections,
            # Whatever was just published stands on the home page, in whichever column it belongs.
            "newest": listing.newest(listing.public_items(), 5 if sections else 10),
            "categories": Category.objects.roots(),
            "departments": [
                one for one in organisations if one.kind in {Kind.DEPARTMENT, Kind.OFFICE, Kind.GOVERNMENT}
            ],
            "towns": [one for one in organisations if one.kind == Kind.TOWN],
        },
    )


def _sections(site: Site | None) -> list[tuple[Column, list[listing.Row]]]:
    """The first columns that hold something: an empty column has no place on the home page (空白栏目)."""
    shown: list[tuple[Column, list[listing.Row]]] = []
    for column in sites.columns(site) if site else []:
        rows = listing.newest(items_for(column))
        if rows:
            shown.append((column, rows))
        if len(shown) == SHOWN_COLUMNS:
            break
    return shown
