"""What an operator does to running cases: cancel one, move many to another version; and publishing what is not proved."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.casework import actions, domains, operations, positions
from yangguang.casework.models import CaseState, TaskState, Wait
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

from .conftest import Trace, do, open_steps
from .drawings import ENDS, definition, open_one, publish, task, timer

pytestmark = pytest.mark.django_db

FORK, JOIN = '<parallelGateway id="f"/>', '<parallelGateway id="j"/>'
BOTH = ("s f", "f a", "f b", "a j", "b j", "j z", "z e")


def side_by_side() -> bytes:
    return definition(ENDS + FORK + JOIN + task("a") + task("b") + task("z"), *BOTH)


def operator(cast: Cast) -> object:
    return acting_as(cast.qian, cast.county.government, permission=Permission.MANAGE_PROCESSES)


def test_a_case_is_cancelled_with_a_reason_by_who_may(cast: Cast, trace: Trace) -> None:
    publish(side_by_side())
    case = open_one(cast)
    clerk = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    with pytest.raises(Refusal) as refusal:
        operations.cancel_case(case.uid, reason="不想办了", acting=clerk)
    assert refusal.value.code == "forbidden"
    with pytest.raises(Refusal) as refusal:
        operations.cancel_case(case.uid, reason="  ", acting=operator(cast))  # type: ignore[arg-type]
    assert refusal.value.field == "reason"
    assert open_steps(case) == {"a", "b"}
    operations.cancel_case(case.uid, reason="重复立件", acting=operator(cast))  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.state == CaseState.CANCELLED
    assert {one.state for one in case.tasks.all()} == {TaskState.WITHDRAWN}
    assert set(Clock.objects.values_list("outcome", flat=True)) == {"cancelled"}
    assert Act.objects.get(kind="casework.case_cancelled").public["reason"] == "重复立件"
    with pytest.raises(Refusal, match="已经办结或撤销"):
        operations.cancel_case(case.uid, reason="再来一次", acting=SYSTEM)


def test_a_case_is_moved_with_its_task_and_clock_and_gets_what_is_new_at_its_step(
    cast: Cast, trace: Trace
) -> None:
    publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    case = open_one(cast)
    before = case.tasks.get()
    body = ENDS + task("a") + task("m") + task("z") + timer("到期", "a")
    xml = definition(body, "s a", "a m", "m z", "z e", "到期 z", lanes={"leader": "a"})
    newer = publish(xml)
    [place] = [positions.position(one, newer) for one in positions.movable(newer)]
    assert (place.steps, place.problem) == (("a",), "")
    with pytest.raises(Refusal) as refusal:
        operations.migrate_cases(newer, reason="", acting=SYSTEM)
    assert refusal.value.field == "reason"
    operations.migrate_cases(newer, reason="新办法施行", acting=operator(cast))  # type: ignore[arg-type]
    case.refresh_from_db()
    after = case.tasks.get()
    assert (case.version, after.uid, after.post_code) == (newer, before.uid, "leader")
    assert Clock.objects.running().filter(subject=before.ref).count() == 1
    assert Wait.objects.waiting().get(case=case).watch == before.ref
    assert Act.objects.get(kind="casework.case_migrated", subject=case.ref).public["reason"] == "新办法施行"
    do(case, "a", cast.chen)
    assert open_steps(case) == {"m"}
    with pytest.raises(Refusal, match="没有要换到这个版本的在办件"):
        operations.migrate_cases(newer, reason="再换一次", acting=SYSTEM)


def test_a_step_that_vanished_keeps_every_case_where_it_is(cast: Cast, trace: Trace) -> None:
    old = publish(side_by_side())
    stays, goes = open_one(cast), open_one(cast)
    for one in ("a", "b"):
        do(goes, one, cast.lin)
    newer = publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    with pytest.raises(Refusal, match="没有动") as refusal:
        operations.migrate_cases(newer, reason="简化", acting=SYSTEM)
    assert refusal.value.code == "stranded"
    assert f"{stays.number}：“b”这一步在新版里没有了" in refusal.value.message
    goes.refresh_from_db()
    assert goes.version == old
    operations.migrate_cases(newer, [goes.uid], reason="简化", acting=SYSTEM)
    goes.refresh_from_db()
    assert goes.version == newer
    assert do(goes, "z", cast.lin).state == CaseState.DONE


def test_a_position_that_the_new_version_cannot_finish_is_refused_though_each_step_is_there(
    cast: Cast, trace: Trace
) -> None:
    """Each step exists in both, but two at once is a position that the new one never has."""
    publish(side_by_side())
    case = open_one(cast)
    one_by_one = publish(definition(ENDS + task("a") + task("b") + task("z"), "s a", "a b", "b z", "z e"))
    [place] = [positions.position(one, one_by_one) for one in positions.movable(one_by_one)]
    assert "走两遍" in place.problem
    with pytest.raises(Refusal, match=case.number):
        operations.migrate_cases(one_by_one, reason="改成一步一步办", acting=SYSTEM)


def test_a_token_at_a_join_waits_at_the_same_line_of_the_new_version(cast: Cast, trace: Trace) -> None:
    publish(side_by_side())
    case = open_one(cast)
    do(case, "a", cast.lin)
    newer = publish(side_by_side().replace("试办".encode(), "试办二".encode()))
    operations.migrate_cases(newer, reason="改名", acting=SYSTEM)
    case.refresh_from_db()
    do(case, "b", cast.lin)
    assert open_steps(case) == {"z"}


def test_who_completes_while_the_case_is_moved_goes_on_by_the_new_version(cast: Cast, trace: Trace) -> None:
    publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    case = open_one(cast)
    newer = publish(definition(ENDS + task("a") + task("y"), "s a", "a y", "y e"))
    moved = False

    def screen(one: object, acting: object, data: object) -> None:
        nonlocal moved
        if not moved:
            moved = True
            operations.migrate_cases(newer, reason="正在此时", acting=SYSTEM)

    domains.register(domains.Domain(kind="test.thing", facts=lambda c: {}, screen=screen))
    do(case, "a", cast.lin)
    assert open_steps(case) == {"y"}


def test_a_process_too_large_to_prove_needs_a_reason_that_the_act_keeps(cast: Cast, trace: Trace) -> None:
    many = "".join(task(f"t{n}") for n in range(16))
    flows = ["s f", *(f"f t{n}" for n in range(16)), *(f"t{n} j" for n in range(16)), "j e"]
    xml = definition(ENDS + FORK + JOIN + many, *flows)
    with pytest.raises(Refusal, match="证不出") as refusal:
        publish(xml)
    assert (refusal.value.code, refusal.value.field) == ("unproven", "reason")
    publish(xml, reason="十六个科室同时会签，已人工核对")
    act = Act.objects.filter(kind="casework.process_published").latest("pk")
    assert act.public["reason"] == "十六个科室同时会签，已人工核对"
    assert "证不出" in act.public["unproven"]


def test_a_step_that_uses_nothing_new_asks_nothing_new(
    cast: Cast, trace: Trace, django_assert_max_num_queries: object
) -> None:
    publish(definition(ENDS + task("a") + task("b") + task("z"), "s a", "a b", "b z", "z e"))
    for warm in (False, True):
        case = open_one(cast)
        one = case.tasks.get()
        acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
        if warm:
            with django_assert_max_num_queries(26):  # type: ignore[operator]
                actions.complete(one.uid, acting=acting, outcome="pass")


def test_cases_of_an_organisation_with_a_process_of_its_own_are_not_moved_to_the_one_above(
    cast: Cast, trace: Trace
) -> None:
    """The county's new version is not in force where a town goes its own way."""
    publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"), organisation=cast.county.town)
    publish(definition(ENDS + task("a"), "s a", "a e"))
    towns, countys = open_one(cast, organisation=cast.county.town), open_one(cast)
    newer = publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    assert list(positions.movable(newer)) == [countys]
    with pytest.raises(Refusal, match="没有要换到这个版本的在办件"):
        operations.migrate_cases(newer, [towns.uid], reason="统一流程", acting=SYSTEM)
    three = definition(ENDS + task("a") + task("b") + task("z"), "s a", "a b", "b z", "z e")
    towns_own = publish(three, organisation=cast.county.town)
    assert list(positions.movable(towns_own)) == [towns]
