"""What a person types at a step and when publishing a process."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.casework.actions import MAX_OPINION, MAX_REASON
from yangguang.organisations.models import Organisation

MAX_DEFINITION = 1_000_000  # bytes; the largest real chart that was met has 90,000


class OpinionForm(forms.Form):
    """The one field that every step has; the domain's own fields stand in a form of their own."""

    opinion = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=MAX_OPINION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("留在这一件的经过里，经办人员看得到。"),
    )

    def __init__(self, *args: Any, demanded_for: list[str], **kwargs: Any) -> None:
        """``demanded_for``: labels of the outcomes that need words."""
        super().__init__(*args, **kwargs)
        if demanded_for:
            self.fields["opinion"].help_text = _("选“%(outcomes)s”时要写明理由，经办人员看得到。") % {
                "outcomes": "”“".join(demanded_for)
            }


class ReasonForm(forms.Form):
    """Why an operator does it; the act keeps it."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会记入这一件的经过。"),
    )


class DefinitionForm(forms.Form):
    """A BPMN file to check, for whom it shall hold, and under which code."""

    code = forms.SlugField(
        label=_("流程代码"),
        max_length=60,
        help_text=_("小写英文字母、数字和短横，例如 disclosure-review。代码相同就是同一个流程的新版本。"),
    )
    organisation = forms.ChoiceField(label=_("适用机构"), required=False)
    file = forms.FileField(
        label=_("流程文件"),
        required=False,
        help_text=_("BPMN 2.0 文件（.bpmn 或 .xml），不超过 1 MB。"),
    )
    reason = forms.CharField(required=False, max_length=MAX_REASON, widget=forms.HiddenInput)
    xml = forms.CharField(required=False, max_length=2 * MAX_DEFINITION, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, organisations: list[Organisation], everywhere: bool, **kwargs: Any
    ) -> None:
        """``organisations``: those for which this person may publish; ``everywhere``: also for all of them at once."""
        super().__init__(*args, **kwargs)
        choices = [("", _("各单位"))] if everywhere else []
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, *((one.code, one.name) for one in organisations)]
        field.required = not everywhere

    def clean(self) -> dict[str, Any]:
        """``xml`` is the definition as bytes, from the file or from the page that showed it."""
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None and upload.size > MAX_DEFINITION:
            self.add_error("file", _("文件超过 1 MB，流程图不会这么大，请检查是不是选错了文件。"))
            return data
        try:
            # In base64, since a form's text loses its line ends and with them the fingerprint.
            data["xml"] = (
                upload.read() if upload is not None else b64decode(data.get("xml", ""), validate=True)
            )
        except ValueError:
            data["xml"] = b""
        if not data["xml"]:
            self.add_error("file", _("请选择一个流程文件。"))
        return data
