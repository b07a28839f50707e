"""The sentences of chapters three and four as the tables give them, and the other way round: whether a text agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.lib.numerals import from_chinese
from yangguang.lib.text import sentences

from .figures import Figures, Number
from .shape import APPLICANTS, OUTCOMES, RESULTS, T3, T3_COLUMNS, T4, T4_COLUMNS, TOTAL, Cell, Table

_GROUPS = {"denied": "不予公开", "unable": "无法提供", "not_processed": "不予处理", "other": "其他处理"}


def chapter_three(figures: Figures) -> list[str]:
    """What chapter three says of the applications, every number from table three. Nought is told where it tells something."""
    came, carried = figures.t3("new_received"), figures.t3("carried_over")
    told = {"year": figures.year, "came": came, "carried": carried, "all": came + carried}
    if not came and not carried:
        return [_("%(year)s年，本机关没有收到政府信息公开申请，也没有上年结转的申请。") % told]
    words = _("%(year)s年，本机关新收政府信息公开申请%(came)s件，上年结转%(carried)s件，合计%(all)s件。")
    told_so_far = [words % told]
    if by := [f"{T3_COLUMNS[one]}{n}件" for one in APPLICANTS if (n := figures.t3("new_received", one))]:
        told_so_far.append(_("新收的申请中，%(list)s。") % {"list": "、".join(by)})
    done = figures.t3("total_processed")
    results = [
        (_("予以公开"), figures.t3("granted")),
        (_("部分公开"), figures.t3("partial_grant")),
        *((name, figures.group(prefix)) for prefix, name in _GROUPS.items()),
    ]
    listed = "、".join(f"{name}{number}件" for name, number in results if number)
    words = _("全年办结%(done)s件，其中%(list)s。") if listed else _("全年办结%(done)s件。")
    told_so_far.append(words % {"done": done, "list": listed})
    for prefix, name in _GROUPS.items():
        rows = [row for row in T3 if row.key.startswith(f"{prefix}.")]
        if parts := [f"{row.short}{n}件" for row in rows if (n := figures.t3(row.key))]:
            told_so_far.append(_("%(name)s的申请中，%(list)s。") % {"name": name, "list": "、".join(parts)})
    told_so_far.append(_("结转下年度继续办理%(left)s件。") % {"left": figures.t3("carried_forward")})
    return told_so_far


def chapter_four(figures: Figures) -> list[str]:
    """What chapter four says of reviews and lawsuits, every number from table four."""
    told = []
    for group in T4:
        total = figures.t4(group.key)
        parts = [f"{T4_COLUMNS[one]}{n}件" for one in OUTCOMES if (n := figures.t4(group.key, one))]
        words = (
            _("%(year)s年，%(group)s%(total)s件，其中%(list)s。")
            if parts
            else _("%(year)s年，%(group)s%(total)s件。")
        )
        told.append(
            words % {"year": figures.year, "group": group.name, "total": total, "list": "、".join(parts)}
        )
    return told


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number in the text that is not what the tables say."""

    message: str
    cells: tuple[Cell, ...]
    said: int
    counted: Number


_NUMBER = (
    r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,4}|[0-9０-９]{1,12}|[零〇一二两三四五六七八九十百千]{1,12})"
)
_COUNT = re.compile(rf"(?P<number>{_NUMBER})\s*(?:余|多)?[件宗]")
_BREAK = re.compile(r"[，。；：、！？,;:\n（）()]")
_LEAD = 60  # characters before a number that tell what it counts
_YEAR = re.compile(r"([0-9]{4})\s*年")
_REPORT_YEAR = re.compile(
    r"(?:统计期限|数据).{0,6}?自\s*([0-9]{4})\s*年|([0-9]{4})\s*年度?(?:政府信息公开)?(?:工作)?年度报告"
)
# Numbers that compare or tell of a part of the house or of something else than requests.
_NOT_OURS = re.compile(
    r"同比|环比|较上年|比上年|增加|减少|增长|下降|上升|多了|少了|上年收到|上年度收到|去年|每|平均|本级|余件|多件"
)

# In order: the first that stands in the words before a number tells what it counts.
_ROWS: tuple[tuple[str, str], ...] = (
    (r"结转下|转(?:入|至|到)(?:下|次)(?:一)?年|下(?:一)?年度?(?:继续)?办理", "carried_forward"),
    (r"上(?:一)?年度?结转|结转上(?:一)?年", "carried_over"),
    *((re.escape(row.short), row.key) for row in T3 if "." in row.key and row.key != "other.other_reasons"),
    (r"部分公开", "partial_grant"),
    (r"不予公开", "denied"),
    (r"无法提供", "unable"),
    (r"不予处理", "not_processed"),
    (r"其他处理中的其他", "other.other_reasons"),
    (r"其他处理", "other"),
    (r"(?<!不)予以公开", "granted"),
    (r"办结|办理结果", "total_processed"),
    (r"(?:新收|收到|接收|受理|收取).*申请|申请.*(?:收到|受理)", "new_received"),
)
_SUITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"未经复议", ("litigation_direct",)),
    (r"复议后", ("litigation_post_review",)),
    (r"复议", ("review",)),
    (r"行政诉讼|提起诉讼|被诉", ("litigation_direct", "litigation_post_review")),
)


def disagreements(text: str, figures: Figures) -> list[Disagreement]:
    """Numbers and years of a text that the tables do not bear out. Each sentence is read by itself.

    What is compared with other years or told of one part is left alone: a clerk reads that.
    """
    found = [
        Disagreement(
            _("正文写的是 %(said)s 年，而报告的年份是 %(year)s 年：“%(passage)s”。")
            % {"said": year, "year": figures.year, "passage": match[0]},
            (),
            int(year),
            figures.year,
        )
        for match in _REPORT_YEAR.finditer(text)
        if int(year := match[1] or match[2]) != figures.year
    ]
    for sentence in sentences(text):
        years = {int(year) for year in _YEAR.findall(sentence)}
        if years and figures.year not in years:
            continue
        for passage, said, about in _claims(sentence):
            counted = sum(figures[cell] for cell in about)
            if said != counted:
                words = _("正文写的是“%(passage)s”，而表中是 %(counted)s（%(cells)s）。")
                named = "＋".join(cell.name for cell in about) if len(about) < 3 else _cells_named(about)
                told = {"passage": passage, "counted": counted, "cells": named}
                found.append(Disagreement(words % told, about, said, counted))
    return found


def _cells_named(about: Sequence[Cell]) -> str:
    group = _GROUPS.get(about[0].row.partition(".")[0], "")
    return _("表三“%(group)s”各行之和") % {"group": group}


def _claims(sentence: str) -> Iterator[tuple[str, int, tuple[Cell, ...]]]:
    """The numbers of a sentence that count something in the tables: the passage, the number, the cells."""
    row: str = "new_received"
    suits: tuple[str, ...] = ()
    done = 0
    for match in _COUNT.finditer(sentence):
        lead = _BREAK.split(sentence[max(done, match.start() - _LEAD) : match.start()])[-1]
        passage, done = f"{lead}{match[0]}".strip(), match.end()
        if _NOT_OURS.search(passage):
            continue
        about: tuple[Cell, ...] = ()
        here = next((key for pattern, key in _ROWS if re.search(pattern, lead)), "")
        court = next((groups for pattern, groups in _SUITS if re.search(pattern, lead)), ())
        outcome = next((key for key, name in T4_COLUMNS.items() if key != TOTAL and name in lead), "")
        applicant = next((key for key in APPLICANTS if key != "other" and T3_COLUMNS[key] in lead), "")
        if not here and (outcome and (court or suits)):
            suits = court or suits
            about = tuple(Cell(Table.T4, group, outcome) for group in suits)
        elif court and not here:
            suits = court
            about = tuple(Cell(Table.T4, group, TOTAL) for group in suits)
        elif here or applicant:
            row = here or row
            rows = [key for key in RESULTS if key.startswith(f"{row}.")] or [row]
            about = tuple(Cell(Table.T3, key, applicant or TOTAL) for key in rows)
        if about and (said := _number(match["number"])) is not None:
            yield passage, said, about


def _number(text: str) -> int | None:
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in text if char not in ",，")
    try:
        return int(plain) if plain.isdecimal() else from_chinese(plain)
    except ValueError:
        return None
