"""What the room brings along: the calendar of 2004–2026 and the limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from yangguang.law.models import Article, Instrument
from yangguang.lib.uid import new_uid
from yangguang.lib.workdays import special_days

from .models import Calendar, CalendarDay, CalendarYear, Ground, Limit, LimitSource, Sense, WarningRule

_FOLDER = Path(__file__).parent / "seeds"


@transaction.atomic
def load() -> None:
    """Years that are published already stay as they are; limits of a release replace those of the last."""
    _load_calendar(yaml.safe_load((_FOLDER / "calendar-CN.yaml").read_text(encoding="utf-8")))
    for entry in yaml.safe_load((_FOLDER / "limits.yaml").read_text(encoding="utf-8")):
        _load_limit(entry)


def _load_calendar(table: dict[str, Any]) -> None:
    calendar, _ = Calendar.objects.get_or_create(code=table["code"], defaults={"name": table["name"]})
    known = set(CalendarYear.objects.filter(calendar=calendar).values_list("year", flat=True))
    fresh = {year: special_days(year, names) for year, names in table["years"].items() if year not in known}
    if not fresh:
        return
    years = CalendarYear.objects.bulk_create(
        CalendarYear(
            calendar=calendar,
            year=year,
            basis=f"国务院办公厅关于{year}年部分节假日安排的通知",
        )
        for year in fresh
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=calendar, year=row, date=day.on, is_workday=day.is_workday, basis=day.name)
        for row in years
        for day in fresh[row.year]
    )
    Calendar.objects.filter(pk=calendar.pk).update(stamp=new_uid())


def _load_limit(entry: dict[str, Any]) -> None:
    known = Limit.objects.filter(code=entry["code"], organisation=None, effective_from=entry["from"])
    if known.filter(edited_on__isnull=False).exists():
        return
    extend = entry.get("extend", {})
    limit, _ = Limit.objects.update_or_create(
        code=entry["code"],
        organisation=None,
        effective_from=entry["from"],
        defaults={
            "name": entry["name"],
            "article": _article(entry),
            "basis": entry.get("basis", ""),
            "n": entry["n"],
            "unit": entry["unit"],
            "fixed": entry.get("fixed", ""),
            "sense": entry.get("sense", Sense.AT_MOST),
            "start_event": entry["start"],
            "roll": entry.get("roll", False),
            "back": entry.get("back", False),
            "extend_by": extend.get("by", 0),
            "extend_times": extend.get("times", 1),
            "extend_posts": extend.get("posts", []),
            "extend_above": extend.get("above", False),
            "extend_article": _article(extend, entry["from"]),
            "extend_ahead": extend.get("ahead", 0),
            "effective_to": entry.get("to"),
            "verified_on": entry["verified"],
            "source": entry.get("source", LimitSource.STATUTE),
        },
    )
    _load_grounds(limit, entry.get("suspend", []))
    wanted = entry.get("warn")
    if wanted is not None:
        limit.warning_rules.exclude(ahead__in=wanted).delete()
        for ahead in wanted:
            WarningRule.objects.update_or_create(limit=limit, ahead=ahead, defaults={"to_head": ahead < 0})


def _load_grounds(limit: Limit, entries: list[dict[str, Any]]) -> None:
    limit.grounds.exclude(code__in=[entry["code"] for entry in entries]).delete()
    for entry in entries:
        Ground.objects.update_or_create(
            limit=limit,
            code=entry["code"],
            effective_from=limit.effective_from,
            defaults={
                "name": entry["name"],
                "article": _article(entry, limit.effective_from),
                "basis": entry.get("basis", ""),
                "n": entry.get("n"),
                "unit": entry.get("unit", ""),
                "lapses": entry.get("lapses", False),
                "restarts": entry.get("restarts", False),
                "notice_needed": entry.get("notice", True),
                "posts": entry.get("posts", []),
            },
        )


def _article(entry: dict[str, Any], on: Any = None) -> Article | None:
    """The article as it stood on the limit's first day."""
    if "article" not in entry:
        return None
    code, number = entry["article"]
    version = Instrument.objects.filter(code=code).in_force(on or entry["from"])
    return Article.objects.get(instrument__in=version, number=number)
