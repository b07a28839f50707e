"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

from yangguang.accounts.actions import Visitor

_UNKNOWN = "unknown"


def visitor(request: HttpRequest) -> Visitor:
    """The visitor's network address and browser.

    The house stands behind its own proxy on the same machine: only what that one adds last to X-Forwarded-For is
    believed, and only when the connection itself comes from this machine; everything before it anybody can write.
    """
    direct = request.META.get("REMOTE_ADDR") or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    address = forwarded if forwarded and _is_here(direct) else direct
    return Visitor(address=_plain(address), agent=request.headers.get("User-Agent", "")[:200])


def _is_here(address: str) -> bool:
    if not address:
        return True  # a Unix socket has no address
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _plain(address: str) -> str:
    try:
        return ip_address(address).compressed
    except ValueError:
        return _UNKNOWN
