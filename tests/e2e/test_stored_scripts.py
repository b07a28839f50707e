"""Scripts that were put into every field, in a real browser: on no page does one of them run, load or wait to be clicked.

Each page is opened twice: under the house's policy, where nothing may even be tried (no violation), and with the policy
switched off, where nothing may happen although the browser would let it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.conftest import SIZES, House, served, sign_in

pytestmark = pytest.mark.e2e

# Says what ran, and what the policy had to stop, in every frame.
LISTENING = """
  const alarm = window.alert;
  window.alert = (word) => { (window.ran ||= []).push(String(word)); alarm(word); };
  addEventListener("securitypolicyviolation", (seen) => (window.stopped ||= []).push(
    `${seen.violatedDirective} ${seen.blockedURI} ${seen.sample}`));
"""
# What would run if somebody moved or clicked; read from the page as the browser understood it.
WAITING = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]
  .filter(({name, value}) => name.startsWith("on") || (["href", "src", "action", "formaction", "xlink:href", "data"]
    .includes(name) && /^[\\u0000-\\u0020]*(javascript|vbscript|data:text|(https?:)?\\/\\/evil)/i.test(value)))
  .map(({name, value}) => `<${one.localName} ${name}=${value}>`))"""

PUT_IN = "(html) => document.body.insertAdjacentHTML('beforeend', html)"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    ready = os.environ.get("YANGGUANG_E2E_ATTACKED")
    with served(tmp_path_factory.mktemp("attacked"), "tests.e2e.build_attacked", ready) as house:
        yield house


def listen(page: Page, house: House) -> list[str]:
    """Everything that must not happen on this page, as it happens."""
    heard: list[str] = []
    page.on("dialog", lambda one: (heard.append(f"{page.url}: dialog {one.message}"), one.dismiss()))
    page.on("popup", lambda one: heard.append(f"{page.url}: opened {one.url}"))
    page.on(
        "request",
        lambda one: (
            None
            if one.url.startswith((house.url, "data:", "blob:"))
            else heard.append(f"{page.url}: asked for {one.url}")
        ),
    )
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.add_init_script(LISTENING)
    return heard


def walk(page: Page, house: House, addresses: list[str]) -> list[str]:
    heard = listen(page, house)
    for address in addresses:
        page.goto(house.url + address, wait_until="load")
        assert page.url.startswith(house.url), page.url
        for frame in page.frames:
            heard += [f"{address}: ran {one}" for one in frame.evaluate("window.ran || []")]
            heard += [f"{address}: stopped {one}" for one in frame.evaluate("window.stopped || []")]
        heard += [f"{address}: waits {one}" for one in page.evaluate(WAITING)]
    return heard


def again_without_policy(chromium: Browser, house: House, first: BrowserContext) -> BrowserContext:
    """The same person in a browser that knows no content policy."""
    return chromium.new_context(
        viewport=SIZES[1440], locale="zh-CN", bypass_csp=True, storage_state=first.storage_state()
    )


def test_the_walk_would_notice(chromium: Browser, attacked: House) -> None:
    """One of the corpus left as it is: it runs where the policy is off, and is stopped and seen where it holds."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    heard = listen(page, attacked)
    page.goto(attacked.url + "/help/about/")
    page.evaluate(PUT_IN, "<img src=/none onerror=alert(1)>")
    page.wait_for_function("window.ran")
    page.evaluate(PUT_IN, "<a href=javascript:alert(1)>a</a>")
    assert any("dialog 1" in one for one in heard) and len(page.evaluate(WAITING)) == 2
    context.close()
    context = chromium.new_context()
    page = context.new_page()
    listen(page, attacked)
    page.goto(attacked.url + "/help/about/")
    page.evaluate(PUT_IN, "<img src=/none onerror=alert(1)>")
    page.wait_for_function("window.stopped")
    assert not page.evaluate("window.ran || null")
    context.close()


@pytest.mark.parametrize("person", ["", "lin.xiao", "zhou.min", "sun.li", "qian.jin"])
def test_on_no_page_does_anything_run(chromium: Browser, attacked: House, person: str) -> None:
    addresses = json.loads((attacked.data / "addresses.json").read_text())[person]
    if person:
        context = sign_in(chromium, attacked, person).context
    else:
        context = chromium.new_context(viewport=SIZES[1440], locale="zh-CN")
    faults = walk(context.new_page(), attacked, addresses)
    bare = again_without_policy(chromium, attacked, context)
    faults += walk(bare.new_page(), attacked, addresses)
    bare.close()
    context.close()
    assert len(addresses) >= 4
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:40])


def test_what_feeds_say_runs_in_no_reader_that_takes_it_for_html(chromium: Browser, attacked: House) -> None:
    """A careless reader shows titles as text and summaries as HTML, without any policy."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    heard = listen(page, attacked)
    shown = 0
    for address in (
        "/feeds/all.atom",
        "/feeds/all.rss",
        "/feeds/columns/evil.atom",
        "/catalogue/all/items.atom",
    ):
        text = context.request.get(attacked.url + address).text()
        page.goto(attacked.url + "/help/about/")
        said = page.evaluate(
            """(text) => [...new DOMParser().parseFromString(text, "application/xml")
              .querySelectorAll("summary, description, content")].map((one) => one.textContent)""",
            text,
        )
        assert "parsererror" not in text
        page.set_content(f"<!DOCTYPE html><main>{''.join(said)}</main>", wait_until="load")
        page.wait_for_timeout(100)
        shown += len(re.findall("概述|<p>|alert", "".join(said)))
        heard += [f"{address}: waits {one}" for one in page.evaluate(WAITING)]
    context.close()
    assert shown and heard == []
