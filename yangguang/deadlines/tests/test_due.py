"""When a limit ends, and whether it can say why."""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.deadlines import rules
from yangguang.deadlines.models import Limit
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import Suspension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
d = date.fromisoformat


def test_the_sentence_names_start_holidays_make_up_days_and_article() -> None:
    answer = rules.due("PROACTIVE_PUBLISH", d("2026-09-21"))
    assert answer.on == d("2026-10-26")
    assert answer.text_zh == (
        "2026-09-21 形成或者变更，次日起算；9月25日中秋节、10月1日至7日国庆节放假不计，10月10日（周六）调休上班计入；"
        "第 20 个工作日为 2026-10-26。依据《政府信息公开条例》第二十六条。"
    )


def test_a_twenty_day_clock_from_late_december_is_provisional_and_says_so() -> None:
    answer = rules.due("PROACTIVE_PUBLISH", d("2026-12-28"))
    assert answer.provisional
    assert answer.on == d("2027-01-26")
    assert "2027 年放假安排尚未公布" in answer.text_zh
    assert "1月1日元旦放假不计" in answer.text_zh
    assert "暂为 2027-01-26" in answer.text_zh


def test_a_text_of_2015_is_counted_under_the_regulation_of_2008() -> None:
    answer = rules.due("PROACTIVE_PUBLISH", d("2015-03-02"))
    assert answer.limit.article is not None
    assert answer.limit.article.number == 18
    assert "待核实" in answer.text_zh


def test_before_there_was_a_limit_there_is_none() -> None:
    assert rules.find_limit("PROACTIVE_PUBLISH", on=d("1998-03-05")) is None
    with pytest.raises(Refusal) as refused:
        rules.due("PROACTIVE_PUBLISH", d("1998-03-05"))
    assert refused.value.code == "no-limit"


def test_an_unknown_limit_is_refused_in_one_sentence() -> None:
    with pytest.raises(Refusal, match="没有代码为 NOWHERE 的时限"):
        rules.due("NOWHERE", d("2026-11-22"))


def test_natural_days_and_fixed_days_say_how_they_count() -> None:
    assert "按自然日计算，第 90 日为 2026-05-31" in rules.due("PENALTY_DECIDE", d("2026-03-02")).text_zh
    report = rules.due("FOI_ANNUAL_DEPT", d("2026-12-31"))
    assert report.on == d("2027-01-31")
    assert not report.provisional
    assert "不顺延" in report.text_zh


def test_the_three_worked_examples_of_the_rule_book() -> None:
    assert rules.due("FOI_CORRECTION_NOTICE", d("2026-02-10")).on == d("2026-02-26")
    assert rules.due("FOI_REPLY", d("2026-02-10")).on == d("2026-03-16")
    assert rules.due("FOI_REPLY", d("2026-02-10"), extension=20).on == d("2026-04-14")
    assert rules.due("FOI_REPLY", d("2025-10-13")).on == d("2025-11-10")
    asked = Suspension(d("2026-04-27"), d("2026-05-15"), "征求第三方意见")
    answer = rules.due("FOI_REPLY", d("2026-04-20"), suspensions=[asked])
    assert answer.on == d("2026-06-05")
    assert "4月28日至5月15日征求第三方意见，其中 12 个工作日不计入" in answer.text_zh
    silent = Suspension(d("2026-04-27"), d("2026-05-21"), "征求第三方意见")
    assert rules.due("FOI_REPLY", d("2026-04-20"), suspensions=[silent]).on == d("2026-06-11")


def test_an_extension_beyond_the_law_is_refused() -> None:
    with pytest.raises(Refusal, match="最多延长 20"):
        rules.due("FOI_REPLY", d("2026-02-10"), extension=21)


def test_every_seeded_limit_can_explain_itself() -> None:
    for row in Limit.objects.select_related("article__instrument"):
        answer = rules.due_under(row, d("2026-11-23"))
        assert answer.text_zh.startswith("2026-11-23 ")
        assert answer.as_json()["days"][0]["date"] == "2026-11-23"


def test_the_days_are_given_one_by_one() -> None:
    days = rules.due("PROACTIVE_PUBLISH", d("2026-09-21")).as_json()["days"]
    assert days[0]["kind"] == "start"
    assert days[-1]["number"] == 20
    assert {day["date"]: day["day"] for day in days}["2026-10-10"] == "makeup"
