"""Several steps of one kind with one opinion, where their process allows it. Each is a step of its own: its own
transaction, its own act; what one is refused for holds up no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import actions, domains, rules
from yangguang.casework.models import Task
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal

MOST = 50  # steps at once


@dataclass(frozen=True)
class Told:
    """What became of one step; ``refused`` says why it was not done."""

    task: Task
    refused: str = ""


def is_possible(task: Task) -> bool:
    """Whether a step may be done together with others: its process says so, and it asks for nothing but an opinion."""
    node = task.case.version.model.nodes.get(task.element)
    return node is not None and node.bulk and not domains.of(task.case).form(task).base_fields


def kind_of(task: Task) -> tuple[str, int, str]:
    """What steps must have in common to be done together: the version of the process, and the step in it."""
    return task.case.version.code, task.case.version.number, task.element


def outcomes(tasks: Sequence[Task]) -> tuple[bpmn.Outcome, ...]:
    """The ways to complete steps of one kind."""
    return tasks[0].node.outcomes if tasks else ()


def complete_all(
    tasks: Sequence[Task], *, user: User, outcome: str, opinion: str, seen: Mapping[str, str] | None = None
) -> list[Told]:
    """Complete each of these steps of one kind. Refusal only for what concerns all of them; nothing is done then.

    ``seen``: by the step's uid the fingerprint of what the person was shown, as for ``actions.complete``.
    """
    if not tasks:
        raise Refusal(_("请先勾选要办的任务。"), field="task")
    if len(tasks) > MOST:
        raise Refusal(_("一次最多办 %(n)d 项，请分几次。") % {"n": MOST}, field="task")
    if len({kind_of(one) for one in tasks}) > 1:
        raise Refusal(_("一次只能办同一种步骤，请分开办。"), field="task")
    actions.refuse_unless_answered(tasks[0], outcome, opinion.strip())
    seen = seen or {}
    return [Told(one, _complete(one, user, outcome, opinion, seen.get(one.uid, ""))) for one in tasks]


def _complete(task: Task, user: User, outcome: str, opinion: str, seen: str) -> str:
    try:
        if not is_possible(task):
            raise Refusal(_("这一步要逐件办理。"), code="forbidden")
        acting = rules.acting_for(task, user)
        actions.complete(task.uid, acting=acting, outcome=outcome, opinion=opinion, seen=seen)
    except Refusal as refusal:
        return refusal.message
    return ""
