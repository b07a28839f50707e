"""The annual report 政府信息公开工作年度报告 of an organisation: figures and words in work, and what was sent to review.

Where a report stands is told by its item of disclosure and is stored nowhere else. What was sent to review never changes:
a filing belongs to exactly the edition whose text was made from it, and the one of the live edition is what is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.disclosure.models import Edition, Item
from yangguang.foi.report import Figures, cells
from yangguang.foi.report.figures import Number
from yangguang.foi.report.reading import FIRST_YEAR, LAST_YEAR
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.web.fields import UidField

WORKS_ON = (Permission.DRAFT, Permission.REVIEW, Permission.SEE_INTERNAL)
"""Each of these lets its holder read what is not public yet of an organisation's reports, as of its other texts."""


def stored(figures: Figures) -> dict[str, str]:
    """Figures as a row keeps them: by the key of each cell, exact."""
    return {cell.key: f"{Decimal(number):f}" for cell, number in figures.numbers.items()}


def figures_of(organisation: Organisation, year: int, numbers: Mapping[str, str]) -> Figures:
    """The figures that a row keeps; a cell that is missing is nought."""
    found: dict[Any, Number] = {}
    for cell in cells():
        text = numbers.get(cell.key, "0")
        found[cell] = Decimal(text) if cell.is_money else int(text)
    return Figures(organisation.code, year, found)


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def begun(self) -> AnnualReportQuerySet:
        return self.filter(begun_at__isnull=False)

    def published(self) -> AnnualReportQuerySet:
        """Those that everybody can read."""
        return self.filter(item__live_edition__isnull=False, item__withdrawn_at__isnull=True)

    def inside(self, user: Any) -> AnnualReportQuerySet:
        """What this person works on in the office: reports of the organisations where a post allows it."""
        mine = models.Q(pk__in=[])
        for permission in WORKS_ON:
            mine |= models.Q(organisation__in=organisations_where(user, permission))
        return self.filter(mine)


class AnnualReport(models.Model):
    """One organisation's report on one year.

    ``numbers`` as they are confirmed by whoever writes it, ``counted`` what the registers gave when they were last asked
    (empty before that): by cell, as text. ``chapters``: the words of the six, none before it is begun. ``begun_at`` is empty while only the clock runs. ``carry_reason``: why what
    was carried over is not what last year's report carried forward (Y4).
    """

    uid = UidField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="annual_reports", verbose_name=_("编报单位")
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    numbers = models.JSONField(_("表格"), default=dict)
    counted = models.JSONField(_("台账统计"), default=dict)
    counted_at = models.DateTimeField(_("统计时间"), null=True, blank=True)
    chapters = models.JSONField(_("正文"), default=list)
    carry_reason = models.CharField(_("结转数不衔接的原因"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("开始计时"))
    begun_at = models.DateTimeField(_("开始编制"), null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    saves = models.PositiveIntegerField(default=0)
    item = models.OneToOneField(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="annual_report"
    )

    REF_KIND = "foi.annual_report"
    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="annual_report_once"),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="annual_report_year_known"
            ),
            models.CheckConstraint(
                condition=models.Q(begun_at__isnull=True, begun_by__isnull=True, item__isnull=True)
                | models.Q(begun_at__isnull=False, begun_by__isnull=False, counted_at__isnull=False),
                name="annual_report_begun_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def title(self) -> str:
        """As the national form prescribes it: 阳光县民政局2025年政府信息公开工作年度报告."""
        words = _("%(name)s%(year)s年政府信息公开工作年度报告")
        return str(words) % {"name": self.organisation.name, "year": self.year}

    @property
    def figures(self) -> Figures:
        return figures_of(self.organisation, self.year, self.numbers)

    @property
    def counted_figures(self) -> Figures:
        """What the registers gave when they were last asked."""
        return figures_of(self.organisation, self.year, self.counted)

    @property
    def text(self) -> str:
        """All chapters, one below the other."""
        return "\n".join(part for part in self.chapters if part)

    @property
    def office_url(self) -> str:
        return reverse("foi_report", args=[self.year, self.organisation.code])


class HandChange(models.Model):
    """A figure that the registers give was changed by hand, with the reason (Y10: 人工改动留痕). Never changed itself."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="hand_changes")
    cell = models.CharField(_("格"), max_length=60)
    before = models.CharField(_("改前"), max_length=30)
    after = models.CharField(_("改后"), max_length=30)
    counted = models.CharField(_("台账统计"), max_length=30)
    reason = models.CharField(_("原因"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("人工改动")
        verbose_name_plural = _("人工改动")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="hand_change_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="hand_change_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.before} → {self.after}"


class ReportFiling(models.Model):
    """What was sent to review: the figures and words from which exactly this edition was made.

    ``accepted``: why warnings that were shown were let stand. ``parts``: what a government's report is the sum of, by
    code of organisation the key of its filing, or none for what was counted from its registers (Y8).
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="filings")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="report_filing")
    numbers = models.JSONField(_("表格"), default=dict)
    chapters = models.JSONField(_("正文"), default=list)
    carry_reason = models.CharField(_("结转数不衔接的原因"), max_length=500, blank=True)
    accepted = models.CharField(_("保留提示的理由"), max_length=500, blank=True)
    parts = models.JSONField(_("编报单位"), default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("送审时间"))

    class Meta:
        verbose_name = _("年度报告送审稿")
        verbose_name_plural = _("年度报告送审稿")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.report} #{self.edition.number}"

    @property
    def figures(self) -> Figures:
        return figures_of(self.report.organisation, self.report.year, self.numbers)

    @property
    def text(self) -> str:
        return "\n".join(part for part in self.chapters if part)
