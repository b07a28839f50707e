"""The verbs of an operator: cancel a case, move running cases to another version of their process."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import domains, engine, rules, waiting
from yangguang.casework.acts import CASE_MIGRATED
from yangguang.casework.locking import lock
from yangguang.casework.models import Case, CaseState, ProcessVersion, Task, Token, Wait, WaitState
from yangguang.casework.positions import movable, position
from yangguang.casework.stepping import place
from yangguang.journal.actions import record, together
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

MAX_REASON = 500
AT_ONCE = 500  # cases moved in one transaction
NAMED = 5  # cases that a refusal names


@transaction.atomic
@together()
def cancel_case(case_uid: str, *, reason: str, acting: Acting | Actor) -> Case:
    """End a case without result: open steps are withdrawn, clocks called off, sub-cases cancelled with it.

    A person needs the permission to manage processes there; a business room acts by its own rules and hands over a plain
    Actor. Raises Refusal ``forbidden``, ``conflict`` for a case that is closed or that another one waits for, or for
    the field ``reason``.
    """
    found = Case.objects.select_related("organisation", "version", "parent").filter(uid=case_uid).first()
    if found is None:
        raise Refusal(_("没有这一件。"), code="not-found")
    if isinstance(acting, Acting) and not rules.may_cancel(acting.user, found):
        raise Refusal(_("您没有撤销办件的权限，请联系本单位的系统管理员。"), code="forbidden")
    reason = _reason(reason, _("请写明为什么撤销，办过这一件的人都会看到。"))
    lock(found)
    if found.state != CaseState.OPEN:
        raise Refusal(_("办件 %(number)s 已经办结或撤销。") % {"number": found.number}, code="conflict")
    if found.parent is not None:
        raise Refusal(
            _("办件 %(number)s 是 %(parent)s 的子办件，主办件在等它的结果；请办完它，或者撤销主办件。")
            % {"number": found.number, "parent": found.parent.number},
            code="conflict",
        )
    actor = acting.actor if isinstance(acting, Acting) else acting
    domains.of(found).cancelled(found, reason, actor)
    waiting.cancel(found, reason, actor)
    return found


@transaction.atomic
@together()
def migrate_cases(
    to: ProcessVersion, uids: Collection[str] | None = None, *, reason: str, acting: Acting | Actor
) -> list[Case]:
    """Move running cases to another version of their process, each with its act. ``uids``: only these; None: all.

    All or none: Refusal ``stranded`` names the cases whose step vanished, or that could not be finished from where they
    stand. Steps keep their tasks and the clocks that run: a case keeps the law of its day. Their names and posts are
    those of the new version, and its events at a boundary begin to be waited for.
    """
    if isinstance(acting, Acting) and not rules.may_publish(acting.user, to.process.organisation):
        raise Refusal(_("您没有发布流程的权限，不能把办件换到另一个版本。"), code="forbidden")
    actor = acting.actor if isinstance(acting, Acting) else acting
    reason = _reason(reason, _("请写明为什么把正在办的件换到这个版本。"))
    wanted = movable(to)
    if uids is not None:
        wanted = wanted.filter(uid__in=uids)
    cases = list(wanted[: AT_ONCE + 1])
    if len(cases) > AT_ONCE:
        raise Refusal(_("一次最多换 %(n)d 件，请分几次办。") % {"n": AT_ONCE}, code="too-many")
    if not cases:
        raise Refusal(_("没有要换到这个版本的在办件，可能刚刚已经换过或办结。"), code="conflict")
    for case in cases:
        lock(case)
    cases = [one for one in cases if one.state == CaseState.OPEN and one.version_id != to.pk]
    found = [position(case, to) for case in cases]
    stuck = [one for one in found if one.problem]
    if stuck:
        named = "；".join(f"{one.case.number}：{one.problem}" for one in stuck[:NAMED])
        raise Refusal(
            _("有 %(n)d 件不能换，一件都没有动：%(named)s") % {"n": len(stuck), "named": named},
            code="stranded",
        )
    for case in cases:
        _move(case, to, reason, actor)
    return cases


def _reason(text: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal(missing, field="reason")
    if len(text) > MAX_REASON:
        raise Refusal(_("理由请不要超过 %(n)d 字。") % {"n": MAX_REASON}, field="reason")
    return text


def _move(case: Case, to: ProcessVersion, reason: str, actor: Actor) -> None:
    before, case.version = case.version, to
    case.save(update_fields=["version"])
    process = to.model
    open_tasks: dict[int, Task] = {}
    for task in case.steps:
        if task.state != "open":
            continue
        node, lane = process.nodes[task.element], process.lane_of(task.element)
        if not task.instance or (node.many and node.many.of == "organisations"):
            task.post_code = lane.post if lane else task.post_code
        task.name = node.label
        place(task)
        task.save(update_fields=["name", "post_code", "organisation", "escalated", "unheld"])
        open_tasks[task.token_id] = task
    run = engine.Run(case, actor)
    for wait in case.waits.filter(state=WaitState.WAITING):
        _move_wait(wait, process)
    for token in Token.objects.filter(case=case, consumed=False).order_by("pk"):
        if token.flow.startswith("#"):
            continue
        known = set(Wait.objects.filter(token=token).values_list("element", flat=True))
        for event in process.attached.get(token.element, ()):
            if event.id not in known:
                waiting.watch_one(run, event, token, open_tasks.get(token.pk))
    record(
        CASE_MIGRATED,
        subject=case.ref,
        actor=actor,
        public={"number": case.number, "old": before.number, "new": to.number, "reason": reason},
        organisation_code=case.organisation.code,
        about=[before.ref, to.ref],
    )


def _move_wait(wait: Wait, process: bpmn.Process) -> None:
    """An event that is no longer there is waited for no more; a message has the name that the new version gives it."""
    node = process.nodes.get(wait.element)
    if node is None:
        waiting.over(wait)
    elif wait.what == Wait.For.MESSAGE and node.message != wait.name:
        wait.name = node.message
        wait.save(update_fields=["name"])
