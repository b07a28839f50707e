"""Without a mouse: every stop of the Tab key is seen, in order, on the screen; what opens is closed by Escape; nothing traps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, sign_in

pytestmark = pytest.mark.e2e

# Where the focus is: what it is, whether it is seen there, and whether it comes after the stop before it.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const ring = (one) => { const s = getComputedStyle(one);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none"; };
  const before = window.stopBefore;
  window.stopBefore = at;
  const faults = [];
  if (!ring(at) && !(at.parentElement && ring(at.parentElement)) && !(at.nextElementSibling && ring(at.nextElementSibling)))
    faults.push("is not seen to have the focus");
  if (box.width < 2 || box.height < 2) faults.push("has no size");
  else if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) faults.push("is not on the screen");
  if (before && before !== at && !(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING))
    faults.push("comes before what had the focus");
  return {what: at.outerHTML.slice(0, 160), same: before === at, faults};
}"""
# How many stops there are to find: radio buttons of one name are one.
STOPS = """() => { const names = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable=true]")]
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility({visibilityProperty: true})
      && !(one.closest("details:not([open])") && !one.matches("summary"))
      && (one.type !== "radio" || (!names.has(one.name) && names.add(one.name)))).length; }"""


AWAY = "is not on the screen"


def comes_into_view(page: Page) -> bool:
    """Whether what has the focus is scrolled to, which a browser does after the key.

    Asked again and again from outside: the page's policy lets no waiting function be evaluated inside.
    """
    for _again in range(30):
        if page.evaluate(
            "(b => b.bottom > 0 && b.top < innerHeight)(document.activeElement.getBoundingClientRect())"
        ):
            return True
        page.wait_for_timeout(100)
    return False


def walk(page: Page) -> list[str]:
    """Tab from the top to the end of the page: what is wrong with any stop."""
    wanted, faults, seen = page.evaluate(STOPS), [], 0
    page.evaluate(
        "window.stopBefore = null; document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)"
    )
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        if stop["same"]:
            continue  # year, month, day and calendar of one date
        if "comes before what had the focus" in stop["faults"] and seen >= wanted:
            break  # round again
        seen += 1
        if AWAY in stop["faults"] and comes_into_view(page):
            stop["faults"].remove(AWAY)
        faults += [f"{page.url} {stop['what']}: {fault}" for fault in stop["faults"]]
    if seen < wanted:
        faults.append(f"{page.url}: {seen} of {wanted} stops were reached")
    return faults


def test_a_public_item_is_read_and_checked_without_a_mouse(page: Page) -> None:
    page.goto("/published/")
    address = page.locator("main a[href^='/items/']").first.get_attribute("href") or ""
    faults = []
    for one in (address, "/search/?q=低保", "/catalogue/", "/verify/", f"/large{address}"):
        page.goto(one)
        faults += walk(page)
    assert not faults, "\n".join(faults)
    page.goto(address)
    verify = page.locator("#verify a[href^='/verify/']").first
    verify.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    summary = page.locator("main details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main details pre").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("main details pre").first).to_be_hidden()


def test_what_is_offered_while_typing_closes_with_escape_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/")
    box = page.locator("form.find input[name=q]")
    box.focus()
    page.keyboard.type("低保")
    offered = page.locator("#find-list")
    expect(offered).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "find-0")
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    assert box.input_value() == "低保" and page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/search/" in page.url


def test_the_office_is_walked_without_a_mouse(chromium: Browser, house: House) -> None:
    faults = []
    lin = sign_in(chromium, house, "lin.xiao")
    lin.goto("/office/items/")
    item = lin.locator("table.register tbody th a").first.get_attribute("href") or ""
    for address in (
        "/office/items/",
        "/office/desk/?tab=drafts",
        item,
        "/office/register/",
        "/office/notices/",
    ):
        lin.goto(address)
        faults += walk(lin)
    lin.goto("/office/items/")
    box = lin.locator("td.pick input").first
    box.focus()
    lin.keyboard.press("Space")
    expect(box).to_be_checked()
    lin.context.close()
    zhou = sign_in(chromium, house, "zhou.min")
    faults += walk(zhou)
    zhou.locator("tbody th a").first.focus()
    zhou.keyboard.press("Enter")
    expect(zhou.locator("form.step")).to_be_visible()
    faults += walk(zhou)
    zhou.context.close()
    qian = sign_in(chromium, house, "qian.jin")
    for address in ("/office/security/", "/office/posts/standard/", "/office/people/"):
        qian.goto(address)
        faults += walk(qian)
    qian.context.close()
    assert not faults, "\n".join(faults)


def test_the_editor_is_left_with_escape_and_tab_even_from_a_table(chromium: Browser, house: House) -> None:
    lin = sign_in(chromium, house, "lin.xiao")
    lin.goto("/office/items/new/")
    lin.locator("#body-editor").focus()
    lin.keyboard.type("正文")
    insert = lin.get_by_role("button", name="插入表格").first
    insert.focus()
    lin.keyboard.press("Enter")
    expect(lin.locator("#body-editor table")).to_be_visible()
    assert lin.evaluate("document.activeElement.id") == "body-editor", "the words go on where they were"
    rows = lin.locator("#body-editor tr").count()
    lin.keyboard.press("Tab")
    assert lin.evaluate("document.activeElement.id") == "body-editor", "in a table Tab goes to the next cell"
    lin.keyboard.press("Escape")
    lin.keyboard.press("Tab")
    assert lin.evaluate("document.activeElement.id") != "body-editor"
    assert lin.locator("#body-editor tr").count() == rows
    lin.keyboard.press("Shift+Tab")
    assert lin.evaluate("document.activeElement.id") == "body-editor", "and back in"
    lin.keyboard.press("Escape")
    lin.keyboard.press("Shift+Tab")
    assert lin.evaluate("document.activeElement.closest('.editor-bar') !== null"), "backwards to the tools"
    lin.context.close()
