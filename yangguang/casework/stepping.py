"""Tasks come to a desk and are taken off it again, by the engine and the verbs, with the case locked.

``follow_clocks`` and ``follow_again`` only copy the days of clocks, and lock no case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from yangguang.casework import rules
from yangguang.casework.acts import TASK_ESCALATED, TASK_WITHDRAWN
from yangguang.casework.countersign import Voice
from yangguang.casework.models import STILL, Case, Task, TaskState, Token
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, clock
from yangguang.lib.ref import Ref
from yangguang.web.rows import insert


class Moving(Protocol):
    """What of the engine's run is needed here."""

    case: Case
    actor: Actor
    process: bpmn.Process


def open_task(
    run: Moving, node: bpmn.Node, token: Token, *, instance: int = 0, voice: Voice | None = None
) -> Task:
    """A step comes to the holders of its post, with its clock. Of one countersigned round each voice has its own."""
    case = run.case
    lane = run.process.lane_of(node.id)
    earlier = max(
        (task.round for task in case.steps if task.element == node.id and task.instance <= 1), default=0
    )
    task = Task(
        case=case,
        token=token,
        element=node.id,
        name=node.label,
        post_code=voice.post_code if voice else lane.post if lane else "",
        organisation=case.organisation,
        round=earlier if instance > 1 else earlier + 1,
        instance=instance,
        party=voice.party if voice else None,
        opened_at=clock.now(),
    )
    place(task)
    if node.limit:
        begun = deadlines.start(task.ref, node.limit, clock.today(), task.home, run.actor, is_new=True)
        task.last = begun.due_on or STILL
    insert([task])
    case.steps.append(task)
    if task.escalated:
        record_escalation(task, run.actor)
    return task


def follow_clocks(subjects: Sequence[Ref]) -> None:
    """The clocks of these steps were moved, stand still or run on: so the desks have them elsewhere."""
    Task.objects.open().filter(uid__in=[one.uid for one in subjects]).follow_clocks()


def follow_again() -> int:
    """Steps whose day is not what their clocks say follow them again: something was changed by hand. How many."""
    return Task.objects.astray().follow_clocks()


def withdraw(task: Task, reason: str, actor: Actor) -> None:
    """Take an open step off the desk, and say why. Its clock is called off, unless it has run out already."""
    call_off(task.ref, actor)  # first the clock and then the step, as those who move clocks lock them
    task.state, task.done_at, task.withdrawn_for = TaskState.WITHDRAWN, clock.now(), reason[:200]
    task.save(update_fields=["state", "done_at", "withdrawn_for"])
    record(
        TASK_WITHDRAWN,
        subject=task.case.ref,
        actor=actor,
        public={"task": task.name, "element": task.element, "round": task.round, "reason": reason},
        organisation_code=task.case.organisation.code,
        about=[task.ref, task.case.subject] if task.case.subject else [task.ref],
    )


def call_off(subject: Ref, actor: Actor) -> None:
    """Stop counting for a subject without a result; what is late already stays late."""
    for running in Clock.objects.running().filter(subject=subject):
        if running.due_on is not None and running.due_on < clock.today():
            deadlines.stop(running, actor=actor)
        else:
            deadlines.cancel(running, actor)


def place(task: Task) -> None:
    """Find where somebody is eligible: in the organisation whose step it is, else in the nearest above it (escalated).

    When nobody is eligible anywhere the task stays with that organisation and says so (unheld).
    """
    home = task.home
    for organisation in rules.self_and_above(home):
        if rules.eligible_users(task, organisation):
            task.organisation, task.escalated, task.unheld = organisation, organisation != home, False
            return
    task.organisation, task.escalated, task.unheld = home, False, True


def record_escalation(task: Task, actor: Actor) -> None:
    """An act says that a step went to an organisation above."""
    record(
        TASK_ESCALATED,
        subject=task.case.ref,
        actor=actor,
        public={"task": task.name, "organisation_name": task.organisation.name},
        organisation_code=task.case.organisation.code,
        about=[task.ref, task.case.subject] if task.case.subject else [task.ref],
    )
