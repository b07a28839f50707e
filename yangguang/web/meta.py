"""The national ``<meta>`` tags of government pages (国办发〔2017〕47号 附件《网页设计规范》).

Site tags stand on every page, column tags on home, columns and content, article tags on content.
:func:`problems` is the checker (rules M1–M7) that tests and the site's own inspection use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from yangguang.lib import clock

COLUMN_TYPES = (
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
)
_SITE = ("SiteName", "SiteDomain", "SiteIDCode")
_COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
_PUB_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
_ID_CODE = re.compile(r"bm\d{8}|\d{10}")


@dataclass(frozen=True)
class Article:
    """What a content page says of its document. ``published_at`` is an aware moment."""

    title: str
    published_at: datetime
    source: str
    keywords: str = ""
    author: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class PageMeta:
    """The tags of one page. ``kind`` is one of :data:`COLUMN_TYPES`."""

    column: str = "政务公开"
    description: str = "政府信息公开：文件、目录、机构、办理流程"
    keywords: str = "政务公开,政府信息"
    kind: str = "信息公开目录"
    article: Article | None = None

    @property
    def title(self) -> str:
        return self.article.title if self.article else self.column

    def tags(self, site: Any) -> Iterator[tuple[str, str]]:
        """Name and content of every tag; ``site`` has ``name``, ``domain`` and ``site_id_code`` (sites.Site)."""
        yield "description", (self.article and self.article.description) or self.description
        yield "SiteName", getattr(site, "name", "")
        yield "SiteDomain", getattr(site, "domain", "")
        yield "SiteIDCode", getattr(site, "site_id_code", "")
        yield "ColumnName", self.column
        yield "ColumnDescription", self.description
        yield "ColumnKeywords", self.keywords
        yield "ColumnType", self.kind
        if self.article:
            yield from _of_article(self.article)


def _of_article(article: Article) -> Iterator[tuple[str, str]]:
    yield "ArticleTitle", " ".join(article.title.split())
    yield "PubDate", clock.local(article.published_at).strftime("%Y-%m-%d %H:%M")
    yield "ContentSource", article.source
    for name, content in (
        ("Keywords", article.keywords),
        ("Author", article.author),
        ("Description", article.description),
        ("Url", article.url),
    ):
        if content:
            yield name, content


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}
        self.body: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("name"):
            self.tags[str(given["name"])] = str(given.get("content") or "")

    def handle_data(self, data: str) -> None:
        self.body.append(data)


def problems(html: str, *, column: bool = True, article: bool = False) -> list[str]:
    """What rules M1–M7 find wrong with a finished page; an empty list is a clean page."""
    reader = _Reader()
    reader.feed(html)
    tags = reader.tags
    wanted = _SITE + (_COLUMN if column else ()) + (_ARTICLE if article else ())
    found = [
        f"{'M2' if name in _ARTICLE else 'M1'} {name} 缺失"
        for name in wanted
        if not tags.get(name, "").strip()
    ]
    day = tags.get("PubDate", "")
    if day and not _PUB_DATE.fullmatch(day):
        found.append(f"M3 PubDate 格式不对：{day}")
    kinds = [kind for kind in re.split(r"[,，、;；]", tags.get("ColumnType", "")) if kind]
    found += [f"M4 ColumnType 不在枚举内：{kind}" for kind in kinds if kind not in COLUMN_TYPES]
    if tags.get("SiteDomain") and not tags["SiteDomain"].endswith(".gov.cn"):
        found.append(f"M5 SiteDomain 应以 .gov.cn 结尾：{tags['SiteDomain']}")
    if tags.get("SiteIDCode") and not _ID_CODE.fullmatch(tags["SiteIDCode"]):
        found.append(f"M6 SiteIDCode 格式不对：{tags['SiteIDCode']}")
    if day and day not in " ".join("".join(reader.body).split()):
        found.append(f"M7 页面上看不到与 PubDate 一致的发布时间：{day}")
    return found
