"""The public face: the catalogue, its lists and feeds, columns. The pages of one item are in item_views."""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.sites import rules as sites
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta
from yangguang.web.pages import numbered

from . import listing
from .freshness import last_change
from .models import Category, Item, ItemQuerySet, Validity

MOST_ROWS = 5000  # of a CSV or JSON list; more is had from the API, page by page
FEED_ROWS = 50

COLUMN_TYPES = {
    "guide": "信息公开指南",
    "annual-report": "信息公开年报",
    "on-request": "依申请公开",
    "A20_01": "政策文件",
}


@public_page(LIST, changed=last_change)
def catalogue(request: HttpRequest) -> HttpResponse:
    """The whole catalogue, and what is newest in it."""
    filters = listing.Filters.of(request)
    every = listing.public_items()
    context = {
        "page_meta": PageMeta(
            column=_("政府信息公开目录"),
            description=_("法定主动公开内容、公开指南、公开制度、公开年报"),
            kind="信息公开目录",
        ),
        "crumbs": [(_("政务公开"), "")],
        "heading": _("政府信息公开目录"),
        "intro": _(
            "各机关主动公开的信息，按《政府信息公开条例》第二十条、第二十一条和基层政务公开标准分类。"
        ),
        "address": "/catalogue/",
        **_list_context(request, every, filters, None),
    }
    return render(request, "disclosure/catalogue.html", context)


@public_page(LIST, changed=last_change)
def category(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Category.objects.select_related("parent__parent"), code=code)
    filters = listing.Filters.of(request)
    every = listing.of_category(found)
    crumbs = [(_("政务公开"), "/catalogue/")]
    if found.parent:
        crumbs.append((found.parent.called, found.parent.get_absolute_url()))
    context = {
        "page_meta": PageMeta(
            column=found.name,
            description=_("%(name)s：公开依据、时限、责任单位和已公开的信息") % {"name": found.name},
            keywords=",".join([_("政务公开"), found.name]),
            kind=COLUMN_TYPES.get(found.code, "信息公开目录"),
        ),
        "crumbs": [*crumbs, (found.name, "")],
        "heading": found.name,
        "category": found,
        "children": list(found.children.all()),
        "due": listing.due_in(found, filters.organisation),
        "address": found.get_absolute_url(),
        **_list_context(request, every, filters, found),
    }
    return render(request, "disclosure/catalogue.html", context)


@public_page(LIST, changed=last_change)
def column(request: HttpRequest, code: str) -> HttpResponse:
    """A column of the site: the items that answer its stored question."""
    site = sites.site_for(request)
    if site is None:
        raise Http404
    found = sites.column(site, code)
    filters = listing.Filters.of(request)
    all_items = listing.items_for(found)
    items = filters.apply(all_items)
    named = Category.objects.filter(code__in=(found.question or {}).get("categories", [])).first()
    context = {
        "page_meta": PageMeta(
            column=found.name, description=found.description, keywords=found.keywords, kind=found.column_type
        ),
        "crumbs": [
            *([(found.parent.name, found.parent.get_absolute_url())] if found.parent else []),
            (found.name, ""),
        ],
        "heading": found.name,
        "intro": found.description,
        "column": found,
        "branches": [_column_branch(entry, found.code) for entry in sites.columns(site)],
        "address": found.get_absolute_url(),
        "due": listing.due_in(named, filters.organisation) if named else None,
        "filters": filters,
        "numbered": numbered(request, items),
        "years": listing.years(all_items),
        "organisations": listing.organisations_with_items(all_items),
        "validities": _validities(named, filters),
    }
    return render(request, "disclosure/catalogue.html", context)


def _column_branch(entry: object, current: str) -> listing.Branch:
    code = getattr(entry, "code", "")
    return listing.Branch(str(entry), f"/columns/{code}/", None, "page" if code == current else "", [])


def _list_context(
    request: HttpRequest, every: ItemQuerySet, filters: listing.Filters, found: Category | None
) -> dict[str, object]:
    return {
        "filters": filters,
        "numbered": numbered(request, filters.apply(every)),
        "branches": listing.tree(found, filters.organisation),
        "years": listing.years(every),
        "organisations": listing.organisations_with_items(every),
        "validities": _validities(found, filters),
    }


def _validities(category: Category | None, filters: listing.Filters) -> list[tuple[str, str]]:
    """The choices of 有效性 where a list can be narrowed by it: in normative documents."""
    normative = category is not None and category.a20_item == "A20_01"
    return [(one.value, str(one.label)) for one in Validity] if normative or filters.validity else []


def _listed(request: HttpRequest, code: str) -> tuple[str, str, ItemQuerySet]:
    """Heading, address and items of the list that an export is asked of (``all``: the whole catalogue)."""
    filters = listing.Filters.of(request)
    if code == "all":
        return _("政府信息公开目录"), "/catalogue/", filters.apply(listing.public_items())
    found = get_object_or_404(Category, code=code)
    return found.name, found.get_absolute_url(), filters.apply(listing.of_category(found))


def _row(item: Item) -> dict[str, object]:
    return {
        "index_number": item.index_number,
        "title": item.title,
        "doc_number": item.doc_number,
        "organisation": item.organisation.name,
        "category": item.category.name,
        "generated_on": item.generated_on.isoformat() if item.generated_on else "",
        "published_at": clock.local(item.published_at).isoformat() if item.published_at else "",
        "url": f"{settings.BASE_URL}{item.get_absolute_url()}",
    }


_HEADINGS = {
    "index_number": "索引号",
    "title": "名称",
    "doc_number": "文号",
    "organisation": "发布机构",
    "category": "分类",
    "generated_on": "生成日期",
    "published_at": "公开时间",
    "url": "网址",
}


@public_page(LIST, changed=last_change)
def list_csv(request: HttpRequest, code: str) -> HttpResponse:
    _heading, _address, items = _listed(request, code)
    out = io.StringIO()
    out.write("\ufeff")  # spreadsheet programs need it to read UTF-8
    writer = csv.writer(out)
    writer.writerow(_HEADINGS.values())
    for item in items[:MOST_ROWS]:
        writer.writerow([_no_formula(str(value or "")) for value in _row(item).values()])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return response


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet program would run as a formula is made plain text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


@public_page(LIST, changed=last_change)
def list_json(request: HttpRequest, code: str) -> HttpResponse:
    heading, address, items = _listed(request, code)
    rows = [_row(item) for item in items[:MOST_ROWS]]
    body = {"title": heading, "url": f"{settings.BASE_URL}{address}", "count": items.count(), "items": rows}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@public_page(LIST, changed=last_change)
def list_atom(request: HttpRequest, code: str) -> HttpResponse:
    heading, address, items = _listed(request, code)
    feed = Atom1Feed(
        title=heading,
        link=f"{settings.BASE_URL}{address}",
        description=heading,
        language="zh-Hans",
        feed_url=f"{settings.BASE_URL}{request.get_full_path()}",
    )
    for item in items.select_related("live_edition")[:FEED_ROWS]:
        edition = item.live_edition
        assert edition is not None
        link = f"{settings.BASE_URL}{item.get_absolute_url()}"
        feed.add_item(
            title=item.title,
            link=link,
            unique_id=f"{link}#{edition.release}",
            description=escape(
                edition.summary or edition.body_text[:200]
            ),  # a feed's summary is read as HTML
            pubdate=item.published_at,
            updateddate=item.changed_at,
            author_name=item.organisation.name,
            categories=[item.category.name],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
