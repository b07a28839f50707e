"""The office under the hands of people who work in it all day: keys, races, and what a screen reader meets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import House, sign_in

pytestmark = pytest.mark.e2e


def test_axe_finds_nothing_in_the_office_nor_in_the_shell_around_it(chromium: Browser, house: House) -> None:
    found: list[str] = []
    for width in (1440, 390):
        zhou = sign_in(chromium, house, "zhou.min", width)
        zhou.goto("/office/desk/")
        found += [*faults(zhou), *too_wide(zhou)]
        zhou.locator("tbody th a").first.click()
        expect(zhou.locator("form.step")).to_be_visible()
        found += [*faults(zhou), *too_wide(zhou)]
        zhou.locator(".outcomes button", has_text="退回").click()
        expect(zhou.locator(".errors")).to_be_visible()
        found += faults(zhou)
        lin = sign_in(chromium, house, "lin.xiao", width)
        for address in ("/office/items/", "/office/items/new/"):
            lin.goto(address)
            found += [*faults(lin), *too_wide(lin)]
        qian = sign_in(chromium, house, "qian.jin", width)
        qian.goto("/office/calendar/2028/")
        found += [*faults(qian), *too_wide(qian)]
        for person in (zhou, lin, qian):
            person.context.close()
    assert found == []


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{page.url} is wider than {page.viewport_size}"] if wide else []


def arrives_at(page: Page, title: str) -> None:
    """A page with that heading, whose keys are there too: the heading is seen before the scripts have run."""
    expect(page.locator("h1")).to_have_text(title)
    page.wait_for_load_state("load")


def test_the_desk_is_worked_with_the_keyboard(chromium: Browser, house: House) -> None:
    zhou = sign_in(chromium, house, "zhou.min")
    zhou.goto("/office/desk/")
    titles = zhou.locator("tbody th a").all_inner_texts()
    assert len(titles) >= 3

    def under_the_hand() -> str:
        return str(zhou.evaluate("document.activeElement.textContent"))

    zhou.keyboard.press("j")
    assert under_the_hand() == titles[0]
    zhou.keyboard.press("j")
    assert under_the_hand() == titles[1]
    zhou.keyboard.press("k")
    assert under_the_hand() == titles[0]
    zhou.keyboard.press("/")
    assert zhou.evaluate("document.activeElement.type") == "search"
    zhou.keyboard.type("jk")
    assert zhou.evaluate("document.activeElement.value") == "jk"
    zhou.goto("/office/desk/")
    zhou.keyboard.press("j")
    zhou.keyboard.press("Enter")
    arrives_at(zhou, titles[0])
    zhou.keyboard.press("j")
    arrives_at(zhou, titles[1])
    zhou.keyboard.press("k")
    arrives_at(zhou, titles[0])
    zhou.locator("textarea[name=opinion]").fill("同意。")
    zhou.keyboard.press("Control+Enter")
    expect(zhou.locator("body")).to_contain_text("已办：通过")
    # On to the next one by itself.
    expect(zhou.locator("h1")).to_have_text(titles[1])
    zhou.goto("/office/desk/")
    assert titles[0] not in zhou.locator("tbody th a").all_inner_texts()
    zhou.context.close()


def test_who_comes_second_sees_who_was_first_and_keeps_her_words(chromium: Browser, house: House) -> None:
    first, second = (sign_in(chromium, house, "zhou.min") for _ in range(2))
    first.goto("/office/desk/")
    title = first.locator("tbody th a").last.inner_text()
    for one in (first, second):
        one.goto("/office/desk/")
        one.get_by_role("link", name=title, exact=True).click()
        expect(one.locator("h1")).to_have_text(title)
    second.locator("textarea[name=opinion]").fill("第二个窗口里写的意见，写了很久。")
    first.locator(".outcomes button").first.click()
    expect(first.locator("body")).to_contain_text("已办：通过")
    second.locator(".outcomes button").first.click()
    told = second.locator(".errors")
    expect(told).to_contain_text("周敏")
    expect(told).to_contain_text(re.compile("刚刚|已经|已由"))
    assert second.locator("#lost").input_value() == "第二个窗口里写的意见，写了很久。"
    for one in (first, second):
        one.context.close()
