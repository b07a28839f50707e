"""Several writers, sealers and deliverers at once, on a database that really locks."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from yangguang.journal import actions, rules, subscriptions
from yangguang.journal.models import Act, Delivery, Leaf, Seal, Unsealed

Light = Callable[..., Act]

heard: Counter[str] = Counter()
lock = threading.Lock()


def note(act: Act) -> None:
    with lock:
        heard[act.uid] += 1


@pytest.fixture
def listening() -> Iterator[None]:
    subscriptions.on("tests.lamp_lit")(note)
    yield
    subscriptions.forget(note)
    heard.clear()


def at_once(*jobs: Callable[[], object]) -> None:
    """Run every job in a thread of its own, with a connection of its own; the first error is raised."""

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(timeout=120)


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_leave_one_sound_tree(light: Light) -> None:
    def write() -> None:
        for number in range(15):
            light(str(number))

    def seal() -> None:
        for _round in range(12):
            actions.seal()

    at_once(write, write, write, seal, seal)
    actions.seal()
    assert Act.objects.count() == Leaf.objects.count() == 45 and not Unsealed.objects.exists()
    assert list(Leaf.objects.values_list("position", flat=True)) == list(range(45))
    assert list(Seal.objects.values_list("number", flat=True)) == list(range(1, Seal.objects.count() + 1))
    report = rules.verify()
    assert report.ok, report.faults


@pytest.mark.django_db(transaction=True)
def test_deliverers_at_once_run_each_handler_once(light: Light, listening: None) -> None:
    with transaction.atomic():
        acts = [light(str(number)) for number in range(40)]

    def deliver() -> None:
        for _round in range(5):
            actions.deliver(limit=20)

    at_once(deliver, deliver, deliver, deliver)
    while actions.deliver():
        pass
    assert heard == {act.uid: 1 for act in acts}
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DONE}


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_commits_late_is_sealed_by_the_next_seal(light: Light) -> None:
    """Transactions commit in another order than they begin: a place is given by the sealer only."""
    begun, finish = threading.Event(), threading.Event()
    if connections["default"].vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")

    def slow() -> None:
        with transaction.atomic():
            light("慢")
            begun.set()
            assert finish.wait(60)

    def fast() -> None:
        assert begun.wait(60)
        light("快")
        actions.seal()
        finish.set()

    at_once(slow, fast)
    actions.seal()
    colours = [leaf.act.public["colour"] for leaf in Leaf.objects.select_related("act")]
    assert colours == ["快", "慢"] and rules.verify().ok
