"""Building the body of a public paper: headings, paragraphs, tables, the red head and the colophon."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

# A row of a table: text and numbers side by side.
Row = tuple[Any, ...]

_DIGITS = "零一二三四五六七八九"


def cn(number: int) -> str:
    """1 -> 一, 12 -> 十二, 30 -> 三十 (below a hundred: chapters and articles)."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def cdate(day: date) -> str:
    """2026年9月28日, without leading zeros as GB/T 9704 wants it."""
    return f"{day.year}年{day.month}月{day.day}日"


def wan(hundreds: int) -> str:
    """Hundreds of yuan as 万元 with two decimals."""
    return f"{hundreds / 100:,.2f}"


class Paper:
    """Collects the parts of a body as clean HTML. Text goes in plain and is escaped here."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._section = 0
        self._part = 0
        self._table = 0

    def html(self) -> str:
        return "\n".join(self._parts)

    def p(self, text: str, kind: str = "") -> "Paper":
        mark = f' class="{kind}"' if kind else ""
        self._parts.append(f"<p{mark}>{escape(text, quote=False)}</p>")
        return self

    def title(self, text: str) -> "Paper":
        self._parts.append(f"<h2>{escape(text, quote=False)}</h2>")
        return self

    def section(self, text: str, numbered: bool = True) -> "Paper":
        """一、…; starts the count of parts again."""
        self._section += 1
        self._part = 0
        head = f"{cn(self._section)}、{text}" if numbered else text
        self._parts.append(f"<h3>{escape(head, quote=False)}</h3>")
        return self

    def part(self, text: str) -> "Paper":
        """（一）…"""
        self._part += 1
        self._parts.append(f"<h4>（{cn(self._part)}）{escape(text, quote=False)}</h4>")
        return self

    def heading(self, text: str, level: int = 3) -> "Paper":
        self._parts.append(f"<h{level}>{escape(text, quote=False)}</h{level}>")
        return self

    def points(self, texts: Iterable[str], ordered: bool = False) -> "Paper":
        tag = "ol" if ordered else "ul"
        rows = "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts)
        self._parts.append(f"<{tag}>{rows}</{tag}>")
        return self

    def table(
        self,
        caption: str,
        head: Sequence[str],
        rows: Iterable[Sequence[object]],
        foot: Sequence[object] | None = None,
    ) -> "Paper":
        """A table whose first cell of each row names the row; numbers keep their own text."""
        self._table += 1
        cells = "".join(f'<th scope="col">{escape(name, quote=False)}</th>' for name in head)
        body = [f"<tr>{_row(row)}</tr>" for row in rows]
        if foot is not None:
            body.append(f"<tr>{_row(foot)}</tr>")
        self._parts.append(
            f"<table><caption>{escape(caption, quote=False)}</caption><thead><tr>{cells}</tr></thead>"
            f"<tbody>{''.join(body)}</tbody></table>"
        )
        return self

    def red_head(self, issuer: str, number: str, title: str) -> "Paper":
        self.p(f"{issuer}文件", "issuer").p(number, "doc-no")
        return self.title(title)

    def to(self, text: str) -> "Paper":
        return self.p(f"{text}：", "to")

    def sign(self, issuer: str, on: date) -> "Paper":
        return self.p(issuer, "sign").p(cdate(on), "sign")

    def attachments(self, names: Sequence[str]) -> "Paper":
        """附件说明: one name stands alone, several are numbered."""
        if len(names) == 1:
            return self.p(f"附件：{names[0]}")
        for order, name in enumerate(names, start=1):
            self.p(f"附件：{order}. {name}" if order == 1 else f"　　　{order}. {name}")
        return self

    def colophon(self, copies: str, office: str, on: date) -> "Paper":
        self._parts.append(
            f'<div class="colophon"><p><span>抄送：{escape(copies, quote=False)}</span></p>'
            f"<p><span>{escape(office, quote=False)}</span><span>{cdate(on)}印发</span></p></div>"
        )
        return self


def _row(row: Sequence[object]) -> str:
    first, *rest = (escape(str(cell), quote=False) for cell in row)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest)
