"""Files: a row for every use, the bytes once.

``Blob`` is a content, named by its SHA-256 and kept once in the storage "files"; ``StoredFile`` is one use of it
by one owner, with the name that the owner's people gave it. Nobody outside this room knows a path.
"""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.models import Appointment
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

    def going_out(self) -> Self:
        """Those in whose place no redacted file stands; a redacted one says how it came about."""
        return self.filter(redacted_at__isnull=True).select_related("redacted_from")

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
    # Since when a redacted file stands in its place: from then on it is never public.
    redacted_at = models.DateTimeField(_("遮盖时间"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=~models.Q(state="public") | models.Q(redacted_at__isnull=True),
                name="file_redacted_stays_inside",
            ),
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

    @property
    def covered(self) -> str:
        """What everybody is told of a redacted file (条例第三十七条); empty for one that is whole."""
        pair: Redaction | None = getattr(self, "redacted_from", None)
        return pair.told if pair is not None else ""


class RedactionState(models.TextChoices):
    READING = "reading", _("正在读取")
    MARKING = "marking", _("标记中")
    WAITING = "waiting", _("正在生成")
    DONE = "done", _("已生成")
    FAILED = "failed", _("没有生成")


class RedactionReason(models.TextChoices):
    """Why something is covered (政府信息公开条例第十四条至第十六条; 第三十七条: 能够区分处理的，公开可以公开的部分)."""

    SECRET = "secret", _("国家秘密")
    COMMERCIAL = "commercial", _("商业秘密")
    PRIVACY = "privacy", _("个人隐私")
    INTERNAL = "internal", _("内部事务")
    PROCESS = "process", _("过程性信息")
    OTHER = "other", _("其他")


class Redaction(models.Model):
    """遮盖: a linked pair, the original that stays inside for ever and the file in which the areas are gone.

    ``areas`` are ``{"page": n, "box": [x0, y0, x1, y1], "reason", "words", "label"}`` in points from the top left corner
    as the page is shown; ``sizes`` the width and height of each page; ``found`` what is suggested while somebody marks:
    ``{"page", "boxes", "kind", "shown", "sure"}``, emptied when the file is made.
    """

    uid = UidField()
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="redactions")
    redacted = models.OneToOneField(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="redacted_from"
    )
    state = models.CharField(_("状态"), max_length=8, choices=RedactionState, default=RedactionState.MARKING)
    name = models.CharField(_("公开时的文件名"), max_length=200)
    areas: models.JSONField[Any, Any] = models.JSONField(default=list)
    found: models.JSONField[Any, Any] = models.JSONField(default=list)
    sizes: models.JSONField[Any, Any] = models.JSONField(default=list)
    wordless: models.JSONField[Any, Any] = models.JSONField(default=list)
    saves = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(_("开始时间"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done = models.PositiveIntegerField(default=0, help_text=_("已生成的页数"))
    trouble = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(_("生成时间"), null=True, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    redacted_sha256 = models.CharField(max_length=64, blank=True)
    removed = models.PositiveIntegerField(_("去掉的字"), default=0)
    unseen = models.PositiveIntegerField(_("原来就看不见的字"), default=0)

    REF_KIND = "files.redaction"

    class Meta:
        verbose_name = _("遮盖")
        verbose_name_plural = _("遮盖")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["original"],
                condition=models.Q(state__in=["reading", "marking", "waiting", "failed"]),
                name="redaction_one_in_work",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RedactionState.values), name="redaction_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | models.Q(
                    redacted__isnull=False,
                    made_at__isnull=False,
                    original_sha256__regex=r"^[0-9a-f]{64}$",
                    redacted_sha256__regex=r"^[0-9a-f]{64}$",
                ),
                name="redaction_done_is_a_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(original=models.F("redacted")), name="redaction_of_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def pages(self) -> int:
        return len(self.sizes)

    @property
    def told(self) -> str:
        """That something was left out, how often and why, in the words of the law."""
        kinds = [one for one in RedactionReason if any(area["reason"] == one for area in self.areas)]
        said = {"n": len(self.areas), "why": "、".join(str(one.label) for one in kinds)}
        return _now("已作区分处理，涂去不予公开的内容 %(n)d 处（%(why)s）") % said

    @property
    def office_url(self) -> str:
        return f"/office/files/{self.original.uid}/redact/"
