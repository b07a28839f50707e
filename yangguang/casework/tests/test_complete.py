"""Completing a step: what opens next, who may, what is refused, and what stays as it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from tests.cast import Cast
from yangguang.casework import actions, course, rules
from yangguang.casework.models import Case, CaseState, ProcessVersion, Task, TaskState
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

from .conftest import Trace, begin, do, open_steps, review

pytestmark = pytest.mark.django_db


def test_a_case_goes_its_whole_way_and_is_closed(cast: Cast, published: ProcessVersion, trace: Trace) -> None:
    case = begin(cast, cast.county.civil)
    assert open_steps(case) == {"draft"}
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    assert open_steps(case) == {"secrecy", "leader"}
    do(case, "leader", cast.chen)
    assert open_steps(case) == {"secrecy"}
    case = do(case, "secrecy", cast.wu)
    assert (case.state, trace.kept) == (CaseState.DONE, [case.number])
    assert [s.outcome for s in course.history(case)] == ["送审", "通过", "通过", "通过"]
    kinds = list(Act.objects.filter(subject=case.ref).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["casework.case_opened", *["casework.task_completed"] * 4, "casework.case_closed"]


def test_a_parallel_block_that_runs_again_waits_for_every_branch_again(
    cast: Cast, published: ProcessVersion, trace: Trace
) -> None:
    """The defect of other engines: on the second pass one branch alone opened what follows the join."""
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    do(case, "secrecy", cast.wu)
    do(case, "leader", cast.chen, "return")
    assert open_steps(case) == {"section"}
    do(case, "section", cast.zhou)
    assert open_steps(case) == {"secrecy", "leader"}
    do(case, "leader", cast.chen)
    assert open_steps(case) == {"secrecy"}
    assert trace.kept == []
    case = do(case, "secrecy", cast.wu)
    assert case.state == CaseState.DONE


def test_a_return_demands_a_reason_and_changes_nothing_without(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    with pytest.raises(Refusal, match="理由") as refusal:
        do(case, "section", cast.zhou, "return")
    assert refusal.value.field == "opinion"
    assert open_steps(case) == {"section"}
    do(case, "section", cast.zhou, "return", "数字和附件对不上，请核对。")
    assert open_steps(case) == {"draft"}
    assert case.tasks.filter(element="draft").count() == 2


def test_an_outcome_that_the_step_does_not_have_is_refused(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    with pytest.raises(Refusal, match="选择一个办理结果"):
        do(case, "draft", cast.lin, "burn")


def test_only_the_holder_of_the_post_may_do_the_step(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    task = case.tasks.get()
    other = acting_as(cast.he, cast.county.water, post_code="information-officer")
    with pytest.raises(Refusal) as refusal:
        actions.complete(task.uid, acting=other, outcome="pass")
    assert refusal.value.code == "forbidden"
    assert rules.may_do(task, cast.lin)
    assert not rules.may_do(task, cast.he)
    assert not rules.may_do(task, cast.li)


def test_the_drafter_cannot_review_even_while_standing_in_for_the_reviewer(
    cast: Cast, published: ProcessVersion
) -> None:
    from yangguang.organisations.models import Appointment, Post

    post = Post.objects.get(organisation=cast.county.civil, code="section-head")
    Appointment.objects.create(
        user=cast.lin, post=post, since=clock.today(), acting=True, on_behalf_of=cast.zhou
    )
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    with pytest.raises(Refusal, match="起草") as refusal:
        do(case, "section", cast.lin)
    assert refusal.value.code == "forbidden"
    assert rules.my_tasks(cast.lin) == []


def test_one_person_does_two_review_steps_only_where_the_process_says_so(cast: Cast, trace: Trace) -> None:
    from yangguang.organisations.models import Appointment, Post

    post = Post.objects.get(organisation=cast.county.civil, code="leader")
    Appointment.objects.filter(post=post).delete()
    Appointment.objects.create(user=cast.zhou, post=post, since=clock.today())
    actions.publish_process(review(), code="test-review", actor=SYSTEM)
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    assert case.tasks.get(element="leader").unheld
    actions.publish_process(review('yg:same-person="allowed"'), code="test-review", actor=SYSTEM)
    other = begin(cast, cast.county.civil)
    do(other, "draft", cast.lin)
    do(other, "section", cast.zhou)
    do(other, "leader", cast.zhou)
    assert open_steps(other) == {"secrecy"}


def test_a_step_that_nobody_can_do_says_so_and_goes_up_when_somebody_above_can(
    cast: Cast, published: ProcessVersion
) -> None:
    from yangguang.organisations.models import Appointment, Post

    case = begin(cast, cast.county.water, cast.he)
    do(case, "draft", cast.he)
    task = case.tasks.get(element="section")
    assert task.unheld
    assert task.organisation == cast.county.water
    post = Post.objects.create(
        organisation=cast.county.government, code="section-head", name="县政府科长", permissions=[]
    )
    Appointment.objects.create(user=cast.sun, post=post, since=clock.today())
    assert actions.place_again() == 1
    task = case.tasks.get(element="section")
    assert (task.unheld, task.escalated, task.organisation) == (False, True, cast.county.government)
    assert list(rules.desk(cast.sun)) == [task]
    do(case, "section", cast.sun)
    assert Act.objects.filter(kind="casework.task_escalated").count() == 1


def test_a_step_whose_holder_leaves_goes_up_and_comes_back_to_the_next_holder(
    cast: Cast, published: ProcessVersion
) -> None:
    from yangguang.organisations.models import Appointment, Post

    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    assert actions.place_again() == 0
    post = Post.objects.get(organisation=cast.county.civil, code="section-head")
    Appointment.objects.filter(post=post).update(until=clock.today())
    assert actions.place_again() == 1
    assert case.tasks.get(element="section").unheld
    Appointment.objects.create(user=cast.sun, post=post, since=clock.today())
    assert actions.place_again() == 1
    assert list(rules.desk(cast.sun)) == [case.tasks.get(element="section")]
    assert not case.tasks.get(element="section").unheld


def test_each_step_has_its_clock_which_stops_with_it(cast: Cast, published: ProcessVersion) -> None:
    with clock.set_to(datetime(2026, 3, 2, 2, tzinfo=UTC)):
        case = begin(cast, cast.county.civil)
        task = rules.desk(cast.lin).get()
        assert task.due_on.isoformat() == "2026-03-04"
    with clock.set_to(datetime(2026, 3, 6, 2, tzinfo=UTC)):
        do(case, "draft", cast.lin)
    stopped = Clock.objects.get(subject=task.ref)
    assert (stopped.outcome, stopped.stopped_on.isoformat()) == ("late", "2026-03-06")


def test_a_running_case_stays_on_its_version(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    newer = actions.publish_process(review('yg:same-person="allowed"'), code="test-review", actor=SYSTEM)
    do(case, "draft", cast.lin)
    assert Case.objects.get(pk=case.pk).version == published
    assert begin(cast, cast.county.civil).version == newer


def test_each_organisation_uses_its_own_process(cast: Cast, published: ProcessVersion) -> None:
    own = actions.publish_process(review(), code="test-review", organisation=cast.county.town, actor=SYSTEM)
    assert begin(cast, cast.county.town, cast.ma).version == own
    assert begin(cast, cast.county.civil).version == published


def test_an_unsound_definition_is_not_published(cast: Cast, trace: Trace) -> None:
    broken = review().replace(b'<parallelGateway id="fork"/>', b'<exclusiveGateway id="fork" default="f6"/>')
    with pytest.raises(Refusal, match="还不能发布") as refusal:
        actions.publish_process(broken, code="test-review", actor=SYSTEM)
    assert refusal.value.code == "unsound"
    assert not ProcessVersion.objects.filter(process__code="test-review").exists()


def test_a_subject_has_one_open_case(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    assert case.subject is not None
    with pytest.raises(Refusal, match="正在办理"):
        actions.open_case(
            "test-review", organisation=cast.county.civil, subject=case.subject, title="又一件", acting=acting
        )


def test_what_the_domain_refuses_leaves_everything_as_it_was(
    cast: Cast, published: ProcessVersion, trace: Trace
) -> None:
    case = begin(cast, cast.county.civil)
    for element, person in [("draft", cast.lin), ("section", cast.zhou), ("leader", cast.chen)]:
        do(case, element, person)

    def broken(case: Case, actor: object) -> None:
        raise Refusal("文本已改动")

    trace.keep = broken  # type: ignore[method-assign]
    from yangguang.casework import domains

    domains.register(domains.Domain(kind="test.thing", facts=lambda c: {}, services={"test.keep": broken}))
    before = Act.objects.count()
    with pytest.raises(Refusal, match="文本已改动"):
        do(case, "secrecy", cast.wu)
    assert open_steps(case) == {"secrecy"}
    assert Act.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_ten_people_race_for_one_step_and_exactly_one_wins(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    task = case.tasks.get()
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    ready = Barrier(10)

    def race(number: int) -> str:
        ready.wait()
        try:
            actions.complete(task.uid, acting=acting, outcome="pass", opinion=f"第 {number} 次提交")
        except Refusal as refusal:
            assert "林晓" in refusal.message
            return refusal.code
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(race, range(10)))
    assert sorted(results) == ["conflict"] * 9 + ["won"]
    assert open_steps(case) == {"section"}
    assert Act.objects.filter(kind="casework.task_completed").count() == 1
    assert Task.objects.filter(state=TaskState.DONE).count() == 1
