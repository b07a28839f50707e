"""Reports ready to be set: the one in work, what was sent to review, and one that nobody has begun."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yangguang.foi.models import AnnualReport, ReportFiling
from yangguang.foi.output import Paper
from yangguang.foi.report import Figures
from yangguang.foi.report.reading import FIRST_YEAR
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

from . import rules, writing


class Source(StrEnum):
    """What a paper was made from."""

    PUBLISHED = "published"
    FILED = "filed"
    WRITING = "writing"
    REGISTERS = "registers"


SOURCE_NAMES = {
    Source.PUBLISHED: lazy("已发布的报告"),
    Source.FILED: lazy("送审稿"),
    Source.WRITING: lazy("编制中的稿子"),
    Source.REGISTERS: lazy("台账的实时统计，还没有开始编制"),
}


def in_work(report: AnnualReport, figures: Figures | None = None) -> Paper:
    """The report as it is being written; ``figures`` where they are known already."""
    at = report.saved_at or clock.now()
    figures = rules.whole(report) if figures is None else figures
    return Paper(report.title, report.organisation.name, figures, report.chapters, at)


def of_filing(report: AnnualReport, kept: ReportFiling) -> Paper:
    return Paper(report.title, report.organisation.name, kept.figures, kept.chapters, kept.at)


def newest(organisation: Organisation, year: int) -> tuple[Paper, Source]:
    """What is public of a report, else what was sent to review, else what is being written, else what the registers say.

    Refusal for a year to come, one before the regulation, and an organisation that does not report.
    """
    if year > clock.today().year:
        words = _("%(year)d 年还没有到，没有它的年度报告。最近的一份是 %(last)d 年的。")
        raise Refusal(words % {"year": year, "last": clock.today().year - 1}, field="year")
    if year < FIRST_YEAR:
        words = _("年度报告从 %(first)d 年开始，没有 %(year)d 年的。")
        raise Refusal(words % {"first": FIRST_YEAR, "year": year}, field="year")
    if organisation.kind not in rules.REPORTING:
        raise Refusal(_("%(name)s不编制年度报告。") % {"name": organisation.name}, code="not-found")
    report = rules.report_of(organisation, year)
    if report is not None and (kept := rules.filing(report)):
        return of_filing(report, kept), Source.PUBLISHED
    if report is not None and rules.stage(report) in {rules.Stage.IN_REVIEW, rules.Stage.WAITING}:
        kept = report.filings.order_by("-pk").first()
        assert kept is not None, "what is in review was filed"
        return of_filing(report, kept), Source.FILED
    if report is not None and report.begun_at:
        return in_work(report), Source.WRITING
    figures = rules.figures_now(organisation, year)
    chapters = writing.chapters(figures, rules.known(organisation, year))
    title = AnnualReport(organisation=organisation, year=year).title
    return Paper(title, organisation.name, figures, chapters, clock.now()), Source.REGISTERS
