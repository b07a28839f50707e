"""Moments at which an office works: 8:30 to 12:00 and 14:30 to 18:00 on working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yangguang.demo.world import World
from yangguang.lib import clock

_MORNING = (8 * 60 + 30, 12 * 60)
_AFTERNOON = (14 * 60 + 30, 18 * 60)


def at(day: date, minutes: int) -> datetime:
    """The moment that many minutes after midnight of a day."""
    return clock.moment(day, minutes // 60, minutes % 60)


def later(world: World, moment: datetime, minutes: int) -> datetime:
    """The moment after that many minutes of work: nights, lunch, weekends and holidays do not count."""
    local = clock.local(moment)
    day, now = local.date(), local.hour * 60 + local.minute
    while True:
        if world.is_workday(day):
            for opening, closing in (_MORNING, _AFTERNOON):
                begin = max(now, opening)
                if begin >= closing:
                    continue
                if begin + minutes <= closing:
                    return at(day, begin + minutes)
                minutes -= closing - begin
                now = closing
        day, now = day + timedelta(days=1), 0


def days_later(world: World, moment: datetime, days: int, minutes: int) -> datetime:
    """At that minute of the n-th working day after a moment's day."""
    return at(world.add_workdays(clock.day_of(moment), days), minutes)


def days_before(world: World, day: date, days: int) -> date:
    """The n-th working day before a day; the day itself, or the last working day, for 0."""
    while not world.is_workday(day):
        day -= timedelta(days=1)
    while days > 0:
        day -= timedelta(days=1)
        if world.is_workday(day):
            days -= 1
    return day
