"""Whether a document holds on a day: computed from its days, never stored, so that it flips by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may

from .models import Item, ItemQuerySet, Validity, ValidityDeclaration


class Dated(Protocol):
    """Whatever has the four days: an item, or a test's own."""

    effective_on: date | None
    valid_until: date | None
    amended_on: date | None
    repealed_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands on a day: ``since`` is the first day of that, ``until`` the last day on which it holds."""

    status: Validity
    since: date | None
    until: date | None

    @property
    def name(self) -> str:
        return str(self.status.label)

    @property
    def has_ended(self) -> bool:
        return self.status in {Validity.REPEALED, Validity.EXPIRED}

    @property
    def shape(self) -> str:
        """How ui/ draws it: shape and word."""
        if self.has_ended:
            return "late"
        return {Validity.AMENDED: "warn", Validity.PENDING: "soon"}.get(self.status, "ok")

    @property
    def sentence(self) -> str:
        """From which day it stands so, and until when it will."""
        words = _("%(day)s 起") % {"day": self.since.isoformat()} if self.since else ""
        if self.until and not self.has_ended:
            words += ("，" if words else "") + _("有效期至 %(day)s") % {"day": self.until.isoformat()}
        return words


def standing(item: Dated, on: date | None = None) -> Standing | None:
    """How the document stands on a day (today); None when none of its days is known: then nobody has said.

    ``valid_until`` is the last day on which it holds. A repeal counts while the document still held; what had run out
    before stays 已失效.
    """
    on = on or clock.today()
    repealed, until = item.repealed_on, item.valid_until
    if not any((item.effective_on, until, item.amended_on, repealed)):
        return None
    if repealed and repealed <= on and (until is None or repealed <= until):
        return Standing(Validity.REPEALED, repealed, repealed - timedelta(days=1))
    if until and until < on:
        return Standing(Validity.EXPIRED, until + timedelta(days=1), until)
    last = min((day for day in (until, repealed and repealed - timedelta(days=1)) if day), default=None)
    if item.effective_on and item.effective_on > on:
        return Standing(Validity.PENDING, item.effective_on, last)
    if item.amended_on and item.amended_on <= on:
        return Standing(Validity.AMENDED, max(item.amended_on, item.effective_on or item.amended_on), last)
    return Standing(Validity.IN_FORCE, item.effective_on, last)


def flips(item: Dated) -> tuple[tuple[date, str], ...]:
    """From which day on which status holds, oldest first; nothing for a document of which nobody has said."""
    until = item.valid_until
    days = {
        date.min,
        item.effective_on,
        until and until + timedelta(days=1),
        item.amended_on,
        item.repealed_on,
    }
    found: list[tuple[date, str]] = []
    for day in sorted(day for day in days if day):
        stands = standing(item, day)
        if stands and (not found or found[-1][1] != stands.status):
            found.append((day, str(stands.status)))
    return tuple(found)


def standing_so(items: ItemQuerySet, status: str, on: date | None = None) -> ItemQuerySet:
    """Those of the items that stand so on a day (today); all of them for a word that is no status."""
    on = on or clock.today()
    if status not in Validity.values:
        return items
    q = models.Q
    no_end = q(valid_until__isnull=True)
    repealed = q(repealed_on__lte=on) & (no_end | q(valid_until__gte=models.F("repealed_on")))
    was_repealed = q(repealed_on__isnull=False, valid_until__gte=models.F("repealed_on"))
    expired = q(valid_until__lt=on) & ~was_repealed
    holds = (q(repealed_on__isnull=True) | q(repealed_on__gt=on)) & (no_end | q(valid_until__gte=on))
    begun = q(effective_on__isnull=True) | q(effective_on__lte=on)
    amended = q(amended_on__isnull=False, amended_on__lte=on)
    known = (
        q(effective_on__isnull=False)
        | q(valid_until__isnull=False)
        | q(amended_on__isnull=False)
        | q(repealed_on__isnull=False)
    )
    chosen = {
        Validity.REPEALED: repealed,
        Validity.EXPIRED: expired,
        Validity.PENDING: holds & q(effective_on__gt=on),
        Validity.AMENDED: holds & begun & amended,
        Validity.IN_FORCE: known & holds & begun & (q(amended_on__isnull=True) | q(amended_on__gt=on)),
    }
    return items.filter(chosen[Validity(status)])


def declarations(item: Item) -> list[ValidityDeclaration]:
    """What was declared of the document and still counts, newest first."""
    rows = item.declarations.filter(ended_at__isnull=True).select_related("successor__organisation")
    return list(rows.order_by("-on", "-id"))


def ended_by(item: Item) -> list[ValidityDeclaration]:
    """The declarations by which this document amends, repeals or replaces others that the public may read."""
    rows = item.predecessors.filter(ended_at__isnull=True, item__in=Item.objects.public())
    return list(rows.select_related("item__organisation").order_by("-on", "-id"))


def may_declare(user: object, organisation: Organisation) -> bool:
    """The officer who writes for the organisation, or who keeps the catalogue above it."""
    return any(
        may(user, permission, organisation) for permission in (Permission.DRAFT, Permission.MANAGE_CATALOGUE)
    )
