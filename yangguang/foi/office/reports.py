"""The office: the annual reports of one's organisations by year, what a government's sum is made of, and the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.disclosure.models import Item
from yangguang.files.types import TYPES
from yangguang.foi.actions import reports
from yangguang.foi.models import AnnualReport, ReportFiling
from yangguang.foi.output import FORMS, made
from yangguang.foi.report import Cell, Figures, Table, cells, summed
from yangguang.foi.report.grid import shown
from yangguang.foi.report.shape import ROWS, TOTAL
from yangguang.foi.reporting import norms as counting
from yangguang.foi.reporting import papers, rules, sources
from yangguang.foi.reporting.rules import Stage
from yangguang.lib import clock
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may

KEY_ROWS = ("new_received", "total_processed", "carried_forward")
_HTML = "text/html; charset=utf-8"


def page(view: Any) -> Any:
    """An office page: signed-in staff only, never kept by a cache."""
    return never_cache(require_admin_access(view))


def acting_for(user: Any, organisation: Organisation) -> Acting:
    """The post by which a person works on the report of an organisation. Refusal ``forbidden``."""
    office = rules.publisher(organisation)
    if rules.may_submit(user, organisation):
        return acting_as(user, office, permission=Permission.DRAFT)
    return acting_as(user, organisation, permission=Permission.HANDLE_REQUESTS)


def organisation_or_404(request: HttpRequest, code: str) -> Organisation:
    """An organisation whose reports this person may read; else it does not exist for them."""
    return get_object_or_404(rules.readable(request.user), code=code)


@dataclass(frozen=True)
class Row:
    """One organisation in the list of a year."""

    organisation: Organisation
    report: AnnualReport | None
    stage: Stage
    due_on: date
    figures: Figures | None
    may_write: bool
    year: int
    elsewhere: Item | None = None
    overtaken: bool = False  # a sum whose parts were corrected after it was sent off (Y8)

    @property
    def is_late(self) -> bool:
        return self.published_on is None and clock.today() > self.due_on

    @property
    def came_late(self) -> bool:
        return self.published_on is not None and self.published_on > self.due_on

    @property
    def published_on(self) -> date | None:
        own = rules.published_on(self.report) if self.report else None
        if own or self.elsewhere is None or self.elsewhere.published_at is None:
            return own
        return clock.day_of(self.elsewhere.published_at)

    @property
    def public_url(self) -> str:
        item = self.report.item if self.report and rules.published_on(self.report) else self.elsewhere
        return item.get_absolute_url() if item else ""

    @property
    def name(self) -> str:
        return str(rules.STAGE_NAMES[self.stage])

    @property
    def shape(self) -> str:
        return rules.STAGE_SHAPES[self.stage]

    @property
    def url(self) -> str:
        return reverse("foi_report", args=[self.year, self.organisation.code])

    @property
    def key_figures(self) -> list[str]:
        return [shown(self.figures.t3(row)) for row in KEY_ROWS] if self.figures else []


def rows_of(user: Any, year: int) -> list[Row]:
    """Every organisation that reports on a year and that the person may read of, with where its report stands."""
    organisations = list(
        rules.readable(user).filter(pk__in=rules.reporting(year).order_by().values("pk")).in_order()
    )
    found = {
        one.organisation_id: one
        for one in rules.rows(AnnualReport.objects.filter(organisation__in=organisations, year=year))
    }
    where, filed = rules.stages(found.values()), rules.latest_filings(found.values())
    days = rules.due_days(organisations, year)
    loose = rules.elsewhere(organisations, year)
    newest = {one.report.organisation.code: one.pk for one in filed.values()}

    def row(organisation: Organisation) -> Row:
        report = found.get(organisation.pk)
        kept = filed.get(report.pk) if report else None
        figures = kept.figures if kept else rules.whole(report) if report and report.begun_at else None
        stage = where[report.pk] if report else Stage.NOT_BEGUN
        writes = rules.may_write(user, organisation)
        return Row(
            organisation,
            report,
            stage,
            days[organisation.pk],
            figures,
            writes,
            year,
            loose.get(organisation.pk),
            overtaken=kept is not None and _corrected_since(kept, newest),
        )

    return [row(one) for one in organisations]


def _corrected_since(sum_of: ReportFiling, newest: Mapping[str, int]) -> bool:
    """Whether one of the parts was filed anew since; those that were not filed at all are told of as missing."""
    return any(newest.get(code, then) != then for code, then in sum_of.parts.items())


def year_of(request: HttpRequest) -> int:
    """The year asked for; the one that is reported on where nothing sensible is."""
    asked = request.GET.get("year", "")
    this = clock.today().year
    return int(asked) if asked.isdecimal() and len(asked) == 4 and 2008 <= int(asked) <= this else this - 1


def years(year: int) -> list[int]:
    """The years to choose from, newest first."""
    this = clock.today().year
    first = AnnualReport.objects.order_by("year").values_list("year", flat=True).first() or this - 1
    return list(range(this, min(first, year, this - 3) - 1, -1))


@page
def index(request: HttpRequest) -> HttpResponse:
    year = year_of(request)
    every = rows_of(request.user, year)
    state = request.GET.get("state", "")
    chosen = [one for one in every if state in {"", one.stage.value} or (state == "late" and one.is_late)]
    late = sum(one.is_late for one in every)
    tabs: list[tuple[str, Any, int]] = [("", _("全部"), len(every))]
    for stage, name in rules.STAGE_NAMES.items():
        if count := sum(one.stage is stage for one in every):
            tabs.append((stage.value, name, count))
    if late:
        tabs.append(("late", _("逾期"), late))
    totals = _totals(chosen)
    context = {
        "year": year,
        "years": years(year),
        "rows": chosen,
        "tabs": tabs,
        "state": state,
        "totals": totals,
    }
    return render(request, "foi/office/reports.html", context)


def _totals(chosen: Sequence[Row]) -> list[str]:
    """The sum of what is shown; a government's report is a sum itself and is left out."""
    single = [one.figures for one in chosen if one.figures and not rules.is_summary(one.organisation)]
    total = summed("", 2008, single)
    return [shown(total.t3(row)) for row in KEY_ROWS] if len(single) > 1 else []


@page
@require_POST
def begin(request: HttpRequest, year: int, code: str) -> HttpResponse:
    organisation = organisation_or_404(request, code)
    report = reports.begin(organisation, year, acting=acting_for(request.user, organisation))
    messages.success(request, _("已经按台账取数，开始编制。"))
    return redirect(report.office_url)


@page
def parts(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What a government's figures are made of: organisation by organisation, who is missing, one cell or the main ones."""
    organisation = organisation_or_404(request, code)
    if not rules.is_summary(organisation):
        raise Http404
    made_of = rules.parts(organisation, year)
    chosen = next((cell for cell in cells() if cell.key == request.GET.get("cell", "")), None)
    report = rules.report_of(organisation, year)
    own = report.figures if report and report.begun_at else sources.register_figures(organisation, year)
    columns = [chosen] if chosen else [Cell(Table.T3, row, TOTAL) for row in KEY_ROWS]
    names = [ROWS[one.table][one.row].short for one in columns]

    def line(figures: Figures) -> list[tuple[str, str]]:
        return [(name, shown(figures[cell])) for name, cell in zip(names, columns, strict=True)]

    lines = [(one, line(one.figures)) for one in made_of]
    total = summed(organisation.code, year, [own, *(one.figures for one in made_of)])
    context = {
        "organisation": organisation,
        "year": year,
        "report": report,
        "lines": lines,
        "columns": names,
        "chosen": chosen,
        "own": line(own),
        "total": line(total),
        "missing": [one for one in made_of if one.is_missing],
        "back": reverse("foi_report", args=[year, code]),
    }
    return render(request, "foi/office/report-parts.html", context)


@page
def suits(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The reviews and lawsuits that a cell of table four counts, for whoever may see the requests they are about."""
    organisation = organisation_or_404(request, code)
    chosen = next((cell for cell in cells(Table.T4) if cell.key == request.GET.get("cell", "")), None)
    if chosen is None or not may(request.user, Permission.SEE_REQUESTS, organisation):
        raise Http404
    context = {
        "organisation": organisation,
        "year": year,
        "chosen": chosen,
        "suits": sources.suits_of(organisation, year, chosen),
        "back": reverse("foi_report", args=[year, code]),
    }
    return render(request, "foi/office/report-suits.html", context)


@page
def norms(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The public documents that a box of table two counts."""
    organisation = organisation_or_404(request, code)
    chosen = next((cell for cell in counting.cells() if cell.key == request.GET.get("cell", "")), None)
    if chosen is None:
        raise Http404
    context = {
        "organisation": organisation,
        "year": year,
        "chosen": chosen,
        "documents": counting.documents(organisation, year, chosen.column),
        "back": reverse("foi_report", args=[year, code]),
    }
    return render(request, "foi/office/report-norms.html", context)


@page
def file(request: HttpRequest, year: int, code: str, form: str) -> HttpResponse:
    """The report in work as a file, to be read and passed round before it is submitted."""
    organisation = organisation_or_404(request, code)
    report = rules.report_of(organisation, year)
    if form not in FORMS or report is None or report.begun_at is None:
        raise Http404
    content = made(papers.in_work(report), form)
    kind = _HTML if form == "html" else TYPES[form].content_type
    name = f"{report.title}.{form}"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
