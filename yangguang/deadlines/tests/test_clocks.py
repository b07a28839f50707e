"""Clocks: they start once, stop met or late, show what is left, and move when a calendar arrives."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template

from tests.cast import Cast
from yangguang.deadlines import actions, rules
from yangguang.deadlines.models import Clock, Outcome
from yangguang.deadlines.notice import Notice
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.lib.workdays import SpecialDay

pytestmark = pytest.mark.django_db
d = date.fromisoformat


def start(cast: Cast, started_on: str, limit: str = "PROACTIVE_PUBLISH", subject: Ref | None = None) -> Clock:
    subject = subject or Ref("disclosure.item", new_uid())
    return actions.start(subject, limit, d(started_on), cast.county.civil, SYSTEM)


def test_a_clock_keeps_how_its_date_came_about(cast: Cast) -> None:
    running = start(cast, "2026-09-21")
    assert running.due_on == d("2026-10-26")
    explanation = rules.explain(running)
    assert "10月10日（周六）调休上班计入" in explanation.text
    assert explanation.json["basis"] == "《政府信息公开条例》第二十六条"
    assert len([day for day in explanation.days if day["kind"] == "counted"]) == 20


def test_the_same_limit_does_not_run_twice_for_one_subject(cast: Cast) -> None:
    subject = Ref("disclosure.item", new_uid())
    first = start(cast, "2026-09-21", subject=subject)
    with pytest.raises(Refusal) as refused:
        start(cast, "2026-09-22", subject=subject)
    assert refused.value.code == "conflict"
    actions.stop(first, d("2026-09-23"), SYSTEM)
    assert start(cast, "2026-09-24", subject=subject).pk != first.pk


def test_a_clock_stops_met_or_late(cast: Cast) -> None:
    met = actions.stop(start(cast, "2026-09-21"), d("2026-10-26"), SYSTEM)
    assert met.outcome == Outcome.MET
    late = actions.stop(start(cast, "2026-09-21"), d("2026-10-27"), SYSTEM)
    assert late.outcome == Outcome.LATE
    assert rules.remaining(late) == -1
    assert rules.state(late).word == "超期 1 个工作日办结"
    with pytest.raises(Refusal, match="刚刚已经办结"):
        actions.stop(met, d("2026-10-28"), SYSTEM)


def test_a_clock_is_stopped_by_its_subject_and_limit(cast: Cast) -> None:
    subject = Ref("casework.task", new_uid())
    start(cast, "2026-11-20", "REVIEW_STEP", subject)
    stopped = actions.stop(subject, d("2026-11-23"), SYSTEM, limit_code="REVIEW_STEP")
    assert stopped.outcome == Outcome.MET
    with pytest.raises(Refusal):
        actions.cancel(subject, SYSTEM, limit_code="REVIEW_STEP")


def test_a_clock_cannot_stop_before_it_started(cast: Cast) -> None:
    with pytest.raises(Refusal, match="早于起算日期"):
        actions.stop(start(cast, "2026-09-21"), d("2026-09-20"), SYSTEM)


@pytest.mark.parametrize(
    ("today", "left", "shape", "word"),
    [
        ("2026-10-12", 10, "ok", "剩 10 个工作日"),
        ("2026-10-21", 3, "soon", "剩 3 个工作日"),
        ("2026-10-23", 1, "warn", "剩 1 个工作日"),
        ("2026-10-26", 0, "warn", "今天到期"),
        ("2026-10-27", -1, "late", "超期 1 个工作日"),
        ("2026-11-02", -5, "late", "超期 5 个工作日"),
    ],
)
def test_the_state_says_what_is_left(cast: Cast, today: str, left: int, shape: str, word: str) -> None:
    running = start(cast, "2026-09-21")
    assert rules.remaining(running, d(today)) == left
    assert rules.state(running, d(today)) == rules.State(shape, word)


def test_a_limit_that_ended_on_friday_is_late_on_saturday(cast: Cast) -> None:
    running = start(cast, "2026-11-18", "REVIEW_STEP")
    assert running.due_on == d("2026-11-20")
    assert rules.state(running, d("2026-11-21")).shape == "late"


def test_overdue_and_provisional_clocks_are_found(cast: Cast) -> None:
    old, new = start(cast, "2026-09-21"), start(cast, "2026-12-28")
    assert list(Clock.objects.overdue(d("2026-10-27"))) == [old]
    assert list(Clock.objects.provisional()) == [new]
    assert rules.state(new, d("2026-12-29")).word == "剩 19 个工作日（暂定）"


def test_a_provisional_clock_moves_with_an_act_when_the_year_is_published(cast: Cast) -> None:
    running = start(cast, "2026-12-28")
    assert running.due_on == d("2027-01-26")
    days = [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 2, 3, 4)]
    summary = actions.publish_year(Notice(2027, days), SYSTEM)
    assert [moved.pk for moved in summary.moved] == [running.pk]
    running.refresh_from_db()
    assert running.due_on == d("2027-01-27")
    assert not running.provisional
    assert "暂" not in running.explanation["text"]
    act = Act.objects.get(kind="deadlines.clock_moved")
    assert act.subject == running.subject
    assert (act.public["old"], act.public["new"]) == ("2027-01-26", "2027-01-27")


def test_a_provisional_clock_that_does_not_move_becomes_certain_without_an_act(cast: Cast) -> None:
    running = start(cast, "2026-12-28")
    days = [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 2, 3)]
    assert actions.publish_year(Notice(2027, days), SYSTEM).moved == []
    running.refresh_from_db()
    assert (running.due_on, running.provisional) == (d("2027-01-26"), False)
    assert not Act.objects.filter(kind="deadlines.clock_moved").exists()


def test_the_database_itself_refuses_a_clock_that_contradicts_itself(cast: Cast) -> None:
    running = start(cast, "2026-09-21")
    for wrong in (
        {"outcome": "met"},
        {"due_on": d("2026-09-20")},
        {"stopped_on": d("2026-09-22")},
        {"outcome": "gone"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.filter(pk=running.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=running.pk).update(outcome="met", stopped_on=d("2026-12-01"))


def render(tag: str, running: Clock, today: str) -> str:
    with clock.set_to(clock.moment(d(today), 10)):
        return Template("{% load clocks %}" + tag).render(Context({"clock": running}))


def test_the_bar_shows_used_days_and_the_limit(cast: Cast) -> None:
    svg = render("{% clock_bar clock %}", start(cast, "2026-09-21"), "2026-10-12")
    assert svg.startswith('<svg class="clock" viewBox="-1 -2 202 16"')
    assert svg.count('class="used"') == 10
    assert svg.count('class="cell"') == 10
    assert 'd="M200.0 -2v16"' in svg
    assert 'aria-label="已用 10 个工作日，限 20"' in svg
    assert "style=" not in svg


def test_the_bar_of_a_late_clock_goes_past_its_tick(cast: Cast) -> None:
    svg = render("{% clock_bar clock %}", start(cast, "2026-11-16", "REVIEW_STEP"), "2026-11-20")
    assert 'class="clock clock--late"' in svg
    assert svg.count('class="used"') == 4
    assert 'd="M20.0 -2v16"' in svg


def test_the_bar_of_a_clock_that_is_months_late_keeps_its_cells_apart(cast: Cast) -> None:
    svg = render("{% clock_bar clock %}", start(cast, "2026-01-05", "REVIEW_STEP"), "2026-11-20")
    assert svg.count('class="used"') == 40
    assert 'viewBox="-1 -2 402 16"' in svg
    assert 'd="M20.0 -2v16"' in svg
    assert 'aria-label="已用 217 个工作日，限 2"' in svg


def test_a_limit_of_more_days_than_cells_fills_the_bar_to_its_last_day(cast: Cast) -> None:
    running = start(cast, "2026-03-02", "LIC_JOINT")
    svg = render("{% clock_bar clock %}", running, "2026-03-30")
    assert (svg.count('class="used"'), svg.count('class="cell"')) == (18, 22)
    assert 'd="M400.0 -2v16"' in svg
    late = render("{% clock_bar clock %}", running, "2026-11-20")
    assert late.count('class="used"') == 40
    assert 'd="M200.0 -2v16"' in late


def test_the_days_are_drawn_from_monday_with_today_holidays_and_the_last_day(cast: Cast) -> None:
    html = render("{% clock_days clock %}", start(cast, "2026-09-16", "FOI_REPLY"), "2026-10-12")
    assert '<li class="rest" title="2026-09-14 起算日之前">9/<wbr>14</li>' in html
    assert 'title="2026-10-10 第 13 个工作日，调休上班">10<b>班</b></li>' in html
    assert 'class="past-day today"' in html
    assert "<b>最迟</b>" in html
    assert "style=" not in html


def test_the_state_tag_has_shape_and_word(cast: Cast) -> None:
    html = render("{% clock_state clock %}", start(cast, "2026-09-21"), "2026-10-26")
    assert html == '<span class="state state--warn">今天到期</span>'


def test_a_page_of_clocks_asks_for_the_calendar_once(cast: Cast, django_assert_num_queries: object) -> None:
    clocks = [start(cast, "2026-09-21") for _ in range(5)]
    template = Template(
        "{% load clocks %}{% for c in clocks %}{% clock_bar c %}{% clock_state c %}{% endfor %}"
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        template.render(Context({"clocks": clocks}))
