"""What a worker does in one round: run what is due, run one task, give back what the dead have left."""

from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django_tasks import TaskResultStatus
from django_tasks.base import TaskContext
from django_tasks_db.models import DBTaskResult, get_date_max

from yangguang.jobs import clocks, schedule
from yangguang.jobs.models import AHEAD, Run, Worker
from yangguang.jobs.tasks import Policy, policy
from yangguang.lib import clock
from yangguang.lib.disk import is_full

Row = DBTaskResult[Any, Any]

log = structlog.get_logger("yangguang.jobs")

SILENCE = timedelta(seconds=60)  # a worker not heard of for so long is dead
MOST_RUNS = 5  # of one job in one slot
FIRST_PAUSE = timedelta(seconds=10)
HELD_UP = timedelta(seconds=30)  # until a job is tried again that found the disk full, or the clock astray
MOST_DEATHS = 3  # a task under which so many workers died is not tried again
KEPT = timedelta(days=14)


def tick(worker: str = "") -> int:
    """Run every scheduled job whose current slot nobody has run yet. How many ran."""
    _forget_the_future()
    return sum(_run_due(job, worker) for job in schedule.jobs())


def _forget_the_future() -> None:
    """Runs in slots to come were run before the clock was set back: those slots are to be run when they do come."""
    to_come = Run.objects.filter(slot__gt=clock.now() + AHEAD)
    if to_come.exists():
        log.warning("the clock was set back", runs_forgotten=to_come.delete()[0])


def _run_due(job: schedule.Job, worker: str) -> bool:
    now = clock.now()
    run = _claim(job, job.slot(now), now, worker)
    if run is None:
        return False
    try:
        if job.steady:
            clocks.require_steady()
        job.run()
    except Exception as error:  # one job's failure is no other job's business
        again = now + FIRST_PAUSE * 2 ** (run.attempts - 1) if run.attempts < MOST_RUNS else None
        attempts = run.attempts
        if is_full(error) or isinstance(error, clocks.ClockJumped):  # no fault of the job, and no attempt
            again, attempts = now + HELD_UP, attempts - 1
        told = f"{type(error).__name__}: {error}"[:2000]
        Run.objects.filter(id=run.id).update(retry_at=again, error=told, attempts=attempts)
        log.error("job failed", job=job.name, attempts=run.attempts, error=told, exc_info=error)
    else:
        Run.objects.filter(id=run.id).update(finished_at=clock.now(), retry_at=None, error="")
    return True


def _claim(job: schedule.Job, slot: datetime, now: datetime, worker: str) -> Run | None:
    """The right to run *job* in *slot*, for one worker only; None when it is run, running or not yet due."""
    known = Run.objects.filter(job=job.name, slot=slot).first()
    if known is None:
        try:
            with transaction.atomic():
                return Run.objects.create(job=job.name, slot=slot, started_at=now, worker=worker)
        except IntegrityError:
            return None
    if known.finished_at or known.attempts >= MOST_RUNS:
        return None
    failed_and_due = known.retry_at is not None and known.retry_at <= now
    if not failed_and_due and not (
        known.retry_at is None and not known.error and _is_dead(known.worker, now)
    ):
        return None
    won = Run.objects.filter(id=known.id, attempts=known.attempts, finished_at__isnull=True).update(
        attempts=F("attempts") + 1, started_at=now, retry_at=None, worker=worker, error=""
    )
    known.attempts += 1
    return known if won else None


def _is_dead(worker: str, now: datetime) -> bool:
    return not Worker.objects.alive(now - SILENCE).filter(uid=worker).exists()


def run_one(worker: str) -> bool:
    """Claim and run the next task that is ready. False when there is none."""
    with transaction.atomic():
        row = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.claim(worker)
    log.info("task", task=row.task_path, attempt=len(row.worker_ids))
    try:
        task = row.task
        result: Any = row.task_result
        context = [TaskContext(task_result=result)] if task.takes_context else []
        value = task.call(*context, *result.args, **result.kwargs)
        row.set_successful(value)
    except Exception as error:  # stored with the task, which is tried again or fails
        _fail(row, error)
    return True


def _fail(row: Row, error: Exception) -> None:
    attempt, rule = len(row.worker_ids), policy(row.task_path)
    log.error("task failed", task=row.task_path, attempt=attempt, error=str(error), exc_info=error)
    kept = row.worker_ids
    if is_full(error):  # no fault of the task, and no attempt: it waits until there is room
        kept = kept[:-1]
    elif attempt >= rule.attempts:
        row.set_failed(error)
        return
    DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY,
        run_after=clock.machine_now() + rule.pause_after(attempt),
        worker_ids=kept,
        exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
        traceback="".join(format_exception(error)),
    )


def reap() -> int:
    """Give back the tasks of workers that died: they become ready again. How many.

    A task put off for longer than any pause was put off before the clock was set back: it is ready now.
    """
    now = clock.machine_now()  # the queue compares with the machine's clock
    DBTaskResult.objects.filter(
        status=TaskResultStatus.READY,
        run_after__gt=now + Policy().longest + AHEAD,
        run_after__lt=get_date_max(),
    ).update(run_after=now)
    living = set(Worker.objects.alive(clock.now() - SILENCE).values_list("uid", flat=True))
    return sum(_give_back(row) for row in DBTaskResult.objects.running() if _last_worker(row) not in living)


def disown(worker: str) -> int:
    """Give back what *worker*, alive but between two rounds, could not mark because the database was away."""
    Run.objects.filter(worker=worker, finished_at__isnull=True, retry_at__isnull=True, error="").update(
        retry_at=clock.now()
    )
    return sum(_give_back(row) for row in DBTaskResult.objects.running() if _last_worker(row) == worker)


def _last_worker(row: Row) -> str | None:
    return row.worker_ids[-1] if row.worker_ids else None


def _give_back(row: Row) -> int:
    deaths = len(row.worker_ids)
    if deaths >= max(MOST_DEATHS, policy(row.task_path).attempts):
        row.set_failed(RuntimeError(f"the worker died under this task {deaths} times"))
        return 0
    log.warning("task given back", task=row.task_path, attempt=deaths)
    return DBTaskResult.objects.filter(
        id=row.id, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
    ).update(status=TaskResultStatus.READY, run_after=clock.machine_now())


def check_in(worker: str, host: str, process: int) -> None:
    """Say that a worker is alive; its first call introduces it."""
    now, told = clock.now(), clocks.reading()
    Worker.objects.update_or_create(
        uid=worker,
        defaults={"seen_at": now, "stopped_at": None, **told},
        create_defaults={"seen_at": now, "started_at": now, "host": host, "process": process, **told},
    )


def check_out(worker: str) -> None:
    Worker.objects.filter(uid=worker).update(stopped_at=clock.now())


def prune() -> int:
    """Forget runs, workers and finished tasks after KEPT. Failed tasks stay until somebody has looked."""
    before = clock.now() - KEPT
    gone, _ = Run.objects.filter(slot__lt=before).delete()
    more, _ = Worker.objects.filter(seen_at__lt=before).delete()
    tasks, _ = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.SUCCESSFUL), finished_at__lt=before
    ).delete()
    return gone + more + tasks
