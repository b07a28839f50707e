"""How a document stands today, for lists."""

from __future__ import annotations

from django import template

from yangguang.disclosure.models import Item
from yangguang.disclosure.validity import Standing
from yangguang.disclosure.validity import standing as standing_of

register = template.Library()


@register.filter
def standing(item: Item) -> Standing | None:
    """``{% with stands=item|standing %}``: from the item's own days, no query."""
    return standing_of(item)
