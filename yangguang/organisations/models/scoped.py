"""What an organisation may have of its own, under a code, in numbered versions that never change.

Processes, decision tables and templates of documents are such: the nearest ancestor's applies (``rules.nearest``), and
what was once done by a version can always be read and done again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .tree import Organisation


class Scoped(models.Model):
    """One such thing for one organisation and all below it; without organisation: everywhere.

    Its versions are reached by ``versions``.
    """

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

    if TYPE_CHECKING:
        versions: Any

    class Meta:
        abstract = True
        ordering = ["code", "organisation__path"]
        constraints = [
            models.UniqueConstraint(fields=["code", "organisation"], name="%(class)s_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(organisation__isnull=True),
                name="%(class)s_once_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def next_number(self) -> int:
        """The number of the next version. All scopes of a code share one row of numbers, so that code and number alone
        are an address; they are locked until the transaction ends.
        """
        scopes = type(self)._default_manager.select_for_update(of=("self",)).filter(code=self.code)
        list(scopes.order_by("pk"))
        versions = self.versions.model._default_manager.filter(code=self.code)
        return int(versions.aggregate(last=models.Max("number"))["last"] or 0) + 1


class Version(models.Model):
    """One published version: immutable, with the fingerprint of its text. The subclass names what it is a version of,
    keeps the text, and has the constraints: code and number once, one text once for each thing.
    """

    code = models.SlugField(_("代码"), max_length=60)
    number = models.PositiveIntegerField(_("版本"))
    sha256 = models.CharField(_("指纹"), max_length=64)
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        abstract = True
