"""What goes wrong on a phone: nothing typed is lost, every sentence is clear, and twice the same is one application."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.e2e.axe import looked_at

pytestmark = pytest.mark.e2e

NUMBER, FORGED = "11010519491231002X", "110105194912310021"
LONG = "请提供全文。" * 1_666 + "谢谢。。"  # 10,000 characters


def send(page: Page) -> None:
    page.get_by_role("button", name="提交申请").click()


def fill_in(page: Page, description: str, number: str) -> None:
    page.locator("#id_title").fill("殡仪馆收费标准")
    page.locator("#id_description").fill(description)
    page.locator("#id_name").fill("王小明")
    page.locator("#id_identity_kind").select_option("resident")
    page.locator("#id_identity_number").fill(number)
    page.locator("#id_phone").fill("13812345678")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(phone: Page) -> None:
    phone.goto("/foi/apply/?organisation=civil-affairs")
    send(phone)
    told = phone.locator(".errors")
    expect(told).to_be_focused()
    for sentence in ("名称、文号，或者便于查找的描述，至少写一项", "请填写姓名", "至少填写一种联系方式"):
        expect(told).to_contain_text(sentence)
    looked_at(phone)
    fill_in(phone, LONG, FORGED)
    scans: list[FilePayload] = [
        {"name": f"第{n}页.txt", "mimeType": "text/plain", "buffer": b"x"} for n in range(1, 101)
    ]
    phone.locator("#id_papers").set_input_files(scans)
    send(phone)
    for sentence in (
        "公民身份号码不正确",
        "最多 5000 个字，现在有 10000 个",
        "最多上传 10 个附件，现在有 100 个",
    ):
        expect(told).to_contain_text(sentence)
    looked_at(phone)
    expect(phone.locator("#id_description")).to_have_value(LONG)
    expect(phone.locator("#id_identity_number")).to_have_value(FORGED)
    assert phone.locator("#id_papers").evaluate("box => box.files.length") == 100
    fill_in(phone, "请提供价目表。", NUMBER)
    phone.locator("#id_papers").set_input_files(scans[:2])
    send(phone)
    phone.wait_for_url("**/receipt/")
    expect(phone.locator(".foi-facts")).to_contain_text("2 个")


def test_an_application_whose_answer_got_lost_and_that_is_sent_again_is_one(phone: Page) -> None:
    taken: list[str] = []

    def lose_the_answer(route: Route) -> None:
        taken.append(route.fetch(max_redirects=0).headers["location"])
        route.abort()

    phone.goto("/foi/apply/?organisation=civil-affairs")
    fill_in(phone, "请提供价目表。", NUMBER)
    phone.route("**/foi/apply/", lose_the_answer)
    send(phone)
    expect(phone.locator(".sending")).to_contain_text("网络不通")
    expect(phone.locator("#id_identity_number")).to_have_value(NUMBER)
    looked_at(phone)
    phone.unroute("**/foi/apply/")
    send(phone)
    phone.wait_for_url("**/receipt/")
    assert [phone.url.endswith(address) for address in taken] == [True]
    phone.go_back()
    expect(phone.locator("#id_identity_number")).to_have_value("")  # nobody reads it on a shared computer
