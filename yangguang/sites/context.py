"""What every public template may use of the site: its facts, its pillars, its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yangguang.sites import rules
from yangguang.sites.models import Column, Site


@dataclass(frozen=True)
class Unnamed:
    """Stands for the site while none has been opened yet, so that every page can still be drawn."""

    name: str = "阳光"
    slogan: str = "公开 · 服务 · 互动 · 监督"
    domain: str = ""
    site_id_code: str = ""


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the pillars in the head; ``current`` when the page stands below it."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``, ``columns`` (first level), ``pillars``, ``foot``. The database is asked only by public pages."""
    found = SimpleLazyObject(lambda: rules.site_for(request) or Unnamed())
    return {
        "site": found,
        "columns": SimpleLazyObject(lambda: _columns(found)),
        "pillars": pillars(request.path_info),
        "foot": foot(),
    }


def _columns(found: Any) -> list[Column]:
    return rules.columns(found) if isinstance(found, Site) else []


def pillars(path: str) -> list[Pillar]:
    """The pillars of the national layout that this house has so far, and which of them a path belongs to."""
    below = {
        _("政务公开"): (
            "/catalogue/",
            ("/catalogue/", "/items/", "/columns/", "/organisations/", "/processes/", "/tables/", "/foi/"),
        ),
        _("数据开放"): ("/data/", ("/data/", "/verify/", "/seals/")),
    }
    return [
        Pillar(_("首页"), "/", path == "/"),
        *(Pillar(label, url, path.startswith(prefixes)) for label, (url, prefixes) in below.items()),
    ]


def foot() -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands in the foot of every page: headings with their links."""
    return [
        (
            _("公开"),
            [
                (_("公开目录"), "/catalogue/"),
                (_("依申请公开"), "/foi/"),
                (_("机构职能"), "/organisations/"),
                (_("搜索"), "/search/"),
                (_("办理流程"), "/processes/"),
                (_("决策表"), "/tables/"),
            ],
        ),
        (
            _("监督"),
            [
                (_("查验一个页面"), "/verify/"),
                (_("公开日志封存"), "/seals/"),
                (_("找错和建议"), "/help/contact/"),
            ],
        ),
        (_("数据"), [(_("开放数据与接口"), "/data/"), (_("订阅"), "/feeds/")]),
        (
            _("帮助"),
            [
                (_("网站地图"), "/sitemap/"),
                (_("无障碍说明"), "/help/accessibility/"),
                (_("隐私与个人信息"), "/help/privacy/"),
                (_("联系我们"), "/help/contact/"),
                (_("关于本站"), "/help/about/"),
            ],
        ),
    ]
