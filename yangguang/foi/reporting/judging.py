"""What does not agree in a report: the cross-checks with all that lies beside it, and what the regulation asks of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yangguang.foi.models import AnnualReport, ReportFiling
from yangguang.foi.report import CHAPTERS, Beside, Figures, Finding, Level, checked, summed

from . import writing
from .rules import GOVERNMENT, Part, is_summary, latest_filing, parts, report_of, rows, whole


def last_year(report: AnnualReport) -> ReportFiling | None:
    """Last year's report of the same organisation, as it was filed."""
    before = report_of(report.organisation, report.year - 1)
    return latest_filing(before) if before else None


def previous_figures(report: AnnualReport) -> Figures | None:
    """Last year's figures, those of organisations that were merged into this one during the year added (Y4)."""
    last = last_year(report)
    if last is None:
        return None
    begins, ends = date(report.year, 1, 1), date(report.year, 12, 31)
    merged = report.organisation.predecessors.filter(valid_to__gte=begins, valid_to__lte=ends)
    before = rows(AnnualReport.objects.filter(organisation__in=merged, year=report.year - 1))
    filed = [one for row in before if (one := latest_filing(row))]
    own = last.figures
    return summed(own.organisation, own.year, [own, *(one.figures for one in filed)]) if filed else own


@dataclass(frozen=True)
class Judged:
    """A report with what is broken in it: errors keep it from being submitted, warnings need a reason."""

    figures: Figures
    findings: tuple[Finding, ...]
    parts: tuple[Part, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.level is Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [one for one in self.findings if one.level is Level.WARN]


def judged(report: AnnualReport) -> Judged:
    """All of Y1 … Y11 that can be asked of a report in work, and what the regulation asks of its words."""
    made_of = tuple(parts(report.organisation, report.year)) if is_summary(report.organisation) else ()
    figures = whole(report, made_of)
    last = last_year(report)
    counted = report.counted_figures
    if is_summary(report.organisation):  # what the others changed by hand is theirs to explain
        counted = whole_of(report, counted, made_of)
    has_registers = any(report.counted.get(key) not in {None, "0"} for key in report.counted)
    beside = Beside(
        previous=previous_figures(report),
        parts=[report.figures, *(one.figures for one in made_of)] if made_of else (),
        text=report.text,
        previous_text=last.text if last else "",
        counted=_with_table_two(counted, figures) if has_registers else None,
        carry_reason=report.carry_reason,
    )
    found, _unasked = checked(figures, beside)
    return Judged(figures, (*found, *_words(report), *_missing(made_of)), made_of)


@dataclass(frozen=True)
class Overtaken:
    """A sum that was sent off or published, and parts of it that were corrected since: Y8 does not hold any more."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]

    @property
    def sentence(self) -> str:
        names = "、".join(one.organisation.called for one in self.parts)
        told = {"names": names, "n": len(self.findings), "first": self.findings[0].message}
        return (
            _(
                "汇总送审以后，%(names)s的年度报告有更正，送审的汇总与各编报单位之和有 %(n)d 格不一致（Y8）。%(first)s请核对后更正，重新送审。"
            )
            % told
        )


def overtaken(report: AnnualReport, made_of: Sequence[Part]) -> Overtaken | None:
    """What Y8 finds in the sum that was filed, beside what its parts publish today; None where it still holds."""
    filed = latest_filing(report) if made_of else None
    if filed is None:
        return None
    later = [one for one in made_of if filed.parts.get(one.organisation.code) != _filed(one)]
    if not later:
        return None
    now = Beside(parts=[report.figures, *(one.figures for one in made_of)])
    found = [one for one in checked(filed.figures, now)[0] if one.check == "Y8"]
    return Overtaken(tuple(later), tuple(found)) if found else None


def _filed(part: Part) -> int | None:
    return part.filing.pk if part.filing else None


def whole_of(report: AnnualReport, own: Figures, made_of: Sequence[Part]) -> Figures:
    return summed(report.organisation.code, report.year, [own, *(one.figures for one in made_of)])


def _with_table_two(counted: Figures, figures: Figures) -> Figures:
    """Table two comes from no register: compared are the others."""
    own = [(cell, figures[cell]) for cell in figures.numbers if cell.table == "t2"]
    return counted.changed(*own)


def _words(report: AnnualReport) -> Iterable[Finding]:
    for number, (name, text) in enumerate(zip(CHAPTERS, report.chapters, strict=True)):
        if writing.BLANK in text:
            words = _("“%(chapter)s”还有没有填写的地方：%(place)s")
            place = text[text.index(writing.BLANK) :][:40].split("\n")[0]
            yield Finding("正文", Level.ERROR, words % {"chapter": name, "place": place})
        elif number in {0, 4, 5} and not text.strip():
            words = _("“%(chapter)s”还没有内容。没有的，也要写明“无”。")
            yield Finding("正文", Level.ERROR, words % {"chapter": name})
    if report.organisation.kind in {GOVERNMENT, "town"}:
        lacking = [one for one in ("考核", "评议", "责任追究") if one not in report.text]
        if lacking:
            words = _(
                "各级人民政府的年度报告还应当写明工作考核、社会评议和责任追究结果（条例第五十条），正文没有提到：%(list)s。"
            )
            yield Finding("正文", Level.WARN, words % {"list": "、".join(lacking)})


def _missing(made_of: Sequence[Part]) -> Iterable[Finding]:
    unpublished = _("还有 %(count)d 个单位没有发布年度报告，汇总中先用其现有数字：%(list)s。")
    unknown = _("%(count)d 个单位的年度报告另行发布，这里没有它的数据，请逐格核对或者补录：%(list)s。")
    for words, some in (
        (unpublished, [one for one in made_of if one.is_missing]),
        (unknown, [one for one in made_of if one.is_elsewhere]),
    ):
        if some:
            listed = "、".join(one.organisation.called for one in some[:10])
            told = {"count": len(some), "list": listed + ("……" if len(some) > 10 else "")}
            yield Finding("Y8", Level.WARN, words % told)
