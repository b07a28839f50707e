"""The office's forms of time."""

from .calendar import YearForm
from .clocks import ExtendForm, RestartForm, ResumeForm, SuspendForm
from .limits import LimitForm

__all__ = ["ExtendForm", "LimitForm", "RestartForm", "ResumeForm", "SuspendForm", "YearForm"]
