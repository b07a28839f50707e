"""The public site as anybody's browser meets it: without script, on a phone, with the keyboard, read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import SIZES, House

pytestmark = pytest.mark.e2e

# What each kind of page is called here, and where it is; the last two are found on the item's page.
PAGES = {
    "home": "/",
    "organisation": "/organisations/civil-affairs/",
    "catalogue": "/catalogue/",
    "category": "/catalogue/A20_11/",
    "an empty category": "/catalogue/A20_08/",
    "hits": "/search/?q=低保",
    "no hits": "/search/?q=航天飞机",
    "verify": "/verify/",
    "verify a document": "/verify/documents/?code=7K3M",
    "process": "/processes/disclosure-review/1/",
    "sign-in": "/accounts/sign-in/",
    "not found": "/nothing-here/",
    "help": "/help/accessibility/",
}


@pytest.fixture
def plain(chromium: Browser, house: House) -> Iterator[Page]:
    """A browser that runs no script."""
    context = chromium.new_context(
        base_url=house.url, viewport=SIZES[1440], locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_everything_works_by_links_and_forms_alone(plain: Page) -> None:
    elsewhere: list[str] = []
    complaints: list[str] = []
    plain.on("request", lambda request: elsewhere.append(request.url) if not local(request.url) else None)
    plain.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    plain.on("requestfailed", lambda request: complaints.append(request.url))
    plain.goto("/")
    plain.get_by_role("link", name="进入目录").click()
    plain.locator("nav.tree a", has_text="民生保障").first.click()
    plain.locator("ul.rows a").first.click()
    expect(plain.locator("article.doc")).to_be_visible()
    address = plain.url
    plain.locator(".masthead input[name=q]").fill("取暖")
    plain.locator(".masthead button").click()
    expect(plain.locator(".hits mark").first).to_have_text("取暖")
    plain.locator(".hits a").first.click()
    expect(plain.locator("h1")).to_contain_text("取暖")
    plain.get_by_role("link", name="看这条日志记录").click()
    expect(plain.locator("dl.meta")).to_contain_text("与公开日志一致")
    plain.get_by_role("link", name="怎样自己查验").first.click()
    expect(plain.locator("h1")).to_be_visible()
    assert urlsplit(address).path.startswith("/items/")
    assert (elsewhere, complaints, plain.context.cookies()) == ([], [], [])


def local(url: str) -> bool:
    return urlsplit(url).hostname == "127.0.0.1" or url.startswith("data:")


# Pages about what there is not.
UNKNOWN = {"not found", "verify a document"}


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Browser, house: House, width: int
) -> None:
    context = chromium.new_context(base_url=house.url, viewport=SIZES[width], locale="zh-CN")
    page = context.new_page()
    page.goto(PAGES["category"])
    item = page.locator("ul.rows a").first.get_attribute("href") or ""
    page.goto(item)
    act = page.locator("#verify a[href^='/verify/']").first.get_attribute("href") or ""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if not local(request.url) else None)
    found: list[str] = []
    for kind, address in {**PAGES, "item": item, "act": act}.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == (404 if kind in UNKNOWN else 200), address
        found += faults(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address} is wider than {width} px")
        if kind != "sign-in":
            assert "set-cookie" not in answer.headers, address
            assert "cookie" not in answer.headers.get("vary", "").lower(), address
    context.close()
    assert found == []
    assert [one for one in complaints if "404" not in one] == []


def test_large_text_reflows_without_script(chromium: Browser, house: House) -> None:
    context = chromium.new_context(
        base_url=house.url, viewport=SIZES[390], locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/catalogue/A20_11/")
    page.get_by_role("link", name="大字版").click()
    page.locator("ul.rows a").first.click()
    context.close()
    # Measured by a browser that can be asked.
    context = chromium.new_context(base_url=house.url, viewport=SIZES[390], locale="zh-CN")
    page = context.new_page()
    for address in ("/", "/catalogue/A20_11/", "/search/?q=低保"):
        page.goto(address)
        usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        page.get_by_role("link", name="大字版").click()
        page.wait_for_load_state()
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > usual * 1.2
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
    context.close()


def test_the_keyboard_reaches_the_content_first_and_one_sees_where_one_is(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    assert first and first.startswith("#")
    expect(page.locator(".skip").first).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith(first)
    for _ in range(8):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const at = document.activeElement, s = getComputedStyle(at), p = getComputedStyle(at.parentElement);
              const ring = (x) => (x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) >= 2) || x.boxShadow !== 'none';
              return [at.outerHTML.slice(0, 120), ring(s) || ring(p)]; }"""
        )
        assert seen[1], seen[0]


def test_headings_come_in_order_and_there_is_one_title(page: Page) -> None:
    page.goto("/catalogue/A20_11/")
    item = page.locator("ul.rows a").first.get_attribute("href") or ""
    for address in [*PAGES.values(), item]:
        page.goto(address)
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => !h.closest('.doc')).map(h => Number(h.tagName[1]))"
        )
        assert levels.count(1) == 1, (address, levels)
        assert all(after - before <= 1 for before, after in pairwise(levels)), (
            address,
            levels,
        )
