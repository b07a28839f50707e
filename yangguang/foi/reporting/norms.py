"""What the catalogue knows for table two (条例第二十条第（一）项): normative documents made, repealed, in force.

A proposal: what was made and is not in the catalogue, or stands there under another heading, only people know.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from yangguang.disclosure import rules as gate
from yangguang.disclosure.models import Item, ItemQuerySet
from yangguang.foi.report import Cell, Table
from yangguang.organisations.models import Organisation

CATEGORY = "A20_01"
ROW = "norm_docs"
COLUMNS = ("made", "repealed", "valid")


def cells() -> list[Cell]:
    return [Cell(Table.T2, ROW, column) for column in COLUMNS]


def documents(organisation: Organisation, year: int, column: str) -> ItemQuerySet:
    """The public documents with a number under 规范性文件 that a box counts, oldest first."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    rows: ItemQuerySet = Item.objects.public().filter(
        organisation=organisation,
        category__in=gate.category_tree_ids(CATEGORY),
        generated_on__lte=ends,
    )
    rows = rows.exclude(doc_number="")
    repealed, expired = Q(repealed_on__range=(begins, ends)), Q(valid_until__range=(begins, ends))
    if column == "made":
        rows = rows.filter(generated_on__gte=begins)
    elif column == "repealed":
        rows = rows.filter(repealed | expired & Q(repealed_on=None))
    else:
        rows = rows.filter(Q(repealed_on=None) | Q(repealed_on__gt=ends))
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gt=ends))
    return rows.order_by("generated_on", "pk")


def proposed(organisation: Organisation, year: int) -> dict[str, int]:
    """What each box would say, by its key."""
    return {cell.key: documents(organisation, year, cell.column).count() for cell in cells()}


def url(organisation: Organisation, year: int, cell: Cell) -> str:
    """The page of the office with the documents that a box counts."""
    page = reverse("foi_report_norms", args=[year, organisation.code])
    return f"{page}?{urlencode({'cell': cell.key})}"
