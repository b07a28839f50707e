"""What people decided about an edition: overruled findings, opinions bound to the exact text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .editions import Edition


class FindingRuling(models.Model):
    """A finding of the screening was overruled, with the reason; it counts for the edition's whole way."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rulings")
    key = models.CharField(max_length=80)
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=300, blank=True)
    reason = models.CharField(_("保留的理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("审查意见的处理")
        verbose_name_plural = _("审查意见的处理")
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="finding_ruled_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="finding_ruling_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.reason}"


class Approval(models.Model):
    """One step's opinion on one exact text. ``sha256`` is the hash that the person saw and signed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="approvals")
    sha256 = models.CharField(max_length=64)
    element = models.CharField(_("环节代号"), max_length=80)
    step = models.CharField(_("环节"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.CharField(_("岗位"), max_length=80)
    organisation = models.CharField(_("机构"), max_length=120)
    passed = models.BooleanField(_("通过"))
    outcome = models.CharField(max_length=40)
    opinion = models.CharField(_("意见"), max_length=1000, blank=True)
    data = models.JSONField(_("审查单"), default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("审签意见")
        verbose_name_plural = _("审签意见")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["by", "-at"], name="approval_by_person"),
            models.Index(
                fields=["at", "edition", "element"],
                condition=models.Q(passed=False),
                name="approval_returned",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "element"], name="approval_once_per_step"),
            models.CheckConstraint(
                condition=models.Q(passed=True) | ~models.Q(opinion=""), name="approval_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"
