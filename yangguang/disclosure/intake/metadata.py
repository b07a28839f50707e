"""What a text tells about itself: its document number, the day it was made, a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from yangguang.lib import docnumbers

from .dates import find_date
from .layout import signature

_TITLE_END = re.compile(
    r"(?:汇报|报告|总结|材料|方案|通知|通告|公告|公报|意见|决定|决议|命令|批复|函|纪要|议案|请示|规定|办法|细则|条例"
    r"|经验|做法|介绍|制度|讲话|发言|情况|建议|计划|规划|要点|答复|指南|目录|清单|预案)(?:[(（].{1,20}[)）])?$"
)
_NAMED = re.compile(r"(?:特|现)?制[定订](?:了|出台了)?(?:本)?《(?P<title>[^》]{6,60})》")
_ISSUER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、]{2,30}?(?:政府|办公厅|办公室|国务院|军委|委员会|局|厅|部))(?:关于|转发|印发|对)"
)
_DEALS_WITH = ("关于", "转发", "印发", "对")  # with which the pattern above ends
_LABEL = re.compile(r"^(?:发文字号|发文文号|文件编号|公文编号|文号)\s*[:：]?\s*")
_NUMBERED = re.compile(r"^[一二三四五六七八九十\d（(【]")


def title_line(lines: Sequence[str]) -> str:
    """The first line, when it reads as the title of a document; else ''."""
    if not lines:
        return ""
    line = lines[0].strip()
    return line if 5 <= len(line) <= 80 and _TITLE_END.search(line) and not _NUMBERED.match(line) else ""


def named_title(lines: Sequence[str]) -> str:
    """The title that the opening paragraph gives the document itself: 特制订《…实施方案》."""
    found = _NAMED.search(" ".join(lines[:2]))
    return found["title"] if found else ""


def without_label(number: str) -> str:
    """A document number as written, without the name of its field before it (发文字号：…)."""
    return _LABEL.sub("", number).strip()


def doc_number(lines: Sequence[str]) -> str:
    """The document number that stands on a line of its own near the top, as written; else ''."""
    for line in lines[:6]:
        if "号" in line and docnumbers.parse(docnumbers.normalise(line)):
            return without_label(line.strip())
    return ""


def issuer(title: str, lines: Sequence[str]) -> str:
    """Who made the document: who signs it first, else who its title names (国务院办公厅关于…); '' when neither tells.

    Several who sign together are joined as the field does it: 国务院、中央军委.
    """
    signed = sorted(signature(lines))
    if signed and not find_date(lines[signed[0]], alone=True):
        return "、".join(re.split(r"[\s\u3000]+", lines[signed[0]].strip()))
    named = _ISSUER.match(title) if any(word in title for word in _DEALS_WITH) else None
    return named["issuer"] if named else ""


def made_on(lines: Sequence[str]) -> date | None:
    """The day of signature: under the first signature, else a line of its own under the title; else None."""
    signed = sorted(signature(lines))
    for number in [*signed, *range(min(4, len(lines)))]:
        day = find_date(lines[number], alone=True)
        if day:
            return day
    return None
