"""The office's menu: each room registers its entries; Wagtail's own entries are not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem

Permitted = Callable[[Any], bool]
Count = Callable[[Any], int]


@dataclass(frozen=True)
class Entry:
    label: Any
    url_name: str
    icon: str
    permitted: Permitted
    order: int
    count: Count | None


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


class CountedItem(MenuItem):
    """An entry that shows how much is waiting and only to whom it concerns."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__(
            entry.label,
            reverse(entry.url_name),
            name=entry.url_name.replace(":", "-"),
            icon_name=entry.icon,
            order=entry.order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return self.entry.permitted(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        number = self.entry.count(request.user) if self.entry.count else 0
        self.label = f"{self.entry.label} ({number})" if number else self.entry.label
        return super().render_component(request)


def items() -> list[CountedItem]:
    """All entries, in order."""
    return [CountedItem(entry) for entry in sorted(_entries.values(), key=lambda e: e.order)]
