"""Pages that explain the site itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yangguang.web.cache import public_page
from yangguang.web.meta import PageMeta

TOPICS = {
    "accessibility": _("无障碍说明"),
    "privacy": _("隐私与个人信息"),
    "contact": _("联系我们"),
    "about": _("关于本站"),
}


@public_page(max_age=300)
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    if topic not in TOPICS:
        raise Http404
    title = str(TOPICS[topic])
    meta = PageMeta(column=title, description=title, keywords=title, kind="概况信息")
    return render(request, f"portal/help/{topic}.html", {"page_meta": meta, "crumbs": [(title, "")]})


@public_page(max_age=300)
def data(request: HttpRequest) -> HttpResponse:
    title = str(_("数据开放"))
    meta = PageMeta(
        column=title, description=str(_("开放接口、订阅、公开日志的封存")), keywords=title, kind="数据开放"
    )
    return render(request, "portal/data.html", {"page_meta": meta, "crumbs": [(title, "")]})
