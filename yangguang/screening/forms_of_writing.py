"""Slips of form: document numbers, dates that do not exist, amounts whose words and figures disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from yangguang.lib import docnumbers
from yangguang.screening.findings import HINT, WARN, Finding, Text

# A document number's word ends in one of these characters of office, or is a ministry's order; anything else in
# brackets before 号 (a house number, a case) is not our business.
_OFFICE = re.compile(r"(?:发|函|字|办|令|通|规|议|复|告|呈|报|任|电|建|综|文|政|府|公|监|财|教|卫|农|民)$")
_CN_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_ISO_DATE = re.compile(r"(?<![\d-])((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?![\d-])")
_MONTH = re.compile(r"\d月(?=\d)")
_SHORT_DATE = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_WORDS = "零壹贰叁肆伍陆柒捌玖"
_AMOUNT = re.compile(
    r"(?:人民币)?(?P<words>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,30})[ \u3000]*[（(](?:小写)?[:：]?[ ]*[￥¥]?[ ]*"
    r"(?P<figures>[0-9][0-9,，]*(?:\.[0-9]{1,2})?)[ ]*(?P<unit>万元|元)?[）)]"
)
_IN_WORDS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]" * 3)
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def document_numbers(text: Text) -> Iterator[Finding]:
    if "号" not in text.folded:
        return
    for found in docnumbers.loose(text.folded):
        passage = text.plain[slice(*found.span())]
        if docnumbers.parse(passage) or not _OFFICE.search(found["word"]):
            continue
        right = docnumbers.normalise(found[0])
        known = docnumbers.parse(right) is not None
        # The words before the number are caught too (根据国办发[2017]47号): only the part from the bracket differs.
        start = found.start() + len(found["word"])
        yield text.finding(
            "form.document-number", HINT, start, found.end(),
            _("发文字号格式：年份用六角括号〔〕写四位，序号不加“第”、不补零"),
            suggestion=right[len(found["word"]) :] if known else "",
        )  # fmt: skip


def impossible_dates(text: Text) -> Iterator[Finding]:
    in_chinese = "月" in text.folded
    whole = [*_at_months(_CN_DATE, text.folded, before=len("2026年"))] if in_chinese else []
    if "-" in text.folded:
        whole += _ISO_DATE.finditer(text.folded)
    for found in whole:
        if not _exists(*(int(part) for part in found.groups())):
            yield _wrong_date(text, found)
    for found in _at_months(_SHORT_DATE, text.folded) if in_chinese else ():
        # 2024 was a leap year: 2月29日 without a year is taken as it is.
        if not _exists(2024, int(found[1]), int(found[2])):
            yield _wrong_date(text, found)


def _at_months(pattern: re.Pattern[str], text: str, before: int = 0) -> Iterator[re.Match[str]]:
    """What a pattern of a date in Chinese finds, tried only where a month stands: its figures begin one or two characters
    before 月, the date ``before`` characters earlier.
    """
    for month in _MONTH.finditer(text):
        for start in (month.start() - 1 - before, month.start() - before):
            if start >= 0 and (found := pattern.match(text, start)):
                yield found
                break


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _wrong_date(text: Text, found: re.Match[str]) -> Finding:
    return text.finding("form.date", WARN, *found.span(), _("没有这一天，请核对日期"))


def amounts(text: Text) -> Iterator[Finding]:
    if not _IN_WORDS.search(text.folded):
        return
    for found in _AMOUNT.finditer(text.folded):
        words = in_words(found["words"])
        if words is None:
            continue
        try:
            figures = Decimal(found["figures"].replace(",", "").replace("，", ""))
        except InvalidOperation:
            continue
        if found["unit"] == "万元":
            figures *= 10000
        if figures != words:
            yield text.finding(
                "form.amount", WARN, *found.span(), _("大写金额与小写金额不一致"),
                suggestion=_("大写是 %(words)s 元，小写是 %(figures)s 元") % {"words": words, "figures": figures},
            )  # fmt: skip


def in_words(text: str) -> Decimal | None:
    """壹万贰仟元整 → 12000; None for a text that is not an amount in words."""
    whole, _sep, rest = text.replace("圆", "元").partition("元")
    if not _sep:
        return None
    total = section = 0
    digit: int | None = None
    for character in whole:
        if character in _WORDS:
            digit = _WORDS.index(character)
        elif character in _UNITS:
            section += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        elif character in "万亿":
            section += digit or 0
            total = (total + section) * (10000 if character == "万" else 10**8)
            section, digit = 0, None
        else:
            return None
    amount = Decimal(total + section + (digit or 0))
    for name, value in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if found := re.search(rf"([{_WORDS}]){name}", rest):
            amount += _WORDS.index(found[1]) * value
    return amount
