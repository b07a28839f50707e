"""A request for information 政府信息公开申请. Where it stands is its case; here are its facts (条例第二十九至三十一条)."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Task
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import appointments, organisations_where
from yangguang.parties.kinds import PartyKind
from yangguang.parties.models import Agency, Party
from yangguang.web.fields import UidField

LOOKUP = 64  # hex digits of a keyed look-up


class Medium(models.TextChoices):
    """On what the information is wanted."""

    ELECTRONIC = "electronic", _("电子文件")
    PAPER = "paper", _("纸质")
    READING = "reading", _("查阅")
    COPYING = "copying", _("抄录")


class Delivery(models.TextChoices):
    """By which way an answer goes out."""

    ONLINE = "online", _("网上查看")
    EMAIL = "email", _("电子邮件")
    POST = "post", _("邮寄")
    IN_PERSON = "in-person", _("当面领取")


def code_lookup(code: str) -> str:
    """The keyed fingerprint by which a request is found from the code on its receipt."""
    return settings.YANGGUANG_KEYRING.lookup(f"foi.code:{code}") if code else ""


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: Any) -> Self:
        """The one policy: the organisations where a post lets the person see requests, and one's own requests."""
        return self.filter(
            Q(organisation__in=organisations_where(user, Permission.SEE_REQUESTS)) | Q(pk__in=_own(user))
        )

    def handled_by(self, user: Any) -> Self:
        """Those of the organisations where a post lets the person see requests: what the office shows."""
        return self.filter(organisation__in=organisations_where(user, Permission.SEE_REQUESTS))

    def worked_on_by(self, user: Any) -> Self:
        """Those whose letters are the person's own work: a post of hers handles requests in that very organisation, or
        a step has come up to it from below, where nobody holds the post. Whoever handles from above is not among them.
        """
        here = handles_in(user)
        risen = Task.objects.filter(organisation__in=here, case__subject__startswith=f"{Request.REF_KIND}:")
        came = risen.exclude(organisation=F("case__organisation")).order_by()
        uids = came.annotate(of=Substr("case__subject", len(Request.REF_KIND) + 2)).values("of")
        return self.filter(Q(organisation__in=here) | Q(uid__in=uids))

    def own(self, user: Any) -> Self:
        """Those that a person made herself, or for whose applicant she may act today."""
        return self.filter(pk__in=_own(user))

    def ongoing(self) -> Self:
        return self.filter(ended_on__isnull=True)


def handles_in(user: Any) -> list[int]:
    """The organisations in which a post of exactly theirs lets the person handle requests, by primary key."""
    held = appointments(user)
    return [one.post.organisation_id for one in held if Permission.HANDLE_REQUESTS in one.post.permissions]


def _own(user: Any) -> models.QuerySet[Any, Any]:
    mine = Party.objects.of_user(user).values("pk")
    return Request.objects.filter(Q(applicant__in=mine) | Q(agent__in=mine)).order_by().values("pk")


class Request(models.Model):
    """One request by one applicant to one organisation.

    ``received_on`` is the statutory day of receipt, None until there is one (see ``channels.received``); ``ended_on`` the
    day that counts for the limit, with the answer type by which it ended. ``title`` names the information wanted and
    nobody; ``description`` is what the applicant wrote. ``once`` is the mark of the form it came by, so that the same
    submission twice is one request. A request merged into another shares that one's answer and its day.
    """

    REF_KIND = "foi.request"

    uid = UidField()
    number = models.CharField(_("登记号"), max_length=120, unique=True)
    code_lookup = models.CharField(max_length=LOOKUP, unique=True)
    sealed_code = models.BinaryField(default=b"")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受理机关")
    )
    applicant = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="foi_requests", verbose_name=_("申请人")
    )
    applicant_kind = models.CharField(_("申请人类型"), max_length=16, choices=PartyKind)
    agent = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="foi_requests_as_agent",
        verbose_name=_("代理人"),
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("代理")
    )
    channel = models.CharField(_("申请渠道"), max_length=20)
    title = models.CharField(_("所需信息名称"), max_length=100)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    description = models.TextField(_("特征描述"), blank=True)
    medium = models.CharField(_("载体形式"), max_length=10, choices=Medium)
    delivery = models.CharField(_("获取方式"), max_length=10, choices=Delivery)
    submitted_at = models.DateTimeField(_("提交时间"))
    submitted_on = models.DateField(_("提交日期"))
    arrived_on = models.DateField(_("信函到达日期"), null=True, blank=True)
    signed_on = models.DateField(_("签收日期"), null=True, blank=True)
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    receipt_remark = models.CharField(_("收到日期的说明"), max_length=300, blank=True)
    filled_by_clerk = models.BooleanField(_("窗口代填"), default=False)
    once = models.CharField(max_length=LOOKUP, null=True, blank=True, unique=True)
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)
    answer_type = models.CharField(_("答复类型"), max_length=30, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        verbose_name=_("并入"),
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name=_("拆自")
    )
    transferred_from = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("转自"),
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("政府信息公开申请")
        verbose_name_plural = _("政府信息公开申请")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, answer_type="")
                | (Q(ended_on__isnull=False) & ~Q(answer_type="")),
                name="foi_request_ends_by_an_answer_type",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(received_on__isnull=False, ended_on__gte=F("received_on")),
                name="foi_request_ends_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("submitted_on")),
                name="foi_request_received_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="foi_request_merged_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(applicant_kind__in=PartyKind.values), name="foi_request_applicant_kind_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="foi_request_names_something"),
            models.CheckConstraint(
                condition=Q(agent__isnull=True, agency__isnull=True)
                | Q(agent__isnull=False, agency__isnull=False),
                name="foi_request_agent_with_authority",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-submitted_at"], name="foi_request_newest"),
            models.Index(fields=["organisation", "received_on"], name="foi_request_received"),
            models.Index(fields=["organisation", "ended_on"], name="foi_request_ended"),
            models.Index(
                fields=["organisation", "submitted_at"],
                condition=Q(ended_on__isnull=True),
                name="foi_request_ongoing",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def code(self) -> str:
        """The code on the receipt, by which its holder follows the request. DecryptionError when the key is gone."""
        return settings.YANGGUANG_KEYRING.decrypt(bytes(self.sealed_code), self.uid.encode()).decode()

    def keep_code(self, code: str) -> None:
        """Put the code in, encrypted and to be found by; the caller saves."""
        self.code_lookup = code_lookup(code)
        self.sealed_code = settings.YANGGUANG_KEYRING.encrypt(code.encode(), self.uid.encode())

    def get_absolute_url(self) -> str:
        """The page on which its holder follows it."""
        return f"/foi/requests/{self.code}/"

    def get_office_url(self) -> str:
        return f"/office/requests/{self.uid}/"  # plain: the worker has no addresses
