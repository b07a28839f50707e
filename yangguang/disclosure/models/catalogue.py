"""The disclosure catalogue 公开目录: categories from shared templates, and which of them an organisation keeps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.models import Organisation


class CategoryKind(models.TextChoices):
    FRAMEWORK = "framework", _("平台栏目")  # 指南、制度、法定主动公开内容、年报、依申请公开
    STATUTORY = "statutory", _("法定主动公开内容")  # 条例第二十条、第二十一条
    FIELD26 = "field26", _("基层政务公开标准目录")


class CategoryQuerySet(models.QuerySet["Category"]):
    def roots(self) -> CategoryQuerySet:
        return self.filter(parent__isnull=True)

    def fillable(self) -> CategoryQuerySet:
        """Those that items can be put into."""
        return self.filter(takes_items=True)


class Category(models.Model):
    """One line of the catalogue, with the columns that 国办发〔2019〕54号 asks for.

    ``verified`` is False while the wording has not been compared with the official standard: shown as 待核实.
    """

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级"),
    )
    order = models.PositiveIntegerField(_("排序"), default=100)
    kind = models.CharField(_("类别"), max_length=12, choices=CategoryKind)
    takes_items = models.BooleanField(_("可放信息"), default=True)
    a20_item = models.CharField(
        _("法定事项"), max_length=12, blank=True, help_text=_("A20_01 至 A20_15、A21_CITY、A21_TOWN")
    )
    elements = models.JSONField(_("公开内容（要素）"), default=list, blank=True)
    basis = models.JSONField(_("公开依据"), default=list, blank=True)
    deadline = models.CharField(_("公开时限"), max_length=200, blank=True)
    limit_code = models.CharField(_("时限代码"), max_length=40, default="PROACTIVE_PUBLISH", blank=True)
    responsible = models.CharField(_("公开主体"), max_length=200, blank=True)
    carriers = models.JSONField(_("公开渠道和载体"), default=list, blank=True)
    audience = models.CharField(_("公开对象"), max_length=100, blank=True)
    mode = models.CharField(_("公开方式"), max_length=20, blank=True)
    level = models.CharField(_("公开层级"), max_length=40, blank=True)
    audience_kinds = models.JSONField(
        _("适用机构类别"), default=list, blank=True, help_text=_("机构类别代码；为空时适用于所有机构")
    )
    verified = models.BooleanField(_("已核实"), default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开目录分类")
        verbose_name_plural = _("公开目录分类")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="category_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CategoryKind.values), name="category_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/catalogue/{self.code}/"

    @property
    def called(self) -> str:
        return self.short_name or self.name

    @property
    def path(self) -> str:
        """With what it stands under: 对象 alone there are several of."""
        return f"{self.parent.called} › {self.called}" if self.parent else self.called


class CatalogueEntry(models.Model):
    """An organisation keeps a category: its own responsible unit and order may differ from the template's."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="catalogue")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="entries")
    responsible = models.CharField(_("责任单位"), max_length=200, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=100)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构公开目录")
        verbose_name_plural = _("机构公开目录")
        ordering = ["organisation", "order", "category__order"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "category"], name="catalogue_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.category}"
