"""A year's days off are published, and what rested on a guess is counted again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules
from yangguang.deadlines.acts import CALENDAR_PUBLISHED
from yangguang.deadlines.models import Calendar, CalendarDay, CalendarYear, Clock, Recount
from yangguang.deadlines.notice import Notice, doubts, read
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid

from . import recounting


@dataclass(frozen=True)
class Summary:
    """What a publication did. `moved` are the clocks whose last day changed so far; `left` have yet to be looked at."""

    year: int
    rest: int
    work: int
    unchanged: bool
    doubts: list[str]
    moved: list[Clock]
    left: int = 0


def import_calendar(
    path: Path, actor: Actor, *, calendar_code: str = rules.NATIONAL, replace: bool = False
) -> Summary:
    """Publish the year that a file holds (.csv .yaml .json, see deadlines.notice).

    All or nothing: with one wrong row no year is published (Refusal with `rejects`, rows and reasons).
    """
    return publish_year(read(path), actor, calendar_code=calendar_code, replace=replace)


def publish_year(
    notice: Notice, actor: Actor, *, calendar_code: str = rules.NATIONAL, replace: bool = False
) -> Summary:
    """Enter the days off of a year and count again every clock that rested on a guess.

    The same year twice changes nothing; a different one is refused unless `replace` says that it is a correction. The year
    is entered at once; the clocks follow some at a time, the first of them here and the others by the worker.
    """
    ordered = _enter(notice, actor, calendar_code, replace)
    if ordered is None:
        return Summary(notice.year, notice.rest, notice.work, True, [], [])
    moved, left = recounting.first_lots(ordered)
    return Summary(notice.year, notice.rest, notice.work, False, doubts(notice), moved, left)


@transaction.atomic
def _enter(notice: Notice, actor: Actor, calendar_code: str, replace: bool) -> Recount | None:
    """The year with its act and the order to count again; None where all of it was known."""
    calendar = Calendar.objects.select_for_update().filter(code=calendar_code).first()
    if calendar is None:
        raise Refusal(_("没有代码为 %(code)s 的工作日历。") % {"code": calendar_code}, code="not-found")
    known = CalendarYear.objects.filter(calendar=calendar, year=notice.year).first()
    if known is not None:
        before = set(known.days.values_list("date", "is_workday"))
        after = {(day.on, day.is_workday) for day in notice.days}
        if before == after:
            return None
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
    return recounting.order(calendar, actor, min(first, date(notice.year, 1, 1)))


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
