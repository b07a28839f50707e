"""What was said of clocks: warnings ahead, each once, and the secret address of a personal calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .clocks import Clock


class Warning(models.Model):
    """A warning that went out; the row is the claim, so that none goes out twice. A moved last day warns anew.

    `told` is how many people it reached; 0 with the reason in `error` is for the doctor to see.
    """

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="warnings")
    ahead = models.SmallIntegerField(_("届满前几个工作日"))
    due_on = models.DateField(_("最迟"))
    at = models.DateTimeField(_("时间"))
    told = models.PositiveSmallIntegerField(_("告知几人"), default=0)
    error = models.CharField(_("没有发出的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("期限提醒")
        verbose_name_plural = _("期限提醒")
        constraints = [models.UniqueConstraint(fields=["clock", "due_on", "ahead"], name="warning_once")]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(told=0), name="warning_reached_nobody"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.ahead}"


class DeadlineFeed(models.Model):
    """A person's deadlines for a calendar program, at an address that only they know: its key is kept as a hash."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("启用时间"))

    class Meta:
        verbose_name = _("期限日历")
        verbose_name_plural = _("期限日历")

    def __str__(self) -> str:
        return str(self.user)
