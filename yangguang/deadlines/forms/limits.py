"""A new version of a limit, as it is typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.deadlines.models import Limit, LimitUnit

from .choices import offer_articles, offer_posts

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LimitForm(forms.ModelForm):
    """What holds from a day on. ``warn_ahead`` is typed as numbers: 5 3 1 0 -1."""

    effective_from = forms.DateField(label=gettext_lazy("从哪一天起施行"), widget=_DATE)
    verified_on = forms.DateField(
        label=gettext_lazy("与原文核对的日期"),
        required=False,
        help_text=gettext_lazy("没有核对过原文的不填，会标“待核实”"),
        widget=_DATE,
    )
    extend_posts = forms.MultipleChoiceField(
        label=gettext_lazy("谁批准延长"), required=False, widget=forms.CheckboxSelectMultiple
    )
    warn_ahead = forms.CharField(
        label=gettext_lazy("提前几个工作日提醒"), required=False, max_length=60,
        help_text=gettext_lazy("用空格隔开，例如 5 3 1 0 -1：0 是届满当天，-1 是超期 1 个工作日；不填的按 3 0 -1"),
    )  # fmt: skip
    backwards = forms.BooleanField(label=gettext_lazy("追溯适用"), required=False)

    class Meta:
        model = Limit
        fields = (
            "name", "article", "basis", "n", "unit", "fixed", "start_event", "roll", "extend_by", "extend_times",
            "extend_posts", "extend_above", "extend_ahead", "source", "verified_on",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_posts(self.fields["extend_posts"], self.instance.extend_posts)
        offer_articles(self.fields["article"])
        ahead = self.instance.warning_rules.order_by("-ahead").values_list("ahead", flat=True)
        self.fields["warn_ahead"].initial = " ".join(map(str, ahead))

    def clean_warn_ahead(self) -> list[int] | None:
        text = self.cleaned_data["warn_ahead"].replace("，", " ").replace(",", " ").replace("、", " ")
        if "warn_ahead" not in self.changed_data:
            return None
        if not all(re.fullmatch(r"-?[0-9]{1,2}", part) for part in text.split()):
            raise forms.ValidationError(_("请填整数，用空格隔开，例如 3 0 -1。"))
        return [int(part) for part in text.split()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") == LimitUnit.FIXED and not re.fullmatch(
            r"[0-9]{2}-[0-9]{2}", data.get("fixed", "")
        ):
            self.add_error("fixed", _("固定日期要写成 月-日，例如 01-31。"))
        if data.get("unit") != LimitUnit.FIXED:
            data["fixed"] = ""
            if not data.get("n"):
                self.add_error("n", _("请填写数，最少 1。"))
        return data

    def _post_clean(self) -> None:
        """The version is checked by its verb: this row stays as it is."""

    def changes(self) -> dict[str, Any]:
        """What the new version says differently."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
