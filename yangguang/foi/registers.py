"""What the register gives for a year, and which requests each cell of the annual report counts (Y10, Y11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from yangguang.foi import answers
from yangguang.foi.models import Demand, Redress, Request, RequestQuerySet
from yangguang.foi.report import counting
from yangguang.foi.report.shape import RESULTS, T3, TOTAL, Table
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation


def requests(organisation: Organisation, year: int) -> Iterator[counting.Request]:
    """The requests of one organisation that stand in a year's table three, without those who made them."""
    rows = (
        _in_hand(organisation, year)
        .order_by()
        .values_list("applicant_kind", "received_on", "ended_on", "answer_type")
    )
    places = {code: kind.row for code, kind in answers.answers().items()}
    for applicant, received, ended, answer in rows.iterator():
        assert received is not None
        yield counting.Request(applicant, received, ended, places[answer] if ended else "")


def suits(organisation: Organisation, year: int) -> Iterator[counting.Suit]:
    """The reviews and lawsuits about requests of one organisation that stand in a year's table four."""
    rows = Redress.objects.filter(request__organisation=organisation, begun_on__year__lte=year)
    for row in rows.filter(Q(ended_on=None) | Q(ended_on__year__gte=year)):
        yield counting.Suit(row.group, row.begun_on, row.ended_on, row.outcome)


def fees_collected(organisation: Organisation, year: int) -> Decimal:
    """What applicants paid in a year, in yuan (第六部分: 收取信息处理费情况)."""
    paid = Demand.objects.filter(request__organisation=organisation, kind="payment", answered_on__year=year)
    return Decimal(paid.aggregate(sum=Sum("amount"))["sum"] or 0)


def of_cell(organisation: Organisation, year: int, key: str) -> RequestQuerySet:
    """The requests that a cell of table three counts: ``t3.granted.natural_person``. Refusal for no such cell."""
    table, _dot, rest = key.partition(".")
    row, _dot, column = rest.rpartition(".")
    known = {one.key: one for one in T3}
    if table != Table.T3 or row not in known or column not in known[row].columns:
        raise Refusal(_("没有“%(cell)s”这一格。") % {"cell": key[:60]}, code="not-found", field="cell")
    rows = _in_hand(organisation, year)
    if column != TOTAL:
        rows = rows.filter(applicant_kind=column)
    return rows.filter(_of_row(row, year))


def _of_row(row: str, year: int) -> Q:
    if row == "new_received":
        return Q(received_on__year=year)
    if row == "carried_over":
        return Q(received_on__year__lt=year)
    if row == "carried_forward":
        return Q(ended_on=None) | Q(ended_on__year__gt=year)
    if row in RESULTS:
        kinds = [code for code, kind in answers.answers().items() if kind.row == row]
        return Q(ended_on__year=year, answer_type__in=kinds)
    return Q(ended_on__year=year)


def _in_hand(organisation: Organisation, year: int) -> RequestQuerySet:
    """Received by the end of the year and not ended before it."""
    rows: RequestQuerySet = Request.objects.filter(
        organisation=organisation, received_on__lte=date(year, 12, 31)
    )
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
