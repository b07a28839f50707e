"""Counting clocks again when a calendar changed: some at a time, each lot in a transaction of its own.

The order to do so is written with the calendar. Whoever publishes a year does the first lots, the worker the others; what is
stopped between two lots goes on behind the last clock that was looked at, and a clock that is looked at twice moves once.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import transaction

from yangguang.deadlines.models import Calendar, Clock, ClockQuerySet, Recount
from yangguang.journal.actors import Actor
from yangguang.lib import clock

from .counting import count_again

AT_ONCE = 500
AT_FIRST = 2_000  # clocks that are counted at once when a year is published; a county has hundreds


def affected(since: date | None) -> ClockQuerySet:
    """What rests on a guess, and what ends from ``since`` on: a notice may move days of December."""
    rows = Clock.objects.running().select_related("limit__article__instrument", "organisation")
    waiting = rows.filter(provisional=True)
    if since:
        waiting |= rows.filter(due_on__gte=since)
    return waiting.order_by("pk")


def order(calendar: Calendar, actor: Actor, since: date | None) -> Recount:
    """Note that clocks are to be counted again; in the transaction that changes the calendar."""
    return Recount.objects.create(calendar=calendar, since=since, actor=asdict(actor), begun_at=clock.now())


def first_lots(row: Recount) -> tuple[list[Clock], int]:
    """Count as many as a person may wait for: the clocks that moved, and how many are left to the worker."""
    moved: list[Clock] = []
    for _lot in range(0, AT_FIRST, AT_ONCE):
        seen, some = _lot_of(row.pk)
        moved += some
        if not seen:
            return moved, 0
    row.refresh_from_db()
    return moved, left_of(row)


def left_of(row: Recount) -> int:
    """How many clocks have yet to be looked at."""
    return 0 if row.ended_at else affected(row.since).filter(pk__gt=row.reached).count()


def recount_more() -> int:
    """The next lot of the oldest recount that is not finished; how many clocks were looked at. Run by the worker."""
    row = Recount.objects.filter(ended_at=None).order_by("pk").first()
    return _lot_of(row.pk)[0] if row else 0


@transaction.atomic
def _lot_of(pk: int) -> tuple[int, list[Clock]]:
    """How many clocks were looked at, and those that moved. None are left when it is fewer than AT_ONCE."""
    row = Recount.objects.select_for_update().get(pk=pk)
    if row.ended_at is not None:
        return 0, []
    clocks = list(affected(row.since).filter(pk__gt=row.reached)[:AT_ONCE])
    moved = count_again(clocks, Actor(**row.actor))
    row.moved += len(moved)
    row.reached = clocks[-1].pk if clocks else row.reached
    if len(clocks) < AT_ONCE:
        row.ended_at = clock.now()
    row.save(update_fields=["moved", "reached", "ended_at"])
    return len(clocks), moved
