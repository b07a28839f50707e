"""Where a request comes from, for the access log and for counting."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from yangguang.accounts import rules
from yangguang.web.addresses import block, client_address


@dataclass(frozen=True, slots=True)
class Visitor:
    """A network address and what the browser calls itself."""

    address: str
    agent: str = ""

    @property
    def key(self) -> str:
        """The key under which attempts from there are counted: an IPv6 network of 64 bits is one place."""
        return rules.digest("from", block(self.address))


def visitor(request: HttpRequest) -> Visitor:
    """The visitor's network address and browser."""
    return Visitor(address=client_address(request), agent=request.headers.get("User-Agent", "")[:200])
