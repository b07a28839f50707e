"""What stands beside a case: other cases it has to do with, what was noted about it, and saved filters of the desk."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.web.fields import UidField

from .cases import Case


class LinkQuerySet(models.QuerySet["Link"]):
    def standing(self) -> LinkQuerySet:
        return self.filter(ended_at__isnull=True)

    def of(self, case: Case) -> LinkQuerySet:
        """The links of a case, whichever way round they were made."""
        return self.filter(models.Q(first=case) | models.Q(second=case))


class Link(models.Model):
    """Two cases have to do with each other, and why. The lower key stands first, so that a pair is one row."""

    uid = UidField()
    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name=_("办件"))
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name=_("相关办件"))
    reason = models.CharField(_("有什么关系"), max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("关联人"))
    made_at = models.DateTimeField(_("关联时间"))
    ended_at = models.DateTimeField(_("解除时间"), null=True, blank=True)

    REF_KIND = "casework.link"

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("关联")
        verbose_name_plural = _("关联")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(ended_at__isnull=True),
                name="cases_linked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="linked_cases_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id}"

    def other(self, case: Case) -> Case:
        return self.second if self.first_id == case.pk else self.first


class NoteQuerySet(models.QuerySet["Note"]):
    def standing(self) -> NoteQuerySet:
        return self.filter(struck_at__isnull=True)

    def for_applicant(self) -> NoteQuerySet:
        """What may be shown to whom the case is about, where its domain shows them the case at all."""
        return self.standing().filter(kind=Note.Kind.APPLICANT)


class Note(models.Model):
    """A word about a case: for those who work on it, or for whom it is about. Never changed; it can be struck out."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("内部备注")
        APPLICANT = "applicant", _("对申请人的说明")

    uid = UidField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes", verbose_name=_("办件"))
    kind = models.CharField(_("给谁看"), max_length=10, choices=Kind)
    text = models.TextField(_("内容"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    written_as = models.CharField(_("岗位"), max_length=80, blank=True)
    written_at = models.DateTimeField(_("时间"))
    struck_at = models.DateTimeField(_("划去时间"), null=True, blank=True)

    REF_KIND = "casework.note"

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("备注")
        verbose_name_plural = _("备注")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["internal", "applicant"]), name="note_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:20]}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)


class SavedFilter(models.Model):
    """A filter of the desk that somebody has named: her own, or shared with everybody of her organisation."""

    uid = UidField()
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("谁的"))
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("条件"), max_length=400, blank=True)
    shared_with = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("共享给"),
    )
    is_default = models.BooleanField(_("打开工作台时先用"), default=False)

    REF_KIND = "casework.filter"

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="filter_named_once"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(is_default=True), name="one_default_filter"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)
