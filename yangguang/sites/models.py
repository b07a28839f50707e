"""A site is a way into the same items; a column is a stored question, not a pile of pages.

Two hundred sites with their columns are a few thousand rows here, and no item is ever copied. Who can answer
a column's question stands above this room (``disclosure``); this room only keeps it in good shape.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.web.fields import UidField
from yangguang.web.meta import COLUMN_TYPES


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, user: Any) -> SiteQuerySet:
        """The sites that this person looks after: those of organisations where a post allows it."""
        return self.filter(organisation__in=organisations_where(user, Permission.MANAGE_CATALOGUE))


class Site(models.Model):
    """A public site: found by its host, or by the path under which it stands on a shared host."""

    uid = UidField()
    code = models.SlugField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("网站名称"), max_length=80)
    host = models.CharField(
        _("域名"), max_length=120, blank=True, help_text=_("例如 www.yangguang.gov.cn，不带协议")
    )
    path = models.CharField(_("路径"), max_length=60, blank=True, help_text=_("与其他网站共用域名时使用"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sites", verbose_name=_("主办机构")
    )
    site_id_code = models.CharField(_("网站标识码"), max_length=10, blank=True)
    icp = models.CharField(_("ICP 备案号"), max_length=60, blank=True)
    police = models.CharField(_("公安备案号"), max_length=60, blank=True)
    contact = models.JSONField(_("联系方式"), default=dict, blank=True)
    look = models.JSONField(_("外观"), default=dict, blank=True)

    REF_KIND = "sites.site"
    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("网站")
        verbose_name_plural = _("网站")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="site_address_once"),
            models.CheckConstraint(
                condition=models.Q(site_id_code="")
                | models.Q(site_id_code__regex=r"^(bm[0-9]{8}|[0-9]{10})$"),
                name="site_id_code_form",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    # What the templates of the whole house ask of a site.
    @property
    def domain(self) -> str:
        """The host; while none is entered, the one of the house's address: SiteDomain is never empty."""
        return self.host or urlparse(settings.BASE_URL).hostname or ""

    @property
    def slogan(self) -> str:
        return str(self.look.get("slogan") or _("公开 · 服务 · 互动 · 监督"))

    @property
    def hot_words(self) -> list[str]:
        return list(self.look.get("hot_words", []))

    @property
    def sponsor(self) -> str:
        return str(self.contact.get("sponsor") or self.organisation.name)

    @property
    def undertaker(self) -> str:
        return str(self.contact.get("undertaker", ""))

    @property
    def address(self) -> str:
        return str(self.contact.get("address", ""))

    @property
    def phone(self) -> str:
        return str(self.contact.get("phone", ""))

    @property
    def email(self) -> str:
        return str(self.contact.get("email", ""))

    @property
    def hours(self) -> str:
        return str(self.contact.get("hours", ""))


class ColumnQuerySet(models.QuerySet["Column"]):
    def open(self) -> ColumnQuerySet:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, user: Any) -> ColumnQuerySet:
        """The columns that this person looks after: those of sites of organisations where a post allows it."""
        return self.filter(site__organisation__in=organisations_where(user, Permission.MANAGE_CATALOGUE))


class Column(models.Model):
    """A column 栏目. ``question`` says what belongs here: see :func:`sites.rules.check_question`."""

    uid = UidField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="columns", verbose_name=_("网站"))
    code = models.SlugField(_("代号"), max_length=60, help_text=_("网址中使用，开设后不改"))
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级栏目"),
    )
    description = models.CharField(
        _("栏目说明"), max_length=300, help_text=_("设置目的、主要内容；用于 ColumnDescription 标签")
    )
    keywords = models.CharField(_("关键词"), max_length=200, help_text=_("用逗号分隔"))
    column_type = models.CharField(
        _("栏目类别"), max_length=20, choices=[(kind, kind) for kind in COLUMN_TYPES]
    )
    question = models.JSONField(_("收什么信息"), default=dict, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=100)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True)

    REF_KIND = "sites.column"
    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="column_code_in_site"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="column_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(column_type__in=COLUMN_TYPES), name="column_type_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    def get_absolute_url(self) -> str:
        return f"/columns/{self.code}/"
