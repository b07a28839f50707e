"""One file made of a whole record for one person: at once where that is quick, else by the worker."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.files.models import StoredFile
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Appointment
from yangguang.web.fields import RefField, UidField


class ExportForm(models.TextChoices):
    PDF = "pdf", _("PDF（打印、阅读）")
    ZIP = "zip", _("ZIP（带凭证，可以离线核对）")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("正在生成")
    DONE = "done", _("已生成")
    FAILED = "failed", _("没有生成")
    GONE = "gone", _("已过期删除")


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: User) -> ExportQuerySet:
        """What a person asked for, newest first."""
        return self.filter(asked_by=user).order_by("-pk")


class Export(models.Model):
    """``kind`` is its maker's (see ``makers``), ``subject`` the record; ``done`` of ``of`` parts are made."""

    REF_KIND = "documents.export"

    uid = UidField()
    kind = models.CharField(_("种类"), max_length=60)
    form = models.CharField(_("格式"), max_length=3, choices=ExportForm)
    subject = RefField(_("内容"), db_index=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("导出人"))
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="+", verbose_name=_("以何岗位")
    )
    asked_at = models.DateTimeField(_("导出时间"))
    state = models.CharField(_("状态"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    of = models.PositiveIntegerField(_("共"), default=0)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("指纹"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("生成时间"), null=True, blank=True)
    trouble = models.CharField(_("没有生成的原因"), max_length=500, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "subject", "form"],
                condition=models.Q(state="waiting"),
                name="one_export_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "gone"], file__isnull=False, made_at__isnull=False)
                | models.Q(state__in=["waiting", "failed"], file__isnull=True, made_at__isnull=True),
                name="export_done_has_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state="done"), name="export_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100."""
        return min(100, 100 * self.done // self.of) if self.of else 0

    def get_office_url(self) -> str:
        return reverse("export", args=[self.uid])
