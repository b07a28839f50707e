"""What a case waits for that is nobody's task. Called by the engine and the verbs, with the case locked.

A timer goes by the clock that runs: where the event has the limit of the step it hangs at, by the step's own clock, so that
a suspension or an extension of the step moves the event as well.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from yangguang.casework import given
from yangguang.casework.acts import CASE_CANCELLED
from yangguang.casework.models import Arrival, Case, CaseState, Task, TaskState, Token, Wait, WaitState
from yangguang.casework.stepping import call_off as stop_counting
from yangguang.casework.stepping import withdraw
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, clock


class Moving(Protocol):
    """What of the engine's run is needed here."""

    case: Case
    actor: Actor
    process: bpmn.Process
    way: list[str]

    @property
    def facts(self) -> dict[str, Any]: ...
    def forget(self) -> None: ...


def watch(run: Moving, node: bpmn.Node, token: Token, task: Task | None = None) -> None:
    """Begin to wait for the events at the boundary of an activity; ``task`` is the one step that it is, if it is one."""
    for event in run.process.attached.get(node.id, ()):
        watch_one(run, event, token, task)


def watch_one(run: Moving, event: bpmn.Node, token: Token, task: Task | None) -> None:
    """Begin to wait for one event at a boundary."""
    if event.trigger is bpmn.Trigger.MESSAGE:
        await_(run, event, token, Wait.For.MESSAGE, event.message)
        return
    wait = await_(run, event, token, Wait.For.TIMER, event.limit)
    host = run.process.nodes[event.attached]
    if task is not None and event.limit == host.limit:
        wait.watch = task.ref
    else:
        wait.watch = wait.ref
        deadlines.start(wait.ref, event.limit, clock.today(), run.case.organisation, run.actor)
    wait.save(update_fields=["watch"])


def await_(run: Moving, node: bpmn.Node, token: Token, what: Wait.For, name: str) -> Wait:
    """Begin to wait; the post of the step that was done last keeps an eye on it."""
    done = [one for one in run.case.steps if one.done_at is not None]
    last = max(done, key=lambda one: (one.done_at, one.pk), default=None)
    return Wait.objects.create(
        case=run.case,
        token=token,
        element=node.id,
        what=what,
        name=name[:120],
        organisation_id=last.organisation_id if last else None,
        post_code=last.post_code if last else "",
        began_at=clock.now(),
    )


def take_kept(run: Moving, node: bpmn.Node) -> bool:
    """Take the oldest message of that name that came before anybody waited for it; False when there is none."""
    arrival = Arrival.objects.filter(case=run.case, name=node.message, taken=False).order_by("pk").first()
    if arrival is None:
        return False
    take(run, arrival)
    return True


def take(run: Moving, arrival: Arrival) -> None:
    """A message reaches the event that waits for it: what it brought belongs to the case from now on."""
    arrival.taken = True
    arrival.save(update_fields=["taken"])
    if arrival.data:
        run.case.data = {**run.case.data, **arrival.data}
        run.case.save(update_fields=["data"])
    run.forget()


def happened(wait: Wait) -> None:
    """It has come to pass, once. A clock of its own is called off: that it ran out was its purpose, and nobody's delay."""
    wait.state, wait.ended_at = WaitState.HAPPENED, clock.now()
    wait.save(update_fields=["state", "ended_at"])
    _stop_own_clock(wait)


def over(wait: Wait) -> None:
    """It will not happen any more."""
    wait.state, wait.ended_at = WaitState.OVER, clock.now()
    wait.save(update_fields=["state", "ended_at"])
    _stop_own_clock(wait)


def keep(wait: Wait, run: Moving) -> None:
    """What followed, and the facts by which it was decided."""
    wait.way, wait.facts = run.way, {name: given.plain(value) for name, value in run.facts.items()}
    wait.save(update_fields=["way", "facts"])


def end(run: Moving, node: bpmn.Node, token: int, happened: Wait | None = None) -> None:
    """An activity or event is over: nothing at its boundary can happen any more. Costs nothing where nothing hangs."""
    if happened is None and node.id not in run.process.attached:
        return
    for wait in Wait.objects.waiting().filter(token=token):
        wait.state = WaitState.HAPPENED if happened and wait.pk == happened.pk else WaitState.OVER
        wait.ended_at = clock.now()
        wait.save(update_fields=["state", "ended_at"])
        _stop_own_clock(wait)


def call_off(run: Moving, tokens: Collection[int], reason: str) -> None:
    """These tokens are taken up: nothing waits at them any more, and their sub-cases are cancelled."""
    for wait in Wait.objects.waiting().filter(token__in=tokens):
        over(wait)
        if wait.what == Wait.For.CASE:
            for sub in Case.objects.open().select_for_update(of=("self",)).filter(parent_token=wait.token_id):
                cancel(sub, reason, run.actor)


def cancel(case: Case, reason: str, actor: Actor) -> None:
    """End a locked case without result: steps, clocks, events, sub-cases and all."""
    for task in case.steps:
        if task.state == TaskState.OPEN:
            withdraw(task, reason, actor)
    for wait in Wait.objects.waiting().filter(case=case):
        over(wait)
    for sub in Case.objects.open().select_for_update(of=("self",)).filter(parent=case):
        cancel(sub, reason, actor)
    Token.objects.filter(case=case, consumed=False).update(consumed=True)
    case.state, case.closed_at = CaseState.CANCELLED, clock.now()
    case.save(update_fields=["state", "closed_at"])
    stop_counting(case.ref, actor)
    record(
        CASE_CANCELLED,
        subject=case.ref,
        actor=actor,
        public={"number": case.number, "reason": reason},
        organisation_code=case.organisation.code,
        about=[case.subject] if case.subject else [],
    )


def _stop_own_clock(wait: Wait) -> None:
    if wait.what != Wait.For.TIMER or wait.watch != wait.ref:
        return
    running = Clock.objects.running().filter(subject=wait.ref).first()
    if running is not None:
        deadlines.cancel(running)
