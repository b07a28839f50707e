"""What the house's own registers say for a report. The only place that asks them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from yangguang.disclosure.models import Item
from yangguang.foi import registers
from yangguang.foi.models import Redress
from yangguang.foi.report import Cell, Figures, Table, counted
from yangguang.foi.report.counting import UNFINISHED
from yangguang.foi.report.shape import TOTAL
from yangguang.lib import clock
from yangguang.organisations.models import Organisation

NOTHING = Decimal(0)


def register_figures(organisation: Organisation, year: int) -> Figures:
    """Tables three and four as the registers of requests, reviews and lawsuits give them; table two is empty."""
    return counted(
        organisation.code, year, registers.requests(organisation, year), registers.suits(organisation, year)
    )


def fees_collected(organisation: Organisation, year: int) -> Decimal:
    """What was collected for handling information in a year, in yuan."""
    return registers.fees_collected(organisation, year)


def published_items(organisation: Organisation, year: int) -> int:
    """How many pieces of information the organisation made public here for the first time in a year."""
    begins, ends = clock.beginning(date(year, 1, 1)), clock.beginning(date(year + 1, 1, 1))
    rows = Item.objects.filter(organisation=organisation, published_at__gte=begins, published_at__lt=ends)
    return rows.count()


def cases_url(organisation: Organisation, year: int, cell: Cell) -> str:
    """The page of the office with the cases that a cell counts; '' for table two, which no register counts."""
    if cell.table is Table.T3:
        asked = {"organisation": organisation.code, "year": year, "cell": cell.key}
        return f"/office/requests/?{urlencode(asked)}"
    if cell.table is Table.T4:
        suits = reverse("foi_report_suits", args=[year, organisation.code])
        return f"{suits}?{urlencode({'cell': cell.key})}"
    return ""


def suits_of(organisation: Organisation, year: int, cell: Cell) -> list[Redress]:
    """The reviews and lawsuits that a cell of table four counts in a year."""
    rows = Redress.objects.filter(
        request__organisation=organisation, group=cell.row, begun_on__lte=date(year, 12, 31)
    ).select_related("request")
    open_then = Q(ended_on=None) | Q(ended_on__gt=date(year, 12, 31))
    ended = Q(ended_on__year=year)
    asked = {UNFINISHED: open_then, TOTAL: open_then | ended}.get(cell.column)
    rows = rows.filter(asked) if asked is not None else rows.filter(ended, outcome=cell.column)
    return list(rows.order_by("begun_on", "pk"))
