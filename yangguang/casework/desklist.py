"""The lists of the desk: what is mine by what is due, narrowed by a filter, counted as far as anybody looks. In groups: facets.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models

from yangguang.casework import access, rules
from yangguang.casework.models import (
    NO_LIMIT,
    STILL,
    ProcessVersion,
    SavedFilter,
    Task,
    TaskQuerySet,
)
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.web.prepared import prepared
from yangguang.web.remembering import remembered

MOST = 1_000  # tasks of one desk that are counted and sorted into groups


@dataclass(frozen=True)
class Filter:
    """What a person narrows the desk by; empty means everything. As in the address, so as it is saved."""

    due: str = ""  # late, today, week, none
    process: str = ""  # code of the process
    post: str = ""  # "code of the organisation:code of the post"
    organisation: str = ""  # code of an organisation: its cases and those of all below it
    hands: str = ""  # mine: claimed by me; free: by nobody

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Filter:
        """From an address; what is not known is left out."""
        given = {one.name: str(data.get(one.name, ""))[:120] for one in fields(cls)}
        given["due"] = given["due"] if given["due"] in DUE else ""
        given["hands"] = given["hands"] if given["hands"] in {"mine", "free"} else ""
        return cls(**given)

    @property
    def query(self) -> str:
        """For an address."""
        return urlencode({one.name: value for one in fields(self) if (value := getattr(self, one.name))})

    def but(self, **changes: str) -> str:
        """The address of the same filter with something else changed."""
        return replace(self, **changes).query

    def __bool__(self) -> bool:
        return bool(self.query)

    def apply(self, tasks: TaskQuerySet, user: Any) -> TaskQuerySet:
        """The tasks that pass."""
        if self.due:
            tasks = tasks.filter(DUE[self.due](clock.today()))
        if self.process:
            tasks = tasks.filter(case__version__code=self.process)
        if self.post:
            organisation, _colon, post = self.post.partition(":")
            tasks = tasks.filter(organisation__code=organisation, post_code=post)
        if self.organisation:
            found = Organisation.objects.filter(code=self.organisation).first()
            tasks = tasks.filter(case__organisation__path__startswith=found.path) if found else tasks.none()
        if self.hands == "mine":
            tasks = tasks.filter(claimed_by__in=rules.hands(user))
        elif self.hands == "free":
            tasks = tasks.filter(claimed_by=None)
        return tasks


def sunday(day: date) -> date:
    """The last day of its week."""
    return day + timedelta(6 - day.weekday())


DUE = {
    "late": lambda day: models.Q(last__lt=day),
    "today": lambda day: models.Q(last=day),
    "week": lambda day: models.Q(last__range=(day, sunday(day))),
    "none": lambda day: models.Q(last__gte=NO_LIMIT),
}


class Lying(NamedTuple):
    """One task on a desk, as far as it is counted, sorted into groups and put in order. What many share is a key."""

    last: date  # or STILL or NO_LIMIT, which come after every day
    pk: int
    uid: str
    case_uid: str
    version: int
    organisation: int
    post: str
    case_organisation: int
    claimed_by: int | None

    @property
    def is_paused(self) -> bool:
        return self.last == STILL


def lying(user: Any) -> list[Lying]:
    """What lies on a desk, of very much the first MOST: first what waits, by its last day, then what stands still."""
    return _lying(getattr(user, "pk", None) or 0, rules.hands(user), *rules.posts_of(user))


@remembered
def _lying(user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]) -> list[Lying]:
    # Post by post: each is read in the order of its index, and no further than MOST.
    found = [_rows(user, hands, (place,), (code,)) for place, code in zip(places, codes, strict=True)]
    return list(map(Lying._make, sorted(chain.from_iterable(found))[:MOST]))


@prepared
def _rows(
    user: int, hands: tuple[int, ...], place: tuple[int], code: tuple[str]
) -> models.QuerySet[Task, tuple[Any, ...]]:
    return (
        rules.at_desk(user, hands, place, code)
        .order_by(*rules.IN_ORDER)
        .values_list(
            "last",
            "pk",
            "uid",
            "case__uid",
            "case__version",
            "organisation",
            "post_code",
            "case__organisation",
            "claimed_by",
        )[:MOST]
    )


def tasks_of(rows: Sequence[Lying]) -> list[Task]:
    """The tasks themselves, in the order of the rows; what they share is read once."""
    keys = tuple(row.pk for row in rows)
    found = {one.pk: one for one in _tasks(keys)} if keys else {}
    kept = versions_of(one.case.version_id for one in found.values())
    for task in found.values():
        task.case.version = kept[task.case.version_id]
    return [found[pk] for pk in keys if pk in found]


@prepared
def _tasks(pks: tuple[int, ...]) -> TaskQuerySet:
    rows = Task.objects.filter(pk__in=pks)
    return rows.select_related("case__organisation", "organisation", "claimed_by")


def versions_of(keys: Iterable[int]) -> dict[int, ProcessVersion]:
    return {one.pk: one for one in _versions(tuple(sorted({*keys})))}


@remembered  # those of all tasks are as a rule those of the page
@prepared
def _versions(pks: tuple[int, ...]) -> models.QuerySet[ProcessVersion]:
    return ProcessVersion.objects.filter(pk__in=pks).select_related("process").order_by()


def count_lying(user: Any) -> tuple[int, int]:
    """How many tasks wait on a desk and how many stand still, each as far as MOST."""
    rows = lying(user)
    still = sum(one.is_paused for one in rows)
    if len(rows) >= MOST:
        key = getattr(user, "pk", None) or 0
        return len(rows) - still, _count_paused.count(key, rules.hands(user), *rules.posts_of(user))
    return len(rows) - still, still


@prepared
def _count_paused(
    user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]
) -> models.QuerySet[Task, tuple[int]]:
    return rules.at_desk(user, hands, places, codes).paused().order_by().values_list("pk")[:MOST]


def waiting(user: Any) -> TaskQuerySet:
    """What waits for this person and is counted: first what is due first."""
    return rules.desk(user).filter(last__lt=STILL)


def paused(user: Any) -> TaskQuerySet:
    """What stands still on this person's desk: its clock is suspended, as a rule until the applicant answers."""
    return rules.desk(user).paused().order_by("opened_at", "pk")


def with_colleagues(user: Any) -> TaskQuerySet:
    """Open steps of the posts of a user that somebody else has taken on."""
    return (
        _others(rules.hands(user), *rules.posts_of(user))
        .select_related("case__version__process", "case__organisation", "organisation", "claimed_by")
        .order_by(*rules.IN_ORDER)
    )


def _others(hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]) -> TaskQuerySet:
    mine = Task.objects.open().filter(rules.of_posts(places, codes), claimed_by__isnull=False)
    return mine.exclude(claimed_by__in=hands)


def count_with_colleagues(user: Any) -> int:
    """As far as MOST."""
    return _count_others.count(rules.hands(user), *rules.posts_of(user))


@prepared
def _count_others(
    hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]
) -> models.QuerySet[Task, tuple[int]]:
    return _others(hands, places, codes).values_list("pk")[:MOST]


def unheld(user: Any) -> TaskQuerySet:
    """Steps of cases that the user may see for which there is nobody."""
    return (
        Task.objects.open()
        .filter(unheld=True, case__in=list(_seen_unheld(user)))
        .select_related("case__version__process", "case__organisation", "organisation", "claimed_by")
        .order_by("opened_at")
    )


def count_unheld(user: Any) -> int:
    """As far as MOST."""
    return sum(_seen_unheld(user).values())


def _seen_unheld(user: Any) -> Counter[int]:
    """How many such steps each case has; they are few: found first, and then asked whether they may be seen."""
    rows = _unheld()
    seen = access.visible_among(user, dict.fromkeys(rows))
    return Counter(case for case, _subject, _place in rows if case in seen)


@prepared
def _unheld() -> models.QuerySet[Task, tuple[int, Ref | None, int]]:
    rows = Task.objects.open().filter(unheld=True).order_by("opened_at")
    return rows.values_list("case", "case__subject", "case__organisation")[:MOST]


def said(number: int) -> str:
    return f"{MOST}+" if number >= MOST else str(number)


def filters_of(user: Any) -> list[SavedFilter]:
    """The filters that a person finds on her desk: her own, and what colleagues share with her organisations."""
    return _filters(getattr(user, "pk", None) or 0, tuple({*rules.posts_of(user)[0]}))


@prepared
def _filters(user: int, places: tuple[int, ...]) -> models.QuerySet[SavedFilter]:
    mine = models.Q(owner=user)
    if places:
        mine |= models.Q(shared_with__in=places)
    return SavedFilter.objects.filter(mine).select_related("owner", "shared_with").order_by("pk")
