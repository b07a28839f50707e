"""Public answers come packed to whoever takes them so; personal ones never do."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "br, gzip"}


def test_a_public_page_comes_packed_with_a_weak_tag_and_is_the_same_page(browser: Client, cast: Cast) -> None:
    plain, packed = browser.get("/verify/"), browser.get("/verify/", headers=TAKES)
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert packed["ETag"] == f"W/{plain['ETag']}"
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    again = browser.get("/verify/", headers={**TAKES, "If-None-Match": packed["ETag"]})
    assert again.status_code == 304 and not again.content
    large = gzip.decompress(browser.get("/large/verify/", headers=TAKES).content).decode()
    assert 'data-size="large"' in large


@pytest.mark.parametrize("takes", ["", "identity", "gzip;q=0", "gzip; q=0.0, br", "x-gzipped"])
def test_who_does_not_take_it_gets_it_as_it_is(browser: Client, cast: Cast, takes: str) -> None:
    assert "Content-Encoding" not in browser.get("/verify/", headers={"Accept-Encoding": takes}).headers


def test_what_depends_on_who_asks_and_what_is_missing_is_not_packed(
    browser: Client, as_: Any, cast: Cast
) -> None:
    for client, path in (
        (as_(cast.lin), "/office/"),
        (browser, "/accounts/sign-in/"),
        (browser, "/no/such/"),
    ):
        assert "Content-Encoding" not in client.get(path, headers=TAKES).headers, path
