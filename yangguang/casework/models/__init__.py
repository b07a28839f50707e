"""Processes and their versions; cases, where they stand, and what is to be done."""

from .beside import Link, LinkQuerySet, Note, NoteQuerySet, SavedFilter
from .cases import (
    NO_LIMIT,
    STILL,
    Case,
    CaseQuerySet,
    CaseState,
    Task,
    TaskQuerySet,
    TaskState,
    Token,
)
from .processes import Process, ProcessVersion
from .waits import Arrival, Wait, WaitQuerySet, WaitState

__all__ = [
    "NO_LIMIT",
    "STILL",
    "Arrival",
    "Case",
    "CaseQuerySet",
    "CaseState",
    "Link",
    "LinkQuerySet",
    "Note",
    "NoteQuerySet",
    "Process",
    "ProcessVersion",
    "SavedFilter",
    "Task",
    "TaskQuerySet",
    "TaskState",
    "Token",
    "Wait",
    "WaitQuerySet",
    "WaitState",
]
