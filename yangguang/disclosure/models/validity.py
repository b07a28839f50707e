"""What became of a document after it was published: whether it still holds, and what took its place.

Whether a document holds on a day is computed from its days (``rules.validity``), never stored: it flips by itself.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .items import Item


class Validity(models.TextChoices):
    """有效性: how a document stands on a day."""

    PENDING = "pending", _("尚未施行")
    IN_FORCE = "in_force", _("现行有效")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", _("已废止")
    EXPIRED = "expired", _("已失效")


class ValidityDeclaration(models.Model):
    """Somebody declared what a document's validity is, from which day, and by which document.

    ``successor`` is the item that amends, repeals or replaces it; ``successor_name`` names one that is not here.
    A declaration that was taken back or overtaken keeps its row, with ``ended_at``.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="declarations")
    status = models.CharField(_("有效性"), max_length=10, choices=Validity)
    on = models.DateField(_("自哪天起"))
    until = models.DateField(_("有效期至"), null=True, blank=True)
    successor = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    successor_name = models.CharField(_("依据的文件"), max_length=200, blank=True)
    basis = models.CharField(_("理由和依据"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("有效性认定")
        verbose_name_plural = _("有效性认定")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(basis=""), name="declaration_has_basis"),
            models.CheckConstraint(
                condition=~models.Q(item=models.F("successor")), name="declaration_not_by_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["in_force", "amended", "repealed", "expired"]),
                name="declaration_status_known",
            ),
            models.UniqueConstraint(
                # What has ended has ended once; amended it may be often.
                fields=["item"],
                condition=models.Q(status__in=["repealed", "expired"], ended_at__isnull=True),
                name="declaration_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.status} {self.on}"
