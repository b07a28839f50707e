"""Two workers at once never do the same thing twice."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from yangguang.jobs import actions, schedule
from yangguang.jobs.tasks import retrying

done: Counter[str] = Counter()
lock = threading.Lock()


@retrying()
def note(word: str) -> None:
    with lock:
        done[word] += 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_run_each_task_and_each_slot_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})
    schedule.every("tests.bell", seconds=3600)(lambda: note.call("bell"))
    words = [str(number) for number in range(40)]
    for word in words:
        note.enqueue(word)

    def work(name: str) -> Callable[[], None]:
        def run() -> None:
            try:
                actions.check_in(name, "here", 1)
                actions.tick(name)
                while actions.run_one(name):
                    pass
            finally:
                connections.close_all()

        return run

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(work(f"w{number}")) for number in range(4)]:
            future.result(timeout=120)
    while actions.run_one("w9"):
        pass
    assert done.pop("bell") == 1
    assert done == dict.fromkeys(words, 1)
    done.clear()
