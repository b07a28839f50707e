"""Reading rows that somebody may have filled with rubbish: what cannot be read is named, never a crash."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from yangguang.journal import leaves
from yangguang.journal.models import Act, Seal

UNREADABLE = (TypeError, ValueError, AttributeError, OverflowError)


def acts(ids: Iterable[int]) -> dict[int, Act | str]:
    """Acts by their inner number, with all that belongs to them; the uid of one that cannot be read."""
    wanted = list(ids)
    try:
        return {act.id: act for act in _whole(wanted)}
    except UNREADABLE:
        found: dict[int, Act | str] = {}
        for act_id, uid in Act.objects.filter(id__in=wanted).values_list("id", "uid"):
            try:
                found[act_id] = _whole([act_id]).get()
            except UNREADABLE:
                found[act_id] = str(uid)
        return found


def _whole(ids: list[int]) -> QuerySet[Act]:
    return Act.objects.filter(id__in=ids).select_related("private_part").prefetch_related("references")


def leaf_hash(act: Act) -> bytes | None:
    """The hash of the leaf as the fields are now; None when they cannot even be written as a leaf."""
    try:
        return leaves.leaf_hash(act.public_leaf())
    except UNREADABLE:
        return None


def document(seal: Seal) -> dict[str, Any] | None:
    """The seal as a document; None when its fields are not such as the house writes."""
    try:
        return seal.document()
    except UNREADABLE:
        return None


def each(values: "QuerySet[Any, Any]") -> Iterator[Any]:
    """The values of a query, without those that cannot be read."""
    try:
        yield from list(values)
    except UNREADABLE:
        for key in values.model._default_manager.values_list("pk", flat=True):
            try:
                yield from list(values.filter(pk=key))
            except UNREADABLE:
                continue
