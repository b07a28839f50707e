"""Counting attempts before they are made.

An attempt is *claimed* in a transaction of its own, before the password is looked at: of a hundred parallel guesses
five get as far as the password, however fast they come (a counter that is raised after a failure lets them all in).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yangguang.jobs.models import AHEAD
from yangguang.lib import clock

from .models import SignInThrottle


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a window; the last of them closes the door for the length of ``pause``."""

    attempts: int
    window: timedelta
    pause: timedelta


@dataclass(frozen=True, slots=True)
class Claim:
    """``left``: attempts that remain after this one; None with ``until`` when the door is closed."""

    left: int | None
    until: datetime | None = None


PASSWORD = Limit(5, timedelta(minutes=15), timedelta(minutes=15))
SECOND_STEP = Limit(5, timedelta(minutes=15), timedelta(minutes=15))
# One address may be a whole town hall behind one router.
FROM_ADDRESS = Limit(100, timedelta(minutes=15), timedelta(minutes=15))
CODES_TO_ADDRESS = Limit(5, timedelta(hours=1), timedelta(hours=1))
CODES_FROM_ADDRESS = Limit(30, timedelta(hours=1), timedelta(hours=1))


def claim(key: str, limit: Limit) -> Claim:
    """Take one attempt under a key, or learn until when there is none."""
    with transaction.atomic():
        SignInThrottle.objects.bulk_create(
            [SignInThrottle(key=key, window_started=clock.now())], ignore_conflicts=True
        )
        row = SignInThrottle.objects.select_for_update().get(key=key)
        now = clock.now()  # once the row is ours: who waited for it at the door has an old one
        longest = max(limit.window, limit.pause) + AHEAD
        if row.window_started > now + longest or (row.locked_until or now) > now + longest:
            row.window_started, row.locked_until, row.attempts = (
                now,
                None,
                0,
            )  # from before the clock was set back
        if row.locked_until is not None and row.locked_until > now:
            return Claim(None, row.locked_until)
        if row.locked_until is not None or row.window_started <= now - limit.window:
            row.attempts, row.window_started, row.locked_until = 0, now, None
        row.attempts += 1
        if row.attempts >= limit.attempts:
            row.locked_until = now + limit.pause
        row.save(update_fields=["attempts", "window_started", "locked_until"])
        return Claim(limit.attempts - row.attempts, row.locked_until)


def release(key: str) -> bool:
    """Forget the failures under a key: it was the right person after all. Whether there was anything to forget."""
    return bool(
        SignInThrottle.objects.filter(key=key, attempts__gt=0).update(
            attempts=0, locked_until=None, window_started=clock.now()
        )
    )


def give_back(key: str) -> None:
    """Undo one claim, for an address that many people share: a success is no attempt against it."""
    with transaction.atomic():
        row = SignInThrottle.objects.select_for_update().filter(key=key, attempts__gt=0).first()
        if row is not None:
            row.attempts -= 1
            row.locked_until = None
            row.save(update_fields=["attempts", "locked_until"])
