"""The public face of one item: its page, its former texts, two of them side by side, its proofs, and that it is gone."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from yangguang.lib import textdiff
from yangguang.web.cache import AT_ONCE, public_page
from yangguang.web.meta import Article, PageMeta

from . import banners, pages, proofs, rules
from .freshness import last_change
from .models import Edition, Item
from .views import COLUMN_TYPES


def _public(request: HttpRequest, index_number: str) -> Item | HttpResponse:
    """The item, or the page that tells why it can no longer be read."""
    rows = Item.objects.select_related("organisation", "live_edition__category", "category")
    found = get_object_or_404(rows, index_number=index_number.rstrip("/"), live_edition__isnull=False)
    return found if found.is_public else _gone(request, found)


def _gone(request: HttpRequest, found: Item) -> HttpResponse:
    """410: that it was withdrawn or expunged, when, by whom and why; never what it said."""
    context = {
        "page_meta": PageMeta(column=found.category.name, kind="信息公开目录"),
        "crumbs": [
            (_("政务公开"), "/catalogue/"),
            (found.category.called, found.category.get_absolute_url()),
            (found.index_number or "", ""),
        ],
        "item": found,
        "removal": pages.removal(found),
    }
    return render(request, "disclosure/gone.html", context, status=410)


@public_page(AT_ONCE, changed=last_change, stored=True)
def item(request: HttpRequest, index_number: str) -> HttpResponse:
    found = _public(request, index_number)
    if isinstance(found, HttpResponse):
        return found
    edition = found.live_edition
    assert edition is not None and found.published_at is not None and found.changed_at is not None
    older, newer = pages.neighbours(found)
    releases = pages.releases(found)
    history = pages.history(found, releases)
    context = {
        **_head(found, edition),
        "crumbs": [
            (_("政务公开"), "/catalogue/"),
            (edition.category.called, edition.category.get_absolute_url()),
            (_("正文"), ""),
        ],
        "banners": banners.of(found, edition),
        "ends": banners.ended_documents(found),
        "clarifications": banners.clarifications(found),
        "facts": pages.facts(found, edition),
        "body": pages.body(edition),
        "attachments": pages.attachments(edition),
        "history": history,
        "releases": releases,
        "verification": pages.verification(found, history),
        "chart": pages.chart(found),
        "timeliness": pages.timeliness(found),
        "page_address": pages.address(found),
        "qr": pages.qr(pages.address(found)),
        "older": older,
        "newer": newer,
    }
    return render(request, "disclosure/item.html", context)


def _head(found: Item, edition: Edition) -> dict[str, Any]:
    assert found.published_at is not None
    return {
        "page_meta": PageMeta(
            column=edition.category.name,
            description=_("%(name)s：%(organisation)s公开的信息")
            % {"name": edition.category.name, "organisation": found.organisation.name},
            keywords=edition.keywords or f"{found.organisation.called},{edition.category.name}",
            kind=COLUMN_TYPES.get(edition.category.code, "信息公开目录"),
            article=Article(
                title=edition.title,
                published_at=found.published_at,
                source=edition.source or found.organisation.name,
                keywords=edition.keywords,
                author=found.organisation.name,
                description=edition.summary or edition.body_text[:120].replace("\n", " "),
                url=pages.address(found),
            ),
        ),
        "item": found,
        "edition": edition,
    }


@public_page(AT_ONCE)
def proof(request: HttpRequest, index_number: str) -> HttpResponse:
    """The proof as a file: journal proof and the text that the reader can compare with its hash."""
    found = _public(request, index_number)
    if isinstance(found, HttpResponse):
        return found
    return _proof_file(request, found, proofs.prove(found.ref), found.index_number or "")


def _proof_file(
    request: HttpRequest, found: Item, document: dict[str, Any] | None, name: str
) -> HttpResponse:
    if document is None:
        return render(request, "disclosure/not-sealed.html", {"item": found}, status=404)
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name.replace("/", "-")}.proof.json"'
    return response


@public_page(AT_ONCE, changed=last_change, stored=True)
def release(request: HttpRequest, index_number: str, release: int) -> HttpResponse:
    """A former public text, as it was read then; the live one has its own address."""
    found = _public(request, index_number)
    if isinstance(found, HttpResponse):
        return found
    if found.live_edition is not None and found.live_edition.release == release:
        return redirect(found.get_absolute_url())
    former = _released(found, release)
    if former.expunged_at:
        return _expunged(request, found, former)
    context = {
        **_head(found, former),
        "crumbs": [(found.title, found.get_absolute_url()), (_("历史文本"), "")],
        "body": pages.body(former),
        "attachments": list(former.attachments.select_related("file__redacted_from")),
        "act": proofs.act_of(found, former),
        "next": release + 1,
    }
    return render(request, "disclosure/release.html", context)


@public_page(AT_ONCE)
def release_proof(request: HttpRequest, index_number: str, release: int) -> HttpResponse:
    """The proof that a former text was public."""
    found = _public(request, index_number)
    if isinstance(found, HttpResponse):
        return found
    former = _released(found, release)
    if former.expunged_at:
        return _expunged(request, found, former)
    return _proof_file(request, found, proofs.prove_edition(found, former), f"{found.index_number}-{release}")


def _released(found: Item, release: int) -> Edition:
    rows = Edition.objects.select_related("category", "item__organisation")
    return get_object_or_404(rows, item=found, release=release)


def _expunged(request: HttpRequest, found: Item, former: Edition) -> HttpResponse:
    """410 for one former text; the item itself is public."""
    context = {
        "page_meta": PageMeta(column=found.category.name, kind="信息公开目录"),
        "crumbs": [(found.title, found.get_absolute_url()), (_("历史文本"), "")],
        "item": found,
        "edition": former,
        "removal": pages.removal(found, release=former.release),
    }
    return render(request, "disclosure/gone.html", context, status=410)


@public_page(AT_ONCE, changed=last_change, stored=True)
def changes(request: HttpRequest, index_number: str, release: int) -> HttpResponse:
    """Two public texts side by side: this release and, unless ``?with=`` names another, the one before it."""
    found = _public(request, index_number)
    if isinstance(found, HttpResponse):
        return found
    after = _released(found, release)
    others = found.editions.filter(release__isnull=False).exclude(release=release)
    asked = request.GET.get("with", "")
    if asked:
        before = others.filter(release=int(asked)).first() if asked.isdecimal() and len(asked) < 6 else None
        if before is None:
            raise Http404
    else:
        before = others.filter(release__lt=release, expunged_at__isnull=True).order_by("-release").first()
    if before is None:
        return _to_item(found)
    for one in (before, after):
        if one.expunged_at:
            return _expunged(request, found, one)
    before, after = sorted((before, after), key=lambda one: one.release or 0)
    context = {
        "page_meta": PageMeta(column=after.category.name, kind="信息公开目录"),
        "crumbs": [(found.title, found.get_absolute_url()), (_("对照两个文本"), "")],
        "item": found,
        "before": before,
        "after": after,
        "changes": rules.changes_between(before, after),
        "rows": _shown(textdiff.rows(before.body_text, after.body_text), whole=request.GET.get("all") == "1"),
        "all": request.GET.get("all") == "1",
        "releases": list(
            found.editions.filter(release__isnull=False, expunged_at__isnull=True).order_by("release")
        ),
    }
    return render(request, "disclosure/changes.html", context)


def _shown(rows: list[textdiff.Row], *, whole: bool) -> list[tuple[textdiff.Row | None, int]]:
    """The rows with what changed and the paragraph on either side; how many are skipped in between."""
    near = {index + distance for index, row in enumerate(rows) if row.changed for distance in (-1, 0, 1)}
    shown: list[tuple[textdiff.Row | None, int]] = []
    for index, row in enumerate(rows):
        if whole or index in near:
            shown.append((row, 0))
        elif shown and shown[-1][1]:
            shown[-1] = (None, shown[-1][1] + 1)
        else:
            shown.append((None, 1))
    return shown


def _to_item(found: Item) -> HttpResponseRedirect:
    return HttpResponseRedirect(found.get_absolute_url())
