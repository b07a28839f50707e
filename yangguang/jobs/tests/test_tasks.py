"""Tasks: enqueued with the business transaction, retried with pauses, given back when a worker died."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from yangguang.jobs import actions
from yangguang.jobs.tasks import Policy, retrying
from yangguang.lib import clock

done: list[str] = []
failures: list[Exception] = []


@retrying(attempts=3, pause=timedelta(seconds=10))
def ring(name: str) -> None:
    if failures:
        raise failures.pop()
    done.append(name)


@task()
def ring_once(name: str) -> None:
    raise OSError(name)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    yield
    done.clear()
    failures.clear()


def run_all() -> int:
    count = 0
    while actions.run_one("w1"):
        count += 1
    return count


@pytest.mark.django_db
def test_a_task_runs_once() -> None:
    ring.enqueue("noon")
    assert run_all() == 1 and done == ["noon"]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_a_task_is_lost_with_the_transaction_that_enqueued_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ring.enqueue("noon")
        1 / 0  # noqa: B018
    assert run_all() == 0


@pytest.mark.django_db
def test_a_task_that_fails_is_tried_again_after_growing_pauses() -> None:
    failures.extend([OSError("second"), OSError("first")])
    now = clock.now()
    ring.enqueue("noon")
    ran = []
    # django-tasks asks the real clock what is ready, so the rows are moved instead of the clock.
    for _round in range(3):
        ran.append(run_all())
        row = DBTaskResult.objects.get()
        if row.status == TaskResultStatus.READY:
            pause = (row.run_after - now).total_seconds()
            assert pause == pytest.approx(10 * 2**_round, abs=3)
            assert "OSError" in row.exception_class_path
            DBTaskResult.objects.update(run_after=now)
    assert ran == [1, 1, 1] and done == ["noon"]


@pytest.mark.django_db
def test_a_task_that_keeps_failing_fails_for_good() -> None:
    failures.extend(OSError(str(number)) for number in range(9))
    ring.enqueue("noon")
    for _round in range(6):
        run_all()
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED and len(row.worker_ids) == 3 and done == []


@pytest.mark.django_db
def test_a_task_without_a_policy_is_tried_once() -> None:
    ring_once.enqueue("noon")
    assert run_all() == 1 and run_all() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_a_task_whose_worker_died_is_given_back_and_runs() -> None:
    ring.enqueue("noon")
    DBTaskResult.objects.get().claim("dead")
    actions.check_in("w1", "here", 1)
    assert actions.reap() == 1
    assert run_all() == 1 and done == ["noon"]
    assert DBTaskResult.objects.get().worker_ids == ["dead", "w1"]


@pytest.mark.django_db
def test_a_task_of_a_living_worker_is_left_alone_until_it_falls_silent() -> None:
    ring.enqueue("noon")
    DBTaskResult.objects.get().claim("busy")
    actions.check_in("busy", "here", 1)
    assert actions.reap() == 0
    with clock.set_to(clock.now() + actions.SILENCE + timedelta(seconds=1)):
        assert actions.reap() == 1


@pytest.mark.django_db
def test_what_a_worker_could_not_mark_is_disowned_by_itself() -> None:
    ring.enqueue("noon")
    DBTaskResult.objects.get().claim("w1")
    actions.check_in("w1", "here", 1)
    assert actions.disown("w1") == 1 and run_all() == 1


@pytest.mark.django_db
def test_a_task_that_kills_its_workers_is_given_up() -> None:
    ring.enqueue("noon")
    for number in range(actions.MOST_DEATHS):
        DBTaskResult.objects.get().claim(f"dead {number}")
        actions.reap()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_a_task_whose_code_is_gone_fails_and_the_next_one_runs() -> None:
    ring.enqueue("gone")
    DBTaskResult.objects.update(task_path="yangguang.jobs.tests.test_tasks.no_such_task")
    ring.enqueue("noon")
    assert run_all() == 2 and done == ["noon"]


def test_pauses_grow_to_a_limit() -> None:
    rule = Policy(attempts=99, pause=timedelta(seconds=10))
    assert [rule.pause_after(n).total_seconds() for n in (1, 2, 3, 10, 90)] == [10, 20, 40, 3600, 3600]
