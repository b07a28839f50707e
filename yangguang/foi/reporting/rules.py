"""Questions about annual reports: who reports, by when, where a report stands, what it says, what does not agree in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yangguang.deadlines import rules as deadlines
from yangguang.disclosure.models import Edition, Item, PublicationPlan
from yangguang.foi.models import AnnualReport, AnnualReportQuerySet, ReportFiling
from yangguang.foi.report import Figures, summed
from yangguang.lib import clock
from yangguang.organisations.models import Organisation, OrganisationQuerySet, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may, organisations_where

from . import sources, writing

CATEGORY = "annual-report"
LIMITS = {True: "FOI_ANNUAL_GOV", False: "FOI_ANNUAL_DEPT"}  # a government's, any other's (条例第四十九条)
GOVERNMENT = "government"
REPORTING = (GOVERNMENT, "department", "office", "town")
HEAD_OFFICE_POST = "openness-office"


class Stage(StrEnum):
    """Where a report stands: read from its item, stored nowhere."""

    NOT_BEGUN = "not_begun"
    WRITING = "writing"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STAGE_NAMES = {
    Stage.NOT_BEGUN: lazy("未开始"),
    Stage.WRITING: lazy("编制中"),
    Stage.RETURNED: lazy("退回修改"),
    Stage.IN_REVIEW: lazy("审核中"),
    Stage.WAITING: lazy("已签发，等待公开"),
    Stage.PUBLISHED: lazy("已发布"),
    Stage.WITHDRAWN: lazy("已撤下"),
}
STAGE_SHAPES = {
    Stage.NOT_BEGUN: "hold",
    Stage.WRITING: "soon",
    Stage.RETURNED: "warn",
    Stage.IN_REVIEW: "soon",
    Stage.WAITING: "soon",
    Stage.PUBLISHED: "ok",
    Stage.WITHDRAWN: "late",
}


# Who reports, and for whom.


def reporting(year: int) -> OrganisationQuerySet:
    """The organisations that report on a year: offices of the administration that stood at its end and stand today."""
    return Organisation.objects.current(date(year, 12, 31)).filter(
        models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=clock.today()), kind__in=REPORTING
    )


def is_summary(organisation: Organisation) -> bool:
    """Whether its report is the sum of others: a county's or a city's government (Y8)."""
    return organisation.kind == GOVERNMENT


def parts_of(government: Organisation, year: int) -> list[Organisation]:
    """Whose reports a government's is the sum of: all below it, and governments below it for what is below them."""
    below = list(
        reporting(year).filter(path__startswith=government.path).exclude(pk=government.pk).in_order()
    )
    inner = [one.path for one in below if one.kind == GOVERNMENT]
    return [one for one in below if not any(one.path.startswith(path) and one.path != path for path in inner)]


def publisher(organisation: Organisation) -> Organisation:
    """Whose text the report is: a government's is its head office's for disclosure (条例第四十九条第二款)."""
    if not is_summary(organisation):
        return organisation
    posts = Post.objects.open().filter(
        code=HEAD_OFFICE_POST, organisation__parent=organisation, organisation__kind="office"
    )
    found = posts.select_related("organisation").order_by("organisation__order", "pk").first()
    return found.organisation if found else organisation


def may_write(user: Any, organisation: Organisation) -> bool:
    """Whether a person may fill in the report of an organisation."""
    return may(user, Permission.HANDLE_REQUESTS, organisation) or may_submit(user, organisation)


def may_submit(user: Any, organisation: Organisation) -> bool:
    """Whether a person may send it to review: who drafts for the one whose text it is."""
    return may(user, Permission.DRAFT, publisher(organisation))


def readable(user: Any) -> OrganisationQuerySet:
    """The organisations whose reports, public or not, a person's posts let her read in the office."""
    wanted = models.Q(pk__in=[])
    for permission in READS:
        wanted |= models.Q(pk__in=organisations_where(user, permission).order_by().values("pk"))
    offices = organisations_where(user, Permission.DRAFT).filter(kind="office", posts__code=HEAD_OFFICE_POST)
    wanted |= models.Q(kind=GOVERNMENT, pk__in=offices.order_by().values("parent"))
    return Organisation.objects.filter(wanted, kind__in=REPORTING)


READS = (Permission.DRAFT, Permission.REVIEW, Permission.SEE_INTERNAL, Permission.HANDLE_REQUESTS)
"""Each of these lets its holder read a report that is not public yet."""


# By when.


def due_on(organisation: Organisation, year: int) -> date:
    """The last day: 31 January, of a government 31 March, whatever day of the week (条例第四十九条)."""
    return deadlines.due(LIMITS[is_summary(organisation)], date(year, 12, 31), organisation).on


def due_days(organisations: Iterable[Organisation], year: int) -> dict[int, date]:
    """The last day of each, by its key; the law sets one for governments and one for all others."""
    days: dict[bool, date] = {}
    found: dict[int, date] = {}
    for one in organisations:
        government = is_summary(one)
        if government not in days:
            days[government] = due_on(one, year)
        found[one.pk] = days[government]
    return found


def is_over(year: int) -> bool:
    return clock.today().year > year


# Where it stands.


def stages(reports: Iterable[AnnualReport]) -> dict[int, Stage]:
    """Where each report stands, by its key, in three queries however many they are. Their items are read with them."""
    reports = list(reports)
    items = [one.item_id for one in reports if one.item_id]
    in_work = dict(
        Edition.objects.working()
        .filter(item__in=items, returned_at__isnull=True)
        .order_by()
        .values_list("item", "submitted_at")
    )
    waiting = set(
        PublicationPlan.objects.waiting()
        .filter(edition__item__in=items)
        .order_by()
        .values_list("edition__item", flat=True)
    )
    returned = set(
        Edition.objects.filter(item__in=items, returned_at__isnull=False)
        .order_by()
        .values_list("item", flat=True)
    )
    return {one.pk: _stage(one, in_work, waiting, returned) for one in reports}


def _stage(report: AnnualReport, in_work: Mapping[int, Any], waiting: set[int], returned: set[int]) -> Stage:
    if report.begun_at is None:
        return Stage.NOT_BEGUN
    item = report.item
    if item is None:
        return Stage.WRITING
    if item.withdrawn_at:
        return Stage.WITHDRAWN
    if in_work.get(item.pk):
        return Stage.WAITING if item.pk in waiting else Stage.IN_REVIEW
    if item.live_edition_id:
        return Stage.PUBLISHED
    return Stage.RETURNED if item.pk in returned else Stage.WRITING


def stage(report: AnnualReport) -> Stage:
    return stages([report])[report.pk]


def published_on(report: AnnualReport) -> date | None:
    """The day on which the report first became public; None while it is not, or not any more."""
    item = report.item
    return clock.day_of(item.published_at) if item and item.is_public and item.published_at else None


def filing(report: AnnualReport) -> ReportFiling | None:
    """What the public reads: the filing of the live edition, or of the last one before it where that was mended by hand."""
    return filings([report]).get(report.pk)


def filings(reports: Iterable[AnnualReport]) -> dict[int, ReportFiling]:
    """What the public reads of each report, by its key; one query for all. An edition that was mended by hand in the
    gate has no filing of its own: the last one before it counts.
    """
    live = {one.pk: one.item.live_edition.number for one in reports if one.item and one.item.live_edition}
    rows = ReportFiling.objects.filter(report__in=live).order_by("edition__number")
    return {
        one.report_id: one
        for one in rows.select_related("edition", "report__organisation")
        if one.edition.number <= live[one.report_id]
    }


def latest_filings(reports: Iterable[AnnualReport]) -> dict[int, ReportFiling]:
    """What the public reads of each, else what was sent to review last, by its key; two queries for all."""
    reports = list(reports)
    found = filings(reports)
    others = [one.pk for one in reports if one.pk not in found and one.item_id]
    rows = (
        ReportFiling.objects.filter(report__in=others).order_by("pk").select_related("report__organisation")
    )
    return {**{one.report_id: one for one in rows}, **found}


def latest_filing(report: AnnualReport) -> ReportFiling | None:
    return latest_filings([report]).get(report.pk)


def elsewhere(organisations: Iterable[Organisation], year: int) -> dict[int, Item]:
    """Reports that are public without having been written here (taken over, or drafted as any text), by organisation."""
    organisations = list(organisations)
    offices = {publisher(one).pk: one for one in organisations if is_summary(one)}
    wanted = {one.pk: one for one in organisations}
    found: dict[int, Item] = {}
    texts = Item.objects.public().filter(
        category__code=CATEGORY,
        organisation__in=[*wanted, *offices],
        title__contains=_("%(year)d年") % {"year": year},
        annual_report=None,
    )
    for item in texts.order_by("pk"):
        above = offices.get(item.organisation_id)
        whose = above if above and item.title.startswith(above.name) and not is_own(item, above) else None
        if whose or item.organisation_id in wanted:
            found[(whose or wanted[item.organisation_id]).pk] = item
    return found


def is_own(item: Item, government: Organisation) -> bool:
    """Whether a title that begins with a government's name is that of its office: 阳光县人民政府办公室2025年…"""
    return item.title.startswith(f"{government.name}{_('办公室')}")


# What it says.


@dataclass(frozen=True)
class Part:
    """What an organisation contributes to the report of the government above it; ``filing`` where it was sent to review,
    ``elsewhere`` what it made public without having written it here: its figures are not known.
    """

    organisation: Organisation
    report: AnnualReport | None
    stage: Stage
    figures: Figures
    filing: ReportFiling | None
    due_on: date
    elsewhere: Item | None

    @property
    def is_elsewhere(self) -> bool:
        return self.elsewhere is not None and self.stage is not Stage.PUBLISHED

    @property
    def is_missing(self) -> bool:
        return self.stage is not Stage.PUBLISHED and not self.is_elsewhere

    @property
    def is_late(self) -> bool:
        return self.is_missing and clock.today() > self.due_on

    @property
    def state_name(self) -> str:
        return _("另行发布，没有数据") if self.is_elsewhere else str(STAGE_NAMES[self.stage])

    @property
    def shape(self) -> str:
        return "late" if self.is_late else STAGE_SHAPES[self.stage]


def rows(queryset: AnnualReportQuerySet) -> AnnualReportQuerySet:
    return queryset.select_related("organisation", "item__live_edition")


def report_of(organisation: Organisation, year: int) -> AnnualReport | None:
    return rows(AnnualReport.objects.filter(organisation=organisation, year=year)).first()


def parts(government: Organisation, year: int) -> list[Part]:
    """What the sum is made of: of each organisation what it published, else filed, else wrote, else its registers."""
    below = parts_of(government, year)
    found = {
        one.organisation_id: one
        for one in rows(AnnualReport.objects.filter(organisation__in=below, year=year))
    }
    where, filed = stages(found.values()), latest_filings(found.values())
    days, loose = due_days(below, year), elsewhere(below, year)

    def part(organisation: Organisation) -> Part:
        report = found.get(organisation.pk)
        if report is None:
            figures, state, kept = figures_now(organisation, year), Stage.NOT_BEGUN, None
        else:
            state, kept = where[report.pk], filed.get(report.pk)
            figures = kept.figures if kept else _unfiled(report)
        public = loose.get(organisation.pk)
        return Part(organisation, report, state, figures, kept, days[organisation.pk], public)

    return [part(one) for one in below]


def _unfiled(report: AnnualReport) -> Figures:
    return whole(report) if report.begun_at else figures_now(report.organisation, report.year)


def figures_now(organisation: Organisation, year: int) -> Figures:
    """What the registers say today, of a government with all below it."""
    own = sources.register_figures(organisation, year)
    if not is_summary(organisation):
        return own
    return summed(organisation.code, year, [own, *(one.figures for one in parts(organisation, year))])


def whole(report: AnnualReport, made_of: Sequence[Part] | None = None) -> Figures:
    """The figures of the report as it is in work: its own, and for a government the sum with all parts."""
    if not is_summary(report.organisation):
        return report.figures
    made_of = parts(report.organisation, report.year) if made_of is None else made_of
    return summed(report.organisation.code, report.year, [report.figures, *(one.figures for one in made_of)])


def known(organisation: Organisation, year: int) -> writing.Known:
    """What besides the tables is known of a year, of a government with all below it."""
    offices = [organisation, *(parts_of(organisation, year) if is_summary(organisation) else ())]
    return writing.Known(
        name=organisation.name,
        is_government=organisation.kind in {GOVERNMENT, "town"},
        published=sum(sources.published_items(one, year) for one in offices),
        fees=sum((sources.fees_collected(one, year) for one in offices), sources.NOTHING),
    )
