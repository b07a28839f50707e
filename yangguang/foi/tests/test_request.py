"""A request on its way, to the day: the worked examples of the rules, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from yangguang.casework import events
from yangguang.casework.models import CaseState
from yangguang.deadlines import actions as deadlines
from yangguang.documents import rules as documents
from yangguang.documents.models import Document
from yangguang.foi import actions, rules
from yangguang.foi.channels import Event
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

from .conftest import CITIZEN, MILL, Desk, on

pytestmark = pytest.mark.django_db


def test_a_request_is_registered_answered_reviewed_signed_and_posted(desk: Desk) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        assert request.number == "县民政局公开申〔2026〕1号"
        assert request.received_on is None, "on the internet both sides have to confirm"
        desk.accept(request)
    request.refresh_from_db()
    assert request.received_on == date(2026, 2, 10)
    assert desk.due(request) == date(2026, 3, 16), "28 February is worked, the holidays are not"
    with on("2026-03-10"):
        desk.answered(request)
    assert (request.ended_on, request.answer_type) == (date(2026, 3, 10), "A_GRANT")
    case = rules.case_of(request)
    assert case is not None
    assert case.state == CaseState.DONE
    assert desk.reply(request).outcome == "met"
    document = Document.objects.get(subject=request.ref)
    assert document.number == "县民政局公开办告〔2026〕1号"
    assert document.data["applicant"] == "王小明"


def test_the_head_extends_in_time_and_the_day_is_that_of_the_worked_example(desk: Desk) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        desk.accept(request)
    with on("2026-03-16"):
        with pytest.raises(Refusal) as refused:
            actions.extend(request, 20, "需要逐一检索", acting=desk.lin())
        assert refused.value.code == "forbidden"
        actions.extend(request, 20, "需要逐一检索", acting=desk.chen())
        assert desk.due(request) == date(2026, 4, 14)
        with pytest.raises(Refusal):
            actions.extend(request, 20, "再延", acting=desk.chen())
    assert Document.objects.get(kind="foi.extension").data["due_on"] == "2026年4月14日"


def test_nobody_extends_when_the_limit_is_over(desk: Desk) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        desk.accept(request)
    with on("2026-03-17"), pytest.raises(Refusal) as refused:
        actions.extend(request, 20, "需要逐一检索", acting=desk.chen())
    assert refused.value.code == "too-late"
    assert not Document.objects.filter(kind="foi.extension").exists()


def test_a_supplement_begins_the_limit_anew(desk: Desk) -> None:
    with on("2025-09-22"):
        request = desk.submit(channel="ONSITE")
        assert request.received_on == date(2025, 9, 22)
        desk.accept(request)
        assert desk.due(request) == date(2025, 10, 24)
    with on("2025-09-30"):
        desk.do(request, "handle", "clarify", what="请写明需要哪一年度的数据。")
        assert desk.due(request) is None, "it stands still"
    with on("2025-10-13"):
        actions.supply(request, "supplement", "需要2024年度的。", by=CITIZEN)
        assert desk.due(request) == date(2025, 11, 10)
        with pytest.raises(Refusal, match="只能有一次"):
            desk.do(request, "handle", "clarify", what="再写明一次。")


def test_a_supplement_is_asked_for_within_seven_working_days_or_not_at_all(desk: Desk) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        desk.accept(request)
    with on("2026-02-27"), pytest.raises(Refusal, match="最迟 2026-02-26"):
        desk.do(request, "handle", "clarify", what="请写明年度。")
    with on("2026-02-26"):
        desk.do(request, "handle", "clarify", what="请写明年度。")


def test_who_does_not_supplement_in_time_has_given_up_when_the_office_says_so(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.do(request, "register", "clarify", what="请写明年度。")
        due = request.demands.get().due_on
        assert due == date(2026, 3, 23)
    with on("2026-03-24"):
        assert events.fire_timers() == 1
        desk.do(request, "supplement-lapse", "abandon", opinion="无正当理由逾期不补正。")
    request.refresh_from_db()
    assert (request.answer_type, request.ended_on) == ("A_ABANDON_CORRECTION", date(2026, 3, 24))
    assert desk.reply(request).outcome == "cancelled"


@pytest.mark.parametrize(("answered", "due"), [("2026-05-15", date(2026, 6, 5)), ("", date(2026, 6, 11))])
def test_asking_a_third_party_holds_the_clock_to_the_day(desk: Desk, answered: str, due: date) -> None:
    with on("2026-04-20"):
        request = desk.submit()
        desk.accept(request)
        assert desk.due(request) == date(2026, 5, 20)
    with on("2026-04-27"):
        asked = actions.consult(
            request, "third-party", "是否同意公开合同？", acting=desk.lin(), third_party=MILL
        )
    with on("2026-04-28"):
        asked = actions.consultation_received(asked, date(2026, 4, 28), by=desk.lin().actor)
        assert asked.due_on == date(2026, 5, 21)
        desk.draft(request)
        with pytest.raises(Refusal, match="还在征求意见"):
            desk.do(request, "handle", "answer")
    if answered:
        with on(answered):
            actions.opinion_given(asked, "objects", "涉及商业秘密。", by=desk.lin().actor)
    else:
        with on("2026-05-21"):
            assert actions.lapse() == 0, "on its last day they may still answer"
        with on("2026-05-22"):
            deadlines.resume_lapsed()
            assert actions.lapse() == 1
    assert desk.due(request) == due


def test_an_answer_that_lacks_something_is_not_sent_to_review(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        actions.draft_answer(request, "A_NOT_EXIST", {"search_scope": "民政局档案室"}, acting=desk.lin())
        with pytest.raises(Refusal, match="检索关键词") as refused:
            desk.do(request, "handle", "answer")
    for lacking in ("检索人", "检索时间", "法律依据", "行政复议"):
        assert lacking in refused.value.message


def test_the_applicant_reads_the_answer_from_the_day_on_which_it_goes_out(desk: Desk) -> None:
    with on("2026-03-02"):
        request = actions.submit(desk.application(), by=CITIZEN, user=desk.cast.li)
        desk.accept(request)
        desk.draft(request)
        desk.do(request, "handle", "answer")
        desk.do(request, "legal-review", "pass")
        desk.do(request, "sign", "pass")
        document = Document.objects.get(subject=request.ref)
        assert not documents.may_see(document, desk.cast.li), "signed, and still in the office"
        desk.do(request, "deliver", "delivered", way="online")
        assert documents.may_see(document, desk.cast.li)
        assert not documents.may_see(document, desk.cast.he)


def test_what_is_returned_is_drafted_again_and_signed_by_number_only_once(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        desk.draft(request)
        desk.do(request, "handle", "answer")
        with pytest.raises(Refusal, match="不能修改答复"):
            desk.draft(request, way="另行提供")
        desk.do(request, "legal-review", "return", opinion="请写明获取方式。")
        desk.answered(request)
    assert Document.objects.filter(subject=request.ref).count() == 1


def test_the_text_that_is_signed_is_the_text_that_was_seen(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        desk.draft(request)
        desk.do(request, "handle", "answer")
        with pytest.raises(Refusal, match="刚才有改动"):
            desk.do(request, "legal-review", "pass", seen="0" * 64)


def test_the_same_form_sent_twice_is_one_request(desk: Desk) -> None:
    first = desk.submit(once="a" * 64)
    second = desk.submit(once="a" * 64)
    assert first.pk == second.pk
    assert first.code == second.code


def test_a_letter_without_signature_counts_from_its_confirmation(desk: Desk) -> None:
    with on("2026-03-04"):
        days = {
            Event.SUBMITTED: date(2026, 3, 2),
            Event.ARRIVED: date(2026, 3, 3),
            Event.CONFIRMED: date(2026, 3, 4),
        }
        request = desk.submit(channel="ORDINARY_MAIL", days=days, filled_by_clerk=True)
    assert request.received_on == date(2026, 3, 4)
    assert "应当在当天" in request.receipt_remark


def test_a_request_withdrawn_before_receipt_is_received_and_ended_at_once(desk: Desk) -> None:
    with on("2026-03-02"):
        request = actions.withdraw(desk.submit(), "不需要了", by=CITIZEN)
    assert (request.received_on, request.ended_on) == (date(2026, 3, 2), date(2026, 3, 2))
    case = rules.case_of(request)
    assert case is not None
    assert case.state == CaseState.CANCELLED
    with pytest.raises(Refusal, match="已经办结"):
        actions.withdraw(request, "", by=CITIZEN)


def test_two_requests_of_one_person_are_answered_by_one_letter_and_both_count(desk: Desk) -> None:
    with on("2026-03-02"):
        main, other = desk.submit(), desk.submit(title="2025年特困供养资金")
        for one in (main, other):
            desk.accept(one)
            one.refresh_from_db()
        actions.merge(other, main, acting=desk.lin())
        desk.answered(main)
    other.refresh_from_db()
    assert (other.ended_on, other.answer_type) == (main.ended_on, "A_GRANT")
    assert desk.reply(other).outcome == "met"


def test_requests_of_different_people_are_never_merged(desk: Desk) -> None:
    with on("2026-03-02"):
        main, other = desk.submit(), desk.submit(applicant=MILL)
        desk.accept(other)
        with pytest.raises(Refusal, match="同一申请人"):
            actions.merge(other, main, acting=desk.lin())


def test_one_letter_with_three_wishes_becomes_three_requests_of_its_day(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit(channel="ONSITE")
        parts = actions.split(request, ["低保资金", "特困供养资金", "临时救助资金"], acting=desk.lin())
    assert [one.title for one in parts] == ["特困供养资金", "临时救助资金"]
    assert {desk.due(one) for one in (request, *parts)} == {date(2026, 3, 30)}


def test_a_request_is_handed_over_before_it_is_accepted_and_keeps_its_day(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit(channel="ONSITE")
        request = actions.transfer(request, desk.cast.county.town, "属于镇政府负责", acting=desk.lin())
        case = rules.case_of(request)
        assert case is not None
        assert (case.organisation, case.state) == (desk.cast.county.town, CaseState.OPEN)
        assert (request.received_on, request.ended_on) == (date(2026, 3, 2), None)
        assert desk.reply(request).organisation == desk.cast.county.town
        with pytest.raises(Refusal):
            actions.transfer(request, desk.cast.county.town, "再转", acting=desk.lin())


def test_a_corrected_answer_is_given_anew_and_counts_in_its_own_year_only(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        desk.answered(request)
    with on("2026-04-01"):
        review = actions.begin_redress(
            request, "review", authority="阳光县人民政府", docket="阳政复〔2026〕3号",
            begun_on=date(2026, 4, 1), acting=desk.lin(),
        )  # fmt: skip
    with on("2026-05-20"):
        with pytest.raises(Refusal, match="结果是纠正"):
            actions.reopen(request, review, acting=desk.lin())
        review = actions.end_redress(review, "correct", date(2026, 5, 20), "撤销原答复", acting=desk.lin())
        actions.reopen(request, review, acting=desk.lin())
        desk.accept(request)
        desk.answered(request)
    assert request.ended_on == date(2026, 3, 2)
    old, new = request.answers.order_by("pk")
    assert (new.corrects, new.counts_on) == (old, date(2026, 5, 20))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "", "description": ""}, "title"),
        ({"description": "长" * 10_000}, "description"),
        ({"title": "王小明的低保档案"}, "title"),
        ({"files": [None] * 100}, "files"),
        ({"medium": "cassette"}, "medium"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(
    desk: Desk, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        desk.submit(**changes)
    assert refused.value.field == field
    assert not Act.objects.filter(kind="foi.request_submitted").exists()


def test_in_a_year_without_calendar_the_day_is_provisional_and_says_so(desk: Desk, browser: Client) -> None:
    with on("2026-12-21"):
        request = desk.submit()
        desk.accept(request)
        running = desk.reply(request)
        assert running.provisional, "the holidays of 2027 are not known"
        assert running.due_on is not None
        assert running.due_on.year == 2027
        page = browser.get(request.get_absolute_url()).content.decode()
    assert "暂定" in page
    assert str(running.due_on) in page
