"""Questions about the law in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yangguang.law.models import Article, Instrument
from yangguang.lib import clock


def instrument(code: str, on: date | None = None) -> Instrument | None:
    """The version of an instrument that is in force on a day (today)."""
    return Instrument.objects.filter(code=code).in_force(on or clock.today()).first()


def article(code: str, number: int, on: date | None = None) -> Article | None:
    """An article as it stands on a day (today); None where it is not known or not in force."""
    return (
        Article.objects.filter(
            instrument__in=Instrument.objects.filter(code=code).in_force(on or clock.today()), number=number
        )
        .select_related("instrument")
        .first()
    )


def versions_titled(title: str, among: Iterable[Instrument] | None = None) -> list[Instrument]:
    """Every version of the instrument that is called so, oldest first; empty where the house does not know it.

    ``among`` are the instruments of the house, where somebody has them at hand.
    """
    bare = title.strip().removeprefix("中华人民共和国")
    rows = list(Instrument.objects.all() if among is None else among)
    codes = {
        row.code for row in rows if bare in (row.title.removeprefix("中华人民共和国"), *row.short_titles)
    }
    return sorted((row for row in rows if row.code in codes), key=lambda row: row.effective_from)
