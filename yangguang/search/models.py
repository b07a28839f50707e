"""What can be found, and what the index has yet to learn.

An :class:`Entry` is written in the transaction that publishes, together with a :class:`Change`. The index
itself (``engines``) lives beside the records and follows: applying a change makes the index agree with
the entry as it then is, so applying twice, late or after a crash does no harm.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.web.fields import RefField


class Entry(models.Model):
    """One thing that can be found, as its owner last described it."""

    ref = RefField(unique=True)
    # Where the index keeps it: days since 1900 × 65536 + a number within the day, so that newest first is one
    # walk backwards and a span of days is a span of positions. Null until the index has learnt of it.
    position = models.BigIntegerField(unique=True, null=True)
    title = models.CharField(_("标题"), max_length=500)
    text = models.TextField(_("正文"), blank=True)
    organisation_code = models.CharField(max_length=60, blank=True)
    organisation_path = models.CharField(max_length=400, blank=True)
    organisation_name = models.CharField(max_length=120, blank=True)
    category_code = models.CharField(max_length=60, blank=True)
    category_path = models.CharField(max_length=400, blank=True)
    category_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(_("公开时间"))
    url = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("可搜索的内容")
        verbose_name_plural = _("可搜索的内容")
        indexes = [models.Index(fields=["published_at"], name="entry_published")]

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """The index has yet to learn of ``ref``; ``position`` is where it stood when it was withdrawn."""

    ref = RefField()
    position = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("待更新的索引")
        verbose_name_plural = _("待更新的索引")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.ref)
