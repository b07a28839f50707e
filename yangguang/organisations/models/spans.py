"""Spans of days, half-open: the end is the first day on which it is over."""

from __future__ import annotations

from datetime import date

from django.db import models


def in_force(start: str, end: str, day: date) -> models.Q:
    """Rows whose half-open span holds a day."""
    return models.Q(**{f"{start}__lte": day}) & (
        models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__gt": day})
    )
