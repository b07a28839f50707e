"""Limits change from a day on; what runs keeps the law of its day, unless the change is meant backwards."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from yangguang.deadlines import actions, rules, seeds
from yangguang.deadlines.models import Limit, LimitUnit
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as

from .conftest import Permits

pytestmark = pytest.mark.django_db
d = date.fromisoformat


@pytest.fixture
def qian(cast: Cast) -> Acting:
    return acting_as(cast.qian, cast.county.government, post_code="operator")


def decide() -> Limit:
    return Limit.objects.get(code="LIC_DECIDE", effective_to=None)


def test_a_running_clock_keeps_the_law_of_its_day(permits: Permits, qian: Acting) -> None:
    running = permits.begin("2026-09-14")
    with permits.on("2026-09-21"):
        done = actions.amend_limit(decide(), {"n": 15}, effective_from=d("2026-10-01"), acting=qian)
    assert done.moved == []
    running.refresh_from_db()
    assert running.due_on == d("2026-10-16")
    assert rules.due("LIC_DECIDE", d("2026-09-30")).limit.n == 20
    assert rules.due("LIC_DECIDE", d("2026-10-09")).limit.n == 15
    assert [ground.code for ground in rules.grounds(done.limit)][:2] == ["hearing", "bidding"]
    assert Act.objects.get(kind="deadlines.limit_amended").public["new"] == "15 个工作日"


def test_a_change_backwards_says_how_many_it_touches_and_moves_them_when_it_is_meant(
    permits: Permits, qian: Acting
) -> None:
    early, late = permits.begin("2026-09-14"), permits.begin("2026-09-21")
    change = {"changes": {"n": 15}, "effective_from": d("2026-09-18"), "acting": qian}
    with permits.on("2026-09-28"):
        with pytest.raises(Refusal, match="有 1 个期限在那以后起算，其中 1 个还在计时") as refused:
            actions.amend_limit(decide(), **change)  # type: ignore[arg-type]
        assert refused.value.code == "backwards"
        done = actions.amend_limit(decide(), **change, backwards=True)  # type: ignore[arg-type]
    assert [one.pk for one in done.moved] == [late.pk]
    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.due_on, late.limit.n) == (d("2026-10-19"), 15)
    assert (early.due_on, early.limit.n) == (d("2026-10-16"), 20)
    assert Act.objects.get(kind="deadlines.clock_moved").subject == late.subject


def test_a_version_begins_after_the_one_it_follows(qian: Acting) -> None:
    with pytest.raises(Refusal, match="施行日期要在它以后"):
        actions.amend_limit(decide(), {"n": 15}, effective_from=d("2004-07-01"), acting=qian)
    with pytest.raises(Refusal, match="没有改动"):
        actions.amend_limit(decide(), {}, effective_from=d("2030-01-01"), acting=qian)


def test_furnishing_leaves_alone_what_was_edited_here(permits: Permits, qian: Acting) -> None:
    with permits.on("2026-09-21"):
        actions.amend_limit(decide(), {"n": 15}, effective_from=d("2026-10-01"), acting=qian)
        hotline = Limit.objects.get(code="HOTLINE_REPLY")
        actions.verify_limit(hotline, d("2026-09-20"), acting=qian)
    seeds.load()
    assert rules.due("LIC_DECIDE", d("2026-10-09")).limit.n == 15
    hotline.refresh_from_db()
    assert hotline.verified_on == d("2026-09-20")


def test_what_must_happen_before_an_event_is_counted_back() -> None:
    answer = rules.due("HEARING_NOTICE", d("2026-10-13"))
    assert answer.on == d("2026-09-28")
    assert answer.text_zh == (
        "2026-10-13 举行听证，从前一日起向前推算；10月1日至7日国庆节放假不计，10月10日（周六）调休上班计入；"
        "此前第 7 个工作日为 2026-09-28。依据《中华人民共和国行政许可法》第四十八条。"
    )


def test_nothing_runs_towards_a_day_before_its_event(permits: Permits) -> None:
    with pytest.raises(Refusal, match="向前推算"):
        permits.begin(limit="HEARING_NOTICE")


@pytest.mark.parametrize(
    ("unit", "n", "roll", "start", "on", "words"),
    [
        ("quarter", 1, False, "2026-07-15", "2026-12-31", "此后第 1 个自然季度的最后一日为 2026-12-31"),
        ("quarter", 1, False, "2026-06-30", "2026-09-30", "此后第 1 个自然季度的最后一日为 2026-09-30"),
        ("calmonth", 1, False, "2026-09-02", "2026-10-31", "此后第 1 个自然月的最后一日为 2026-10-31"),
        ("calmonth", 1, True, "2026-09-02", "2026-11-02", "末日休息，顺延至下一工作日"),
        ("year", 3, False, "2024-02-29", "2027-02-28", "满 3 年为 2027-02-28"),
        (
            "month",
            6,
            True,
            "2026-04-03",
            "2026-10-08",
            "满 6 个月为 2026-10-08（末日休息，顺延至下一工作日）",
        ),
        ("day", 60, False, "2026-08-03", "2026-10-02", "按自然日计算，第 60 日为 2026-10-02"),
    ],
)
def test_every_unit_says_how_it_counts(
    unit: str, n: int, roll: bool, start: str, on: str, words: str
) -> None:
    limit = Limit(
        code="X", name="某事", n=n, unit=LimitUnit(unit), roll=roll, start_event="发生", verified_on=d("2026-01-01"),
        effective_from=d("2000-01-01"),
    )  # fmt: skip
    answer = rules.due_under(limit, d(start))
    assert answer.on == d(on)
    assert words in answer.text_zh
    told = answer.as_json()
    assert (told["unit"], told["due"], told["roll"]) == (unit, on, roll)
    assert told["days"][-1]["date"] == on


def test_a_fixed_day_may_move_to_the_next_working_day_where_its_law_says_so() -> None:
    limit = Limit(code="X", name="某事", n=1, unit="fixed", fixed="01-31", roll=True, start_event="年度终了",
                  effective_from=d("2000-01-01"))  # fmt: skip
    assert rules.due_under(limit, d("2025-12-31")).on == d("2026-02-02")
