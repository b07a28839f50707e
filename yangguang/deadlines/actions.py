"""The verbs of time: clocks start and stop, a calendar is published, provisional dates are counted again.

Clocks run inside the acts of their subject (a text is submitted, a task done): the caller writes that act in the
same transaction. Only what changes a date afterwards is an act of this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules
from yangguang.deadlines.acts import CALENDAR_PUBLISHED, CLOCK_MOVED
from yangguang.deadlines.models import Calendar, CalendarDay, CalendarYear, Clock, ClockQuerySet, Outcome
from yangguang.deadlines.notice import Notice, doubts, read
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.lib.workdays import Calendar as WorkCalendar
from yangguang.organisations.models import Organisation
from yangguang.web.prepared import prepared
from yangguang.web.rows import insert

__all__ = ["Summary", "cancel", "import_calendar", "publish_year", "reproject", "start", "stop", "stop_all"]


@dataclass(frozen=True)
class Summary:
    """What a publication did. `moved` are the clocks whose last day changed."""

    year: int
    rest: int
    work: int
    unchanged: bool
    doubts: list[str]
    moved: list[Clock]


def start(subject: Ref, limit_code: str, started_on: date, organisation: Organisation, actor: Actor) -> Clock:
    """Begin to count a limit for a subject, under the law of the day it starts.

    Refusal `conflict` when this limit already runs for it, `no-limit` when none was in force on that day.
    """
    counted = rules.due(limit_code, started_on, organisation)
    if _running_already(subject, limit_code):
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
    return _end(found, on, Outcome.MET if on <= found.due_on else Outcome.LATE)


def stop_all(subject: Ref) -> None:
    """Stop whatever runs for a subject, today; each is met or late by its own last day. Nothing runs: nothing happens."""
    today = clock.today()
    for found in _all_running(subject):
        _end(found, today, Outcome.MET if today <= found.due_on else Outcome.LATE)


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


def _end(found: Clock, on: date, outcome: Outcome) -> Clock:
    same = Clock.objects.running().filter(pk=found.pk, due_on=found.due_on)
    if not same.update(stopped_on=on, outcome=outcome):
        raise Refusal(_("这一期限刚刚已经办结或者有了变化，请刷新后再办。"), code="conflict")
    found.stopped_on, found.outcome = on, outcome
    return found


@transaction.atomic
def reproject(actor: Actor, *, since: date | None = None) -> list[Clock]:
    """Count again what runs on a projection, and what ends after `since` (a notice may move days of December).

    Returns the clocks whose date moved, each with its act; one whose date merely became certain moves none.
    """
    rows = Clock.objects.running().select_related("limit__article__instrument", "organisation")
    waiting = rows.filter(provisional=True)
    if since:
        waiting |= rows.filter(due_on__gte=since)
    moved = []
    calendars: dict[int, WorkCalendar] = {}
    for found in waiting.order_by("pk"):
        if found.organisation_id not in calendars:
            calendars[found.organisation_id] = rules.calendar(organisation=found.organisation)
        counted = rules.of_clock(found, calendars[found.organisation_id])
        if (counted.on, counted.provisional) == (found.due_on, found.provisional):
            continue
        old = found.due_on
        changed = (
            Clock.objects.running()
            .filter(pk=found.pk, due_on=old)
            .update(due_on=counted.on, provisional=counted.provisional, explanation=counted.explanation())
        )
        if not changed or counted.on == old:
            continue
        found.due_on, found.provisional = counted.on, counted.provisional
        _record_move(found, old, counted, actor)
        moved.append(found)
    return moved


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
        about=[Ref(Clock.REF_KIND, found.uid)],
    )


def import_calendar(
    path: Path, actor: Actor, *, calendar_code: str = rules.NATIONAL, replace: bool = False
) -> Summary:
    """Publish the year that a file holds (.csv .yaml .json, see deadlines.notice).

    All or nothing: with one wrong row no year is published (Refusal with `rejects`, rows and reasons).
    """
    return publish_year(read(path), actor, calendar_code=calendar_code, replace=replace)


@transaction.atomic
def publish_year(
    notice: Notice, actor: Actor, *, calendar_code: str = rules.NATIONAL, replace: bool = False
) -> Summary:
    """Enter the days off of a year and count again every clock that rested on a guess.

    The same year twice changes nothing; a different one is refused unless `replace` says that it is a correction.
    """
    calendar = Calendar.objects.select_for_update().filter(code=calendar_code).first()
    if calendar is None:
        raise Refusal(_("没有代码为 %(code)s 的工作日历。") % {"code": calendar_code}, code="not-found")
    known = CalendarYear.objects.filter(calendar=calendar, year=notice.year).first()
    if known is not None:
        before = set(known.days.values_list("date", "is_workday"))
        after = {(day.on, day.is_workday) for day in notice.days}
        if before == after:
            return Summary(notice.year, notice.rest, notice.work, True, [], [])
        if not replace:
            raise _differs(notice.year, before, after)
        known.delete()
    first = min((day.on for day in notice.days), default=date(notice.year, 1, 1))
    _write_year(calendar, notice)
    Calendar.objects.filter(pk=calendar.pk).update(stamp=new_uid())
    record(
        CALENDAR_PUBLISHED,
        subject=Ref("deadlines.calendar_year", f"{calendar.code}-{notice.year}"),
        actor=actor,
        public={
            "calendar": calendar.code,
            "year": str(notice.year),
            "rest": notice.rest,
            "work": notice.work,
            "correction": known is not None,
            "days": [[day.on.isoformat(), "班" if day.is_workday else "休", day.name] for day in notice.days],
        },
        basis=notice.basis,
    )
    moved = reproject(actor, since=min(first, date(notice.year, 1, 1)))
    return Summary(notice.year, notice.rest, notice.work, False, doubts(notice), moved)


def _write_year(calendar: Calendar, notice: Notice) -> None:
    row = CalendarYear.objects.create(
        calendar=calendar, year=notice.year, published_on=clock.today(), basis=notice.basis
    )
    # A notice can speak of the last days of the old year again: the newer word counts.
    CalendarDay.objects.filter(calendar=calendar, date__in=[day.on for day in notice.days]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=calendar, year=row, date=day.on, is_workday=day.is_workday, basis=day.name)
        for day in notice.days
    )


def _differs(year: int, before: set[tuple[date, bool]], after: set[tuple[date, bool]]) -> Refusal:
    def words(days: set[tuple[date, bool]]) -> str:
        named = [f"{on}{'班' if is_workday else '休'}" for on, is_workday in sorted(days)]
        return (
            "、".join(named[:5]) + (_(" 等 %(n)d 天") % {"n": len(named)} if len(named) > 5 else "")
            if named
            else _("无")
        )

    return Refusal(
        _(
            "%(year)d 年的放假安排已经录入，与这次不同：原有而这次没有的 %(gone)s；这次新增的 %(new)s。确认是更正的，请选择“更正”（命令加 --replace）。"
        )
        % {"year": year, "gone": words(before - after), "new": words(after - before)},
        code="conflict",
    )
