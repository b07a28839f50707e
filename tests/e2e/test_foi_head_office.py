"""Head office: figures that open what they count; the annual report with a figure that does not agree, mended and published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.axe import faults, looked_at
from tests.e2e.conftest import BOTH, SIZES, House, run_module

pytestmark = pytest.mark.e2e
DeskOf = Callable[[str], Page]


def test_a_figure_of_the_statistics_opens_the_requests_that_it_counts(
    desk_of: DeskOf, laid: dict[str, Any]
) -> None:
    sun, year = desk_of("sun.li"), laid["year"]
    sun.goto("/office/requests/statistics/")
    sun.locator("#f-since").fill(f"{year}-01-01")
    sun.locator("#f-until").fill(f"{year}-12-31")
    sun.get_by_role("button", name="统计", exact=True).click()
    looked_at(sun, *BOTH)
    came = sun.locator(".facts a").first
    expect(came).to_contain_text("新收")
    expect(came.locator(".figure")).to_have_text("4")
    came.click()
    expect(sun.locator("main")).to_contain_text("共 4 件")
    expect(sun.locator("table.register tbody tr")).to_have_count(4)
    sun.go_back()
    results = sun.get_by_role("table", name="按结果（办结）")
    results.get_by_role("row", name="部分公开").get_by_role("link").click()
    expect(sun.locator("table.register tbody th a")).to_have_text(["公墓建设用地批复"])


def test_a_report_whose_figures_do_not_agree_is_mended_and_published(
    page: Page, house: House, desk_of: DeskOf, laid: dict[str, Any], tmp_path: Path
) -> None:
    lin, year = desk_of("lin.xiao"), laid["year"]
    lin.goto(f"/office/reports/?year={year}")
    lin.get_by_role("link", name="阳光县民政局").click()
    lin.get_by_role("button", name="开始编制").click()
    expect(lin.locator("#t3-new_received-total .cell-number")).to_have_text("4")
    for box in lin.locator("textarea[name^=chapter-]").all():
        box.fill("\n".join(filled_in(line) for line in box.input_value().split("\n")))
    granted = lin.locator("[name='t3.granted.natural_person']")
    expect(granted).to_have_value("2")
    granted.fill("3")
    lin.locator("#id_reason").fill("漏登一件")
    send(lin)
    expect(lin.locator(".errors")).to_contain_text("还不能送审")
    wrong = lin.locator(".said > li").filter(has_text="Y1 必须改正").first
    expect(wrong).to_contain_text("本年新收 3")
    wrong.get_by_role("link").first.click()
    expect(lin.locator("td:target")).to_be_visible()
    looked_at(lin, *BOTH)
    granted.fill("2")
    send(lin)
    expect(lin.locator("main")).to_contain_text("正在审核，不能修改")
    title = lin.locator("h1").inner_text()
    run_module(house, "tests.e2e.lay_requests", "sign", title)

    page.set_viewport_size(SIZES[390])
    page.goto(f"/foi/reports/?year={year}")
    line = page.get_by_role("row", name="阳光县民政局")
    expect(line).to_contain_text("4")
    assert faults(page) == []
    with page.expect_download() as given:
        line.get_by_role("link", name="XLSX").click()
    given.value.save_as(tmp_path / "report.xlsx")
    sheets = load_workbook(tmp_path / "report.xlsx")
    assert any(
        [cell.value for cell in row if cell.value is not None][-1:] == [4]
        for sheet in sheets
        for row in sheet.iter_rows()
    )
    line.get_by_role("link", name="看报告").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text("收到和处理政府信息公开申请情况")
    assert faults(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def filled_in(line: str) -> str:
    """A line of a chapter as somebody finishes it who was asked to."""
    return line.split("【", maxsplit=1)[0] + "已经落实。" if "【" in line else line


def send(page: Page) -> None:
    accepted = page.locator("#id_accepted")
    if accepted.count():
        accepted.fill("已经逐件核对，确实如此。")
    page.get_by_role("button", name="保存并送审").click()
