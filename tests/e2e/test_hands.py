"""Two people share a post: one is away, the other claims, hands back and narrows the desk; at both widths, by keyboard too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import House, sign_in
from yangguang.lib import clock

pytestmark = pytest.mark.e2e


def test_a_deputy_a_claim_a_hand_over_and_a_filter(chromium: Browser, house: House) -> None:
    found: list[str] = []
    # Zhou goes away for three days and asks Chen to stand in for her.
    zhou = sign_in(chromium, house, "zhou.min")
    zhou.goto("/office/stand-ins/")
    zhou.locator("#id_deputy").select_option(label="陈静（chen.jing）")
    zhou.locator("#id_last").fill((clock.today() + timedelta(3)).isoformat())
    zhou.locator("#id_reason").fill("到市里学习")
    zhou.get_by_role("button", name="请他代理").click()
    expect(zhou.locator("body")).to_contain_text("已请陈静代理")
    found += faults(zhou)

    # Chen finds Zhou's tasks on her desk and claims one with a key.
    chen = sign_in(chromium, house, "chen.jing")
    chen.goto("/office/desk/?post=civil-affairs:section-head")
    title = chen.locator(".tasks tbody th a").first.inner_text()
    chen.keyboard.press("?")
    expect(chen.locator("[data-help] dl")).to_be_visible()
    chen.keyboard.press("?")
    chen.keyboard.press("j")
    chen.keyboard.press("c")
    expect(chen.locator(".tasks tbody tr", has_text=title)).to_contain_text("您已领取")
    found += faults(chen)

    # Zhou reads who has it, and sees it no more among her own.
    zhou.goto("/office/desk/?tab=colleagues")
    expect(zhou.locator(".tasks tbody")).to_contain_text("陈静已领取")
    found += faults(zhou)
    zhou.goto("/office/desk/?tab=")
    assert title not in zhou.locator(".tasks tbody th a").all_inner_texts()

    # Chen hands it over; Zhou is told and completes it.
    chen.get_by_role("link", name=title, exact=True).click()
    chen.locator("form.step").get_by_role("link", name="转办").click()
    chen.get_by_label("周敏").check()
    chen.get_by_role("button", name="转办").click()
    expect(chen.locator(".errors")).to_be_visible()
    chen.locator("textarea[name=reason]").fill("她比我清楚。")
    found += faults(chen)
    chen.get_by_role("button", name="转办").click()
    expect(chen.locator("body")).to_contain_text("已转给周敏")
    zhou.goto("/office/desk/?hands=mine")
    zhou.get_by_role("link", name=title, exact=True).click()
    expect(zhou.locator(".past")).to_contain_text("她比我清楚。")
    zhou.get_by_text("写备注").click()
    zhou.locator("textarea[name=text]").fill("等附件到了再看。")
    zhou.get_by_role("button", name="写上").click()
    expect(zhou.locator(".notes")).to_contain_text("等附件到了再看。")
    found += faults(zhou)

    # A filter becomes a tab, on the phone too.
    zhou.goto("/office/desk/?hands=mine")
    zhou.get_by_text("存为常用筛选").click()
    zhou.locator("#id_name").fill("手上的")
    zhou.get_by_role("button", name="存", exact=True).click()
    expect(zhou.locator(".tabs [aria-current]")).to_contain_text("手上的")
    phone = sign_in(chromium, house, "zhou.min", 390)
    phone.goto("/office/desk/")
    phone.locator(".tabs").get_by_role("link", name="手上的").click()
    expect(phone.locator(".tasks tbody")).to_contain_text(title)
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    found += faults(phone)
    phone.get_by_role("button", name="删除“手上的”").click()
    expect(phone.locator(".tabs")).not_to_contain_text("手上的")
    for person in (zhou, chen, phone):
        person.context.close()
    assert found == []
