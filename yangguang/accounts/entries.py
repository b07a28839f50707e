"""What else a person has in this house: the rooms above put a link on the account page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_entries: dict[str, StrOrPromise] = {}


def register(url: str, label: StrOrPromise) -> None:
    """Offer a page to whoever looks at her account."""
    _entries[url] = label


def entries() -> list[tuple[str, StrOrPromise]]:
    """Addresses with their names, in the order in which the rooms came."""
    return list(_entries.items())
