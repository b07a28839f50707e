"""The strict policy holds in a real browser: nothing on the main pages is refused by it, and the editor works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, sign_in

pytestmark = pytest.mark.e2e

PUBLIC = [
    "/", "/search/?q=低保", "/published/", "/organisations/", "/catalogue/", "/data/", "/sitemap/", "/seals/", "/verify/",
    "/processes/disclosure-review/1/", "/accounts/sign-in/", "/large/",
]  # fmt: skip
OFFICE = [
    "/office/desk/",
    "/office/cases/",
    "/office/items/",
    "/office/notices/",
    "/accounts/",
    "/accounts/authenticator/",
]


def listen(page: Page) -> list[str]:
    """Everything that the browser complains about, and every dialog that something opens."""
    heard: list[str] = []
    page.on(
        "console", lambda said: heard.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"{page.url}: dialog {dialog.message}"), dialog.dismiss()))
    return heard


def test_no_public_page_asks_for_what_the_policy_forbids(page: Page) -> None:
    heard = listen(page)
    for address in PUBLIC:
        response = page.goto(address)
        assert response is not None
        assert "unsafe" not in response.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")
    page.goto("/published/")
    page.locator("main a[href^='/items/']").first.click()
    page.wait_for_load_state("networkidle")
    assert heard == []


def test_the_desk_the_case_and_the_editor_work_under_it(chromium: Browser, house: House) -> None:
    zhou = sign_in(chromium, house, "zhou.min")
    heard = listen(zhou)
    for address in OFFICE:
        zhou.goto(address)
        zhou.wait_for_load_state("networkidle")
    zhou.goto("/office/desk/")
    zhou.locator("tbody th a").first.click()
    expect(zhou.locator("form.step")).to_be_visible()
    assert heard == []
    zhou.context.close()

    lin = sign_in(chromium, house, "lin.xiao")
    heard = listen(lin)
    response = lin.goto("/office/items/new/")
    assert response is not None
    assert "unsafe" not in response.headers["content-security-policy"]
    lin.locator("#body-editor").click()
    lin.keyboard.type("第一段")
    lin.keyboard.press("Control+b")
    lin.keyboard.type("加粗")
    expect(lin.locator("#body-editor strong")).to_have_text("加粗")
    lin.get_by_role("button", name="插入表格").first.click()
    expect(lin.locator("#body-editor table")).to_be_visible()
    lin.locator("#body-editor table :is(td,th)").first.click()
    lin.keyboard.type("单元格")
    expect(lin.locator("#body-editor table")).to_contain_text("单元格")
    assert lin.locator("#body-editor table").evaluate("e => getComputedStyle(e).display") == "table"
    assert heard == []
    lin.context.close()
