"""A table of discretion: drawn with a hole, mended, published, read by a citizen, changed in a spreadsheet."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import looked_at
from tests.e2e.conftest import BOTH, SIZES, House, sign_in

pytestmark = pytest.mark.e2e

NAME, CODE = "烟花爆竹零售处罚裁量基准", "firework-fine"
EDIT = "/office/tables/edit/"


def press(page: Page, name: str) -> None:
    """One of the buttons under the grid; each sends the whole page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def fill_rule(page: Page, number: int, amount: str, gravity: str, fine: str) -> None:
    for place, text in (("in-0", amount), ("in-1", gravity), ("out-0", fine), ("note-0", "条例第三十条")):
        page.locator(f"[name=rule-{number - 1}-{place}]").fill(text)


def draw(page: Page) -> None:
    """Two conditions, one fine, three rules; between 4,000 and 5,000 nothing is said."""
    page.locator("#name").fill(NAME)
    page.locator("#description").fill("依据《烟花爆竹安全管理条例》第三十条")
    page.locator("[name=in-0-name]").fill("违法所得")
    page.locator("[name=in-0-label]").fill("违法所得（元）")
    page.locator("[name=in-0-step]").fill("0.01")
    page.locator("[name=in-0-values]").fill("[0..100000]")
    page.locator("[name=in-1-name]").fill("情节")
    page.locator("[name=in-1-values]").fill("轻微、较重、严重")
    page.locator("[name=out-0-name]").fill("罚款")
    page.locator("[name=out-0-label]").fill("罚款（元）")
    fill_rule(page, 1, "<4000", "轻微", "500")
    fill_rule(page, 2, "<4000", "不是轻微", "1000")
    fill_rule(page, 3, ">=5000", "", "2000")


def test_a_hole_is_refused_mended_published_and_read_on_a_phone(
    chromium: Browser, house: House, phone: Page
) -> None:
    qian = sign_in(chromium, house, "qian.jin")
    qian.goto("/office/tables/")
    qian.get_by_role("link", name="新建决策表").click()
    draw(qian)
    press(qian, "检查")
    expect(qian.locator("#h-grid")).to_be_visible()
    expect(qian.locator("tr.faulty")).to_contain_text("没有规则管到")
    expect(qian.locator("tr.faulty")).to_contain_text("4000")
    expect(qian.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    looked_at(qian, *BOTH)
    # Too much is found as well, at the rules that contradict each other.
    qian.locator("[name=rule-2-in-0]").fill(">=3000")
    press(qian, "检查")
    expect(qian.locator("#rule-3.faulty")).to_have_count(1)
    expect(qian.locator("main")).to_contain_text("同时适用")
    # A word that is none: told, and everything typed is still there.
    qian.locator("[name=rule-2-in-0]").fill(">=四千")
    press(qian, "检查")
    expect(qian.locator("section[aria-labelledby=h-proof]")).to_contain_text("四千")
    expect(qian.locator("#rule-3.faulty")).to_have_count(1)
    assert qian.locator("[name=rule-0-out-0]").input_value() == "500"
    qian.locator("[name=rule-2-in-0]").fill(">=4000")
    press(qian, "检查")
    expect(qian.locator("section[aria-labelledby=h-proof] .state--ok")).to_be_visible()
    qian.locator("#try-0").fill("4000")
    qian.locator("#try-1").select_option("轻微")
    with qian.expect_navigation():
        qian.get_by_role("button", name="试一试").click()
    expect(qian.locator("section[aria-labelledby=h-try] [role=status]")).to_contain_text("第 3 条")
    # Without a code it cannot be published; the sentence leads to the field.
    press(qian, "发布")
    expect(qian.locator(".errors")).to_contain_text("代码")
    qian.locator("#id_code").fill(CODE)
    press(qian, "发布")
    expect(qian.locator("body")).to_contain_text(NAME)
    assert "/edit/" not in qian.url
    looked_at(qian, *BOTH)
    qian.context.close()

    phone.goto("/tables/")
    phone.get_by_role("link", name=NAME).click()
    expect(phone.locator("main")).to_contain_text(
        "违法所得（元）不满 4000，并且情节是“轻微”的，罚款（元）：500。"
    )
    phone.locator("form.try input[type=text]").fill("3999.99")
    phone.locator("form.try select").select_option("严重")
    phone.get_by_role("button", name="查看").click()
    expect(phone.locator("form.try [role=status]")).to_contain_text("1000")
    expect(phone.locator("tr.fired")).to_contain_text("第 2 条")
    looked_at(phone, *BOTH)
    phone.locator("form.try input[type=text]").fill("很多")
    phone.get_by_role("button", name="查看").click()
    expect(phone.locator("form.try [role=status]")).to_contain_text("要填一个数")


def test_a_new_edition_goes_out_as_a_spreadsheet_and_comes_back(
    chromium: Browser, house: House, page: Page, tmp_path: Path
) -> None:
    qian = sign_in(chromium, house, "qian.jin")
    qian.goto("/office/tables/")
    qian.locator("tr", has_text=CODE).get_by_role("link", name="改成新版").click()
    expect(qian.locator("[name=rule-1-in-1]")).to_have_value("不是轻微")
    with qian.expect_download() as sent:
        qian.get_by_role("button", name="存成电子表格").click()
    sheet = tmp_path / "table.xlsx"
    sent.value.save_as(sheet)
    with qian.expect_download() as sent:
        qian.get_by_role("button", name="存成 DMN").click()
    kept = tmp_path / "table.dmn"
    sent.value.save_as(kept)

    # In the spreadsheet the last fine is doubled.
    book = openpyxl.load_workbook(io.BytesIO(sheet.read_bytes()))
    found = [
        cell
        for one in book.worksheets
        for row in one.iter_rows()
        for cell in row
        if str(cell.value) == "2000"
    ]
    assert len(found) == 1
    found[0].value = 4000
    book.save(sheet)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no spreadsheet")

    qian.goto(f"{EDIT}?code={CODE}&organisation=")
    read_in(qian, tmp_path / "broken.xlsx")
    expect(qian.locator(".errors")).to_be_visible()
    expect(qian.locator("[name=rule-2-out-0]")).to_have_value("2000")
    looked_at(qian, SIZES[390], SIZES[1440])
    read_in(qian, kept)
    expect(qian.locator("[name=rule-2-out-0]")).to_have_value("2000")
    read_in(qian, sheet)
    expect(qian.locator("[name=rule-2-out-0]")).to_have_value("4000")
    expect(qian.locator("#id_code")).to_have_value(CODE)
    press(qian, "发布")
    expect(qian.locator("body")).to_contain_text(NAME)
    qian.context.close()

    page.goto(f"/tables/{CODE}/")
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("table.decision")).to_contain_text("4000")
    page.get_by_role("link", name="第 1 版", exact=True).click()
    expect(page.locator("main")).to_contain_text("这是以前的版本")
    expect(page.locator("table.decision")).to_contain_text("2000")
    looked_at(page, *BOTH)


def read_in(page: Page, path: Path) -> None:
    """Choose a file and press 读入."""
    if page.locator("#id_file").is_hidden():
        page.locator("details summary", has_text="从文件读入").click()
    page.locator("#id_file").set_input_files(path)
    press(page, "读入")
