"""What the doctor says of time."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from yangguang.deadlines import actions, health
from yangguang.deadlines.notice import Notice
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.health import Check
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.lib.workdays import SpecialDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def on(day: str) -> dict[str, Check]:
    with clock.set_to(clock.moment(date.fromisoformat(day), 9)):
        return {check.name: check for check in health.checks()}


def test_the_missing_year_is_a_warning_from_november_on() -> None:
    assert not on("2026-10-31")["工作日历"].warning
    november = on("2026-11-22")["工作日历"]
    assert november.ok
    assert november.warning
    assert "calendar import" in november.remedy


def test_a_missing_current_year_is_a_fault() -> None:
    assert not on("2027-01-04")["工作日历"].ok


def test_an_entered_year_satisfies_the_doctor() -> None:
    actions.publish_year(Notice(2027, [SpecialDay(date(2027, 1, 1), False, "元旦")]), SYSTEM)
    assert on("2026-12-20")["工作日历"].message == "录入到 2027 年"


def test_provisional_and_overdue_clocks_are_counted(cast: Cast) -> None:
    for day in ("2026-09-21", "2026-12-28"):
        actions.start(
            Ref("disclosure.item", new_uid()),
            "PROACTIVE_PUBLISH",
            date.fromisoformat(day),
            cast.county.civil,
            SYSTEM,
        )
    found = on("2026-11-22")
    assert found["暂定的期限"].message.startswith("1 个")
    assert found["超期"].message.startswith("1 个")
    assert found["超期"].ok
