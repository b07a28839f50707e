"""Processes and their versions. A version is immutable: what was published can always be read and run again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.lib import bpmn
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation


class Process(models.Model):
    """A way of working, by code. An organisation may have its own; the nearest ancestor's applies."""

    code = models.SlugField(_("代码"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("适用机构"),
    )
    name = models.CharField(_("名称"), max_length=120)

    class Meta:
        verbose_name = _("办理流程")
        verbose_name_plural = _("办理流程")
        ordering = ["code", "organisation__path"]
        constraints = [
            models.UniqueConstraint(fields=["code", "organisation"], name="process_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(organisation__isnull=True), name="process_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> ProcessVersion | None:
        """The version that new cases begin with."""
        return self.versions.order_by("-number").first()

    def get_absolute_url(self) -> str:
        """The page of the version in force; that of the code while nothing is published."""
        current = self.current
        return current.get_absolute_url() if current else reverse("process", args=[self.code])


@lru_cache(maxsize=256)
def _model_of(sha256: str, xml: bytes) -> bpmn.Process:
    return bpmn.parse(xml)


class ProcessVersion(models.Model):
    """One published definition: the chart that the public sees is the one that runs.

    ``number`` counts through all scopes of a code, so that code and number alone are an address. ``same_person`` is
    what the definition says, kept here for the desk's query.
    """

    process = models.ForeignKey(
        Process, on_delete=models.PROTECT, related_name="versions", verbose_name=_("流程")
    )
    code = models.SlugField(_("代码"), max_length=60)
    number = models.PositiveIntegerField(_("版本"))
    xml = models.BinaryField(_("定义"))
    sha256 = models.CharField(_("指纹"), max_length=64)
    same_person = models.BooleanField(_("同一人可办几步"), default=False)
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("流程版本")
        verbose_name_plural = _("流程版本")
        ordering = ["process", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="process_version_once"),
            models.UniqueConstraint(fields=["process", "sha256"], name="process_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.process}（{self.number}）"

    @property
    def model(self) -> bpmn.Process:
        """The definition, read; the same object for the same text."""
        return _model_of(self.sha256, bytes(self.xml))

    @property
    def ref(self) -> Ref:
        return Ref("casework.version", f"{self.code}.{self.number}")

    def get_absolute_url(self) -> str:
        return reverse("process_version", args=[self.code, self.number])


class ProcessDraftQuerySet(models.QuerySet["ProcessDraft"]):
    def of(self, user: Any) -> ProcessDraftQuerySet:
        """A draft is seen by nobody but who draws it."""
        return self.filter(user=user)


class ProcessDraft(models.Model):
    """What a person is drawing: begun from a version of a process, or from nothing (``number`` 0), until published.

    ``revision`` counts the savings: who saves says which one was seen, so that two windows do not undo each other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("代码"), max_length=60)
    number = models.PositiveIntegerField(_("版本"))
    xml = models.BinaryField(_("定义"))
    revision = models.PositiveIntegerField(_("保存次数"), default=1)
    saved_at = models.DateTimeField(_("保存时间"))

    objects = ProcessDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("流程草稿")
        verbose_name_plural = _("流程草稿")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "code", "number"], name="process_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}（{self.number}）"
