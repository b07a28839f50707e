"""Dates as people write them in documents."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "Ｏ": "0",
    "零": "0",
    "0": "0",
}
_ARABIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})(?!\d)\s*日?"
)
_CHINESE = re.compile(
    r"(?P<y>[一二][〇○Ｏ零0一二三四五六七八九]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月"
    r"(?P<d>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_ALONE = "()（）[]【】 \t\u3000日期时间发布成文:："


def find_date(text: str, *, alone: bool = False) -> date | None:
    """The first date in a text; with ``alone``, only when the line says nothing else."""
    if not may_hold_date(text):
        return None
    for pattern in (_ARABIC, _CHINESE):
        for found in pattern.finditer(text):
            rest = (text[: found.start()] + text[found.end() :]).strip(_ALONE)
            day = _day(found)
            if day and not (alone and rest):
                return day
    return None


def may_hold_date(text: str) -> bool:
    """False where there can be none: it has its year in figures of this or the last century, or the sign of the year."""
    return "年" in text or "20" in text or "19" in text


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(_number(found["y"]), _number(found["m"]), _number(found["d"]))
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        return int(_DIGITS[tens] if tens else "1") * 10 + int(_DIGITS[units] if units else "0")
    return int("".join(_DIGITS[character] for character in text))
