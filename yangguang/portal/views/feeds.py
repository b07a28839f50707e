"""Feeds of what is new: everything, one organisation, one column; as Atom or RSS."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from yangguang.disclosure.freshness import last_change
from yangguang.disclosure.listing import items_for
from yangguang.disclosure.models import ItemQuerySet
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.portal import listing
from yangguang.sites import rules as sites
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta

FORMS: dict[str, type[Atom1Feed | Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
NEWEST = 50


@public_page(max_age=300)
def index(request: HttpRequest) -> HttpResponse:
    title = _("订阅")
    return render(
        request,
        "portal/feeds.html",
        {
            "page_meta": PageMeta(
                column=title, description=_("用阅读器订阅最新公开的政府信息"), keywords=title, kind="数据开放"
            ),
            "crumbs": [(title, "")],
            "organisations": Organisation.objects.current().in_order(),
        },
    )


@public_page(LIST, changed=last_change)
def everything(request: HttpRequest, form: str) -> HttpResponse:
    return _feed(request, form, _("最新公开"), "/published/", listing.public_items())


@public_page(LIST, changed=last_change)
def of_organisation(request: HttpRequest, code: str, form: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, code=code)
    return _feed(
        request, form, organisation.name, organisation.get_absolute_url(), listing.public_items(organisation)
    )


@public_page(LIST, changed=last_change)
def of_column(request: HttpRequest, code: str, form: str) -> HttpResponse:
    site = sites.site_for(request)
    if site is None:
        raise Http404
    column = sites.column(site, code)
    return _feed(request, form, column.name, column.get_absolute_url(), items_for(column))


def _feed(request: HttpRequest, form: str, title: str, url: str, items: ItemQuerySet) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    site = sites.site_for(request)
    feed = FORMS[form](
        title=f"{title} - {site.name}" if site else title,
        link=settings.BASE_URL + url,
        description=_("%(title)s：最新公开的政府信息") % {"title": title},
        language="zh-Hans",
        feed_url=settings.BASE_URL + request.path_info,
    )
    shown = items.newest().select_related("organisation", "category", "live_edition")[:NEWEST]
    for item in shown:
        edition = item.live_edition
        assert edition is not None, "a public item has a live edition"
        assert item.published_at is not None
        feed.add_item(
            title=item.title,
            link=settings.BASE_URL + item.get_absolute_url(),
            description=escape(
                edition.summary or edition.body_text[:200]
            ),  # a feed's summary is read as HTML
            pubdate=clock.local(item.published_at),
            updateddate=clock.local(item.changed_at or item.published_at),
            author_name=item.organisation.name,
            categories=[item.category.name],
            # The index number outlives every change of address.
            unique_id=f"tag:{site.domain if site and site.domain else 'yangguang'},2026:{item.uid}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
