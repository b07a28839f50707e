"""Answers, how they reached the applicant, what came of them, and what the applicant thought of it all."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.documents.models import Document
from yangguang.lib.ref import Ref
from yangguang.web.fields import UidField

from .requests import Delivery, Request


class Answer(models.Model):
    """An answer 答复, drafted, reviewed, signed and delivered. ``sealed`` keeps its elements, which may tell of persons.

    ``counts_on`` is the day that counts for the limit: of posting, of signing for it, or of putting it online.
    A corrected answer is another row: ``corrects`` names the one whose place it takes.
    """

    REF_KIND = "foi.answer"

    uid = UidField()
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    answer_type = models.CharField(_("答复类型"), max_length=30)
    sealed = models.BinaryField(_("内容"), default=b"")
    fingerprint = models.CharField(_("内容指纹"), max_length=64)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"))
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("答复书")
    )
    issued_on = models.DateField(_("签发日期"), null=True, blank=True)
    delivery = models.CharField(_("送达方式"), max_length=10, choices=Delivery, blank=True)
    sent_on = models.DateField(_("寄出或者送出日期"), null=True, blank=True)
    counts_on = models.DateField(_("送达计时日期"), null=True, blank=True)
    tracking_number = models.CharField(_("邮件号"), max_length=40, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(counts_on__isnull=True), name="foi_answer_one_in_work"
            ),
            models.CheckConstraint(
                condition=Q(counts_on__isnull=True) | Q(issued_on__isnull=False, sent_on__isnull=False),
                name="foi_answer_delivered_after_signing",
            ),
            models.CheckConstraint(
                condition=Q(counts_on__isnull=True) | Q(counts_on__gte=F("issued_on")),
                name="foi_answer_counts_after_signing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.answer_type}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def elements(self) -> dict[str, str]:
        """The elements by their codes (``answers.elements``). DecryptionError when altered or the key is gone."""
        if not self.sealed:
            return {}
        found: dict[str, str] = json.loads(
            settings.YANGGUANG_KEYRING.decrypt(bytes(self.sealed), self.uid.encode())
        )
        return found

    def keep(self, elements: dict[str, Any]) -> None:
        """Put elements in, encrypted, with their fingerprint; the caller saves."""
        raw = json.dumps(elements, ensure_ascii=False, sort_keys=True).encode()
        self.sealed = settings.YANGGUANG_KEYRING.encrypt(raw, self.uid.encode())
        self.fingerprint = sha256(self.answer_type.encode() + b"\0" + raw).hexdigest()


class RedressGroup(models.TextChoices):
    """The groups of table four (国办公开办函〔2021〕30号)."""

    REVIEW = "review", _("行政复议")
    DIRECT = "litigation_direct", _("未经复议直接起诉")
    AFTER_REVIEW = "litigation_post_review", _("复议后起诉")


class RedressOutcome(models.TextChoices):
    MAINTAIN = "maintain", _("结果维持")
    CORRECT = "correct", _("结果纠正")
    OTHER = "other", _("其他结果")


class Redress(models.Model):
    """A review or a lawsuit about a request; ``follows`` is the review after which it was brought."""

    REF_KIND = "foi.redress"

    uid = UidField()
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="redresses")
    group = models.CharField(_("种类"), max_length=24, choices=RedressGroup)
    authority = models.CharField(_("复议机关或者法院"), max_length=120)
    docket = models.CharField(_("案号"), max_length=80)
    begun_on = models.DateField(_("受理日期"))
    ended_on = models.DateField(_("结果日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=RedressOutcome, blank=True)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next")

    class Meta:
        verbose_name = _("复议诉讼")
        verbose_name_plural = _("复议诉讼")
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=RedressGroup.values), name="foi_redress_group_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="")
                | (Q(ended_on__gte=F("begun_on")) & ~Q(outcome="")),
                name="foi_redress_ends_with_an_outcome",
            ),
            models.UniqueConstraint(fields=["docket"], name="foi_redress_docket_once"),
        ]

    def __str__(self) -> str:
        return self.docket

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)


class Rating(models.Model):
    """What the applicant thought of it, once, after the end; one to five."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评分"))
    words = models.CharField(_("意见"), max_length=300, blank=True)
    rated_at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="foi_rating_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.score}"
