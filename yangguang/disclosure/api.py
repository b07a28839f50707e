"""The open API of this room: items, one item by its index number, its proof, the catalogue. Read only, public only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.decorators import decorate_view

from yangguang.journal.api_shapes import ProofDocument
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.search import rules as search
from yangguang.web.api import GONE, NOT_FOUND, Code, Page, answers, day
from yangguang.web.cache import AT_ONCE, LIST, public_page

from . import listing, pages, proofs, rules
from .api_shapes import Asked, CategoryRow, ItemRow, ItemWhole
from .freshness import last_change
from .models import Category, Item, ItemQuerySet
from .validity import declarations, standing, standing_so

router = Router(tags=["公开信息"])


def _row(item: Item, excerpt: str = "") -> dict[str, Any]:
    return {
        "index_number": item.index_number,
        "title": item.title,
        "doc_number": item.doc_number,
        "organisation": item.organisation.code,
        "organisation_name": item.organisation.name,
        "category": item.category.code,
        "category_name": item.category.name,
        "genre": item.genre,
        "generated_on": item.generated_on,
        "published_at": item.published_at,
        "url": f"{settings.BASE_URL}{item.get_absolute_url()}",
        "excerpt": excerpt,
    }


@dataclass(frozen=True, slots=True)
class Question:
    """What a list was asked for, read."""

    q: str
    where: Organisation | None
    kind: Category | None
    since: date | None
    until: date | None
    order: Literal["relevance", "date"]
    cursor: str
    size: int
    validity: str = ""
    genre: str = ""
    exact: bool = False


@router.get(
    "/items", response=answers(Page[ItemRow], NOT_FOUND, kept=True), summary="公开信息列表，可以搜索和筛选"
)
@decorate_view(public_page(LIST, changed=last_change))
def items(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Newest first; with ``q``, what was found, the best first."""
    since, until = day(asked.since), day(asked.until)
    if since and until and since > until:
        raise Refusal(_("from 不能晚于 to。"), code="contradiction", field="from")
    question = Question(
        q=asked.q.strip(),
        where=_organisation(asked.organisation),
        kind=_category(asked.category),
        since=since,
        until=until,
        order="date" if asked.order == "date" else "relevance",
        cursor=asked.cursor,
        size=asked.page_size,
        validity=asked.validity,
        genre=asked.genre,
        exact=asked.exact,
    )
    return _searched(request, question) if question.q else _listed(request, question)


def _organisation(code: str) -> Organisation | None:
    if not code:
        return None
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refusal(_("没有代号为“%(code)s”的机构。") % {"code": code}, code="not-found")
    return found


def _category(code: str) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(code=code).first()
    if found is None:
        raise Refusal(_("没有代码为“%(code)s”的分类。") % {"code": code}, code="not-found")
    return found


def _searched(request: HttpRequest, asked: Question) -> dict[str, Any]:
    results = search.query(
        asked.q,
        organisation_path=asked.where.path if asked.where else "",
        category=asked.kind.code if asked.kind else "",
        since=asked.since,
        until=asked.until,
        kind=asked.genre,
        validity=asked.validity,
        exact=asked.exact,
        order=asked.order,
        cursor=asked.cursor,
        page_size=asked.size,
    )
    uids = [hit.ref.uid for hit in results.hits if hit.ref.kind == Item.REF_KIND]
    rows = Item.objects.public().filter(uid__in=uids).select_related("organisation", "category")
    found = {item.uid: item for item in rows}
    excerpts = {hit.ref.uid: str(hit.excerpt_html) for hit in results.hits}
    return {
        "count": results.count,
        "count_exact": results.count_exact,
        "next": _next(request, results.next),
        "items": [_row(found[uid], excerpts[uid]) for uid in uids if uid in found],
    }


def _listed(request: HttpRequest, asked: Question) -> dict[str, Any]:
    """Newest first, page by page along (published_at, id): as fast on the last page as on the first."""
    rows: ItemQuerySet = listing.public_items()
    if asked.where:
        rows = rows.filter(organisation__path__startswith=asked.where.path)
    if asked.kind:
        rows = rows.filter(category__in=rules.category_tree_ids(asked.kind))
    if asked.validity:
        rows = standing_so(rows, asked.validity)
    if asked.genre:
        rows = rows.filter(genre=asked.genre)
    if asked.since:
        rows = rows.filter(published_at__gte=clock.beginning(asked.since))
    if asked.until:
        rows = rows.filter(published_at__lt=clock.end(asked.until))
    count = rows.count()
    if asked.cursor:
        at, key = _place(asked.cursor)
        rows = rows.filter(models.Q(published_at__lt=at) | models.Q(published_at=at, pk__lt=key))
    page = list(rows[: asked.size + 1])
    last = page[asked.size - 1] if len(page) > asked.size else None
    onward = f"{last.published_at.isoformat()}~{last.pk}" if last and last.published_at else ""
    return {
        "count": count,
        "count_exact": True,
        "next": _next(request, onward),
        "items": [_row(item) for item in page[: asked.size]],
    }


def _place(cursor: str) -> tuple[datetime, int]:
    moment, _sign, key = cursor.rpartition("~")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        if at.tzinfo is None:
            raise ValueError(cursor)
        return at.astimezone(UTC), int(key)
    except (ValueError, OverflowError) as error:
        raise Refusal(_("没有这一页，请用上一页给出的 next。"), code="not-found") from error


def _next(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return f"{settings.BASE_URL}{request.path}?{asked.urlencode()}"


def _found(index_number: str) -> Item:
    rows = Item.objects.filter(live_edition__isnull=False)
    rows = rows.select_related("organisation", "category", "live_edition__category")
    item = rows.filter(index_number=index_number.strip("/")).first()
    if item is None:
        raise Refusal(_("没有这个索引号的公开信息。"), code="not-found")
    if not item.is_public:
        removal = pages.removal(item)
        reason = removal.act.public.get("reason", "") if removal.act else ""
        words = (
            _("这件信息的内容已经依法消除：%(reason)s")
            if removal.expunged
            else _("这件信息已经撤下：%(reason)s")
        )
        raise Refusal(words % {"reason": reason}, code="gone")
    return item


def _standing(item: Item) -> dict[str, Any] | None:
    now = standing(item)
    if now is None:
        return None
    by = next(
        (one.successor for one in declarations(item) if one.status == now.status and one.successor), None
    )
    return {
        "status": now.status,
        "name": now.name,
        "since": now.since,
        "until": now.until,
        "successor": by.index_number or "" if by else "",
    }


def _releases(item: Item) -> list[dict[str, Any]]:
    names = ("release", "published_at", "sha256", "change_kind", "change_reason", "expunged_at")
    base = f"{settings.BASE_URL}{item.get_absolute_url()}"
    return [
        {
            **{name: getattr(one, name) for name in names},
            "url": base if one.pk == item.live_edition_id else f"{base}releases/{one.release}/",
        }
        for one in pages.releases(item)
    ]


@router.get(
    "/items/{path:index_number}/proof",
    response=answers(ProofDocument, NOT_FOUND, GONE, kept=True),
    summary="凭证：可以离线核对",
)
@decorate_view(public_page(AT_ONCE, changed=last_change))
def proof(request: HttpRequest, index_number: str) -> dict[str, Any]:
    item = _found(index_number)
    document = proofs.prove(item.ref)
    if document is None:
        raise Refusal(_("这一件刚刚记入公开日志，一两分钟内封存后才有凭证。"), code="not-found")
    return document


@router.get(
    "/items/{path:index_number}",
    response=answers(ItemWhole, NOT_FOUND, GONE, kept=True),
    summary="一件公开信息（索引号里有斜杠）",
)
@decorate_view(public_page(AT_ONCE, changed=last_change))
def item(request: HttpRequest, index_number: str) -> dict[str, Any]:
    found = _found(index_number)
    edition = found.live_edition
    assert edition is not None
    shown = pages.verification(found)
    names = (
        "summary",
        "keywords",
        "source",
        "language",
        "release",
        "body_html",
        "body_text",
        "sha256",
        "attribute",
        "clarifies",
        "change_kind",
        "change_reason",
    )
    return {
        "effective_on": found.effective_on,
        "valid_until": found.valid_until,
        "validity": _standing(found),
        "releases": _releases(found),
        **_row(found),
        **{name: getattr(edition, name) for name in names},
        "changed_at": found.changed_at,
        "attachments": [
            {
                "name": entry.name,
                "url": f"{settings.BASE_URL}{entry.file.get_absolute_url()}",
                "size": entry.file.size,
                "sha256": entry.file.blob_id or "",
                "redacted": bool(entry.file.covered),
            }
            for entry in edition.attachments.select_related("file__redacted_from")
        ],
        "proof_url": f"{settings.BASE_URL}/api/v1/items/{found.index_number}/proof",
        "sealed": bool(shown and shown.sealed),
    }


@router.get("/catalogue", response=answers(Page[CategoryRow], NOT_FOUND, kept=True), summary="公开目录")
@decorate_view(public_page(LIST, changed=last_change))
def catalogue(request: HttpRequest, organisation: Code = "") -> dict[str, Any]:
    """Every category with the columns of the national standard; with ``organisation``, its counts."""
    where = _organisation(organisation)
    public = Item.objects.public()
    if where:
        public = public.filter(organisation__path__startswith=where.path)
    counts = dict(public.order_by().values_list("category").annotate(n=models.Count("pk")))
    categories = list(Category.objects.select_related("parent").order_by("order", "code"))
    names = (
        "code",
        "name",
        "kind",
        "elements",
        "basis",
        "deadline",
        "responsible",
        "carriers",
        "audience",
        "mode",
        "level",
    )
    rows = [
        {
            **{name: getattr(category, name) for name in names},
            "title": category.name,
            "parent": category.parent.code if category.parent else None,
            "verified": category.verified,
            "count": counts.get(category.pk, 0),
            "url": f"{settings.BASE_URL}{category.get_absolute_url()}",
        }
        for category in categories
    ]
    return {"count": len(rows), "count_exact": True, "next": None, "items": rows}
