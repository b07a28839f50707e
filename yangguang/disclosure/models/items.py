"""Items: what a page address and an index number belong to.

What an item shows of itself (title, category, dates) are the facts of its live edition, or of the newest one while
nothing is public yet: copies, written only by the verbs, so that lists of two million items need no join.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where, places_where
from yangguang.web.fields import UidField

from .catalogue import Category

UNTOLD_TITLE = _("涉密信息登记")
EXPUNGED_TITLE = _("（标题已依法消除）")


class Attribute(models.TextChoices):
    """公开属性 (条例第十三条、第十九条)."""

    PROACTIVE = "proactive", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    DENIED = "denied", _("不予公开")


class DenyReason(models.TextChoices):
    """Why something is not disclosed: articles 14 to 16 of the 政府信息公开条例."""

    SECRET = "secret", _("国家秘密")
    FORBIDDEN = "forbidden", _("法律、行政法规禁止公开")
    SAFETY = "safety", _("危及国家安全、公共安全、经济安全、社会稳定")
    THIRD_PARTY = "third_party", _("损害第三方合法权益的商业秘密、个人隐私等")
    INTERNAL = "internal", _("内部事务信息")
    PROCESS = "process", _("过程性信息")
    ENFORCEMENT = "enforcement", _("行政执法案卷信息")


ARTICLE_OF = {
    DenyReason.SECRET: "第十四条",
    DenyReason.FORBIDDEN: "第十四条",
    DenyReason.SAFETY: "第十四条",
    DenyReason.THIRD_PARTY: "第十五条",
    DenyReason.INTERNAL: "第十六条第一款",
    DenyReason.PROCESS: "第十六条第二款",
    DenyReason.ENFORCEMENT: "第十六条第二款",
}


# Who works on what is not public, each where the post is and below it.
INSIDE = frozenset({Permission.DRAFT, Permission.REVIEW, Permission.SEE_INTERNAL})


class ItemQuerySet(models.QuerySet["Item"]):
    def public(self) -> ItemQuerySet:
        """What everybody may read."""
        return self.filter(live_edition__isnull=False, withdrawn_at__isnull=True)

    def visible_to(self, user: Any) -> ItemQuerySet:
        """What this person may read: the public part, and the rest of the organisations where a post allows it.

        The one policy for pages, lists, search, feeds, the API and files.
        """
        public = models.Q(live_edition__isnull=False, withdrawn_at__isnull=True)
        if not getattr(user, "is_authenticated", False):
            return self.filter(public)
        inside = models.Q()
        for permission in INSIDE:
            inside |= models.Q(organisation__in=organisations_where(user, permission))
        return self.filter(public | inside)

    def inside(self, user: Any) -> ItemQuerySet:
        """What this person works on in the office: items of the organisations where a post allows it.

        The organisations are asked for here, so that the database need not for each item; whoever works for all of
        them is asked for none.
        """
        places = places_where(user, INSIDE)
        return self.all() if places is None else self.filter(organisation__in=places)

    def newest(self) -> ItemQuerySet:
        return self.order_by("-published_at", "-id")


class Item(models.Model):
    """One piece of government information. ``index_number`` is given at publication, last of all."""

    uid = UidField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="items")
    index_number = models.CharField(_("索引号"), max_length=80, null=True, blank=True, unique=True)
    live_edition = models.ForeignKey(
        "Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, help_text=_("第一次公开的时间"))
    changed_at = models.DateTimeField(_("变更时间"), null=True, blank=True, help_text=_("当前文本公开的时间"))
    registered_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("起草时间"))

    # Copies of the live edition's facts (of the newest edition's while nothing is public): see the module.
    title = models.CharField(_("标题"), max_length=200)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="items")
    attribute = models.CharField(_("公开属性"), max_length=10, choices=Attribute, default=Attribute.PROACTIVE)
    doc_number = models.CharField(_("文号"), max_length=80, blank=True)
    genre = models.CharField(_("体裁"), max_length=12, blank=True)
    generated_on = models.DateField(_("成文日期"), null=True, blank=True)
    late_days = models.PositiveIntegerField(_("逾期工作日"), default=0)

    # The days by which ``rules.validity`` tells whether the document holds. The first two come with a text, the
    # others are declared.
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    amended_on = models.DateField(_("修改日期"), null=True, blank=True)
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)

    REF_KIND = "disclosure.item"
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开信息")
        verbose_name_plural = _("公开信息")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="item_newest"),
            models.Index(fields=["category", "-published_at", "-id"], name="item_of_category"),
            models.Index(fields=["organisation", "-published_at", "-id"], name="item_of_organisation"),
            models.Index(fields=["organisation", "-created_at"], name="item_worked_on"),
            # Figures are counted from an index alone, however many items there are.
            models.Index(
                fields=["category", "organisation", "published_at"],
                condition=models.Q(live_edition__isnull=False, withdrawn_at__isnull=True),
                name="item_public",
            ),
            models.Index(fields=["published_at", "organisation", "late_days"], name="item_by_time"),
            models.Index(
                fields=["organisation", "published_at"],
                condition=models.Q(late_days__gt=0),
                name="item_late",
            ),
            models.Index(
                fields=["registered_at", "organisation"],
                condition=models.Q(registered_at__isnull=False),
                name="item_registered",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                # Public means: a number, a time and a text, all together.
                condition=models.Q(live_edition__isnull=True)
                | models.Q(
                    index_number__isnull=False, published_at__isnull=False, attribute=Attribute.PROACTIVE
                ),
                name="item_public_is_numbered",
            ),
            models.CheckConstraint(
                condition=models.Q(attribute__in=Attribute.values), name="item_attribute_known"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(live_edition__isnull=False),
                name="item_withdrawn_was_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def is_public(self) -> bool:
        return self.live_edition_id is not None and self.withdrawn_at is None

    def get_absolute_url(self) -> str:
        """The public page; '' while there is none."""
        return f"/items/{quote(self.index_number, safe='/')}/" if self.index_number and self.is_public else ""

    @property
    def office_url(self) -> str:
        return f"/office/items/{self.uid}/"


class Imported(models.Model):
    """What was imported: the same content into the same organisation is one item, however often it is tried."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=300)
    external_number = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        constraints = [models.UniqueConstraint(fields=["organisation", "fingerprint"], name="imported_once")]

    def __str__(self) -> str:
        return self.origin
