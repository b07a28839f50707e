"""How a clock stands today, in a word and in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yangguang.deadlines.models import Clock, Outcome
from yangguang.lib import clock, workdays

from .counting import calendar, of_clock


def last_day(running: Clock, index: workdays.Calendar | None = None, today: date | None = None) -> date:
    """The last day; of a suspended clock, the one that it would have were it resumed today."""
    return running.due_on or of_clock(running, index, today).on


def remaining(running: Clock, today: date | None = None, index: workdays.Calendar | None = None) -> int:
    """Working days left: 0 = none after today; negative = late by so many; of a suspended clock, were it resumed today.

    Lists that show many clocks hand over the calendar, so that it is not asked for each.
    """
    ends = running.stopped_on or today or clock.today()
    index = index or calendar(organisation=running.organisation)
    last = last_day(running, index, today)
    left = index.workdays_between(ends, last)
    if left == 0 and ends > last:
        return (
            -1
        )  # late, although no working day has passed since: a limit can end on a Friday and today is Saturday
    return left


@dataclass(frozen=True)
class State:
    """A clock in one word, for lists: `shape` is the class that draws the shape (ok soon warn late hold)."""

    shape: str
    word: str


def state(running: Clock, today: date | None = None, index: workdays.Calendar | None = None) -> State:
    """剩 n 个工作日 / 今天到期 / 超期 n 个工作日, with 暂定 where the date may still move."""
    if running.outcome in (Outcome.CANCELLED, Outcome.MET):
        met = running.outcome == Outcome.MET
        return State("ok", _("按期办结")) if met else State("hold", _("不再计时"))
    if running.held_since:
        reason = (running.explanation.get("held") or {}).get("reason")
        return State("hold", _("中止：%(reason)s") % {"reason": reason} if reason else _("中止"))
    left = remaining(running, today, index)
    if left < 0:
        done = running.outcome == Outcome.LATE
        words = _("超期 %(n)d 个工作日办结") if done else _("超期 %(n)d 个工作日")
        return State("late", words % {"n": -left})
    day = today or clock.today()
    if day == running.due_on:
        return State("warn", _("今天到期"))
    word = _("剩 %(n)d 个工作日") % {"n": left}
    if running.provisional:
        word = _("%(word)s（暂定）") % {"word": word}
    return State("warn" if left <= 1 else "soon" if left <= 3 else "ok", word)
