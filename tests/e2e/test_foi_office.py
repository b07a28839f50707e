"""The people of an office handle requests: the window clerk, the officer who asks a third party, the reviewer, the head."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.axe import faults, looked_at
from tests.e2e.conftest import BOTH, SIZES, House

pytestmark = pytest.mark.e2e

NUMBER, FORGED = "11010519491231002X", "110105194912310021"
DeskOf = Callable[[str], Page]


def opened(page: Page, uid: str) -> None:
    page.goto(f"/office/requests/{uid}/")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).first.check()


def complete(page: Page, outcome: str) -> None:
    page.locator(f"form.step button[value={outcome}]").click()


def panel(page: Page, heading: str) -> Locator:
    return page.locator("section.panel").filter(has=page.get_by_role("heading", name=heading, exact=True))


def test_the_clerk_at_the_window_registers_an_application_on_paper(
    desk_of: DeskOf, house: House, tmp_path: Path
) -> None:
    lin = desk_of("lin.xiao")
    lin.goto("/office/requests/")
    lin.get_by_role("link", name="登记申请").click()
    expect(lin.locator("#id_arrived_on")).to_be_hidden()  # a letter's day: nobody has sent a letter
    expect(lin.locator("#id_contact")).to_be_hidden()
    choose(lin, "平常信函")
    expect(lin.locator("#id_arrived_on")).to_be_visible()
    choose(lin, "当面提交")
    lin.locator("#id_title").fill("城乡医疗救助资金拨付表")
    lin.locator("#id_name").fill("王小明")
    lin.locator("#id_identity_kind").select_option("resident")
    lin.locator("#id_identity_number").fill(FORGED)
    lin.locator("#id_phone").fill("13812345678")
    press(lin, "登记")
    expect(lin.locator(".errors")).to_contain_text("公民身份号码不正确")
    expect(lin.locator("#id_title")).to_have_value("城乡医疗救助资金拨付表")
    expect(lin.locator("#id_identity_number")).to_have_value(FORGED)
    looked_at(lin, *BOTH)
    lin.locator("#id_identity_number").fill(NUMBER)
    lin.locator("#id_description").fill("上一年度分乡镇的数字，纸质一份。")
    choose(lin, "纸质件")
    choose(lin, "当面领取")
    press(lin, "登记")
    lin.wait_for_url("**/receipt/")
    number = lin.locator(".about dd b").first.inner_text()
    expect(lin.locator(".about")).to_contain_text("最迟")
    press(lin, "出具回执")
    looked_at(lin, *BOTH)
    with lin.expect_download() as given:
        lin.get_by_role("link", name="打开回执").click(modifiers=["Alt"])
    paper = tmp_path / "receipt.pdf"
    given.value.save_as(paper)
    printed = re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(paper).pages))
    assert number in printed
    assert re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", printed), "the code with which she follows it"
    lin.emulate_media(media="print")
    expect(lin.locator(".about")).to_be_visible()
    lin.emulate_media(media="screen")
    lin.get_by_role("link", name="去办理这一件").click()
    expect(panel(lin, "申请的信息")).to_contain_text("窗口代填")
    expect(lin.locator("main")).not_to_contain_text("王小明")


def test_an_officer_asks_a_third_party_and_answers_in_part(
    chromium: Browser, house: House, desk_of: DeskOf, laid: dict[str, Any]
) -> None:
    asked = laid["asked"]
    lin = desk_of("lin.xiao")
    opened(lin, asked["uid"])
    looked_at(lin, *BOTH)
    lin.get_by_role("link", name="征求意见", exact=True).click()
    expect(lin.locator("#id_agency")).to_be_hidden()
    lin.locator("#id_question").fill("协议第三条的采购价格涉及贵单位，是否同意公开，请说明理由。")
    press(lin, "出具征求意见函")
    expect(lin.locator(".errors")).to_contain_text("第三方")
    expect(lin.locator("#id_question")).to_have_value(re.compile("第三条的采购价格"))
    lin.locator("#id_name").fill("阳光县东门面粉有限公司")
    lin.locator("#id_phone").fill("0398-1234567")
    lin.locator("#id_address").fill("阳光县城关镇东门大街6号")
    press(lin, "出具征求意见函")
    expect(lin.locator("[role=status], .messages").first).to_contain_text("期限从明天起停止计算")
    third = panel(lin, "征求意见")
    expect(third).not_to_contain_text("东门面粉")
    third.get_by_role("link", name="登记对方收到").click()
    press(lin, "登记")
    expect(third).to_contain_text("等待意见，最迟")
    third.get_by_role("link", name="登记意见").click()
    choose(lin, "不同意")
    lin.locator("#id_words").fill("采购价格属于商业秘密。")
    press(lin, "登记")
    expect(third).to_contain_text("采购价格属于商业秘密")

    complete(lin, "answer")
    expect(lin.locator("form.step .errors, .errors").first).to_contain_text("答复")
    opened(lin, asked["uid"])
    lin.get_by_role("link", name="拟制答复").click()
    looked_at(lin, *BOTH)
    press(lin, "部分公开")
    lin.locator("#id_withheld").fill("协议第三条中的采购价格")
    press(lin, "保存")
    expect(panel(lin, "还缺什么")).to_contain_text("理由")
    lin.locator("#id_reason").fill(
        "采购价格属于第三方商业秘密，第三方不同意公开，不公开不会对公共利益造成重大影响。"
    )
    press(lin, "保存，回到这一件")
    expect(lin.locator(".letter")).to_contain_text("协议第三条中的采购价格")
    complete(lin, "answer")

    wu = desk_of("wu.gang")
    opened(wu, asked["uid"])
    expect(wu.locator(".letter")).to_contain_text("商业秘密")
    complete(wu, "pass")
    chen = desk_of("chen.jing")
    opened(chen, asked["uid"])
    complete(chen, "pass")
    opened(lin, asked["uid"])
    complete(lin, "delivered")

    context = chromium.new_context(base_url=house.url, viewport=SIZES[390], locale="zh-CN")
    citizen = context.new_page()
    citizen.goto("/foi/track/")
    citizen.locator("#code").fill(asked["code"])
    press(citizen, "查询")
    expect(citizen.locator("h1")).to_have_text("已经答复：部分公开")
    answer = citizen.locator("section[aria-labelledby=h-given]")
    expect(answer).to_contain_text("第三十七条")
    expect(answer).to_contain_text("申请行政复议")
    expect(citizen.locator("main")).not_to_contain_text("东门面粉有限公司")
    assert faults(citizen) == []
    assert not citizen.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    context.close()


def test_the_head_extends_before_the_limit_and_not_after_it(desk_of: DeskOf, laid: dict[str, Any]) -> None:
    chen, lin = desk_of("chen.jing"), desk_of("lin.xiao")
    opened(lin, laid["running"]["uid"])
    expect(lin.get_by_role("link", name="延长答复期限")).to_have_count(0)
    opened(chen, laid["running"]["uid"])
    chen.get_by_role("link", name="延长答复期限").click()
    chen.locator("#id_reason").fill("需要查找的台账分散在十二个乡镇")  # the list above it is whole now
    last = chen.locator("#id_by option").last
    until = re.search(r"\d{4}-\d\d-\d\d", last.inner_text())
    assert until
    chen.locator("#id_by").select_option(last.get_attribute("value"))
    press(chen, "延长，出具告知书")
    expect(chen.locator("main")).to_contain_text("告知书")
    expect(panel(chen, "申请的信息")).to_contain_text(until.group())
    expect(panel(chen, "出具的文书")).to_contain_text("延期答复告知书")

    opened(chen, laid["late"]["uid"])
    expect(panel(chen, "申请的信息")).to_contain_text("超期")
    chen.goto(f"/office/requests/{laid['late']['uid']}/extend/")
    chen.locator("#id_reason").fill("经办人员请假，没有来得及")
    press(chen, "延长，出具告知书")
    expect(chen.locator(".errors")).to_contain_text("太晚了")
    expect(chen.locator("#id_reason")).to_have_value("经办人员请假，没有来得及")
    looked_at(chen, *BOTH)
