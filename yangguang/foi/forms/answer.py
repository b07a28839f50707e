"""The draft of an answer: its type, and exactly the elements which that type asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yangguang.foi import answers, drafting

_MOST = 5_000
_ONE_LINE = {
    "search_person",
    "search_time",
    "earlier_answer",
    "agency",
    "agency_contact",
    "correction_notice",
}


class AnswerForm(forms.Form):
    """``rows`` groups the fields by what is needed: of a group with alternatives one whole list will do."""

    def __init__(self, *args: Any, answer_type: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = answers.answer_of(answer_type)
        self._rows = drafting.elements_of(answer_type)
        for element in (one for row in self._rows for one in row):
            widget: forms.Widget = forms.Textarea(attrs={"rows": 1 if element.code in _ONE_LINE else 3})
            self.fields[element.code] = forms.CharField(
                label=element.name,
                required=False,
                max_length=_MOST,
                widget=widget,
                help_text=_("请%(ask)s。") % {"ask": element.ask},
            )

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each need with its fields; the sentence says which of them will do, where there is a choice."""
        found = []
        needs = [*self.kind.needs, *(None for _one in self.kind.remedies.elements)]
        for need, row in zip(needs, self._rows, strict=True):
            words = ""
            if need is not None and len(need.alternatives) > 1:
                lists = ["、".join(one.name for one in every) for every in need.alternatives]
                words = _("下面写全其中一组：%(lists)s。") % {"lists": _("；或者").join(lists)}
            found.append((words, [self[one.code] for one in row]))
        return found
