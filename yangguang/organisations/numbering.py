"""Spelling a number from its pattern: pure, no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from string import Formatter

_PERIODS = {"none": (), "year": ("year",), "month": ("year", "month"), "day": ("year", "month", "day")}
_SPELLS = {"date": {"year", "month", "day"}, "year": {"year"}, "month": {"month"}, "day": {"day"}}
_WIDTH = re.compile(r"0?(\d{1,2})")
_NAME = re.compile(r"[a-z][a-z_]*")


def problems(pattern: str, reset: str) -> list[str]:
    """What is wrong with a pattern, as message ids: ``syntax``, ``seq``, ``period``; empty when it can be used.

    ``period``: a series that starts anew must show the period in its numbers, or they would repeat.
    """
    try:
        fields = _fields(pattern)
    except ValueError:
        return ["syntax"]
    found = []
    if [name for name, _width in fields].count("seq") != 1:
        found.append("seq")
    shown: set[str] = set()
    for name, _width in fields:
        shown |= _SPELLS.get(name, set())
    if not set(_PERIODS[reset]) <= shown:
        found.append("period")
    return found


def part_names(pattern: str) -> list[str]:
    """The names that a pattern asks for."""
    return [name for name, _width in _fields(pattern)]


def day_parts(on: date) -> dict[str, str]:
    """What a day gives to a pattern."""
    return {"year": f"{on:%Y}", "month": f"{on:%m}", "day": f"{on:%d}", "date": f"{on:%Y%m%d}"}


def spell(pattern: str, parts: Mapping[str, str], seq: int) -> str:
    """The number. Raises KeyError for a missing part, ValueError for a part that is too wide.

    The sequence may outgrow its width: an office must not stop at its 99,999th document.
    """
    return _render(
        pattern, lambda name, width: str(seq).zfill(width) if name == "seq" else _fit(parts[name], width)
    )


def series(pattern: str, reset: str, parts: Mapping[str, str]) -> str:
    """The series that a number belongs to: its text without the running part, and without the parts of the
    date that do not start the series anew.
    """
    keep = set(_PERIODS[reset])

    def part(name: str, width: int) -> str:
        if name == "seq":
            return "#"
        if name == "date":
            return "".join(parts[p] for p in ("year", "month", "day") if p in keep) or "~"
        if name in _SPELLS and name not in keep:
            return "~"
        return _fit(parts[name], width)

    return _render(pattern, part)


def _fit(value: str, width: int) -> str:
    if width and len(value) > width:
        raise ValueError(value)
    return value.rjust(width, "0") if width else value


def _fields(pattern: str) -> list[tuple[str, int]]:
    fields = []
    for _literal, name, spec, conversion in Formatter().parse(pattern):
        if name is None:
            continue
        width = _WIDTH.fullmatch(spec or "0")
        if not _NAME.fullmatch(name) or conversion or not width:
            raise ValueError(pattern)
        fields.append((name, int(width[1])))
    return fields


def _render(pattern: str, part: Callable[[str, int], str]) -> str:
    text = ""
    for literal, name, spec, _conversion in Formatter().parse(pattern):
        text += literal
        if name is not None:
            text += part(name, int(spec or 0))
    return text
