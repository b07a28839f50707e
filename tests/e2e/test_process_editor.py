"""The operator draws one more step into the review, checks, publishes, and a new case runs by it. By mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import SIZES, House, sign_in
from tests.e2e.test_main_journey import DOCUMENT
from tests.e2e.test_nothing_is_violated import listen

pytestmark = pytest.mark.e2e

TITLE = "国务院关于印发水资源税专项附加扣除暂行办法的通知"
EDIT = "/office/processes/disclosure-review/1/edit/"


def draft_of_water(house: House, folder: Path) -> None:
    """A draft of the water bureau, out of a real document."""
    text = (
        DOCUMENT.read_text(encoding="utf-8")
        .replace("个人所得税", "水资源税")
        .replace("国发", "水发")
        .replace("2018-00219", "2018-00919")
        .replace("5351181", "5351182")
    )
    (folder / "water.jsonl").write_text(text, encoding="utf-8")
    where = ("--organisation", "water", "--category", "A20_01", "--json")
    house.yangguang("import-items", str(folder / "water.jsonl"), *where)


def opened(page: Page, address: str = EDIT) -> Page:
    page.goto(address)
    expect(page.locator("#status")).to_have_text("打开了。")
    return page


def pick(page: Page, element: str) -> None:
    """Choose an element in the list, as the keyboard does."""
    if page.locator("#all").get_attribute("open") is None:
        page.locator("#all summary").press("Enter")
    page.locator(f'#elements button[data-element="{element}"]').press("Enter")


def watermark_is_free(page: Page) -> bool:
    """Whether the mark of bpmn.io, which its licence demands, is on the page with nothing over it."""
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    assert box["width"] > 40
    return bool(
        page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.bjs-powered-by'))",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )
    )


def test_a_step_is_drawn_checked_and_published_and_a_new_case_runs_by_it(
    chromium: Browser, house: House, tmp_path: Path
) -> None:
    qian = sign_in(chromium, house, "qian.jin")
    heard = listen(qian)
    gone: list[str] = []
    qian.on(
        "request",
        lambda asked: (
            gone.append(asked.url) if not asked.url.startswith((house.url, "data:", "blob:")) else None
        ),
    )
    opened(qian)
    assert watermark_is_free(qian)
    # The line between drafting and the section goes; a task of the section comes in its place.
    pick(qian, "f-section-review")
    qian.get_by_role("button", name="删除这个元素").press("Enter")
    qian.locator('[data-element-id="draft"]').click()
    expect(qian.locator("#h-element")).to_have_text("任务")
    expect(qian.locator("#e-name")).to_have_value("起草")
    qian.locator('.djs-context-pad [data-action="after-userTask"]').click()
    qian.locator("#e-name").fill("复核")
    qian.locator("#e-name").press("Tab")
    qian.get_by_label("泳道", exact=True).select_option(label="科室负责人")
    qian.get_by_role("button", name="检查", exact=True).click()
    expect(qian.locator("#verdict")).to_contain_text("个问题")
    missing = qian.locator("#findings button", has_text="没有写明期限")
    expect(missing).to_have_count(1)
    missing.press("Enter")
    expect(qian.locator("#e-name")).to_have_value("复核")
    qian.get_by_label("期限").select_option("REVIEW_STEP")
    qian.get_by_label("连线到").select_option("section-review")
    qian.get_by_role("button", name="连上").press("Enter")
    # A condition is read by the server while it is typed.
    pick(qian, "f-section-review-return")
    qian.locator("#e-condition").fill('outcome = "retur')
    expect(qian.locator("#e-condition-said")).to_contain_text("读不懂")
    qian.locator("#e-outcome").select_option(label="退回")
    expect(qian.locator("#e-condition-said")).to_have_text("写法正确。")
    qian.get_by_role("button", name="检查", exact=True).click()
    expect(qian.locator("#verdict")).to_contain_text("检查通过")
    qian.get_by_role("button", name="保存草稿").click()
    expect(qian.locator("#status")).to_contain_text("草稿已保存")
    # The draft is on the server: another look shows it.
    opened(qian)
    expect(qian.locator('#canvas [data-element-id="draft"]')).to_be_visible()
    expect(qian.locator("#canvas")).to_contain_text("复核")
    qian.get_by_label("适用机构").select_option("water")
    qian.get_by_role("button", name="发布", exact=True).click()
    expect(qian.locator("body")).to_contain_text("已发布“信息公开审核（五步）”")
    assert (heard, gone) == ([], [])
    # Looked at afterwards: what examines the page brings styles of its own.
    assert faults(opened(qian)) == []
    qian.context.close()

    # It holds for the water bureau only; what its officer submits now waits at the new step.
    draft_of_water(house, tmp_path)
    he = sign_in(chromium, house, "he.ping")
    he.goto("/office/items/?state=draft")
    he.get_by_role("link", name=TITLE).click()
    he.get_by_role("link", name="修改", exact=True).click()
    he.get_by_role("button", name="保存并送审").click()
    expect(he.locator("body")).to_contain_text("已经送审")
    expect(he.locator("body")).to_contain_text("复核")
    he.context.close()


def kinds_of(page: Page, word: str) -> str:
    """The element of the list that begins with a word, the newest of them."""
    return str(page.locator("#elements button", has_text=word).last.get_attribute("data-element"))


def add(page: Page, kind: str, name: str = "") -> None:
    """What comes after the chosen element, by the side form alone."""
    page.locator("#e-add").select_option(label=kind)
    page.get_by_role("button", name="加上").press("Enter")
    if name:
        page.locator("#e-name").fill(name)
        page.locator("#e-name").press("Tab")


def test_a_sub_process_a_countersign_and_a_sub_case_are_drawn_by_the_side_form_and_published(
    chromium: Browser, house: House
) -> None:
    qian = sign_in(chromium, house, "qian.jin")
    heard = listen(qian)
    opened(qian, "/office/processes/site-visit/0/edit/")
    pick(qian, "lane-1")
    qian.get_by_label("由哪个岗位办").select_option("section-head")
    pick(qian, "flow-2")
    qian.get_by_role("button", name="删除这个元素").press("Enter")
    # The task is asked of several offices; two thirds are enough.
    pick(qian, "task-1")
    qian.get_by_label("期限").select_option("REVIEW_STEP")
    qian.get_by_label("会签：同时请几个单位或岗位办").check()
    qian.get_by_label("名单是哪个事实").fill("参会单位")
    qian.locator("#e-enough").fill("nrOf_pass >=")
    expect(qian.locator("#e-enough-said")).to_contain_text("读不懂")
    qian.locator("#e-enough").fill("2/3:pass")
    expect(qian.locator("#e-enough-said")).to_have_text("写法正确。")
    qian.locator("#e-enough").press("Tab")
    # A sub-process comes with its beginning; its inside goes on from there.
    add(qian, "子流程", "现场核查")
    pick(qian, kinds_of(qian, "开始　没有名称"))
    add(qian, "任务", "核查")
    qian.get_by_role("button", name="检查", exact=True).click()
    expect(qian.locator("#findings")).to_contain_text("“核查”没有写明期限")
    qian.get_by_label("期限").select_option("REVIEW_STEP")
    add(qian, "结束")
    # After it another process is run as a case of its own.
    pick(qian, kinds_of(qian, "子流程　现场核查"))
    add(qian, "调用活动（办另一个流程）", "公开审核")
    qian.get_by_label("连线到").select_option("end")
    qian.get_by_role("button", name="连上").press("Enter")
    pick(qian, kinds_of(qian, "调用活动"))
    qian.get_by_role("button", name="检查", exact=True).click()
    expect(qian.locator("#findings")).to_contain_text("公开审核")
    qian.get_by_label("办哪个流程").select_option("disclosure-review")
    qian.locator("#e-in").fill("title")
    qian.locator("#e-out").fill("outcome:result")
    qian.locator("#e-out").press("Tab")
    qian.get_by_role("button", name="检查", exact=True).click()
    expect(qian.locator("#verdict")).to_contain_text("检查通过")
    qian.get_by_role("button", name="保存草稿").click()
    expect(qian.locator("#status")).to_contain_text("草稿已保存")
    # What was typed is in the file: another look finds it in the forms.
    opened(qian, "/office/processes/site-visit/0/edit/")
    pick(qian, "task-1")
    expect(qian.locator("#e-many")).to_be_checked()
    expect(qian.locator("#e-collection")).to_have_value("参会单位")
    expect(qian.locator("#e-enough")).to_have_value("2/3:pass")
    pick(qian, kinds_of(qian, "调用活动"))
    expect(qian.locator("#e-called")).to_have_value("disclosure-review")
    expect(qian.locator("#e-in")).to_have_value("title")
    qian.get_by_role("button", name="发布", exact=True).click()
    expect(qian.locator("body")).to_contain_text("第 1 版")
    qian.goto("/processes/site-visit/1/")
    for name in ("现场核查", "核查", "公开审核"):
        expect(qian.locator("svg.process--wide")).to_contain_text(name)
    expect(qian.locator("svg.process--wide .frame")).to_have_css("fill", "none")
    assert heard == []
    qian.context.close()


def test_two_windows_do_not_undo_each_other(chromium: Browser, house: House) -> None:
    one = opened(sign_in(chromium, house, "qian.jin"), "/office/processes/two-windows/0/edit/")
    other = opened(one.context.new_page(), "/office/processes/two-windows/0/edit/")
    for page, name in ((one, "甲"), (other, "乙")):
        page.locator("#e-name").fill(name)
        page.locator("#e-name").press("Tab")
        page.get_by_role("button", name="保存草稿").click()
    expect(one.locator("#status")).to_contain_text("草稿已保存")
    expect(other.locator("#clash")).to_contain_text("别的窗口")
    other.get_by_role("button", name="用这里画的覆盖").click()
    expect(other.locator("#status")).to_contain_text("草稿已保存")
    opened(one, "/office/processes/two-windows/0/edit/")
    expect(one.locator("#process-title")).to_have_text("乙")
    one.context.close()


def test_it_fits_a_narrow_screen_and_stands_without_script(chromium: Browser, house: House) -> None:
    small = opened(sign_in(chromium, house, "qian.jin", width=390), "/office/processes/narrow/0/edit/")
    assert small.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert watermark_is_free(small)
    assert faults(small) == []
    cookies = small.context.cookies()
    small.context.close()
    bare = chromium.new_context(base_url=house.url, viewport=SIZES[390], java_script_enabled=False)
    bare.add_cookies(cookies)  # type: ignore[arg-type]
    page = bare.new_page()
    page.goto("/office/processes/narrow/0/edit/")
    expect(page.locator("#still svg.process--tall")).to_be_visible()
    expect(page.locator("#findings li").first).to_be_visible()
    expect(page.get_by_role("link", name="下载 .bpmn")).to_be_visible()
    bare.close()
