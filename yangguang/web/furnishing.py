"""Loads what every room brings along: patterns, limits, calendars, word lists, catalogue templates, synonyms."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings


def furnish() -> None:
    """Load each room's seeds, lowest room first. Loading twice changes nothing."""
    for room in settings.ROOMS:
        found = find_spec(f"yangguang.{room}.seeds") if find_spec(f"yangguang.{room}") else None
        if found and found.origin:  # a folder of data alone is nothing to load
            import_module(f"yangguang.{room}.seeds").load()
