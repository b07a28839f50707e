"""Working calendars: which days are off, by year, as the notices say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.models import Organisation
from yangguang.web.fields import UidField


class Calendar(models.Model):
    """A working calendar: the country's, or a region's own days on top of it."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("基础日历")
    )
    organisation = models.OneToOneField(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("适用机构"),
    )
    # Changes with every publication, so that each process knows when its own index is old.
    stamp = UidField()

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return self.name


class CalendarYear(models.Model):
    """A year whose days off are known because the notice is out. A missing year is not guessed: it is projected."""

    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, related_name="years", verbose_name=_("工作日历")
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    published_on = models.DateField(
        _("录入日期"), null=True, blank=True, help_text=_("随系统提供的年份没有录入日期")
    )
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("年度放假安排")
        verbose_name_plural = _("年度放假安排")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return str(_("%(year)d 年")) % {"year": self.year}


class Recount(models.Model):
    """Clocks that are counted again because a calendar changed, some at a time: how far it has come.

    ``reached`` is the key of the last clock that was looked at, ``actor`` who published the year, as plain values.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True)
    actor = models.JSONField()
    reached = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("重新推算")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(ended_at__isnull=True), name="recount_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.calendar.code} {self.begun_at}"


class CalendarDay(models.Model):
    """A day that the notice names: off, or a weekend day that is worked. All other days follow the week.

    `date` may lie in the December before `year`: a notice can move the last days of the old year.
    """

    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, related_name="days", verbose_name=_("工作日历")
    )
    year = models.ForeignKey(
        CalendarYear, on_delete=models.CASCADE, related_name="days", verbose_name=_("年份")
    )
    date = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"))
    basis = models.CharField(_("节日"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("放假或调休日")
        verbose_name_plural = _("放假或调休日")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {'班' if self.is_workday else '休'}"
