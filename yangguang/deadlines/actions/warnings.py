"""Warnings ahead of a last day, on it and after it: each once, to those who hold the step and, when late, their head.

A row is the claim: it is written in the transaction that puts the messages into the outbox, so that a worker that dies
leaves both or neither. What a person is told in one go is one message, however many clocks it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.deadlines import owners, rules
from yangguang.deadlines.models import Clock, Warning, WarningRule
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.workdays import Calendar
from yangguang.notices.actions import send
from yangguang.notices.models import Message
from yangguang.organisations.models import Organisation

log = structlog.get_logger("yangguang.deadlines")

# Where a limit has no rules of its own: three working days ahead, on the last day, and the day after it.
USUAL = {3: False, 0: False, -1: True}
AT_ONCE = 100
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Owed:
    """A warning that is to go out: clock, stage and the last day it speaks of."""

    clock: int
    ahead: int
    due_on: date


def warn(today: date | None = None) -> int:
    """Send every warning that is due and has not gone out; how many clocks were spoken of. Run by the worker."""
    owed = iter(list(due_warnings(today or clock.today())))
    done = 0
    while some := list(islice(owed, AT_ONCE)):
        done += _send(some)
    return done


def due_warnings(today: date) -> Iterator[Owed]:
    """What is to be said today: of each clock the most pressing stage that it has reached, if that was not said yet."""
    stages = _stages()
    furthest = max([*USUAL, *(ahead for some in stages.values() for ahead in some)])
    calendars = _Calendars()
    bound = max(index.add_workdays(today, max(0, furthest)) for index in calendars.all())
    said = dict(
        Warning.objects.filter(clock__outcome="running", due_on=F("clock__due_on"))
        .values_list("clock_id")
        .annotate(Min("ahead"))
    )
    rows = Clock.objects.running().filter(due_on__lte=bound).order_by("due_on", "pk")
    left_of: dict[tuple[int, date], int] = {}
    for pk, limit, organisation, due_on, started_on in rows.values_list(
        "pk", "limit_id", "organisation_id", "due_on", "started_on"
    ).iterator(chunk_size=5_000):
        assert due_on is not None
        index = calendars.of(organisation)
        key = (id(index), due_on)
        if key not in left_of:
            left_of[key] = index.workdays_between(today, due_on)
        ahead = _stage(stages.get(limit, USUAL), left_of[key], today > due_on)
        if ahead is None or said.get(pk, ahead + 1) <= ahead:
            continue
        # A stage that lies before the count began says nothing that its people did not just read.
        if ahead > 0 and index.workdays_between(started_on, due_on) <= ahead:
            continue
        yield Owed(pk, ahead, due_on)


def _stages() -> dict[int, dict[int, bool]]:
    found: dict[int, dict[int, bool]] = {}
    for limit, ahead, to_head in WarningRule.objects.values_list("limit_id", "ahead", "to_head"):
        found.setdefault(limit, {})[ahead] = to_head
    return found


def _stage(rule: dict[int, bool], left: int, late: bool) -> int | None:
    """The most pressing stage that a clock has reached with so many working days left (negative: late by so many)."""
    reached = [
        ahead for ahead in rule if (ahead < 0 and late and left <= ahead) or (ahead >= 0 and left <= ahead)
    ]
    if late and not any(ahead < 0 for ahead in reached):
        reached = [
            ahead for ahead in reached if ahead == 0
        ]  # a last day before a weekend: late, not yet by a working day
    return min(reached, default=None)


class _Calendars:
    """The calendar of each organisation, asked for once."""

    def __init__(self) -> None:
        self.national = rules.calendar()
        self._known: dict[int, Calendar] = {}
        self._places = {one.pk: one for one in Organisation.objects.all()}

    def of(self, organisation: int) -> Calendar:
        if organisation not in self._known:
            self._known[organisation] = rules.calendar(organisation=self._places[organisation])
        return self._known[organisation]

    def all(self) -> list[Calendar]:
        return list({id(one): one for one in [self.national, *map(self.of, self._places)]}.values())


@dataclass
class _Letter:
    """What one person is told in one go."""

    user: User
    lines: list[tuple[int, str, str]] = field(default_factory=list)  # stage, sentence, page
    about: list[Ref] = field(default_factory=list)


@transaction.atomic
def _send(owed: list[Owed]) -> int:
    """Claim these warnings and write their messages; those whose clock moved meanwhile are left for the next time."""
    keys = [one.clock for one in owed]
    rows = (
        Clock.objects.running()
        .select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("limit__article__instrument", "organisation")
    )
    clocks = {one.pk: one for one in rows}
    said = set(Warning.objects.filter(clock__in=keys).values_list("clock_id", "ahead", "due_on"))
    fresh = [
        one
        for one in owed
        if one.clock in clocks
        and clocks[one.clock].due_on == one.due_on
        and (one.clock, one.ahead, one.due_on) not in said
    ]
    matters = owners.describe(clocks[one.clock].subject for one in fresh)
    stages, claims = _stages(), []
    letters: dict[int, _Letter] = {}
    for one in fresh:
        found = clocks[one.clock]
        people, error = _recipients(found, stages.get(found.limit_id, USUAL).get(one.ahead, False))
        for user, leads in people.items():
            letter = letters.setdefault(user.pk, _Letter(user))
            letter.lines.append((one.ahead, *_sentence(found, matters.get(found.subject), leads)))
            letter.about.append(found.ref)
        claims.append(
            Warning(
                clock=found,
                ahead=one.ahead,
                due_on=one.due_on,
                at=clock.now(),
                told=len(people),
                error=error[:200],
            )
        )
    Warning.objects.bulk_create(claims)
    for letter in letters.values():
        _post(letter)
    return len(claims)


def _recipients(found: Clock, to_head: bool) -> tuple[dict[User, bool], str]:
    """Who is told, and whether as the head of those who do it; why nobody is."""
    owner = owners.of(found.subject)
    if owner is None:
        return {}, _("没有办理人可以告知")
    try:
        people = dict.fromkeys(owner.holders(found.subject), False)
        if to_head or not people:
            people |= {user: True for user in owner.heads(found.subject) if user not in people}
    except Exception as error:  # whatever the room above meets: one clock must not silence the others
        log.exception("no recipients", clock=found.uid)
        return {}, f"{type(error).__name__}: {error}"
    return people, "" if people else _("这一步现在没有人办理，也没有负责人")


def _sentence(found: Clock, matter: owners.Matter | None, leads: bool) -> tuple[str, str]:
    state = rules.state(found)
    words = _("%(number)s“%(step)s”%(state)s，最迟 %(due)s。")
    if leads:
        words = _("您负责的 %(number)s“%(step)s”%(state)s，最迟 %(due)s。")
    told = words % {
        "number": matter.number if matter else "",
        "step": matter.step if matter else found.limit.name,
        "state": state.word,
        "due": found.due_on,
    }
    return told, (matter.url if matter else "") or found.get_office_url()


def _post(letter: _Letter) -> None:
    lines = sorted(letter.lines)
    late = sum(ahead < 0 for ahead, _line, _page in lines)
    if len(lines) == 1:
        _ahead, text, url = lines[0]
        subject = _("超期提醒：%(text)s") if late else _("期限提醒：%(text)s")
        subject, body, about = subject % {"text": text}, text, letter.about[0]
    else:
        url, about = reverse("clocks"), None
        subject = _("期限提醒：%(n)d 件") % {"n": len(lines)}
        if late:
            subject = _("期限提醒：%(n)d 件，其中 %(late)d 件超期") % {"n": len(lines), "late": late}
        body = "\n".join(text for _ahead, text, _page in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            body += "\n" + _("还有 %(n)d 件，请在“期限”里查看。") % {"n": len(lines) - MOST_LINES}
    user = letter.user
    send(Message.Channel.INBOX, user.uid, subject, body, about=about, url=url)
    if user.email:
        try:
            send(Message.Channel.EMAIL, user.email, subject, f"{body}\n{settings.BASE_URL}{url}", about=about)
        except Refusal:  # an address that cannot be one: the inbox has it
            log.warning("no mail of a deadline", user=user.uid)
