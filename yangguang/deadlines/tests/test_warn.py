"""Warnings go out once each, to those who do the step and, when late, to their head; moves are told."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yangguang.deadlines import actions, health, schedule
from yangguang.deadlines.actions import warnings
from yangguang.deadlines.models import Limit, Warning, WarningRule
from yangguang.deadlines.notice import Notice
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.lib.workdays import SpecialDay

from .conftest import Permits, mailed, told

pytestmark = pytest.mark.django_db
d = date.fromisoformat


def warn(permits: Permits, day: str) -> int:
    with permits.on(day):
        return actions.warn()


def test_three_days_ahead_on_the_day_and_after_it_each_once(permits: Permits) -> None:
    running = permits.begin()  # until Friday 2026-10-16
    number = f"YG-{running.subject.uid[-4:]}"
    assert warn(permits, "2026-10-12") == 0
    assert [warn(permits, "2026-10-13"), warn(permits, "2026-10-13"), warn(permits, "2026-10-15")] == [
        1,
        0,
        0,
    ]
    assert told(permits.cast.zhou) == [f"期限提醒：{number}“许可审查”剩 3 个工作日，最迟 2026-10-16。"]
    assert warn(permits, "2026-10-16") == 1
    assert warn(permits, "2026-10-17") == 0  # a Saturday: late, by no working day yet
    assert told(permits.cast.chen) == []
    assert warn(permits, "2026-10-19") == 1
    assert told(permits.cast.zhou)[-1] == f"超期提醒：{number}“许可审查”超期 1 个工作日，最迟 2026-10-16。"
    assert told(permits.cast.chen) == [
        f"超期提醒：您负责的 {number}“许可审查”超期 1 个工作日，最迟 2026-10-16。"
    ]
    assert warn(permits, "2026-11-20") == 0
    assert list(Warning.objects.order_by("pk").values_list("ahead", "told")) == [(3, 1), (0, 1), (-1, 2)]
    assert mailed() == 4


def test_a_worker_that_comes_late_says_only_what_presses_most(permits: Permits) -> None:
    permits.begin()
    assert warn(permits, "2026-10-20") == 1
    assert [one.partition("：")[0] for one in told(permits.cast.zhou)] == ["超期提醒"]


def test_many_clocks_are_one_message_for_a_person(permits: Permits) -> None:
    for start in ("2026-09-14", "2026-09-14", "2026-09-11"):
        permits.begin(start)
    assert warn(permits, "2026-10-16") == 3
    assert told(permits.cast.zhou) == ["期限提醒：3 件，其中 1 件超期"]
    assert len(told(permits.cast.chen)) == 1


def test_a_worker_that_dies_leaves_neither_claim_nor_message(
    permits: Permits, monkeypatch: pytest.MonkeyPatch
) -> None:
    permits.begin()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patched.setattr(warnings, "_post", die)
        warn(permits, "2026-10-13")
    assert (Warning.objects.count(), told(permits.cast.zhou)) == (0, [])
    assert warn(permits, "2026-10-13") == 1
    assert len(told(permits.cast.zhou)) == 1


def test_a_moved_last_day_warns_anew_and_a_suspended_one_not_at_all(permits: Permits) -> None:
    running = permits.begin()
    assert warn(permits, "2026-10-13") == 1
    permits.extend(running, "2026-10-14")
    assert warn(permits, "2026-10-16") == 0
    permits.suspend(running, "2026-10-16")
    assert warn(permits, "2026-10-30") == 0
    permits.resume(running, "2026-10-30")  # ten working days are left
    assert running.due_on == d("2026-11-13")
    assert warn(permits, "2026-11-10") == 1


def test_a_limit_says_itself_when_it_warns(permits: Permits) -> None:
    limit = Limit.objects.get(code="LIC_DECIDE", effective_to=None)
    WarningRule.objects.create(limit=limit, ahead=10)
    permits.begin()
    assert [warn(permits, day) for day in ("2026-09-24", "2026-09-28", "2026-10-16")] == [0, 1, 0]


def test_a_limit_too_short_to_be_warned_ahead_is_not(permits: Permits) -> None:
    permits.begin("2026-11-16", "DUAL_PUBLICITY")
    short = permits.begin("2026-11-16", "PENALTY_WITHDRAW")
    assert short.due_on == d("2026-11-19")
    assert warn(permits, "2026-11-16") == 0
    assert warn(permits, "2026-11-19") == 1


def test_what_reaches_nobody_is_kept_for_the_doctor(permits: Permits) -> None:
    permits.holders, permits.heads = [], []
    permits.begin()
    assert warn(permits, "2026-10-13") == 1
    with permits.on("2026-10-13"):
        check = next(one for one in health.checks() if one.name == "期限提醒")
    assert check.warning
    assert "1 个提醒没有人可以告知" in check.message


def test_nobody_is_warned_in_the_night(permits: Permits) -> None:
    permits.begin()
    with permits.on("2026-10-13", hour=3):
        schedule.warn()
    assert Warning.objects.count() == 0
    with permits.on("2026-10-13", hour=9):
        schedule.warn()
    assert Warning.objects.count() == 1


def test_the_database_itself_refuses_the_same_warning_twice(permits: Permits) -> None:
    running = permits.begin()
    warn(permits, "2026-10-13")
    row = Warning.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Warning.objects.create(clock=running, ahead=3, due_on=running.due_on, at=row.at)


def test_whom_a_move_concerns_hears_of_it_once_but_not_who_did_it(permits: Permits) -> None:
    running = permits.begin("2026-12-28")
    actions.publish_year(Notice(2027, [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 4)]), SYSTEM)
    while journal.deliver():
        pass
    (message,) = told(permits.cast.zhou)
    assert message.endswith("许可决定的最迟日期由 2027-01-26 重算为 2027-01-27")
    assert told(permits.cast.lin) == [message]
    permits.suspend(running, "2026-12-29", by=permits.zhou)
    with permits.on("2026-12-29"):
        while journal.deliver():
            pass
    assert told(permits.cast.zhou) == [message]
    assert "许可决定因专家评审自 2026-12-29 起中止计时" in told(permits.cast.lin)[-1]


def test_the_doctor_sees_a_suspension_that_outlasts_its_law(permits: Permits) -> None:
    permits.suspend(
        permits.begin("2026-09-14", "FOI_REPLY"), "2026-09-18", "supplement", expected_by=d("2026-10-15")
    )
    with permits.on("2026-10-15"):
        assert not _suspended().warning
    with permits.on("2026-10-16"):
        assert _suspended().warning


def _suspended() -> health.Check:
    return next(one for one in health.checks() if one.name == "中止的期限")
