"""Forms of what happens after publication. They parse; the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.lib.errors import Refusal

from .actions import Change, Statement
from .models import ChangeKind, Edition, Item, Validity


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(),
        error_messages={"required": _("请填写这一项。")},
    )


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期写成 2026-01-05 的样子。"), "required": _("请填写日期。")},
    )


def item_of(number: str, field: str) -> Item | None:
    """The public item that an index number or document number names; None for nothing typed."""
    number = " ".join(number.split()).strip("/")
    if not number:
        return None
    public = Item.objects.public()
    named = [*public.filter(index_number=number)[:1], *public.filter(doc_number=number)[:2]]
    if not named:
        raise Refusal(
            _("没有索引号或文号为“%(number)s”的公开信息，请核对。") % {"number": number}, field=field
        )
    if len({item.pk for item in named}) > 1:
        raise Refusal(_("文号“%(number)s”不止一件，请填索引号。") % {"number": number}, field=field)
    return named[0]


class FateForm(forms.Form):
    """A small form that a verb follows; ``wide`` fields are drawn as choices."""

    reason = _text(_("理由"), _("公开页会照此说明，不要写个人信息"))
    basis = _text(_("依据"), _("写明文件和条文"), rows=1)


class WithdrawForm(FateForm):
    basis = _text(_("依据"), _("例如：《政府信息公开条例》第十四条、第十五条"), rows=1)


class RestoreForm(FateForm):
    pass


class ChangeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("变更性质"),
        choices=ChangeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是更正差错，还是更新内容。")},
    )
    reason = _text(_("变更说明"), _("改了什么、为什么改。例如：表二“城市低保标准”应为 750 元，误写为 720 元"))

    def change(self) -> Change:
        return Change(self.cleaned_data["kind"], self.cleaned_data["reason"])


class ExpungeForm(FateForm):
    releases = forms.MultipleChoiceField(
        label=_("要消除的版本"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要消除的版本。")},
    )
    title_too = forms.BooleanField(label=_("标题里也有不得存在的内容，一并消除"), required=False)
    sure = forms.BooleanField(
        label=_("我已核对：消除以后不能恢复"), error_messages={"required": _("请确认以后再办。")}
    )
    field_order = ["releases", "title_too", "reason", "basis", "sure"]

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["releases"]
        field.choices = [
            (
                one.release,
                _("第 %(n)s 版，%(day)s 公开%(live)s")
                % {
                    "n": one.release,
                    "day": one.published_at.date().isoformat() if one.published_at else "",
                    "live": _("（现在公开的）") if one.pk == one.item.live_edition_id else "",
                },
            )
            for one in editions
        ]

    def numbers(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["releases"]]


class ValidityForm(forms.Form):
    status = forms.ChoiceField(
        label=_("有效性"),
        choices=[
            (Validity.REPEALED, _("已废止：由新文件或者决定废止")),
            (Validity.EXPIRED, _("已失效：期限届满或者任务完成")),
            (Validity.AMENDED, _("已修改：部分内容由别的文件修改")),
            (Validity.IN_FORCE, _("现行有效：继续有效、延长有效期，或者收回先前的认定")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择这份文件的有效性。")},
    )
    on = _day(_("自哪天起"), _("可以是以后的日子，到那天自动变更"), required=True)
    until = _day(_("有效期至"), _("只有现行有效的才填，含这一天"))
    successor = _text(
        _("依据的文件（本站公开的）"), _("填索引号或者文号，两件会互相链接"), rows=1, required=False
    )
    successor_name = _text(_("依据的文件（不在本站的）"), _("写全称和文号"), rows=1, required=False)
    reason = _text(_("理由和依据"), _("公开页会照此说明"))

    def statement(self) -> Statement:
        """What was typed, for the verb. Refusal when the document that is named is not here."""
        data = self.cleaned_data
        return Statement(
            status=data["status"],
            on=data["on"],
            until=data["until"],
            successor=item_of(data["successor"], "successor"),
            successor_name=data["successor_name"],
            reason=data["reason"],
        )
