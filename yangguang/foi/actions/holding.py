"""The clocks of a request stand still together: the answer's own, and the step's in which the office waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yangguang.casework.models import Task
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.actions import WrittenNotice
from yangguang.deadlines.models import Clock
from yangguang.foi import rules
from yangguang.foi.models import Request
from yangguang.journal.actors import Actor


def hold(
    request: Request, ground: str, *, notice: WrittenNotice, by: Actor, expected_by: date | None = None
) -> None:
    """Let the clocks stand still from tomorrow; those that do already go on standing still."""
    for one in _running(request, ground):
        if one.held_since is None:
            deadlines.suspend(one, ground, notice=notice, by=by, expected_by=expected_by)


def run_on(request: Request, *, by: Actor, on: date) -> None:
    """Let the clocks run on from the day after *on*; those that run already, because the wait had lapsed, stay."""
    for one in _all(request):
        if one.held_since is not None:
            deadlines.resume(one, by=by, on=max(on, one.held_since))


def expect(request: Request, by_day: date, *, by: Actor) -> None:
    """Say anew by when the answer of others is expected."""
    for one in _all(request):
        if one.held_since is not None:
            deadlines.expect(one, by_day, by=by)


def begin_anew(request: Request, *, by: Actor, on: date) -> None:
    """Count the answer's limit anew from the day after *on* (条例第三十条; 国办函〔2020〕109号)."""
    running = rules.reply_clock(request)
    if running is not None and running.held_since is not None:
        deadlines.restart(running, by=by, received_on=on)


def _all(request: Request) -> Iterator[Clock]:
    reply = rules.reply_clock(request)
    if reply is not None and reply.stopped_on is None:
        yield reply
    tasks = Task.objects.open().filter(case__subject=request.ref)
    refs = [str(task.ref) for task in tasks]
    yield from Clock.objects.running().select_related("limit", "organisation").filter(subject__in=refs)


def _running(request: Request, ground: str) -> Iterator[Clock]:
    """Those whose limit knows the ground."""
    for one in _all(request):
        if one.limit.grounds.filter(code=ground).exists():
            yield one
