"""What a person types at a step and when publishing a process."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yangguang.casework.actions import MAX_OPINION, MAX_REASON
from yangguang.casework.models import Note
from yangguang.organisations.models import Appointment, Organisation

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


class FilterForm(forms.Form):
    """A name for what the desk is narrowed by."""

    query = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"), max_length=20, help_text=_("例如“本周低保”，最多 20 个字"))
    shared = forms.BooleanField(label=_("本单位的同事也能用"), required=False)
    default = forms.BooleanField(label=_("打开工作台时先用这个"), required=False)


class GiveBackForm(forms.Form):
    """Why a step goes back to everybody of the post."""

    reason = forms.CharField(
        label=_("理由"), max_length=MAX_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, demanded: bool, **kwargs: Any) -> None:
        """``demanded``: it is taken from somebody else, who reads why."""
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = demanded
        reason.help_text = (
            _("领取的人会收到通知，看到这个理由。") if demanded else _("可以不写；写了会记入这一件的经过。")
        )


class HandOverForm(forms.Form):
    """To whom a step goes, and why."""

    to = forms.ChoiceField(label=_("转给谁"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("接手的人会看到，也会记入这一件的经过。"),
    )

    def __init__(self, *args: Any, offered: Sequence[Appointment], home: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.uid, _called(one, home)) for one in offered]


def _called(held: Appointment, home: Organisation) -> str:
    where = "" if held.post.organisation_id == home.pk else held.post.organisation.called
    instead = (
        gettext("代%(name)s") % {"name": held.on_behalf_of.display_name}
        if held.on_behalf_of is not None
        else ""
    )
    return "　".join(one for one in (held.user.display_name, where, held.post.name, instead) if one)


class NoteForm(forms.Form):
    """A note about a case."""

    kind = forms.ChoiceField(
        label=_("给谁看"), choices=Note.Kind.choices, initial=Note.Kind.INTERNAL, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("内容"), max_length=MAX_OPINION, widget=forms.Textarea(attrs={"rows": 3}))


class LinkForm(forms.Form):
    """Another case, and what it has to do with this one."""

    number = forms.CharField(label=_("另一件的办件号"), max_length=60)
    reason = forms.CharField(label=_("有什么关系"), max_length=200, help_text=_("例如“同一申请人先前的申请”"))


class BulkForm(forms.Form):
    """One opinion for several steps."""

    opinion = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=MAX_OPINION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每一件的经过里都写这一条。"),
    )


class ReleaseForm(forms.Form):
    """What goes with a drawn process: a file to open in its place, for whom it shall hold, why it is published unproven."""

    file = forms.FileField(
        label=_("流程文件"),
        required=False,
        help_text=_("BPMN 2.0 文件（.bpmn 或 .xml），别的工具画的也可以，不超过 1 MB。"),
    )
    organisation = forms.ChoiceField(label=_("适用机构"), required=False)
    reason = forms.CharField(
        label=_("仍要发布的理由"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只在证不出总能办完时要写：写明怎样核对过，会记入发布记录。"),
    )

    def __init__(
        self, *args: Any, organisations: list[Organisation], everywhere: bool, **kwargs: Any
    ) -> None:
        """As for ``DefinitionForm``."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *([("", _("各单位"))] if everywhere else []),
            *((one.code, one.name) for one in organisations),
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MAX_DEFINITION:
            raise forms.ValidationError(_("文件超过 1 MB，流程图不会这么大，请检查是不是选错了文件。"))
        return file
