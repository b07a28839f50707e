"""Administrative divisions (GB/T 2260): six digits down to the county, twelve below, with their validity."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock

from .spans import in_force


class Level(models.IntegerChoices):
    PROVINCE = 1, _("省级")
    CITY = 2, _("地级")
    COUNTY = 3, _("县级")
    TOWN = 4, _("乡级")
    VILLAGE = 5, _("村级")


class DivisionQuerySet(models.QuerySet["Division"]):
    def current(self, on: date | None = None) -> DivisionQuerySet:
        """Divisions that exist on a day (today)."""
        return self.filter(in_force("valid_from", "valid_to", on or clock.today()))


class Division(models.Model):
    """A division of the country; ``valid_to`` is the first day on which it is no more."""

    code = models.CharField(_("代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级"),
    )
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_code_from"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="division_code_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="division_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def level_of(code: str) -> Level:
    """The level that a code of 6 or 12 digits speaks of. Raises ValueError for another form."""
    if not code.isdecimal() or len(code) not in (6, 12):
        raise ValueError(f"not a division code: {code}")
    if len(code) == 12 and code[6:] != "000000":
        return Level.VILLAGE if code[9:] != "000" else Level.TOWN
    if code[4:6] != "00":
        return Level.COUNTY
    return Level.CITY if code[2:4] != "00" else Level.PROVINCE


def parent_code(code: str) -> str | None:
    """The code one level up, as long as codes of that level are (6 digits from county up); None for a province.

    530926 → 530900 → 530000; 530926100001 → 530926100000 → 530926.
    """
    match level_of(code):
        case Level.VILLAGE:
            return code[:9] + "000"
        case Level.TOWN:
            return code[:6]
        case Level.COUNTY:
            return code[:4] + "00"
        case Level.CITY:
            return code[:2] + "0000"
    return None
