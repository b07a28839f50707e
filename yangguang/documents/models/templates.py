"""Templates and their versions. A version is immutable: what was written by it can always be explained by it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.documents import blocks, kinds
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Scoped, Version


class Template(Scoped):
    """How an organisation writes a kind of document; ``code`` is the kind's."""

    class Meta(Scoped.Meta):
        abstract = False
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")

    @property
    def kind(self) -> kinds.Kind | None:
        return kinds.find(self.code)

    @property
    def current(self) -> TemplateVersion | None:
        """The version that new documents are written by."""
        found: TemplateVersion | None = self.versions.order_by("-number").first()
        return found


class TemplateVersion(Version):
    """``body`` is ``{"look": {"head": "red" | "letter" | "", "copies": "抄送…"}, "blocks": [{"kind", "text"}, …]}``."""

    REF_KIND = "documents.template_version"

    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, related_name="versions", verbose_name=_("文书模板")
    )
    body = models.JSONField(_("内容"))

    class Meta:
        verbose_name = _("模板版本")
        verbose_name_plural = _("模板版本")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="template_version_once"),
            models.UniqueConstraint(fields=["template", "sha256"], name="template_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template}（{self.number}）"

    @property
    def blocks(self) -> list[blocks.Block]:
        return blocks.read(self.body["blocks"])

    @property
    def look(self) -> dict[str, Any]:
        return dict(self.body["look"])

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, f"{self.code}.{self.number}")
