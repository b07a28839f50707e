"""The worker as a process: rounds, a clean stop, a database that comes and goes."""

import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from yangguang.jobs import actions, schedule, worker
from yangguang.jobs.health import checks
from yangguang.jobs.models import Worker
from yangguang.jobs.tasks import retrying
from yangguang.lib import clock

done: list[str] = []


@retrying()
def note(word: str) -> None:
    done.append(word)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No jobs and loops but the test's own."""
    monkeypatch.setattr(schedule, "_jobs", {})
    monkeypatch.setattr(schedule, "_loops", {})
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's connection must stay
    yield
    done.clear()


@pytest.mark.django_db
def test_once_does_all_there_is_and_says_so() -> None:
    left = [3]

    @schedule.continuously("tests.pump")
    def pump() -> int:
        left[0] = max(0, left[0] - 1)
        return left[0]

    schedule.every("tests.bell", seconds=60)(lambda: done.append("bell"))
    for word in ("a", "b"):
        note.enqueue(word)
    lines: list[str] = []
    count = worker.run(threading.Event(), once=True, say=lines.append)
    assert sorted(done) == ["a", "b", "bell"] and count == 1 + 2 + 1 + 2
    assert "tasks: 2" in lines and "schedule: 1" in lines
    assert Worker.objects.get().stopped_at is not None


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_finishes_what_is_under_way_and_no_more() -> None:
    stop = threading.Event()

    @schedule.continuously("tests.stopper")
    def stopper() -> int:
        stop.set()
        return 1

    note.enqueue("left for later")
    assert worker.run(stop) == 1
    assert done == [] and DBTaskResult.objects.ready().count() == 1


@pytest.mark.django_db
def test_a_loop_that_fails_does_not_stop_the_worker() -> None:
    @schedule.continuously("tests.broken")
    def broken() -> int:
        raise ValueError("broken")

    note.enqueue("a")
    assert worker.run(threading.Event(), once=True) == 1 and done == ["a"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    hiccups = [OperationalError("server closed the connection"), OperationalError("not yet")]
    real = actions.tick

    def tick(name: str) -> int:
        if hiccups:
            raise hiccups.pop()
        return real(name)

    monkeypatch.setattr(actions, "tick", tick)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(worker, "LONGEST_WAIT", 0.01)
    note.enqueue("a")
    assert worker.run(threading.Event(), once=True) == 1 and done == ["a"]


@pytest.mark.django_db
def test_the_doctor_says_whether_a_worker_is_running() -> None:
    assert not checks()[0].ok and "yangguang work" in checks()[0].remedy
    actions.check_in("w1", "here", 1)
    assert checks()[0].ok
    with clock.set_to(clock.now() + actions.SILENCE * 2):
        assert not checks()[0].ok
    actions.check_out("w1")
    assert not checks()[0].ok
