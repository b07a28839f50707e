"""Who may read: the answers for files and for search, from the one policy ``Item.objects.visible_to``."""

from __future__ import annotations

from typing import Any

from yangguang.files.models import StoredFile

from .models import EditionFile, Item


def may_read_file(stored: StoredFile, user: Any) -> bool:
    """A file is read by who reads the item; one that is not part of the live text only inside the office."""
    assert stored.owner is not None
    item = Item.objects.filter(uid=stored.owner.uid).first()
    if item is None:
        return False
    if item.is_public and EditionFile.objects.filter(edition=item.live_edition_id, file=stored).exists():
        return True
    return Item.objects.inside(user).filter(pk=item.pk).exists()


def alive(uids: list[str]) -> set[str]:
    """Those of the items that everybody may read now."""
    return set(Item.objects.public().filter(uid__in=uids).values_list("uid", flat=True))
