"""The day of receipt by channel, what is excessive, and the worked examples of the rule book to the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from yangguang.foi.channels import (
    Channel,
    Consulted,
    Event,
    Silence,
    channel_of,
    channels,
    consultation_of,
    consulted,
    excess,
    received,
)
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import Calendar, Term, Unit, due, due_of, special_days

_DEADLINES = Path(__file__).parents[2] / "deadlines/seeds"
_YEARS = yaml.safe_load((_DEADLINES / "calendar-CN.yaml").read_text(encoding="utf-8"))["years"]
CHINA = Calendar([day for year, table in _YEARS.items() for day in special_days(year, table)], _YEARS)
LIMITS = {
    entry["code"]: entry for entry in yaml.safe_load((_DEADLINES / "limits.yaml").read_text(encoding="utf-8"))
}
d = date.fromisoformat


def _days(**days: str) -> dict[Event, date]:
    return {Event(name): d(day) for name, day in days.items()}


@pytest.mark.parametrize(
    ("code", "days", "on"),
    [
        ("ONSITE", _days(submitted="2026-03-02"), "2026-03-02"),
        ("REGISTERED_MAIL", _days(submitted="2026-03-02", signed="2026-03-05"), "2026-03-05"),
        (
            "ORDINARY_MAIL",
            _days(submitted="2026-03-02", arrived="2026-03-05", confirmed="2026-03-05"),
            "2026-03-05",
        ),
        ("INTERNET", _days(submitted="2026-03-02", confirmed="2026-03-03"), "2026-03-03"),
        ("FAX", _days(submitted="2026-03-02", confirmed="2026-03-04"), "2026-03-04"),
        ("EMAIL", _days(submitted="2026-03-02", arrived="2026-03-02", confirmed="2026-03-04"), "2026-03-04"),
    ],
)
def test_each_channel_has_its_day_of_receipt(code: str, days: dict[Event, date], on: str) -> None:
    receipt = received(code, days)
    assert (receipt.on, receipt.waits_for, receipt.remark) == (d(on), None, "")
    assert on in receipt.explanation
    assert "《政府信息公开条例》第三十一条第（" in receipt.explanation


@pytest.mark.parametrize("channel", [one for one in channels().values() if one.day is not Event.SUBMITTED])
def test_a_request_that_was_only_sent_is_not_received_and_says_what_it_waits_for(channel: Channel) -> None:
    receipt = received(channel.code, _days(submitted="2026-03-02"))
    assert (receipt.on, receipt.waits_for) == (None, channel.day)
    assert "期限没有起算" in receipt.explanation


def test_the_explanation_is_a_sentence() -> None:
    receipt = received("REGISTERED_MAIL", _days(signed="2026-03-05"))
    assert receipt.explanation == (
        "邮寄（需签收）的申请以行政机关签收之日为收到之日（《政府信息公开条例》第三十一条第（二）项）：2026-03-05。"
    )


def test_a_letter_that_was_confirmed_later_than_on_its_day_says_so() -> None:
    receipt = received("ORDINARY_MAIL", _days(arrived="2026-03-05", confirmed="2026-03-09"))
    assert receipt.on == d("2026-03-09")
    assert receipt.remark == "信函 2026-03-05 收到，应当在当天与申请人确认，实际 2026-03-09 才确认。"


def test_days_in_an_impossible_order_are_refused() -> None:
    with pytest.raises(Refusal, match="双方确认的日期 2026-03-01 早于提交的日期 2026-03-02"):
        received("INTERNET", _days(submitted="2026-03-02", confirmed="2026-03-01"))


def test_days_before_the_regulation_and_unknown_channels_are_refused() -> None:
    with pytest.raises(Refusal, match="早于《政府信息公开条例》现行文本施行之日"):
        received("ONSITE", _days(submitted="2019-05-14"))
    with pytest.raises(Refusal, match="没有代码为 PIGEON 的申请渠道"):
        channel_of("PIGEON")


def test_more_than_ten_requests_in_a_natural_month_are_pointed_out() -> None:
    days = [date(2026, 3, day) for day in range(1, 12)]
    assert excess(days, d("2026-03-10")) == []  # the eleventh has not come yet
    [found] = excess(days, d("2026-03-11"))
    assert (found.count, found.over) == (11, 10)
    assert found.message.startswith("该申请人一个自然月内已申请 11 件，超过 10 件。")
    assert "《政府信息公开条例》第三十五条" in found.message
    assert excess(days, d("2026-04-01")) == []  # another month


def test_a_hundred_and_eighty_one_requests_at_once_are_one_hint() -> None:
    [found] = excess([d("2026-03-02")] * 181, d("2026-03-02"))
    assert found.count == 181


def _answer(start: str) -> Term:
    limit = LIMITS["FOI_REPLY"]
    return Term(d(start), limit["n"], Unit(limit["unit"]))


def _last_day(term: Term) -> date:
    answer = due_of(CHINA, term, strict=True)
    assert not answer.provisional
    return answer.on


def test_worked_example_one_an_ordinary_request_that_is_extended() -> None:
    receipt = received("INTERNET", _days(submitted="2026-02-09", confirmed="2026-02-10"))
    assert receipt.on == d("2026-02-10")
    notice = LIMITS["FOI_CORRECTION_NOTICE"]
    assert due(CHINA, receipt.on, notice["n"], notice["unit"]).on == d("2026-02-26")
    term = _answer("2026-02-10")
    assert _last_day(term) == d("2026-03-16")
    most = LIMITS["FOI_REPLY"]["extend"]["by"]
    assert _last_day(term.extend(20, at_most=most)) == d("2026-04-14")
    with pytest.raises(ValueError, match="不得超过 20"):
        term.extend(21, at_most=most)
    with pytest.raises(ValueError, match="只能延长一次"):
        term.extend(5, at_most=most).extend(5, at_most=most)


def test_worked_example_two_a_supplement_begins_the_count_anew() -> None:
    notice = LIMITS["FOI_CORRECTION_NOTICE"]
    assert due(CHINA, d("2025-09-22"), notice["n"], notice["unit"]).on == d("2025-09-30")
    term = _answer("2025-09-22")
    assert _last_day(term) == d("2025-10-24")
    assert _last_day(term.restart(d("2025-10-13"))) == d("2025-11-10")


def _asked(answered_on: str | None) -> Consulted:
    return consulted(
        "third-party",
        CHINA,
        sent_on=d("2026-04-27"),
        received_on=d("2026-04-28"),
        answered_on=d(answered_on) if answered_on else None,
        n=LIMITS[consultation_of("third-party").limit]["n"],
    )


def test_worked_example_three_a_third_party_is_asked_and_answers() -> None:
    term = _answer("2026-04-20")
    assert _last_day(term) == d("2026-05-20")
    asked = _asked("2026-05-15")
    assert asked.held is not None
    assert CHINA.workdays_between(asked.held.after, asked.held.until) == 12
    assert _last_day(term.suspend(asked.held)) == d("2026-06-05")
    assert not asked.is_silent
    assert asked.explanation == (
        "征求第三方意见：2026-04-27 发函，次日起至 2026-05-15 的 12 个工作日不计入期限"
        "（《政府信息公开条例》第三十二条、第三十三条第三款）。"
    )


@pytest.mark.parametrize("answered_on", [None, "2026-05-29"])
def test_worked_example_three_a_third_party_is_asked_and_says_nothing_in_time(
    answered_on: str | None,
) -> None:
    asked = _asked(answered_on)
    assert asked.answer_due == d("2026-05-21")
    assert asked.held is not None
    assert CHINA.workdays_between(asked.held.after, asked.held.until) == 16
    assert _last_day(_answer("2026-04-20").suspend(asked.held)) == d("2026-06-11")
    assert asked.is_silent
    assert "由本机关依照条例决定是否公开（最迟 2026-05-21）" in asked.explanation


def test_what_silence_means_depends_on_who_was_asked() -> None:
    assert consultation_of("third-party").silence is Silence.DECIDES
    assert consultation_of("joint-agency").silence is Silence.CONSENTS
    assert consultation_of("agency").silence is Silence.NONE


def test_another_agency_has_no_limit_of_its_own_and_the_clock_waits() -> None:
    asked = consulted(
        "agency", CHINA, sent_on=d("2026-04-27"), received_on=d("2026-04-28"), answered_on=None, n=None
    )
    assert (asked.held, asked.answer_due) == (None, None)
    assert "到收到意见为止" in asked.explanation


def test_an_answer_before_the_letter_is_refused() -> None:
    with pytest.raises(Refusal, match="早于发函的日期"):
        _asked("2026-04-20")


def test_the_grounds_and_limits_are_those_of_the_deadlines() -> None:
    grounds = {one["code"] for one in LIMITS["FOI_REPLY"]["suspend"]}
    for ground in ("third-party", "joint-agency", "agency"):
        assert ground in grounds
        limit = consultation_of(ground).limit
        assert not limit or limit in LIMITS
