"""{% load plans %}: when a text in work becomes public, for the item's page and for those who sign it."""

from __future__ import annotations

from typing import Any

from django import template

from yangguang.disclosure.actions import open_plan
from yangguang.disclosure.models import Item

register = template.Library()


@register.inclusion_tag("disclosure/office/planned.html")
def planned(item: Item, may_draft: bool = False, work_state: str | None = None) -> dict[str, Any]:
    """The plan of an item in one line; for its officer with the way to change it."""
    return {"plan": open_plan(item), "item": item, "may_draft": may_draft and bool(work_state)}
