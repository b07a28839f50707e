"""What a page that fails says of itself; the addresses of the access table are looked at by its walk (tests/test_access.py)."""

from __future__ import annotations

from django.test import Client

from tests.access.headers import policy


def test_a_page_that_fails_carries_the_headers_too(browser: Client, db: None) -> None:
    for address in ("/no/such/page/", "/items/%00/", "/office/nothing/"):
        response = browser.get(address)
        assert policy(response)["default-src"] == "'none'"
        assert response.headers["X-Frame-Options"] == "DENY"
