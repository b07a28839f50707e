"""The column form: the stored question as three plain lists."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from yangguang.sites.models import Column, Site
from yangguang.sites.rules import QUESTION_KEYS

_LABELS = {
    "categories": (_("收这些目录分类"), _("分类代号，用空格或逗号分开；包含下级分类")),
    "organisations": (_("收这些机构"), _("机构代号，用空格或逗号分开；包含下级机构")),
    "kinds": (_("收这些体裁"), _("例如：通知、公告；用空格或逗号分开")),
}


class ColumnForm(WagtailAdminModelForm):
    """``question`` of the cleaned data is the dictionary that the verbs take."""

    class Meta:
        model = Column
        fields = ["site", "parent", "code", "name", "description", "keywords", "column_type", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = kwargs.get("for_user")
        mine = Column.objects.visible_to(user).open().filter(parent=None)
        if self.instance.pk:
            for name in ("site", "parent", "code"):  # its address is known outside
                self.fields.pop(name)
        else:
            sites = self.fields["site"]
            parent = self.fields["parent"]
            assert isinstance(sites, forms.ModelChoiceField) and isinstance(parent, forms.ModelChoiceField)
            sites.queryset = Site.objects.visible_to(user)
            parent.queryset = mine
        for key in QUESTION_KEYS:
            label, help_text = _LABELS[key]
            self.fields[key] = forms.CharField(
                label=label,
                help_text=help_text,
                required=False,
                initial=" ".join((self.instance.question or {}).get(key, [])),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def question(self) -> dict[str, list[str]]:
        """The question that the three lists spell."""
        return {
            key: [code for code in re.split(r"[\s,，、;；]+", self.cleaned_data.get(key, "")) if code]
            for key in QUESTION_KEYS
        }

    def validate_unique(self) -> None:
        """The verb says it in words of its own."""
