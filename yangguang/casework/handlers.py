"""Reactions to acts: who has a step to do is told of it."""

from __future__ import annotations

from yangguang.casework import telling
from yangguang.casework.acts import CASE_OPENED, TASK_COMPLETED, TASK_ESCALATED
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on


@on(CASE_OPENED, TASK_COMPLETED, TASK_ESCALATED)
def tell_who_is_next(act: Act) -> None:
    telling.tell_of_open_steps(act.subject)
