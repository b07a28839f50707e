"""How often one place may ask, who counts as one place, and what is said to who asked too often."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from yangguang.web import ratelimit
from yangguang.web.addresses import block, client_address, hidden


@pytest.fixture(autouse=True)
def anew() -> None:
    ratelimit.meter.forget()


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_place_gets_its_share_in_the_long_run_and_half_a_minute_at_once() -> None:
    clock = Hand()
    meter, rate = ratelimit.Meter(clock), ratelimit.Rate(60)
    assert [meter.wait("a", rate) for _request in range(30)] == [0.0] * 30
    assert meter.wait("a", rate) == pytest.approx(1.0)
    assert meter.wait("b", rate) == 0.0
    clock.seconds += 1
    assert meter.wait("a", rate) == 0.0
    assert meter.wait("a", rate) > 0
    granted = 0
    for _second in range(600):
        clock.seconds += 1
        granted += sum(meter.wait("a", rate) == 0.0 for _request in range(5))
    assert granted == pytest.approx(600, abs=1)


def test_the_meter_holds_no_more_places_than_it_may() -> None:
    meter = ratelimit.Meter(most=100)
    for place in range(1000):
        meter.wait(f"p{place}", ratelimit.Rate(60))
    assert len(meter._used_up) == 100


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/search/?q=a", "search"), ("/large/search/?q=a", "search"), ("/catalogue/?q=a", "search"), ("/?q=a", "search"),
        ("/api/v1/items", "api"), ("/catalogue/all/items.csv", "download"), ("/files/01/a.pdf", "download"),
        ("/", ""), ("/published/", ""), ("/items/1/2/", ""), ("/office/items/?q=a", ""), ("/static/a.css", ""),
    ],
)  # fmt: skip
def test_reading_is_not_limited_searching_is(address: str, kind: str) -> None:
    assert ratelimit.kind_of(RequestFactory().get(address)) == kind


def test_who_asks_too_often_is_told_when_to_come_back(browser: Client, db: None, settings: Any) -> None:
    settings.YANGGUANG_RATES = {"search": 4, "api": 4, "download": 0}
    codes = [browser.get("/search/?q=低保").status_code for _time in range(4)]
    assert codes == [200, 200, 429, 429]
    refused = browser.get("/search/?q=低保")
    assert re.search(r"请 \d+ 秒后再试", refused.content.decode())
    assert 1 <= int(refused.headers["Retry-After"]) <= 15
    assert "no-store" in refused.headers["Cache-Control"]
    answers = [browser.get("/api/v1/items") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["error"] == "too-many"
    # From elsewhere, and to read, all goes on.
    assert browser.get("/search/?q=低保", REMOTE_ADDR="203.0.113.77").status_code == 200
    assert {browser.get("/published/").status_code for _time in range(20)} == {200}


def test_a_town_hall_behind_one_address_searches_undisturbed(browser: Client, db: None) -> None:
    """Three hundred people who each search within the same half minute."""
    assert {ratelimit.meter.wait("search 203.0.113.9", ratelimit.Rate(600)) for _person in range(300)} == {
        0.0
    }


@pytest.mark.parametrize(
    ("direct", "forwarded", "proxies", "found"),
    [
        ("127.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("", "203.0.113.9", 1, "203.0.113.9"),
        ("203.0.113.50", "1.2.3.4", 1, "203.0.113.50"),
        ("127.0.0.1", "1.2.3.4", 0, "127.0.0.1"),
        ("10.9.0.5", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "<script>", 1, "unknown"),
        ("127.0.0.1", ", ,", 1, "127.0.0.1"),
        ("127.0.0.1", "::ffff:203.0.113.9", 1, "203.0.113.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings: Any, direct: str, forwarded: str, proxies: int, found: str
) -> None:
    settings.YANGGUANG_PROXIES = proxies
    settings.YANGGUANG_PROXY_NETWORKS = ["10.9.0.0/16"]
    from yangguang.web import addresses

    addresses._is_proxy.cache_clear()
    request = RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == found
    addresses._is_proxy.cache_clear()


def test_a_household_is_one_place_whatever_address_its_telephone_makes_up() -> None:
    assert block("2001:db8:1:2:aaaa::1") == block("2001:db8:1:2:bbbb::9") != block("2001:db8:1:3::1")
    assert block("203.0.113.9") == "203.0.113.9"
    assert hidden("203.0.113.9") == "203.0.*.*"
    assert hidden("2001:db8:1:2::9") == "2001:0db8:*"
    assert hidden("unknown") == ""
