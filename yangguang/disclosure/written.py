"""What is in work, and what of it lies with the officers: drafts, and what came back to them. Questions only."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.web.prepared import prepared
from yangguang.web.remembering import remembered

from .models import Edition, ItemQuerySet


def in_work() -> models.QuerySet[Edition]:
    """The texts that are written or reviewed: few beside what is public, so they are found first, not at each item."""
    return Edition.objects.working().filter(returned_at__isnull=True).order_by()


def lying() -> models.QuerySet[Edition]:
    """Those that lie with the officers."""
    return in_work().filter(submitted_at__isnull=True)


def came_back() -> models.Exists:
    """Of an edition: that the one before it was returned, as ``rules.returned_edition`` finds it."""
    before = Edition.objects.filter(item=models.OuterRef("item"), number=models.OuterRef("number") - 1)
    return models.Exists(before.filter(returned_at__isnull=False))


def being_written(items: ItemQuerySet) -> ItemQuerySet:
    """The items whose next text lies with the officer."""
    return items.filter(pk__in=lying().values("item"))


class Written(NamedTuple):
    """How many texts lie with the officers; of them those that came back."""

    all: int
    returned: int


def count_written(user: Any) -> Written:
    """How many lie with the officers of the offices that a user drafts for."""
    places = organisations_where(user, Permission.DRAFT).order_by("pk").values_list("pk", flat=True)
    return _written(tuple(places))


@remembered
def _written(places: tuple[int, ...]) -> Written:
    found = dict(_counted(places))
    return Written(sum(found.values()), found.get(True, 0))


@prepared
def _counted(places: tuple[int, ...]) -> models.QuerySet[Edition, tuple[bool, int]]:
    groups = lying().filter(item__organisation__in=places).annotate(back=came_back()).values("back")
    return groups.annotate(n=models.Count("pk")).values_list("back", "n")
