"""Posts 岗位 and who holds them. Who is dismissed today has no rights today: ``until`` is the first day without."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.web.fields import UidField

from .spans import in_force
from .tree import Organisation


class PostQuerySet(models.QuerySet["Post"]):
    def open(self) -> PostQuerySet:
        """Posts that have not been abolished, of organisations that exist."""
        return self.filter(
            in_force("organisation__valid_from", "organisation__valid_to", clock.today()),
            abolished_on__isnull=True,
        )


class Post(models.Model):
    """A post 岗位 of an organisation: lanes of processes name its ``code``, its permissions count in the subtree."""

    uid = UidField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    code = models.SlugField(_("岗位代号"), max_length=40)
    name = models.CharField(_("岗位名称"), max_length=60)
    permissions = models.JSONField(_("权限"), default=list, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=100)
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)

    REF_KIND = "organisations.post"
    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="post_code_in_organisation")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self, on: date | None = None) -> AppointmentQuerySet:
        """Appointments in force on a day (today): the post stands and its organisation exists."""
        day = on or clock.today()
        return self.filter(
            in_force("since", "until", day),
            in_force("post__organisation__valid_from", "post__organisation__valid_to", day),
            models.Q(post__abolished_on__isnull=True) | models.Q(post__abolished_on__gt=day),
        )

    def current(self, on: date | None = None) -> AppointmentQuerySet:
        """Those of them whose holder's account is not disabled."""
        return self.standing(on).filter(user__is_active=True)

    def regular(self) -> AppointmentQuerySet:
        return self.filter(acting=False)


class Appointment(models.Model):
    """A person holds a post from ``since`` until (not including) ``until``.

    ``acting`` marks who stands in (代理、AB 岗); ``on_behalf_of`` names the holder in whose place, if there is one.
    """

    uid = UidField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("免职日期"), null=True, blank=True)
    acting = models.BooleanField(_("代理"), default=False)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("代谁履职"),
    )
    basis = models.CharField(_("任免依据"), max_length=300, blank=True)

    REF_KIND = "organisations.appointment"
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post"], condition=models.Q(until__isnull=True), name="appointment_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="appointment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(on_behalf_of__isnull=True) | models.Q(acting=True),
                name="appointment_on_behalf_is_acting",
            ),
            models.CheckConstraint(
                condition=models.Q(on_behalf_of__isnull=True) | ~models.Q(on_behalf_of=models.F("user")),
                name="appointment_not_for_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.post}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None where no end is set."""
        return self.until - timedelta(1) if self.until else None

    def is_current(self, on: date | None = None) -> bool:
        day = on or clock.today()
        return self.since <= day and (self.until is None or day < self.until)
