"""What the journal's proofs say about items: which act, and the exact text that its hash was taken over."""

from __future__ import annotations

from typing import Any

from yangguang.journal import rules as journal
from yangguang.journal.models import Act, Leaf, Seal
from yangguang.journal.subjects import Description
from yangguang.lib.ref import Ref

from . import rules
from .acts import PUBLISHED
from .models import Edition, Item


def find(text: str) -> Ref | None:
    """An item by its index number."""
    item = Item.objects.filter(index_number=text.strip()).first()
    return item.ref if item else None


def describe(ref: Ref) -> Description | None:
    item = Item.objects.public().filter(uid=ref.uid).first()
    return Description(item.title, item.get_absolute_url()) if item else None


def describe_edition(ref: Ref) -> Description | None:
    edition = Edition.objects.filter(uid=ref.uid, published_at__isnull=False).select_related("item").first()
    if edition is None or not edition.item.is_public:
        return None
    return Description(edition.title, edition.item.get_absolute_url())


def publication_act(item: Item) -> Act | None:
    """The act by which the live text became public."""
    if item.live_edition is None:
        return None
    acts = Act.objects.filter(kind=PUBLISHED, subject=item.ref).order_by("-pk")
    return next((act for act in acts if act.public.get("sha256") == item.live_edition.sha256), None)


def prove(ref: Ref) -> dict[str, Any] | None:
    """The proof of a public item: the journal's proof of the act, and the text to compare its hash with."""
    item = (
        Item.objects.public()
        .select_related("live_edition__category", "organisation")
        .filter(uid=ref.uid)
        .first()
    )
    if item is None or item.live_edition is None:
        return None
    act = publication_act(item)
    if act is None:
        return None
    edition = item.live_edition
    claim = {"label": edition.title, "claim": "sha256", "json": rules.content(edition)}
    return journal.prove(act, content=[claim])


def is_sealed(act: Act) -> bool:
    """Whether a seal covers the act already, so that there is a proof to download."""
    leaf = Leaf.objects.filter(act=act).first()
    return leaf is not None and Seal.objects.filter(size__gt=leaf.position).exists()
