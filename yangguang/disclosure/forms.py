"""Forms of the office. They parse; the verbs decide."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.models import Organisation

from . import rules
from .actions import Change, Facts
from .fate_forms import item_of
from .models import Attribute, Category, ChangeKind, DenyReason, Edition


def _day(label: Any, help_text: Any) -> forms.DateField:
    """A day that may be left out, entered by the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期写成 2026-01-05 的样子。")},
    )


class ItemForm(forms.Form):
    """What an officer says about a document. Lengths and dates are judged by the verb, in one place."""

    title = forms.CharField(label=_("标题"), required=False, widget=forms.TextInput(attrs={"maxlength": 200}))
    category = forms.ModelChoiceField(
        label=_("公开目录分类"), queryset=Category.objects.none(), empty_label=_("请选择")
    )
    attribute = forms.ChoiceField(
        label=_("公开属性"), choices=Attribute.choices, widget=forms.RadioSelect, initial=Attribute.PROACTIVE
    )
    deny_kind = forms.ChoiceField(
        label=_("属于哪一种情形"), choices=[("", _("请选择")), *DenyReason.choices], required=False
    )
    deny_reason = forms.CharField(label=_("理由"), required=False)
    deny_article = forms.CharField(
        label=_("依据的条文"), required=False, help_text=_("例如：《政府信息公开条例》第十五条")
    )
    doc_number = forms.CharField(
        label=_("文号"), required=False, help_text=_("有文号的必填，例如 阳民发〔2026〕12号")
    )
    generated_on = _day(_("成文日期"), _("公文为签发日期；其他信息为形成日期"))
    source = forms.CharField(
        label=_("信息来源"), required=False, help_text=_("转载的写明来源；本机关制作的可以不填")
    )
    keywords = forms.CharField(label=_("关键词"), required=False, help_text=_("用逗号分隔"))
    summary = forms.CharField(
        label=_("内容概述"),
        required=False,
        help_text=_("不超过 300 字"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    effective_on = _day(_("施行日期"), _("规范性文件填写"))
    valid_until = _day(_("有效期至"), _("含这一天；到期自动标为已失效"))
    clarifies = forms.CharField(
        label=_("澄清的说法"),
        required=False,
        help_text=_("只有澄清不实或者不完整的信息时填写：在哪里流传、说了什么"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    clarifies_item = forms.CharField(
        label=_("澄清涉及的本站信息"), required=False, help_text=_("填索引号或者文号，可以不填")
    )
    change_kind = forms.ChoiceField(
        label=_("变更性质"), choices=ChangeKind.choices, required=False, widget=forms.RadioSelect
    )
    change_reason = forms.CharField(
        label=_("变更说明"), required=False, help_text=_("改了什么、为什么改，公开页会照此说明")
    )
    body_html = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 24}))
    seen_saves = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["category"]
        categories.queryset = rules.categories_of(organisation)
        categories.label_from_instance = attrgetter("path")

    def facts(self) -> Facts:
        """What was typed, for the verb. The form is valid."""
        data = self.cleaned_data
        names = (
            "title",
            "deny_kind",
            "deny_reason",
            "deny_article",
            "doc_number",
            "source",
            "keywords",
            "summary",
            "effective_on",
            "valid_until",
            "clarifies",
        )
        return Facts(
            category=data["category"],
            attribute=data["attribute"],
            generated_on=data["generated_on"],
            body_html=data["body_html"],
            clarifies_item=item_of(data["clarifies_item"], "clarifies_item"),
            **{name: data[name] for name in names},
        )

    def change(self) -> Change | None:
        """Why the public text gets a successor; None while nothing of it is said."""
        kind, reason = self.cleaned_data["change_kind"], self.cleaned_data["change_reason"]
        return Change(kind, reason) if kind or reason else None

    @staticmethod
    def initial_of(edition: Edition) -> dict[str, Any]:
        names = (
            "title category attribute deny_kind deny_reason deny_article doc_number generated_on source keywords"
            " summary body_html effective_on valid_until clarifies change_kind change_reason"
        )
        own = edition.clarifies_item
        return {
            **{name: getattr(edition, name) for name in names.split()},
            "seen_saves": edition.saves,
            "clarifies_item": own.index_number if own else "",
        }
