"""Marks of secrecy: what a classified or internal document says of itself. Talk *about* secrecy is no mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from yangguang.screening.findings import BLOCK, Finding, Text

_LEVEL = r"(?:绝[ \u3000]*密|机[ \u3000]*密|秘[ \u3000]*密)"
_TERM = r"(?:[0-9０-９一二三四五六七八九十]{1,3}[ \u3000]*(?:年|个月)|长[ \u3000]*期|启用前|解密前|公开前)"
# The mark of GB/T 9704 is level ★ term, at the top left of the first page: alone on a line, after a label, or with
# the star. The bare word counts only alone on one of the first lines, where the mark has its place.
_STARRED = re.compile(rf"(?<![国家商业工作])(?P<mark>{_LEVEL}[ \u3000]*[★☆*＊✰⭐][ \u3000]*(?:{_TERM})?)")
_LABELLED = re.compile(rf"密[ \u3000]*级[ \u3000]*[:：][ \u3000]*(?P<mark>{_LEVEL})")
_TERM_ALONE = re.compile(rf"^[ \t\u3000]*(?P<mark>{_LEVEL}[ \u3000]*{_TERM})[ \t\u3000]*$", re.M)
_WORD_ALONE = re.compile(rf"^[ \t\u3000]*(?P<mark>{_LEVEL})[ \t\u3000]*$", re.M)
_INTERNAL = re.compile(
    r"(?P<mark>内部(?:资料|文件|材料|刊物)[ \u3000]{0,4}[，,、·]?[ \u3000]{0,4}(?:注意保存|妥善保管|请勿外传|不得外传|严禁外传|"
    r"注意保密|不得公开|仅供参阅)|[（(【〔](?:内部(?:资料|文件|使用)|此件不公开|不予公开|仅供内部使用|注意保密)[）)】〕])"
)
_FIRST_LINES = 8
# Without one of these nothing of the above stands in a text: most texts need no more than this look.
_INTERNAL_SIGNS = ("内部", "此件不公开", "不予公开", "注意保密")


def secrecy_mark(text: str) -> str | None:
    """The first mark of secrecy in a plain text, as written; None where there is none."""
    first = min(_marks(text), default=None) if _may_be_marked(text) else None
    return text[first[0] : first[1]].strip() if first else None


def _may_be_marked(text: str) -> bool:
    return "密" in text or "内部" in text or "不公开" in text or "不予公开" in text


def _marks(text: str) -> Iterator[tuple[int, int]]:
    if any(sign in text for sign in _INTERNAL_SIGNS):
        for found in _INTERNAL.finditer(text):
            yield found.span("mark")
    if "密" not in text:
        return
    for pattern in (_STARRED, _LABELLED, _TERM_ALONE):
        for found in pattern.finditer(text):
            yield found.span("mark")
    head = _head_of(text)
    for found in _WORD_ALONE.finditer(text, 0, head):
        yield found.span("mark")


def _head_of(text: str) -> int:
    """Where the first lines with content end."""
    lines = 0
    for found in re.finditer(r"[^\n]*\n|[^\n]+$", text):
        lines += bool(found[0].strip())
        if lines == _FIRST_LINES:
            return found.end()
    return len(text)


def secrecy_marks(text: Text) -> Iterator[Finding]:
    if not _may_be_marked(text.plain):
        return
    seen: set[tuple[int, int]] = set()
    for start, end in sorted(_marks(text.plain)):
        if any(start < b and a < end for a, b in seen):
            continue
        seen.add((start, end))
        yield text.finding(
            "secrecy-mark", BLOCK, start, end, _("保密标志：这份文件不能在这里保存或公开"),
            suggestion=_("不要上传涉密文件。请按保密规定处理，只在目录里登记一条不公开的条目"),
        )  # fmt: skip
