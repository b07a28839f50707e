"""What can be found, and what the index has yet to learn.

An :class:`Entry` is written in the transaction that publishes, together with a :class:`Change`. The index
itself (``engines``) lives beside the records and follows: applying a change makes the index agree with
the entry as it then is, so applying twice, late or after a crash does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.fields import RefField, UidField


def state_on(validity: Sequence[Sequence[str]], day: date) -> str:
    """The last state of :attr:`Entry.validity` that has begun on a day."""
    states = [state for since, state in validity if since <= day.isoformat()]
    return states[-1] if states else ""


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
    # The names of the parts of category_path, one a line.
    category_names = models.TextField(blank=True)
    # [["2026-01-01", "in_force"], …]: from which day on which state holds; and the next day on which it flips.
    validity = models.JSONField(default=list, blank=True)
    validity_due = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(_("公开时间"))
    url = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("可搜索的内容")
        verbose_name_plural = _("可搜索的内容")
        indexes = [
            models.Index(fields=["published_at"], name="entry_published"),
            models.Index(
                fields=["validity_due"],
                name="entry_validity_due",
                condition=models.Q(validity_due__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def validity_on(self, day: date) -> str:
        """The state that holds on a day; empty for what is not that kind of document."""
        return state_on(self.validity, day)


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


class Rebuild(models.Model):
    """An index is being made anew beside the one in use; the row lasts until the new one has taken its place.

    Everything up to ``reached`` is copied. ``uid`` names the new index, so that whoever goes on after a crash knows
    whether what lies there is the one that was begun.
    """

    uid = UidField()
    started_at = models.DateTimeField()
    reached = models.BigIntegerField(default=-1)
    copied = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("索引重建")
        verbose_name_plural = _("索引重建")

    def __str__(self) -> str:
        return self.uid


class WordGroupQuerySet(models.QuerySet["WordGroup"]):
    def visible_to(self, user: Any) -> WordGroupQuerySet:
        """The words belong to the house; those see them who look after what is public."""
        return self if may_anywhere(user, Permission.MANAGE_CATALOGUE) else self.none()


class WordGroup(models.Model):
    """Words that mean the same to whoever searches: 低保 and 最低生活保障.

    Both ways, each word also finds the others; one way, only the first finds the others: 三公 finds 三公经费.
    """

    uid = UidField()
    words = models.JSONField(_("词"))
    # The words in normal form between line ends, so that a query's words are looked up in one go.
    folded = models.TextField(editable=False, unique=True)
    one_way = models.BooleanField(_("只从第一个词找其余的词"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    changed_at = models.DateTimeField(editable=False)

    REF_KIND = "search.word_group"
    objects = WordGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["id"]

    def __str__(self) -> str:
        return ("→" if self.one_way else "＝").join(self.words)

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)


class Term(models.Model):
    """A word that is offered while somebody types: how it sounds and how often it stands in titles."""

    text = models.CharField(max_length=40, unique=True)
    pinyin = models.CharField(max_length=240, db_index=True)
    initials = models.CharField(max_length=40, db_index=True)
    weight = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("提示词")
        verbose_name_plural = _("提示词")
        ordering = ["-weight", "text"]

    def __str__(self) -> str:
        return self.text


class Sought(models.Model):
    """How often something was sought on a day, found nothing, or was opened: a count of words, never of people."""

    day = models.DateField()
    words = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("搜索情况")
        verbose_name_plural = _("搜索情况")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="sought_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
