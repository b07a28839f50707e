from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock

AHEAD = timedelta(minutes=1)  # by which the clocks of two machines may differ


class Run(models.Model):
    """One run of a scheduled job. The pair of job and slot is unique: that is the whole lock."""

    job = models.CharField(max_length=80)
    slot = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    retry_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=26, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("定时任务")
        indexes = [models.Index(fields=["slot"], name="run_by_slot")]
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="one_run_per_slot"),
            models.CheckConstraint(
                condition=Q(retry_at__isnull=True) | Q(finished_at__isnull=True),
                name="run_done_is_not_retried",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M:%S}"


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self, since: datetime) -> Self:
        """Heard of since then; who was heard of in the future was so before the clock was set back."""
        return self.filter(seen_at__range=(since, clock.now() + AHEAD), stopped_at__isnull=True)


class Worker(models.Model):
    """A worker process and when it was last heard of."""

    uid = models.CharField(max_length=26, primary_key=True)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True)
    # Both clocks of the machine when the worker was heard of last, and by how much the one that can be set was set.
    boot = models.CharField(max_length=36, blank=True)
    uptime = models.FloatField(default=0)
    jump = models.FloatField(default=0)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台进程")

    def __str__(self) -> str:
        return f"{self.host}/{self.process}"
