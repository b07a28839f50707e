"""What the house's own registers say for a report. The only place that asks them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yangguang.disclosure.models import Item
from yangguang.foi import registers
from yangguang.foi.report import Cell, Figures, counted
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
    """The page of the office with the cases that a cell counts; '' where there is none."""
    return ""
