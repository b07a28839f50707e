"""What the clock looks like: a bar of working days, and the days one by one. Plain data for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.translation import gettext as _

from yangguang.deadlines import rules
from yangguang.deadlines.models import Clock, LimitUnit, Outcome
from yangguang.lib import clock
from yangguang.lib.workdays import Calendar, DayKind, Step, StepKind

CELL = 10
# One cell is one working day, in every row alike; twenty fit, and longer limits get narrower cells. Beyond forty no eye
# tells them apart: a clock that is later still fills the bar, a longer limit gets cells of more than a day.
CELLS_SHOWN = 20
MOST_CELLS = 40
ROW = 45


@dataclass(frozen=True)
class Cell:
    x: str
    kind: str


@dataclass(frozen=True)
class Bar:
    width: int
    cells: list[Cell]
    promise: str
    modifier: str
    label: str


def bar(running: Clock, index: Calendar, today: date | None = None) -> Bar:
    """The clock as cells: used, held, left; the tick is the last day."""
    upto = running.stopped_on or today or clock.today()
    workday = running.limit.unit == LimitUnit.WORKDAY
    last = rules.last_day(running, index, today)
    if workday:
        total = index.workdays_between(running.started_on, last)
        used = max(0, index.workdays_between(running.started_on, upto))
        held = _held_positions(running, index, today)
    else:
        days, gone = (last - running.started_on).days, (upto - running.started_on).days
        total, held = CELLS_SHOWN, set[int]()
        used = min(MOST_CELLS, max(0, round(gone * total / days))) if days else total
    days_a_cell = max(1.0, min(max(total, used), 2 * total) / MOST_CELLS) if total > MOST_CELLS else 1.0
    count = min(MOST_CELLS, ceil(max(total, used) / days_a_cell))
    places = [int(i * days_a_cell) for i in range(count)]
    cells = [
        Cell(f"{i * CELL + 0.5:.1f}", "held" if day in held else "used" if day < used else "cell")
        for i, day in enumerate(places)
    ]
    state = rules.state(running, today, index)
    modifier = f"clock--{state.shape}" if state.shape in ("warn", "late") else ""
    tick = "" if running.held_since else f"{total / days_a_cell * CELL:.1f}"
    return Bar(
        width=max(CELLS_SHOWN, count) * CELL + 2,
        cells=cells,
        promise=tick,
        modifier=modifier,
        label=_label(
            running, used - len([i for i in held if i < used]), gone=(upto - running.started_on).days
        ),
    )


def _label(running: Clock, used: int, gone: int) -> str:
    if running.held_since:
        return _("%(since)s 起中止计时，已用 %(used)d") % {"since": running.held_since, "used": used}
    if running.limit.unit == LimitUnit.WORKDAY:
        return _("已用 %(used)d 个工作日，限 %(n)d") % {
            "used": used,
            "n": running.limit.n + running.extension,
        }
    return _("已过 %(gone)d 日，最迟 %(due)s") % {"gone": max(0, gone), "due": running.due_on}


def _held_positions(running: Clock, index: Calendar, today: date | None) -> set[int]:
    """Which working days after the start, from 0, do not count."""
    found: set[int] = set()
    for suspension in rules.held_days(running, today):
        first = max(0, index.workdays_between(running.started_on, suspension.after))
        found.update(range(first, index.workdays_between(running.started_on, suspension.until)))
    return found


@dataclass(frozen=True)
class DayCell:
    number: int
    css: str
    title: str
    mark: str
    month: str  # 9/ on the first cell and on the first of a month


def days(running: Clock, today: date | None = None) -> list[DayCell]:
    """Every calendar day from the Monday before the start to the last day, or to today where that is later."""
    now = today or clock.today()
    upto = running.stopped_on or now
    answer = rules.of_clock(running, today=now).answer
    steps = {step.on: step for step in answer.steps}
    monday = running.started_on - timedelta(days=running.started_on.weekday())
    last = max(answer.on, min(upto, answer.on + timedelta(days=ROW)))
    if running.held_since:
        last = max(now, running.held_since)
    cells = []
    for offset in range((last - monday).days + 1):
        on = monday + timedelta(days=offset)
        step = steps.get(on)
        css, mark = _look(running, on, step, upto, answer.calendar)
        if on == now and running.outcome == Outcome.RUNNING:
            css, mark = f"{css} today".strip(), _("今天")
        month = f"{on.month}/" if offset == 0 or on.day == 1 else ""
        cells.append(DayCell(on.day, css, f"{on} {_title(running, on, step)}", mark, month))
    return cells


def _look(running: Clock, on: date, step: Step | None, upto: date, index: Calendar) -> tuple[str, str]:
    """The class and the short mark of a day."""
    kind = index.day(on).kind
    mark = {DayKind.MAKEUP: _("班"), DayKind.HOLIDAY: _("休") if on.weekday() < 5 else ""}.get(kind, "")
    if on == running.due_on:
        return "due", _("最迟")
    if step is None:
        late = running.due_on is not None and on > running.due_on and kind.is_worked
        return ("past-day", _("超期")) if late else ("rest", "")
    if step.kind is StepKind.START:
        return "past-day", _("起算")
    if step.kind is StepKind.HELD:
        return ("held", mark) if kind.is_worked else ("rest", mark)
    if step.kind is StepKind.COUNTED:
        return ("past-day" if on <= upto else ""), mark
    return "rest", mark


def _title(running: Clock, on: date, step: Step | None) -> str:
    if step is None:
        return _("已过最迟日期") if running.due_on and on > running.due_on else _("起算日之前")
    name = step.day.name
    match step.kind:
        case StepKind.START:
            words = _("%(event)s，次日起算") % {"event": running.limit.start_event}
        case StepKind.COUNTED if running.limit.unit == LimitUnit.WORKDAY:
            words = _("第 %(n)d 个工作日") % {"n": step.number}
            if step.day.kind is DayKind.MAKEUP:
                words = _("%(words)s，调休上班") % {"words": words}
        case StepKind.COUNTED:
            words = _("第 %(n)d 日") % {"n": step.number}
        case StepKind.HELD:
            words = _("不计入：%(reason)s") % {"reason": step.reason} if step.reason else _("不计入")
        case StepKind.ROLLED:
            words = _("休息，顺延") if not step.day.kind.is_worked else _("顺延到这一天")
        case _:
            words = name or _("休息日")
    if on == running.due_on:
        words = _("%(words)s，最迟") % {"words": words}
    return _("%(words)s（推算）") % {"words": words} if step.day.assumed else words
