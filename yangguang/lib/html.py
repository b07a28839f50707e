"""Bodies of official documents as HTML: what may stay, how it reads as text, where a passage stands.

A body is sanitised once, when it is saved, and trusted from then on. Tables, headings, lists and the
classes of the official layout (GB/T 9704: 发文机关标志, 发文字号, 主送, 署名, 版记) survive; whatever Word or
a web page brings along (styles, fonts, conditional comments, scripts) does not.

``to_text`` gives the plain text that is hashed, searched and screened. Its offsets are stable: the same
sanitised HTML always gives the same text, and ``mark`` finds a passage again by its offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

import lxml.html
import nh3
from lxml import etree

LAYOUT = frozenset(
    {
        "issuer",  # 发文机关标志
        "doc-no",  # 发文字号
        "to",  # 主送机关
        "sign",  # 署名、成文日期
        "note",  # 附注
        "attach-note",  # 附件说明
        "copy-to",  # 抄送
        "printed",  # 印发机关和印发日期
        "center",
        "right",
        "no-indent",
    }
)

_BLOCK = frozenset(
    {
        *(
            "p",
            "div",
            "h2",
            "h3",
            "h4",
            "h5",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "hr",
            "figure",
            "figcaption",
        ),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    }
)
_INLINE = frozenset(
    {"a", "b", "strong", "em", "i", "u", "s", "sub", "sup", "br", "span", "ins", "del", "code", "img"}
)
_TAGS = _BLOCK | _INLINE | {"colgroup", "col"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "col": {"span"},
}
_CLASSES = {tag: set(LAYOUT) for tag in ("p", "h2", "h3", "h4", "h5", "td", "th", "li", "table", "span")}
_CLASSES["div"] = {"colophon", "scroll"}
_DROPPED_WITH_CONTENT = {
    "script", "style", "title", "head", "iframe", "object", "embed", "template", "noscript",
    "svg", "math", "form", "select", "button", "xml",
}  # fmt: skip
_RENAMED = {"h1": "h2", "h6": "h5", "center": "p", "strike": "s"}
_OWN_PICTURE = re.compile(r"/files/[0-9A-Za-z]+/[^\s?#\\]*")

# What Word calls the parts of an official document, in both languages of its style names.
_WORD_CLASSES = {"MsoTitle": "h2", "MsoHeading1": "h3"}
_WORD_LEFTOVERS = re.compile(
    r"<!--\[if.*?<!\[endif\]-->|<!\[(?:if|endif)[^>]*>|<\?xml[^>]*>|</?o:[^>]*>", re.I | re.S
)
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|end)", re.I)
_EMPTY = re.compile(r"[\s\u00a0\u200b\ufeff]*")


def sanitise(html: str) -> str:
    """The HTML that may be stored and shown, from anything an editor, Word or a web page hands over."""
    html = _WORD_LEFTOVERS.sub("", html.replace("\x00", ""))
    loose = nh3.clean(
        html,
        tags=set(_TAGS) | set(_RENAMED) | {"font"},
        attributes={
            tag: {"class", "style", "align", *_ATTRIBUTES.get(tag, ())} for tag in _TAGS | set(_RENAMED)
        },
        clean_content_tags=_DROPPED_WITH_CONTENT,
        strip_comments=True,
        link_rel=None,
    )
    if not loose.strip():
        return ""
    return _strict(_tidy(loose))


def _strict(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes=_CLASSES,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_sane_attribute,
        link_rel="noopener noreferrer",
        strip_comments=True,
    ).strip()


def _sane_attribute(tag: str, name: str, value: str) -> str | None:
    if name in {"colspan", "rowspan", "span", "width", "height", "start"}:
        return value if value.isdecimal() and 0 < int(value[:6]) <= 2000 else None
    return value


def _tidy(html: str) -> str:
    """Alignment becomes a class, foreign headings become ours, empty paragraphs and foreign pictures go."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter()):
        if element is not root and isinstance(element.tag, str):
            _tidy_element(element)
    for paragraph in root.xpath(".//p|.//h2|.//h3|.//h4|.//h5"):
        if not len(paragraph.xpath(".//img")) and _EMPTY.fullmatch(paragraph.text_content()):
            _drop(paragraph)
    text = escape(root.text or "", quote=False)
    return text + "".join(
        etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in root
    )


def _tidy_element(element: lxml.html.HtmlElement) -> None:
    classes = (element.get("class") or "").split()
    classes += ["center"] if element.tag == "center" else []
    element.tag = _RENAMED.get(element.tag, element.tag)
    if element.tag == "p":
        element.tag = next((_WORD_CLASSES[name] for name in classes if name in _WORD_CLASSES), "p")
    aligned = _ALIGN.search(element.get("style") or "")
    align = (aligned[1] if aligned else element.get("align") or "").lower()
    if align in {"center", "right", "end"} and not LAYOUT.intersection(classes):
        classes.append("center" if align == "center" else "right")
    allowed = _CLASSES.get(element.tag, set())
    kept = " ".join(name for name in dict.fromkeys(classes) if name in allowed)
    if kept:
        element.set("class", kept)
    else:
        element.attrib.pop("class", None)
    if element.tag == "img" and not _OWN_PICTURE.fullmatch(element.get("src") or ""):
        _drop(element)
    elif element.tag in {"span", "font"} and not kept:
        element.drop_tag()


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One token of sanitised HTML: markup as written, or characters with their offsets in the text.

    ``offsets[i]`` is the offset of ``chars[i]`` in the plain text, or -1 when it was collapsed away.
    """

    markup: str = ""
    chars: str = ""
    offsets: tuple[int, ...] = ()


# One tag, or the characters up to the next one. A sanitised attribute is in double quotes, and may hold a ">".
_TOKEN = re.compile(r'<(?P<end>/?)(?P<tag>[a-z0-9]+)(?:[^>"]|"[^"]*")*>|(?P<chars>[^<]+|<)')
_RUN = re.compile(r"[^ \t\r\n\f]+|[ \t\r\n\f]+")


class _Text:
    """Reads sanitised HTML into its plain text."""

    def __init__(self, html: str) -> None:
        self.text: list[str] = []
        self.length = 0
        # What stands between the last visible character and the next one; written only when that one comes,
        # so the text never ends in white space.
        self.pending = ""
        self.fresh_row = True
        for token in _TOKEN.finditer(html):
            if (chars := token["chars"]) is not None:
                self.characters(unescape(chars) if "&" in chars else chars)
            else:
                self.markup(token[0], token["tag"], ends=bool(token["end"]))

    def markup(self, written: str, tag: str, *, ends: bool) -> None:
        if ends:
            self._end(tag)
        else:
            self._start(tag)

    def characters(self, chars: str) -> None:
        for run in _RUN.findall(chars):
            if run[0] in " \t\r\n\f":
                self.pending = self.pending or " "
            else:
                self.emit(run)

    def emit(self, run: str) -> int:
        """Write visible characters; the offset of the first."""
        if self.pending and self.length:
            self.text.append(self.pending)
            self.length += len(self.pending)
        self.pending, self.fresh_row = "", False
        self.text.append(run)
        self.length += len(run)
        return self.length - len(run)

    def _line(self) -> None:
        if self.pending in {"", " "}:
            self.pending = "\n"

    def _start(self, tag: str) -> None:
        if tag == "br":
            self.pending = self.pending.strip(" ") + "\n"
        elif tag == "tr":
            self.pending, self.fresh_row = "\n", True
        elif tag in _BLOCK and tag not in {"td", "th"}:
            self._line()

    def _end(self, tag: str) -> None:
        if tag in {"td", "th"}:
            before = self.pending if self.fresh_row else self.pending.strip(" \n")
            self.pending = before + "\t"
        elif tag == "tr":
            self.pending = "\n"
        elif tag in _BLOCK:
            self._line()


class _Pieces(_Text):
    """The same, remembering where in the text each character of the HTML is found."""

    def __init__(self, html: str) -> None:
        self.pieces: list[_Piece] = []
        super().__init__(html)

    def markup(self, written: str, tag: str, *, ends: bool) -> None:
        self.pieces.append(_Piece(markup=written))
        super().markup(written, tag, ends=ends)

    def characters(self, chars: str) -> None:
        offsets: list[int] = []
        for run in _RUN.findall(chars):
            if run[0] in " \t\r\n\f":
                self.pending = self.pending or " "
                offsets += [-1] * len(run)
            else:
                start = self.emit(run)
                offsets += range(start, start + len(run))
        self.pieces.append(_Piece(chars=chars, offsets=tuple(offsets)))


def to_text(html: str) -> str:
    """The plain text of sanitised HTML: a line for each block and row, a tab after each cell."""
    return "".join(_Text(html).text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters ``start`` to ``end`` (exclusive) of the plain text, and how to mark them."""

    start: int
    end: int
    css: str = ""
    anchor: str = ""


def mark(html: str, passages: Iterable[Passage]) -> str:
    """Sanitised HTML with each passage wrapped in ``<mark>``; where passages overlap, the first one wins."""
    ordered = sorted(passages, key=lambda passage: (passage.start, passage.end))
    if not ordered:
        return html
    owner: dict[int, int] = {}
    for number, passage in enumerate(ordered):
        for offset in range(passage.start, passage.end):
            owner.setdefault(offset, number)
    anchored: set[int] = set()
    out: list[str] = []
    for piece in _Pieces(html).pieces:
        out.extend([piece.markup] if piece.markup else _marked(piece, ordered, owner, anchored))
    return "".join(out)


def _marked(
    piece: _Piece, passages: list[Passage], owner: dict[int, int], anchored: set[int]
) -> Iterator[str]:
    current: int | None = None
    for character, offset in zip(piece.chars, piece.offsets, strict=True):
        wanted = owner.get(offset) if offset >= 0 else current
        if wanted != current:
            if current is not None:
                yield "</mark>"
            if wanted is not None:
                passage = passages[wanted]
                css = f' class="{escape(passage.css)}"' if passage.css else ""
                anchor = (
                    f' id="{escape(passage.anchor)}"' if passage.anchor and wanted not in anchored else ""
                )
                anchored.add(wanted)
                yield f"<mark{css}{anchor}>"
            current = wanted
        yield escape(character, quote=False)
    if current is not None:
        yield "</mark>"


def from_text(text: str) -> str:
    """Plain text as paragraphs of sanitised HTML: a line is a paragraph, empty lines vanish."""
    lines = (line.strip(" \t\r\u00a0\u3000") for line in text.split("\n"))
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
