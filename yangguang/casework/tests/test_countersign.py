"""Countersigning 会签 over a list that the facts give: who is asked, when it is enough, who may not speak twice."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import Case, CaseState, Task, TaskState
from yangguang.deadlines.models import Clock
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.rules import acting_as

from .conftest import Trace, do, open_steps
from .drawings import ENDS, definition, open_one, publish, task

pytestmark = pytest.mark.django_db


def asked(enough: str = "", of: str = "organisations", more: str = "") -> bytes:
    """起草 → 各单位会签 → 汇总（有人退回的另办）."""
    many = f'<multiInstanceLoopCharacteristics yg:collection="list" yg:of="{of}" {enough}>{more}</multiInstanceLoopCharacteristics>'
    gate = '<exclusiveGateway id="x" default="x-sum"/>'
    body = ENDS + gate + task("sign", many) + task("sum") + task("back")
    flows = ("s sign", "sign x", "x back nrOf_return &gt; 0", "x sum", "sum e", "back e")
    return definition(body, *flows)


def say(case: Case, person: object, where: object, outcome: str = "pass") -> None:
    one = Task.objects.open().get(case=case, element="sign", organisation=where)
    acting = acting_as(person, one.organisation, post_code=one.post_code)
    actions.complete(one.uid, acting=acting, outcome=outcome)


@pytest.fixture
def three(cast: Cast, trace: Trace) -> Trace:
    """Civil affairs, water and the town are asked: 林晓, 何平, 马兰."""
    trace.facts["list"] = [one.code for one in (cast.county.civil, cast.county.water, cast.county.town)]
    return trace


def test_each_organisation_has_a_task_and_a_clock_of_its_own(cast: Cast, three: Trace) -> None:
    publish(asked())
    case = open_one(cast)
    tasks = list(Task.objects.open().filter(case=case).order_by("instance"))
    assert [one.organisation for one in tasks] == [cast.county.civil, cast.county.water, cast.county.town]
    assert [one.instance for one in tasks] == [1, 2, 3]
    assert {one.round for one in tasks} == {1}
    assert Clock.objects.running().filter(subject__in=[str(one.ref) for one in tasks]).count() == 3
    say(case, cast.he, cast.county.water)
    say(case, cast.lin, cast.county.civil)
    assert open_steps(case) == {"sign"}
    say(case, cast.ma, cast.county.town)
    assert open_steps(case) == {"sum"}


def test_the_first_refusal_withdraws_the_others_and_says_why(cast: Cast, three: Trace) -> None:
    publish(asked('yg:enough="first:return"'))
    case = open_one(cast)
    say(case, cast.he, cast.county.water, "return")
    assert open_steps(case) == {"back"}
    left = case.tasks.filter(element="sign", state=TaskState.WITHDRAWN)
    assert [one.withdrawn_for for one in left] == ["会签已有结论，不用再办"] * 2
    assert {Clock.objects.get(subject=one.ref).outcome for one in left} == {"cancelled"}


@pytest.mark.parametrize(
    ("enough", "more"),
    [
        ('yg:enough="2:pass"', ""),
        ('yg:enough="2/3:pass"', ""),
        ("", "<completionCondition>${nrOfCompletedInstances/nrOfInstances &gt;= 0.6}</completionCondition>"),
        ('yg:enough="会签已办 = 2"', ""),
    ],
)
def test_two_of_three_are_enough_in_whatever_words(cast: Cast, three: Trace, enough: str, more: str) -> None:
    publish(asked(enough, more=more))
    case = open_one(cast)
    say(case, cast.he, cast.county.water)
    assert open_steps(case) == {"sign"}
    say(case, cast.ma, cast.county.town)
    assert open_steps(case) == {"sum"}


def test_posts_of_the_same_organisation_can_be_asked(cast: Cast, trace: Trace) -> None:
    trace.facts["list"] = ["section-head", "leader", "leader"]
    publish(asked(of="posts"))
    case = open_one(cast)
    assert [one.post_code for one in case.tasks.order_by("instance")] == ["section-head", "leader"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "没有会签名单"), ([], "是空的"), (["000"], "没有这个机构"), ("civil", "没有会签名单")],
)
def test_a_list_that_names_nobody_is_refused_and_nothing_happens(
    cast: Cast, trace: Trace, value: object, words: str
) -> None:
    if value is not None:
        trace.facts["list"] = value
    publish(asked())
    with pytest.raises(Refusal, match=words):
        open_one(cast)
    assert not Case.objects.exists()


def test_nobody_speaks_for_two_unless_the_process_lets_them(cast: Cast, three: Trace) -> None:
    post = Post.objects.get(organisation=cast.county.water, code="information-officer")
    Appointment.objects.create(user=cast.lin, post=post, since=clock.today())
    publish(asked().replace(b'yg:same-person="allowed"', b""))
    case = open_one(cast)
    say(case, cast.lin, cast.county.civil)
    with pytest.raises(Refusal, match="已经在这一轮"):
        say(case, cast.lin, cast.county.water)
    say(case, cast.he, cast.county.water)


def test_a_second_round_counts_its_own_voices_only(cast: Cast, three: Trace) -> None:
    publish(asked('yg:enough="2:pass"').replace(b'targetRef="e"', b'targetRef="sign"', 1))
    case = open_one(cast)
    for _round in range(2):
        say(case, cast.he, cast.county.water)
        assert open_steps(case) == {"sign"}
        say(case, cast.ma, cast.county.town)
        assert open_steps(case) == {"sum"}
        do(case, "sum", cast.lin)
    assert case.state == CaseState.OPEN
    assert case.tasks.filter(element="sign", state=TaskState.OPEN, round=3).count() == 3
