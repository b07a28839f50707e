"""What the room of time asks of items that must be published in time. Titles of drafts stay inside: it is told none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework.models import Case
from yangguang.deadlines import owners
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, drafters, holders, may

from . import rules
from .models import Edition, Item

HEADS = ("leader", "chief")


def _item(ref: Ref) -> Item | None:
    return Item.objects.select_related("organisation").filter(uid=ref.uid).first()


def _describe(refs: Sequence[Ref]) -> dict[Ref, owners.Matter]:
    cases = dict(Case.objects.open().filter(subject__in=list(refs)).values_list("subject", "number"))
    rows = Item.objects.filter(uid__in=[ref.uid for ref in refs])
    return {
        item.ref: owners.Matter(
            number=item.index_number or cases.get(item.ref) or _("起草中的信息"),
            step=_("按期公开"),
            url=item.office_url,
        )
        for item in rows
    }


def _holders(ref: Ref) -> list[User]:
    """Who drafts the text; where they may no longer, everybody who may."""
    item = _item(ref)
    if item is None:
        return []
    edition = rules.newest_edition(item)
    author = edition.drafted_by
    if author is not None and author.is_active and may(author, Permission.DRAFT, item.organisation):
        return [author]
    return drafters(item.organisation)


def _heads(ref: Ref) -> list[User]:
    item = _item(ref)
    if item is None:
        return []
    found = [user for code in HEADS for user in holders(item.organisation, code)]
    return found[:1]


def _acting(ref: Ref, user: Any) -> Acting:
    item = _item(ref)
    if item is None:
        raise Refusal(_("没有这一件。"), code="not-found")
    return acting_as(user, item.organisation, permission=Permission.DRAFT)


def _mine(user: Any) -> list[Ref]:
    written = Edition.objects.filter(drafted_by=user, published_at__isnull=True, returned_at__isnull=True)
    items = Item.objects.filter(pk__in=written.order_by().values("item"))
    return [Ref(Item.REF_KIND, uid) for uid in items.values_list("uid", flat=True)]


def _visible(user: Any) -> models.QuerySet[Any, Any]:
    items = Item.objects.inside(user).order_by()
    return items.values_list(
        Concat(models.Value(f"{Item.REF_KIND}:"), "uid", output_field=models.CharField()), flat=True
    )


owners.register(
    owners.Owner(
        kind=Item.REF_KIND,
        describe=_describe,
        holders=_holders,
        acting=_acting,
        mine=_mine,
        visible=_visible,
        heads=_heads,
    )
)
