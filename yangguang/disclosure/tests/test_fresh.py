"""What the public reads is right at once, lists within two seconds, and what did not change is not sent again."""

from __future__ import annotations

import re
from datetime import date, timedelta

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


def test_no_list_is_older_than_two_seconds(gate: Gate, browser: Client) -> None:
    gate.published()
    assert {address: age for address in LISTS if (age := max_age(browser.get(address))) > 2} == {}


def test_an_item_its_proof_and_search_are_asked_for_each_time(gate: Gate, browser: Client) -> None:
    item = gate.published()
    journal.seal()
    search.apply()
    for address in (
        item.get_absolute_url(), f"{item.get_absolute_url()}proof.json", f"/api/v1/items/{item.index_number}",
        "/search/?q=低保", "/api/v1/items?q=低保",
    ):  # fmt: skip
        assert max_age(browser.get(address)) <= (2 if "?q=" in address and "api" in address else 0), address


def test_what_did_not_change_is_not_sent_again_and_what_did_is(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published()
    had = {}
    with clock.set_to(NOW + timedelta(seconds=30)):
        for address in (*LISTS[1:], item.get_absolute_url(), f"/api/v1/items/{item.index_number}"):
            had[address] = first = browser.get(address)
            for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
                assert browser.get(address, headers=header).status_code == 304, (address, header)
    with clock.set_to(NOW + timedelta(seconds=40)):
        gate.corrected(item, title="阳光县民政局关于再次提高2026年低保标准的通知")
        gate.published(title="又一件通知")
    for seconds in (41, 60):
        with clock.set_to(NOW + timedelta(seconds=seconds)):
            for address, first in had.items():
                at = first["Last-Modified"]
                again = browser.get(address, headers={"If-Modified-Since": at})
                assert again.status_code == 200, (address, seconds)
                if seconds == 41:
                    # A second after the change nobody is told an old date: seconds in headers are too coarse for that.
                    assert "Last-Modified" not in browser.get(address), address
                elif address == "/api/v1/catalogue":
                    assert browser.get(address).json() != first.json()
                elif address != "/sitemap.xml":  # it names parts only
                    by_tag = browser.get(address, headers={"If-None-Match": first["ETag"]})
                    assert by_tag.status_code == 200, address


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
