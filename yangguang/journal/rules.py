"""Readings of the book. Nothing here writes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yangguang.journal.models import Act, ActQuerySet
from yangguang.journal.proofs import prove, trusted_keys
from yangguang.journal.verification import Report, verify
from yangguang.lib import clock
from yangguang.lib.ref import Ref

__all__ = [
    "Figures",
    "Report",
    "compare_with_held_seal",
    "figures",
    "prove",
    "timeline",
    "trusted_keys",
    "verify",
]


def compare_with_held_seal(seal: Mapping[str, Any]) -> Report:
    """Verify the book against a seal that somebody outside has kept."""
    return verify([seal])


def timeline(ref: Ref, *, public_only: bool) -> ActQuerySet:
    """The acts whose subject is *ref* or that name it, oldest first; with names only for the office."""
    acts = Act.objects.about(ref).order_by("occurred_at", "id").prefetch_related("references")
    return acts.public() if public_only else acts.select_related("private_part")


@dataclass(frozen=True)
class Figures:
    """How often something was done: in all, by organisation code, by legal day."""

    total: int
    by_organisation: dict[str, int]
    by_day: dict[date, int]


def figures(
    kind: str, since: datetime, until: datetime | None = None, organisation_code: str = ""
) -> Figures:
    """Count the acts of one kind that occurred from *since* until now (or before *until*)."""
    acts = Act.objects.filter(kind=kind, occurred_at__gte=since)
    if until is not None:
        acts = acts.filter(occurred_at__lt=until)
    if organisation_code:
        acts = acts.filter(organisation_code=organisation_code)
    by_organisation: Counter[str] = Counter()
    by_day: Counter[date] = Counter()
    for code, moment in acts.order_by().values_list("organisation_code", "occurred_at").iterator():
        by_organisation[code] += 1
        by_day[clock.day_of(moment)] += 1
    return Figures(by_organisation.total(), dict(by_organisation), dict(sorted(by_day.items())))
