"""What every template may use: the day, and where the house stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yangguang.lib import clock


def house(request: HttpRequest) -> dict[str, Any]:
    """``today`` (the legal day), ``base_url`` (without a trailing slash), and ``rehearsal``: the moment that a rehearsal
    tells on each of its pages, None in the house itself."""
    return {
        "today": clock.today(),
        "base_url": settings.BASE_URL,
        "rehearsal": clock.now() if settings.YANGGUANG_REHEARSAL else None,
    }
