"""Claiming, giving back, handing over and several at once, in the browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import actions, claims
from yangguang.casework.models import Case, ProcessVersion, Task
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.organisations.models import Appointment

from .conftest import Trace, begin, do, review
from .test_claim import at_section

pytestmark = pytest.mark.django_db


def test_the_button_on_the_desk_claims_and_the_second_hears_who_was_first(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    _case, task = at_section(cast)
    zhou, he = as_(cast.zhou), as_(cast.he)
    address = f"/office/tasks/{task.uid}/claim/"
    assert address in he.get("/office/desk/").content.decode()
    assert zhou.post(address, {"next": "/office/desk/?due=week"}).url == "/office/desk/?due=week"
    assert zhou.post(address, {"next": "//elsewhere.example/"}).url.startswith("/office/cases/")
    answer = he.post(address, {"next": "/office/desk/"}, follow=True)
    assert "周敏已于" in answer.content.decode()
    assert "您已领取" in zhou.get("/office/desk/").content.decode()
    assert as_(cast.ma).post(address).status_code == 404


def test_handing_over_asks_to_whom_and_why_and_keeps_what_was_typed(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case, task = at_section(cast)
    zhou = as_(cast.zhou)
    address = f"/office/tasks/{task.uid}/hand-over/"
    page = zhou.get(address).content.decode()
    assert "何平" in page
    answer = zhou.post(address, {"to": "", "reason": "写了一半的理由"})
    assert answer.status_code == 400
    assert "写了一半的理由" in answer.content.decode()
    held = Appointment.objects.get(user=cast.he, post__organisation=cast.county.civil)
    assert zhou.post(address, {"to": held.uid, "reason": "外出学习"}).url == "/office/desk/"
    timeline = as_(cast.he).get(case.get_office_url()).content.decode()
    assert "转办“科室审核”</b>给何平" in timeline
    assert "外出学习" in timeline
    assert zhou.get(address).status_code == 409  # it is no longer hers to give
    assert as_(cast.ma).get(address).status_code == 404


def test_giving_back_needs_no_reason_of_ones_own(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    _case, task = at_section(cast)
    claims.claim(task.uid, user=cast.zhou)
    address = f"/office/tasks/{task.uid}/give-back/"
    assert as_(cast.zhou).post(address, {"reason": ""}).url == "/office/desk/"
    task.refresh_from_db()
    assert task.claimed_by is None


def allowed() -> bytes:
    return review().replace(b'<userTask id="section"', b'<userTask id="section" yg:bulk="allowed"')


@pytest.fixture
def cases(cast: Cast, trace: Trace) -> list[Case]:
    actions.publish_process(allowed(), code="test-review", actor=SYSTEM)
    found = [begin(cast, cast.county.civil) for _ in range(3)]
    for one in found:
        do(one, "draft", cast.lin)
    return found


def steps(cases: list[Case]) -> list[str]:
    return [one.tasks.get(element="section").uid for one in cases]


def test_several_of_one_kind_are_done_with_one_opinion_each_by_itself(
    cast: Cast, cases: list[Case], as_: Any
) -> None:
    zhou = as_(cast.zhou)
    desk = zhou.get("/office/desk/").content.decode()
    assert desk.count('form="several" name="task"') == 3
    asked = zhou.post("/office/desk/several/", {"task": steps(cases)}).content.decode()
    assert "成批办理 3 件：科室审核" in asked
    answer = zhou.post("/office/desk/several/", {"task": steps(cases), "outcome": "return", "opinion": " "})
    assert (answer.status_code, "要写明理由" in answer.content.decode()) == (400, True)
    do(cases[0], "section", cast.zhou)
    answer = zhou.post(
        "/office/desk/several/", {"task": steps(cases), "outcome": "pass", "opinion": "三件都看过"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已办 2 件，1 件没有办成" in page
    assert "刚刚由周敏于" in page
    assert "三件都看过" in page
    assert Task.objects.filter(element="section", opinion="三件都看过").count() == 2
    assert Act.objects.filter(kind="casework.task_completed", public__task="科室审核").count() == 3


def test_what_a_process_does_not_allow_cannot_be_ticked_nor_posted(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    zhou = as_(cast.zhou)
    assert 'form="several"' not in zhou.get("/office/desk/").content.decode()
    answer = zhou.post("/office/desk/several/", {"task": steps([case]), "outcome": "pass"})
    assert "这一步要逐件办理" in answer.content.decode()
    assert case.tasks.get(element="section").state == "open"


def test_steps_of_different_kinds_are_done_one_kind_after_the_other(
    cast: Cast, cases: list[Case], as_: Any
) -> None:
    more = begin(cast, cast.county.civil)
    tasks = [*steps(cases), more.tasks.get(element="draft").uid]
    page = as_(cast.zhou).post("/office/desk/several/", {"task": tasks}).content.decode()
    assert "先办哪一种" not in page  # she does not see the draft's case
    page = as_(cast.lin).post("/office/desk/several/", {"task": tasks}).content.decode()
    assert "先办哪一种" in page
