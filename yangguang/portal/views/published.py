"""What was published, day by day, as the public log has it: what the home page's figures are made of."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.disclosure import proofs
from yangguang.disclosure.freshness import last_change
from yangguang.portal import figures
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta
from yangguang.web.pages import numbered


@public_page(LIST, changed=last_change)
def published(request: HttpRequest) -> HttpResponse:
    since, until = _day(request.GET.get("from", "")), _day(request.GET.get("to", ""))
    late = request.GET.get("late") == "1"
    shown = numbered(request, figures.publications(since, until, late=late), size=30)
    titles = proofs.titles(shown.page)
    return render(
        request,
        "portal/published.html",
        {
            "page_meta": PageMeta(
                column=_("最新公开"),
                description=_("按公开时间列出的全部政府信息，取自公开日志"),
                keywords=_("最新公开,政府信息"),
                kind="工作动态",
            ),
            "crumbs": [(_("最新公开"), "")],
            "numbered": shown,
            "rows": [(act, titles[act.pk]) for act in shown.page],
            "since": since,
            "until": until,
            "late": late,
        },
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
