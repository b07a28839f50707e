"""What an operator types to move a rehearsal's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.lib import clock
from yangguang.rehearsal import rules


class ClockForm(forms.Form):
    """A day and a time of day in Shanghai; ``ahead`` is what the page showed when it was opened, in seconds."""

    day = forms.DateField(
        label=_("拨到哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("几点"),
        initial=f"{rules.OPENING_HOUR:02}:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ahead = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def expected(self) -> timedelta:
        return timedelta(seconds=self.cleaned_data["ahead"])

    def moment(self) -> datetime:
        given: dict[str, Any] = self.cleaned_data
        return clock.moment(given["day"], given["time"].hour, given["time"].minute)
