"""Every address of the access table says what may run, who may frame it, and who may keep it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.encoding import iri_to_uri

from tests.access.walk import lines
from tests.access.world import World
from yangguang.accounts.models import User

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Where a code is typed, asked for or part of the address, not even the house itself is told whence somebody comes.
WITH_CODES = ("/foi/apply/", "/foi/track/", "/foi/mine/", "/foi/requests/")
WITHOUT = "/foi/apply/known/"


def referrer(address: str, status: int) -> str:
    """What an address must say; that there is no such page of mine is said by the house's own page."""
    with_code = address.startswith(WITH_CODES) and not address.startswith(WITHOUT)
    with_code &= not (address.startswith("/foi/mine/") and status == 404)
    return "strict-origin" if with_code else "same-origin"


def policy(response: object) -> dict[str, str]:
    told = response.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return dict(part.strip().partition(" ")[::2] for part in told.split(";"))


@pytest.mark.parametrize("person", ["anonymous", "lin", "qian"])
def test_every_address_carries_the_headers(
    world: World, browser: Client, as_: Callable[[User], Client], person: str
) -> None:
    client = browser if person == "anonymous" else as_(getattr(world.cast, person))
    client.raise_request_exception = False
    faults = []
    for line in lines():
        if line.part == "post":
            continue
        response = client.get(iri_to_uri(line.address.format_map(world.places)))
        faults += [
            f"{line.address}: {name}" for name, value in ALWAYS.items() if response.headers.get(name) != value
        ]
        if response.headers.get("Referrer-Policy") != referrer(line.address, response.status_code):
            faults.append(f"{line.address}: Referrer-Policy")
        told = policy(response)
        if told["default-src"] != "'none'":
            faults.append(f"{line.address}: default-src {told['default-src']}")
        scripts = " ".join(
            told.get(name, "") for name in ("script-src", "script-src-elem", "script-src-attr")
        )
        if "unsafe" in scripts or "*" in scripts or "http" in scripts:
            faults.append(f"{line.address}: scripts from {scripts}")
        if not line.address.startswith("/files/"):
            for name in ("frame-ancestors", "base-uri"):
                if told.get(name) != "'none'":
                    faults.append(f"{line.address}: {name} {told.get(name)}")
            if "unsafe" in response.headers["Content-Security-Policy"]:
                faults.append(f"{line.address}: {response.headers['Content-Security-Policy']}")
        if "camera=()" not in response.headers["Permissions-Policy"]:
            faults.append(f"{line.address}: Permissions-Policy")
        kept = response.headers.get("Cache-Control", "")
        depends = line.part in {"personal", "office"} or "cookie" in response.headers.get("Vary", "").lower()
        shared = line.address.startswith(
            "/office/shell/"
        )  # the frame's own words and pictures: the same for everybody
        # An empty form: what is typed into it must be there when she goes back.
        blank = (
            line.address.startswith("/foi/apply/") and kept == "private, no-cache" and person == "anonymous"
        )
        if depends and not shared and not blank and ("no-store" not in kept or "public" in kept):
            faults.append(f"{line.address}: may be kept: {kept!r}")
    assert not faults, "\n".join(faults)


def test_a_page_that_fails_carries_them_too(browser: Client, db: None) -> None:
    for address in ("/no/such/page/", "/items/%00/", "/office/nothing/"):
        response = browser.get(address)
        assert policy(response)["default-src"] == "'none'"
        assert response.headers["X-Frame-Options"] == "DENY"
