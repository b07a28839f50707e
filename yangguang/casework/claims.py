"""The verbs of whose hands a step is in: claimed, given back, handed over. Each is one transaction: change and act."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import rules, worklist
from yangguang.casework.acts import TASK_CLAIMED, TASK_GIVEN_BACK, TASK_HANDED_OVER
from yangguang.casework.locking import lock
from yangguang.casework.models import Case, Task, TaskState
from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

MAX_REASON = 500


@transaction.atomic
def claim(task_uid: str, *, user: User) -> Task:
    """Take on a step that a post shares: from now on nobody else completes it.

    Claiming what one has claimed changes nothing. Raises Refusal ``conflict`` with who was first, ``forbidden`` why not.
    """
    task = _held(task_uid)
    acting = rules.acting_for(task, user)
    if task.claimed_by_id is None:
        _give(task, acting.user)
        _record(TASK_CLAIMED, task, acting.actor)
    return task


@transaction.atomic
def give_back(task_uid: str, *, user: User, reason: str = "") -> Task:
    """Put a claimed step back, for whoever of the post takes it next. Who leads may take it from somebody, with a reason."""
    reason = _reason(reason)
    task = _held(task_uid)
    holder = task.claimed_by
    if holder is None:
        raise Refusal(_("这一步没有人领取，已经在待办池里。"), code="conflict")
    acting = _in_charge(task, user)
    if holder.pk not in rules.hands(user) and not reason:
        raise Refusal(
            _("这一步由%(name)s领取，要替他退回请写明理由，他会收到通知。") % {"name": holder.display_name},
            field="reason",
        )
    _release(task, acting.actor, reason)
    return task


@transaction.atomic
def hand_over(task_uid: str, *, user: User, to: str, reason: str) -> Task:
    """Give a step to another holder of the post, here or below, by the key of her appointment, and say why.

    Raises Refusal ``forbidden`` for who has no say in it, with field ``to`` for somebody who may not do the step.
    """
    reason = _reason(reason)
    task = _held(task_uid)
    acting = _in_charge(task, user)
    if not reason:
        raise Refusal(_("请写明为什么转办，接手的人会看到。"), field="reason")
    offered = {one.uid: one for one in worklist.successors(task)}
    held = offered.get(to)
    if held is None:
        raise Refusal(_("请选择一位可以办这一步的人：同岗位、没有办过应当分开的步骤。"), field="to")
    if held.post.organisation_id != task.organisation_id:
        task.organisation, task.escalated = held.post.organisation, False
    _give(task, held.user)
    private = {"to": held.user.display_name, "to_key": held.user.uid, "reason": reason}
    _record(TASK_HANDED_OVER, task, acting.actor, private)
    return task


def free_stale_claims() -> int:
    """Put back the steps of people who no longer hold the post; run by the worker. How many."""
    return sum(_free(pk) for pk in worklist.stale_claims().values_list("pk", flat=True))


@transaction.atomic
def _free(pk: int) -> int:
    task = Task.objects.select_related("case__organisation", "case__version").get(pk=pk)
    lock(task.case)
    still = worklist.stale_claims().filter(pk=pk).select_related("case__organisation", "claimed_by").first()
    if still is None:
        return 0
    _release(still, SYSTEM, _("领取人不再担任这个岗位"))
    return 1


def _held(task_uid: str) -> Task:
    """The step with its case locked, as it is now."""
    case = Case.objects.select_related("organisation", "version").filter(tasks__uid=task_uid).first()
    if case is None:
        raise Refusal(_("没有这项任务，它可能已被撤回。"), code="not-found")
    lock(case)
    task = next(one for one in case.steps if one.uid == task_uid)
    rules.refuse_unless_open(task)
    return task


def _in_charge(task: Task, user: User) -> Acting:
    """The right by which a person gives a step away: who may do it, or who leads those who do."""
    try:
        return rules.acting_for(task, user)
    except Refusal as refusal:
        leading = worklist.leading(task, user)
        if leading is None:
            raise refusal
        return leading


def _give(task: Task, user: User) -> None:
    task.claimed_by, task.claimed_at, task.unheld = user, clock.now(), False
    _write(task)


def _release(task: Task, actor: Actor, reason: str) -> None:
    assert task.claimed_by is not None
    private = {"from": task.claimed_by.display_name, "from_key": task.claimed_by.uid, "reason": reason}
    task.claimed_by = task.claimed_at = None
    _write(task)
    _record(TASK_GIVEN_BACK, task, actor, private)


def _write(task: Task) -> None:
    """Conditional, although the case is locked: a step that is no longer open is left alone."""
    changed = Task.objects.filter(pk=task.pk, state=TaskState.OPEN).update(
        claimed_by=task.claimed_by,
        claimed_at=task.claimed_at,
        organisation=task.organisation,
        escalated=task.escalated,
        unheld=task.unheld,
    )
    if not changed:
        raise Refusal(_("这一步刚刚办完或者撤回了，请刷新再看。"), code="conflict")


def _reason(words: str) -> str:
    words = words.strip()
    if len(words) > MAX_REASON:
        raise Refusal(_("理由请不要超过 %(n)d 字。") % {"n": MAX_REASON}, field="reason")
    return words


def _record(kind: str, task: Task, actor: Actor, private: dict[str, Any] | None = None) -> None:
    record(
        kind,
        subject=task.case.ref,
        actor=actor,
        public={"task": task.name, "element": task.element, "round": task.round},
        private=private or {},
        organisation_code=task.case.organisation.code,
        about=[task.ref, task.case.subject] if task.case.subject else [task.ref],
    )
