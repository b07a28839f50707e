"""Word lists, by scope: everything else that is screened needs no rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.web.fields import UidField


class WordKind(models.TextChoices):
    WRONG = "wrong", _("错别字")
    BANNED = "banned", _("不当用语")


class Level(models.TextChoices):
    """How much a finding weighs; only `block` keeps a text from going on."""

    BLOCK = "block", _("必须处理")
    WARN = "warn", _("请核对")
    HINT = "hint", _("提示")


class WordListQuerySet(models.QuerySet["WordList"]):
    def applying_to(self, organisation: Organisation | None) -> WordListQuerySet:
        """Lists of the whole house, of the organisation and of those above it."""
        scope = models.Q(organisation__isnull=True)
        if organisation is not None:
            scope |= models.Q(organisation__path__in=organisation.paths_above)
        return self.filter(scope, is_active=True)

    def visible_to(self, user: Any) -> WordListQuerySet:
        """The house's lists, and those of organisations whose words the user manages."""
        mine = organisations_where(user, Permission.MANAGE_WORDS)
        return self.filter(models.Q(organisation__isnull=True) | models.Q(organisation__in=mine))


class WordList(models.Model):
    """Words of one kind and weight that an organisation, and all below it, are screened against."""

    uid = UidField()
    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("适用机构"),
    )
    kind = models.CharField(_("类别"), max_length=8, choices=WordKind)
    level = models.CharField(_("程度"), max_length=5, choices=Level, default=Level.WARN)
    is_active = models.BooleanField(_("启用"), default=True)
    # Changes with every change of the words, so that each process knows when its automaton is old.
    stamp = UidField()

    objects = WordListQuerySet.as_manager()

    class Meta:
        verbose_name = _("词库")
        verbose_name_plural = _("词库")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=WordKind.values), name="word_list_kind_known"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="word_list_level_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A word that should not stand, what to write instead, and the longer words in which it is right."""

    word_list = models.ForeignKey(
        WordList, on_delete=models.CASCADE, related_name="words", verbose_name=_("词库")
    )
    text = models.CharField(_("词"), max_length=60)
    suggestion = models.CharField(_("建议"), max_length=120, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    right_in = models.CharField(
        _("不算错的上下文"), max_length=200, blank=True, help_text=_("用 | 隔开，例如 唯一但")
    )

    class Meta:
        verbose_name = _("词")
        verbose_name_plural = _("词")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["word_list", "text"], name="word_once_in_list"),
            models.CheckConstraint(condition=~models.Q(text=""), name="word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text
