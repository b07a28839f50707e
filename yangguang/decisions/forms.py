"""For whom a table shall hold and under which code, and a file to begin from. The grid has its own fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.models import Organisation


class PlaceForm(forms.Form):
    code = forms.SlugField(
        label=_("代码"),
        max_length=60,
        help_text=_("小写英文字母、数字和短横，例如 emission-fine。代码相同就是同一张表的新版本。"),
    )
    organisation = forms.ChoiceField(label=_("适用机构"), required=False)
    file = forms.FileField(
        label=_("从文件读入"),
        required=False,
        help_text=_("电子表格（.xlsx）或 DMN 文件，不超过 2 MB。读入后先在下面核对，再发布。"),
    )

    def __init__(
        self, *args: Any, organisations: list[Organisation], everywhere: bool, **kwargs: Any
    ) -> None:
        """``organisations``: those for which this person may publish; ``everywhere``: also for all of them at once."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *([("", _("各单位"))] if everywhere else []),
            *((one.code, one.name) for one in organisations),
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > 2 * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 2 MB，不像一张决策表。"))
        return file
