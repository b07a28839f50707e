"""Limits by version, the grounds on which they stand still, and when they warn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.law.models import Article
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation


class LimitUnit(models.TextChoices):
    WORKDAY = "workday", _("个工作日")
    DAY = "day", _("日")
    MONTH = "month", _("个月")
    YEAR = "year", _("年")
    WHOLE_MONTH = "calmonth", _("个自然月")
    QUARTER = "quarter", _("个自然季度")
    FIXED = "fixed", _("固定日期")


WHOLE_PERIODS = (LimitUnit.WHOLE_MONTH, LimitUnit.QUARTER)


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
    """A time limit, its article, and where and when it holds. A clock keeps the version it began under.

    `back` counts from the event towards the past (举行听证的七日前). Who may extend it: a holder of one of the posts
    `extend_posts` in the clock's organisation, or in the one above it (`extend_above`), `extend_times` at most, each
    time by `extend_by` at most, `extend_ahead` working days before the last day at the latest.
    """

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
    back = models.BooleanField(_("向前推算"), default=False)
    extend_by = models.PositiveSmallIntegerField(_("最多可延长"), default=0)
    extend_times = models.PositiveSmallIntegerField(_("最多延长几次"), default=1)
    extend_posts = models.JSONField(_("谁批准延长"), default=list, blank=True, help_text=_("岗位代号"))
    extend_above = models.BooleanField(_("由上级机关批准延长"), default=False)
    extend_article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("延长依据")
    )
    extend_ahead = models.PositiveSmallIntegerField(_("延长须在届满前几个工作日决定"), default=0)
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=LimitSource, default=LimitSource.STATUTE)
    # What was edited here is no longer the release's: furnishing leaves it alone.
    edited_on = models.DateField(_("本地修改日期"), null=True, blank=True, editable=False)

    REF_KIND = "deadlines.limit"

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
            models.CheckConstraint(
                condition=models.Q(back=False)
                | models.Q(extend_by=0, unit__in=["workday", "day", "month", "year"]),
                name="limit_counted_back_is_plain",
            ),
            models.CheckConstraint(
                condition=models.Q(extend_by=0) | models.Q(extend_times__gte=1),
                name="limit_extends_at_least_once",
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
        text = self.amount(self.n)
        return str(_("%(text)s以前")) % {"text": text} if self.back else text

    def amount(self, n: int) -> str:
        """So many of its unit: 20 个工作日. What a fixed date is extended by is days."""
        unit = LimitUnit.DAY if self.unit == LimitUnit.FIXED else LimitUnit(self.unit)
        return f"{n} {unit.label}"

    @property
    def ref(self) -> Ref:
        """Limits have no uid of their own: code and first day name a version."""
        scope = f".{self.organisation.code}" if self.organisation else ""
        return Ref(self.REF_KIND, f"{self.code}.{self.effective_from.isoformat()}{scope}"[:64])

    @property
    def authority(self) -> str:
        """What the limit stands on, for people: 《政府信息公开条例》第二十六条."""
        return str(self.article) if self.article else self.basis

    @property
    def extend_authority(self) -> str:
        """What an extension stands on; the limit's own article where no other is named."""
        return str(self.extend_article) if self.extend_article else self.authority


class GroundQuerySet(models.QuerySet["Ground"]):
    def in_force(self, on: date | None = None) -> GroundQuerySet:
        """Grounds in force on a day (today): the day of the notice."""
        on = on or clock.today()
        return self.in_force_since(on).filter(effective_from__lte=on)

    def in_force_since(self, on: date) -> GroundQuerySet:
        """Grounds that are in force on a day or begin to be later."""
        return self.filter(models.Q(effective_to__isnull=True) | models.Q(effective_to__gt=on))


class Ground(models.Model):
    """A reason for which a limit stands still, with its article and its days of force (half-open).

    `n` and `unit` say how long it may at most last; `lapses`: then the clock runs on by itself. `restarts`: what is
    waited for is the applicant's supplement 补正, and with it the count begins anew. Who decides it: a holder of one of
    `posts` in the clock's organisation or the nearest above; none named: who does the step or extends its limit.
    """

    limit = models.ForeignKey(Limit, on_delete=models.CASCADE, related_name="grounds")
    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("事由"), max_length=40)
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("依据")
    )
    basis = models.CharField(_("其他依据"), max_length=200, blank=True)
    n = models.PositiveSmallIntegerField(_("最长"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=8, choices=LimitUnit, blank=True)
    lapses = models.BooleanField(_("期满自动恢复"), default=False)
    restarts = models.BooleanField(_("恢复时重新起算"), default=False)
    notice_needed = models.BooleanField(_("须书面告知当事人"), default=True)
    posts = models.JSONField(_("谁决定中止"), default=list, blank=True, help_text=_("岗位代号"))
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("中止事由")
        verbose_name_plural = _("中止事由")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["limit", "code", "effective_from"], name="ground_version_once"),
            models.UniqueConstraint(
                fields=["limit", "code"],
                condition=models.Q(effective_to__isnull=True),
                name="ground_one_open_version",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="ground_validity_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(n__isnull=True, unit="")
                | models.Q(n__gte=1, unit__in=["workday", "day", "month"]),
                name="ground_length_has_a_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(lapses=False) | models.Q(n__isnull=False),
                name="ground_that_lapses_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def authority(self) -> str:
        return str(self.article) if self.article else self.basis or self.limit.authority

    @property
    def length(self) -> str:
        return f"{self.n} {LimitUnit(self.unit).label}" if self.n else ""


class WarningRule(models.Model):
    """When those concerned are warned: `ahead` working days before the last day, 0 on it, negative after it."""

    limit = models.ForeignKey(Limit, on_delete=models.CASCADE, related_name="warning_rules")
    ahead = models.SmallIntegerField(_("届满前几个工作日"))
    to_head = models.BooleanField(_("同时告知负责人"), default=False)

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-ahead"]
        constraints = [models.UniqueConstraint(fields=["limit", "ahead"], name="warning_rule_once")]

    def __str__(self) -> str:
        return str(self.ahead)
