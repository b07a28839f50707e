"""Which network address a request comes from, when only some of what it says can be believed."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The visitor's network address, or ``unknown``.

    Behind ``YANGGUANG_PROXIES`` proxies the last so many entries of X-Forwarded-For were written by them, and the first
    of those is the visitor; everything before it anybody can write. The header is believed only when the connection
    itself comes from this machine or from a network in ``YANGGUANG_PROXY_NETWORKS``.
    """
    direct = request.META.get("REMOTE_ADDR") or ""
    proxies: int = settings.YANGGUANG_PROXIES
    if not proxies or not _is_proxy(direct):
        return _plain(direct)
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if not told:
        return _plain(direct)
    return _plain(told[-proxies] if len(told) >= proxies else told[0])


def block(address: str) -> str:
    """What counts as one place: an IPv4 address, or the IPv6 network of 64 bits that one household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def hidden(address: str) -> str:
    """The address with its second half hidden, to remind somebody where she was: 203.0.*.*, 2001:db8:*."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return ":".join(parsed.exploded.split(":")[:2]) + ":*"
    return ".".join(str(parsed).split(".")[:2]) + ".*.*"


@lru_cache(maxsize=1024)
def _is_proxy(address: str) -> bool:
    if not address:
        return True  # a Unix socket has no address
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or any(parsed in ip_network(n) for n in settings.YANGGUANG_PROXY_NETWORKS)


def _plain(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return UNKNOWN
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (mapped or parsed).compressed
