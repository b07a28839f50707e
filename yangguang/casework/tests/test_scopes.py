"""Sub-processes, inclusive gateways, terminate and events at a boundary, as a case goes through them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import actions, course, events
from yangguang.casework.models import Arrival, CaseState, TaskState, Token, Wait
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

from .conftest import Trace, do, open_steps
from .drawings import ENDS, INNER, catch, definition, open_one, publish, sub, task, timer

pytestmark = pytest.mark.django_db

FORK, JOIN = '<parallelGateway id="f"/>', '<parallelGateway id="j"/>'
ASK = '<exclusiveGateway id="in"/><exclusiveGateway id="ask" default="ask-e"/>'
INCLUSIVE = '<inclusiveGateway id="some" default="some-c"/><inclusiveGateway id="all"/>'
AGAIN = 'ask in outcome = "return"'


def at(day: int, month: int = 3) -> Any:
    return clock.set_to(datetime(2026, month, day, 2, tzinfo=UTC))


def test_a_sub_process_that_a_loop_runs_again_waits_for_all_of_it_again(cast: Cast, trace: Trace) -> None:
    """The defect of other engines once more: what came in the first round must not count in the second."""
    joint = sub(
        "joint", INNER + FORK + JOIN + task("a") + task("b"), "is f", "f a", "f b", "a j", "b j", "j ie"
    )
    publish(
        definition(ENDS + ASK + joint + task("z"), "s in", "in joint", "joint z", "z ask", "ask e", AGAIN)
    )
    case = open_one(cast)
    for _round in range(3):
        assert open_steps(case) == {"a", "b"}
        do(case, "b", cast.lin)
        assert open_steps(case) == {"a"}
        do(case, "a", cast.lin)
        assert open_steps(case) == {"z"}
        do(case, "z", cast.lin, "return", "再办一次")
    assert Token.objects.filter(case=case, consumed=False, scope=None).count() == 1


def test_an_inclusive_gateway_goes_every_way_that_holds_and_waits_for_those_alone(
    cast: Cast, trace: Trace
) -> None:
    trace.facts |= {"land": True, "water": True, "fire": False}
    body = ENDS + INCLUSIVE + "".join(task(key) for key in ("a", "b", "d", "c", "z"))
    ways = ("some a land", "some b water", "some d fire", "some c")
    publish(definition(body, "s some", *ways, "a all", "b all", "c all", "d all", "all z", "z e"))
    case = open_one(cast)
    assert open_steps(case) == {"a", "b"}
    do(case, "a", cast.lin)
    assert open_steps(case) == {"b"}
    do(case, "b", cast.lin)
    assert open_steps(case) == {"z"}
    trace.facts |= {"land": False, "water": False}
    assert open_steps(open_one(cast)) == {"c"}


def test_a_terminate_end_withdraws_what_else_goes_on_with_a_reason(cast: Cast, trace: Trace) -> None:
    stop = '<endEvent id="stop" name="不予受理"><terminateEventDefinition/></endEvent>'
    publish(definition(ENDS + FORK + stop + task("a") + task("b"), "s f", "f a", "f b", "a stop", "b e"))
    case = open_one(cast)
    left = case.tasks.get(element="b")
    case = do(case, "a", cast.lin)
    left.refresh_from_db()
    assert (case.state, left.state) == (CaseState.DONE, TaskState.WITHDRAWN)
    assert "不予受理" in left.withdrawn_for
    assert Clock.objects.get(subject=left.ref).outcome == "cancelled"
    assert Act.objects.filter(subject=case.ref, kind="casework.task_withdrawn").count() == 1
    with pytest.raises(Refusal, match="已经撤回"):
        do_again(left, cast)


def do_again(task_: Any, cast: Cast) -> None:
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    actions.complete(task_.uid, acting=acting, outcome="pass")


def test_a_timer_fires_from_the_clock_of_its_step_and_takes_the_step_away(cast: Cast, trace: Trace) -> None:
    publish(
        definition(ENDS + task("a") + task("late") + timer("到期", "a"), "s a", "a e", "到期 late", "late e")
    )
    with at(2):
        case = open_one(cast)
        first = case.tasks.get()
        assert Clock.objects.get(subject=first.ref).due_on.isoformat() == "2026-03-04"
        assert Wait.objects.get(case=case).watch == first.ref
        assert events.fire_timers() == 0
    with at(4):
        assert events.fire_timers() == 0, "on the last day there is still time"
    with at(5):
        assert events.fire_timers() == 1
        assert events.fire_timers() == 0
    assert open_steps(case) == {"late"}
    first.refresh_from_db()
    assert "到期" in first.withdrawn_for
    assert Clock.objects.get(subject=first.ref).outcome == "late"
    act = Act.objects.get(subject=case.ref, kind="casework.timer_fired")
    assert act.public["due"] == "2026-03-04"
    assert course.standing(case)[1] == {"late"}


def test_a_step_done_in_time_leaves_no_timer_behind(cast: Cast, trace: Trace) -> None:
    publish(
        definition(ENDS + task("a") + task("late") + timer("到期", "a"), "s a", "a e", "到期 late", "late e")
    )
    with at(2):
        case = open_one(cast)
        case = do(case, "a", cast.lin)
    with at(20):
        assert events.fire_timers() == 0
    assert case.state == CaseState.DONE
    assert not Wait.objects.waiting().exists()


def test_a_timer_of_another_limit_has_a_clock_of_its_own_that_is_nobodys_delay(
    cast: Cast, trace: Trace
) -> None:
    joint = sub("joint", INNER + task("a"), "is a", "a ie")
    remind = timer("催办", "joint", interrupting=False)
    publish(definition(ENDS + joint + task("hurry") + remind, "s joint", "joint e", "催办 hurry", "hurry e"))
    with at(2):
        case = open_one(cast)
        wait = Wait.objects.get(case=case)
        assert wait.watch == wait.ref
    with at(6):
        assert events.fire_timers() == 1
        assert open_steps(case) == {"a", "hurry"}
        assert events.fire_timers() == 0, "once for each time the step is reached"
        assert Clock.objects.get(subject=wait.ref).outcome == "cancelled"
        do(case, "a", cast.lin)
        assert do(case, "hurry", cast.lin).state == CaseState.DONE


def test_a_timer_whose_clock_was_stopped_does_not_fire(cast: Cast, trace: Trace) -> None:
    publish(
        definition(ENDS + task("a") + task("late") + timer("到期", "a"), "s a", "a e", "到期 late", "late e")
    )
    with at(2):
        case = open_one(cast)
        deadlines.cancel(case.tasks.get().ref, SYSTEM)
    with at(20):
        assert events.fire_timers() == 0
    assert open_steps(case) == {"a"}


def test_a_message_is_taken_by_who_waits_and_what_it_brought_can_be_asked(cast: Cast, trace: Trace) -> None:
    gate = '<exclusiveGateway id="x" default="x-b"/>'
    body = ENDS + gate + catch("c", "缴费") + task("a") + task("b")
    publish(definition(body, "s c", "c x", "x a amount &gt;= 100", "x b", "a e", "b e"))
    case = open_one(cast)
    assert open_steps(case) == set()
    assert course.standing(case)[1] == {"c"}
    events.deliver_message(case.uid, "缴费", {"amount": 120}, acting=SYSTEM)
    assert open_steps(case) == {"a"}
    assert Act.objects.filter(subject=case.ref, kind="casework.message_received").count() == 1


def test_what_comes_before_anybody_waits_is_kept_and_used_once(cast: Cast, trace: Trace) -> None:
    body = ENDS + ASK + task("a") + catch("c", "补正")
    publish(definition(body, "s in", "in a", "a c", "c ask", "ask e", "ask in again"))
    trace.facts["again"] = True
    case = open_one(cast)
    events.deliver_message(case.uid, "补正", acting=SYSTEM)
    assert Arrival.objects.get(case=case).taken is False
    do(case, "a", cast.lin)
    assert open_steps(case) == {"a"}, "the kept one was taken and the loop went round"
    do(case, "a", cast.lin)
    assert open_steps(case) == set(), "the second time it is waited for"
    trace.facts["again"] = False
    assert events.deliver_message(case.uid, "补正", acting=SYSTEM).state == CaseState.DONE
    with pytest.raises(Refusal, match="不再接收"):
        events.deliver_message(case.uid, "补正", acting=SYSTEM)


def test_a_message_that_nobody_will_take_is_refused(cast: Cast, trace: Trace) -> None:
    body = ENDS + task("a") + task("b") + task("z") + catch("m", "补正", "b")
    publish(definition(body, "s a", "a b", "b e", "m z", "z e"))
    case = open_one(cast)
    with pytest.raises(Refusal, match="不接收“投诉”"):
        events.deliver_message(case.uid, "投诉", acting=SYSTEM)
    with pytest.raises(Refusal, match="没有哪一步在等"):
        events.deliver_message(case.uid, "补正", acting=SYSTEM)
    do(case, "a", cast.lin)
    events.deliver_message(case.uid, "补正", acting=SYSTEM)
    assert open_steps(case) == {"z"}
    assert case.tasks.get(element="b").state == TaskState.WITHDRAWN
    with pytest.raises(Refusal, match="没有这一件"):
        events.deliver_message("nothing", "补正", acting=SYSTEM)
    with pytest.raises(Refusal, match="不能随件传递"):
        events.deliver_message(case.uid, "补正", {"price": 1.5}, acting=SYSTEM)


def test_messages_that_pile_up_are_refused_in_the_end(cast: Cast, trace: Trace) -> None:
    publish(definition(ENDS + task("a") + catch("c", "补正"), "s a", "a c", "c e"))
    case = open_one(cast)
    for _ in range(events.MOST_KEPT):
        events.deliver_message(case.uid, "补正", acting=SYSTEM)
    with pytest.raises(Refusal, match="还没有用上"):
        events.deliver_message(case.uid, "补正", acting=SYSTEM)
