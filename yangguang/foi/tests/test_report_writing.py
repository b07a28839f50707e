"""An office writes its annual report: begun from the registers, changed by hand with a reason, submitted when it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.cast import Cast
from yangguang.casework import actions as casework
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.disclosure import rules as gate
from yangguang.disclosure.models import Item
from yangguang.foi.actions import filing, reports
from yangguang.foi.models import AnnualReport, HandChange, ReportFiling
from yangguang.foi.report import Cell, Figures, Table, cells, chapter_three, counted
from yangguang.foi.report.counting import Request, Suit
from yangguang.foi.report.shape import TOTAL
from yangguang.foi.reporting import judging, rules
from yangguang.foi.reporting.work import open_reports
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.models import Message
from yangguang.organisations import actions as organisations
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Organisation, Post

from .desk import YEAR, entered, ready, registers_that_say, signed, the, worded
from .reports import real_2025, small, t3, t4


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.set_to(clock.moment(date(2026, 1, 12), 9)):
        yield


register = pytest.fixture(registers_that_say)


def test_a_report_begins_with_what_the_registers_say(cast: Cast, register: dict[str, Figures]) -> None:
    asked = [Request("natural_person", date(2025, 3, 1), date(2025, 3, 20), "granted")] * 3
    asked += [Request("commercial", date(2024, 12, 20), date(2025, 1, 9), "unable.no_info")]
    suits = [Suit("review", date(2025, 5, 6), date(2025, 7, 1), "maintain")]
    register["civil-affairs"] = counted("civil-affairs", YEAR, asked, suits)
    report = reports.begin(cast.county.civil, YEAR, acting=the(cast.lin))
    assert report.title == "阳光县民政局2025年政府信息公开工作年度报告"
    assert (report.figures.t3("new_received"), report.figures.t3("carried_over")) == (3, 1)
    assert report.figures.t4("review", "maintain") == 1
    assert report.chapters[2].split("\n") == chapter_three(report.figures)
    assert "没有收取政府信息公开信息处理费" in report.chapters[5]
    found = judging.judged(report)
    assert {one.check for one in found.findings} == {"正文"}  # nothing is wrong but that words are lacking
    assert Act.objects.get(kind="foi.report_begun").public == {"year": YEAR}


def test_there_is_one_report_of_an_organisation_and_a_year(cast: Cast, register: dict[str, Figures]) -> None:
    reports.begin(cast.county.civil, YEAR, acting=the(cast.lin))
    with pytest.raises(Refusal, match="已经开始编制"):
        reports.begin(cast.county.civil, YEAR, acting=the(cast.sun))
    with pytest.raises(Refusal, match="2027 年还没有到"):
        reports.begin(cast.county.civil, 2027, acting=the(cast.lin))
    with pytest.raises(Refusal, match="不编制年度报告"):
        reports.begin(cast.county.village, YEAR, acting=the(cast.sun))


def test_who_does_not_work_there_writes_no_report(cast: Cast, register: dict[str, Figures]) -> None:
    for stranger in (cast.he, cast.zhao, cast.qian):
        with pytest.raises(Refusal) as refused:
            reports.begin(cast.county.civil, YEAR, acting=the(stranger))
        assert refused.value.code == "forbidden"
    report = reports.begin(cast.county.civil, YEAR, acting=the(cast.sun))  # the head office may help
    with pytest.raises(Refusal, match="阳光县民政局的信息员送审"):
        filing.submit(report, acting=the(cast.sun))


@pytest.mark.parametrize("figures", [real_2025(), small()], ids=["real", "small"])
def test_the_figures_of_the_rule_book_entered_pass(
    cast: Cast, register: dict[str, Figures], figures: Figures
) -> None:
    report = ready(cast, figures)
    assert report.figures.numbers == figures.numbers
    assert judging.judged(report).findings == ()
    case = filing.submit(report, acting=the(cast.lin))
    assert case.organisation == cast.county.civil
    assert ReportFiling.objects.get().figures.numbers == figures.numbers


def test_one_digit_changed_is_found_named_and_kept_from_the_gate(
    cast: Cast, register: dict[str, Figures]
) -> None:
    report = ready(cast, small())
    report = reports.set_figure(report, t3("granted", "natural_person"), 6, "核对", acting=the(cast.lin))
    [wrong] = judging.judged(report).errors[:1]
    assert (wrong.check, wrong.left, wrong.right) == ("Y1", 11, 12)
    with pytest.raises(Refusal, match="Y1 表三“自然人”列：本年新收 10 "):
        filing.submit(report, acting=the(cast.lin))
    assert not Item.objects.filter(category__code="annual-report").exists()


def test_a_change_by_hand_needs_its_reason_and_leaves_its_trace(
    cast: Cast, register: dict[str, Figures]
) -> None:
    register["civil-affairs"] = small()
    who = the(cast.lin)
    report = worded(reports.begin(cast.county.civil, YEAR, acting=who), who)
    cell = t4("review", "correct")
    with pytest.raises(Refusal, match="请写明人工改动的原因") as refused:
        reports.set_figure(report, cell, 2, " ", acting=who)
    assert refused.value.field == "reason"
    report = reports.set_figure(report, cell, 2, "两件复议决定书在一月送达", acting=who)
    kept = HandChange.objects.get()
    assert (kept.cell, kept.before, kept.after, kept.counted) == (cell.key, "0", "2", "0")
    assert report.figures.t4("review") == 2  # the total follows
    assert "行政复议2件，其中结果纠正2件" in report.chapters[3]  # and so does the sentence
    [said] = [one for one in judging.judged(report).findings if one.check == "Y11" and one.cells == (cell,)]
    assert "报告填的是 2，而复议诉讼台账统计是 0" in said.message
    with pytest.raises(Refusal, match="条提示没有处理") as unaccepted:
        filing.submit(report, acting=who)
    assert unaccepted.value.field == "accepted"
    filing.submit(report, acting=who, accepted="见改动原因")
    assert ReportFiling.objects.get().accepted == "见改动原因"


def test_totals_are_never_typed(cast: Cast, register: dict[str, Figures]) -> None:
    who = the(cast.lin)
    report = reports.begin(cast.county.civil, YEAR, acting=who)
    report = reports.change(
        report,
        chapters=report.chapters,
        numbers={t3("granted", TOTAL): 9, t3("total_processed", "legal"): 4},
        acting=who,
    )
    assert report.figures.t3("granted") == 0
    assert not HandChange.objects.exists()


def test_counting_again_moves_what_nobody_changed(cast: Cast, register: dict[str, Figures]) -> None:
    who = the(cast.lin)
    register["civil-affairs"] = small()
    report = reports.begin(cast.county.civil, YEAR, acting=who)
    own = report.chapters[:]
    own[4] = "存在的问题是人手不足。"
    own[3] = "我们自己写的话。"
    report = reports.change(
        report, chapters=own, numbers={t3("granted", "legal"): 1, t3("new_received", "legal"): 2}, reason="补登一件",
        acting=who,
    )  # fmt: skip
    register["civil-affairs"] = (
        small()
        .changed(
            (t3("granted", "commercial"), 2),
            (t3("new_received", "commercial"), 3),
            (t4("review", "other"), 1),
        )
        .totalled()
    )
    assert reports.recount(report, acting=who) > 0
    report.refresh_from_db()
    assert report.figures.t3("granted", "commercial") == 2
    assert report.figures.t3("granted", "legal") == 1  # changed by hand: stays
    assert report.figures.t3("granted") == 5 + 2 + 1
    assert report.chapters[2].split("\n") == chapter_three(report.figures)
    assert (report.chapters[3], report.chapters[4]) == (own[3], own[4])
    reports.recount(report, acting=who, discard=True)
    report.refresh_from_db()
    assert report.figures.numbers == register["civil-affairs"].numbers
    report = reports.rewrite(report, acting=who)
    assert "行政复议1件，其中其他结果1件" in report.chapters[3]


def test_who_saves_second_loses_nothing_and_overwrites_nothing(
    cast: Cast, register: dict[str, Figures]
) -> None:
    report = reports.begin(cast.county.civil, YEAR, acting=the(cast.lin))
    reports.change(report, chapters=report.chapters, acting=the(cast.sun), seen_saves=1)
    with pytest.raises(Refusal, match="刚刚由别人保存过"):
        reports.change(report, chapters=report.chapters, acting=the(cast.lin), seen_saves=1)


def test_what_moved_in_the_register_is_counted_before_it_is_submitted(
    cast: Cast, register: dict[str, Figures]
) -> None:
    report = ready(cast, small())
    register["civil-affairs"] = small()
    with pytest.raises(Refusal, match="请先点“重新统计”"):
        filing.submit(report, acting=the(cast.lin))


def test_a_year_that_is_not_over_is_not_reported(cast: Cast, register: dict[str, Figures]) -> None:
    who = the(cast.lin)
    report = worded(reports.begin(cast.county.civil, 2026, acting=who), who)
    with pytest.raises(Refusal, match="2026 年还没有结束"):
        filing.submit(report, acting=who)


def test_what_only_people_can_write_must_be_written(cast: Cast, register: dict[str, Figures]) -> None:
    who = the(cast.lin)
    report = reports.begin(cast.county.civil, YEAR, acting=who)
    with pytest.raises(Refusal, match="“一、总体情况”还有没有填写的地方"):
        filing.submit(report, acting=who)
    report = worded(report, who)
    chapters = [*report.chapters[:5], " "]
    report = reports.change(report, chapters=chapters, acting=who)
    with pytest.raises(Refusal, match="“六、其他需要报告的事项”还没有内容"):
        filing.submit(report, acting=who)


def test_the_submitted_text_bears_tables_and_files_and_cannot_be_changed(
    cast: Cast, register: dict[str, Figures]
) -> None:
    report = ready(cast, real_2025())
    filing.submit(report, acting=the(cast.lin))
    report.refresh_from_db()
    item = report.item
    assert item is not None and item.category.code == "annual-report"
    assert item.organisation == cast.county.civil
    edition = gate.working_edition(item)
    assert edition is not None and edition.submitted_at
    assert edition.body_html.count("<table") == 3 and 'rowspan="22"' in edition.body_html
    assert "3830" in edition.body_html
    names = [entry.name for entry in edition.attachments.all()]
    assert names == [f"{report.title}.{form}" for form in ("docx", "pdf", "xlsx", "json")]
    with pytest.raises(Refusal, match="正在审核，不能修改"):
        reports.change(report, chapters=report.chapters, acting=the(cast.lin))
    assert rules.stage(report) is rules.Stage.IN_REVIEW


def test_returned_mended_signed_and_public(cast: Cast, register: dict[str, Figures]) -> None:
    reports.open_reports()
    report = ready(cast, small())
    case = filing.submit(report, acting=the(cast.lin))
    task = case.tasks.get(state="open")
    first = ReportFiling.objects.get()
    casework.complete(
        task.uid,
        acting=the(cast.zhou),
        outcome="return",
        opinion="请补充",
        seen=first.edition.sha256,
    )
    report = AnnualReport.objects.get(pk=report.pk)
    assert rules.stage(report) is rules.Stage.RETURNED
    chapters = [*report.chapters[:4], "存在的问题是培训不够，已经补课。", report.chapters[5]]
    report = reports.change(report, chapters=chapters, acting=the(cast.lin))
    signed(filing.submit(report, acting=the(cast.lin)), cast)
    report = AnnualReport.objects.get(pk=report.pk)
    assert rules.stage(report) is rules.Stage.PUBLISHED
    kept = rules.filing(report)
    assert kept is not None and kept.pk != first.pk and kept.chapters[4] == chapters[4]
    assert report.item is not None and report.item.live_edition is not None
    assert report.item.live_edition.attachments.count() == 4
    running = Clock.objects.get(subject=report.ref)
    assert running.outcome == "running"
    assert filing.end_clock(report.item)
    running.refresh_from_db()
    assert (running.outcome, running.due_on) == ("met", date(2026, 1, 31))
    assert not filing.end_clock(report.item)  # told twice, done once
    # A correction says what was wrong, and what is public stays until it is signed.
    report = reports.set_figure(report, t3("granted", "legal"), 1, "漏计一件", acting=the(cast.lin))
    report = reports.set_figure(report, t3("unable.no_info", "legal"), 0, "错计一件", acting=the(cast.lin))
    with pytest.raises(Refusal, match="请写明这次改了什么") as refused:
        filing.submit(report, acting=the(cast.lin))
    assert refused.value.field == "change"
    filing.submit(report, acting=the(cast.lin), change="更正一件申请的办理结果")
    report = AnnualReport.objects.get(pk=report.pk)
    assert rules.filing(report) == kept
    latest = rules.latest_filing(report)
    assert latest == kept  # what the public reads goes before what is in review


def test_last_years_report_with_another_year_is_found_out(cast: Cast, register: dict[str, Figures]) -> None:
    report = ready(cast, small())
    signed(filing.submit(report, acting=the(cast.lin)), cast)
    report = AnnualReport.objects.get(pk=report.pk)
    with clock.set_to(clock.moment(date(2027, 1, 12), 9)):
        who = the(cast.lin)
        again = reports.begin(cast.county.civil, 2026, acting=who)
        again = entered(again, Figures("x", 2026, small().numbers), who)
        again = reports.change(
            again, chapters=[text.replace("2025", "2026") for text in report.chapters], acting=who
        )
        found = judging.judged(again)
        y4 = [one for one in found.errors if one.check == "Y4"]
        assert "本年的上年结转是 1，而 2025 年报告的结转下年度继续办理是 2" in y4[0].message
        [alike] = [one for one in found.warnings if one.check == "Y9"]
        assert "正文与上年雷同" in alike.message
        again = reports.change(again, chapters=again.chapters, carry_reason="两家单位合并", acting=who)
        assert not [one for one in judging.judged(again).errors if one.check == "Y4"]


def test_an_organisation_that_took_another_in_begins_with_what_both_left(
    cast: Cast, register: dict[str, Figures]
) -> None:
    report = ready(cast, small())
    filing.submit(report, acting=the(cast.lin))
    other = reports.begin(cast.county.water, YEAR, acting=the(cast.he))
    other = worded(entered(other, small(), the(cast.he)), the(cast.he))
    filing.submit(other, acting=the(cast.he))
    Organisation.objects.filter(pk=cast.county.water.pk).update(
        valid_to=date(2026, 6, 1), successor=cast.county.civil
    )
    with clock.set_to(clock.moment(date(2027, 1, 12), 9)):
        again = reports.begin(cast.county.civil, 2026, acting=the(cast.lin))
        before = judging.previous_figures(again)
        assert before is not None and before.t3("carried_forward") == 4


def test_clocks_begin_with_the_year_and_remind_before_a_weekend(
    cast: Cast, register: dict[str, Figures]
) -> None:
    open_reports()
    running = (
        Clock.objects.running().filter(limit__code="FOI_ANNUAL_DEPT", organisation=cast.county.civil).get()
    )
    assert running.due_on == date(2026, 1, 31)  # a Saturday: it does not move
    county = Clock.objects.running().get(limit__code="FOI_ANNUAL_GOV")
    assert (county.due_on, county.organisation) == (date(2026, 3, 31), cast.county.office)
    before = Clock.objects.count()
    open_reports()
    assert Clock.objects.count() == before
    deadlines.warn(date(2026, 1, 29))
    Message.objects.all().delete()
    assert deadlines.warn(date(2026, 1, 30)) > 0  # the Friday before
    told = Message.objects.to("inbox", cast.lin.uid).get()
    assert (
        "县民政局2025年政府信息公开工作年度报告“向社会公布”" in told.body and "最迟 2026-01-31" in told.body
    )
    assert told.url == "/office/reports/2025/civil-affairs/"


def test_after_the_last_day_no_clock_begins_that_nobody_could_meet(
    cast: Cast, register: dict[str, Figures]
) -> None:
    reports.open_reports(date(2026, 2, 3))
    assert not Clock.objects.filter(limit__code="FOI_ANNUAL_DEPT").exists()
    assert Clock.objects.filter(limit__code="FOI_ANNUAL_GOV").count() == 1


def _county_officer(cast: Cast) -> Acting:
    """林晓 drafts for the county's office too."""
    post = Post.objects.get(organisation=cast.county.office, code="information-officer")
    organisations.appoint(cast.lin, post, actor=SYSTEM)
    held = Appointment.objects.get(user=cast.lin, post=post)
    return Acting(cast.lin, held)


def test_the_countys_report_is_the_sum_of_all(cast: Cast, register: dict[str, Figures]) -> None:
    register["county"] = small()
    signed(filing.submit(ready(cast, small()), acting=the(cast.lin)), cast)
    who = _county_officer(cast)
    county = reports.begin(cast.county.government, YEAR, acting=the(cast.sun))
    assert rules.publisher(cast.county.government) == cast.county.office
    found = rules.parts(cast.county.government, YEAR)
    assert {one.organisation.code: one.is_missing for one in found} == {
        "county-office": True,
        "civil-affairs": False,
        "water": True,
        "chengguan": True,
    }
    assert rules.whole(county).t3("new_received") == 26
    assert "新收政府信息公开申请26件" in county.chapters[2]
    county = worded(county, who)
    judged = judging.judged(county)
    assert judged.errors == []
    assert any("还有 3 个单位没有发布年度报告" in one.message for one in judged.warnings)
    assert any("工作考核、社会评议" in one.message for one in judged.warnings) or "责任追究" in county.text
    case = filing.submit(county, acting=who, accepted="三个单位没有申请，已经催报")
    assert case.organisation == cast.county.office
    kept = ReportFiling.objects.get(report=county)
    assert kept.figures.t3("new_received") == 26
    assert set(kept.parts) == {"county-office", "civil-affairs", "water", "chengguan"}
    assert [code for code, key in kept.parts.items() if key] == ["civil-affairs"]
    county.refresh_from_db()
    assert county.item is not None and county.item.title == "阳光县人民政府2025年政府信息公开工作年度报告"


def test_secret_markings_stay_out_of_the_words(cast: Cast, register: dict[str, Figures]) -> None:
    report = reports.begin(cast.county.civil, YEAR, acting=the(cast.lin))
    with pytest.raises(Refusal) as refused:
        reports.change(report, chapters=["机密★10年", "", "", "", "", ""], acting=the(cast.lin))
    assert refused.value.code == "secrecy"
    report.refresh_from_db()
    assert "机密" not in report.text


def test_the_first_words_agree_with_the_tables(cast: Cast, register: dict[str, Figures]) -> None:
    register["civil-affairs"] = real_2025()
    report = reports.begin(cast.county.civil, YEAR, acting=the(cast.lin))
    assert not [one for one in judging.judged(report).findings if one.check == "Y9"]
    assert len(cells()) == 200 and Decimal(report.numbers["t2.fees.amount_wan"]) == 0
    assert Cell(Table.T2, "rules", "made").key in report.numbers
