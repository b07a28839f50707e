"""The public addresses asked for what nobody meant: always an answer, in Chinese, and never a failure of the server.

Every route of the public part of the access table, its places filled with what there is or with anything at all, and
questions made of the names that pages listen to.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from lxml import etree

from tests.access.walk import lines
from tests.access.world import World

MANY = int(os.environ.get("YANGGUANG_FUZZ_EXAMPLES", "2000"))
A_FEW = 40
CALMLY: Any = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
MAY_BE = {200, 301, 302, 304, 400, 404, 405, 410, 422}

NAMES = (
    "q", "page", "year", "organisation", "category", "kind", "validity", "order", "from", "to", "cursor", "exact", "late",
    "with", "seal", "held", "state", "next", "version",
)  # fmt: skip
# What has broken pages before, or looks like it might.
NASTY = (
    "", " ", "0", "-1", "1", "2", "9" * 30, "9" * 5000, "²", "٣", "１２", "1e9", "0x10", "NaN", "null", "true", "0001-01-01",
    "9999-12-31", "2026-02-30", "2026-W01-1", "20260105", "2026-13-01", "2026", "1949", "9998", "9999", "\x00", "a\x00b", "\ud800",
    "'", "\"", "%", "%%", "_", "\\", "' OR 1=1 --", "../../etc/passwd", "//evil.example", "https://evil.example/", "javascript:1",
    "<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "%s%n", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff", "\uffff", "𠮷", "👨‍👩‍👧",
    "低保", "低保 NOT", "\"低保", "低保*", "NEAR(低保 通知)", "title:低保", "AND", "-低保", "（）", "、", "civil-affairs", "in_force", "date",
    "relevance", "r.1.5", "0.5", "1.1", "2026-12-21T02:00:00+00:00~1", "0001-01-01T00:00:00+23:59~1",
)  # fmt: skip


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def values() -> st.SearchStrategy[str]:
    """Quoted for an address: texts, bytes that are no text, and what has broken pages before."""
    return st.one_of(
        st.sampled_from(NASTY).map(_quoted),
        st.text(max_size=40).map(_quoted),
        st.integers().map(str),
        st.dates().map(str),
        st.binary(max_size=12).map(lambda some: quote_from_bytes(some, safe="")),
    )


PARTS = {"/foi/apply/known/"}
"""What a page asks for while somebody types."""


def queries() -> st.SearchStrategy[str]:
    pair = st.tuples(st.sampled_from(NAMES), values()).map("=".join)
    return st.lists(st.one_of(pair, pair, pair, values()), max_size=6).map("&".join)


def addresses(world: World) -> st.SearchStrategy[str]:
    """Lines of the table with their places filled; or with one part of the way replaced."""
    ways = sorted({line.address.partition("?")[0] for line in lines() if line.is_public})
    real = st.sampled_from(ways).map(lambda way: quote(way.format_map(world.places), safe="/"))

    def replaced(way: str, place: int, value: str) -> str:
        parts = way.split("/")
        parts[place % len(parts)] = value
        return "/" + "/".join(parts).lstrip("/")

    broken = st.builds(replaced, real, st.integers(1, 6), values())
    return st.builds(
        lambda large, way, query: ("/large" if large else "") + way + (f"?{query}" if query else ""),
        st.booleans(), st.one_of(real, broken), queries(),
    )  # fmt: skip


def what_is_wrong(response: Any, *, is_part: bool = False) -> str:
    """Nothing, where an answer is as it must be. A part goes into a page and is no page: it may be without a word."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if response.status_code not in MAY_BE:
        return f"status {response.status_code}"
    if response.cookies:
        return f"sets a cookie: {response.cookies}"
    if response.status_code in {301, 302} and not re.match(
        r"/(?![/\\])|http://testserver/", response["Location"]
    ):
        return f"leads away: {response['Location']}"
    text = body.decode("utf-8", "replace")
    if "Traceback (most recent" in text or "django.db" in text:
        return "tells of its inside"
    if not body:
        return ""
    if (
        kind.startswith("text/html")
        and not is_part
        and not ('lang="zh-Hans"' in text and re.search("[一-龥]{4}", text))
    ):
        return "is a page without a Chinese sentence"
    if kind.startswith("application/json"):
        json.loads(text)
    if re.match(r"[\w.+-]+/([\w.-]+\+)?xml\b", kind):
        etree.fromstring(body)
    return ""


def ask(world: World, data: st.DataObject) -> None:
    address = data.draw(addresses(world))
    response = Client(raise_request_exception=False).generic(
        data.draw(st.sampled_from(["GET", "GET", "HEAD"])), address
    )
    is_part = response.status_code == 200 and address.partition("?")[0].removeprefix("/large") in PARTS
    fault = what_is_wrong(response, is_part=is_part)
    assert not fault, f"{address}: {fault}"


@given(data=st.data())
@how(max_examples=A_FEW, phases=[Phase.generate], derandomize=True, **CALMLY)
def test_whatever_is_asked_is_answered_in_chinese(furnished: World, data: st.DataObject) -> None:
    ask(furnished, data)


# Which names each kind of page listens to.
LISTENS = {
    "/search/": ("page", "organisation", "category", "kind", "validity", "order", "from", "to", "cursor", "exact"),
    "/search/suggest": ("q",),
    "/published/": ("page", "from", "to", "late"),
    "/catalogue/": ("page", "year", "organisation", "q", "validity"),
    "/catalogue/all/items.csv": ("year", "organisation", "q", "validity"),
    "/catalogue/all/items.atom": ("year", "organisation", "q", "validity"),
    "/columns/notices/": ("page", "year", "organisation", "q", "validity"),
    "/organisations/civil-affairs/items/": ("page", "year", "category", "q"),
    "/organisations/": ("q", "kind"),
    "/verify/": ("q",),
    "/seals/": ("page",),
    "/processes/disclosure-review/1/": ("tall", "version"),
    "/api/v1/items": ("q", "from", "to", "cursor", "page_size", "organisation", "category"),
    "/api/v1/seals": ("cursor", "page_size"),
}  # fmt: skip


def nasty_addresses() -> Iterator[str]:
    """Every nasty value under every name that a page listens to, one at a time."""
    for way, names in LISTENS.items():
        for name in names:
            for value in NASTY:
                asked = f"q={quote('低保')}&" if way == "/search/" else ""
                yield f"{way}?{asked}{name}={_quoted(value)}"


def faults_of(addresses: Iterable[str]) -> list[str]:
    client = Client(raise_request_exception=False)
    told = ((address, what_is_wrong(client.get(address))) for address in addresses)
    return [f"{address}: {fault}" for address, fault in told if fault]


def test_what_has_broken_pages_before_breaks_none(furnished: World) -> None:
    """One in sixty; ``make fuzz`` asks all."""
    faults = faults_of(islice(nasty_addresses(), 0, None, 61))
    assert not faults, "\n".join(faults[:40])


@pytest.mark.fuzz
def test_all_that_has_broken_pages_before_breaks_none(furnished: World) -> None:
    faults = faults_of(nasty_addresses())
    assert not faults, "\n".join(faults[:40])


@pytest.mark.fuzz
@given(data=st.data())
@how(max_examples=MANY * 5, **CALMLY)
def test_whatever_is_asked_thousands_of_times_is_answered_in_chinese(
    furnished: World, data: st.DataObject
) -> None:
    ask(furnished, data)
