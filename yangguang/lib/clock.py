"""The one place that asks what time it is.

Moments are aware datetimes in UTC; legal days are dates in Asia/Shanghai. Tests and the demo set the
clock with :func:`set_to`; nothing else in the house may call ``datetime.now`` (a lint rule).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)
_steady: ContextVar[float | None] = ContextVar("fixed_uptime", default=None)
_process = SimpleNamespace(ahead=timedelta(0))  # only a rehearsal's clock runs ahead of the machine's


def now() -> datetime:
    """The current moment, aware, in UTC."""
    ahead: timedelta = _process.ahead
    return machine_now() + ahead


def machine_now() -> datetime:
    """The current moment as everybody else on this machine tells it, a rehearsal or not."""
    return _fixed.get() or datetime.now(UTC)


def run_ahead(by: timedelta) -> None:
    """From now on this process's clock is ahead of the machine's, as if that much time had passed (a rehearsal)."""
    _process.ahead = by


def uptime() -> float:
    """Seconds since the machine was started, asleep or not: the clock that nobody can set."""
    ahead: float = _process.ahead.total_seconds()
    fixed = _steady.get()
    if fixed is not None:
        return fixed + ahead
    boottime: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(boottime) + ahead


def today() -> date:
    """The current legal day, in Asia/Shanghai."""
    return day_of(now())


def local(moment: datetime) -> datetime:
    """The same moment on the wall clock of Asia/Shanghai."""
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The legal day on which a moment falls."""
    return local(moment).date()


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment at which the wall clock of Asia/Shanghai shows that day and time, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def beginning(day: date) -> datetime:
    """The moment at which a day begins in Asia/Shanghai, in UTC; of the first day there is, the first moment."""
    return moment(max(day, date(1, 1, 2)))


def end(day: date) -> datetime:
    """The moment at which the day after a day begins; of the last day there is, the last moment."""
    return moment(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)


@contextmanager
def set_to(moment: datetime, *, uptime_too: bool = True) -> Iterator[None]:
    """Stop the clock at an aware moment for the length of a ``with`` block, as if time had passed until then.

    Without ``uptime_too`` it is as if somebody had set the machine's clock. Raises ValueError for a naive datetime.
    """
    if moment.tzinfo is None:
        raise ValueError("the clock is set to aware moments only")
    passed = (moment - now()).total_seconds() if uptime_too else 0.0
    steady = _steady.set(uptime() + passed - _process.ahead.total_seconds())
    token = _fixed.set(moment.astimezone(UTC) - _process.ahead)
    try:
        yield
    finally:
        _fixed.reset(token)
        _steady.reset(steady)
