"""Processes and their versions; cases, where they stand, and what is to be done."""

from .cases import (
    Arrival,
    Case,
    CaseQuerySet,
    CaseState,
    Task,
    TaskQuerySet,
    TaskState,
    Token,
    Wait,
    WaitQuerySet,
    WaitState,
)
from .processes import Process, ProcessVersion

__all__ = [
    "Arrival",
    "Case",
    "CaseQuerySet",
    "CaseState",
    "Process",
    "ProcessVersion",
    "Task",
    "TaskQuerySet",
    "TaskState",
    "Token",
    "Wait",
    "WaitQuerySet",
    "WaitState",
]
