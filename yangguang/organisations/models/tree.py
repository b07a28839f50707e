"""Organisations: a tree with validity, successors and the names of every time.

``path`` is the tree's materialised form ("county/civil-affairs/"): every prefix of it names an ancestor.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.web.fields import UidField

from .divisions import Division
from .spans import in_force


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    OFFICE = "office", _("办事机构")
    TOWN = "town", _("乡镇人民政府、街道办事处")
    VILLAGE = "village", _("村（居）民委员会")
    PARTY = "party", _("党的机关")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def current(self, on: date | None = None) -> OrganisationQuerySet:
        """Organisations that exist on a day (today)."""
        return self.filter(in_force("valid_from", "valid_to", on or clock.today()))

    def subtree(self, organisation: Organisation) -> OrganisationQuerySet:
        """An organisation and all below it."""
        return self.filter(path__startswith=organisation.path)

    def under(self, paths: list[str]) -> OrganisationQuerySet:
        """The organisations at or below any of some paths; none for no path."""
        wanted = models.Q(pk__in=[])
        for path in paths:
            wanted |= models.Q(path__startswith=path)
        return self.filter(wanted)

    def in_order(self) -> OrganisationQuerySet:
        """As an office lists them: government, its departments, towns, villages."""
        return self.order_by("order", "path")


class Organisation(models.Model):
    uid = UidField()
    code = models.SlugField(_("代号"), max_length=60, unique=True, help_text=_("网址中使用，设立后不改"))
    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    division = models.ForeignKey(
        Division,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("所在区划"),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级机构"),
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("职责划入"),
    )
    order = models.PositiveIntegerField(_("排序"), default=1000)
    number_codes = models.JSONField(
        _("编号用代码"),
        default=dict,
        blank=True,
        help_text=_("索引号等编号中使用的代码，例如地区、部门代码；下级没有的沿用上级"),
    )

    REF_KIND = "organisations.organisation"
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["order", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=models.Q(valid_to__isnull=True), name="organisation_uscc_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_validity_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(valid_to__isnull=False),
                name="organisation_successor_means_closed",
            ),
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("id")) & ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_kin",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.code}/"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def paths_above(self) -> list[str]:
        """The paths of the ancestors and its own, nearest first."""
        parts = self.path.rstrip("/").split("/")
        return ["/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]

    def ancestors_and_self(self) -> OrganisationQuerySet:
        """The way from the top down to this organisation."""
        return Organisation.objects.filter(path__in=self.paths_above).order_by("path")

    def is_at_or_below(self, other: Organisation) -> bool:
        return self.path.startswith(other.path)

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def name_on(self, day: date) -> str:
        """The full name that it bore on a day; the earliest known for days before."""
        rows = list(self.names.order_by("valid_from"))
        borne = [row.name for row in rows if row.valid_from <= day]
        return borne[-1] if borne else (rows[0].name if rows else self.name)

    def number_code(self, part: str) -> str | None:
        """A code used in numbers, its own or the nearest ancestor's."""
        for row in sorted(self.ancestors_and_self(), key=lambda o: -len(o.path)):
            if part in row.number_codes:
                return str(row.number_codes[part])
        return None


class OrganisationName(models.Model):
    """A name that an organisation bears or bore: acts and pages keep the name of their time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    valid_from = models.DateField(_("起用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("机构名称")
        verbose_name_plural = _("机构名称")
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(valid_to__isnull=True),
                name="organisation_one_name",
            ),
            models.UniqueConstraint(fields=["organisation", "valid_from"], name="organisation_name_from"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_name_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
