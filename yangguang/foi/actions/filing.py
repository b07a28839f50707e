"""A report goes to the gate: submitted as a text with its files; and its clock ends when it is public."""

from __future__ import annotations

import io

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.casework.models import Case
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure import rules as gate
from yangguang.disclosure.models import Category, Item
from yangguang.foi.models import AnnualReport, ReportFiling
from yangguang.foi.models.reports import stored
from yangguang.foi.output import body, made
from yangguang.foi.report import Figures, Finding
from yangguang.foi.reporting import judging, papers, rules, sources
from yangguang.foi.reporting.acts import REPORT_FILED
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation

from .reports import editable, note, refuse_long

ATTACHED = ("docx", "pdf", "xlsx", "json")


def submit(report: AnnualReport, *, acting: Acting, accepted: str = "", change: str = "") -> Case:
    """Send the report to review as a text of the gate, with its files. What was sent stays as a filing.

    Refusal: a check of level ERROR is broken (its cells are named), warnings without ``accepted``, the year is not
    over, the registers have moved since they were counted; of a public report ``change`` must say what is different.
    """
    office = rules.publisher(report.organisation)
    if not rules.may_submit(acting.user, report.organisation):
        words = _("年度报告由%(name)s的信息员送审，您没有为它起草公开信息的岗位。")
        raise Refusal(words % {"name": office.name}, code="forbidden")
    accepted, change = " ".join(accepted.split()), " ".join(change.split())
    refuse_long(accepted, 500, _("保留提示的理由"), "accepted")
    disclosure.stop_secrets({_("理由"): f"{accepted}\n{change}"}, organisation=office, acting=acting)
    if not rules.is_over(report.year):
        words = _("%(year)d 年还没有结束，数字还会变。请在 %(next)d 年 1 月 1 日以后送审。")
        raise Refusal(words % {"year": report.year, "next": report.year + 1}, code="conflict")
    with transaction.atomic():
        report = editable(report)
        judged = _judged(report, accepted)
        item = _into_the_gate(report, office, judged.figures, change, acting)
        case = disclosure.submit(item, acting=acting)
        edition = gate.working_edition(item)
        assert edition is not None, "what was submitted a moment ago is in work"
        ReportFiling.objects.create(
            report=report,
            edition=edition,
            numbers=stored(judged.figures),
            chapters=report.chapters,
            carry_reason=report.carry_reason,
            accepted=accepted,
            parts={one.organisation.code: one.filing.pk if one.filing else None for one in judged.parts},
            by=acting.user,
            at=clock.now(),
        )
        note(
            REPORT_FILED,
            report,
            acting,
            {"year": report.year, "sha256": edition.sha256},
            private={"accepted": accepted},
            about=[item.ref],
        )
        return case


def end_clock(item: Item) -> bool:
    """Stop the clock of the report that an item makes public; whether there was one. Published twice, it stopped once."""
    report = AnnualReport.objects.filter(item=item).first()
    if report is None or item.published_at is None:
        return False
    with transaction.atomic():
        running = Clock.objects.running().select_for_update().filter(subject=report.ref).first()
        if running is not None:
            deadlines.stop(running, max(clock.day_of(item.published_at), running.started_on))
    return running is not None


def _judged(report: AnnualReport, accepted: str) -> judging.Judged:
    """The report with what is found in it. Refusal when that keeps it from being submitted."""
    if stored(sources.register_figures(report.organisation, report.year)) != report.counted:
        raise Refusal(
            _("上次统计以后，申请台账或者复议诉讼台账有了变化。请先点“重新统计”。"), code="conflict"
        )
    judged = judging.judged(report)
    if judged.errors:
        words = _("还有 %(count)d 处必须改正：%(list)s")
        listed = " ".join(_named(one) for one in judged.errors[:5])
        raise Refusal(words % {"count": len(judged.errors), "list": listed}, code="checks")
    if judged.warnings and not accepted:
        words = _("还有 %(count)d 条提示没有处理：%(first)s请改正，或者写明保留的理由。")
        told = {"count": len(judged.warnings), "first": judged.warnings[0].message}
        raise Refusal(words % told, code="warnings", field="accepted")
    return judged


def _named(finding: Finding) -> str:
    return f"{finding.check} {finding.message}"


def _into_the_gate(
    report: AnnualReport, office: Organisation, figures: Figures, change: str, acting: Acting
) -> Item:
    """The item with this text and these files, made or renewed."""
    paper = papers.in_work(report, figures)
    category = Category.objects.get(code=rules.CATEGORY)
    facts = disclosure.Facts(
        title=report.title,
        category=category,
        generated_on=clock.today(),
        source=report.organisation.name,
        keywords=_("政府信息公开 年度报告 %(year)d年") % {"year": report.year},
        body_html=body(paper),
    )
    item = report.item
    if item is None:
        item = disclosure.draft(facts, organisation=office, acting=acting)
        report.item = item
        try:
            report.save(update_fields=["item"])
        except IntegrityError as error:
            raise Refusal(_("这份报告刚刚已经送审，请刷新页面。"), code="conflict") from error
    else:
        told = disclosure.Change("correction", change) if item.live_edition_id else None
        if told and not change:
            raise Refusal(
                _("这份报告已经公开。请写明这次改了什么、为什么改，公开页会照此说明。"), field="change"
            )
        disclosure.revise(item, facts, acting=acting, change=told)
    edition = gate.working_edition(item)
    assert edition is not None, "what was drafted a moment ago is in work"
    for entry in edition.attachments.all():
        disclosure.detach(item, entry.pk, acting=acting)
    for form in ATTACHED:
        disclosure.attach(item, io.BytesIO(made(paper, form)), f"{report.title}.{form}", acting=acting)
    return item
