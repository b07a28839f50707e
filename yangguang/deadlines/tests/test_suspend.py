"""Suspensions: told in writing, no last day meanwhile, counted on as the law has it; the vectors of the rule book."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yangguang.deadlines import actions, rules
from yangguang.deadlines.actions import WrittenNotice, recounting
from yangguang.deadlines.models import Calendar, Clock, Outcome, Suspension
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

from .conftest import Permits

pytestmark = pytest.mark.django_db
d = date.fromisoformat


def test_a_suspended_clock_has_no_last_day_and_says_since_when_and_why(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    assert (running.due_on, running.held_since) == (None, d("2026-09-18"))
    text = rules.explain(running).text
    assert (
        "9月18日因专家评审中止计时（阳许中〔2026〕3号，依据《中华人民共和国行政许可法》第四十五条）" in text
    )
    assert "此前已用 4 个工作日，还剩 16 个工作日" in text
    assert "现在没有最迟日期，恢复计时后重新推算" in text
    assert running.explanation["due"] is None
    assert rules.state(running).word == "中止：专家评审"
    assert not Clock.objects.overdue(d("2027-06-01")).exists()


def test_the_permit_of_the_rule_book_ends_on_the_twenty_eighth_of_october(permits: Permits) -> None:
    running = permits.resume(permits.suspend(permits.begin(), "2026-09-18"), "2026-09-30")
    assert (running.due_on, running.held_since) == (d("2026-10-28"), None)
    assert "9月19日至30日专家评审（阳许中〔2026〕3号，依据" in running.explanation["text"]
    assert "其中 8 个工作日不计入" in running.explanation["text"]
    kinds = Act.objects.filter(subject=running.subject).values_list("kind", flat=True)
    assert set(kinds) == {"deadlines.clock_suspended", "deadlines.clock_resumed"}


def test_the_third_party_of_the_rule_book_answers_or_does_not(permits: Permits) -> None:
    answered = permits.begin("2026-04-20", "FOI_REPLY")
    assert answered.due_on == d("2026-05-20")
    silent = permits.begin("2026-04-20", "FOI_REPLY")
    for one in (answered, silent):
        permits.suspend(one, "2026-04-27", "third-party", expected_by=d("2026-05-21"))
    assert permits.resume(answered, "2026-05-15").due_on == d("2026-06-05")
    with permits.on("2026-05-21"):
        assert actions.resume_lapsed() == 0
    with permits.on("2026-05-25"):
        assert actions.resume_lapsed() == 1
        assert actions.resume_lapsed() == 0
    silent.refresh_from_db()
    assert silent.due_on == d("2026-06-11")


def test_a_clock_is_suspended_several_times(permits: Permits) -> None:
    running = permits.resume(permits.suspend(permits.begin(), "2026-09-15", "testing"), "2026-09-17")
    permits.resume(permits.suspend(running, "2026-09-17", "hearing"), "2026-09-21")
    assert [(s.after, s.until) for s in running.suspensions] == [
        (d("2026-09-15"), d("2026-09-17")),
        (d("2026-09-17"), d("2026-09-21")),
    ]
    assert running.due_on == d(
        "2026-10-23"
    )  # 2026-10-16 and five working days, a Sunday that was worked among them
    assert "检测" in running.explanation["text"]
    assert "听证" in running.explanation["text"]


@pytest.mark.parametrize(
    ("code", "words", "changes"),
    [
        ("no-notice", "中止计时必须书面告知当事人", {"notice": WrittenNotice("  ")}),
        ("no-ground", "只能因下列事由中止：听证、招标", {"ground": "holiday"}),
        ("invalid", "日期不能早于起算日 2026-09-14", {"on": d("2026-09-11")}),
        ("invalid", "日期不能晚于今天 2026-09-18", {"on": d("2026-09-21")}),
        ("invalid", "答复期限不能早于通知之日", {"expected_by": d("2026-09-01")}),
    ],
)
def test_what_is_wrong_with_a_suspension_is_said(
    permits: Permits, code: str, words: str, changes: dict[str, object]
) -> None:
    running = permits.begin()
    with pytest.raises(Refusal, match=words) as refused:
        permits.suspend(running, "2026-09-18", **changes)
    assert refused.value.code == code
    running.refresh_from_db()
    assert running.due_on == d("2026-10-16")


def test_suspensions_do_not_overlap(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    with pytest.raises(Refusal, match="自 2026-09-18 起已经中止") as refused:
        permits.suspend(running, "2026-09-21", "hearing")
    assert refused.value.code == "conflict"
    permits.resume(running, "2026-09-30")
    with pytest.raises(Refusal, match="与 2026-09-18 至 2026-09-30 的中止（专家评审）重叠") as refused:
        permits.suspend(running, "2026-10-08", "hearing", on=d("2026-09-28"))
    assert refused.value.code == "overlap"


def test_the_database_itself_refuses_two_open_suspensions_and_one_without_notice(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    values = {"clock": running, "ground": "hearing", "reason": "听证", "after": d("2026-09-21")}
    for wrong in (
        {"notice_number": "甲"},
        {"until": d("2026-09-22")},
        {"notice_number": "甲", "until": d("2026-09-01")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.create(**values, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=running.pk).update(due_on=d("2026-10-16"))


def test_nothing_is_suspended_on_or_after_the_last_day(permits: Permits) -> None:
    running = permits.begin()
    with pytest.raises(Refusal, match="最后一天是 2026-10-16") as refused:
        permits.suspend(running, "2026-10-16")
    assert refused.value.code == "too-late"


def test_a_limit_without_grounds_does_not_stand_still(permits: Permits) -> None:
    with pytest.raises(Refusal, match="没有可以中止计时的法定事由"):
        permits.suspend(permits.begin(limit="PROACTIVE_PUBLISH"), "2026-09-18")


def test_who_neither_does_the_step_nor_grants_extensions_does_not_suspend(permits: Permits) -> None:
    running = permits.begin()
    with pytest.raises(Refusal) as refused:
        permits.suspend(running, "2026-09-18", by=permits.lin)
    assert refused.value.code == "forbidden"
    assert permits.suspend(running, "2026-09-18", by=permits.chen).held_since == d("2026-09-18")


def test_a_step_that_is_done_while_suspended_is_done_in_time(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    with permits.on("2026-12-01"):
        stopped = actions.stop(running, actor=SYSTEM)
    assert stopped.outcome == Outcome.MET
    stopped.refresh_from_db()
    assert (stopped.held_since, stopped.stopped_on) == (None, d("2026-12-01"))
    assert stopped.due_on == d("2026-12-23")
    assert Suspension.objects.get(clock=running).until == d("2026-12-01")


def test_a_matter_that_ends_ends_its_suspended_clock_too(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    with permits.on("2026-09-25"):
        actions.stop_all(running.subject)
    running.refresh_from_db()
    assert running.outcome == Outcome.MET


def test_who_comes_second_is_told_that_it_runs_already(permits: Permits) -> None:
    running = permits.resume(permits.suspend(permits.begin(), "2026-09-18"), "2026-09-21")
    with pytest.raises(Refusal, match="没有中止") as refused:
        actions.resume(running, by=SYSTEM)
    assert refused.value.code == "conflict"


def test_a_suspended_clock_takes_the_calendar_of_the_day_it_runs_on(permits: Permits) -> None:
    running = permits.suspend(permits.begin("2026-12-01"), "2026-12-03")
    with permits.on("2026-12-28"):
        ordered = recounting.order(Calendar.objects.get(code="CN"), SYSTEM, None)
        assert recounting.first_lots(ordered) == ([], 0)
    permits.resume(running, "2026-12-31")
    assert running.provisional
    assert "2027 年放假安排尚未公布" in running.explanation["text"]
