"""Reactions to acts: who has a step to do is told of it."""

from __future__ import annotations

from yangguang.casework import telling
from yangguang.casework.acts import (
    CASE_MIGRATED,
    CASE_OPENED,
    MESSAGE_RECEIVED,
    SUB_CASE_DONE,
    TASK_COMPLETED,
    TASK_ESCALATED,
    TASK_GIVEN_BACK,
    TASK_HANDED_OVER,
    TIMER_FIRED,
)
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on


@on(CASE_OPENED, TASK_COMPLETED, TASK_ESCALATED, TIMER_FIRED, MESSAGE_RECEIVED, SUB_CASE_DONE, CASE_MIGRATED)
def tell_who_is_next(act: Act) -> None:
    telling.tell_of_open_steps(act.subject)


@on(TASK_HANDED_OVER, TASK_GIVEN_BACK)
def tell_who_has_it_now(act: Act) -> None:
    telling.tell_of_another_hand(act)
