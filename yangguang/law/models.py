"""Instruments and their articles, with the days on which they are in force.

An instrument that was revised has one row per version under the same `code`; articles hang on the version, so
that 第二十一条 of 2017 and of 2026 are two things. Spans are half-open: `effective_to` is the first day without.
Facts and short gists of our own only: no text of the law is kept here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock
from yangguang.lib.numerals import to_chinese


class Kind(models.TextChoices):
    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    PARTY = "party", _("党内法规")
    RULE = "rule", _("部门规章")
    DOCUMENT = "document", _("规范性文件")
    LOCAL = "local", _("本地规定")


class Status(models.TextChoices):
    FUTURE = "future", _("尚未施行")
    IN_FORCE = "in-force", _("现行有效")
    SUPERSEDED = "superseded", _("已被修订")
    REPEALED = "repealed", _("已废止")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def in_force(self, on: date | None = None) -> InstrumentQuerySet:
        """Versions in force on a day (today)."""
        on = on or clock.today()
        return self.filter(effective_from__lte=on).filter(
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gt=on)
        )

    def visible_to(self, user: Any) -> InstrumentQuerySet:
        return self


class Instrument(models.Model):
    """One version of a law, regulation or document."""

    code = models.SlugField(_("代码"), max_length=60)
    title = models.CharField(_("名称"), max_length=120)
    short_titles = models.JSONField(_("简称"), default=list, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    issued_on = models.DateField(_("公布日期"), null=True, blank=True)
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    articles_count = models.PositiveSmallIntegerField(_("条数"), null=True, blank=True)
    renumbered = models.JSONField(
        _("新旧条号"), default=dict, blank=True, help_text=_("上一版条号对应的本版条号")
    )
    replaced_by = models.CharField(_("替代文件"), max_length=120, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律文件")
        verbose_name_plural = _("法律文件")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(effective_to__isnull=True),
                name="instrument_one_open_version",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="instrument_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def status_on(self, on: date) -> Status:
        if on < self.effective_from:
            return Status.FUTURE
        if self.effective_to is None or on < self.effective_to:
            return Status.IN_FORCE
        return Status.REPEALED if self.replaced_by else Status.SUPERSEDED


class Article(models.Model):
    """An article that limits, catalogues or findings stand on; `gist` is our own short wording."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="articles", verbose_name=_("法律文件")
    )
    number = models.PositiveSmallIntegerField(_("条"))
    gist = models.CharField(_("要点"), max_length=200, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["instrument", "number"]
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="article_once")]

    @property
    def label(self) -> str:
        """第二十六条"""
        return f"第{to_chinese(self.number)}条"

    def __str__(self) -> str:
        """《政府信息公开条例》第二十六条"""
        return f"{self.instrument}{self.label}"
