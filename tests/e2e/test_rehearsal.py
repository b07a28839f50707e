"""A county copied into rehearsal: its clock goes forward, what falls due is told inside, the house itself is untouched."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import looked_at
from tests.e2e.conftest import BOTH, ROOT, House, environment, free_port, run_module, sign_in, wait_for
from yangguang.lib import clock

pytestmark = pytest.mark.e2e

TITLE = "关于开展养老机构消防演练的通知"


@pytest.fixture(scope="module")
def copy(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The rehearsal of this county, started as the command says, with a worker of its own."""
    run_module(house, "tests.e2e.build_county", "lay", TITLE)
    into, port = tmp_path_factory.mktemp("rehearsal") / "copy", free_port()
    url = f"http://127.0.0.1:{port}"
    said = house.yangguang("rehearse", "--into", str(into), "--address", url).stdout
    assert f"--port {port}" in said
    lines = (into / "rehearsal.env").read_text(encoding="utf-8").splitlines()
    given = {name: shlex.split(value)[0] for name, _equals, value in (one.partition("=") for one in lines) if value != "''"}  # fmt: skip
    with (into / "server.log").open("w") as log:
        words = [sys.executable, "-m", "yangguang", "serve", "--port", str(port)]
        server = subprocess.Popen(
            words, env={**environment(into, url), **given}, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        wait_for(url + "/healthz")
        yield House(url, into)
    finally:
        server.terminate()
        server.wait(60)


def is_marked(page: Page) -> None:
    expect(page.locator("p.rehearsal")).to_contain_text("演练环境")


def test_the_clock_of_a_rehearsal_goes_forward_and_what_falls_due_is_told_inside(
    chromium: Browser, house: House, copy: House
) -> None:
    visitor = chromium.new_context(base_url=copy.url, viewport=BOTH[0], locale="zh-CN").new_page()
    for address in ("/", "/search/?q=低保", "/accounts/sign-in/"):
        visitor.goto(address)
        is_marked(visitor)
    visitor.goto("/")
    looked_at(visitor, *BOTH)
    assert "【演练】" in visitor.title()
    visitor.context.close()

    zhou = sign_in(chromium, copy, "zhou.min")
    zhou.goto("/office/desk/?tab=")
    is_marked(zhou)
    row = zhou.locator(".tasks tbody tr", has_text=TITLE)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("超期")

    qian = sign_in(chromium, copy, "qian.jin")
    qian.goto("/office/rehearsal/")
    is_marked(qian)
    looked_at(qian, *BOTH)
    # Backwards it does not go, and the day that was typed stays.
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    qian.locator("#id_day").fill(yesterday)
    qian.get_by_role("button", name="拨到这个时间").click()
    expect(qian.locator(".errors")).to_contain_text("只能往前拨")
    expect(qian.locator("#id_day")).to_have_value(yesterday)
    qian.get_by_role("button", name="三十天后").click()
    later = clock.today() + timedelta(days=30)
    expect(qian.locator("body")).to_contain_text("演练时间已经拨到")
    expect(qian.locator("p.rehearsal")).to_contain_text(f"{later.year}年{later.month}月{later.day}日")

    # What she had in time is late now; she is still signed in, and does it.
    zhou.goto("/office/desk/?due=late")
    expect(zhou.locator("p.rehearsal")).to_contain_text(f"{later.month}月{later.day}日")
    expect(row).to_contain_text("超期")
    row.locator("th a").click()
    zhou.locator(".outcomes button", has_text="通过").click()
    expect(zhou.locator(".errors")).to_have_count(0)
    is_marked(zhou)
    zhou.goto("/office/desk/?tab=done")
    expect(zhou.locator("main")).to_contain_text(TITLE)
    zhou.context.close()

    # Mails about it are read here and were sent to nobody.
    def told() -> int:
        qian.goto("/office/rehearsal/")
        return qian.locator("section[aria-labelledby=h-kept] li").count()

    for _second in range(60):
        if told():
            break
        qian.wait_for_timeout(1000)
    assert told()
    looked_at(qian, *BOTH)
    qian.context.close()

    # In the house itself it is still today, and the task lies where it lay.
    real = sign_in(chromium, house, "zhou.min")
    real.goto("/office/desk/?tab=")
    expect(real.locator("p.rehearsal")).to_have_count(0)
    expect(real.locator(".tasks tbody")).to_contain_text(TITLE)
    real.context.close()
    # Neither can be served as the other.
    refused = House(copy.url, copy.data).yangguang("doctor", check=False)
    assert refused.returncode != 0
