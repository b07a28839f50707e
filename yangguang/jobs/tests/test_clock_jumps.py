"""The machine's clock is set: what cannot be taken back waits, nothing hangs, and a person is told and can settle it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from yangguang.config.cli import main
from yangguang.jobs import actions, clocks, health, schedule
from yangguang.jobs.models import Run, Worker
from yangguang.jobs.tasks import retrying
from yangguang.lib import clock

NOON = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)
YEAR, HOUR, MINUTE = timedelta(days=365), timedelta(hours=1), timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was run: ``bell`` each minute, ``gate`` each minute and never by a clock that was set ahead."""
    monkeypatch.setattr(schedule, "_jobs", {})
    rung: list[str] = []
    schedule.every("tests.bell", seconds=60)(lambda: rung.append("bell"))
    schedule.every("tests.gate", seconds=60, steady=True)(lambda: rung.append("gate"))
    with clock.set_to(NOON):
        actions.check_in("w1", "here", 1)
        yield rung


def turn(after: timedelta, *, beat: bool = True) -> None:
    """A round of the worker at a time that somebody has set."""
    with clock.set_to(NOON + after, uptime_too=False):
        if beat:
            actions.check_in("w1", "here", 1)
        actions.tick("w1")


def doctor() -> Any:
    return health._clock()


@pytest.mark.parametrize("beat", [True, False])
def test_what_cannot_be_taken_back_waits_while_the_clock_is_ahead(rung: list[str], beat: bool) -> None:
    turn(YEAR, beat=beat)
    turn(YEAR + MINUTE, beat=beat)
    assert rung == ["bell", "bell"]
    with clock.set_to(NOON + YEAR, uptime_too=False):
        assert not doctor().ok and "往前跳了 365 天" in doctor().message and "clock accept" in doctor().remedy
        assert "往前跳了 365 天" in Run.objects.filter(job="tests.gate").latest("slot").error
    turn(timedelta(), beat=beat)
    assert rung == ["bell", "bell", "bell", "gate"] and doctor().ok


def test_a_person_says_that_the_clock_is_right(rung: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    turn(YEAR)
    with clock.set_to(NOON + YEAR, uptime_too=False):
        assert main(["clock", "accept"]) == 0
        assert doctor().ok and Worker.objects.get().seen_at == NOON + YEAR
    assert "先前跳了 365 天 0 小时" in capsys.readouterr().out
    turn(YEAR + MINUTE)
    assert rung == ["bell", "bell", "gate"]


def test_time_that_passed_is_no_jump(rung: list[str]) -> None:
    with clock.set_to(NOON + YEAR):
        actions.check_in("w1", "here", 1)
        actions.tick("w1")
        assert doctor().ok and clocks.jumped() == timedelta()
    assert rung == ["bell", "gate"]


def test_small_corrections_are_no_jump(rung: list[str]) -> None:
    for number in range(1, 10):
        with clock.set_to(NOON + timedelta(seconds=40 * number), uptime_too=False):
            actions.check_in("w1", "here", 1)
            assert doctor().ok


def test_after_a_jump_back_every_slot_is_run_again_when_it_comes(rung: list[str]) -> None:
    for minutes in (0, 1, 2):
        turn(minutes * MINUTE)
    turn(-HOUR)
    with clock.set_to(NOON - HOUR, uptime_too=False):
        assert not doctor().ok and "倒退了 1 小时" in doctor().message
    turn(-HOUR + MINUTE)
    turn(timedelta())
    turn(MINUTE)
    assert rung.count("bell") == 7 and not Run.objects.filter(slot__gt=NOON + MINUTE).exists()


def test_a_worker_of_the_future_is_not_alive(rung: list[str]) -> None:
    with clock.set_to(NOON + YEAR, uptime_too=False):
        actions.check_in("dead", "there", 2)
        Run.objects.create(job="tests.bell", slot=NOON.replace(second=0), started_at=NOON, worker="dead")
    assert not Worker.objects.alive(NOON - MINUTE).filter(uid="dead").exists()
    turn(timedelta(), beat=False)
    assert rung == ["bell", "gate"], "what it had begun is begun again"


def test_a_task_that_was_put_off_in_the_future_is_ready_again(rung: list[str]) -> None:
    call_again.enqueue()
    with clock.set_to(NOON + YEAR, uptime_too=False):
        actions.run_one("w1")
    (row,) = DBTaskResult.objects.all()
    assert row.run_after > NOON + timedelta(days=300)
    actions.reap()
    row.refresh_from_db()
    assert row.run_after == NOON


@retrying(attempts=3)
def call_again() -> None:
    raise OSError("nobody answers")
