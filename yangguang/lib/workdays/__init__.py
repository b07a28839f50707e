"""Working days and legal due dates, without a database.

    Calendar      which days are worked, from the State Council's yearly notices (exceptions to the week)
    Term          what is counted: start, n, unit, suspensions, extension, roll
    DueDate       when it ends, whether that is provisional, and every day on the way

The day of the event is not counted; the next day is day 1. A year whose notice is not out yet is *projected*:
Saturdays and Sundays off, statutory days with a certain date off, no make-up working days. A due date that
rests on a projected day is provisional and is counted again when the notice arrives.

>>> due(calendar, date(2026, 9, 30), 5, Unit.WORKDAY).on       # National Day, and a Saturday that is worked
datetime.date(2026, 10, 13)
"""

from __future__ import annotations

from .calendar import (
    Calendar,
    CalendarDataMissing,
    CalendarDay,
    DayKind,
    OutOfRange,
    SpecialDay,
    special_days,
    statutory_days,
)
from .terms import DueDate, Step, StepKind, Suspension, Term, Unit, add_months, due, due_of

__all__ = [
    "Calendar",
    "CalendarDataMissing",
    "CalendarDay",
    "DayKind",
    "DueDate",
    "OutOfRange",
    "SpecialDay",
    "Step",
    "StepKind",
    "Suspension",
    "Term",
    "Unit",
    "add_months",
    "due",
    "due_of",
    "special_days",
    "statutory_days",
]
