"""Scheduled publication 定时公开: the moment at which a signed text becomes public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .editions import Edition


class PublicationPlanQuerySet(models.QuerySet["PublicationPlan"]):
    def open(self) -> PublicationPlanQuerySet:
        """Neither carried out nor called off."""
        return self.filter(done_at__isnull=True, cancelled_at__isnull=True)

    def waiting(self) -> PublicationPlanQuerySet:
        """Signed: the text only waits for its moment."""
        return self.open().filter(signed_at__isnull=False)


class PublicationPlan(models.Model):
    """A text is to become public at a moment. Until ``signed_at`` it is a wish; from then on the text waits.

    ``via`` is what the publication act says of the process that signed it. ``failed_at`` is set when the moment
    came and the gate did not open (the text is not the one that was signed): it is not tried again by itself.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="plans")
    publish_at = models.DateTimeField(_("公开时间"))
    reason = models.CharField(_("晚于法定时限的理由"), max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    via = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("执行时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    cancel_reason = models.CharField(_("取消的原因"), max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    objects = PublicationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("定时公开")
        verbose_name_plural = _("定时公开")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["publish_at"],
                condition=models.Q(
                    signed_at__isnull=False,
                    done_at__isnull=True,
                    cancelled_at__isnull=True,
                    failed_at__isnull=True,
                ),
                name="plan_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="plan_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True)
                | models.Q(signed_at__isnull=False, cancelled_at__isnull=True),
                name="plan_done_was_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True) | ~models.Q(cancel_reason=""),
                name="plan_cancelled_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.publish_at}"
