"""Whose hands a step is in: claimed, given back, handed over; races, and people who leave."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework import claims, health, rules, worklist
from yangguang.casework.models import Case, ProcessVersion, Task
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.rules import inbox
from yangguang.organisations import actions as organisations
from yangguang.organisations.models import Appointment, Organisation

from .conftest import begin, do, open_steps

pytestmark = pytest.mark.django_db


def join(person: User, organisation: Organisation, code: str, **more: Any) -> Appointment:
    """The person gets the post too."""
    return organisations.appoint(person, organisation.posts.get(code=code), actor=SYSTEM, **more)


def at_section(cast: Cast) -> tuple[Case, Task]:
    """A case that waits for the section heads: Zhou and He share the post."""
    join(cast.he, cast.county.civil, "section-head")
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    return case, Task.objects.get(case=case, element="section")


def test_a_claimed_step_is_done_by_its_claimant_only(cast: Cast, published: ProcessVersion) -> None:
    case, task = at_section(cast)
    assert list(rules.desk(cast.zhou)) == list(rules.desk(cast.he)) == [task]
    claims.claim(task.uid, user=cast.zhou)
    assert list(rules.desk(cast.he)) == []
    with pytest.raises(Refusal, match=r"周敏已于 .* 领取“科室审核”") as refused:
        do(case, "section", cast.he)
    assert refused.value.code == "conflict"
    assert open_steps(case) == {"section"}
    claims.claim(task.uid, user=cast.zhou)  # again: nothing happens
    assert Act.objects.filter(kind="casework.task_claimed").count() == 1
    do(case, "section", cast.zhou)
    assert open_steps(case) == {"secrecy", "leader"}


def test_who_may_not_do_a_step_cannot_claim_it(cast: Cast, published: ProcessVersion) -> None:
    case, task = at_section(cast)
    for person in (cast.ma, cast.chen, cast.li):
        with pytest.raises(Refusal, match="没有在县民政局担任这个岗位"):
            claims.claim(task.uid, user=person)
    join(cast.lin, cast.county.civil, "section-head")
    with pytest.raises(Refusal, match="您办理过这一件的“起草”"):
        claims.claim(task.uid, user=cast.lin)
    do(case, "section", cast.zhou)
    with pytest.raises(Refusal, match="刚刚由周敏于"):
        claims.claim(task.uid, user=cast.he)
    with pytest.raises(Refusal, match="没有这项任务"):
        claims.claim("no-such-task", user=cast.he)


def test_what_is_given_back_lies_on_every_desk_again(cast: Cast, published: ProcessVersion) -> None:
    _case, task = at_section(cast)
    with pytest.raises(Refusal, match="没有人领取"):
        claims.give_back(task.uid, user=cast.zhou)
    claims.claim(task.uid, user=cast.zhou)
    with pytest.raises(Refusal, match="周敏已于"):
        claims.give_back(task.uid, user=cast.he, reason="给我吧")
    claims.give_back(task.uid, user=cast.zhou)
    assert list(rules.desk(cast.he)) == [task]
    claims.claim(task.uid, user=cast.he)
    do(task.case, "section", cast.he)


def test_who_leads_takes_a_step_from_somebody_with_a_reason_and_she_is_told(
    cast: Cast, published: ProcessVersion
) -> None:
    _case, task = at_section(cast)
    claims.claim(task.uid, user=cast.zhou)
    with pytest.raises(Refusal, match="请写明理由"):
        claims.give_back(task.uid, user=cast.chen)
    claims.give_back(task.uid, user=cast.chen, reason="周敏外出学习")
    while journal.deliver():
        pass
    told = [one.subject for one in inbox(cast.zhou.uid)]
    assert "您领取的任务已退回：科室审核" in told
    act = Act.objects.get(kind="casework.task_given_back")
    assert (act.actor.name, act.summary) == ("陈静", "“科室审核”退回待办池")
    assert act.private is not None
    assert act.private.facts["reason"] == "周敏外出学习"
    assert "周敏" not in str(act.public)


def test_a_step_is_handed_over_with_a_reason_to_whom_it_names(cast: Cast, published: ProcessVersion) -> None:
    case, task = at_section(cast)
    claims.claim(task.uid, user=cast.zhou)
    to_he = Appointment.objects.get(user=cast.he, post__organisation=cast.county.civil)
    with pytest.raises(Refusal, match="为什么转办"):
        claims.hand_over(task.uid, user=cast.zhou, to=to_he.uid, reason=" ")
    with pytest.raises(Refusal, match="请选择一位"):
        claims.hand_over(
            task.uid, user=cast.zhou, to=Appointment.objects.get(user=cast.chen).uid, reason="外出"
        )
    claims.hand_over(task.uid, user=cast.zhou, to=to_he.uid, reason="外出学习三天")
    with pytest.raises(Refusal, match="何平已于"):
        do(case, "section", cast.zhou)
    while journal.deliver():
        pass
    told = next(one for one in inbox(cast.he.uid) if one.subject == "转办给您：科室审核")
    assert "外出学习三天" in told.body
    do(case, "section", cast.he)
    assert [a.kind for a in Act.objects.filter(subject=case.ref).order_by("pk")][-2:] == [
        "casework.task_handed_over",
        "casework.task_completed",
    ]


def test_a_step_can_be_handed_down_to_who_holds_the_post_below(cast: Cast, published: ProcessVersion) -> None:
    join(cast.he, cast.county.village, "section-head")
    case = begin(cast, cast.county.town, cast.ma)
    do(case, "draft", cast.ma)
    task = case.tasks.get(element="section")
    assert [one.user.name for one in worklist.successors(task)] == ["冯涛", "何平"]
    held = Appointment.objects.get(user=cast.he, post__organisation=cast.county.village)
    claims.hand_over(task.uid, user=cast.feng, to=held.uid, reason="村里的事")
    task.refresh_from_db()
    assert task.organisation == cast.county.village
    assert rules.may_do(task, cast.he)
    do(case, "section", cast.he)


def test_whoever_drafted_is_not_offered_as_successor(cast: Cast, published: ProcessVersion) -> None:
    _case, task = at_section(cast)
    join(cast.lin, cast.county.civil, "section-head")
    assert [one.user for one in worklist.successors(task)] == [cast.zhou, cast.he]


def test_who_leaves_the_post_loses_what_she_claimed(cast: Cast, published: ProcessVersion) -> None:
    _case, task = at_section(cast)
    claims.claim(task.uid, user=cast.he)
    assert claims.free_stale_claims() == 0
    held = Appointment.objects.get(user=cast.he, post__organisation=cast.county.civil)
    organisations.end_appointment(held, actor=SYSTEM)
    with clock.set_to(clock.now() + timedelta(minutes=20)):
        told = next(one for one in health.checks() if one.name == "领取的任务")
    assert "1 项任务的领取人已不在岗" in told.message
    assert claims.free_stale_claims() == 1
    assert list(rules.desk(cast.zhou)) == [task]
    act = Act.objects.get(kind="casework.task_given_back")
    assert (act.actor.name, act.private.facts["reason"]) == ("系统", "领取人不再担任这个岗位")  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_claim_at_once_one_has_it_and_the_others_hear_who(
    cast: Cast, published: ProcessVersion
) -> None:
    _case, task = at_section(cast)
    ready = Barrier(10)

    def race(person: User) -> str:
        ready.wait()
        try:
            claims.claim(task.uid, user=person)
        except Refusal as refusal:
            return refusal.message
        finally:
            connection.close()
        return person.name

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(race, [cast.zhou, cast.he] * 5))
    task.refresh_from_db()
    assert task.claimed_by is not None
    winner = task.claimed_by.name
    assert answers.count(winner) == 5
    assert sum(f"{winner}已于" in one for one in answers) == 5
    assert Act.objects.filter(kind="casework.task_claimed").count() == 1
