"""What somebody agreed to, in the very words that were shown (个人信息保护法第十四条至第十七条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.parties.models.parties import Party
from yangguang.web.fields import UidField


class ConsentText(models.Model):
    """One wording, kept as it was when the first person agreed to it; never changed."""

    purpose = models.CharField(_("用途"), max_length=60)
    version = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("内容"))
    first_used_at = models.DateTimeField(_("开始使用"))

    class Meta:
        verbose_name = _("同意书文本")
        verbose_name_plural = _("同意书文本")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_once"),
            models.CheckConstraint(
                condition=~Q(text="") & Q(version__gte=1), name="consent_text_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """A party agrees to one use of its data; what was done before it was withdrawn stays lawful (第十五条)."""

    REF_KIND = "parties.consent"

    uid = UidField()
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="consents", verbose_name=_("当事人")
    )
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("同意书文本")
    )
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "text"], condition=Q(withdrawn_at__isnull=True), name="consent_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.uid}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)
