"""Decision tables and their versions. A version is immutable: what was decided by it can always be decided again."""

from __future__ import annotations

from functools import cached_property, lru_cache

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.lib import dmn
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Scoped, Version


class Table(Scoped):
    """A decision table, by code. An organisation may have its own; the nearest ancestor's applies."""

    class Meta(Scoped.Meta):
        abstract = False
        verbose_name = _("决策表")
        verbose_name_plural = _("决策表")


class _Read:
    """A version's text, read; compiled when it first decides."""

    def __init__(self, xml: bytes) -> None:
        self.decision, self.table = dmn.the_table(dmn.read(xml))

    @cached_property
    def decider(self) -> dmn.Decider:
        return dmn.Decider(self.table)


@lru_cache(maxsize=1024)
def _read(sha256: str, xml: bytes) -> _Read:
    return _Read(xml)


class TableVersion(Version):
    """One published table, as DMN. ``number`` counts through all scopes of a code, so that both are an address.

    ``verdict`` is what its proof said when it was published; a version without proof does not exist.
    """

    REF_KIND = "decisions.version"

    table = models.ForeignKey(
        Table, on_delete=models.PROTECT, related_name="versions", verbose_name=_("决策表")
    )
    name = models.CharField(_("名称"), max_length=120)
    xml = models.BinaryField(_("定义"))
    verdict = models.CharField(_("证明"), max_length=300)

    class Meta:
        verbose_name = _("决策表版本")
        verbose_name_plural = _("决策表版本")
        ordering = ["table", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="table_version_once"),
            models.UniqueConstraint(fields=["table", "sha256"], name="table_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）"

    @property
    def read(self) -> _Read:
        """The text as it is decided by, read when it is first asked for; the same object for the same text."""
        return _read(self.sha256, bytes(self.xml))

    @property
    def decision(self) -> dmn.Decision:
        """The decision with its name and description."""
        return self.read.decision

    @property
    def model(self) -> dmn.Table:
        """The table itself."""
        return self.read.table

    @property
    def decider(self) -> dmn.Decider:
        """The table, compiled."""
        return self.read.decider

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, f"{self.code}.{self.number}")

    def get_absolute_url(self) -> str:
        return reverse("table_version", args=[self.code, self.number])
