"""What is asked of the applicant, and of others, while a request is in hand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yangguang.documents.models import Document
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.parties.models import Party
from yangguang.web.fields import UidField

from .requests import Request


class DemandKind(models.TextChoices):
    SUPPLEMENT = "supplement", _("补正")
    EXPLANATION = "explanation", _("说明理由")
    PAYMENT = "payment", _("缴费")


class Demand(models.Model):
    """Something asked of the applicant in writing, each kind once (条例第三十、三十五、四十二条).

    ``due_on`` is the last day that the notice names. ``amount`` in yuan, with the units that it was reckoned from.
    """

    REF_KIND = "foi.demand"

    uid = UidField()
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="demands")
    kind = models.CharField(_("要求"), max_length=12, choices=DemandKind)
    what = models.TextField(_("内容"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("告知书")
    )
    asked_on = models.DateField(_("告知日期"))
    due_on = models.DateField(_("期限"))
    answered_on = models.DateField(_("收到日期"), null=True, blank=True)
    answer = models.TextField(_("申请人的答复"), blank=True)
    amount = models.DecimalField(_("金额（元）"), max_digits=10, decimal_places=2, null=True, blank=True)
    method = models.CharField(_("计收方式"), max_length=10, blank=True)
    units = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    waived_because = models.CharField(_("减免原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("要求申请人")
        verbose_name_plural = _("要求申请人")
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="foi_demand_once"),
            models.CheckConstraint(condition=Q(kind__in=DemandKind.values), name="foi_demand_kind_known"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="foi_demand_due_after_asking"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                name="foi_demand_answered_after_asking",
            ),
            models.CheckConstraint(
                condition=(Q(kind="payment") & Q(amount__gt=0))
                | (~Q(kind="payment") & Q(amount__isnull=True)),
                name="foi_demand_of_money_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)


class Opinion(models.TextChoices):
    AGREES = "agrees", _("同意公开")
    OBJECTS = "objects", _("不同意公开")
    PARTLY = "partly", _("同意部分公开")
    SILENT = "silent", _("逾期未提出意见")


class Consultation(models.Model):
    """Asking a third party or another agency (条例第三十二至三十四条). ``ground`` is the clock's ground of suspension.

    ``due_on`` counts from the day on which the letter was received, and is empty before that or where the law sets none.
    """

    REF_KIND = "foi.consultation"

    uid = UidField()
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="consultations")
    ground = models.CharField(_("征求意见的种类"), max_length=20)
    third_party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("第三方")
    )
    agency = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("被征求的机关"),
    )
    agency_name = models.CharField(_("其他机关名称"), max_length=120, blank=True)
    question = models.TextField(_("征求意见的内容"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("征求意见函")
    )
    sent_on = models.DateField(_("发函日期"))
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    due_on = models.DateField(_("意见期限"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=8, choices=Opinion, blank=True)
    words = models.TextField(_("意见内容"), blank=True)

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        constraints = [
            models.CheckConstraint(
                condition=Q(third_party__isnull=False, agency__isnull=True, agency_name="")
                | Q(third_party__isnull=True, agency__isnull=False, agency_name="")
                | (Q(third_party__isnull=True, agency__isnull=True) & ~Q(agency_name="")),
                name="foi_consultation_asks_one",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, opinion="")
                | (Q(answered_on__isnull=False) & ~Q(opinion="")),
                name="foi_consultation_answered_with_an_opinion",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
                name="foi_consultation_received_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="foi_consultation_answered_after_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.ground}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def is_open(self) -> bool:
        return self.answered_on is None
