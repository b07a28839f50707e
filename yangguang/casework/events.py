"""The verbs of what happens by itself or from outside: a message comes, a limit runs out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import domains, engine, given, rules, waiting
from yangguang.casework.acts import MESSAGE_RECEIVED, TIMER_FIRED
from yangguang.casework.locking import lock
from yangguang.casework.models import Arrival, Case, CaseState, Wait, WaitState
from yangguang.deadlines.models import Clock
from yangguang.journal.actions import record, together
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

log = structlog.get_logger("yangguang.casework")

MOST_KEPT = 20  # messages of one name that nobody has waited for yet
AT_ONCE = 500  # timers looked at in one sweep


@transaction.atomic
@together()
def deliver_message(
    case_uid: str, name: str, data: Mapping[str, Any] | None = None, *, acting: Acting | Actor
) -> Case:
    """Something came for a case from outside: a supplement, a payment, the answer of a third party.

    The event that waits for this name takes it; of several the one that has waited longest. When none waits yet, but an
    intermediate event or receive task of the process will, it is kept for that one. Everything else is refused, so that
    whoever sent it knows: ``not-found``, ``conflict`` for a case that is closed or does not wait for it now, ``message``
    for a name that the process does not know. Whether the sender may is the calling room's question.
    """
    found = Case.objects.select_related("organisation", "version", "parent").filter(uid=case_uid).first()
    if found is None:
        raise Refusal(_("没有这一件。"), code="not-found")
    lock(found)
    if found.state != CaseState.OPEN:
        raise Refusal(
            _("办件 %(number)s 已经办结或撤销，不再接收“%(name)s”。")
            % {"number": found.number, "name": name},
            code="conflict",
        )
    actor = acting.actor if isinstance(acting, Acting) else acting
    kept = given.kept(data or {})
    wait = (
        found.waits.filter(state=WaitState.WAITING, what=Wait.For.MESSAGE, name=name).order_by("pk").first()
    )
    if wait is None:
        _refuse_unless_kept(found, name)
    arrival = Arrival.objects.create(case=found, name=name, data=kept, arrived_at=clock.now())
    record(
        MESSAGE_RECEIVED,
        subject=found.ref,
        actor=actor,
        public={"name": name, "number": found.number},
        private={"data": kept},
        organisation_code=found.organisation.code,
        about=[found.subject] if found.subject else [],
    )
    domains.of(found).received(found, name, dict(data or {}), actor)
    domains.forget(found)
    if wait is not None:
        run = engine.Run(found, actor)
        waiting.take(run, arrival)
        run.happen(wait)
        waiting.keep(wait, run)
        engine.close_if_finished(run)
    return found


def _refuse_unless_kept(case: Case, name: str) -> None:
    catching = [node for node in case.version.model.nodes.values() if node.message == name]
    if not catching:
        raise Refusal(_("这一件的流程不接收“%(name)s”。") % {"name": name}, code="message")
    if all(node.kind is bpmn.Kind.BOUNDARY for node in catching):
        raise Refusal(_("这一件现在没有哪一步在等“%(name)s”。") % {"name": name}, code="conflict")
    if case.arrivals.filter(name=name, taken=False).count() >= MOST_KEPT:
        raise Refusal(
            _("“%(name)s”已经收到 %(n)d 份还没有用上，请等办到那一步再提交。")
            % {"name": name, "n": MOST_KEPT},
            code="conflict",
        )


def fire_timers() -> int:
    """Let every event happen whose clock has run out; run by the worker. How many happened.

    The clock decides, never a duration: one that is suspended or was extended has not run out.
    """
    return sum(_fire(one) for one in rules.ran_out()[:AT_ONCE])


def _fire(ran_out: Clock) -> int:
    waits = Wait.objects.waiting().filter(what=Wait.For.TIMER, watch=ran_out.subject, name=ran_out.limit.code)
    return sum(_happen_if_possible(wait.pk) for wait in waits)


def _happen_if_possible(key: int) -> int:
    """What is refused (a condition that asks for a missing fact) holds up no other; the doctor shows what is stuck."""
    try:
        return _happen(key)
    except Refusal as refusal:
        log.warning("timer not fired", wait=key, reason=refusal.message)
        return 0


@transaction.atomic
@together()
def _happen(key: int) -> int:
    wait = Wait.objects.select_related("case__organisation", "case__version", "case__parent").get(pk=key)
    case = wait.case
    lock(case)
    if not Wait.objects.waiting().filter(pk=key).exists():
        return 0
    running = (
        Clock.objects.overdue().select_related("limit").filter(subject=wait.watch, limit__code=wait.name)
    )
    ran_out = running.first()
    if ran_out is None or ran_out.due_on is None:  # stopped, suspended or extended since
        return 0
    node = case.version.model.nodes[wait.element]
    record(
        TIMER_FIRED,
        subject=case.ref,
        actor=SYSTEM,
        public={
            "step": case.version.model.nodes[node.attached].label,
            "limit": ran_out.limit.name,
            "due": ran_out.due_on.isoformat(),
        },
        basis=ran_out.limit.authority,
        organisation_code=case.organisation.code,
        about=[case.subject] if case.subject else [],
    )
    run = engine.Run(case, SYSTEM)
    run.happen(wait)
    waiting.keep(wait, run)
    engine.close_if_finished(run)
    return 1
