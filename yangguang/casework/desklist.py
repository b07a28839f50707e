"""The lists of the desk: what is mine by what is due, narrowed by a filter, counted as far as anybody looks. In groups: facets.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Coalesce, Concat, Substr

from yangguang.casework import rules
from yangguang.casework.models import (
    ProcessVersion,
    SavedFilter,
    Task,
    TaskQuerySet,
)
from yangguang.deadlines.models import Clock, ClockQuerySet
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
        """The tasks that pass; they need ``due_on``."""
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
    "late": lambda day: models.Q(("due_on__lt", day)),
    "today": lambda day: models.Q(("due_on", day)),
    "week": lambda day: models.Q(("due_on__range", (day, sunday(day)))),
    "none": lambda day: models.Q(("due_on__isnull", True)),
}


def _clock() -> ClockQuerySet:
    """The running clock of a task."""
    return Clock.objects.running().filter(
        subject=Concat(models.Value(f"{Task.REF_KIND}:"), models.OuterRef("uid"))
    )


def _held() -> models.Exists:
    """A task whose clock stands still."""
    return models.Exists(_clock().held())


STILL = date.max  # instead of a last day: the clock is suspended
NO_LIMIT = date.max - timedelta(1)  # there is no clock


class Lying(NamedTuple):
    """One task on a desk, as far as it is counted, sorted into groups and put in order. What many share is a key."""

    pk: int
    uid: str
    case_uid: str
    last: date  # or STILL or NO_LIMIT, which come after every day
    version: int
    organisation: int
    post: str
    case_organisation: int
    claimed_by: int | None

    @property
    def due_on(self) -> date | None:
        return self.last if self.last < NO_LIMIT else None

    @property
    def is_paused(self) -> bool:
        return self.last == STILL


def lying(user: Any) -> list[Lying]:
    """What lies on a desk, of very much the first MOST: first what waits, by its last day, then what stands still."""
    return _lying(getattr(user, "pk", None) or 0, rules.hands(user), *rules.posts_of(user))


@remembered
def _lying(user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]) -> list[Lying]:
    return list(map(Lying._make, _rows(user, hands, places, codes)))


@prepared
def _rows(
    user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]
) -> models.QuerySet[Task, tuple[Any, ...]]:
    # A clock that runs and has no last day is suspended: one look for both, and for the order.
    last = Subquery(_clock().order_by().annotate(last=Coalesce("due_on", STILL)).values("last")[:1])
    return (
        rules.at_desk(user, hands, places, codes)
        .annotate(last=Coalesce(last, NO_LIMIT))
        .order_by("last", "opened_at", "pk")
        .values_list(
            "pk",
            "uid",
            "case__uid",
            "last",
            "case__version",
            "organisation",
            "post_code",
            "case__organisation",
            "claimed_by",
        )[:MOST]
    )


def tasks_of(rows: Sequence[Lying]) -> list[Task]:
    """The tasks themselves, in the order of the rows; what they share is read once."""
    due = {row.pk: row.due_on for row in rows}
    found = {one.pk: one for one in _tasks(tuple(due))} if due else {}
    kept = versions_of(one.case.version_id for one in found.values())
    for pk, task in found.items():
        task.due_on = due[pk]  # type: ignore[attr-defined]  # as ``with_due`` sets it
        task.case.version = kept[task.case.version_id]
    return [found[pk] for pk in due if pk in found]


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
    still = sum(one.last == STILL for one in rows)
    if len(rows) >= MOST:
        key = getattr(user, "pk", None) or 0
        return len(rows) - still, _count_paused.count(key, rules.hands(user), *rules.posts_of(user))
    return len(rows) - still, still


@prepared
def _count_paused(
    user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]
) -> models.QuerySet[Task, tuple[int]]:
    # Few clocks stand still: from them to their tasks, and not from each task of a full desk to its clock.
    prefix = f"{Task.REF_KIND}:"
    still = Clock.objects.held().filter(subject__startswith=prefix)
    uids = still.order_by().annotate(task=Substr("subject", len(prefix) + 1)).values("task")
    desk = rules.at_desk(user, hands, places, codes)
    return desk.filter(uid__in=uids).order_by().values_list("pk")[:MOST]


IN_ORDER = (models.F("due_on").asc(nulls_last=True), "opened_at", "pk")


def waiting(user: Any) -> TaskQuerySet:
    """What waits for this person and is counted: first what is due first."""
    return rules.desk(user).exclude(_held()).order_by(*IN_ORDER)


def paused(user: Any) -> TaskQuerySet:
    """What stands still on this person's desk: its clock is suspended, as a rule until the applicant answers."""
    return rules.desk(user).filter(_held()).order_by("opened_at", "pk")


def with_colleagues(user: Any) -> TaskQuerySet:
    """Open steps of the posts of a user that somebody else has taken on."""
    return (
        _others(rules.hands(user), *rules.posts_of(user))
        .with_due()
        .select_related("case__version__process", "case__organisation", "organisation", "claimed_by")
        .order_by(*IN_ORDER)
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
    seen = rules.visible_among(user, dict.fromkeys(rows))
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
