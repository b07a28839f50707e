"""The office's menu: each room registers its entries; Wagtail's own entries are not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from telepath import BaseAdapter
from wagtail.admin import telepath

Permitted = Callable[[Any], bool]
Count = Callable[[Any], int]


class Link(dict[str, Any]):
    """An entry as the menu's script reads it: packed already, which telepath would do piece by piece for each page."""


telepath.register(BaseAdapter(), Link)


@dataclass(frozen=True)
class Entry:
    """An entry that shows how much is waiting and only to whom it concerns; what Wagtail's menu asks of an item."""

    label: Any
    url_name: str
    icon: str
    permitted: Permitted
    order: int
    count: Count | None

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.permitted(request.user)

    def render_component(self, request: HttpRequest) -> Link:
        number = self.count(request.user) if self.count else 0
        facts = {
            "name": self.url_name.replace(":", "-"),
            "label": f"{self.label} ({number})" if number else str(self.label),
            "icon_name": self.icon,
            "classname": "",
            "attrs": {},
            "url": self.url,
        }
        return Link(_type="wagtail.sidebar.LinkMenuItem", _args=[facts])


_entries: dict[str, Entry] = {}


def register(
    label: Any,
    url_name: str,
    icon: str,
    *,
    permitted: Permitted = lambda user: True,
    order: int = 100,
    count: Count | None = None,
) -> None:
    """Offer an entry. ``icon`` is one of Wagtail's icon names; ``permitted`` and ``count`` get the user."""
    _entries[url_name] = Entry(label, url_name, icon, permitted, order, count)


def items() -> list[Entry]:
    """All entries, in order."""
    return sorted(_entries.values(), key=lambda entry: entry.order)
