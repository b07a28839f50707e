"""What lies on a desk, in groups: by day, process, post and organisation, each counted from the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yangguang.casework import desklist
from yangguang.casework.models import NO_LIMIT
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.organisations.rules import appointments
from yangguang.web.prepared import prepared


@dataclass(frozen=True)
class Choice:
    """One value by which the desk can be narrowed, and how many tasks it leaves."""

    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Facets:
    """What lies on a desk, in groups; of very many tasks the first MOST."""

    total: int
    due: dict[str, int]
    mine: int
    free: int
    processes: list[Choice]
    posts: list[Choice]
    organisations: list[Choice]

    @property
    def chips(self) -> list[Choice]:
        """The groups by day, in the order of urgency."""
        labels = {"late": _("逾期"), "today": _("今天"), "week": _("本周"), "none": _("无期限")}
        return [Choice(name, label, self.due[name]) for name, label in labels.items()]


def _is_due(name: str, due_on: date | None, today: date) -> bool:
    if due_on is None:
        return name == "none"
    return {
        "late": due_on < today,
        "today": due_on == today,
        "week": today <= due_on <= desklist.sunday(today),
    }.get(name, False)


def facets(user: Any) -> Facets:
    """Every group is counted from the same rows."""
    rows = [one for one in desklist.lying(user) if not one.is_paused]
    today = clock.today()
    days = Counter(one.last for one in rows)
    due = {
        name: sum(n for day, n in days.items() if _is_due(name, day if day < NO_LIMIT else None, today))
        for name in desklist.DUE
    }
    versions = desklist.versions_of(one.version for one in rows)
    processes = Counter(one.version for one in rows)
    posts = Counter((one.organisation, one.post) for one in rows)
    labels = {
        (held.post.organisation_id, held.post.code): (
            f"{held.post.organisation.code}:{held.post.code}",
            f"{held.post.organisation.called} {held.post.name}",
        )
        for held in appointments(user)
    }
    places = Counter(one.case_organisation for one in rows)
    names = {pk: (code, name) for pk, code, name in _names(tuple(places))}
    mine = sum(one.claimed_by is not None for one in rows)
    return Facets(
        total=len(rows),
        due=due,
        mine=mine,
        free=len(rows) - mine,
        processes=_choices((versions[pk].code, versions[pk].process.name, n) for pk, n in processes.items()),
        posts=_choices((*labels[held], n) for held, n in posts.items() if held in labels),
        organisations=_choices((*names[pk], n) for pk, n in places.items()),
    )


def _choices(found: Iterable[tuple[str, str, int]]) -> list[Choice]:
    """From values, labels and numbers, the largest first; versions of one process are one choice."""
    numbers: Counter[tuple[str, str]] = Counter()
    for value, label, number in found:
        numbers[value, label] += number
    ordered = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    return [Choice(value, label, number) for (value, label), number in ordered]


@prepared
def _names(pks: tuple[int, ...]) -> models.QuerySet[Organisation, tuple[int, str, str]]:
    return Organisation.objects.filter(pk__in=pks).order_by().values_list("pk", "code", "name")
