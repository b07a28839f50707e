"""The office's forms of time."""

from .calendar import YearForm
from .clocks import ExtendForm, RestartForm, ResumeForm, SuspendForm
from .grounds import EndGroundForm, GroundForm
from .limits import LimitForm

__all__ = [
    "EndGroundForm",
    "ExtendForm",
    "GroundForm",
    "LimitForm",
    "RestartForm",
    "ResumeForm",
    "SuspendForm",
    "YearForm",
]
