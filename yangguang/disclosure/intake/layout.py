"""Plain text of an official document becomes HTML with its layout: headings, addressee, signature, notes.

Only what is certain is marked; a line that is not recognised is a paragraph. No character is added, changed
or lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from yangguang.lib import docnumbers
from yangguang.lib.html import sanitise, to_text

from .dates import find_date, may_hold_date

_CHAPTER = re.compile(r"^[一二三四五六七八九十百]{1,4}\s*、|^第[一二三四五六七八九十百]{1,4}[章节编]\s*")
_NUMBERED = "一二三四五六七八九十百第(（"  # what chapters and sections begin with
_SPECIAL = frozenset(_NUMBERED + "附")  # what a line begins with that may be more than a paragraph
_FIRST_LINES = 4  # among which number and addressee stand
_SECTION = re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")
_NOTE = re.compile(r"^[(（]此件[^)）]{2,20}[)）]$|^[(（]联系人[:：].{2,40}[)）]$")
_ATTACHMENT = re.compile(r"^附件\s*[:：]")
_SENTENCE_END = ("。", "；", ";", "！", "？", "，", ",", "：", ":")
_ORGANISATION = re.compile(
    r"(?:政府|办公厅|办公室|国务院|军委|委员会|[\u4e00-\u9fff]{2}(?:局|厅|部|院|会|办|室|中心))$"
)
_HEADING_LENGTH = 45
_SIGNATURE_LINES = 4  # a signature stands among the last lines
# What the sanitiser leaves as it is: no control signs, nothing invisible, nothing beyond what XML may hold.
_PLAIN = re.compile(
    r"[\t -~\u00a0-\u200a\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00020000-\U0003fffd]*"
)
_BLANKS = re.compile(r"[ \t]+")


def to_html(lines: Sequence[str]) -> str:
    """HTML of a document's lines, ready for ``lib.html.sanitise``."""
    return _written(_laid_out(lines))


def body_of(lines: Sequence[str]) -> tuple[str, str]:
    """The sanitised HTML of a document's lines, and its plain text.

    Lines of plain characters need no sanitiser: escaped and wrapped they are what it would give, at a tenth of the time.
    """
    blocks = _laid_out(lines)
    text = "\n".join([line for _tag, _css, line in blocks])
    whole = text.count("\n") == len(blocks) - 1 and not any(line.isspace() for _tag, _css, line in blocks)
    if whole and _PLAIN.fullmatch(text.replace("\n", " ")):
        if "  " in text or "\t" in text:
            text = _BLANKS.sub(" ", text)
        return _written(blocks).replace("\u00a0", "&nbsp;"), text
    html = sanitise(_written(blocks))
    return html, to_text(html)


_Block = tuple[str, str, str]  # tag, class, line


def _written(blocks: Sequence[_Block]) -> str:
    return "\n".join(
        [
            f'<{tag} class="{css}">{_escaped(line)}</{tag}>' if css else f"<{tag}>{_escaped(line)}</{tag}>"
            for tag, css, line in blocks
        ]
    )


def _escaped(line: str) -> str:
    return escape(line, quote=False) if "&" in line or "<" in line or ">" in line else line


def _laid_out(lines: Sequence[str]) -> list[_Block]:
    entries = [line.strip(" \t\u00a0\u3000") for line in lines]
    entries = [line for line in entries if line]
    signed = signature(entries)
    out: list[_Block] = []
    after_letter = False
    for number, line in enumerate(entries):
        if number in signed:
            tag, css = "p", "sign"
        elif number >= _FIRST_LINES and line[0] not in _SPECIAL:
            tag, css = "p", ""
        else:
            tag, css = _kind(line, first=number < _FIRST_LINES)
        if after_letter and not css and tag == "p" and _is_short(line):
            tag = "h2"  # 关于印发…的通知: the document that the letter encloses begins here
        after_letter = css in {"sign", "note"}
        out.append((tag, css, line))
    return out


def _kind(line: str, *, first: bool) -> tuple[str, str]:
    if line[0] in "(（" and _NOTE.match(line):
        return "p", "note"
    if line.startswith("附件") and _ATTACHMENT.match(line):
        return "p", "attach-note"
    if first and docnumbers.parse(line):
        return "p", "doc-no"
    if first and line.endswith(("：", ":")) and len(line) <= 120 and not _CHAPTER.match(line):
        return "p", "to"
    if line[0] in _NUMBERED and _is_short(line) and (_CHAPTER.match(line) or _SECTION.match(line)):
        return ("h3" if _CHAPTER.match(line) else "h4"), ""
    return "p", ""


def _is_short(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and not line.endswith(_SENTENCE_END)


def signature(lines: Sequence[str]) -> set[int]:
    """The lines that sign: an organisation and its date under each other, or a date alone among the last lines."""
    signed: set[int] = set()
    if not may_hold_date("\n".join(lines)):
        return signed
    for number, line in enumerate(lines):
        if not number or not find_date(line, alone=True):
            continue
        before = lines[number - 1]
        if _is_short(before) and _ORGANISATION.search(before):
            signed |= {number - 1, number}
        elif number >= len(lines) - _SIGNATURE_LINES:
            signed |= {number}
    return signed
