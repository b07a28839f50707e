"""Clocks and what happens to them besides time passing: suspensions, extensions, restarts."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.files.models import StoredFile
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.lib.workdays import Suspension as HeldDays
from yangguang.organisations.models import Organisation
from yangguang.web.fields import RefField, UidField

from .limits import Limit


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

    def held(self) -> ClockQuerySet:
        """Suspended now: no due date until they run on."""
        return self.running().filter(held_since__isnull=False)


class Clock(models.Model):
    """One limit counted for one subject. `explanation` is the derivation as it was when the date was set.

    A suspended clock (`held_since`, the day of the notice) has no due date: it gets one when it runs on.
    """

    uid = UidField()
    subject = RefField(_("对象"), db_index=True)
    limit = models.ForeignKey(Limit, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("时限"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("最迟"), null=True, blank=True)
    held_since = models.DateField(_("中止自"), null=True, blank=True)
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
            # Few stand still; a desk of thousands asks which of its tasks these are.
            models.Index(
                fields=["subject"],
                condition=models.Q(outcome="running", held_since__isnull=False),
                name="clock_held",
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
                condition=models.Q(outcome="running", held_since__isnull=False, due_on__isnull=True)
                | models.Q(held_since__isnull=True, due_on__isnull=False),
                name="clock_held_has_no_last_day",
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
        return f"{self.limit.name} {self.due_on or self.get_outcome_display()}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    def get_office_url(self) -> str:
        return reverse("clock", args=[self.uid])

    @property
    def suspensions(self) -> tuple[HeldDays, ...]:
        """Time that does not count, as the explanation keeps it."""
        return tuple(
            HeldDays(
                date.fromisoformat(s["after"]),
                date.fromisoformat(s["until"]),
                s["reason"],
                s["basis"],
                s.get("notice", ""),
            )
            for s in self.explanation.get("suspensions", [])
        )

    @property
    def extension(self) -> int:
        """By how much the limit was extended, in its own unit."""
        return int(self.explanation.get("extension", 0))


class WithNotice(models.Model):
    """What is told to those concerned in writing: the number of the document, or the document itself, or both."""

    notice_number = models.CharField(_("文书号"), max_length=80, blank=True)
    notice_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("文书")
    )

    class Meta:
        abstract = True

    @property
    def notice(self) -> str:
        """What the document is called in a sentence."""
        return self.notice_number or (f"《{self.notice_file.name}》" if self.notice_file else "")


class Suspension(WithNotice):
    """Time that does not count: the days after `after`, up to and with `until` (none yet: it is open).

    Ground, basis and end are copies of that day's rule. `expected_by` is the last day on which the answer may come.
    """

    uid = UidField()
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="suspension_rows")
    ground = models.SlugField(_("事由代码"), max_length=20)
    reason = models.CharField(_("事由"), max_length=40)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    after = models.DateField(_("通知之日"))
    until = models.DateField(_("恢复之日"), null=True, blank=True)
    expected_by = models.DateField(_("最迟答复"), null=True, blank=True)
    lapses = models.BooleanField(_("期满自动恢复"), default=False)
    restarts = models.BooleanField(_("恢复时重新起算"), default=False)
    notice_needed = models.BooleanField(_("须书面告知当事人"), default=True)

    REF_KIND = "deadlines.suspension"

    class Meta:
        verbose_name = _("中止")
        verbose_name_plural = _("中止")
        ordering = ["after", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="suspension_one_open"
            ),
            models.UniqueConstraint(fields=["clock", "after"], name="suspension_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("after")),
                name="suspension_days_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(notice_number="")
                | models.Q(notice_file__isnull=False)
                | models.Q(notice_needed=False),
                name="suspension_with_notice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expected_by"], condition=models.Q(until__isnull=True), name="suspension_open_by_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.after}"


class Extension(WithNotice):
    """A limit was made longer for one clock, by whom the law lets. `count_from` is the count it belongs to."""

    uid = UidField()
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extension_rows")
    number = models.PositiveSmallIntegerField(_("第几次"))
    count_from = models.DateField(_("起算日"))
    by = models.PositiveSmallIntegerField(_("延长"))
    reason = models.CharField(_("理由"), max_length=300)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    granted_on = models.DateField(_("批准日期"))
    granted_as = models.CharField(_("批准人岗位"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("延长")
        verbose_name_plural = _("延长")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "count_from", "number"], name="extension_counted"),
            models.CheckConstraint(
                condition=models.Q(by__gte=1, number__gte=1) & ~models.Q(reason=""),
                name="extension_by_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(notice_number="") | models.Q(notice_file__isnull=False),
                name="extension_with_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.by}"


class Restart(models.Model):
    """A clock began anew on the day after the supplement came in; the old count as it was then."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="restart_rows")
    suspension = models.OneToOneField(Suspension, on_delete=models.PROTECT, related_name="restart")
    received_on = models.DateField(_("补正收到日"))
    started_on = models.DateField(_("原起算日"))
    due_on = models.DateField(_("原最迟"))
    explanation = models.JSONField(_("原推算过程"), default=dict)

    class Meta:
        verbose_name = _("重新起算")
        verbose_name_plural = _("重新起算")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_on__gte=models.F("started_on")),
                name="restart_after_the_first_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.received_on)
