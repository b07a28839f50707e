"""Calendars, legal limits and clocks. Spans are half-open: `effective_to` is the first day without."""

from .calendars import Calendar, CalendarDay, CalendarYear, Recount
from .clocks import Clock, ClockQuerySet, Extension, Outcome, Restart, Suspension
from .limits import (
    WHOLE_PERIODS,
    Ground,
    Limit,
    LimitQuerySet,
    LimitSource,
    LimitUnit,
    Sense,
    WarningRule,
)
from .telling import DeadlineFeed, Warning

__all__ = [
    "WHOLE_PERIODS",
    "Calendar",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "ClockQuerySet",
    "DeadlineFeed",
    "Extension",
    "Ground",
    "Limit",
    "LimitQuerySet",
    "LimitSource",
    "LimitUnit",
    "Outcome",
    "Recount",
    "Restart",
    "Sense",
    "Suspension",
    "Warning",
    "WarningRule",
]
