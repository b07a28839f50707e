"""The operator's pages: where running cases would stand, moving them, cancelling one, publishing what is not proved."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from yangguang.casework.models import CaseState, ProcessVersion

from .conftest import Trace, do, open_steps
from .drawings import ENDS, catch, definition, open_one, publish, task

pytestmark = pytest.mark.django_db

PAIR = definition(ENDS + task("a") + task("z"), "s a", "a z", "z e")
OTHER = definition(ENDS + task("a") + task("y"), "s a", "a y", "y e")


def address(version: ProcessVersion) -> str:
    return f"/office/processes/{version.code}/{version.number}/running/"


def test_an_operator_sees_each_position_and_moves_what_can_be_moved(
    cast: Cast, trace: Trace, as_: Any
) -> None:
    publish(PAIR)
    goes, stays = open_one(cast), open_one(cast)
    do(stays, "a", cast.lin)
    newer = publish(OTHER)
    client = as_(cast.qian)
    assert address(newer) in client.get("/office/processes/").content.decode()
    page = client.get(address(newer)).content.decode()
    assert goes.number in page
    assert "“z”这一步在新版里没有了" in page
    assert f'value="{goes.uid}" id="c-{goes.uid}" checked' in page
    assert f'value="{stays.uid}"' not in page
    assert client.post(address(newer), {"case": goes.uid, "reason": " "}).status_code == 400
    assert client.post(address(newer), {"reason": "新规定"}).status_code == 400
    answer = client.post(address(newer), {"case": [goes.uid, stays.uid], "reason": "新规定"})
    assert answer.status_code in {400, 409}
    assert "一件都没有动" in answer.content.decode()
    assert "新规定" in answer.content.decode()
    assert client.post(address(newer), {"case": goes.uid, "reason": "新规定"}).status_code == 302
    goes.refresh_from_db()
    assert goes.version == newer
    assert goes.number in client.get(address(newer)).content.decode()
    older = client.get(
        address(stays.version)
    ).content.decode()  # back to a version that is no longer in force
    assert "这不是现行的版本" in older
    assert f'value="{goes.uid}" id="c-{goes.uid}">' in older


def test_a_case_is_cancelled_on_a_page_that_asks_why(cast: Cast, trace: Trace, as_: Any) -> None:
    publish(PAIR)
    case = open_one(cast)
    path = f"/office/cases/{case.uid}/cancel/"
    client = as_(cast.qian)
    assert "不能恢复" in client.get(path).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 400
    assert client.post(path, {"reason": "申请人撤回"}).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.CANCELLED
    assert "已经办结或撤销" in client.post(path, {"reason": "再撤一次"}).content.decode()


def test_neither_page_is_for_who_does_not_manage_processes(cast: Cast, trace: Trace, as_: Any) -> None:
    version = publish(PAIR)
    case = open_one(cast)
    for person in (cast.lin, cast.zhao, cast.chen):
        assert as_(person).get(address(version)).status_code == 403
        assert as_(person).post(f"/office/cases/{case.uid}/cancel/", {"reason": "不想办"}).status_code == 404
    assert open_steps(case) == {"a"}


def test_what_cannot_be_proved_is_published_with_a_reason_only(cast: Cast, trace: Trace, as_: Any) -> None:
    fork = '<parallelGateway id="f"/><parallelGateway id="j"/>' + "".join(task(f"t{n}") for n in range(16))
    flows = ["s f", *(f"f t{n}" for n in range(16)), *(f"t{n} j" for n in range(16)), "j e"]
    client = as_(cast.qian)
    upload = SimpleUploadedFile("p.bpmn", definition(ENDS + fork, *flows), content_type="application/xml")
    sent = {"code": "wide", "organisation": "", "file": upload, "check": "1"}
    page = client.post("/office/processes/new/", sent).content.decode()
    assert "证不出总能办完" in page
    assert 'name="reason"' in page
    held = re.search(r'name="xml" value="([^"]+)"', page)
    assert held
    again = {"code": "wide", "organisation": "", "xml": held[1], "publish": "1"}
    answer = client.post("/office/processes/new/", again)
    assert answer.status_code == 400
    assert 'name="reason"' in answer.content.decode()
    assert client.post("/office/processes/new/", {**again, "reason": "已人工核对"}).status_code == 302
    assert ProcessVersion.objects.filter(code="wide").exists()


def test_the_case_page_says_what_is_waited_for(cast: Cast, trace: Trace, as_: Any) -> None:
    publish(definition(ENDS + task("a") + catch("c", "补正"), "s a", "a c", "c e"))
    case = open_one(cast)
    do(case, "a", cast.lin)
    page = as_(cast.lin).get(case.get_office_url()).content.decode()
    assert "在等来件“等补正”" in page
