"""Calendars, legal limits and clocks. Spans are half-open: `effective_to` is the first day without."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.law.models import Article
from yangguang.lib import clock
from yangguang.lib.workdays import Suspension
from yangguang.organisations.models import Organisation
from yangguang.web.fields import RefField, UidField


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


class LimitUnit(models.TextChoices):
    WORKDAY = "workday", _("个工作日")
    DAY = "day", _("日")
    MONTH = "month", _("个月")
    FIXED = "fixed", _("固定日期")


class Sense(models.TextChoices):
    AT_MOST = "at-most", _("不得晚于")
    AT_LEAST = "at-least", _("不得早于")


class LimitSource(models.TextChoices):
    STATUTE = "statute", _("法定")
    LOCAL = "local", _("本地规定")


class LimitQuerySet(models.QuerySet["Limit"]):
    def in_force(self, on: date | None = None) -> LimitQuerySet:
        """Limits in force on a day (today)."""
        on = on or clock.today()
        return self.filter(effective_from__lte=on).filter(
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gt=on)
        )

    def visible_to(self, user: Any) -> LimitQuerySet:
        """Limits are public facts."""
        return self


class Limit(models.Model):
    """A time limit, its article, and where and when it holds. A clock keeps the version it began under."""

    code = models.CharField(_("代码"), max_length=40)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("适用机构"),
    )
    name = models.CharField(_("名称"), max_length=80)
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("依据")
    )
    basis = models.CharField(_("其他依据"), max_length=200, blank=True)
    n = models.PositiveSmallIntegerField(_("数"))
    unit = models.CharField(_("单位"), max_length=8, choices=LimitUnit)
    fixed = models.CharField(_("固定日期"), max_length=5, blank=True, help_text=_("月-日，例如 01-31"))
    sense = models.CharField(_("性质"), max_length=8, choices=Sense, default=Sense.AT_MOST)
    start_event = models.CharField(_("起算事件"), max_length=30)
    roll = models.BooleanField(_("末日顺延"), default=False)
    extend_by = models.PositiveSmallIntegerField(_("最多可延长"), default=0)
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=LimitSource, default=LimitSource.STATUTE)

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organisation", "effective_from"], name="limit_version_once"
            ),
            models.UniqueConstraint(
                fields=["code", "effective_from"],
                condition=models.Q(organisation__isnull=True),
                name="limit_version_once_everywhere",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="limit_validity_in_order",
            ),
            models.CheckConstraint(condition=models.Q(unit__in=LimitUnit.values), name="limit_unit_known"),
            models.CheckConstraint(
                condition=models.Q(unit=LimitUnit.FIXED, fixed__regex=r"^[0-9]{2}-[0-9]{2}$")
                | (~models.Q(unit=LimitUnit.FIXED) & models.Q(fixed="", n__gte=1)),
                name="limit_counts_or_is_fixed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.length}）"

    @property
    def length(self) -> str:
        """20 个工作日"""
        if self.unit == LimitUnit.FIXED:
            month, day = self.fixed.split("-")
            return str(_("%(month)d月%(day)d日前")) % {"month": int(month), "day": int(day)}
        return f"{self.n} {LimitUnit(self.unit).label}"

    @property
    def authority(self) -> str:
        """What the limit stands on, for people: 《政府信息公开条例》第二十六条."""
        return str(self.article) if self.article else self.basis


class Outcome(models.TextChoices):
    RUNNING = "running", _("正在计时")
    MET = "met", _("按期")
    LATE = "late", _("超期")
    CANCELLED = "cancelled", _("不再计时")


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(outcome=Outcome.RUNNING)

    def overdue(self, on: date | None = None) -> ClockQuerySet:
        """Still running although the last day has passed."""
        return self.running().filter(due_on__lt=on or clock.today())

    def provisional(self) -> ClockQuerySet:
        """Resting on days of a year whose notice is not out."""
        return self.running().filter(provisional=True)


class Clock(models.Model):
    """One limit counted for one subject. `explanation` is the derivation as it was when the date was set."""

    uid = UidField()
    subject = RefField(_("对象"), db_index=True)
    limit = models.ForeignKey(Limit, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("时限"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("最迟"))
    provisional = models.BooleanField(_("暂定"), default=False)
    stopped_on = models.DateField(_("办结日"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=9, choices=Outcome, default=Outcome.RUNNING)
    explanation = models.JSONField(_("推算过程"), default=dict)

    REF_KIND = "deadlines.clock"

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("时钟")
        verbose_name_plural = _("时钟")
        ordering = ["due_on", "id"]
        indexes = [
            # The desk and supervision ask for what runs, by due date; the finished are many and are not asked.
            models.Index(
                fields=["due_on"], condition=models.Q(outcome="running"), name="clock_running_by_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "limit"], condition=models.Q(outcome="running"), name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("started_on")), name="clock_due_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="clock_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="running", stopped_on__isnull=True)
                | (~models.Q(outcome="running") & models.Q(stopped_on__isnull=False)),
                name="clock_stopped_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="met") | models.Q(stopped_on__lte=models.F("due_on")),
                name="clock_met_in_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="late") | models.Q(stopped_on__gt=models.F("due_on")),
                name="clock_late_is_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit.name} {self.due_on}"

    @property
    def suspensions(self) -> tuple[Suspension, ...]:
        """Time that does not count, as the explanation keeps it."""
        return tuple(
            Suspension(
                date.fromisoformat(s["after"]), date.fromisoformat(s["until"]), s["reason"], s["basis"]
            )
            for s in self.explanation.get("suspensions", [])
        )

    @property
    def extension(self) -> int:
        """By how much the limit was extended, in its own unit."""
        return int(self.explanation.get("extension", 0))
