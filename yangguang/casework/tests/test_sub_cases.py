"""A case that waits for another: its number, its process, what is handed over, and how both end."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.casework import events, operations
from yangguang.casework.models import Case, CaseState, TaskState
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

from .conftest import Trace, do, open_steps
from .drawings import ENDS, catch, definition, open_one, publish, task

pytestmark = pytest.mark.django_db

CALL = '<callActivity id="call" name="专家评审" calledElement="expert" yg:in="amount limit:most" yg:out="score" {}/>'
GATE = '<exclusiveGateway id="x" default="x-no"/>'


def lay_down(more: str = "", event: str = "", *flows: str) -> None:
    inner = definition(ENDS + task("judge") + catch("c", "补正"), "s judge", "judge c", "c e")
    publish(inner, code="expert")
    body = ENDS + GATE + CALL.format(more) + task("yes") + task("no") + event
    publish(definition(body, "s call", "call x", "x yes score &gt;= 60", "x no", "yes e", "no e", *flows))


def test_a_case_waits_for_its_sub_case_and_takes_what_it_hands_back(cast: Cast, trace: Trace) -> None:
    trace.facts |= {"amount": 3, "limit": 5}
    lay_down()
    case = open_one(cast)
    sub = Case.objects.get(parent=case)
    assert open_steps(case) == set()
    assert (open_steps(sub), sub.version.code, sub.data) == ({"judge"}, "expert", {"amount": 3, "most": 5})
    assert sub.number != case.number
    assert sub.subject == case.subject
    do(sub, "judge", cast.lin)
    events.deliver_message(sub.uid, "补正", {"score": 80}, acting=SYSTEM)
    sub.refresh_from_db()
    assert sub.state == CaseState.DONE
    assert open_steps(case) == {"yes"}
    assert Act.objects.filter(subject=case.ref, kind="casework.sub_case_done").count() == 1
    assert do(case, "yes", cast.lin).state == CaseState.DONE


def test_what_the_sub_case_does_not_have_to_hand_back_is_an_error_never_nothing(
    cast: Cast, trace: Trace
) -> None:
    trace.facts |= {"amount": 3, "limit": 5}
    lay_down()
    case = open_one(cast)
    sub = Case.objects.get(parent=case)
    do(sub, "judge", cast.lin)
    with pytest.raises(Refusal, match="“score”"):
        events.deliver_message(sub.uid, "补正", acting=SYSTEM)
    sub.refresh_from_db()
    assert sub.state == CaseState.OPEN


def test_a_sub_case_can_belong_to_another_office(cast: Cast, trace: Trace) -> None:
    trace.facts |= {"amount": 3, "limit": 5, "judges": cast.county.water.code}
    lay_down('yg:office="judges"')
    case = open_one(cast)
    sub = Case.objects.get(parent=case)
    assert sub.organisation == cast.county.water
    assert sub.tasks.get().organisation == cast.county.water
    trace.facts["judges"] = "nowhere"
    with pytest.raises(Refusal, match="现有机构"):
        open_one(cast)


def test_cancelling_goes_down_and_leaves_nothing_running(cast: Cast, trace: Trace) -> None:
    trace.facts |= {"amount": 3, "limit": 5}
    lay_down()
    case = open_one(cast)
    sub = Case.objects.get(parent=case)
    with pytest.raises(Refusal, match="主办件"):
        operations.cancel_case(sub.uid, reason="试试", acting=SYSTEM)
    operations.cancel_case(case.uid, reason="申请人撤回申请", acting=SYSTEM)
    case.refresh_from_db()
    sub.refresh_from_db()
    assert (case.state, sub.state) == (CaseState.CANCELLED, CaseState.CANCELLED)
    assert {one.state for one in sub.tasks.all()} == {TaskState.WITHDRAWN}
    assert Act.objects.filter(kind="casework.case_cancelled").count() == 2
    open_one(cast)


def test_an_event_at_the_boundary_takes_the_sub_case_away(cast: Cast, trace: Trace) -> None:
    trace.facts |= {"amount": 3, "limit": 5}
    lay_down("", catch("m", "补正", "call") + task("other"), "m other", "other e")
    case = open_one(cast)
    sub = Case.objects.get(parent=case)
    events.deliver_message(case.uid, "补正", acting=SYSTEM)
    sub.refresh_from_db()
    assert sub.state == CaseState.CANCELLED
    assert open_steps(case) == {"other"}


def test_a_process_that_calls_itself_stops_somewhere(cast: Cast, trace: Trace) -> None:
    publish(definition(ENDS + task("a"), "s a", "a e"))
    call = '<callActivity id="call" name="再来" calledElement="test-review"/>'
    publish(definition(ENDS + call, "s call", "call e"))
    with pytest.raises(Refusal, match="套了 5 层"):
        open_one(cast)
    assert not Case.objects.exists()


def test_a_process_that_is_not_there_is_named_before_publication(cast: Cast, trace: Trace) -> None:
    call = '<callActivity id="call" name="评审" calledElement="nothing"/>'
    with pytest.raises(Refusal, match="“nothing”还没有发布"):
        publish(definition(ENDS + call, "s call", "call e"))
