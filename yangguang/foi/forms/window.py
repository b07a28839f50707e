"""What a clerk fills in for somebody at the window, or from a letter or a fax: the application and its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from yangguang.foi import channels
from yangguang.foi.actions import Application
from yangguang.foi.channels import Event
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import OrganisationQuerySet

from .apply import ApplyForm
from .fields import DayInput

ONSITE, INTERNET = "ONSITE", "INTERNET"
_EVENTS = {
    Event.SUBMITTED: "sent_on",
    Event.ARRIVED: "arrived_on",
    Event.SIGNED: "day_on",
    Event.CONFIRMED: "day_on",
}


def _channels() -> list[tuple[str, str]]:
    """Every way but the internet, each with the day that counts (条例第三十一条)."""
    words = {
        Event.SUBMITTED: _now("以提交之日为收到之日"),
        Event.SIGNED: _now("以本机关签收之日为收到之日"),
        Event.CONFIRMED: _now("以双方确认之日为收到之日"),
    }
    rows = [one for one in channels.channels().values() if one.code != INTERNET]
    return [(one.code, f"{one.name}（{words[one.day]}）") for one in rows]


class WindowForm(ApplyForm):
    channel = forms.ChoiceField(
        label=_("申请渠道"), choices=_channels, widget=forms.RadioSelect, initial=ONSITE
    )
    sent_on = forms.DateField(
        label=_("提交或者写信的日期"),
        required=False,
        widget=DayInput(),
        help_text=_("当面提交的，是提交之日；来信的，写信上的日期或者邮戳的日期。不填就是今天。"),
    )
    arrived_on = forms.DateField(
        label=_("平常信函收到的日期"),
        required=False,
        widget=DayInput(),
        help_text=_("不用签收的信，填信到的那一天；应当在当天与申请人确认。"),
    )
    day_on = forms.DateField(
        label=_("签收或者双方确认的日期"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "挂号信、快递填签收之日；平常信函、传真、电子邮件填与申请人确认之日。还没有确认的不填，登记受理时再填。"
        ),
    )

    CAME = ("channel", "sent_on", "arrived_on", "day_on")

    def __init__(self, *args: Any, offered: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = field.queryset.filter(pk__in=offered.order_by().values("pk"))  # type: ignore[union-attr]
        self.fields["organisation"].choices = self._organisations  # type: ignore[attr-defined]
        self.fields["organisation"].label = _("受理机关")
        self.fields["organisation"].help_text = _("替哪个机关收的。")
        self.fields["title"].label = _("所需信息的名称")
        self.fields["description"].label = _("描述")
        self.fields["papers"].label = _("身份证明、信件原件的扫描件和其他附件")
        self.fields["papers"].help_text = _("最多 10 个；照片、PDF、Word 都可以。")
        self.fields["for_other"].label = _("来办的是代理人（委托或者监护）")
        self.fields["delivery"].label = _("怎样答复申请人")
        for name, label in (
            ("agent_identity_kind", _("代理人的证件")),
            ("agent_identity_number", _("代理人的证件号码")),
            ("agent_phone", _("代理人的电话")),
            ("agent_email", _("代理人的电子邮箱")),
            ("agent_name", _("代理人的姓名")),
        ):
            self.fields[name].label = label

    @property
    def came(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.CAME)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        today = clock.today()
        for name in self.CAME[1:]:
            day = data.get(name)
            if day is not None and day > today:
                self.add_error(name, _now("这一天还没有到，请核对。"))
        code = data.get("channel")
        if code and data.get("day_on") and channels.channel_of(code).day is Event.SUBMITTED:
            self.add_error("day_on", _now("当面提交的不填这一项：提交之日就是收到之日。"))
        return data

    def days(self) -> dict[Event, date]:
        """What happened to the application on which day."""
        data = self.cleaned_data
        channel = channels.channel_of(data["channel"])
        found = {Event.SUBMITTED: data.get("sent_on") or clock.today()}
        if channel.same_day and data.get("arrived_on"):
            found[Event.ARRIVED] = data["arrived_on"]
        if data.get("day_on") and channel.day is not Event.SUBMITTED:
            found[channel.day] = data["day_on"]
        return found

    @sensitive_variables()
    def application(self) -> Application:
        told = super().application()
        return replace(told, channel=self.cleaned_data["channel"], days=self.days(), filled_by_clerk=True)

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field or ""
        if field in set(Event):
            refusal = Refusal(refusal.message, code=refusal.code, field=_EVENTS[Event(field)])
        super().refuse(refusal)
