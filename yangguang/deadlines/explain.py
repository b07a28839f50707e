"""A due date in one Chinese sentence that anybody can check with a wall calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from yangguang.deadlines.models import Clock, Limit, LimitUnit, Sense
from yangguang.lib.workdays import DayKind, DueDate, SpecialDay, Step, StepKind, Unit

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Story:
    """What happened to a clock besides time passing, as its explanation keeps it: plain values.

    An extension has `by on notice basis`; a restart `received start due notice basis`; `held` is the open suspension:
    `since reason basis notice expected_by restarts`.
    """

    extensions: tuple[dict[str, Any], ...] = ()
    restarts: tuple[dict[str, Any], ...] = ()
    held: dict[str, Any] | None = None

    @classmethod
    def of(cls, running: Clock) -> Story:
        kept = running.explanation
        return cls(
            tuple(kept.get("extensions", ())),
            tuple(kept.get("restarts", ())),
            kept.get("held") if running.held_since else None,
        )

    def as_json(self) -> dict[str, Any]:
        return {"extensions": list(self.extensions), "restarts": list(self.restarts), "held": self.held}


UNEVENTFUL = Story()


def describe(limit: Limit, answer: DueDate, story: Story = UNEVENTFUL) -> str:
    """How the date came about: start, restarts, days skipped, days worked on a weekend, extensions, the last day, the
    article. Of a suspended clock: since when, why, what is used and what is left.
    """
    parts = [_beginning(limit, answer, story), *_held(answer, story)]
    if story.held:
        parts += [_suspended(limit, answer, story.held), *_extended(limit, answer, story)]
        text = "；".join(parts) + _("。现在没有最迟日期，恢复计时后重新推算。")
        return text + (_("依据%(authority)s。") % {"authority": limit.authority} if limit.authority else "")
    if answer.term.unit is Unit.WORKDAY:
        parts += _calendar_facts(answer)
    if answer.provisional:
        parts.append(_assumption(answer))
    parts += _extended(limit, answer, story)
    parts.append(_result(limit, answer, story))
    text = "；".join(parts) + "。"
    if limit.authority:
        text += _("依据%(authority)s。") % {"authority": limit.authority}
    if limit.verified_on is None:
        text += _("这一时限待核实。")
    if answer.provisional:
        text += _("放假安排公布后自动重新计算。")
    return text


def _beginning(limit: Limit, answer: DueDate, story: Story) -> str:
    facts = {"start": answer.term.start, "event": limit.start_event}
    if limit.back:
        return _("%(start)s %(event)s，从前一日起向前推算") % facts
    if not story.restarts:
        return _("%(start)s %(event)s，次日起算") % facts
    first, last = story.restarts[0], story.restarts[-1]
    return _("%(first)s %(event)s，%(start)s 收到补正，次日重新起算（原推算到 %(due)s，不再适用）") % {
        "first": first["start"],
        "event": limit.start_event,
        "start": answer.term.start,
        "due": last["due"],
    }


def _told(notice: str, basis: str) -> str:
    """（阳许中〔2026〕3号，依据《…》第四十五条）"""
    words = "，".join(
        [*([notice] if notice else []), *([_("依据%(basis)s") % {"basis": basis}] if basis else [])]
    )
    return f"（{words}）" if words else ""


def _held(answer: DueDate, story: Story) -> Iterable[str]:
    workday = answer.term.unit is Unit.WORKDAY
    for suspension in answer.term.suspensions:
        if story.held and suspension.after.isoformat() == story.held["since"]:
            continue
        first = suspension.after + timedelta(days=1)
        held = [
            step
            for step in answer.steps
            if step.kind is StepKind.HELD and suspension.after < step.on <= suspension.until
            if step.day.kind.is_worked or not workday
        ]
        if not held:
            continue
        yield _("%(span)s%(reason)s%(told)s，其中 %(n)d %(unit)s不计入") % {
            "span": span(first, suspension.until, answer.term.start.year),
            "reason": suspension.reason or _("暂停计时"),
            "told": _told(suspension.notice, suspension.basis if suspension.notice else ""),
            "n": len(held),
            "unit": _("个工作日") if workday else _("日"),
        }


def _suspended(limit: Limit, answer: DueDate, held: dict[str, Any]) -> str:
    since = date.fromisoformat(held["since"])
    year = answer.term.start.year
    text = _("%(since)s因%(reason)s中止计时%(told)s") % {
        "since": short(since, year),
        "reason": held["reason"],
        "told": _told(held.get("notice", ""), held.get("basis", "")),
    }
    if held.get("expected_by"):
        end = short(date.fromisoformat(held["expected_by"]), year)
        text += _("，对方最迟 %(end)s 答复") % {"end": end}
    if held.get("restarts"):
        return text + _("；收到补正的次日重新起算")
    term = answer.term
    if term.unit in (Unit.WORKDAY, Unit.DAY):
        used = max((step.number for step in answer.steps if step.on <= since), default=0)
        unit = _("个工作日") if term.unit is Unit.WORKDAY else _("日")
        text += _("；此前已用 %(used)d %(unit)s，还剩 %(left)d %(unit)s") % {
            "used": used,
            "left": term.n + term.extension - used,
            "unit": unit,
        }
    return text


def _extended(limit: Limit, answer: DueDate, story: Story) -> Iterable[str]:
    for one in story.extensions:
        yield _("%(on)s经批准延长 %(by)s%(told)s") % {
            "on": short(date.fromisoformat(one["on"]), answer.term.start.year),
            "by": limit.amount(one["by"]),
            "told": _told(one.get("notice", ""), one.get("basis", "")),
        }


def _calendar_facts(answer: DueDate) -> Iterable[str]:
    year = answer.term.start.year
    facts = []
    holidays = list(holiday_spans(answer.steps))
    if holidays:
        named = "、".join(span(first, last, year) + name for first, last, name in holidays)
        facts.append(_("%(days)s放假不计") % {"days": named})
    makeup = [s for s in answer.steps if s.day.kind is DayKind.MAKEUP and s.kind is StepKind.COUNTED]
    if makeup:
        named = "、".join(f"{short(s.on, year)}（周{_WEEKDAYS[s.on.weekday()]}）" for s in makeup)
        facts.append(_("%(days)s调休上班计入") % {"days": named})
    return ["，".join(facts)] if facts else []


def holiday_spans(steps: Sequence[Step]) -> Iterable[tuple[date, date, str]]:
    """Runs of one holiday, without the plain weekend at either end (it would be free anyway)."""
    rest = sorted((s for s in steps if s.kind is StepKind.REST), key=lambda s: s.on)
    for name, run in groupby(rest, key=lambda s: s.day.name if s.day.kind is DayKind.HOLIDAY else ""):
        weekdays = [s.on for s in run if name and s.on.weekday() < 5]
        if weekdays:
            yield weekdays[0], weekdays[-1], name


def _assumption(answer: DueDate) -> str:
    return _("%(year)d 年放假安排尚未公布，暂按周末和日期确定的法定节日放假推算，未计调休") % {
        "year": answer.missing_year
    }


def _result(limit: Limit, answer: DueDate, story: Story) -> str:
    term = answer.term
    total = term.n + term.extension
    facts = {
        "n": total,
        "is": _("暂为") if answer.provisional else _("为"),
        "on": answer.on,
        "back": _("此前") if term.back else "",
    }
    rolled = any(step.kind is StepKind.ROLLED for step in answer.steps)
    if limit.unit == LimitUnit.FIXED:
        text = _("法定日期%(is)s %(on)s") % facts
        text = text if limit.roll or term.extension else _("法定日期为 %(on)s，不顺延") % facts
    elif term.unit is Unit.WORKDAY:
        text = _("%(back)s第 %(n)d 个工作日%(is)s %(on)s") % facts
    elif term.unit in (Unit.MONTH, Unit.YEAR):
        unit = _("个月") if term.unit is Unit.MONTH else _("年")
        text = _("%(back)s满 %(n)d %(unit)s%(is)s %(on)s") % {**facts, "unit": unit}
    elif term.unit in (Unit.WHOLE_MONTH, Unit.QUARTER):
        unit = _("个自然月") if term.unit is Unit.WHOLE_MONTH else _("个自然季度")
        text = _("此后第 %(n)d %(unit)s的最后一日%(is)s %(on)s") % {**facts, "unit": unit}
    else:
        text = _("按自然日计算，%(back)s第 %(n)d 日%(is)s %(on)s") % facts
    if term.extension:
        text = _("原 %(n)d，延长 %(m)d，%(text)s") % {"n": term.n, "m": term.extension, "text": text}
    if rolled:
        text += _("（末日休息，提前到上一工作日）") if term.back else _("（末日休息，顺延至下一工作日）")
    if limit.sense == Sense.AT_LEAST:
        text += _("，不得早于这一天")
    return text


def short(on: date, year: int) -> str:
    """9月25日, with the year where it is another one."""
    text = _("%(month)d月%(day)d日") % {"month": on.month, "day": on.day}
    return text if on.year == year else _("%(year)d年%(text)s") % {"year": on.year, "text": text}


def span(first: date, last: date, year: int) -> str:
    """10月1日至7日"""
    if first == last:
        return short(first, year)
    end = (
        _("%(day)d日") % {"day": last.day}
        if (last.year, last.month) == (first.year, first.month)
        else short(last, first.year)
    )
    return _("%(first)s至%(last)s") % {"first": short(first, year), "last": end}


def notice_lines(days: Sequence[SpecialDay], year: int) -> list[str]:
    """A year's days off in the words of the notice: 元旦：1月1日（周五）至3日（周日）放假，共 3 天。1月10日（周日）上班。"""
    lines = []
    for name in dict.fromkeys(day.name for day in sorted(days, key=lambda day: day.on)):
        rest = sorted(day.on for day in days if day.name == name and not day.is_workday)
        work = sorted(day.on for day in days if day.name == name and day.is_workday)
        text = _("%(name)s：") % {"name": name or _("其他")}
        if rest:
            spans = "、".join(_weekday_span(first, last, year) for first, last in _runs(rest))
            text += _("%(days)s放假，共 %(n)d 天。") % {"days": spans, "n": len(rest)}
        if work:
            text += _("%(days)s上班。") % {"days": "、".join(_with_weekday(on, year) for on in work)}
        lines.append(text)
    return lines


def _with_weekday(on: date, year: int) -> str:
    return f"{short(on, year)}（周{_WEEKDAYS[on.weekday()]}）"


def _weekday_span(first: date, last: date, year: int) -> str:
    if first == last:
        return _with_weekday(first, year)
    end = _("%(day)d日") % {"day": last.day} if last.month == first.month else short(last, year)
    return _("%(first)s至%(last)s（周%(weekday)s）") % {
        "first": _with_weekday(first, year),
        "last": end,
        "weekday": _WEEKDAYS[last.weekday()],
    }


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Consecutive days as (first, last)."""
    runs: list[tuple[date, date]] = []
    for on in days:
        if runs and runs[-1][1] + timedelta(days=1) == on:
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return runs
