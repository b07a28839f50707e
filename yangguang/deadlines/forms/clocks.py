"""What is typed when a clock is suspended, resumed, begun anew or extended. What may be is for the verbs to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.deadlines import rules
from yangguang.deadlines.models import Clock
from yangguang.lib import clock


def _date(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class ClockForm(forms.Form):
    """Every form knows its clock."""

    def __init__(self, *args: Any, running: Clock, **kwargs: Any) -> None:
        self.running = running
        super().__init__(*args, **kwargs)


class _WithNotice(ClockForm):
    notice_number = forms.CharField(
        label=gettext_lazy("告知文书的文号"), max_length=80, required=False,
        help_text=gettext_lazy("例如 阳政公开办告〔2026〕12号；没有文号的上传文书"),
    )  # fmt: skip
    notice_file = forms.FileField(label=gettext_lazy("告知文书"), required=False)


class _GroundField(forms.ChoiceField):
    """Whether a ground holds on the day of the notice is for the verb to say, in its own words."""

    def valid_value(self, value: Any) -> bool:
        return True


class SuspendForm(_WithNotice):
    ground = _GroundField(label=gettext_lazy("事由"), widget=forms.RadioSelect)
    on = _date(gettext_lazy("通知发出的日期"), gettext_lazy("当天仍计入，从次日起不计"))
    expected_by = _date(
        gettext_lazy("对方最迟答复的日期"),
        gettext_lazy("法定时间从对方收到之日起算；不填的从通知次日起推算。补正的填给申请人的补正期限"),
        required=False,
    )

    field_order = ("ground", "on", "expected_by", "notice_number", "notice_file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        day = self._notice_day()
        field.choices = [
            (one.code, f"{one.name}（{'，'.join(rules.described(one))}）")
            for one in rules.grounds(self.running.limit, day)
        ]
        if rules.grounds_changed(self.running.limit, self.running.started_on, clock.today()):
            field.help_text = _(
                "%(day)s 有效的事由。通知日期是别的一天的，填好日期提交，事由按那一天的列出"
            ) % {"day": day}
        self.fields["on"].initial = clock.today()

    def _notice_day(self) -> date:
        """The day that was typed, today where none was: the grounds of that day are offered."""
        try:
            return date.fromisoformat(str(self.data.get("on", "")))
        except ValueError:
            return clock.today()


class ResumeForm(ClockForm):
    on = _date(gettext_lazy("收到答复的日期"), gettext_lazy("当天不计入，从次日起接着算"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class RestartForm(ClockForm):
    on = _date(gettext_lazy("收到补正的日期"), gettext_lazy("从次日起重新计算全部期限，原来的推算留在记录里"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class ExtendForm(_WithNotice):
    by = forms.IntegerField(label=gettext_lazy("延长多少"), min_value=1)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("要告知当事人"),
    )  # fmt: skip

    field_order = ("by", "reason", "notice_number", "notice_file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = self.running.limit
        self.fields["by"].help_text = _("最多 %(most)s") % {"most": limit.amount(limit.extend_by)}
        self.fields["by"].initial = limit.extend_by
