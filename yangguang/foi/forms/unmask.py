"""Which particulars of a party somebody wants to see, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yangguang.parties.models import Party

FIELDS = [
    ("name", _("姓名、名称")),
    ("identity_number", _("证件号码")),
    ("phone", _("电话")),
    ("email", _("电子邮箱")),
    ("address", _("通信地址")),
    ("contact", _("联系人")),
]


class UnmaskForm(forms.Form):
    whom = forms.ChoiceField(label=_("看谁的"), widget=forms.RadioSelect)
    fields_wanted = forms.MultipleChoiceField(
        label=_("看哪几项"),
        choices=FIELDS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只选这次办理用得着的。"),
    )
    reason = forms.CharField(
        label=_("查看的原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：寄送答复书。原因随这次查看一起记入日志，里面不要写姓名和号码。"),
    )

    def __init__(self, *args: Any, people: dict[str, tuple[Any, Party]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [(code, name) for code, (name, _party) in people.items()]  # type: ignore[attr-defined]
        self.fields["whom"].initial = next(iter(people), "")

    def clean_fields_wanted(self) -> list[str]:
        wanted: list[str] = self.cleaned_data["fields_wanted"]
        if not wanted:
            raise forms.ValidationError(_now("请选择要查看的内容。"))
        return wanted
