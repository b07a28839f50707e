"""What the room of time is told of steps: whose they are, who leads them, what may be said of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework import desklist, health, stepping
from yangguang.casework.actions import publish_process
from yangguang.casework.models import ProcessVersion, Task
from yangguang.deadlines import actions, owners
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.actions import publish_year
from yangguang.deadlines.models import Clock
from yangguang.deadlines.notice import Notice
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.workdays import SpecialDay
from yangguang.notices.rules import inbox

from .conftest import Trace, begin, do, review

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def at(day: int) -> Any:
    return clock.set_to(datetime(2026, 3, day, 2, tzinfo=UTC))


def waiting(cast: Cast) -> Task:
    """A case that Zhou has to look at until the fourth of March."""
    with at(2):
        case = begin(cast, cast.county.civil)
        do(case, "draft", cast.lin)
    return case.tasks.get(element="section")


def subjects(user: Any) -> list[str]:
    return [one.subject for one in inbox(user.uid)]


def test_whose_a_clock_is_and_who_leads_them(cast: Cast, published: ProcessVersion) -> None:
    task = waiting(cast)
    owner = owners.of(task.ref)
    assert owner is not None
    assert owner.holders(task.ref) == [cast.zhou]
    assert owner.heads(task.ref) == [cast.chen]
    assert owner.concerned(task.ref) == [cast.lin]
    matter = owners.describe([task.ref])[task.ref]
    assert (matter.number, matter.step) == (task.case.number, "科室审核")
    assert "一件事" not in f"{matter.number}{matter.step}{matter.url}"


def test_the_desk_has_the_day_that_the_clock_says_whatever_is_done_to_it(
    cast: Cast, trace: Trace, as_: As
) -> None:
    asked = review().replace(b'yg:limit="REVIEW_STEP"', b'yg:limit="FOI_REPLY"')
    publish_process(asked, code="test-review", actor=SYSTEM)
    with at(2):
        case, other = begin(cast, cast.county.civil), begin(cast, cast.county.water, cast.he)
    [task] = case.tasks.all()
    running = Clock.objects.get(subject=task.ref)
    told = {"notice": actions.WrittenNotice("阳民告〔2026〕3号"), "by": SYSTEM}

    def seen() -> date | None:
        running.refresh_from_db()
        task.refresh_from_db()
        assert not Task.objects.astray()
        assert task.due_on == running.due_on
        return task.due_on

    first = seen()
    assert first == date(2026, 3, 30)
    with at(3):
        actions.suspend(running, "agency", **told)
    assert seen() is None
    assert desklist.count_lying(cast.lin) == (0, 1)
    with at(9):
        actions.resume(running, by=SYSTEM)
    resumed = seen()
    assert resumed is not None
    assert resumed > first
    assert desklist.count_lying(cast.lin) == (1, 0)
    with at(10):
        actions.extend(running, 5, reason="量大", notice=told["notice"], acting=SYSTEM)
    extended = seen()
    assert extended is not None
    assert extended > resumed
    with at(11):
        actions.suspend(running, "supplement", **told)
        assert f"?task={task.uid}" in as_(cast.lin).get("/office/desk/?tab=paused").content.decode()
    assert seen() is None
    with at(12):
        actions.restart(running, by=SYSTEM)
    assert seen() == date(2026, 4, 10)
    days = [SpecialDay(date(2026, 4, day), False, "停工") for day in (3, 7, 8)]
    publish_year(Notice(2026, days), SYSTEM, replace=True)
    moved = seen()
    assert moved is not None
    assert moved > date(2026, 4, 10)
    [others] = other.tasks.all()
    assert others.due_on == Clock.objects.get(subject=others.ref).due_on


def test_what_a_desk_and_a_clock_say_differently_is_told_by_doctor(
    cast: Cast, published: ProcessVersion
) -> None:
    task = waiting(cast)
    assert all(one.ok for one in health.checks())
    Task.objects.filter(pk=task.pk).update(last=date(2026, 3, 9))
    [wrong] = [one for one in health.checks() if not one.ok]
    assert task.case.number in wrong.message
    assert "yangguang worker" in wrong.remedy
    assert stepping.follow_again() == 1
    assert all(one.ok for one in health.checks())
    assert Task.objects.get(pk=task.pk).due_on == date(2026, 3, 4)


def test_a_late_step_is_told_to_who_does_it_and_to_their_head(cast: Cast, published: ProcessVersion) -> None:
    task = waiting(cast)
    with at(4):
        assert actions.warn() == 1
    with at(5):
        assert actions.warn() == 1
    number = task.case.number
    assert f"期限提醒：{number}“科室审核”今天到期，最迟 2026-03-04。" in subjects(cast.zhou)
    assert subjects(cast.chen) == [f"超期提醒：您负责的 {number}“科室审核”超期 1 个工作日，最迟 2026-03-04。"]


def test_a_person_finds_their_own_deadlines_in_their_calendar(
    cast: Cast, published: ProcessVersion, as_: As
) -> None:
    task = waiting(cast)
    with at(3):
        key = actions.open_feed(cast.zhou)
        text = as_(cast.lin).get("/office/deadlines.ics", {"key": key}).content.decode().replace("\r\n ", "")
    assert f"SUMMARY:科室审核 最迟（{task.case.number}）" in text
    assert "DTSTART;VALUE=DATE:20260304" in text
    assert "一件事" not in text


def test_who_may_open_a_case_knows_its_clocks(cast: Cast, published: ProcessVersion) -> None:
    task = waiting(cast)
    mine = Clock.objects.running().filter(subject=task.ref)
    assert list(deadlines.visible_to(cast.zhou).running()) == list(mine)
    assert not deadlines.visible_to(cast.he).exists()
    assert not deadlines.visible_to(cast.zhao).exists()


def test_the_case_page_leads_to_the_clock(cast: Cast, published: ProcessVersion, as_: As) -> None:
    task = waiting(cast)
    running = Clock.objects.running().get(subject=task.ref)
    with at(3):
        browser = as_(cast.zhou)
        assert running.get_office_url() in browser.get(task.get_office_url()).content.decode()
        page = browser.get(running.get_office_url()).content.decode()
    assert "2026-03-02 到达本环节，次日起算" in page
    assert task.case.number in page
