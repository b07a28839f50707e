"""What every answer says of itself: what may run, who may frame it, and who may keep it."""

from __future__ import annotations

from typing import Any

from .line import Line

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Where a code is typed, asked for or part of the address, not even the house itself is told whence somebody comes.
WITH_CODES = ("/foi/apply/", "/foi/track/", "/foi/mine/", "/foi/requests/")
WITHOUT = "/foi/apply/known/"


def faults(line: Line, person: str, response: Any) -> list[str]:
    """What is missing or too much in the headers of an answer to a GET."""
    found = [
        f"{name} is not {value}" for name, value in ALWAYS.items() if response.headers.get(name) != value
    ]
    if response.headers.get("Referrer-Policy") != _referrer(line.address, response.status_code):
        found.append("Referrer-Policy")
    told = policy(response)
    if told["default-src"] != "'none'":
        found.append(f"default-src {told['default-src']}")
    scripts = " ".join(told.get(name, "") for name in ("script-src", "script-src-elem", "script-src-attr"))
    if "unsafe" in scripts or "*" in scripts or "http" in scripts:
        found.append(f"scripts from {scripts}")
    if not line.address.startswith("/files/"):
        found += [
            f"{name} {told.get(name)}"
            for name in ("frame-ancestors", "base-uri")
            if told.get(name) != "'none'"
        ]
        if "unsafe" in response.headers["Content-Security-Policy"]:
            found.append(response.headers["Content-Security-Policy"])
    if "camera=()" not in response.headers["Permissions-Policy"]:
        found.append("Permissions-Policy")
    kept = response.headers.get("Cache-Control", "")
    if _is_somebodys(line, person, response, kept) and ("no-store" not in kept or "public" in kept):
        found.append(f"may be kept: {kept!r}")
    return found


def policy(response: Any) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    told = response.headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in told.split(";"))


def _referrer(address: str, status: int) -> str:
    """What an address must say; that there is no such page of mine is said by the house's own page."""
    with_code = address.startswith(WITH_CODES) and not address.startswith(WITHOUT)
    with_code &= not (address.startswith("/foi/mine/") and status == 404)
    return "strict-origin" if with_code else "same-origin"


def _is_somebodys(line: Line, person: str, response: Any, kept: str) -> bool:
    """Whether an answer depends on who asks; the frame's own words and pictures are the same for everybody."""
    if line.address.startswith("/office/shell/"):
        return False
    # An empty form: what is typed into it must be there when she goes back.
    if line.address.startswith("/foi/apply/") and kept == "private, no-cache" and person == "anonymous":
        return False
    return line.part in {"personal", "office"} or "cookie" in response.headers.get("Vary", "").lower()
