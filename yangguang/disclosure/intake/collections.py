"""Telling the reports of one file apart.

Collections of reports come in three shapes: with a marker line for each (``政务公开工作开展情况 篇3``), with the
number of reports in the title and no marker at all (``镇政务总结(通用11篇)``), and as a single report with the
frame of a web page around it. Where there is no marker, a report ends where another one visibly begins:
chapters count from 一 again, an office has signed, an author is named, keywords of an article stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .dates import find_date

_NUMERALS = "一二三四五六七八九十"
_COLLECTION = re.compile(
    r"^(?P<title>.{2,60}?)\s*[(（](?:精选|通用|优秀|推荐|汇编|集锦|共)?\s*(?P<n>\d{1,3})\s*篇[)）]$"
)
_MARKER = re.compile(
    r"^(?:\d{1,3}\s*[.、．]\s*)?(?P<title>.{2,60}?)\s*篇\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})[:：]?$"
)
_BREADCRUMB = re.compile(r"^(?:当前|所在|您的|您现在的)位置\s*[:：]")
_PAGE_LINE = re.compile(
    r"发布(?:时间|日期)\s*[:：].*(?:浏览|点击|累计|阅读)次数|(?:浏览|点击|累计)次数\s*[:：].*字体"
)
_SOURCE = re.compile(r"来源\s*[:：]\s*(?P<source>[^\s:：]{2,30})")
_TAIL = re.compile(
    r"^【.{2,60}】\s*推荐阅读\s*[:：]?$|^上一篇\s*[:：].*下一篇\s*[:：]|^相关(?:阅读|文章|推荐)\s*[:：]?$"
)
_CHROME = re.compile(r"^本文(?:摘要|关键词|来源|地址|链接)\s*[:：]")
_SITE_TAIL = re.compile(r"\s*[-—_|]\s*[^-—_|]{2,30}(?:官网|网站|登录|首页|网)$")

_CHAPTER = re.compile(rf"^\s*(?P<n>[{_NUMERALS}]{{1,3}})\s*、")
_SIGNED = re.compile(r"^[\u4e00-\u9fff×xX*]{4,24}(?:办公室|人民政府|委员会|党委|管理局|服务中心)$")
_BYLINE = re.compile(r"^[(（]\s*作者(?:系|单位|为|[:：])")
_KEYWORDS = re.compile(r"^关键词\s*[:： ]")
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}\s+\S")
_ENDING = re.compile(r"(?:结论|结束语|结语|讨论)$")
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff、]{3,}(?:局|法院|检察院|办公厅|办公室|党委|委员会|人民政府|领导小组|中心)$"
)
_LONG = 80  # characters: the first paragraph of a report, not a heading
_SENTENCE_END = "。；;，,：:！!？?、"


@dataclass(frozen=True, slots=True)
class Part:
    """One report: its title as the file gives it (may be empty), its lines, its date if one stands in the frame."""

    title: str
    lines: tuple[str, ...]
    dated: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    title: str
    declared: int | None  # how many reports the file says it holds
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


def split(text: str) -> Collection:
    """The reports of one file. A file that holds one report gives a collection of one."""
    lines = [line.strip(" \t\r\u00a0\u3000\ufeff") for line in text.splitlines()]
    lines, frame = _without_frame(lines)
    title, declared, start = _heading(lines)
    dated = frame.dated
    if declared is None:
        part = Part(frame.title or "", tuple(line for line in lines if line), dated, frame.source)
        return Collection(frame.title, None, (part,))
    marked = _by_markers(lines[start:], title)
    preface = lines[: start + 4]
    dated = dated or next((day for line in preface if (day := find_date(line, alone=True))), None)
    if marked:
        parts = tuple(Part(name, tuple(body), dated, frame.source) for name, body in marked)
    else:
        body = [line for line in lines[start:] if line and not find_date(line, alone=True)]
        cuts = [0, *_boundaries(body, declared), len(body)]
        parts = tuple(Part("", tuple(body[a:b]), dated, frame.source) for a, b in pairwise(cuts) if b > a)
    notes: tuple[str, ...] = ()
    if len(parts) != declared:
        notes = (f"标题写明 {declared} 篇，读出 {len(parts)} 篇，请核对",)
    return Collection(title, declared, parts, notes)


@dataclass(slots=True)
class _Frame:
    title: str = ""
    dated: date | None = None
    source: str = ""


def _without_frame(lines: list[str]) -> tuple[list[str], _Frame]:
    """The lines of the document without those of the web page that it was copied from, of which one can be sure."""
    frame = _Frame()
    for number, line in enumerate(lines[:12]):
        if _BREADCRUMB.match(line):
            lines = lines[number + 1 :]
            break
    for number, line in enumerate(lines):
        if number > 3 and _TAIL.match(line):
            lines = lines[:number]
            break
    for number, line in enumerate(lines[:12]):
        if not _PAGE_LINE.search(line):
            continue
        frame.dated = find_date(line)
        found = _SOURCE.search(line)
        frame.source = found["source"] if found else ""
        before = [entry for entry in lines[:number] if entry]
        if before:
            frame.title = _SITE_TAIL.sub("", before[-1]).strip()
        lines = lines[number + 1 :]
        break
    summary = [n for n, line in enumerate(lines) if _CHROME.match(line)]
    if frame.title and summary and summary[0] < 3:
        # 本文摘要 repeats the title and the first sentences; the document itself begins at its title.
        again = next((n for n, line in enumerate(lines[:12]) if n > summary[0] and line == frame.title), None)
        if again is not None:
            lines = lines[again:]
    lines = [line for line in lines if not _CHROME.match(line)]
    while lines and (not lines[0] or lines[0] == frame.title):
        lines = lines[1:]
    return lines, frame


def _heading(lines: Sequence[str]) -> tuple[str, int | None, int]:
    """Title and declared number of a collection, and the line after them; (…, None, 0) when it is none."""
    for number, line in enumerate(lines[:8]):
        found = _COLLECTION.match(line)
        if found:
            return found["title"], int(found["n"]), number + 1
    return "", None, 0


def _numeral(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(units) + 1 if units else 0)
    return _NUMERALS.index(text) + 1


def _by_markers(lines: Sequence[str], collection: str) -> list[tuple[str, list[str]]]:
    """Title and lines of each report whose marker line carries the next number; empty when there are no markers."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        marker = _MARKER.match(line)
        if marker and _numeral(marker["n"]) == len(found) + 1:
            title = marker["title"].strip()
            found.append((title if title != collection else f"{title}（篇{marker['n']}）", []))
        elif found and line:
            found[-1][1].append(line)
    return found if len(found) > 1 else []


def _boundaries(lines: Sequence[str], declared: int) -> list[int]:
    """Where reports 2, 3, … begin in a file without markers, best evidence first, in reading order."""
    scores: Counter[int] = Counter()
    seen_chapter = False
    for number, line in enumerate(lines):
        chapter = _CHAPTER.match(line)
        if chapter and chapter["n"] == "一":
            begin = number - 1 if number and not _is_heading(lines[number - 1]) else number
            if seen_chapter and begin:
                scores[begin] += 3
            seen_chapter = True
        if not number:
            continue
        before = lines[number - 1]
        if _KEYWORDS.match(line):
            scores[number] += 3
            seen_chapter = False
        if _SIGNED.match(before) or _BYLINE.match(before):
            scores[number] += 3
            seen_chapter = False
        if _DECIMAL.match(before) and _ENDING.search(before) and _is_plain_heading(line):
            scores[number] += 2
    best = sorted(scores, key=lambda number: (-scores[number], number))[: declared - 1]
    return sorted(best)


def nested(part: Part) -> tuple[Part, ...]:
    """The reports inside one report, when it is itself a compilation: title lines, an organisation, a long text.

    Empty unless at least two such openings are found; what stands before the first one belongs to it.
    """
    openings: list[tuple[int, int]] = []
    number = 0
    while number < len(part.lines):
        end = number
        while end < len(part.lines) and _is_plain_heading(part.lines[end], 60):
            end += 1
        opened = number < end < len(part.lines) and len(part.lines[end]) > _LONG
        if opened and _ORGANISATION.search(part.lines[end - 1]):
            openings.append((number, end))
        number = max(end, number) + 1
    if len(openings) < 2:
        return ()
    starts = [0, *(begin for begin, _ in openings[1:]), len(part.lines)]
    parts: list[Part] = []
    for (begin, end), first, last in zip(openings, starts, starts[1:], strict=False):
        heading = " ".join(part.lines[begin:end])
        title, _, source = heading.rpartition(" ")
        parts.append(Part(title or heading, part.lines[first:last], part.dated, source if title else ""))
    return tuple(parts)


def _is_heading(line: str) -> bool:
    return len(line) <= 30 and line[-1:] not in _SENTENCE_END


def _is_plain_heading(line: str, longest: int = 30) -> bool:
    if len(line) > longest or line[-1:] in _SENTENCE_END:
        return False
    return not re.match(r"[(（]", line) and not _CHAPTER.match(line) and not line[:1].isdigit()
