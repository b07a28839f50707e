"""Where an organisation takes requests for information in: what the guide has to say of it (条例第十二条)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .tree import Organisation


class Contact(models.Model):
    """One row for an organisation that has an office of its own; those without one use the nearest above."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="contact", verbose_name=_("机构")
    )
    office = models.CharField(_("受理机构"), max_length=120)
    address = models.CharField(_("办公地址"), max_length=200)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=60)
    fax = models.CharField(_("传真"), max_length=60, blank=True)
    email = models.CharField(_("电子邮箱"), max_length=254, blank=True)
    hours = models.CharField(_("办公时间"), max_length=120)

    class Meta:
        verbose_name = _("受理联系方式")
        verbose_name_plural = _("受理联系方式")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(office="")
                & ~models.Q(address="")
                & ~models.Q(telephone="")
                & ~models.Q(hours=""),
                name="contact_says_where_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.office
