"""What every template may use: the day, and where the house stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yangguang.lib import clock


def house(request: HttpRequest) -> dict[str, Any]:
    """``today`` (the legal day) and ``base_url`` (without a trailing slash)."""
    return {"today": clock.today(), "base_url": settings.BASE_URL}
