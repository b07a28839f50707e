"""The site's map: one page for people, parts of ten thousand addresses for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from yangguang.disclosure.freshness import last_change
from yangguang.disclosure.models import Category, Item
from yangguang.lib import clock
from yangguang.organisations.models import Kind, Organisation
from yangguang.sites import rules as sites
from yangguang.sites.models import Site
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta

from .help import TOPICS

PART = 10_000
"""Items are parted by primary key, so that any part is one short walk on an index, also with two millions."""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@public_page(max_age=300)
def page(request: HttpRequest) -> HttpResponse:
    site = sites.site_for(request)
    title = _("网站地图")
    return render(
        request,
        "portal/sitemap.html",
        {
            "page_meta": PageMeta(
                column=title, description=_("本站全部栏目、目录和机构"), keywords=title, kind="概况信息"
            ),
            "crumbs": [(title, "")],
            "tree": [(column, column.children.open()) for column in sites.columns(site)] if site else [],
            "categories": Category.objects.roots().prefetch_related("children"),
            "organisations": Organisation.objects.current().exclude(kind=Kind.VILLAGE).in_order(),
            "topics": [(label, f"/help/{topic}/") for topic, label in TOPICS.items()],
        },
    )


@public_page(LIST, changed=last_change)
def index(request: HttpRequest) -> HttpResponse:
    last = Item.objects.public().aggregate(last=Max("pk"))["last"] or 0
    parts = ["/sitemap-pages.xml", *(f"/sitemap-items-{part}.xml" for part in range(last // PART + 1))]
    places = "".join(f"<sitemap><loc>{escape(settings.BASE_URL + part)}</loc></sitemap>" for part in parts)
    return _xml(f"<sitemapindex {_XMLNS}>{places}</sitemapindex>")


@public_page(max_age=3600)
def pages(request: HttpRequest) -> HttpResponse:
    site = sites.site_for(request)
    return _xml(_urls((address, None) for address in _addresses(site)))


@public_page(LIST, changed=last_change)
def items(request: HttpRequest, part: int) -> HttpResponse:
    found = list(Item.objects.public().filter(pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk"))
    if not found:
        raise Http404
    return _xml(_urls((item.get_absolute_url(), item.changed_at or item.published_at) for item in found))


@public_page(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/large/", "/office/", "/accounts/", "/search/", "/foi/requests/")
        ),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _addresses(site: Site | None) -> Iterator[str]:
    yield from (
        "/",
        "/published/",
        "/catalogue/",
        "/organisations/",
        "/foi/",
        "/foi/apply/",
        "/foi/reports/",
        "/data/",
        "/sitemap/",
        "/verify/",
        "/verify/documents/",
        "/seals/",
    )
    yield from (f"/help/{topic}/" for topic in TOPICS)
    if site:
        yield from (column.get_absolute_url() for column in site.columns.open())
    yield from (category.get_absolute_url() for category in Category.objects.all())
    yield from (organisation.get_absolute_url() for organisation in Organisation.objects.current().in_order())


def _urls(places: Iterable[tuple[str, datetime | None]]) -> str:
    return f"<urlset {_XMLNS}>" + "".join(_url(*place) for place in places) + "</urlset>"


def _url(address: str, changed: datetime | None) -> str:
    day = f"<lastmod>{clock.local(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{escape(settings.BASE_URL + address)}</loc>{day}</url>"


def _xml(body: str) -> HttpResponse:
    text = '<?xml version="1.0" encoding="utf-8"?>' + body
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
