"""The open API: lists in one shape, bad values told in Chinese, index numbers with their slash."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal import actions as journal
from yangguang.lib import clock
from yangguang.lib.proof import check


def get(browser: Client, address: str, status: int = 200) -> Any:
    answer = browser.get(f"/api/v1{address}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_items_are_listed_newest_first_page_by_page(gate: Gate, browser: Client) -> None:
    for day in (1, 2, 3):
        with clock.set_to(clock.moment(date(2026, 11, 10 + day), 9)):
            gate.published(title=f"关于第{day}件事的通知")
    first = get(browser, "/items?page_size=2")
    assert (first["count"], first["count_exact"], len(first["items"])) == (3, True, 2)
    assert [row["title"][2:5] for row in first["items"]] == ["第3件", "第2件"]
    second = json.loads(browser.get(first["next"]).content)
    assert [row["title"][2:5] for row in second["items"]] == ["第1件"]
    assert second["next"] is None
    span = get(browser, "/items?from=2026-11-12&to=2026-11-12")
    assert [row["title"] for row in span["items"]] == ["关于第2件事的通知"]
    assert get(browser, "/items?organisation=water")["count"] == 0
    assert get(browser, "/items?organisation=county&category=statutory")["count"] == 3


def test_items_are_searched(gate: Gate, browser: Client, transactional_db: None) -> None:
    item = gate.published()
    found = get(browser, "/items?q=低保&organisation=civil-affairs&category=A20_11&order=date")
    assert [row["index_number"] for row in found["items"]] == [item.index_number]
    assert "<mark>" in found["items"][0]["excerpt"]
    assert get(browser, "/items?q=不存在的词语")["items"] == []


@pytest.mark.parametrize(
    "query",
    ["from=2026-13-01", "from=20260105", "from=2026-W02-1", "from=2026-02-02&to=2026-01-01", "page_size=0",
     "page_size=1000", "page_size=x", "page_size=1_0", "order=best", "validity=ok", "exact=maybe", "q=、", f"genre={'长' * 61}"],
)  # fmt: skip
def test_bad_values_are_told_in_chinese(gate: Gate, browser: Client, query: str) -> None:
    told = get(browser, f"/items?{query}", status=422)
    assert any("\u4e00" <= character <= "\u9fff" for character in told["message"])


@pytest.mark.parametrize(
    "query", ["cursor=oops", "q=低保&cursor=oops", "organisation=nowhere", "category=nowhere"]
)
def test_what_there_is_not_is_not_found(gate: Gate, browser: Client, query: str) -> None:
    told = get(browser, f"/items?{query}", status=404)
    assert told["error"] == "not-found"


def test_each_wrong_parameter_is_named_with_what_is_wrong_with_it(gate: Gate, browser: Client) -> None:
    told = get(browser, "/items?page_size=101&from=2026-1-5&validity=ok", status=422)
    assert told["message"] == (
        "参数 from 要写成 2026-01-05 的样子；参数 page_size 不能大于 100；"
        "参数 validity 只能是 pending、in_force、amended、repealed、expired 之一。"
    )


def test_the_first_and_the_last_day_of_the_calendar_are_days(gate: Gate, browser: Client) -> None:
    gate.published()
    assert get(browser, "/items?from=0001-01-01&to=9999-12-31")["count"] == 1
    assert get(browser, "/items?from=9999-12-31")["count"] == 0
    assert get(browser, "/items?cursor=0001-01-01T00:00:00%2B23:59~1", status=404)


def test_an_item_and_its_proof_by_index_number(gate: Gate, browser: Client) -> None:
    item = gate.published()
    journal.seal()
    told = get(browser, f"/items/{item.index_number}")
    assert told["title"] == item.title
    assert told["sha256"] == item.live_edition.sha256
    assert told["sealed"] is True
    assert check(get(browser, f"/items/{item.index_number}/proof")).ok
    assert get(browser, "/items/11990101009990039L/2026-09999", status=404)["message"]


def test_drafts_are_not_in_the_api(gate: Gate, browser: Client) -> None:
    gate.draft()
    assert get(browser, "/items")["count"] == 0


def test_the_catalogue_has_every_column_of_the_standard(gate: Gate, browser: Client) -> None:
    told = get(browser, "/catalogue")
    rows = {row["code"]: row for row in told["items"]}
    assert len(rows) == told["count"] > 100
    row = rows["F20_01"]
    assert row["parent"] == "F20"
    assert row["verified"] is False
    for name in ("elements", "basis", "deadline", "responsible", "carriers", "audience", "mode", "level"):
        assert row[name], name
