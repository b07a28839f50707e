"""A saved page of a government website: its meta tags, its table of metadata, and the text without the frame.

The national specification names the tags (ArticleTitle, PubDate, ContentSource, Keywords, Description); the table is
recognised by its labels (索引号、发文机关、成文日期、标题、发文字号…), however it is laid out and spaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html
from lxml import etree

from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text

from . import metadata
from .dates import find_date
from .records import SHORTEST, Record, Rejected

_LABELS = {
    "index_number": ("索引号",),
    "title": ("标题", "名称", "信息名称", "文件名称"),
    "doc_number": ("发文字号", "文号", "发文文号"),
    "source": ("发文机关", "发布机构", "发布单位", "公开责任部门", "发文单位"),
    "made": ("成文日期", "生成日期", "形成日期"),
    "released": ("发布日期", "公开日期", "发布时间"),
    "keywords": ("主题词", "关键词"),
}
_FACT_OF = {label: fact for fact, labels in _LABELS.items() for label in labels}
_LABELLED = re.compile(
    r"^[【\[]?(?P<label>"
    + "|".join(sorted(_FACT_OF, key=len, reverse=True))
    + r")[】\]]?[:：]?(?P<rest>.*)$",
    re.S,
)
_BLANK = re.compile(r"[\s\u00a0\u3000]+")
# Where the publishing systems in use put the text; else the block that holds most of it is taken.
_BODIES = (
    *("//*[@id='UCAP-CONTENT']", "//*[@id='zoom']", "//*[@id='Zoom']", "//*[@id='mainText']", "//*[@id='articleContent']"),
    *("//*[contains(concat(' ',@class,' '),' TRS_Editor ')]", "//*[contains(concat(' ',@class,' '),' trs_editor_view ')]"),
    *("//*[contains(concat(' ',@class,' '),' pages_content ')]", "//*[contains(concat(' ',@class,' '),' article-content ')]"),
)  # fmt: skip
# Blanks by which a signature was pushed into its place: alignment is the layout's business.
_PADDING = re.compile(r"(?<=<p>)[\u00a0\u3000 ]+|(?:[\u00a0\u3000 ]|&nbsp;)+(?=</(?:p|td|th|h\d)>)")
_FRAME = ("script", "style", "noscript", "nav", "header", "footer", "form", "iframe", "button", "select")
_ENOUGH = 0.6  # of a page's sentences are in the block that is its text
_NONE = {"无", "-", "—", "暂无"}


def read_page(path: Path, nested: bool = False, skip: int = 0) -> Iterator[Record | Rejected]:
    """The one document of a page. Refusal when the file is no page at all."""
    if not skip:
        yield from_page(path.read_bytes(), path.name)


def from_page(content: bytes, name: str) -> Record | Rejected:
    root = _parsed(content, name)
    page = _facts(root)
    body = _body(root)
    html = sanitise(etree.tostring(body, encoding="unicode", method="html")) if body is not None else ""
    html = _PADDING.sub("", html)
    html = _without_repeated_title(html, page.told.get("title", ""))
    text = to_text(html)
    if len(text) < SHORTEST:
        return Rejected(name, "网页里没有找到正文：可能只保存了框架，请打开原网页另存，或者复制正文导入")
    title = page.told.get("title") or metadata.title_line(text.split("\n"))
    if not title:
        return Rejected(name, "网页里没有找到标题", text)
    lines = [line for line in text.split("\n") if line.strip()]
    notes: tuple[str, ...] = ()
    made = find_date(page.told.get("made", "")) or metadata.made_on(lines)
    if made is None and (made := find_date(page.told.get("released", ""))):
        notes = (f"网页没有写成文日期，用了发布日期 {made.isoformat()}，请核对",)
    return Record(
        title=title[:200],
        body_html=html,
        body_text=text,
        doc_number=metadata.without_label(page.told.get("doc_number", "")) or metadata.doc_number(lines),
        generated_on=made,
        source=page.told.get("source") or metadata.issuer(title, lines),
        origin=name,
        external_number=page.told.get("index_number", ""),
        keywords=page.told.get("keywords", ""),
        summary=page.told.get("summary", ""),
        notes=notes,
    )


def _parsed(content: bytes, name: str) -> lxml.html.HtmlElement:
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        raise Refusal(f"{name} 的编码无法识别：请用浏览器打开后另存为 UTF-8 网页", code="invalid")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    if "<" not in text or not text.strip():
        raise Refusal(f"{name} 不是网页文件", code="invalid")
    try:
        return lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError) as error:
        raise Refusal(f"{name} 打不开：不是完好的网页文件", code="invalid") from error


def _encodings(content: bytes) -> tuple[str, ...]:
    named = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", content[:2048], re.I)
    wanted = named[1].decode("ascii").lower() if named else "utf-8"
    return (
        ("utf-8-sig", "gb18030") if wanted in {"gb2312", "gbk", "utf-8"} else (wanted, "utf-8-sig", "gb18030")
    )


@dataclass(slots=True)
class _Page:
    told: dict[str, str] = field(default_factory=dict)

    def tell(self, fact: str, value: str) -> None:
        value = " ".join(value.split())
        if value and value not in _NONE:
            self.told.setdefault(fact, value)


_TAGS = {
    "articletitle": "title",
    "pubdate": "released",
    "contentsource": "source",
    "keywords": "keywords",
    "description": "summary",
}


def _facts(root: lxml.html.HtmlElement) -> _Page:
    """What the page tells about its document: the labelled table first, then the tags, then the window's title."""
    page, tagged = _Page(), _Page()
    for element in root.iter("td", "th", "b", "strong", "dt", "p", "li", "span", "label"):
        _read_label(element, page)
    for tag in root.iter("meta"):
        fact = _TAGS.get((tag.get("name") or "").strip().lower())
        if fact:
            tagged.tell(fact, tag.get("content") or "")
    article = tagged.told.pop("title", "")
    for fact, value in tagged.told.items():
        page.tell(fact, value)
    page.tell("title", article)
    page.tell("title", re.split(r"[-_—|]", root.findtext(".//title") or "")[0])
    if article:
        page.told["title"] = article
    return page


def _read_label(element: lxml.html.HtmlElement, page: _Page) -> None:
    """A label alone in its cell is followed by the value in the next one; else the value follows in the same line."""
    shown = _text(element)
    if len(shown) > 400:
        return
    found = _LABELLED.match(_BLANK.sub("", shown))
    if not found:
        return
    fact = _FACT_OF[found["label"]]
    if found["rest"]:
        if (
            re.match(r"^[【\[]?\S{0,6}[】\]]?\s*[:：]", shown.lstrip())
            or ":" in shown[:14]
            or "：" in shown[:14]
        ):
            page.tell(fact, re.split(r"[:：]", shown, maxsplit=1)[-1])
        return
    following = element.getnext()
    if element.tag in {"b", "strong", "span", "label"}:
        if element.tail and element.tail.strip(" :：\u3000\u00a0\r\n\t"):
            page.tell(fact, element.tail.strip(" :：\u3000\u00a0\r\n\t"))
            return
        holder = element.getparent()
        if following is None and holder is not None and holder.tag in {"td", "th", "dt"}:
            following = holder.getnext()
    if following is not None and isinstance(following.tag, str):
        page.tell(fact, _text(following))


def _text(element: lxml.html.HtmlElement) -> str:
    return str(element.xpath("string()"))


def _body(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    for path in _BODIES:
        held = [one for one in root.xpath(path) if len(_BLANK.sub("", _text(one))) >= SHORTEST]
        if held:
            return held[0]
    for element in list(root.iter(*_FRAME)):
        if element.getparent() is not None:
            element.drop_tree()
    total = _sentences(root)
    if total < SHORTEST:
        return None
    block = root
    while True:  # go down as long as one child alone holds most of what is said
        inner = [one for one in block if isinstance(one.tag, str) and _sentences(one) >= _ENOUGH * total]
        if not inner or inner[0].tag == "p":
            return block
        block = inner[0]


def _sentences(element: lxml.html.HtmlElement) -> int:
    """Characters of running text in an element: what is linked, or ends in no mark, is the frame's."""
    linked = sum(len(_BLANK.sub("", _text(one))) for one in element.iter("a"))
    text = _BLANK.sub("", _text(element))
    return max(0, len(text) - linked) if re.search(r"[。；]", text) else 0


def _without_repeated_title(html: str, title: str) -> str:
    """The body after its own title, where it begins with it, in one paragraph or broken over several."""
    if not title or not html:
        return html
    wanted = _BLANK.sub("", title)
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    said = ""
    passed: list[lxml.html.HtmlElement] = []
    for element in root.iter("p", "h2", "h3", "h4"):
        if len(passed) == 4:
            break
        shown = _BLANK.sub("", _text(element))
        passed.append(element)
        said += shown
        if said == wanted:
            for one in passed:
                one.drop_tree()
            return "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
        if not wanted.startswith(said):
            break
    return html
