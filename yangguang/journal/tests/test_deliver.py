"""Telling those who react: at least once, each on its own, tried again, visible when stuck."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from yangguang.journal import actions, subscriptions
from yangguang.journal.models import Act, Delivery
from yangguang.lib import clock

Light = Callable[..., Act]
State = Delivery.State

heard: list[str] = []
trouble: list[Exception] = []


def note(act: Act) -> None:
    heard.append(act.uid)
    if trouble:
        raise trouble.pop()


def note_and_answer(act: Act) -> None:
    """Writes an act of its own before it fails or succeeds."""
    actions.record("tests.lamp_inspected", subject=act.subject, actor=act.actor)
    if trouble:
        raise trouble.pop()


@pytest.fixture
def listening() -> Iterator[None]:
    subscriptions.on("tests.lamp_lit")(note)
    yield
    subscriptions.forget(note)
    heard.clear()
    trouble.clear()


@pytest.fixture
def answering() -> Iterator[None]:
    subscriptions.on("tests.lamp_lit")(note_and_answer)
    yield
    subscriptions.forget(note_and_answer)
    trouble.clear()


def deliver_later() -> int:
    """Deliver again, with the pauses left out."""
    Delivery.objects.filter(state=State.WAITING).update(due_at=clock.now())
    return actions.deliver()


@pytest.mark.django_db
def test_a_handler_hears_of_each_act_of_its_kind_once(light: Light, listening: None) -> None:
    one, other = light(), light()
    light(kind="tests.lamp_inspected")
    assert heard == []
    assert actions.deliver() == 2 and actions.deliver() == 0
    assert heard == [one.uid, other.uid]


@pytest.mark.django_db
def test_a_handler_that_fails_is_tried_again_and_keeps_nothing_of_the_failure(
    light: Light, answering: None
) -> None:
    light()
    trouble.append(OSError("not now"))
    assert actions.deliver() == 0
    assert Act.objects.filter(kind="tests.lamp_inspected").count() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.error) == (State.WAITING, 1, "OSError: not now")
    assert delivery.due_at > clock.now() and actions.deliver() == 0

    assert deliver_later() == 1
    assert Act.objects.filter(kind="tests.lamp_inspected").count() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.DONE, "") and delivery.done_at


@pytest.mark.django_db
def test_the_pauses_grow_and_in_the_end_a_delivery_is_stuck_and_can_be_put_back(
    light: Light, listening: None
) -> None:
    light()
    pauses = []
    for number in range(actions.MOST_ATTEMPTS):
        trouble.append(OSError(str(number)))
        deliver_later()
        delivery = Delivery.objects.get()
        pauses.append((delivery.due_at - clock.now()).total_seconds())
    assert pauses == sorted(pauses) and pauses[-1] > 2000
    assert list(Delivery.objects.stuck()) == [delivery]
    assert deliver_later() == 0

    assert actions.retry_stuck() == 1 and actions.deliver() == 1


@pytest.mark.django_db
def test_one_handlers_failure_is_no_other_handlers_business(
    light: Light, listening: None, answering: None
) -> None:
    light()
    trouble.append(OSError("for whichever comes first"))
    assert actions.deliver() == 1
    assert {row.state for row in Delivery.objects.all()} == {State.DONE, State.WAITING}


@pytest.mark.django_db
def test_a_handler_that_is_gone_is_visible(light: Light, listening: None) -> None:
    light()
    subscriptions.forget(note)
    assert actions.deliver() == 0
    assert "no handler named" in Delivery.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_an_act_that_was_taken_back_is_told_to_nobody(light: Light, listening: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        light()
        1 / 0  # noqa: B018
    assert actions.deliver() == 0 and heard == []
