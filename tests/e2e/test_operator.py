"""The operator enters next year's holidays, and what was provisional becomes certain."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, sign_in

pytestmark = pytest.mark.e2e

# Holidays of 2027 as this county supposes them: row, first day, last day, make-up days
YEAR = (
    ("元旦", "2027-01-01", "2027-01-03", []),
    ("春节", "2027-02-05", "2027-02-12", ["2027-02-04", "2027-02-20"]),
    ("清明节", "2027-04-03", "2027-04-05", []),
    ("劳动节", "2027-05-01", "2027-05-05", ["2027-05-08"]),
    ("端午节", "2027-06-09", "2027-06-09", []),
    ("中秋节", "2027-09-15", "2027-09-15", []),
    ("国庆节", "2027-10-01", "2027-10-07", ["2027-10-09"]),
)


def due(house: House) -> str:
    """The first line of the answer: the day, and whether it is provisional."""
    return house.yangguang("due", "PROACTIVE_PUBLISH", "--from", "2026-12-28").stdout.splitlines()[0]


def fill(page: Page) -> None:
    for row, (name, first, last, work) in enumerate(YEAR):
        line = page.locator("#year tbody tr").nth(row)
        expect(line).to_contain_text(name)
        page.locator(f"[name=first{row}]").fill(first)
        page.locator(f"[name=last{row}]").fill(last)
        for n in range(3):
            page.locator(f"[name=work{row}_{n}]").fill(work[n] if n < len(work) else "")


def test_next_years_holidays_make_a_provisional_day_certain(chromium: Browser, house: House) -> None:
    # 3 working days are left of December; 4-8, 11-15, 18-22, 25 and 26 January follow.
    assert due(house) == "2027-01-26（暂定）"
    qian = sign_in(chromium, house, "qian.jin")
    qian.goto("/office/calendar/2027/")
    fill(qian)
    # A make-up day on a Thursday is a slip of the pen: said at its field, and all that was typed is still there.
    qian.get_by_role("button", name="先看一遍").click()
    expect(qian.locator(".errors")).to_contain_text("2027-02-04")
    assert qian.locator("[name=last6]").input_value() == "2027-10-07"
    qian.locator("[name=work1_0]").fill("2027-01-30")
    qian.get_by_label("通知文号或标题").fill("国务院办公厅关于2027年部分节假日安排的通知")
    # Shown before it holds: as the notice would say it, and which clocks it moves.
    qian.get_by_role("button", name="先看一遍").click()
    preview = qian.locator("section[aria-labelledby=h-preview]")
    expect(preview).to_contain_text("2月5日")
    expect(preview).to_contain_text("录入后有 1 个期限变动")
    expect(preview).to_contain_text("许可联合办理")
    qian.get_by_role("button", name="核对无误，录入").click()
    expect(qian.locator("body")).to_contain_text("已录入 2027 年放假安排，1 个期限随之变动")
    assert due(house) == "2027-01-26"
    qian.context.close()
