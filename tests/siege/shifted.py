"""The clock of a besieged house stands as far off as a file says: somebody sets it while the house works."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from yangguang.lib import clock

_right = clock.now


def follow(file: Path) -> None:
    """From now on every process that did this tells the time that is so many seconds off as stands in *file*."""

    def now() -> datetime:
        return _right() + timedelta(seconds=float(file.read_text()))

    clock.now = now
    timezone.now = now  # noqa: TID251 - Django and its tasks ask here
