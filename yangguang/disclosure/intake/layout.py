"""Plain text of an official document becomes HTML with its layout: headings, addressee, signature, notes.

Only what is certain is marked; a line that is not recognised is a paragraph. No character is added, changed
or lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from yangguang.lib import docnumbers

from .dates import find_date

_CHAPTER = re.compile(r"^[一二三四五六七八九十百]{1,4}\s*、|^第[一二三四五六七八九十百]{1,4}[章节编]\s*")
_SECTION = re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")
_NOTE = re.compile(r"^[(（]此件[^)）]{2,20}[)）]$|^[(（]联系人[:：].{2,40}[)）]$")
_ATTACHMENT = re.compile(r"^附件\s*[:：]")
_SENTENCE_END = ("。", "；", ";", "！", "？", "，", ",", "：", ":")
_ORGANISATION = re.compile(
    r"(?:政府|办公厅|办公室|国务院|军委|委员会|[\u4e00-\u9fff]{2}(?:局|厅|部|院|会|办|室|中心))$"
)
_HEADING_LENGTH = 45
_SIGNATURE_LINES = 4  # a signature stands among the last lines


def to_html(lines: Sequence[str]) -> str:
    """HTML of a document's lines, ready for ``lib.html.sanitise``."""
    entries = [line.strip(" \t\u00a0\u3000") for line in lines]
    entries = [line for line in entries if line]
    signed = signature(entries)
    out: list[str] = []
    for number, line in enumerate(entries):
        tag, css = ("p", "sign") if number in signed else _kind(line, first=number < 4)
        before = number - 1
        after_letter = before >= 0 and (before in signed or _NOTE.match(entries[before]))
        if (tag, css) == ("p", "") and after_letter and _is_short(line):
            tag = "h2"  # 关于印发…的通知: the document that the letter encloses begins here
        attribute = f' class="{css}"' if css else ""
        out.append(f"<{tag}{attribute}>{escape(line, quote=False)}</{tag}>")
    return "\n".join(out)


def _kind(line: str, *, first: bool) -> tuple[str, str]:
    if _NOTE.match(line):
        return "p", "note"
    if _ATTACHMENT.match(line):
        return "p", "attach-note"
    if first and docnumbers.parse(line):
        return "p", "doc-no"
    if first and line.endswith(("：", ":")) and len(line) <= 120 and not _CHAPTER.match(line):
        return "p", "to"
    if _is_short(line) and (_CHAPTER.match(line) or _SECTION.match(line)):
        return ("h3" if _CHAPTER.match(line) else "h4"), ""
    return "p", ""


def _is_short(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and not line.endswith(_SENTENCE_END)


def signature(lines: Sequence[str]) -> set[int]:
    """The lines that sign: an organisation and its date under each other, or a date alone among the last lines."""
    signed: set[int] = set()
    for number, line in enumerate(lines):
        if not number or not find_date(line, alone=True):
            continue
        before = lines[number - 1]
        if _is_short(before) and _ORGANISATION.search(before):
            signed |= {number - 1, number}
        elif number >= len(lines) - _SIGNATURE_LINES:
            signed |= {number}
    return signed
