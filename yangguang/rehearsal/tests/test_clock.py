"""A rehearsal's clock goes forward when an operator says so; the house's own never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.actions import send
from yangguang.rehearsal import actions, acts, rules

PAGE, MOVE = "/office/rehearsal/", "/office/rehearsal/clock/"
MONDAY = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)  # three days before the holidays of October


@pytest.fixture
def house(settings: Any) -> Iterator[Any]:
    """On a Monday; whatever the clock is moved by, it is put back."""
    with clock.set_to(MONDAY):
        yield settings
    clock.run_ahead(timedelta(0))


@pytest.fixture
def copy(house: Any, db: None) -> Act:
    """This database is a rehearsal's."""
    house.YANGGUANG_REHEARSAL = True
    return actions.open_copy("20260928T020000Z")


def moved_by(days: int) -> dict[str, Any]:
    day = clock.today() + timedelta(days=days)
    return {"day": day.isoformat(), "time": "09:00", "ahead": int(rules.ahead().total_seconds())}


def test_the_house_itself_tells_how_a_rehearsal_is_made_and_keeps_its_time(
    house: Any, browser: Client, cast: Cast, as_: Any
) -> None:
    page = as_(cast.qian).get(PAGE).content.decode()
    assert "yangguang rehearse --into" in page and "演练环境</b>" not in page
    answer = as_(cast.qian).post(MOVE, moved_by(1))
    assert answer.status_code == 409 and "正式系统" in answer.content.decode()
    assert not Act.objects.filter(kind=acts.CLOCK_MOVED).exists()


def test_an_operator_moves_the_clock_and_everything_runs_by_it(copy: Act, cast: Cast, as_: Any) -> None:
    qian = as_(cast.qian)
    page = qian.get(PAGE).content.decode()
    assert "下一个工作日" in page and "演练环境</b>" in page
    answer = qian.post(MOVE, {**moved_by(3), "to": "tomorrow"}, follow=True)
    assert "演练时间已经拨到 2026-09-29 09:00" in answer.content.decode()
    assert qian.get(PAGE).status_code == 200, "nobody is signed out by it"
    act = Act.objects.get(kind=acts.CLOCK_MOVED)
    assert act.public == {"to": "2026-09-29 09:00", "ahead": 23 * 3600}
    assert rules.ahead() == timedelta(hours=23)


def test_the_moved_clock_is_ahead_by_as_much_and_so_is_the_time_since_the_machine_started() -> None:
    before, up, machine = clock.now(), clock.uptime(), clock.machine_now()
    try:
        clock.run_ahead(timedelta(days=2))
        assert timedelta(days=2) <= clock.now() - before < timedelta(days=2, minutes=1)
        assert 172_800 <= clock.uptime() - up < 172_860, (
            "else the jump would be taken for a clock that was set"
        )
        assert clock.machine_now() - machine < timedelta(minutes=1)
    finally:
        clock.run_ahead(timedelta(0))


def test_the_next_working_day_is_the_calendars(copy: Act) -> None:
    with clock.set_to(datetime(2026, 9, 30, 9, 0, tzinfo=UTC)):
        offered = {code: clock.day_of(moment) for code, _label, moment in rules.offers()}
    assert offered["tomorrow"] == date(2026, 10, 1)
    assert offered["working"] == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "2026-09-01"}, "只能往前拨"),
        ({"day": "2036-01-01"}, "最远只能拨到"),
        ({"day": "2026-02-30"}, "拨到哪一天"),
        ({"ahead": "7200"}, "刚才有人已经把演练时间拨到"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    copy: Act, cast: Cast, as_: Any, given: dict[str, str], said: str
) -> None:
    answer = as_(cast.qian).post(MOVE, {**moved_by(1), **given})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    if "day" in given:
        assert f'value="{given["day"]}"' in page
    assert not Act.objects.filter(kind=acts.CLOCK_MOVED).exists()


def test_nobody_but_the_countys_operators_may(copy: Act, cast: Cast, as_: Any) -> None:
    for person in (cast.lin, cast.zhao):
        assert as_(person).get(PAGE).status_code == 403
        assert as_(person).post(MOVE, moved_by(1)).status_code == 403
    assert not Act.objects.filter(kind=acts.CLOCK_MOVED).exists()


def test_every_page_says_that_it_is_a_rehearsal(copy: Act, browser: Client, cast: Cast, as_: Any) -> None:
    for page in (browser.get("/"), browser.get("/nowhere/"), as_(cast.lin).get("/office/desk/")):
        assert "演练环境</b>" in page.content.decode()


def test_messages_stay_inside_and_can_be_read(copy: Act, cast: Cast, as_: Any) -> None:
    send("sms", "13800138000", "提醒", "还有两个工作日到期。")
    page = as_(cast.qian).get(PAGE).content.decode()
    assert "还有两个工作日到期。" in page and "13800138000" not in page


def test_a_copy_is_never_served_as_the_house_nor_the_house_as_a_copy(house: Any, db: None) -> None:
    rules.require_fitting()
    house.YANGGUANG_REHEARSAL = True
    with pytest.raises(Refusal, match="不是演练用的副本"):
        rules.require_fitting()
    actions.open_copy("20260928T020000Z")
    rules.require_fitting()
    house.YANGGUANG_REHEARSAL = False
    with pytest.raises(Refusal, match="不能当正式系统运行"):
        rules.require_fitting()
