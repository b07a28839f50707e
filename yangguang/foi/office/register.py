"""The register of requests: what narrows it in the address, its pages, its exports. Nobody's name stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yangguang.casework import desklist
from yangguang.foi import answers, channels
from yangguang.foi.actions.exporting import note_export
from yangguang.foi.models import Request, RequestQuerySet
from yangguang.foi.report.shape import T3
from yangguang.lib import clock, sheets
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere, organisations_where
from yangguang.parties.kinds import PartyKind
from yangguang.web.pages import numbered

from .door import page
from .filters import Filters, Span, Stand, places, requests_of
from .rows import COLUMNS, WIDTHS, cells, entries

SIZE = 50
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def refuse_strangers(user: Any) -> None:
    """Only whoever sees requests somewhere has a register."""
    if not may_anywhere(user, Permission.SEE_REQUESTS):
        raise Refusal(
            _("申请台账只给办理依申请公开的岗位看。需要的话，请联系本单位的系统管理员。"), code="forbidden"
        )


def organisations_of(user: Any) -> list[Organisation]:
    return list(organisations_where(user, Permission.SEE_REQUESTS).current().in_order())


@page
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Newest first. A whole number opens its request at once."""
    refuse_strangers(request.user)
    filters = Filters.of(request.GET)
    where = places(request.user, filters)
    if filters.q:
        exact = Request.objects.filter(number=filters.q, organisation__in=where).first()
        if exact is not None:
            return redirect(exact.get_office_url())
    rows = _ordered(request, filters, where)
    shown = numbered(request, rows, size=SIZE, most=desklist.MOST)
    context = {
        "filters": filters,
        "numbered": shown,
        "number": desklist.said(shown.page.paginator.count),
        "entries": entries(shown.page),
        "cell": _cell_name(filters),
        "organisations": organisations_of(request.user),
        "years": range(clock.today().year, clock.today().year - 8, -1),
        "channels": channels.channels().values(),
        "kinds": PartyKind.choices,
        "stands": Stand.choices,
        "answers": answers.answers().values(),
        "spans": Span.choices,
        "may_enter": may_anywhere(request.user, Permission.HANDLE_REQUESTS),
    }
    return render(request, "foi/office/register.html", context)


def _ordered(request: HttpRequest, filters: Filters, where: list[int]) -> RequestQuerySet:
    # Not joined: a database that begins at the organisations sorts the whole register for one page of it.
    found = requests_of(request.user, filters, where).prefetch_related("organisation")
    return found.order_by("-submitted_at", "-pk")


def _cell_name(filters: Filters) -> str:
    """What the cell of the annual report is called; empty where none was asked for."""
    if not (filters.cell and filters.organisation and filters.year):
        return ""
    _table, _dot, rest = filters.cell.partition(".")
    row, _dot, column = rest.rpartition(".")
    names = {one.key: one.name for one in T3}
    kind = str(PartyKind(column).label) if column in PartyKind.values else _("总计")
    return _("%(year)d 年度报告：%(row)s，%(kind)s") % {
        "year": filters.year,
        "row": names.get(row, row),
        "kind": kind,
    }


@page
@require_POST
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every line that the page with this address shows, on all its pages together; an act says who took it."""
    refuse_strangers(request.user)
    filters = Filters.of(request.GET)
    where = places(request.user, filters)
    rows = requests_of(request.user, filters, where).select_related("organisation")
    rows = rows.order_by("-submitted_at", "-pk")
    home = filters.organisation or next(iter(organisations_of(request.user)), None)
    if home is None:
        raise Refusal(_("没有可以导出的单位。"), code="forbidden")
    acting = acting_as(request.user, home, permission=Permission.SEE_REQUESTS)
    note_export(rows.count(), form, filters.query, acting=acting)
    return download(_pieces(form, rows), form)


def _pieces(form: str, rows: RequestQuerySet) -> Iterator[bytes]:
    if form == "csv":
        return sheets.csv_pieces(COLUMNS, cells(rows))
    return sheets.xlsx_pieces(_("依申请公开台账"), COLUMNS, cells(rows), WIDTHS)


def download(pieces: Iterator[bytes], form: str, name: str = "requests") -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=_KINDS[form])
    day = clock.today().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{form}"'
    response["X-Accel-Buffering"] = "no"
    return response
