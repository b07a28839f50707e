"""What is typed at a step, beside the opinion that every step has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Task
from yangguang.deadlines import rules as deadlines
from yangguang.foi import channels
from yangguang.foi.actions.asking import NOTICE_LIMIT
from yangguang.foi.channels import Event
from yangguang.foi.fees import Method
from yangguang.foi.models import Delivery, DemandKind, Request
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

from .fields import DayInput


class _What(forms.Form):
    what = forms.CharField(
        label=_("要告知申请人的内容"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("选“告知补正”时写明要补正什么，会写进告知书；受理不用写。"),
    )

    request: Request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say()

    def say(self) -> None:
        """Say at the fields what this request makes of them."""
        self.fields["what"].help_text = _now("选“告知补正”时写明要补正什么，会写进告知书。%(last)s") % {
            "last": _last_notice(self.request)
        }


class RegisterForm(_What):
    """The day of receipt, where the channel makes it depend on what happened (条例第三十一条)."""

    received_day = forms.DateField(label=_("收到日期"), required=False, widget=DayInput())

    field_order = ["arrived_on", "received_day", "what"]

    def say(self) -> None:
        super().say()
        channel = channels.channel_of(self.request.channel)
        words = {
            Event.SIGNED: _now("填本机关签收之日"),
            Event.CONFIRMED: _now("填与申请人双方确认之日"),
            Event.SUBMITTED: _now("填提交之日"),
        }
        told = {"channel": channel.name, "what": words[channel.day], "basis": channel.basis}
        self.fields["received_day"].help_text = (
            _now("%(channel)s：%(what)s（%(basis)s）。答复期限从次日起算；不填就是今天。") % told
        )
        self.fields["received_day"].initial = clock.today()


class LetterForm(RegisterForm):
    """A letter without signature is confirmed on the day on which it lies in the office."""

    arrived_on = forms.DateField(
        label=_("信函到达日期"),
        required=False,
        widget=DayInput(),
        help_text=_("不用签收的信，应当在收到的当天与申请人确认；不是当天确认的，会记下来。"),
    )


class HandleForm(_What):
    """What the applicant is asked for, if anything; the answer itself is drafted beside.

    The usual way on needs none of it, so that the page of the case shows these fields ``folded`` under this line.
    """

    folded = _("告知补正、要求说明理由、收费的，在这里写")

    method = forms.ChoiceField(
        label=_("收费方式"),
        required=False,
        choices=[("", _("不收费")), (Method.BY_ITEM, _("按件")), (Method.BY_PAGE, _("按量"))],
        help_text=_("只在选“收费通知”时填写；按件的件数从台账数出，金额由系统计算。"),
    )
    units = forms.IntegerField(
        label=_("页数"), required=False, min_value=1, max_value=100_000, help_text=_("按量收费的填写。")
    )

    def say(self) -> None:
        asked = set(self.request.demands.values_list("kind", flat=True))
        done = [str(DemandKind(kind).label) for kind in DemandKind.values if kind in asked]
        words = [
            _now("提交送审的不填。告知补正、要求说明理由的，写明内容，会写进告知书；收费的写说明，可以不写。")
        ]
        if done:
            words.append(_now("已经告知过、不能再次告知的：%(kinds)s。") % {"kinds": "、".join(done)})
        if DemandKind.SUPPLEMENT not in asked:
            words.append(_last_notice(self.request))
        self.fields["what"].help_text = "".join(words)


class DeliverForm(forms.Form):
    """How the answer went out: the day of posting, or of handing over, counts."""

    way = forms.ChoiceField(label=_("送达方式"), choices=Delivery.choices)
    sent_on = forms.DateField(
        label=_("寄出或者送达日期"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "邮寄的填交邮之日，当面领取的填签收之日，网上、电子邮件的填发出之日；这一天计入答复期限。不填就是今天。"
        ),
    )
    tracking_number = forms.CharField(
        label=_("邮件号"), required=False, max_length=40, help_text=_("邮寄的填写，便于查询。")
    )

    request: Request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].initial = self.request.delivery
        self.fields["way"].help_text = _now("申请人选择的是：%(way)s。") % {
            "way": self.request.get_delivery_display()
        }


def form_of(task: Task) -> type[forms.Form]:
    """The form of a step, for the request that it is about."""
    base: type[forms.Form] | None = {"handle": HandleForm, "deliver": DeliverForm}.get(task.element)
    if base is None and task.element != "register":
        return forms.Form
    assert task.case.subject is not None
    request = Request.objects.select_related("organisation").get(uid=task.case.subject.uid)
    return type("StepForm", (base or _register_form(request),), {"request": request})


def _register_form(request: Request) -> type[forms.Form]:
    if request.received_on is not None:
        return _What
    return LetterForm if channels.channel_of(request.channel).same_day else RegisterForm


def _last_notice(request: Request) -> str:
    """Until when a supplement can be asked for (条例第三十条)."""
    if request.received_on is None:
        return ""
    try:
        last = deadlines.due(NOTICE_LIMIT, request.received_on, request.organisation).on
    except Refusal:
        return ""
    return _now("告知补正最迟 %(last)s（收到之日起 7 个工作日）。") % {"last": last}
