"""Items as rows of a public list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yangguang.disclosure.models import Item, ItemQuerySet
from yangguang.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Row:
    """What ``web/parts/rows.html`` draws."""

    title: str
    url: str
    day: datetime | None
    note: str


def rows(items: Iterable[Item], *, publisher: bool = True) -> list[Row]:
    """Title, page, day; document number and, where it is not plain from the page, the publisher below."""
    return [
        Row(
            item.title,
            item.get_absolute_url(),
            item.published_at,
            "　".join(
                part for part in (item.doc_number, item.organisation.called if publisher else "") if part
            ),
        )
        for item in items
    ]


def newest(items: ItemQuerySet, number: int = 5, *, publisher: bool = True) -> list[Row]:
    return rows(items.newest().select_related("organisation")[:number], publisher=publisher)


def public_items(organisation: Organisation | None = None) -> ItemQuerySet:
    """All public items, or those of one organisation."""
    items = Item.objects.public()
    return items.filter(organisation=organisation) if organisation else items
