"""A citizen on a phone: finds out, applies, keeps the receipt, follows the request, supplements it, takes another one back."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import looked_at
from tests.e2e.conftest import ROOT, SIZES, House, environment

pytestmark = pytest.mark.e2e

NAME, NUMBER, PHONE = "王小明", "11010519491231002X", "13812345678"
TITLE = "城乡低保标准"


def fill_in(page: Page) -> None:
    page.locator("#id_description").fill("请提供各乡镇发放的户数和金额。")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_identity_kind").select_option("resident")
    page.locator("#id_identity_number").fill(NUMBER)
    page.locator("#id_phone").fill(PHONE)


def send(page: Page) -> None:
    page.get_by_role("button", name="提交申请").click()


def ask_for_supplement(house: House, number: str, what: str) -> None:
    words = [sys.executable, "-m", "tests.e2e.ask_for_supplement", number, what]
    subprocess.run(words, env=environment(house.data, house.url), cwd=ROOT, check=True, timeout=300)


def test_a_citizen_applies_follows_and_supplements_on_a_phone(phone: Page, house: House) -> None:
    phone.goto("/foi/")
    looked_at(phone)
    phone.get_by_role("link", name="我要申请").click()
    phone.locator("#id_title").fill(TITLE)
    expect(phone.locator("#known")).to_contain_text("也许已经公开")
    expect(phone.locator(".field-contact")).to_be_hidden()
    phone.locator("#find-office").fill("mzj")
    expect(phone.locator("#id_organisation")).to_have_value("civil-affairs")
    phone.locator("#id_papers").set_input_files(
        {"name": "王小明.txt", "mimeType": "text/plain", "buffer": "线索".encode()}
    )
    send(phone)
    expect(phone.locator(".errors")).to_be_focused()
    expect(phone.locator("#id_title")).to_have_value(TITLE)
    assert phone.locator("#id_papers").evaluate("box => box.files.length") == 1, "the file is still chosen"
    looked_at(phone)
    fill_in(phone)
    send(phone)
    phone.wait_for_url("**/receipt/")
    looked_at(phone)
    number = phone.locator(".foi-facts dd").first.inner_text()
    code = phone.locator(".foi-code").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    expect(phone.locator("svg.qr")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text(NAME)
    expect(phone.locator("main")).to_contain_text("附件")

    ask_for_supplement(house, number, "请写明要哪几个乡镇的。")
    phone.goto("/foi/track/")
    looked_at(phone)
    phone.locator("#code").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="查询").click()
    expect(phone.locator("h1")).to_have_text("等您补正")
    expect(phone.locator("svg.process--tall")).to_be_visible()
    looked_at(phone)
    phone.get_by_role("link", name="现在补正").click()
    phone.locator("#id_text").fill("全部乡镇。")
    looked_at(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("h1")).to_have_text("正在办理")
    expect(phone.locator(".past")).to_contain_text("收到您的补正")
    looked_at(phone)
    with phone.expect_download() as given:
        phone.get_by_role("link", name="DOCX").first.click()
    assert "补正告知书" in given.value.suggested_filename
    assert NAME not in given.value.suggested_filename


def test_without_script_the_same_way_leads_to_the_same_receipt(chromium: Browser, house: House) -> None:
    context = chromium.new_context(
        base_url=house.url, viewport=SIZES[390], locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/foi/apply/?organisation=water")
    page.locator("#id_title").fill("城乡低保标准")
    page.get_by_role("button", name="先查一查").click()
    expect(page.locator("#known a").first).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("城乡低保标准")
    expect(page.locator("#id_organisation")).to_have_value("water")
    page.locator("#id_title").fill("河道采砂许可情况")
    fill_in(page)
    for _attempt in range(30):  # without script the form may ask for a short wait
        send(page)
        if page.url.endswith("/receipt/"):
            break
        expect(page.locator("#id_name")).to_have_value(NAME)
        page.wait_for_timeout(1_000)
    page.wait_for_url("**/receipt/")
    page.get_by_role("link", name="看进度").first.click()
    page.get_by_role("link", name="撤回申请").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.locator("h1")).to_have_text("您已经撤回申请")
    page.get_by_label("一般").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("main")).to_contain_text("您给了 3 分")
    context.close()
