"""What people seek: for the front page, and for the office that has to mend what is not found.

The reports are queries of rows with ``words``, ``n`` (times), ``miss``, ``open``, ``on`` (days) and ``last``. Only words that were sought on several days are ever shown: what one person sought, her own name perhaps, stays unseen.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Sum

from yangguang.lib import clock
from yangguang.search.models import Sought

DAYS_APART = 3
"""On how many days something must have been sought before anybody is shown it."""


def popular(most: int = 8, days: int = 30) -> list[str]:
    """What is sought most of what can be found."""
    rows = _summed(days).filter(miss=0).order_by("-n", "words")
    return [row["words"] for row in rows[:most]]


def not_found(days: int = 90) -> Any:
    """What was sought and not found, most often first."""
    return _summed(days).filter(miss__gt=0).order_by("-miss", "words")


def not_opened(days: int = 90) -> Any:
    """What was found, and then nothing of it was opened."""
    return _summed(days).filter(miss=0, open=0).order_by("-n", "words")


def most_sought(days: int = 90) -> Any:
    """What was sought most."""
    return _summed(days).order_by("-n", "words")


def _summed(days: int) -> Any:
    since = clock.today() - timedelta(days=days)
    return (
        Sought.objects.filter(day__gte=since)
        .order_by()
        .values("words")
        .annotate(n=Sum("times"), miss=Sum("missed"), open=Sum("opened"), on=Count("day"), last=Max("day"))
        .filter(on__gte=DAYS_APART)
    )
