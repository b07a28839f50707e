"""Number patterns by scope, and the counters that give gap-free numbers.

A pattern is a text with names in braces, as rules N1–N6 of the index number want them::

    {uscc}/{year}-{seq:05}                                     N2: the unified code, a year, five digits
    {orgcode}/{year}-{seq:05}                                  N1: the organisation code (USCC, places 9–17)
    {uscc}/{year}{month}-{seq:05}                              N3: by month
    {region}-{department}-{category}-{group}-{date}-{seq:04}   N4
    {region}{department:03}-{category}-{year}-{seq:05}         N5: GA012-…
    {division}{department:03}{category:02}{section:02}{year}{seq:04}   N6: 21 digits

``uscc orgcode code division year month day date`` come from the organisation and the day; ``seq`` is the
counter; any other name is given by the caller or found in the organisation's ``number_codes`` (or those above).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .tree import Organisation


class NumberKind(models.TextChoices):
    """Kinds that this house numbers; upper rooms may use further ones, a pattern is all that they need."""

    INDEX = "index", _("信息索引号")
    CASE = "case", _("办件编号")


class Reset(models.TextChoices):
    NONE = "none", _("不重新编号")
    YEAR = "year", _("每年从 1 开始")
    MONTH = "month", _("每月从 1 开始")
    DAY = "day", _("每天从 1 开始")


class NumberPattern(models.Model):
    """How numbers of a kind look in an organisation and below it; without organisation: everywhere."""

    kind = models.SlugField(_("种类"), max_length=30)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("适用机构"),
    )
    pattern = models.CharField(_("编码规则"), max_length=200)
    reset = models.CharField(_("重新编号"), max_length=5, choices=Reset, default=Reset.YEAR)

    class Meta:
        verbose_name = _("编号规则")
        verbose_name_plural = _("编号规则")
        ordering = ["kind", "organisation__path"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation"], name="number_pattern_once"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(organisation__isnull=True),
                name="number_pattern_once_everywhere",
            ),
            models.CheckConstraint(condition=models.Q(reset__in=Reset.values), name="number_reset_known"),
        ]

    def __str__(self) -> str:
        return self.pattern


class NumberCounter(models.Model):
    """The last number given in one series. It only ever grows: a withdrawn number is not given again.

    ``series`` is the number's own text without its running part, so that two patterns which would spell
    the same numbers share one counter.
    """

    kind = models.CharField(max_length=30)
    series = models.CharField(max_length=240)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("流水号")
        verbose_name_plural = _("流水号")
        constraints = [models.UniqueConstraint(fields=["kind", "series"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
