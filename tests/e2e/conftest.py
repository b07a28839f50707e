"""Journeys run against the product itself: a small county, a real server and worker, a real Chromium.

``YANGGUANG_E2E_DATA`` names a data folder that ``python -m tests.e2e.build_county`` has filled before.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
SIZES = {1440: {"width": 1440, "height": 900}, 390: {"width": 390, "height": 844}}
BOTH = (SIZES[390], SIZES[1440])  # a phone first, so that a page is left as at a desk
ROOT = Path(__file__).parents[2]
PASSWORD = "阳光-test-1"  # of tests/cast.py
expect.set_options(timeout=15_000)  # milliseconds: a busy machine is no fault


@dataclass(frozen=True)
class House:
    """A running county: where it answers, where its data lies, and its command line."""

    url: str
    data: Path

    def yangguang(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "yangguang", *words],
            env=environment(self.data, self.url),
            capture_output=True,
            text=True,
            check=check,
            timeout=600,
        )


def environment(data: Path, url: str) -> dict[str, str]:
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("YANGGUANG_") and k != "DJANGO_SETTINGS_MODULE"
    }
    return {**clean, "YANGGUANG_MODE": "demo", "YANGGUANG_DATA_DIR": str(data), "YANGGUANG_BASE_URL": url}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
        time.sleep(0.3)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The county of this run, with a server and a worker of its own."""
    ready = os.environ.get("YANGGUANG_E2E_DATA")
    with served(tmp_path_factory.mktemp("county"), "tests.e2e.build_county", ready) as one:
        yield one


@contextmanager
def served(data: Path, builder: str, ready: str | None = None) -> Iterator[House]:
    """A county that ``python -m builder`` fills (or a copy of a ready one), with a server and a worker."""
    port = free_port()
    one = House(f"http://127.0.0.1:{port}", data)
    if ready:
        shutil.copytree(ready, data, dirs_exist_ok=True)
    else:
        words = [sys.executable, "-m", builder]
        subprocess.run(words, env=environment(data, one.url), cwd=ROOT, check=True, timeout=600)
    words = [sys.executable, "-m", "yangguang", "serve", "--port", str(port)]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(words, env=environment(data, one.url), stdout=log, stderr=log)
    try:
        wait_for(one.url + "/healthz")
        yield one
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, house: House) -> Iterator[Page]:
    """A visitor with a phone in her hand."""
    context = chromium.new_context(
        base_url=house.url, viewport=SIZES[390], locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    """An anonymous citizen at a desk-sized screen."""
    context = chromium.new_context(
        base_url=house.url, viewport=SIZES[1440], locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    yield context.new_page()
    context.close()


def sign_in(chromium: Browser, house: House, username: str, width: int = 1440) -> Page:
    """A page signed in as one of the county's people, in a context of its own."""
    context = chromium.new_context(
        base_url=house.url,
        viewport=SIZES[width],
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
    )
    page = context.new_page()
    page.goto("/accounts/sign-in/?next=/office/")
    page.locator("main input:not([type=hidden])").nth(0).fill(username)
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main button.btn").first.click()
    page.wait_for_url("**/office/**")
    return page


@pytest.fixture(scope="module")
def desk_of(chromium: Browser, house: House) -> Iterator[Callable[[str], Page]]:
    """``desk_of("lin.xiao")``: that person's page in the office, signed in once for a file of journeys."""
    pages: dict[str, Page] = {}

    def desk(username: str) -> Page:
        if username not in pages:
            pages[username] = sign_in(chromium, house, username)
        return pages[username]

    yield desk
    for one in pages.values():
        one.context.close()


@pytest.fixture(scope="session")
def laid(house: House) -> dict[str, Any]:
    """The requests for information that ``lay_requests`` lays down, once for the run."""
    return json.loads(run_module(house, "tests.e2e.lay_requests"))


def run_module(house: House, *words: str) -> str:
    """What ``python -m words`` prints in the data of this county."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env=environment(house.data, house.url),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.stdout


def token_of(page: Page) -> str:
    """The word that a form of this person's session must carry."""
    return next(str(one["value"]) for one in page.context.cookies() if one["name"] == "csrftoken")
