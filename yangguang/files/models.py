"""Files: a row for every use, the bytes once.

``Blob`` is a content, named by its SHA-256 and kept once in the storage "files"; ``StoredFile`` is one use of it
by one owner, with the name that the owner's people gave it. Nobody outside this room knows a path.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.web.fields import RefField, UidField


class State(models.TextChoices):
    QUARANTINE = "quarantine", _("隔离")
    PRIVATE = "private", _("未公开")
    PUBLIC = "public", _("已公开")


class Retention(models.TextChoices):
    """档案保管期限: how long a file is kept once its matter is closed."""

    PERMANENT = "permanent", _("永久")
    THIRTY = "30y", _("30 年")
    TEN = "10y", _("10 年")


class Blob(models.Model):
    """A content; ``sha256`` in 64 hex digits is its name, ``size`` in bytes."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("文件内容")
        verbose_name_plural = _("文件内容")

    def __str__(self) -> str:
        return self.sha256

    @property
    def storage_name(self) -> str:
        return storage_name(self.sha256)


def storage_name(sha256: str) -> str:
    """Where a content lies in the storage: spread over 256 folders."""
    return f"{sha256[:2]}/{sha256}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def of(self, owner: Ref) -> Self:
        """The files of one owner, in the order in which they came."""
        return self.filter(owner=owner, destroyed_at__isnull=True).order_by("id")

    def public(self) -> Self:
        return self.filter(state=State.PUBLIC, destroyed_at__isnull=True)


class StoredFile(models.Model):
    uid = UidField()
    owner = RefField(_("所属"), db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="uses")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PRIVATE)
    taken_in_at = models.DateTimeField(_("收存时间"))
    released_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    retention = models.CharField(_("保管期限"), max_length=10, choices=Retention, default=Retention.THIRTY)
    archive_on = models.DateField(_("归档日期"), null=True, blank=True)
    destroyed_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    REF_KIND = "files.file"
    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=True, blob__isnull=False)
                | models.Q(destroyed_at__isnull=False, blob__isnull=True),
                name="file_has_content_until_destroyed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="public")
                | models.Q(released_at__isnull=False, destroyed_at__isnull=True),
                name="file_public_was_released",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="file_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    def get_absolute_url(self) -> str:
        return f"/files/{self.uid}/{quote(self.name, safe='')}"

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLIC
