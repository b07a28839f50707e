"""Organisations in the open API: those that exist, by code."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Kind, Organisation
from yangguang.web.api import NOT_FOUND, WHOLE, Code, Cursor, Page, Words, answers

router = Router(tags=["organisations"])


class OrganisationOut(Schema):
    """``code`` is the name in addresses, ``uscc`` the unified social credit code, ``parent`` a code."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None
    uscc: str | None
    url: str


def _out(row: Organisation) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "parent": row.parent.code if row.parent else None,
        "uscc": row.uscc,
        "url": f"{settings.BASE_URL}{row.get_absolute_url()}",
    }


class Filter(Schema):
    """What may be asked of the list."""

    q: Words = Field("", description="名称或简称中的字", max_length=60)
    kind: Kind | None = Field(None, description="类别")
    parent: Code = Field("", description="上级机构的代号：只列它的直接下级")
    cursor: Cursor = Field("", description="上一页 next 中的位置")
    page_size: Annotated[int, Field(ge=1, le=200), WHOLE] = 50


@router.get(
    "/organisations",
    response=answers(Page[OrganisationOut], NOT_FOUND),
    summary="机构列表",
    url_name="organisations",
)
def organisations(request: HttpRequest, asked: Query[Filter]) -> dict[str, Any]:
    """Organisations that exist today, from the top of the tree down."""
    rows = Organisation.objects.current().select_related("parent").order_by("path")
    if asked.q:
        rows = rows.filter(Q(name__contains=asked.q) | Q(short_name__contains=asked.q))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.parent:
        rows = rows.filter(parent__code=asked.parent)
    found = list(rows.filter(path__gt=asked.cursor)[: asked.page_size + 1])
    shown = found[: asked.page_size]
    following = None
    if len(found) > asked.page_size:
        words = {**asked.model_dump(mode="json"), "cursor": shown[-1].path}
        query = urlencode({name: word for name, word in words.items() if word})
        following = f"{settings.BASE_URL}{request.path}?{query}"
    return {
        "count": rows.count(),
        "count_exact": True,
        "next": following,
        "items": [_out(row) for row in shown],
    }


@router.get(
    "/organisations/{code}",
    response=answers(OrganisationOut, NOT_FOUND),
    summary="一个机构",
    url_name="organisation",
)
def organisation(request: HttpRequest, code: str) -> dict[str, Any]:
    """One organisation that exists today."""
    row = Organisation.objects.current().filter(code=code).select_related("parent").first()
    if row is None:
        raise Refusal(_("没有代号为 %(code)s 的机构，或者已经撤销。") % {"code": code}, code="not-found")
    return _out(row)
