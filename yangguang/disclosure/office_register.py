"""The office: the register 台账 with its exports, and the statistics 统计."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.lib import clock, sheets
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere, organisations_where
from yangguang.web.pages import numbered

from . import rules
from .models import Attribute, Category, Item
from .office import page
from .register import COLUMNS, WIDTHS, Filters, Period, Reader, Span, Timing, items_of, statistics, totals
from .register.filters import ORDERS

_INSIDE = (Permission.DRAFT, Permission.REVIEW, Permission.SEE_INTERNAL)
_SIZE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def permitted(user: Any) -> bool:
    """Whether there is a register for this person: some post lets them see what is not public."""
    return any(may_anywhere(user, permission) for permission in _INSIDE)


def _refuse_strangers(request: HttpRequest) -> None:
    if not permitted(request.user):
        raise Refusal(
            _("台账只给办理信息公开的岗位看。需要的话，请联系本单位的系统管理员。"), code="forbidden"
        )


def _organisations(user: Any) -> list[Organisation]:
    """The organisations whose items this person works on, in order."""
    ids: set[int] = set()
    for permission in _INSIDE:
        ids.update(organisations_where(user, permission).values_list("pk", flat=True))
    return list(Organisation.objects.filter(pk__in=ids).in_order())


@page
def register(request: HttpRequest) -> HttpResponse:
    _refuse_strangers(request)
    filters = Filters.of(request.GET)
    mine = Item.objects.inside(request.user)
    # Not joined: a database that begins at the organisations sorts the whole register for one page of it.
    rows = filters.ordered(filters.apply(mine)).prefetch_related("organisation", "category__parent")
    shown = numbered(request, rows, size=_SIZE)
    entries = Reader(request.user).entries(shown.page)
    context = {
        "filters": filters,
        "numbered": shown,
        "entries": entries,
        "totals": totals(filters, mine, shown.page.paginator.count),
        "organisations": _organisations(request.user),
        "categories": Category.objects.fillable().select_related("parent").order_by("order", "code"),
        "states": rules.STATE_NAMES.items(),
        "attributes": Attribute.choices,
        "spans": Span.choices,
        "timings": Timing.choices,
        "orders": [(code, name) for code, (name, _fields) in ORDERS.items()],
        "may_draft": may_anywhere(request.user, Permission.DRAFT),
    }
    return render(request, "disclosure/office/register.html", context)


@page
def register_csv(request: HttpRequest) -> HttpResponseBase:
    pieces = sheets.csv_pieces(COLUMNS, _rows(request))
    return _download(pieces, "text/csv; charset=utf-8", "csv")


@page
def register_xlsx(request: HttpRequest) -> HttpResponseBase:
    pieces = sheets.xlsx_pieces(_("信息公开台账"), COLUMNS, _rows(request), WIDTHS)
    return _download(pieces, _XLSX, "xlsx")


def _rows(request: HttpRequest) -> Iterator[list[sheets.Cell]]:
    """Every line that the page with this address shows, on all its pages together."""
    _refuse_strangers(request)
    filters = Filters.of(request.GET)
    items = filters.ordered(items_of(request.user, filters)).select_related(
        "organisation", "category__parent"
    )
    return Reader(request.user).rows(items)


def _download(
    pieces: Iterator[bytes], kind: str, ending: str, name: str = "register"
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=kind)
    day = clock.today().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    response["X-Accel-Buffering"] = "no"
    return response


@page
def figures(request: HttpRequest) -> HttpResponse:
    _refuse_strangers(request)
    period = Period.of(request.GET)
    context = {
        "statistics": statistics(request.user, period, _organisation(request)),
        "organisations": _organisations(request.user),
        "grains": [("month", _("按月")), ("quarter", _("按季度")), ("year", _("按年"))],
        "asked": request.GET.urlencode(),
    }
    return render(request, "disclosure/office/statistics.html", context)


@page
def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """The tables of the page below each other."""
    _refuse_strangers(request)
    found = statistics(request.user, Period.of(request.GET), _organisation(request))
    rows: list[list[sheets.Cell]] = []
    for table in found.tables:
        rows += [[], [table.name], [*table.headings]]
        rows += [[line.label, *(_number(figure.said) for figure in line.figures)] for line in table.lines]
    span = _("%(since)s 至 %(until)s") % {
        "since": found.period.since.isoformat(),
        "until": found.period.until.isoformat(),
    }
    where = found.organisation.name if found.organisation else _("本人可见的全部单位")
    return _download(
        sheets.csv_pieces([_("信息公开统计"), where, span], rows),
        "text/csv; charset=utf-8",
        "csv",
        "statistics",
    )


def _number(said: str) -> sheets.Cell:
    return int(said) if said.isdigit() else said


def _organisation(request: HttpRequest) -> Organisation | None:
    return Organisation.objects.filter(code=request.GET.get("organisation", "")).first()
