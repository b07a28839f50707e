"""The information processing fee 信息处理费 (条例第四十二条, 国办函〔2020〕109号): exact, and explained line by line.

Progressive: each unit costs what its own band says. The tariffs are data with their days of force
(``facts/tariffs.yaml``); a request is charged by the piece or by the page, never by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

_SEED = Path(__file__).parent / "facts/tariffs.yaml"
MOST_UNITS = 1_000_000


class Method(StrEnum):
    BY_ITEM = "by-item"
    BY_PAGE = "by-page"


@dataclass(frozen=True, slots=True)
class Band:
    """What units ``over`` + 1 … ``to`` cost, in yuan each. With ``step`` the band is the first of a row without end."""

    over: int
    to: int | None
    rate: Decimal
    step: int = 0
    rise: Decimal = Decimal(0)

    def pieces(self, until: int) -> Iterator[tuple[int, int, Decimal]]:
        """(first, last, rate) of the units of this band up to ``until``."""
        last, rate, over = self.to, self.rate, self.over
        while over < until:
            end = over + self.step if self.step else last
            stop = until if end is None else min(end, until)
            yield over + 1, stop, rate
            if not self.step:
                return
            over, rate = stop, rate + self.rise


@dataclass(frozen=True)
class Tariff:
    """One version of one way of charging; in force from ``starts`` until (not including) ``ends``."""

    code: Method
    name: str
    unit: str
    counts: str
    purpose: str
    basis: str
    starts: date
    ends: date | None
    verified_on: date | None
    bands: tuple[Band, ...]

    def is_in_force(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True)
class Line:
    """Units ``first`` … ``last`` at one rate."""

    first: int
    last: int
    rate: Decimal
    unit: str

    @property
    def units(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> Decimal:
        return self.units * self.rate

    @property
    def text(self) -> str:
        place = _("第%(first)d至%(last)d%(unit)s") if self.last > self.first else _("第%(first)d%(unit)s")
        told = {"first": self.first, "last": self.last, "unit": self.unit}
        if not self.rate:
            return _("%(place)s：不收费") % {"place": place % told}
        words = _("%(place)s：%(units)d%(unit)s × %(rate)s元 = %(amount)s元")
        numbers = {"units": self.units, "unit": self.unit, "rate": self.rate, "amount": self.amount}
        return words % {"place": place % told, **numbers}


@dataclass(frozen=True)
class Fee:
    """What is to be paid, in yuan, and how it came about."""

    tariff: Tariff
    already: int
    units: int
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def explanation(self) -> list[str]:
        """Chinese, line by line: the method and its basis, what was counted before, each band, the sum."""
        tariff = self.tariff
        told = [_("%(name)s，超额累进。依据：%(basis)s。") % {"name": tariff.name, "basis": tariff.basis}]
        if tariff.counts == "month":
            words = _("同一申请人一个自然月累计：此前已有%(already)d%(unit)s，这次%(units)d%(unit)s。")
        else:
            words = _("按这一件申请计：此前已有%(already)d%(unit)s，这次%(units)d%(unit)s。")
        told.append(words % {"already": self.already, "units": self.units, "unit": tariff.unit})
        told += [f"{line.text}。" for line in self.lines]
        told.append(_("合计：%(amount)s元。") % {"amount": self.amount})
        return told


def fee(method: Method, units: int, on: date, *, already: int = 0) -> Fee:
    """What ``units`` more cost on a day, when ``already`` were counted before them (条例第四十二条).

    For pieces ``already`` is what the applicant asked earlier in the same natural month, so that charging as requests
    come and charging them together give the same sum. Refuses a day without a tariff, and counts that are none.
    """
    if units < 0 or already < 0:
        raise Refusal(_("件数和页数不能是负数。"), field="units")
    if units + already > MOST_UNITS:
        raise Refusal(_("最多按 %(most)d 计算，请核对件数或页数。") % {"most": MOST_UNITS}, field="units")
    tariff = tariff_of(method, on)
    lines = []
    for band in tariff.bands:
        for first, last, rate in band.pieces(already + units):
            if last > already:
                lines.append(Line(max(first, already + 1), last, rate, tariff.unit))
    return Fee(tariff, already, units, tuple(lines))


def tariff_of(method: Method, on: date) -> Tariff:
    """The tariff in force on a day; before the first there was no such fee."""
    for tariff in tariffs():
        if tariff.code is method and tariff.is_in_force(on):
            return tariff
    words = _("%(day)s 没有信息处理费的收费标准，不能收费。")
    raise Refusal(words % {"day": on.isoformat()}, code="not-found", field="on")


@lru_cache(maxsize=1)
def tariffs() -> tuple[Tariff, ...]:
    """Every version of both tariffs, as the release brings them along."""
    return tuple(map(_tariff, yaml.safe_load(_SEED.read_text(encoding="utf-8"))))


def _tariff(entry: dict[str, Any]) -> Tariff:
    bands = tuple(
        Band(
            over=band["over"],
            to=band.get("to"),
            rate=Decimal(band["rate"]),
            step=band.get("step", 0),
            rise=Decimal(band.get("rise", 0)),
        )
        for band in entry["bands"]
    )
    # A citation, the same in every language: this is kept for the life of the process.
    basis = "《{law}》第{article}条，{document}第{document_article}条".format(**entry)
    return Tariff(
        code=Method(entry["code"]),
        name=entry["name"],
        unit=entry["unit"],
        counts=entry["counts"],
        purpose=entry["for"],
        basis=basis,
        starts=entry["from"],
        ends=entry["to"],
        verified_on=entry["verified"],
        bands=bands,
    )
