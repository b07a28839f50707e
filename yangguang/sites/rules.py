"""Which site a request is for, its columns, and whether a column's question is in good shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.sites.models import Column, Site

QUESTION_KEYS = ("categories", "organisations", "kinds")
MOST_ANSWERS = 60


def site_for(request: HttpRequest) -> Site | None:
    """The site that answers for a request: the one of its host, else the first. None while there is none.

    Looked for once in a request: view and template both ask.
    """
    if not hasattr(request, "answering_site"):
        sites = list(Site.objects.select_related("organisation"))
        host = request.get_host().partition(":")[0]
        found = next((site for site in sites if site.host == host), sites[0] if sites else None)
        request.answering_site = found  # type: ignore[attr-defined]
    return request.answering_site  # type: ignore[attr-defined,no-any-return]


def columns(site: Site) -> list[Column]:
    """The open columns of the first level, in order."""
    return list(Column.objects.open().filter(site=site, parent=None))


def column(site: Site, code: str) -> Column:
    """The open column of that code. Refuses ``not-found``."""
    found = Column.objects.open().filter(site=site, code=code).select_related("parent").first()
    if found is None:
        raise Refusal(_("没有这个栏目。它可能已经关闭，请从网站地图另找。"), code="not-found")
    return found


def check_question(question: Mapping[str, Any]) -> dict[str, list[str]]:
    """A column's question in its one form: which categories, organisations and kinds belong here.

    What is named in one list are alternatives; the lists narrow each other. A question that names nothing would
    take in everything and is refused, as is an organisation that does not exist. Whether a category exists is
    known above this room; one that does not simply has no items.
    """
    if not isinstance(question, Mapping) or set(question) - set(QUESTION_KEYS):
        raise Refusal(_("栏目的收录条件只能写分类、机构、种类三项。"), field="question")
    asked: dict[str, list[str]] = {}
    for key in QUESTION_KEYS:
        codes = question.get(key, [])
        if not isinstance(codes, list) or not all(isinstance(code, str) and code.strip() for code in codes):
            raise Refusal(_('收录条件要写成代号的列表，例如 ["policy"]。'), field="question")
        if len(codes) > MOST_ANSWERS:
            raise Refusal(
                _("一个栏目最多收录 %(n)d 项，请改用上一级分类。") % {"n": MOST_ANSWERS}, field="question"
            )
        if codes:
            asked[key] = list(dict.fromkeys(code.strip() for code in codes))
    if not asked:
        raise Refusal(
            _("请写明这个栏目收什么信息，至少一个分类、机构或种类，否则会成为空白栏目。"), field="question"
        )
    known = set(
        Organisation.objects.filter(code__in=asked.get("organisations", [])).values_list("code", flat=True)
    )
    unknown = [code for code in asked.get("organisations", []) if code not in known]
    if unknown:
        raise Refusal(_("没有代号为“%(code)s”的机构，请核对。") % {"code": unknown[0]}, field="question")
    return asked
