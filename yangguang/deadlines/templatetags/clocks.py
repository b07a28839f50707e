"""{% load clocks %}: a clock as a bar, as days, as a state and as a sentence."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yangguang.deadlines import drawing, rules
from yangguang.deadlines.models import Clock
from yangguang.lib.workdays import Calendar

register = template.Library()
_KEY = "_deadlines_calendars"


def _index(context: Any, organisation_id: int, running: Clock) -> Calendar:
    """The calendar of an organisation, asked for once while one page is rendered."""
    known: dict[int, Calendar] = context.render_context.setdefault(_KEY, {})
    if organisation_id not in known:
        known[organisation_id] = rules.calendar(organisation=running.organisation)
    return known[organisation_id]


@register.simple_tag(takes_context=True)
def clock_bar(context: Any, running: Clock) -> SafeString:
    """One cell for each working day, the tick at the limit; says the same in words to those who do not see it.

    Written here, since a list draws twenty and a template takes ten times as long.
    """
    bar = drawing.bar(running, _index(context, running.organisation_id, running))
    cells = (
        f'<rect class="{one.kind}" x="{one.x}" y="0" width="8.5" height="12" rx="1"/>' for one in bar.cells
    )
    promise = f'<path class="promise" d="M{bar.promise} -2v16"/>' if bar.promise else ""
    return format_html(
        '<svg class="{}" viewBox="-1 -2 {} 16" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        f"clock {bar.modifier}".rstrip(),
        bar.width,
        bar.label,
        mark_safe("".join(cells) + promise),  # numbers and words of our own
    )


@register.simple_tag(takes_context=True)
def clock_state(context: Any, running: Clock) -> SafeString:
    """剩 2 个工作日, with the shape that says the same."""
    state = rules.state(running, index=_index(context, running.organisation_id, running))
    return format_html('<span class="state state--{}">{}</span>', state.shape, state.word)


@register.inclusion_tag("deadlines/clock_days.html")
def clock_days(running: Clock) -> dict[str, Any]:
    """Every day from the start to the last, and the key to the colours."""
    cells = drawing.days(running)
    return {
        "clock": running,
        "cells": cells,
        "has_held": any("held" in cell.css for cell in cells),
        "reasons": "、".join(dict.fromkeys(s.reason for s in rules.held_days(running) if s.reason)),
    }


@register.simple_tag
def clock_text(running: Clock) -> str:
    """How the date came about, in one sentence: the one kept with the clock, else counted again."""
    return running.explanation.get("text") or rules.explain(running).text


@register.inclusion_tag("deadlines/clock_history.html")
def clock_history(running: Clock) -> dict[str, Any]:
    """Suspensions, extensions and restarts, one line each; nothing where there were none (without asking for rows)."""
    kept = running.explanation
    if not (running.held_since or any(kept.get(name) for name in ("suspensions", "extensions", "restarts"))):
        return {}
    extensions = list(running.extension_rows.select_related("notice_file"))
    for one in extensions:
        one.shown = running.limit.amount(one.by)  # type: ignore[attr-defined]
    return {
        "suspensions": running.suspension_rows.select_related("notice_file"),
        "extensions": extensions,
        "restarts": running.restart_rows.all(),
    }
