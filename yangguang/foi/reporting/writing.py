"""The words with which a report begins: what the house knows stands in them, what only people know is asked for in 【】."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from yangguang.foi.report import Figures, chapter_four, chapter_three
from yangguang.foi.report.grid import shown

BLANK = "【"
"""Begins a place that is still to be filled in."""

_NUMBER = re.compile(r"[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class Known:
    """What besides the tables is known of a year: ``fees`` collected in yuan, ``published`` pieces of information."""

    name: str
    is_government: bool
    published: int
    fees: Decimal


def chapters(figures: Figures, known: Known) -> list[str]:
    """The six chapters. Those two whose tables say everything have the words of their tables."""
    return [
        "\n".join(_first(figures, known)),
        "",
        "\n".join(chapter_three(figures)),
        "\n".join(chapter_four(figures)),
        _(
            "存在的主要问题：【请写明本年工作中存在的主要问题】\n改进情况：【请写明改进措施和上一年问题的改进结果】"
        ),
        "\n".join(_last(figures, known)),
    ]


def _first(figures: Figures, known: Known) -> list[str]:
    told = {
        "year": figures.year,
        "name": known.name,
        "published": known.published,
        "came": figures.t3("new_received"),
        "done": figures.t3("total_processed"),
    }
    guarding = _("（五）监督保障情况。【请写明人员配备、教育培训、监督检查情况】")
    if known.is_government:  # 条例第五十条: reports of governments tell this as well
        guarding += _("【请写明工作考核、社会评议和责任追究结果情况】")
    return [
        _(
            "本报告根据《中华人民共和国政府信息公开条例》和国务院办公厅规定的格式编制，数据统计期限为%(year)s年1月1日至12月31日。"
        )
        % told,
        _("（一）主动公开情况。%(year)s年在政府信息公开平台主动公开信息%(published)s条。") % told,
        _("（二）依申请公开情况。%(year)s年新收政府信息公开申请%(came)s件，办结%(done)s件。") % told,
        _("（三）政府信息管理情况。【请写明制度建设、规范性文件清理、信息发布审查情况】"),
        _("（四）政府信息公开平台建设情况。【请写明平台栏目、查阅场所建设情况】"),
        guarding,
    ]


def _last(figures: Figures, known: Known) -> list[str]:
    fees = (
        _("%(year)s年收取政府信息公开信息处理费%(fees)s元。")
        if known.fees
        else _("%(year)s年没有收取政府信息公开信息处理费。")
    )
    return [
        fees % {"year": figures.year, "fees": shown(known.fees)},
        _("除此之外，没有其他需要报告的事项。"),
    ]


def renewed(chapters_now: Sequence[str], before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The chapters with each line that still is as it was generated, numbers aside, replaced by the one generated anew.

    What a person wrote stays. Where the number of lines differs, a chapter is replaced only if all of it was untouched.
    """
    return [_renewed(now, old, new) for now, old, new in zip(chapters_now, before, after, strict=True)]


def _renewed(now: str, old: str, new: str) -> str:
    lines, was, becomes = now.split("\n"), old.split("\n"), new.split("\n")
    if [_bare(line) for line in lines] == [_bare(line) for line in was]:
        return new
    if len(was) != len(becomes):
        return now
    changes = {_bare(line): then for line, then in zip(was, becomes, strict=True)}
    return "\n".join(changes.get(_bare(line), line) for line in lines)


def _bare(line: str) -> str:
    """A line without its numbers."""
    return _NUMBER.sub("0", line)
