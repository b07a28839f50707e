"""The worker: rounds of schedule, loops and tasks until it is told to stop."""

import os
import socket
import threading
from collections.abc import Callable

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from yangguang.jobs import actions, schedule
from yangguang.lib.uid import new_uid

log = structlog.get_logger("yangguang.jobs")

HEARTBEAT = 10.0  # seconds; well below actions.SILENCE
TASKS_A_ROUND = 20  # so that the schedule is looked at even under a long queue
LONGEST_WAIT = 30.0  # seconds, while the database does not answer


def run(
    stop: threading.Event,
    *,
    interval: float = 1.0,
    once: bool = False,
    say: Callable[[str], object] = lambda line: None,
) -> int:
    """Work until *stop* is set, or with *once* until nothing is left to do. How much was done.

    Whatever is under way when *stop* is set is finished first. A database that does not answer is
    waited for; what was claimed by then is given back by the reaper.
    """
    name, done, trouble = new_uid(), 0, 0
    gone = threading.Event()
    heart = threading.Thread(target=_beat, args=(name, gone), name="heartbeat", daemon=True)
    started = False
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if not started:
                    actions.check_in(name, socket.gethostname(), os.getpid())
                    if not once:
                        heart.start()
                    started = True
                if trouble:
                    actions.disown(name)
                did = _round(name, stop, say)
                trouble = 0
            except (DatabaseError, InterfaceError) as error:
                trouble += 1
                log.warning("the database does not answer", error=str(error), times=trouble)
                connections.close_all()
                if once and trouble >= 5:
                    raise
                stop.wait(min(2.0**trouble, LONGEST_WAIT))
                continue
            done += did
            if not did:
                if once:
                    break
                stop.wait(interval)
    finally:
        gone.set()
        if heart.is_alive():
            heart.join(timeout=5)
        _leave(name)
    return done


def _round(name: str, stop: threading.Event, say: Callable[[str], object]) -> int:
    did = _told("schedule", actions.tick(name), say)
    for loop, function in schedule.loops().items():
        if stop.is_set():
            return did
        did += _told(loop, _kept_going(loop, function), say)
    tasks = 0
    while tasks < TASKS_A_ROUND and not stop.is_set() and actions.run_one(name):
        tasks += 1
    return did + _told("tasks", tasks, say)


def _kept_going(name: str, function: Callable[[], int]) -> int:
    """One loop's failure does not keep the others from running; the database's is for run() to handle."""
    try:
        return function()
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.error("loop failed", loop=name, error=str(error), exc_info=error)
        return 0


def _told(what: str, count: int, say: Callable[[str], object]) -> int:
    if count:
        say(f"{what}: {count}")
    return count


def _beat(name: str, gone: threading.Event) -> None:
    while not gone.wait(HEARTBEAT):
        try:
            actions.check_in(name, socket.gethostname(), os.getpid())
        except (DatabaseError, InterfaceError) as error:
            log.warning("heartbeat failed", error=str(error))
        finally:
            connections.close_all()


def _leave(name: str) -> None:
    try:
        actions.check_out(name)
    except (DatabaseError, InterfaceError) as error:
        log.warning("could not check out", error=str(error))
