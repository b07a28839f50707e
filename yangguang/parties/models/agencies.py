"""Who acts for whom, by which written authority, and from when until when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yangguang.files.models import StoredFile
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.parties.kinds import AgencyEnd, AgencyKind
from yangguang.parties.models.parties import Party
from yangguang.web.fields import RefField, UidField


class AgencyQuerySet(models.QuerySet["Agency"]):
    def on(self, day: date | None = None) -> Self:
        """Those by which somebody may act on a day (today)."""
        day = day or clock.today()
        return self.filter(since__lte=day, ended_at__isnull=True).filter(
            Q(until__isnull=True) | Q(until__gt=day)
        )

    def over(self, day: date | None = None) -> Self:
        """Those that have ended, or whose days are past."""
        return self.filter(Q(ended_at__isnull=False) | Q(until__lte=day or clock.today()))


class Agency(models.Model):
    """代理: from ``since`` until (not including) ``until``; without one until it is ended. Never without its paper.

    ``subject`` narrows it to one matter; without it the agent may act for the principal in every matter.
    """

    REF_KIND = "parties.agency"

    uid = UidField()
    kind = models.CharField(_("代理种类"), max_length=10, choices=AgencyKind)
    principal = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("被代理人")
    )
    agent = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="principals", verbose_name=_("代理人")
    )
    authority = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("授权文件")
    )
    subject = RefField(_("代理事项"), blank=True)
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)
    appointed_at = models.DateTimeField(_("登记时间"))
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    ended_because = models.CharField(_("终止原因"), max_length=10, choices=AgencyEnd, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("代理")
        verbose_name_plural = _("代理")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="agency_of_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="agency_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & Q(ended_because__in=AgencyEnd.values)),
                name="agency_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uid}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)
