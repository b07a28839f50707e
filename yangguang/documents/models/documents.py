"""Documents: drafted, issued with number and verification code, replaced or made void. Their text may tell of persons."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.documents import kinds
from yangguang.documents.models.templates import TemplateVersion
from yangguang.files.models import StoredFile
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.web.fields import RefField, UidField


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    ISSUED = "issued", _("现行有效")
    REPLACED = "replaced", _("已被替换")
    VOID = "void", _("已作废")


class DocumentQuerySet(models.QuerySet["Document"]):
    def issued(self) -> DocumentQuerySet:
        """Whatever has a number and a code, in force or not."""
        return self.exclude(state=DocumentState.DRAFT)

    def visible_to(self, user: Any) -> DocumentQuerySet:
        """The one policy: what the room whose matter it is lets a person of the office read (``Kind.inside``).

        A kind may let further people read one (``Kind.may_see``), which ``rules.may_see`` asks for a single document.
        """
        return self.filter(kinds.readable_by(user))


class Document(models.Model):
    """``sealed`` holds the values of the placeholders, encrypted and bound to this row (see ``data``).

    ``replaces`` names the document whose place this one takes when it is issued. The files are made once, when it is
    issued, and never again: their hashes are what the verification page vouches for.
    """

    REF_KIND = "documents.document"

    uid = UidField()
    kind = models.CharField(_("文书种类"), max_length=60)
    version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="documents", verbose_name=_("模板版本")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("发文机关")
    )
    subject = RefField(_("事由"), db_index=True)
    sealed = models.BinaryField(_("内容"))
    state = models.CharField(_("状态"), max_length=8, choices=DocumentState, default=DocumentState.DRAFT)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"))
    number = models.CharField(_("文号"), max_length=120, blank=True)
    code = models.CharField(_("验证码"), max_length=19, null=True, blank=True, unique=True)
    issued_at = models.DateTimeField(_("出具时间"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        verbose_name=_("替换"),
    )
    ended_at = models.DateTimeField(_("失效时间"), null=True, blank=True)
    reason = models.CharField(_("失效原因"), max_length=300, blank=True)
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(_("PDF 指纹"), max_length=64, blank=True)
    docx_sha256 = models.CharField(_("DOCX 指纹"), max_length=64, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=~models.Q(number=""), name="document_number_once"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(replaces__isnull=False) & ~models.Q(state__in=["draft", "void"]),
                name="document_replaced_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="draft", number="", code__isnull=True, issued_at__isnull=True, pdf_sha256=""
                )
                | (
                    ~models.Q(state="draft")
                    & ~models.Q(number="")
                    & ~models.Q(pdf_sha256="")
                    & ~models.Q(docx_sha256="")
                    & models.Q(code__isnull=False, issued_at__isnull=False)
                ),
                name="document_issued_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "issued"], ended_at__isnull=True)
                | models.Q(state__in=["replaced", "void"], ended_at__isnull=False),
                name="document_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.uid}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def data(self) -> dict[str, str]:
        """The values of the placeholders, read. DecryptionError when altered or the key is gone."""
        raw = settings.YANGGUANG_KEYRING.decrypt(bytes(self.sealed), self.uid.encode())
        found: dict[str, str] = json.loads(raw)
        return found

    def keep(self, data: dict[str, str]) -> None:
        """Put values in, encrypted; the caller saves."""
        raw = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
        self.sealed = settings.YANGGUANG_KEYRING.encrypt(raw, self.uid.encode())

    @property
    def name(self) -> str:
        """What kind of document it is, in words; no person's name."""
        kind = kinds.find(self.kind)
        return str(kind.name) if kind else self.kind

    @property
    def address(self) -> str:
        """Where everybody can verify it; what its QR code says."""
        return f"{settings.BASE_URL}{self.get_absolute_url()}" if self.code else ""

    def get_absolute_url(self) -> str:
        return f"/verify/{self.code}/"  # plain, since the worker, who may issue too, has no addresses

    def get_office_url(self) -> str:
        return reverse("document", args=[self.uid])
