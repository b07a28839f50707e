"""Scheduled jobs: once in each slot, again when they failed or their worker died."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from yangguang.jobs import actions, schedule
from yangguang.jobs.models import Run
from yangguang.lib import clock

NOON = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Bell:
    """A job that counts its runs and can be told to fail."""

    def __init__(self) -> None:
        self.rung = 0
        self.broken = False

    def __call__(self) -> None:
        self.rung += 1
        if self.broken:
            raise OSError("the rope broke")


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    monkeypatch.setattr(schedule, "_jobs", {})
    bell = Bell()
    schedule.every("tests.bell", seconds=60)(bell)
    actions.check_in("w1", "here", 1)
    yield bell


def tick(seconds: float, worker: str = "w1") -> int:
    with clock.set_to(NOON + timedelta(seconds=seconds)):
        actions.check_in(worker, "here", 1)
        return actions.tick(worker)


def test_a_job_runs_once_in_each_slot(bell: Bell) -> None:
    assert [tick(second) for second in (0, 10, 54)] == [1, 0, 0]
    assert [tick(second) for second in (55, 114)] == [1, 0]
    assert bell.rung == 2


def test_after_a_pause_only_the_current_slot_is_run(bell: Bell) -> None:
    tick(0)
    tick(3600)
    assert bell.rung == 2


def test_two_workers_never_run_the_same_slot(bell: Bell) -> None:
    Run.objects.create(job="tests.bell", slot=NOON.replace(second=0), started_at=NOON, worker="w2")
    with clock.set_to(NOON):
        actions.check_in("w2", "there", 2)
    assert tick(1) == 0 and bell.rung == 0


def test_a_job_that_failed_is_tried_again_in_its_slot_with_growing_pauses(bell: Bell) -> None:
    bell.broken = True
    assert [tick(second) for second in (0, 5, 10, 20, 30)] == [1, 0, 1, 0, 1]
    bell.broken = False
    run = Run.objects.get()
    assert (run.attempts, run.error) == (3, "OSError: the rope broke")


def test_a_job_that_keeps_failing_is_given_up_until_the_next_slot(
    bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule.every("tests.daily", seconds=24 * 3600)(bell.__class__.__call__.__get__(bell))
    schedule.forget("tests.bell")
    bell.broken = True
    for second in range(0, 4000, 5):
        tick(second)
    assert bell.rung == actions.MOST_RUNS
    tick(24 * 3600)
    assert bell.rung == actions.MOST_RUNS + 1


def test_a_slot_whose_worker_died_is_run_by_another(bell: Bell) -> None:
    schedule.forget("tests.bell")
    schedule.every("tests.hourly", seconds=3600)(bell)
    slot = NOON.replace(second=0)
    with clock.set_to(NOON):
        actions.check_in("dead", "there", 2)
    Run.objects.create(job="tests.hourly", slot=slot, started_at=NOON, worker="dead")
    assert tick(30) == 0
    assert tick(61) == 1 and tick(62) == 0
    assert Run.objects.get().finished_at is not None


def test_one_job_that_fails_does_not_keep_the_next_from_running(bell: Bell) -> None:
    other = Bell()
    bell.broken = True
    schedule.every("tests.other", seconds=60)(other)
    assert tick(0) == 2 and other.rung == 1


def test_a_name_can_be_taken_only_once(bell: Bell) -> None:
    with pytest.raises(ValueError, match="already registered"):
        schedule.every("tests.bell", seconds=60)(lambda: None)
    with pytest.raises(ValueError, match="at least a second"):
        schedule.every("tests.never", seconds=0)


def test_old_runs_are_forgotten(bell: Bell) -> None:
    tick(0)
    with clock.set_to(NOON + timedelta(days=15)):
        actions.prune()
    assert not Run.objects.exists()
