"""What the public reads is right at once, lists within two seconds, and what did not change is not sent again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal import actions as journal
from yangguang.lib import clock
from yangguang.search import actions as search

NOW = clock.moment(date(2026, 11, 20), 10)
LISTS = (
    "/", "/published/", "/catalogue/", "/catalogue/A20_11/", "/catalogue/all/items.csv", "/catalogue/all/items.json",
    "/catalogue/all/items.atom", "/feeds/all.atom", "/feeds/all.rss", "/feeds/organisations/civil-affairs.atom",
    "/organisations/civil-affairs/", "/organisations/civil-affairs/items/", "/sitemap-items-0.xml", "/sitemap.xml",
    "/api/v1/items", "/api/v1/catalogue",
)  # fmt: skip


def max_age(answer: object) -> int:
    """Seconds for which the answer may be given again without asking."""
    told = answer["Cache-Control"]  # type: ignore[index]
    if "no-cache" in told or "no-store" in told:
        return 0
    found = re.search(r"max-age=(\d+)", told)
    assert found, told
    return int(found[1])


@pytest.mark.parametrize("address", LISTS)
def test_no_list_is_older_than_two_seconds(gate: Gate, browser: Client, address: str) -> None:
    gate.published()
    assert max_age(browser.get(address)) <= 2


def test_an_item_its_proof_and_search_are_asked_for_each_time(gate: Gate, browser: Client) -> None:
    item = gate.published()
    journal.seal()
    search.apply()
    for address in (
        item.get_absolute_url(), f"{item.get_absolute_url()}proof.json", f"/api/v1/items/{item.index_number}",
        "/search/?q=低保", "/api/v1/items?q=低保",
    ):  # fmt: skip
        assert max_age(browser.get(address)) <= (2 if "?q=" in address and "api" in address else 0), address


@pytest.mark.parametrize("address", [*LISTS[1:], "item", "api"])
def test_what_did_not_change_is_not_sent_again_and_what_did_is(
    gate: Gate, browser: Client, address: str
) -> None:
    with clock.set_to(NOW):
        item = gate.published()
    address = {"item": item.get_absolute_url(), "api": f"/api/v1/items/{item.index_number}"}.get(
        address, address
    )
    with clock.set_to(NOW + timedelta(seconds=30)):
        first = browser.get(address)
        etag, at = first["ETag"], first["Last-Modified"]
        assert browser.get(address, headers={"If-None-Match": etag}).status_code == 304
        assert browser.get(address, headers={"If-Modified-Since": at}).status_code == 304
    with clock.set_to(NOW + timedelta(seconds=40)):
        gate.corrected(item, title="阳光县民政局关于再次提高2026年低保标准的通知")
        gate.published(title="又一件通知")
    with clock.set_to(NOW + timedelta(seconds=41)):
        # A second after the change nobody is told an old date: seconds in headers are too coarse for that.
        assert "Last-Modified" not in browser.get(address)
        assert browser.get(address, headers={"If-Modified-Since": at}).status_code == 200
    with clock.set_to(NOW + timedelta(seconds=60)):
        assert browser.get(address, headers={"If-Modified-Since": at}).status_code == 200
        if address != "/sitemap.xml":  # it names parts only
            if address == "/api/v1/catalogue":
                assert browser.get(address).json() != first.json()
            else:
                assert browser.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_withdrawal_is_seen_by_who_had_the_page(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published()
    with clock.set_to(NOW + timedelta(minutes=1)):
        had = browser.get(item.get_absolute_url())
        gate.withdraw(item)
        for header in ({"If-None-Match": had["ETag"]}, {"If-Modified-Since": had["Last-Modified"]}):
            assert (
                browser.get(
                    item.get_absolute_url() or f"/items/{item.index_number}/", headers=header
                ).status_code
                == 410
            )


def test_a_new_day_alone_makes_a_page_new(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published(valid_until=date(2026, 11, 20))
    with clock.set_to(NOW + timedelta(minutes=1)):
        at = browser.get(item.get_absolute_url())["Last-Modified"]
    with clock.set_to(clock.moment(date(2026, 11, 21), 0, 1)):
        answer = browser.get(item.get_absolute_url(), headers={"If-Modified-Since": at})
        assert answer.status_code == 200
        assert "已失效" in answer.content.decode()
