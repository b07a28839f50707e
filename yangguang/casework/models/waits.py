"""What a case waits for that is nobody's task, and what came for it from outside."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.web.fields import RefField, UidField

from .cases import Case, Token


class WaitState(models.TextChoices):
    WAITING = "waiting", _("等候中")
    HAPPENED = "happened", _("已发生")
    OVER = "over", _("不再等候")


class WaitQuerySet(models.QuerySet["Wait"]):
    def waiting(self) -> WaitQuerySet:
        return self.filter(state=WaitState.WAITING)


class Wait(models.Model):
    """What a case waits for that is nobody's task: a limit running out, a message from outside, a sub-case.

    ``token`` is the one that waits: of the event itself, or of the activity at whose boundary the event hangs. ``watch`` is
    the subject of the clock that a timer goes by: the task's own where both have the same limit, so that a suspension or
    an extension of the step moves the timer too; otherwise this row's. ``organisation`` and ``post_code`` name the post
    that did the last step before: a case that only waits lies on its desk.
    """

    REF_KIND = "casework.wait"

    class For(models.TextChoices):
        TIMER = "timer", _("期限")
        MESSAGE = "message", _("来件")
        CASE = "case", _("子办件")

    uid = UidField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="waits", verbose_name=_("办件"))
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="waits")
    element = models.CharField(max_length=120)
    what = models.CharField(_("等什么"), max_length=10, choices=For)
    name = models.CharField(_("名称"), max_length=120, blank=True)
    watch = RefField(blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=WaitState, default=WaitState.WAITING)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("经办单位"),
    )
    post_code = models.CharField(_("经办岗位"), max_length=60, blank=True)
    began_at = models.DateTimeField(_("开始等候"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    facts = models.JSONField(_("当时的事实"), default=dict, blank=True)
    way = models.JSONField(_("随后经过"), default=list, blank=True)

    objects = WaitQuerySet.as_manager()

    class Meta:
        verbose_name = _("等候")
        verbose_name_plural = _("等候")
        constraints = [
            models.UniqueConstraint(
                fields=["token", "element"], condition=models.Q(state="waiting"), name="one_wait_for_an_event"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
                name="wait_ended_when_not_waiting",
            ),
        ]
        indexes = [
            models.Index(fields=["watch"], condition=models.Q(state="waiting"), name="wait_by_clock"),
            models.Index(
                fields=["organisation", "post_code"],
                condition=models.Q(state="waiting"),
                name="wait_of_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.name or self.element}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def called(self) -> str:
        """How the page calls it: the event's own name, or what it waits for."""
        node = self.case.version.model.nodes.get(self.element)
        return (node.name if node and node.name else "") or self.name


class Arrival(models.Model):
    """A message from outside that came for a case: 补正材料, 缴费, 第三方意见. Kept until an event takes it, once."""

    uid = UidField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrivals", verbose_name=_("办件"))
    name = models.CharField(_("来件"), max_length=120)
    data = models.JSONField(_("内容"), default=dict, blank=True)
    arrived_at = models.DateTimeField(_("收到时间"))
    taken = models.BooleanField(_("已用"), default=False)

    class Meta:
        verbose_name = _("来件")
        verbose_name_plural = _("来件")
        indexes = [
            models.Index(fields=["case", "name"], condition=models.Q(taken=False), name="arrival_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.name}"
