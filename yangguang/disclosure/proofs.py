"""What the journal's proofs say about items: which act, and the exact text that its hash was taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from yangguang.journal import rules as journal
from yangguang.journal.models import Act, Leaf
from yangguang.journal.subjects import Description
from yangguang.lib.ref import Ref

from . import rules
from .acts import PUBLISHED, VALIDITY_DECLARED
from .models import EXPUNGED_TITLE, Edition, Item


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
    return act_of(item, item.live_edition) if item.live_edition else None


def act_of(item: Item, edition: Edition) -> Act | None:
    """The act by which one of the item's texts became public."""
    return published_by(Act.objects.filter(kind=PUBLISHED, subject=item.ref).order_by("-pk"), edition)


def published_by(acts: Iterable[Act], edition: Edition) -> Act | None:
    """That of some acts, the newest first, by which a text became public."""
    return next(
        (act for act in acts if act.kind == PUBLISHED and act.public.get("sha256") == edition.sha256), None
    )


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
    return prove_edition(item, item.live_edition)


def prove_edition(item: Item, edition: Edition) -> dict[str, Any] | None:
    """The proof that one of the item's texts was made public; None while its act is not sealed."""
    act = act_of(item, edition)
    if act is None:
        return None
    claim = {"label": edition.title, "claim": "sha256", "json": rules.content(edition)}
    return journal.prove(act, content=[claim])


def conceals(act: Act) -> bool:
    """Whether an act tells the title of a text whose title was expunged. It stands in the book and cannot be altered;
    the house does not show it any more.
    """
    gone = Edition.objects.filter(title=str(EXPUNGED_TITLE))
    if act.kind == PUBLISHED:
        return gone.filter(item__uid=act.subject.uid, release=act.public.get("release")).exists()
    if act.kind == VALIDITY_DECLARED:
        uids = [act.subject.uid, *(ref.uid for ref in act.about if ref.kind == Item.REF_KIND)]
        return gone.filter(item__uid__in=uids, release__isnull=False).exists()
    return False


def titles(acts: Iterable[Act]) -> dict[int, Description]:
    """What to call the texts of acts of publication, and where they are read, by the act's key: as of now.

    What is no longer public keeps its line, without title and address.
    """
    told = list(acts)
    items = Item.objects.filter(uid__in={act.subject.uid for act in told}).select_related("live_edition")
    by_uid = {item.uid: item for item in items}
    hidden = set(
        Edition.objects.filter(item__in=by_uid.values(), title=str(EXPUNGED_TITLE)).values_list(
            "item__uid", "release"
        )
    )
    shown: dict[int, Description] = {}
    for act in told:
        item = by_uid.get(act.subject.uid)
        if item is None or not item.is_public:
            gone = item is not None and item.live_edition is not None and item.live_edition.expunged_at
            shown[act.pk] = Description(
                _("（内容已依法消除）") if gone else _("（已撤下）"), act.public.get("url", "")
            )
        elif (item.uid, act.public.get("release")) in hidden:
            shown[act.pk] = Description(str(EXPUNGED_TITLE), item.get_absolute_url())
        else:
            shown[act.pk] = Description(act.public.get("title", ""), item.get_absolute_url())
    return shown


def is_sealed(act: Act) -> bool:
    """Whether a seal covers the act already, so that there is a proof to download."""
    return Leaf.objects.filter(act=act).exists()  # a seal and the leaves under it are written together
