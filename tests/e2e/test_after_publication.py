"""What becomes of a document once it is public: corrected, taken down, put back, replaced, destroyed; and one that waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import House, run_module
from tests.e2e.test_main_journey import open_task, outcome, say, submit
from yangguang.lib import clock

pytestmark = pytest.mark.e2e

DeskOf = Callable[[str], Page]
WRONG = "关于做好2026年冬季取暖救助工作的通知"
RIGHT = "关于做好2026年冬季取暖救助工作的通知（更正）"
OLD, NEW = "临时救助工作规程", "特困人员集中供养服务办法"
SECRET_ONE = "养老机构日常检查情况的通报"


def open_item(page: Page, title: str, state: str = "public") -> None:
    page.goto(f"/office/register/?q={title}&state={state}")
    page.get_by_role("link", name=title, exact=True).first.click()


def the_three_sign(desk_of: DeskOf, title: str) -> None:
    zhou, wu, chen = (desk_of(name) for name in ("zhou.min", "wu.gang", "chen.jing"))
    open_task(zhou, title)
    outcome(zhou, "通过")
    expect(zhou.locator("body")).to_contain_text("已办：通过")
    open_task(wu, title)
    wu.get_by_label("不涉及国家秘密，可以公开").check()
    say(wu, "已核对。")
    outcome(wu, "通过")
    expect(wu.locator("body")).to_contain_text("已办：通过")
    open_task(chen, title)
    outcome(chen, "签发")
    expect(chen.locator("body")).to_contain_text("已办：签发")


def test_a_mistake_is_corrected_and_both_texts_stay_side_by_side(page: Page, desk_of: DeskOf) -> None:
    lin = desk_of("lin.xiao")
    open_item(lin, WRONG)
    office = lin.url
    lin.get_by_role("link", name="更正或更新").click()
    lin.get_by_role("button", name="开始起草").click()
    expect(lin.locator(".errors")).to_contain_text("请选择是更正差错，还是更新内容")
    lin.get_by_label("更正：原文有差错").check()
    lin.get_by_label("变更说明").fill("标题漏写“更正”。")
    lin.get_by_role("button", name="开始起草").click()
    lin.get_by_label("标题", exact=True).fill(RIGHT)
    submit(lin)
    expect(lin.locator("body")).to_contain_text("已经送审")
    page.goto(f"/search/?q={WRONG}")
    page.locator("main a", has_text=re.compile("冬季取暖")).first.click()
    expect(page.locator("h1")).to_have_text(WRONG)
    address = page.url
    the_three_sign(desk_of, RIGHT)
    page.goto(address)
    expect(page.locator("h1")).to_have_text(RIGHT)
    expect(page.locator("main")).to_contain_text("标题漏写“更正”。")

    # Taken down by who may; the address says so and tells neither title nor text. Put back, it reads as before.
    chen = desk_of("chen.jing")
    chen.goto(office)
    chen.get_by_role("link", name="撤下", exact=True).click()
    chen.get_by_label("理由").fill("附表需要重新核对。")
    chen.get_by_role("button", name="撤下", exact=True).click()
    expect(chen.locator(".errors")).to_contain_text("依据")
    assert chen.get_by_label("理由").input_value() == "附表需要重新核对。"
    chen.get_by_label("依据").fill("《政府信息公开条例》第十五条")
    chen.get_by_role("button", name="撤下", exact=True).click()
    expect(chen.locator("body")).to_contain_text("已经撤下，不再公开")
    answer = page.goto(address)
    assert answer is not None and answer.status == 410
    expect(page.locator("main")).to_contain_text("附表需要重新核对。")
    assert "冬季取暖" not in page.content()
    chen.get_by_role("link", name="恢复公开", exact=True).click()
    chen.get_by_label("理由").fill("附表核对无误。")
    chen.get_by_label("依据").fill("《政府信息公开条例》第六条")
    chen.get_by_role("button", name="恢复公开", exact=True).click()
    expect(chen.locator("body")).to_contain_text("已经恢复公开")
    page.goto(address)
    expect(page.locator("h1")).to_have_text(RIGHT)


def test_an_older_document_is_replaced_and_each_page_leads_to_the_other(page: Page, desk_of: DeskOf) -> None:
    sun = desk_of("sun.li")
    open_item(sun, OLD)
    sun.get_by_role("link", name="有效性", exact=True).click()
    sun.get_by_label("已废止：由新文件或者决定废止").check()
    sun.get_by_label("自哪天起").fill(clock.today().isoformat())
    sun.get_by_label("依据的文件（本站公开的）").fill("阳民规〔2026〕99号")
    sun.get_by_label("理由和依据").fill("由新的办法代替。")
    sun.locator("main form .btn").first.click()
    expect(sun.locator(".errors")).to_contain_text("没有索引号或文号为")
    sun.get_by_label("依据的文件（本站公开的）").fill("阳民规〔2026〕2号")
    sun.locator("main form .btn").first.click()
    expect(sun.locator("main")).to_contain_text("已废止")
    page.goto(f"/search/?q={OLD}")
    page.locator("main a", has_text=OLD).first.click()
    expect(page.locator("main")).to_contain_text("已废止")
    page.get_by_role("link", name=re.compile(NEW)).first.click()
    expect(page.locator("h1")).to_have_text(NEW)
    expect(page.locator("main")).to_contain_text(OLD)


def test_what_must_not_exist_is_destroyed_and_its_trace_stays(page: Page, desk_of: DeskOf) -> None:
    page.goto(f"/search/?q={SECRET_ONE}")
    page.locator("main a", has_text=SECRET_ONE).first.click()
    address = page.url
    sun = desk_of("sun.li")
    open_item(sun, SECRET_ONE)
    sun.get_by_role("link", name="依法消除", exact=True).click()
    sun.get_by_role("button", name="消除", exact=True).click()
    expect(sun.locator(".errors")).to_contain_text("请选择要消除的版本")
    sun.get_by_label(re.compile("第 1 版")).check()
    sun.get_by_label("标题里也有不得存在的内容，一并消除").check()
    sun.get_by_label("理由").fill("误将个人信息写入正文。")
    sun.get_by_label("依据").fill("《个人信息保护法》第四十七条")
    sun.get_by_label("我已核对：消除以后不能恢复").check()
    sun.get_by_role("button", name="消除", exact=True).click()
    expect(sun.locator("main")).to_contain_text("内容已依法消除")
    answer = page.goto(address)
    assert answer is not None and answer.status == 410
    assert "检查情况的通报" not in page.content()
    page.goto("/search/?q=消防通道堆物")
    expect(page.locator("main")).not_to_contain_text("检查情况的通报")


def test_two_drafts_are_sent_together_and_one_waits_for_its_hour(
    page: Page, desk_of: DeskOf, house: House
) -> None:
    lin = desk_of("lin.xiao")
    titles = ["关于公布春季助餐点名单的公告", "关于助餐点试运行的公告"]
    for title in titles:
        lin.goto("/office/items/new/")
        lin.get_by_label("标题", exact=True).fill(title)
        lin.locator("#id_category").select_option(index=1)
        lin.locator("#id_generated_on").fill(clock.today().isoformat())
        lin.locator("#body-editor").click()
        lin.keyboard.type("各镇人民政府：现将助餐点的名单、地址和供餐时间予以公布，请相互转告。")
        lin.get_by_role("button", name="保存草稿").click()
        expect(lin.locator("body")).to_contain_text("草稿已经保存")
    lin.goto(lin.url.removesuffix("edit/"))
    lin.get_by_role("link", name=re.compile("定时公开")).click()
    lin.get_by_label("公开时间").fill("2020-01-01T09:00")
    lin.get_by_role("button", name="定下公开时间").click()
    expect(lin.locator(".errors")).to_contain_text("没有办成，您填写的内容都在")
    soon = clock.today() + timedelta(days=2)
    lin.get_by_label("公开时间").fill(soon.strftime("%Y-%m-%dT09:00"))
    lin.get_by_role("button", name="定下公开时间").click()
    expect(lin.locator("body")).to_contain_text("已经定好")

    lin.goto("/office/register/?state=draft&q=助餐点")
    for title in titles:
        lin.get_by_label(f"选择“{title}”").check(force=True)
    lin.get_by_role("button", name="勾选的送审").click()
    expect(lin.locator("main")).to_contain_text("办成 2 件，没有办成 0 件")
    the_three_sign(desk_of, titles[1])
    page.goto("/search/?q=助餐点试运行")
    expect(page.locator("main")).not_to_contain_text(titles[1])
    open_item(lin, titles[1], "")
    expect(lin.locator("main")).to_contain_text("已签发，等待公开")
    lin.get_by_role("link", name="改公开时间，或者取消").click()
    lin.get_by_role("button", name="马上公开").click()
    expect(lin.locator(".errors")).to_be_visible()
    lin.get_by_label("理由").fill("准备工作提前完成。")
    lin.get_by_role("button", name="马上公开").click()
    expect(lin.locator("body")).to_contain_text("已经公开")
    page.goto("/search/?q=助餐点试运行")
    expect(page.locator("main")).to_contain_text(titles[1])


def test_what_citizens_sought_in_vain_is_found_once_the_office_names_the_word(
    page: Page, desk_of: DeskOf, house: House
) -> None:
    run_module(house, "tests.e2e.seek", "过冬红包")
    page.goto("/search/?q=过冬红包")
    expect(page.locator("main")).not_to_contain_text("冬季取暖救助")
    sun = desk_of("sun.li")
    sun.goto("/office/search/")
    row = sun.locator("tbody tr", has_text="过冬红包")
    expect(row).to_have_count(1)
    row.get_by_role("link", name="加同义词").click()
    sun.locator("#words").fill("过冬红包，取暖补贴")
    sun.get_by_role("button", name="保存").click()
    expect(sun.locator(".errors")).to_have_count(0)
    sun.goto("/office/search/words/?q=过冬红包")
    expect(sun.locator("main tbody")).to_contain_text("过冬红包、取暖补贴")
    page.goto("/search/?q=过冬红包")
    expect(page.locator("main")).to_contain_text("冬季取暖救助")
