"""One line of the register with everything it shows, read for a page or a piece of an export at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yangguang.casework.models import Task
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Calendar, Clock
from yangguang.disclosure import rules
from yangguang.disclosure.models import Edition, Item, ItemQuerySet, PublicationPlan
from yangguang.lib import clock, workdays
from yangguang.lib.sheets import Cell
from yangguang.organisations.models import Appointment, Organisation, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import appointments, organisations_where

from .filters import Filters, Timing

PIECE = 500  # items whose particulars are read together


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``late`` is by how many working days the limit was, or is, missed; ``holder`` is a post, and in the
    reader's own organisations also who holds it; ``selectable`` are the drafts that bulk actions can be done with.
    """

    item: Item
    state: rules.State
    work_state: rules.State | None
    submitted_at: datetime | None
    returns: int
    due_on: date | None
    provisional: bool
    late: int
    late_now: bool
    holder: str
    planned_for: datetime | None
    selectable: bool

    @property
    def state_name(self) -> str:
        words = str(rules.STATE_NAMES[self.state])
        if self.work_state and self.work_state != self.state:
            words = f"{words}，{rules.STATE_NAMES[self.work_state]}"
        return words


def _moment(value: datetime | None) -> str:
    return clock.local(value).strftime("%Y-%m-%d %H:%M") if value else ""


# Heading, what stands there, width in characters: screen and exports show the same.
_COLUMNS: list[tuple[str, Callable[[Entry], Cell], int]] = [
    ("索引号", lambda entry: entry.item.index_number or "", 28),
    ("标题", lambda entry: entry.item.title, 50),
    ("单位", lambda entry: entry.item.organisation.name, 24),
    ("分类", lambda entry: entry.item.category.path, 20),
    ("公开属性", lambda entry: str(entry.item.get_attribute_display()), 12),
    ("文号", lambda entry: entry.item.doc_number, 22),
    ("成文日期", lambda entry: entry.item.generated_on, 12),
    ("送审时间", lambda entry: _moment(entry.submitted_at), 17),
    ("公开时间", lambda entry: _moment(entry.item.published_at), 17),
    ("公开时限", lambda entry: entry.due_on, 12),
    ("逾期工作日", lambda entry: entry.late, 12),
    ("退回次数", lambda entry: entry.returns, 10),
    ("状态", lambda entry: entry.state_name, 18),
    ("计划公开时间", lambda entry: _moment(entry.planned_for), 17),
    ("现在由谁办", lambda entry: entry.holder, 30),
]
COLUMNS = [heading for heading, _value, _width in _COLUMNS]
WIDTHS = [width for _heading, _value, width in _COLUMNS]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a piece of the register is told from: editions by item, plans and signed texts by edition, clocks by uid."""

    editions: dict[int, list[Edition]]
    plans: dict[int, datetime]
    signed: set[int]
    clocks: dict[str, Clock]

    @classmethod
    def of(cls, items: list[Item]) -> _Known:
        plans = list(PublicationPlan.objects.open().filter(edition__item__in=items))
        return cls(
            editions=_editions(items),
            plans={plan.edition_id: plan.publish_at for plan in plans},
            signed={plan.edition_id for plan in plans if plan.signed_at},
            clocks=_clocks(items),
        )


class Reader:
    """Reads the lines of one person's register: a fixed number of queries for each piece, whatever its size."""

    def __init__(self, user: Any) -> None:
        self.own = {held.post.organisation_id for held in appointments(user)}
        self.drafts_for = set(organisations_where(user, Permission.DRAFT).values_list("pk", flat=True))
        self.today = clock.today()
        scoped = Calendar.objects.filter(organisation__isnull=False)
        self._scopes = set(scoped.values_list("organisation__path", flat=True))
        self._calendars: dict[str, workdays.Calendar] = {}

    def entries(self, items: Iterable[Item]) -> list[Entry]:
        found = list(items)
        if not found:
            return []
        known = _Known.of(found)
        holders = self._holders(found)
        return [self._entry(item, known, holders.get(item.uid, "")) for item in found]

    def rows(self, items: ItemQuerySet) -> Iterator[list[Cell]]:
        """The cells of every line, read piece by piece: memory does not grow with the register."""
        waiting = items.iterator(chunk_size=PIECE)
        while piece := list(islice(waiting, PIECE)):
            for entry in self.entries(piece):
                yield [value(entry) for _heading, value, _width in _COLUMNS]

    def _entry(self, item: Item, known: _Known, holder: str) -> Entry:
        editions, running = known.editions.get(item.pk, []), known.clocks.get(item.uid)
        working = next(
            (e for e in editions if not (e.published_at or e.registered_at or e.returned_at)), None
        )
        work = _work_state(working, editions, known.signed)
        late_now = bool(running and not running.stopped_on and running.due_on and running.due_on < self.today)
        late = item.late_days
        if late_now and running:
            late = -deadlines.remaining(running, self.today, self._calendar(item.organisation))
        if not holder and work in {rules.State.DRAFT, rules.State.RETURNED}:
            holder = _("信息员（起草）")
        return Entry(
            item=item,
            state=_state(item, work),
            work_state=work,
            submitted_at=max((e.submitted_at for e in editions if e.submitted_at), default=None),
            returns=sum(e.returned_at is not None for e in editions),
            due_on=running.due_on if running else None,
            provisional=bool(running and running.provisional),
            late=late,
            late_now=late_now,
            holder=holder,
            planned_for=known.plans.get(working.pk) if working else None,
            selectable=work in {rules.State.DRAFT, rules.State.RETURNED}
            and item.organisation_id in self.drafts_for,
        )

    def _calendar(self, organisation: Organisation) -> workdays.Calendar:
        """Most counties have one calendar: it is asked for once, not once for each office."""
        scope = next((path for path in organisation.paths_above if path in self._scopes), "")
        if scope not in self._calendars:
            self._calendars[scope] = deadlines.calendar(organisation=organisation if scope else None)
        return self._calendars[scope]

    def _holders(self, items: list[Item]) -> dict[str, str]:
        """By the uid of the item: at which step it is, which post has to do it."""
        refs = [item.ref for item in items]
        tasks = list(
            Task.objects.open()
            .filter(case__subject__in=refs)
            .select_related("case", "organisation")
            .order_by("pk")
        )
        if not tasks:
            return {}
        places = models.Q(pk__in=[])
        for organisation, code in {(task.organisation_id, task.post_code) for task in tasks}:
            places |= models.Q(organisation=organisation, code=code)
        posts = {(post.organisation_id, post.code): post for post in Post.objects.filter(places)}
        names: dict[int, list[str]] = {}
        mine = [post.pk for post in posts.values() if post.organisation_id in self.own]
        for held in Appointment.objects.current().filter(post__in=mine).select_related("user"):
            names.setdefault(held.post_id, []).append(held.user.display_name)
        told: dict[str, list[str]] = {}
        for task in tasks:
            assert task.case.subject is not None
            post = posts.get((task.organisation_id, task.post_code))
            who = "、".join([post.name if post else task.post_code, *names.get(post.pk if post else 0, [])])
            if task.unheld:
                who = _("无人可办")
            elif task.organisation_id != task.case.organisation_id:
                who = f"{task.organisation.called}{who}"
            told.setdefault(task.case.subject.uid, []).append(f"{who}（{task.name}）")
        return {uid: "；".join(words) for uid, words in told.items()}


def _editions(items: list[Item]) -> dict[int, list[Edition]]:
    """The editions of the items without their texts, newest first."""
    fields = ("item", "number", "submitted_at", "returned_at", "published_at", "registered_at")
    found: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(item__in=items).only(*fields).order_by("-number"):
        found.setdefault(edition.item_id, []).append(edition)
    return found


def _clocks(items: list[Item]) -> dict[str, Clock]:
    """The newest clock of the 20 working days of each item, by its uid."""
    # By the subject alone: few are of another limit, and who starts from the limit reads the clocks of all items.
    rows = (
        Clock.objects.filter(subject__in=[item.ref for item in items]).select_related("limit").order_by("pk")
    )
    return {one.subject.uid: one for one in rows if one.subject and one.limit.code == rules.PUBLISH_LIMIT}


def _work_state(working: Edition | None, editions: list[Edition], signed: set[int]) -> rules.State | None:
    """``rules.work_state`` from rows at hand."""
    if working is None:
        return None
    if working.submitted_at:
        return rules.State.WAITING if working.pk in signed else rules.State.IN_REVIEW
    before = next((e for e in editions if e.number == working.number - 1), None)
    return rules.State.RETURNED if before and before.returned_at else rules.State.DRAFT


def _state(item: Item, work: rules.State | None) -> rules.State:
    """``rules.state`` from rows at hand."""
    if item.withdrawn_at:
        return rules.State.WITHDRAWN
    if item.live_edition_id:
        return rules.State.PUBLIC
    if item.registered_at:
        return rules.State.REGISTERED
    return work or rules.State.DRAFT


@dataclass(frozen=True, slots=True)
class Total:
    """A figure about the filtered items, and the question that shows what it is made of."""

    label: str
    value: int
    filters: Filters

    @property
    def query(self) -> str:
        return self.filters.query


def totals(filters: Filters, mine: ItemQuerySet, count: int) -> list[Total]:
    """What the ``count`` filtered items come to. ``mine`` are all that the person works on."""
    told = [Total(_("合计"), count, filters)]
    parts: list[tuple[str, dict[str, str]]] = []
    if not filters.state:
        parts += [
            (_("已公开"), {"state": rules.State.PUBLIC}),
            (_("审核中"), {"state": rules.State.IN_REVIEW}),
        ]
    if not filters.timing:
        parts += [
            (_("逾期公开"), {"timing": Timing.LATE}),
            (_("超期未公开"), {"timing": Timing.NOW}),
        ]
    if not filters.returned:
        parts.append((_("退回过"), {"returned": "any"}))
    for label, change in parts:
        asked = filters.but(**change)
        told.append(Total(label, asked.apply(mine).count(), asked))
    return told
