"""Editions: a text of an item with its facts, its hash and its attachments; once submitted it never changes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.files.models import StoredFile
from yangguang.lib.ref import Ref
from yangguang.web.fields import UidField
from yangguang.web.prepared import prepared

from .catalogue import Category
from .items import Attribute, DenyReason, Item


class ChangeKind(models.TextChoices):
    """Why a public item gets another text."""

    CORRECTION = "correction", _("更正：原文有差错")
    UPDATE = "update", _("更新：事实有变化")


class EditionQuerySet(models.QuerySet["Edition"]):
    def working(self) -> EditionQuerySet:
        """Editions that are neither public nor closed: at most the newest one of each item."""
        return self.filter(published_at__isnull=True, registered_at__isnull=True)


_IN_WORK = models.Q(published_at__isnull=True, registered_at__isnull=True, returned_at__isnull=True)


class Edition(models.Model):
    """A text with its facts. Editable until ``submitted_at``; then ``sha256`` binds every approval to it."""

    uid = UidField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("稿次"))
    release = models.PositiveIntegerField(_("版次"), null=True, blank=True, help_text=_("第几次公开的文本"))
    title = models.CharField(_("标题"), max_length=200)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("公开目录分类")
    )
    attribute = models.CharField(_("公开属性"), max_length=10, choices=Attribute, default=Attribute.PROACTIVE)
    deny_kind = models.CharField(_("不公开的情形"), max_length=12, choices=DenyReason, blank=True)
    deny_reason = models.CharField(_("理由"), max_length=300, blank=True)
    deny_article = models.CharField(_("依据"), max_length=120, blank=True)
    doc_number = models.CharField(_("文号"), max_length=80, blank=True)
    generated_on = models.DateField(_("成文日期"), null=True, blank=True)
    source = models.CharField(_("信息来源"), max_length=120, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    summary = models.CharField(_("内容概述"), max_length=300, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    # 条例第六条: which false or incomplete information this text sets right, and the own item that it concerns.
    clarifies = models.CharField(_("澄清的内容"), max_length=300, blank=True)
    clarifies_item = models.ForeignKey(
        Item,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clarifications",
        verbose_name=_("澄清涉及的本站信息"),
    )
    # Why this text takes the place of a public one; empty for the first.
    change_kind = models.CharField(_("变更性质"), max_length=10, choices=ChangeKind, blank=True)
    change_reason = models.CharField(_("变更说明"), max_length=300, blank=True)
    body_html = models.TextField(_("正文"), blank=True)
    body_text = models.TextField(editable=False, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("语言"), max_length=12, default="zh-Hans")
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations"
    )
    # Null: taken in by an operator's order.
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Everybody who wrote on it, and in whose place they did: none of them may approve it.
    authors: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+"
    )
    created_at = models.DateTimeField(_("起草时间"))
    saved_at = models.DateTimeField(_("保存时间"))
    saves = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    registered_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    expunged_at = models.DateTimeField(_("消除时间"), null=True, blank=True)

    REF_KIND = "disclosure.edition"
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("文本")
        verbose_name_plural = _("文本")
        ordering = ["item", "number"]
        indexes = [
            # What lies with the officers, of very many texts: counted on every desk of theirs.
            models.Index(
                fields=["item", "number"],
                condition=_IN_WORK & models.Q(submitted_at__isnull=True),
                name="edition_being_written",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="edition_number_in_item"),
            models.UniqueConstraint(fields=["item", "release"], name="edition_release_in_item"),
            models.UniqueConstraint(
                # Two officers must not work on two next texts of one item.
                fields=["item"],
                condition=_IN_WORK,
                name="edition_one_in_work",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="edition_submitted_is_hashed",
            ),
            models.CheckConstraint(
                condition=models.Q(attribute=Attribute.PROACTIVE)
                | (~models.Q(deny_kind="") & ~models.Q(deny_reason="") & ~models.Q(deny_article="")),
                name="edition_not_disclosed_has_reason",
            ),
            models.CheckConstraint(
                # A state secret leaves its register line only (保守国家秘密法第三十五条).
                condition=~models.Q(deny_kind=DenyReason.SECRET)
                | models.Q(body_html="", body_text="", summary="", keywords="", doc_number="", source=""),
                name="edition_secret_has_no_text",
            ),
            models.CheckConstraint(
                # 消除: what was expunged is nowhere in the row.
                condition=models.Q(expunged_at__isnull=True)
                | models.Q(
                    body_html="",
                    body_text="",
                    summary="",
                    keywords="",
                    doc_number="",
                    source="",
                    clarifies="",
                ),
                name="edition_expunged_has_no_text",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("effective_on")),
                name="edition_valid_after_effective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def is_secret(self) -> bool:
        return self.deny_kind == DenyReason.SECRET

    @property
    def is_editable(self) -> bool:
        return self.submitted_at is None and self.expunged_at is None

    @cached_property
    def author_keys(self) -> frozenset[int]:
        """The keys of its authors, read once for this object."""
        return frozenset(one.user_id for one in _authorship(self.pk))


@prepared
def _authorship(edition: int) -> models.QuerySet[Any]:
    return Edition.authors.through._default_manager.filter(edition_id=edition)


class EditionFileManager(models.Manager["EditionFile"]):
    def get_queryset(self) -> models.QuerySet[EditionFile]:
        """With the stored file: nobody wants the name of an attachment without its content's hash."""
        return super().get_queryset().select_related("file")


class EditionFile(models.Model):
    """An attachment of an edition, in order. Its content hash is part of the edition's hash."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=200)
    order = models.PositiveIntegerField(default=0)

    objects = EditionFileManager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "file"], name="edition_file_once")]

    def __str__(self) -> str:
        return self.name
