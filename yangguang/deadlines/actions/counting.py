"""Clocks start and stop, and are counted again.

Clocks run inside the acts of their subject (a text is submitted, a task done): the caller writes that act in the
same transaction. Only what changes a date afterwards is an act of this room.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yangguang.deadlines import owners, rules
from yangguang.deadlines.acts import CLOCK_MOVED
from yangguang.deadlines.models import Clock, ClockQuerySet, Limit, Outcome, Suspension
from yangguang.journal.actions import record, together
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.workdays import Calendar as WorkCalendar
from yangguang.organisations.models import Organisation
from yangguang.web.prepared import prepared
from yangguang.web.rows import insert, update_if


def start(
    subject: Ref,
    limit_code: str,
    started_on: date,
    organisation: Organisation,
    actor: Actor,
    *,
    is_new: bool = False,
) -> Clock:
    """Begin to count a limit for a subject, under the law of the day it starts.

    ``is_new``: the subject came into the world in this very transaction, so nothing can be running for it.

    Refusal `conflict` when this limit already runs for it, `no-limit` when none was in force on that day, `counted-back`
    for one that lies before its event: such a day can be asked for (`rules.due`), but nothing runs towards it.
    """
    counted = rules.due(limit_code, started_on, organisation)
    if counted.limit.back:
        raise Refusal(
            _("“%(name)s”是从事件向前推算的，不能从今天起计时。") % {"name": counted.limit.name},
            code="counted-back",
        )
    if not is_new and _running_already(subject, limit_code):
        raise _already_running(counted)
    begun = Clock(
        subject=subject,
        limit=counted.limit,
        organisation=organisation,
        started_on=started_on,
        due_on=counted.on,
        provisional=counted.provisional,
        explanation=counted.explanation(),
    )
    try:
        return insert([begun])[0]
    except IntegrityError as error:  # lost a race: the caller's transaction ends here
        raise _already_running(counted) from error


@prepared
def _running_already(subject: Ref, limit_code: str) -> ClockQuerySet:
    return Clock.objects.running().filter(subject=subject, limit__code=limit_code).only("pk")[:1]


def _already_running(counted: rules.Due) -> Refusal:
    return Refusal(_("“%(name)s”已经在计时，不能重复开始。") % {"name": counted.limit.name}, code="conflict")


def stop(
    running: Clock | Ref,
    stopped_on: date | None = None,
    actor: Actor | None = None,
    *,
    limit_code: str | None = None,
) -> Clock:
    """Stop a clock, given itself or its subject and limit; the outcome is met or late."""
    found = _running(running, limit_code)
    on = stopped_on or clock.today()
    if on < found.started_on:
        raise Refusal(
            _("办结日期 %(on)s 早于起算日期 %(start)s。") % {"on": on, "start": found.started_on},
            field="stopped_on",
        )
    return _end(found, on)


def stop_all(subject: Ref) -> None:
    """Stop whatever runs for a subject, today; each is met or late by its own last day. Nothing runs: nothing happens."""
    today = clock.today()
    for found in _all_running(subject):
        _end(found, today)


@prepared
def _all_running(subject: Ref) -> ClockQuerySet:
    return Clock.objects.running().filter(subject=subject).order_by("pk")


def cancel(running: Clock | Ref, actor: Actor | None = None, *, limit_code: str | None = None) -> Clock:
    """Stop counting without a result: the matter was withdrawn or went another way."""
    found = _running(running, limit_code)
    return _end(found, clock.today(), Outcome.CANCELLED)


def _running(which: Clock | Ref, limit_code: str | None) -> Clock:
    if isinstance(which, Clock):
        return which
    rows = Clock.objects.running().select_related("limit", "organisation").filter(subject=which)
    if limit_code:
        rows = rows.filter(limit__code=limit_code)
    found = rows.first()
    if found is None:
        raise Refusal(_("这一期限没有在计时，可能刚刚已经办结。"), code="conflict")
    return found


def _end(found: Clock, on: date, outcome: Outcome | None = None) -> Clock:
    values: dict[str, Any] = resumed(found, on) if found.held_since else {}
    last = values.get("due_on", found.due_on)
    assert last is not None
    outcome = outcome or (Outcome.MET if on <= last else Outcome.LATE)
    values |= {"stopped_on": on, "outcome": outcome}
    if not update_if(found, values, outcome=Outcome.RUNNING, due_on=found.due_on):
        raise Refusal(_("这一期限刚刚已经办结或者有了变化，请刷新后再办。"), code="conflict")
    return found


def resumed(found: Clock, on: date) -> dict[str, Any]:
    """What a suspended clock becomes when its suspension ends on `on`: the row is closed, the clock's values are returned."""
    assert found.held_since is not None
    held = dict(found.explanation.get("held") or {})
    until = max(on, found.held_since)
    Suspension.objects.filter(clock=found, until__isnull=True).update(until=until)
    closed = {
        "after": found.held_since.isoformat(),
        "until": until.isoformat(),
        **{name: held.get(name, "") for name in ("reason", "basis", "notice")},
    }
    spans = [*found.explanation.get("suspensions", []), closed]
    return recounted(found, suspensions=spans, held=None)


def recounted(
    found: Clock, *, started_on: date | None = None, limit: Limit | None = None, **told: Any
) -> dict[str, Any]:
    """The values of a clock whose explanation says something new (`told`), counted again; nothing is written."""
    explanation = {**found.explanation, **told}
    held = explanation.get("held")
    changed = Clock(
        pk=found.pk,
        subject=found.subject,
        limit=limit or found.limit,
        organisation=found.organisation,
        started_on=started_on or found.started_on,
        held_since=date.fromisoformat(held["since"]) if held else None,
        explanation=explanation,
    )
    counted = rules.of_clock(changed)
    return {
        "started_on": changed.started_on,
        "due_on": counted.last,
        "held_since": changed.held_since,
        "provisional": counted.provisional and not held,
        "explanation": counted.explanation(),
    }


def locked(running: Clock) -> Clock:
    """The clock as it is now, its row locked until the transaction ends."""
    rows = Clock.objects.select_for_update(of=("self",))
    related = ("limit__article__instrument", "limit__extend_article__instrument", "organisation__parent")
    return rows.select_related(*related).get(pk=running.pk)


def write(found: Clock, values: dict[str, Any]) -> Clock:
    """Store what a verb made of a locked clock."""
    if not Clock.objects.running().filter(pk=found.pk).update(**values):
        raise Refusal(_("这一期限刚刚已经办结，请刷新后再看。"), code="conflict")
    for name, value in values.items():
        setattr(found, name, value)
    owners.moved([found.subject] if found.subject else [])
    return found


def count_again(rows: Iterable[Clock], actor: Actor, *, limit: Limit | None = None) -> list[Clock]:
    """Count clocks again with today's calendar, under `limit` where a version replaces theirs; each move is an act.

    In the caller's transaction. Suspended clocks have no date to move: they are counted when they run on.
    """
    moved = []
    calendars: dict[int, WorkCalendar] = {}
    with together():
        for found in rows:
            if found.organisation_id not in calendars:
                calendars[found.organisation_id] = rules.calendar(organisation=found.organisation)
            if _count_again(found, calendars[found.organisation_id], actor, limit):
                moved.append(found)
    owners.moved(one.subject for one in moved if one.subject)
    return moved


def _count_again(found: Clock, index: WorkCalendar, actor: Actor, limit: Limit | None) -> bool:
    old, other = found.due_on, limit is not None and limit.pk != found.limit_id
    if limit is not None:
        found.limit = limit
    counted = rules.of_clock(found, index)
    now = (counted.last, counted.provisional and counted.last is not None)
    if now == (old, found.provisional) and not other:
        return False
    same = Clock.objects.running().filter(pk=found.pk, due_on=old)
    changed = same.update(
        due_on=now[0], provisional=now[1], explanation=counted.explanation(), limit=found.limit
    )
    if not changed or now[0] == old or old is None:
        return False
    found.due_on, found.provisional = now
    _record_move(found, old, counted, actor)
    return True


def _record_move(found: Clock, old: date, counted: rules.Due, actor: Actor) -> None:
    assert found.subject is not None
    record(
        CLOCK_MOVED,
        subject=found.subject,
        actor=actor,
        public={
            "limit": found.limit.name,
            "limit_code": found.limit.code,
            "old": old.isoformat(),
            "new": counted.on.isoformat(),
            "provisional": counted.provisional,
        },
        basis=found.limit.authority,
        organisation_code=found.organisation.code,
        about=[found.ref, *owners.about(found.subject)],
    )
