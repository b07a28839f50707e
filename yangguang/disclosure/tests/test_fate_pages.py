"""The office's small pages: offered to who may, saying what will happen, keeping what was typed."""

from __future__ import annotations

from datetime import date

from django.test import Client

from yangguang.disclosure import rules
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import BODY, As, Gate
from yangguang.disclosure.tests.test_office import typed
from yangguang.lib import clock

NOW = clock.moment(date(2026, 11, 20), 10)


def test_each_is_offered_what_she_may_do(gate: Gate, as_: As) -> None:
    item = gate.published()
    offered = {"更正或更新": "next/", "有效性": "validity/", "撤下": "withdraw/", "依法消除": "expunge/"}
    for person, words in (
        (gate.cast.lin, {"更正或更新", "有效性"}),
        (gate.cast.zhou, {"撤下"}),
        (gate.cast.wu, set()),
        (gate.cast.sun, {"有效性", "撤下", "依法消除"}),
    ):
        page = as_(person).get(item.office_url).content.decode()
        assert {name for name, path in offered.items() if f"{item.office_url}{path}" in page} == words


def test_an_officer_corrects_from_the_item_to_the_public_page(gate: Gate, as_: As, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published()
        officer = as_(gate.cast.lin)
        assert "原来的文本仍可查阅和对照" in officer.get(f"{item.office_url}next/").content.decode()
        refused = officer.post(f"{item.office_url}next/", {"kind": "", "reason": "数额有误，应为750元"})
        assert refused.status_code == 422
        assert "数额有误，应为750元" in refused.content.decode()
        begun = officer.post(
            f"{item.office_url}next/", {"kind": "correction", "reason": "数额有误，应为750元"}
        )
        assert begun["Location"] == f"{item.office_url}edit/"
        form = officer.get(begun["Location"]).content.decode()
        assert "数额有误，应为750元" in form
        officer.post(
            begun["Location"],
            typed(gate, title=item.title, body_html=BODY.replace("720", "750"), doc_number=item.doc_number,
                  change_kind="correction", change_reason="数额有误，应为 750 元", action="submit"),
        )  # fmt: skip
        assert rules.work_state(item) == rules.State.IN_REVIEW
        case = gate.open_task(item).case
        papers = as_(gate.cast.zhou).get(case.get_office_url()).content.decode()
        assert "数额有误，应为 750 元" in papers
        for person in (gate.cast.zhou, gate.cast.wu, gate.cast.chen):
            gate.step(item, person)
        page = browser.get(item.get_absolute_url()).content.decode()
        assert "本文已于 2026-11-20 10:00 更正" in page
        assert "数额有误，应为 750 元" in page


def test_a_section_head_withdraws_and_restores(gate: Gate, as_: As, browser: Client) -> None:
    item = gate.published()
    address, head = item.get_absolute_url(), as_(gate.cast.zhou)
    refused = head.post(f"{item.office_url}withdraw/", {"reason": "名单里有个人信息", "basis": ""})
    assert refused.status_code == 422
    assert "名单里有个人信息" in refused.content.decode()
    done = head.post(
        f"{item.office_url}withdraw/", {"reason": "名单里有个人信息", "basis": "《政府信息公开条例》第十五条"}
    )
    assert done.status_code == 302
    assert browser.get(address).status_code == 410
    page = head.get(item.office_url).content.decode()
    assert "公众现在看不到" in page
    assert f"{item.office_url}restore/" in page
    again = head.post(f"{item.office_url}withdraw/", {"reason": "再撤", "basis": "条例"})
    assert "刚刚已经撤下" in again.content.decode()
    assert item.title in as_(gate.cast.lin).get("/office/items/?state=withdrawn").content.decode()
    head.post(f"{item.office_url}restore/", {"reason": "核实无误", "basis": "条例第二十三条"})
    assert browser.get(address).status_code == 200


def test_the_openness_office_expunges_after_it_was_sure(gate: Gate, as_: As, browser: Client) -> None:
    item = gate.published()
    address, sun = item.get_absolute_url(), as_(gate.cast.sun)
    sent = {"releases": "1", "reason": "含有个人信息", "basis": "《个人信息保护法》第四十七条"}
    unsure = sun.post(f"{item.office_url}expunge/", sent)
    assert "请确认以后再办" in unsure.content.decode()
    assert browser.get(address).status_code == 200
    sun.post(f"{item.office_url}expunge/", {**sent, "sure": "on"})
    assert browser.get(address).status_code == 410
    assert "内容已依法消除" in sun.get(item.office_url).content.decode()
    assert sun.get("/office/items/?state=expunged").content.decode().count(item.office_url) == 1
    assert rules.state(Item.objects.get(pk=item.pk)) == rules.State.EXPUNGED


def test_validity_is_declared_by_the_number_of_the_other_document(
    gate: Gate, as_: As, browser: Client
) -> None:
    with clock.set_to(NOW):
        old, new = gate.published(), gate.published(title="新的通知", doc_number="阳民发〔2026〕20号")
        officer = as_(gate.cast.lin)
        sent = {"status": "repealed", "on": "2026-11-20", "reason": "由新文件代替", "successor": "没有这个号"}
        refused = officer.post(f"{old.office_url}validity/", sent)
        assert "没有索引号或文号为“没有这个号”的公开信息" in refused.content.decode()
        assert "由新文件代替" in refused.content.decode()
        officer.post(f"{old.office_url}validity/", {**sent, "successor": "阳民发〔2026〕20号"})
        assert new.get_absolute_url() in browser.get(old.get_absolute_url()).content.decode()
        assert "已废止" in officer.get(old.office_url).content.decode()


def test_a_clarification_says_what_it_sets_right_and_is_listed_as_one(
    gate: Gate, as_: As, browser: Client
) -> None:
    with clock.set_to(NOW):
        about = gate.published()
        officer = as_(gate.cast.lin)
        sent = typed(
            gate, title="关于低保标准不实传言的澄清公告", doc_number="", clarifies="短视频称“低保标准降为300元”",
            clarifies_item=about.index_number, action="submit",
        )  # fmt: skip
        wrong = officer.post("/office/items/new/", {**sent, "clarifies_item": "没有"})
        assert "没有索引号或文号为“没有”的公开信息" in wrong.content.decode()
        officer.post("/office/items/new/", sent)
        item = Item.objects.get(title__contains="澄清公告")
        for person in (gate.cast.zhou, gate.cast.wu, gate.cast.chen):
            gate.step(item, person)
        item.refresh_from_db()
        page = browser.get(item.get_absolute_url()).content.decode()
        assert "短视频称“低保标准降为300元”" in page
        assert about.get_absolute_url() in page
        assert "不实说法已有澄清" in browser.get(about.get_absolute_url()).content.decode()
        assert item.genre == "澄清"
        row = browser.get(f"/api/v1/items/{item.index_number}").json()
        assert row["clarifies"] == "短视频称“低保标准降为300元”"


def test_a_leak_of_a_secret_while_withdrawing_is_stopped(gate: Gate, as_: As) -> None:
    item = gate.published()
    answer = as_(gate.cast.zhou).post(
        f"{item.office_url}withdraw/", {"reason": "绝密★长期 的附件", "basis": "保密法"}
    )
    assert "绝密" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
