"""The public page of annual reports by year: who has published, when, and who has not in time (条例第四十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.disclosure.freshness import last_change
from yangguang.disclosure.models import EditionFile, Item
from yangguang.foi.models import AnnualReport, ReportFiling
from yangguang.foi.report.grid import shown
from yangguang.foi.reporting import rules
from yangguang.lib import clock, sheets
from yangguang.organisations.models import Organisation
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta

FIRST_SHOWN = 2008


@dataclass(frozen=True)
class Line:
    """One organisation: its report where it is public."""

    organisation: Organisation
    item: Item | None
    kept: ReportFiling | None
    files: tuple[EditionFile, ...]
    due_on: date

    @property
    def published_on(self) -> date | None:
        return clock.day_of(self.item.published_at) if self.item and self.item.published_at else None

    @property
    def state(self) -> tuple[str, str]:
        """Shape and word."""
        if self.published_on is None:
            late = clock.today() > self.due_on
            return ("late", _("逾期未发布")) if late else ("hold", _("未到期，还没有发布"))
        return ("warn", _("逾期发布")) if self.published_on > self.due_on else ("ok", _("按期发布"))

    @property
    def came(self) -> str:
        return shown(self.kept.figures.t3("new_received")) if self.kept else ""

    @property
    def done(self) -> str:
        return shown(self.kept.figures.t3("total_processed")) if self.kept else ""


def lines_of(year: int) -> list[Line]:
    """Every organisation that reports on a year, in the county's order."""
    organisations = list(rules.reporting(year).in_order())
    public = rules.rows(AnnualReport.objects.published().filter(organisation__in=organisations, year=year))
    reports = {one.organisation_id: one for one in public}
    kept = rules.filings(reports.values())
    items = {
        **rules.elsewhere(organisations, year),
        **{pk: one.item for pk, one in reports.items() if one.item},
    }
    files = _files(items.values())
    days = rules.due_days(organisations, year)

    def line(organisation: Organisation) -> Line:
        item, report = items.get(organisation.pk), reports.get(organisation.pk)
        own = tuple(files.get(item.live_edition_id or 0, ())) if item else ()
        return Line(organisation, item, kept.get(report.pk) if report else None, own, days[organisation.pk])

    return [line(one) for one in organisations]


def _files(items: Iterable[Item]) -> dict[int, list[EditionFile]]:
    found: dict[int, list[EditionFile]] = {}
    live = [one.live_edition_id for one in items]
    for entry in EditionFile.objects.filter(edition__in=live).order_by("order"):
        if entry.file.blob_id:
            found.setdefault(entry.edition_id, []).append(entry)
    return found


def _year(request: HttpRequest) -> int:
    """The year asked for; the last one that is over where nothing sensible is."""
    asked, last = request.GET.get("year", ""), clock.today().year - 1
    return int(asked) if asked.isdecimal() and len(asked) == 4 and FIRST_SHOWN <= int(asked) <= last else last


@public_page(LIST, changed=last_change)
def index(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    lines = lines_of(year)
    last = clock.today().year - 1
    first = AnnualReport.objects.published().order_by("year").values_list("year", flat=True).first() or last
    context = {
        "page_meta": PageMeta(
            column=_("政府信息公开年报"),
            description=_("各单位各年度的政府信息公开工作年度报告和发布情况"),
            kind="信息公开年报",
        ),
        "crumbs": [
            (_("政务公开"), "/catalogue/"),
            (_("政府信息公开年报"), "/catalogue/annual-report/"),
            (_("按年度查看"), ""),
        ],
        "year": year,
        "years": range(last, min(first, year) - 1, -1),
        "lines": lines,
        "published": sum(one.published_on is not None for one in lines),
        "late": [one for one in lines if one.published_on is None and clock.today() > one.due_on],
    }
    return render(request, "foi/reports.html", context)


@public_page(LIST, changed=last_change)
def table(request: HttpRequest, year: int) -> HttpResponse:
    """The same as CSV."""
    headings = [_("编报单位"), _("最迟"), _("发布日期"), _("状态"), _("新收申请"), _("办结"), _("网址")]
    known = FIRST_SHOWN <= year < clock.today().year
    rows = [
        [
            one.organisation.name,
            one.due_on,
            one.published_on,
            one.state[1],
            one.came,
            one.done,
            one.item.get_absolute_url() if one.item else "",
        ]
        for one in (lines_of(year) if known else [])
    ]
    content = b"".join(sheets.csv_pieces(headings, rows))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="annual-reports-{year}.csv"'
    return response
