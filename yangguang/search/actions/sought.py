"""Count what is sought: words and days, never who.

Counts gather in the process and are written now and then, so that searching writes nothing by itself. What a process
had not written when it was killed is lost: these are figures, not acts.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from datetime import date, datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count, F, Max

from yangguang.lib import clock
from yangguang.lib.text import phrases
from yangguang.search.models import Sought
from yangguang.search.rules.sought import DAYS_APART

log = structlog.get_logger("yangguang.search")

PAUSE = timedelta(seconds=30)
MOST_HELD = 500
KEPT = timedelta(days=365)
RARE_KEPT = timedelta(days=30)
_LONGEST = 40
# Numbers of people, telephones and cards are not kept, nor what looks like an address of mail.
_NUMBER = re.compile(r"\d{7,}|\d{6,}[xX]|@")

_lock = threading.Lock()
_held: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
_written_at: datetime | None = None


def words_of(q: str) -> str:
    """What of a query is counted: its phrases in normal form; empty for what is not to be kept."""
    words = " ".join(phrases(q))
    plain = re.sub(r"[\s-]", "", q)
    return "" if not 2 <= len(words) <= _LONGEST or _NUMBER.search(plain) or _NUMBER.search(words) else words


def note(q: str, *, found: bool) -> None:
    """Somebody sought ``q``, in all that is public."""
    _add(q, 0, 1)
    if not found:
        _add(q, 1, 1)
    _write_now_and_then()


def note_opened(q: str) -> None:
    """Something that ``q`` found was opened."""
    _add(q, 2, 1)
    _write_now_and_then()


def _add(q: str, place: int, number: int) -> None:
    words = words_of(q)
    if words:
        with _lock:
            if len(_held) < MOST_HELD * 4 or (clock.today(), words) in _held:
                _held[clock.today(), words][place] += number


def _write_now_and_then() -> None:
    global _written_at  # noqa: PLW0603 - one buffer for each process
    now = clock.now()
    if _written_at is None:
        _written_at = now
    if now - _written_at >= PAUSE or len(_held) >= MOST_HELD or now < _written_at:
        _written_at = now
        flush()


def flush() -> int:
    """Write what has gathered; how many words."""
    with _lock:
        counts = dict(_held)
        _held.clear()
    if not counts:
        return 0
    try:
        with transaction.atomic():
            Sought.objects.bulk_create(
                [Sought(day=day, words=words) for day, words in counts], ignore_conflicts=True
            )
            for (day, words), (times, missed, opened) in sorted(counts.items()):
                Sought.objects.filter(day=day, words=words).update(
                    times=F("times") + times, missed=F("missed") + missed, opened=F("opened") + opened
                )
    except DatabaseError as error:
        log.warning("what was sought could not be counted", error=str(error))
        return 0
    return len(counts)


@transaction.atomic
def forget() -> int:
    """Forget what was sought more than a year ago, and after a month what too few sought; how many rows."""
    today = clock.today()
    gone = Sought.objects.filter(day__lt=today - KEPT).delete()[0]
    rare = (
        Sought.objects.order_by()
        .values("words")
        .annotate(on=Count("day"), last=Max("day"))
        .filter(on__lt=DAYS_APART, last__lt=today - RARE_KEPT)
        .values("words")
    )
    return (
        gone + Sought.objects.filter(words__in=list(rare.values_list("words", flat=True)[:5000])).delete()[0]
    )
