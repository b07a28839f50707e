"""A reason for which a limit may stand still, as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from yangguang.deadlines.models import Ground, LimitUnit

from .choices import offer_articles, offer_posts

_UNITS = ("", *(LimitUnit(one) for one in ("workday", "day", "month")))


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class GroundForm(forms.ModelForm):
    """What holds from a day on. What may be is for the verb to say."""

    effective_from = _day(
        gettext_lazy("从哪一天起施行"), gettext_lazy("通知发出的日期在这一天以后的，按这里填的办")
    )
    posts = forms.MultipleChoiceField(
        label=gettext_lazy("谁决定中止"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选的，由办理这一步的人或者有权批准延长的人决定"),
    )  # fmt: skip

    class Meta:
        model = Ground
        fields = ("name", "article", "basis", "n", "unit", "lapses", "restarts", "notice_needed", "posts")
        help_texts = {
            "name": gettext_lazy("写进告知文书和期限说明的话，例如：专家评审"),
            "basis": gettext_lazy("条文不在列表里的，写明文件和条款"),
            "n": gettext_lazy("法律没有规定最长时间的不填"),
            "lapses": gettext_lazy("到了最长时间没有答复的，次日起接着算"),
            "restarts": gettext_lazy("等申请人补正、缴费：收到后的次日起重新计算全部期限"),
            "notice_needed": gettext_lazy("没有文号或者文书的，不能中止"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["effective_from", *self.Meta.fields])
        offer_articles(self.fields["article"])
        offer_posts(self.fields["posts"], self.instance.posts)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.TypedChoiceField)
        unit.choices = [(one, LimitUnit(one).label if one else "—") for one in _UNITS]

    def _post_clean(self) -> None:
        """The version is checked by its verb: this row stays as it is."""

    def facts(self) -> dict[str, Any]:
        """What the ground says, besides its days."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EndGroundForm(forms.Form):
    effective_to = _day(
        gettext_lazy("从哪一天起不再适用"), gettext_lazy("已经中止的不受影响，照原来的规定恢复")
    )
