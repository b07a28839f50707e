"""Cases that wait for something outside and in which nobody has a step to do. Questions only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from yangguang.casework import rules
from yangguang.casework.models import Case, Task, Wait
from yangguang.web.prepared import prepared

SHOWN = 100  # on one desk
MOST = 1_000  # that are counted


@dataclass(frozen=True)
class Awaiting:
    """A case in which nobody has anything to do until something comes, and what it waits for."""

    case: Case
    waits: list[Wait]

    @property
    def since(self) -> datetime:
        return min(one.began_at for one in self.waits)


def on_desk(user: Any) -> list[Awaiting]:
    """Cases without an open step that wait since a post of this user did the last one, the longest first; some."""
    found: dict[int, list[Wait]] = {}
    for wait in _waits(*rules.posts_of(user)):
        found.setdefault(wait.case_id, []).append(wait)
    return [Awaiting(waits[0].case, waits) for waits in list(found.values())[:SHOWN]]


def count(user: Any) -> int:
    """How many such cases, as far as MOST."""
    return len({case for (case,) in _cases_awaiting(*rules.posts_of(user))})


@prepared
def _waits(places: tuple[int, ...], codes: tuple[str, ...]) -> models.QuerySet[Wait]:
    rows = _idle(places, codes).select_related("case__version__process", "case__organisation")
    return rows.order_by("began_at", "pk")[: 3 * SHOWN]


@prepared
def _cases_awaiting(places: tuple[int, ...], codes: tuple[str, ...]) -> models.QuerySet[Wait, tuple[int]]:
    return _idle(places, codes).order_by().values_list("case")[:MOST]


def _idle(places: tuple[int, ...], codes: tuple[str, ...]) -> models.QuerySet[Wait]:
    busy = Task.objects.open().filter(case=models.OuterRef("case"))
    return Wait.objects.waiting().filter(~models.Exists(busy), rules.of_posts(places, codes))
