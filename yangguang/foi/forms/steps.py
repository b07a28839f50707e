"""The fields of each step, beside the opinion that every step has."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Task
from yangguang.foi import channels
from yangguang.foi.fees import Method
from yangguang.foi.models import Delivery, Request


class _What(forms.Form):
    what = forms.CharField(
        label=_("要告知申请人的内容"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("告知补正时，写明要补正什么；会写进告知书。"),
    )


class RegisterForm(_What):
    """The day of receipt, where the channel makes it depend on what happened (条例第三十一条)."""

    received_day = forms.DateField(
        label=_("收到日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class LetterForm(RegisterForm):
    """A letter without signature is confirmed on the day on which it lies in the office."""

    arrived_on = forms.DateField(
        label=_("信函到达日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class HandleForm(_What):
    """What the applicant is asked for, if anything; the answer itself is drafted beside."""

    method = forms.ChoiceField(
        label=_("收费方式（收费通知时选择）"),
        required=False,
        choices=[("", _("不收费")), (Method.BY_ITEM, _("按件")), (Method.BY_PAGE, _("按量"))],
    )
    units = forms.IntegerField(label=_("页数（按量时填写）"), required=False, min_value=1, max_value=100_000)


class DeliverForm(forms.Form):
    """How the answer went out: the day of posting, or of handing over, counts."""

    way = forms.ChoiceField(label=_("送达方式"), choices=Delivery.choices)
    sent_on = forms.DateField(
        label=_("寄出或者送达日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("邮寄的填交邮之日，当面领取的填签收之日；不填就是今天。"),
    )
    tracking_number = forms.CharField(label=_("邮件号"), required=False, max_length=40)


def form_of(task: Task) -> type[forms.Form]:
    """The form of a step."""
    if task.element == "register":
        return _register_form(task)
    return {"handle": HandleForm, "deliver": DeliverForm}.get(task.element, forms.Form)


def _register_form(task: Task) -> type[forms.Form]:
    assert task.case.subject is not None
    request = Request.objects.filter(uid=task.case.subject.uid).first()
    if request is None or request.received_on is not None:
        return _What
    return LetterForm if channels.channel_of(request.channel).same_day else RegisterForm
