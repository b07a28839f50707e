"""A citizen applies through the front door: what is taken, what is refused at its field, and what is never lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import SignInThrottle, User
from yangguang.accounts.throttle import Limit
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure.tests.conftest import Gate
from yangguang.files.models import StoredFile
from yangguang.foi.models import Request
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.parties.models import Party
from yangguang.search import actions as search

from .conftest import WANG, Desk, on

page_of_application = import_module("yangguang.foi.views.apply")  # its name is the view's too
pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def day() -> Iterator[None]:
    with on("2026-03-02"):
        yield


@pytest.fixture
def gate(cast: Cast) -> Gate:
    disclosure.keep_catalogue(cast.county.civil, actor=SYSTEM)
    return Gate(cast)


@pytest.fixture
def typed(desk: Desk, browser: Client, day: None) -> dict[str, Any]:
    """The form as the page hands it out, filled in by 王小明."""
    html = browser.get("/foi/apply/").content.decode()
    found = re.search(r'name="mark" value="([^"]+)"', html)
    assert found is not None
    return {
        "mark": found[1],
        "title": "2025年城乡低保资金发放情况",
        "doc_number": "",
        "description": "请提供各乡镇发放的户数和金额。",
        "organisation": "civil-affairs",
        "kind": "natural_person",
        "name": WANG.name,
        "identity_kind": "resident",
        "identity_number": "11010519491231002x",
        "phone": "138 1234 5678",
        "email": WANG.email,
        "address": WANG.address,
        "medium": "electronic",
        "delivery": "online",
    }


def sent(browser: Client, typed: dict[str, Any], **changes: Any) -> Any:
    return browser.post("/foi/apply/", {**typed, **changes})


def faults(response: Any) -> str:
    html = response.content.decode()
    return html[html.index('class="errors"') : html.index("</div>", html.index('class="errors"'))]


def test_an_application_without_account_is_registered_and_its_receipt_says_what_is_next(
    browser: Client, typed: dict[str, Any]
) -> None:
    response = sent(browser, typed)
    request = Request.objects.get()
    assert response["Location"] == f"/foi/requests/{request.code}/receipt/"
    assert (request.channel, request.title, request.received_on) == ("INTERNET", typed["title"], None)
    receipt = browser.get(response["Location"])
    html = receipt.content.decode()
    for said in (
        request.number,
        request.code,
        "<svg",
        "王**",
        "2026-03-03 前",
        "2026-03-30 前",
        "第三十一条第（三）项",
    ):
        assert said in html, said
    assert receipt["Cache-Control"] == "private, no-store"


def test_what_for_is_never_asked(browser: Client, typed: dict[str, Any]) -> None:
    html = browser.get("/foi/apply/").content.decode()
    assert "不用说明用途" in html
    assert "purpose" not in html


def test_the_same_form_sent_twice_is_one_request_with_one_receipt(
    browser: Client, typed: dict[str, Any]
) -> None:
    first, second = sent(browser, typed), sent(browser, typed)
    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1


def test_a_form_that_was_changed_after_going_back_is_another_request(
    browser: Client, typed: dict[str, Any]
) -> None:
    first, second = sent(browser, typed), sent(browser, typed, title="2024年城乡低保资金发放情况")
    assert first["Location"] != second["Location"]
    assert Request.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"title": "", "description": " "}, "id_title", "请写明您想要什么信息"),
        ({"description": "长" * 10_000}, "id_description", "描述最多 5000 个字，现在有 10000 个"),
        ({"identity_number": "110105194912310021"}, "id_identity_number", "公民身份号码不正确"),
        (
            {"identity_kind": "uscc", "identity_number": "91110000600037341L"},
            "id_identity_kind",
            "自然人请选择",
        ),
        ({"identity_kind": "", "identity_number": ""}, "id_identity_kind", "第二十九条"),
        ({"phone": "", "email": "", "address": ""}, "id_phone", "至少填写一种联系方式"),
        ({"phone": "12345"}, "id_phone", "电话号码不正确"),
        ({"organisation": ""}, "id_organisation", "请选择受理申请的机关"),
        ({"organisation": "dongmen"}, "id_organisation", "请选择受理申请的机关"),
        ({"title": "王小明的低保档案"}, "id_title", "请不要写姓名"),
        ({"delivery": "post", "address": ""}, "id_address", "请填写通信地址"),
        ({"delivery": "email", "email": ""}, "id_email", "请填写电子邮箱"),
        ({"delivery": "pigeon"}, "id_delivery", ""),
        ({"for_other": "on"}, "id_authority", "请上传授权委托书"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_everything_typed_is_kept(
    browser: Client, typed: dict[str, Any], changes: dict[str, Any], field: str, says: str
) -> None:
    response = sent(browser, typed, **changes)
    assert response.status_code == 422
    said = faults(response)
    assert f'href="#{field}"' in said
    assert says in said
    assert not Request.objects.exists()
    assert not Party.objects.exists()
    html = response.content.decode()
    kept = {**typed, **changes}
    for name in ("description", "name", "phone", "mark"):
        assert kept[name].strip() in html, name


def test_several_faults_are_told_at_once(browser: Client, typed: dict[str, Any]) -> None:
    said = faults(sent(browser, typed, title="", description="", identity_number="1", organisation=""))
    assert [one for one in ("id_title", "id_identity_number", "id_organisation") if one in said] == [
        "id_title",
        "id_identity_number",
        "id_organisation",
    ]


def test_a_forged_mark_is_no_mark(browser: Client, typed: dict[str, Any]) -> None:
    response = sent(browser, typed, mark="made-up:x")
    assert response.status_code == 422
    assert "请再提交一次" in faults(response)
    assert "made-up" not in response.content.decode()


def test_attachments_are_kept_under_names_that_tell_of_nobody(browser: Client, typed: dict[str, Any]) -> None:
    papers = [SimpleUploadedFile(f"王小明的身份证{n}.pdf", PDF) for n in (1, 2)]
    assert sent(browser, typed, papers=papers).status_code == 302
    names = list(StoredFile.objects.of(Request.objects.get().ref).values_list("name", flat=True))
    assert names == ["申请附件1.pdf", "申请附件2.pdf"]


@pytest.mark.parametrize(
    ("papers", "says"),
    [
        ([SimpleUploadedFile(f"{n}.txt", b"a") for n in range(100)], "最多上传 10 个附件，现在有 100 个"),
        ([SimpleUploadedFile("a.pdf", b"MZ\x90\x00 program")], "其实是程序"),
        ([SimpleUploadedFile("a.zip", b"PK\x05\x06" + b"\0" * 18)], "压缩包"),
    ],
)
def test_files_that_cannot_be_taken_are_named_and_nothing_is_kept(
    browser: Client, typed: dict[str, Any], papers: list[Any], says: str
) -> None:
    for one in papers:
        one.seek(0)
    response = sent(browser, typed, papers=papers)
    assert response.status_code == 422
    assert says in faults(response)
    assert 'href="#id_papers"' in faults(response)
    assert "文件要重新选择" in faults(response)
    assert not Request.objects.exists()
    assert not StoredFile.objects.exists()


def test_somebody_applies_for_another_with_the_paper_that_lets_her(
    browser: Client, typed: dict[str, Any]
) -> None:
    agent = {
        "for_other": "on",
        "agent_kind": "entrusted",
        "agent_name": "李红",
        "agent_identity_kind": "passport",
        "agent_identity_number": "E12345678",
        "agent_phone": "13900000002",
        "authority": SimpleUploadedFile("王小明委托书.pdf", PDF),
    }
    assert sent(browser, typed, **agent).status_code == 302
    request = Request.objects.select_related("agent", "agency__authority").get()
    assert request.agent is not None
    assert request.agency is not None
    assert request.agent.opened("name") == "李红"
    assert request.agency.authority.name == "授权委托书.pdf"


def test_a_forged_number_of_the_agent_is_said_at_the_agents_box(
    browser: Client, typed: dict[str, Any]
) -> None:
    response = sent(
        browser, typed, for_other="on", agent_name="李红", agent_phone="13900000002",
        agent_identity_kind="resident", agent_identity_number="110105194912310021",
        authority=SimpleUploadedFile("a.pdf", PDF),
    )  # fmt: skip
    assert 'href="#id_agent_identity_number"' in faults(response)


def test_an_enterprise_applies_with_its_unified_code(browser: Client, typed: dict[str, Any]) -> None:
    changes = {"kind": "commercial", "name": "阳光县东门面粉有限公司", "identity_kind": "uscc",
               "identity_number": "91110000600037341L", "contact": "张三"}  # fmt: skip
    assert sent(browser, typed, **changes).status_code == 302
    assert Request.objects.get().applicant_kind == "commercial"


def test_the_organisation_and_the_title_stand_in_the_address(browser: Client, desk: Desk) -> None:
    html = browser.get("/foi/apply/?organisation=water&title=水价").content.decode()
    assert re.search(r'<option value="water"[^>]* selected', html)
    assert 'value="水价"' in html


def test_what_is_public_already_is_shown_above_what_was_typed(
    browser: Client, gate: Gate, typed: dict[str, Any]
) -> None:
    gate.published(title="2025年城乡低保资金发放情况公示", generated_on=date(2026, 3, 1))
    while search.apply():
        pass
    part = browser.get("/foi/apply/known/", {"q": typed["title"]})
    assert "低保资金" in part.content.decode()
    assert not part.cookies
    response = sent(browser, typed, look="1")
    html = response.content.decode()
    assert "也许已经公开" in html
    assert WANG.phone[:3] in html
    assert typed["description"] in html
    assert not Request.objects.exists()


def test_what_cannot_be_looked_for_is_no_fault(browser: Client, desk: Desk) -> None:
    for q in ("", "？？", "长" * 300, "\x01"):
        assert browser.get("/foi/apply/known/", {"q": q}).status_code == 200


def test_one_place_cannot_flood_the_register(
    browser: Client, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        page_of_application, "FROM_ADDRESS", Limit(2, timedelta(hours=1), timedelta(minutes=15))
    )
    for n in range(2):
        assert sent(browser, typed, title=f"第{n}件").status_code == 302
    response = sent(browser, typed, title="第三件")
    assert response.status_code == 429
    assert "太多了" in faults(response)
    assert typed["description"] in response.content.decode()
    assert Request.objects.count() == 2


def test_a_robot_waits_and_a_person_who_clicks_twice_does_not(
    browser: Client, typed: dict[str, Any], settings: Any
) -> None:
    settings.YANGGUANG_EFFORT = {"bits": 16, "most": 21, "wait": 20}
    html = browser.get("/foi/apply/").content.decode()
    token = re.search(r'name="effort" value="([^"]+)"', html)
    assert token is not None
    typed["effort"] = token[1]
    refused = sent(browser, typed)
    assert refused.status_code == 422
    assert "请再等 20 秒" in faults(refused)
    assert typed["description"] in refused.content.decode()
    with clock.set_to(clock.now() + timedelta(seconds=30)):
        first, second = sent(browser, typed), sent(browser, typed)
        assert first["Location"] == second["Location"]
        other = sent(browser, typed, title="另一件")
    assert "已经交过一次" in faults(other)
    assert Request.objects.count() == 1


def test_who_is_signed_in_is_offered_her_own_particulars_and_finds_her_requests(
    cast: Cast, as_: Callable[[User], Client], typed: dict[str, Any]
) -> None:
    li = as_(cast.li)
    assert li.get("/foi/apply/").content.decode().count(WANG.phone) == 0
    made = sent(li, typed)
    html = li.get("/foi/apply/").content.decode()
    assert "填入我上次用的信息：王** 138****5678" in html
    filled = li.get("/foi/apply/?me=1")
    assert WANG.name in filled.content.decode()
    assert filled["Cache-Control"] == "private, no-store"
    mine = li.get("/foi/mine/").content.decode()
    assert typed["title"] in mine
    request = Request.objects.get()
    assert li.get(f"/foi/mine/{request.uid}/")["Location"] in made["Location"]
    assert as_(cast.lin).get(f"/foi/mine/{request.uid}/").status_code == 404
    assert Client().get("/foi/mine/").status_code == 302
    assert 'href="/foi/mine/"' in li.get("/accounts/").content.decode()


def test_the_guide_tells_limits_fees_ways_and_the_chart(browser: Client, desk: Desk) -> None:
    response = browser.get("/foi/")
    html = response.content.decode()
    for said in ("20 个工作日", "第三十三条", "超过 10 到 30", "行政复议", "<svg", "网上申请", "县民政局"):
        assert said in html, said
    assert not response.cookies
    assert "max-age=60" in response["Cache-Control"]
    assert SignInThrottle.objects.count() == 0


def test_the_day_of_submission_is_today(browser: Client, typed: dict[str, Any]) -> None:
    sent(browser, typed)
    assert Request.objects.get().submitted_on == date(2026, 3, 2)
