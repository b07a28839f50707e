"""The verbs of annual reports in work: open, begin, save, change figures by hand, count again, write anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.disclosure import actions as disclosure
from yangguang.foi.models import AnnualReport, HandChange
from yangguang.foi.models.reports import stored
from yangguang.foi.report import CHAPTERS, Cell, Figures, Table, cells
from yangguang.foi.report.figures import Number
from yangguang.foi.report.grid import shown
from yangguang.foi.report.reading import MOST
from yangguang.foi.report.shape import TOTAL
from yangguang.foi.reporting import rules, sources, writing
from yangguang.foi.reporting.acts import (
    FIGURES_CHANGED,
    REPORT_BEGUN,
    REPORT_COUNTED,
    REPORT_SAVED,
)
from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation

LONGEST_CHAPTER = 30_000
LONGEST_REASON = 300


def open_reports(today: date | None = None) -> int:
    """Begin the clocks of the reports on the year that is over; how many. Late ones begin none: nobody could meet them."""
    today = today or clock.today()
    year, opened = today.year - 1, 0
    for organisation in rules.reporting(year):
        if today <= rules.due_on(organisation, year):
            opened += _opened(organisation, year)
    return opened


@transaction.atomic
def _opened(organisation: Organisation, year: int) -> bool:
    report = _row(organisation, year)
    if Clock.objects.filter(subject=report.ref).exists():
        return False
    limit = rules.LIMITS[rules.is_summary(organisation)]
    deadlines.start(report.ref, limit, date(year, 12, 31), rules.publisher(organisation), SYSTEM)
    return True


def _row(organisation: Organisation, year: int) -> AnnualReport:
    report, _new = AnnualReport.objects.get_or_create(
        organisation=organisation, year=year, defaults={"opened_at": clock.now()}
    )
    return report


@transaction.atomic
def begin(organisation: Organisation, year: int, *, acting: Acting) -> AnnualReport:
    """Begin the report on a year: figures from the registers, words from the figures.

    Refusal: no right to, a year to come, an organisation that does not report, ``conflict`` when it has been begun.
    """
    require_writer(organisation, acting)
    if year > clock.today().year:
        raise Refusal(_("%(year)d 年还没有到，不能编制它的年度报告。") % {"year": year}, field="year")
    if organisation.kind not in rules.REPORTING:
        raise Refusal(_("%(name)s不编制年度报告。") % {"name": organisation.name}, code="not-found")
    report = _locked(_row(organisation, year))
    if report.begun_at:
        raise Refusal(_("这份报告已经开始编制，请直接修改。"), code="conflict")
    counted = sources.register_figures(organisation, year)
    report.numbers = report.counted = stored(counted)
    now = clock.now()
    report.counted_at = report.begun_at = report.saved_at = now
    report.begun_by, report.saves = acting.user, 1
    report.chapters = writing.chapters(rules.whole(report), rules.known(organisation, year))
    report.save()
    note(REPORT_BEGUN, report, acting, {"year": year})
    return report


def change(
    report: AnnualReport,
    *,
    chapters: Sequence[str],
    numbers: Mapping[Cell, Number] | None = None,
    reason: str = "",
    carry_reason: str = "",
    acting: Acting,
    seen_saves: int | None = None,
) -> AnnualReport:
    """Save words and figures. Totals are counted from their parts, whatever was sent for them.

    A figure of tables three and four that is changed needs the ``reason``, which is kept with it (Y10). ``seen_saves`` is
    the count that the form was drawn with: Refusal ``conflict`` when somebody else has saved in between.
    """
    require_writer(report.organisation, acting)
    chapters = _checked_words(chapters)
    reason, carry_reason = " ".join(reason.split()), " ".join(carry_reason.split())
    refuse_long(reason, LONGEST_REASON, _("改动的原因"), "reason")
    refuse_long(carry_reason, 500, _("结转数不衔接的原因"), "carry_reason")
    disclosure.stop_secrets(
        {_("正文"): "\n".join(chapters), _("原因"): f"{reason}\n{carry_reason}"},
        organisation=report.organisation,
        acting=acting,
    )
    with transaction.atomic():
        report = editable(report)
        if seen_saves is not None and report.saves != seen_saves:
            raise Refusal(
                _("这份报告刚刚由别人保存过。您输入的内容还在，请在新窗口打开核对后再保存。"), code="conflict"
            )
        before = rules.whole(report)
        changed = _changed(report, numbers or {}, reason, acting)
        report.chapters, report.carry_reason = chapters, carry_reason
        if changed:
            _renew_words(report, before)
        report.saved_at, report.saves = clock.now(), report.saves + 1
        report.save()
        note(REPORT_SAVED, report, acting, {"year": report.year})
        return report


def set_figure(
    report: AnnualReport, cell: Cell, number: Number, reason: str, *, acting: Acting
) -> AnnualReport:
    """Change one figure by hand, with the reason; totals follow."""
    return change(
        report,
        chapters=report.chapters,
        numbers={cell: number},
        reason=reason,
        carry_reason=report.carry_reason,
        acting=acting,
    )


@transaction.atomic
def recount(report: AnnualReport, *, acting: Acting, discard: bool = False) -> int:
    """Ask the registers again; how many cells changed. What was changed by hand stays, unless it is to be ``discard``-ed."""
    require_writer(report.organisation, acting)
    report = editable(report)
    before, counted = rules.whole(report), sources.register_figures(report.organisation, report.year)
    was, now = report.counted_figures, report.figures
    fresh = [
        (cell, counted[cell])
        for cell in cells(Table.T3, Table.T4)
        if cell.column != TOTAL and cell.row != "total_processed" and (discard or now[cell] == was[cell])
    ]
    figures = now.changed(*fresh).totalled()
    changed = sum(figures[cell] != now[cell] for cell in cells())
    report.numbers, report.counted, report.counted_at = stored(figures), stored(counted), clock.now()
    report.saves += 1
    report.save()
    _renew_words(report, before)
    report.save(update_fields=["chapters"])
    note(REPORT_COUNTED, report, acting, {"count": changed})
    return changed


def rewrite(report: AnnualReport, *, acting: Acting) -> AnnualReport:
    """Write chapters three and four anew from the tables; what was written there is gone."""
    figures = rules.whole(report)
    fresh = writing.chapters(figures, rules.known(report.organisation, report.year))
    chapters = [fresh[at] if at in {2, 3} else text for at, text in enumerate(report.chapters)]
    return change(report, chapters=chapters, carry_reason=report.carry_reason, acting=acting)


def require_writer(organisation: Organisation, acting: Acting) -> None:
    if not rules.may_write(acting.user, organisation):
        words = _("您没有编制%(name)s年度报告的岗位，请联系该单位的信息员。")
        raise Refusal(words % {"name": organisation.name}, code="forbidden")


def _locked(report: AnnualReport) -> AnnualReport:
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related(
        "organisation", "item__live_edition"
    )
    return rows.get(pk=report.pk)


def editable(report: AnnualReport) -> AnnualReport:
    """The report, locked. Refusal while it is in review, or was never begun."""
    report = _locked(report)
    stage = rules.stage(report)
    if stage is rules.Stage.NOT_BEGUN:
        raise Refusal(_("这份报告还没有开始编制。"), code="conflict")
    if stage in {rules.Stage.IN_REVIEW, rules.Stage.WAITING}:
        raise Refusal(_("这份报告正在审核，不能修改。需要改动的，请联系审核人退回。"), code="conflict")
    if stage is rules.Stage.WITHDRAWN:
        raise Refusal(_("这份报告已经撤下，请先在“信息公开”里恢复公开。"), code="conflict")
    return report


def _checked_words(chapters: Sequence[str]) -> list[str]:
    if len(chapters) != len(CHAPTERS):
        raise ValueError("a report has six chapters")
    clean = []
    for number, (name, text) in enumerate(zip(CHAPTERS, chapters, strict=True)):
        lines = ("".join(one for one in line if one.isprintable()).strip() for line in text.splitlines())
        clean.append("\n".join(line for line in lines if line))
        refuse_long(clean[-1], LONGEST_CHAPTER, name, f"chapter-{number}")
    return clean


def refuse_long(text: str, longest: int, label: str, field: str) -> None:
    if len(text) > longest:
        words = _("“%(label)s”最多 %(longest)d 个字，现在有 %(length)d 个。")
        raise Refusal(words % {"label": label, "longest": longest, "length": len(text)}, field=field)


def _changed(report: AnnualReport, numbers: Mapping[Cell, Number], reason: str, acting: Acting) -> int:
    """Put the numbers into the report; how many cells besides totals were changed. Each leaves its trace."""
    before, counted = report.figures, report.counted_figures
    ours = {
        cell: number
        for cell, number in numbers.items()
        if cell.column != TOTAL and cell.row != "total_processed" and number != before[cell]
    }
    for cell, number in ours.items():
        if number < 0 or number > MOST:
            raise Refusal(_("%(cell)s应当是 0 到一万亿之间的数。") % {"cell": cell.name}, field=cell.key)
    figures = before.changed(*ours.items()).totalled()
    by_hand = [cell for cell in ours if cell.table is not Table.T2]
    unexplained = [cell for cell in by_hand if ours[cell] != counted[cell]]
    if unexplained and not reason:
        words = _("%(cell)s等 %(count)d 格与台账统计不一致，请写明人工改动的原因。")
        told = {"cell": unexplained[0].name, "count": len(unexplained)}
        raise Refusal(words % told, field="reason")
    now = clock.now()
    HandChange.objects.bulk_create(
        HandChange(
            report=report,
            cell=cell.key,
            before=shown(before[cell]),
            after=shown(ours[cell]),
            counted=shown(counted[cell]),
            reason=reason or _("改回台账统计的数字"),
            by=acting.user,
            at=now,
        )
        for cell in by_hand
    )
    report.numbers = stored(figures)
    if by_hand:
        named = "、".join(cell.name for cell in by_hand[:5])
        note(
            FIGURES_CHANGED,
            report,
            acting,
            {"count": len(by_hand), "cells": named},
            private={"reason": reason},
        )
    return len(ours)


def _renew_words(report: AnnualReport, before: Figures) -> None:
    """The generated sentences follow the figures; what a person wrote stays."""
    known = rules.known(report.organisation, report.year)
    report.chapters = writing.renewed(
        report.chapters, writing.chapters(before, known), writing.chapters(rules.whole(report), known)
    )


def note(
    kind: str,
    report: AnnualReport,
    acting: Acting,
    public: dict[str, object],
    *,
    private: dict[str, object] | None = None,
    about: Sequence[Ref] = (),
) -> None:
    """The act about a report."""
    record(
        kind,
        subject=report.ref,
        actor=acting.actor,
        public=public,
        private=private or {},
        organisation_code=report.organisation.code,
        about=about,
    )
