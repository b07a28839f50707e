"""Moves tokens. Called by the verbs only, with the case locked, inside their transaction.

A join consumes one token for each incoming flow and leaves any others waiting, so a parallel block that runs a second
time opens what follows it only when every branch has arrived a second time.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework import domains, rules
from yangguang.casework.acts import TASK_ESCALATED
from yangguang.casework.models import Case, Task, Token
from yangguang.deadlines import actions as deadlines
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, clock, feel
from yangguang.lib.errors import Refusal
from yangguang.web.rows import insert

MAX_MOVES = 1_000


@dataclass
class Run:
    """One stretch of movement: from a completed step to the next tasks, joins or ends."""

    case: Case
    actor: Actor
    outcome: str = ""
    opened: list[Task] = field(default_factory=list)
    way: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process: bpmn.Process = self.case.version.model
        self.domain = domains.of(self.case)
        self._facts: dict[str, Any] | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What conditions may ask: the domain's facts and the outcome of the step just done."""
        if self._facts is None:
            self._facts = {**self.domain.facts(self.case), "outcome": self.outcome}
        return self._facts

    def start(self) -> None:
        """Put the first token on its way."""
        first = self.process.starts[0]
        self._go(deque(self.process.outgoing[first.id]))

    def leave(self, task: Task) -> None:
        """Take up a task's token and go on from there."""
        consume(task.token_id)
        self._go(deque(self.process.outgoing[task.element]))

    def _go(self, ways: deque[bpmn.Flow]) -> None:
        moves = 0
        while ways:
            moves += 1
            if moves > MAX_MOVES:
                raise Refusal(_("流程在自动步骤里转不出来，请联系系统管理员检查流程。"), code="endless")
            flow = ways.popleft()
            ways.extend(self._arrive(flow, self.process.nodes[flow.target]))

    def _arrive(self, flow: bpmn.Flow, node: bpmn.Node) -> tuple[bpmn.Flow, ...]:
        """A token comes along a flow to a node; the flows by which it goes on at once."""
        self.way += [flow.id, node.id]
        if node.kind is bpmn.Kind.USER:
            self.opened.append(self._open(node, flow))
            return ()
        if node.kind is bpmn.Kind.END:
            return ()
        if node.kind is bpmn.Kind.PARALLEL:
            return self._join(node, flow)
        if node.kind is bpmn.Kind.SERVICE:
            self.domain.services[node.service](self.case, self.actor)
            domains.forget(self.case)
            self._facts = None
            return self.process.outgoing[node.id]
        if node.kind is bpmn.Kind.EXCLUSIVE:
            return (self._choose(node),)
        raise Refusal(_("流程走到不能运行的步骤“%(name)s”。") % {"name": node.label}, code="unsupported")

    def _join(self, node: bpmn.Node, flow: bpmn.Flow) -> tuple[bpmn.Flow, ...]:
        Token.objects.create(case=self.case, element=node.id, flow=flow.id)
        there = Token.objects.filter(case=self.case, element=node.id, consumed=False)
        waiting = dict(there.values_list("flow", "pk"))
        incoming = self.process.incoming[node.id]
        if any(one.id not in waiting for one in incoming):
            return ()
        for one in incoming:
            consume(waiting[one.id])
        return self.process.outgoing[node.id]

    def _choose(self, node: bpmn.Node) -> bpmn.Flow:
        ways = self.process.outgoing[node.id]
        if len(ways) == 1:
            return ways[0]
        try:
            for way in ways:
                if way.id != node.default and feel.compile(way.condition).holds(self.facts):
                    return way
        except feel.FeelError as error:
            raise Refusal(str(error), code="condition") from error
        return self.process.flows[node.default]

    def _open(self, node: bpmn.Node, flow: bpmn.Flow) -> Task:
        [token] = insert([Token(case=self.case, element=node.id, flow=flow.id)])
        lane = self.process.lane_of(node.id)
        earlier = max((task.round for task in self.case.steps if task.element == node.id), default=0)
        task = Task(
            case=self.case,
            token=token,
            element=node.id,
            name=node.label,
            post_code=lane.post if lane else "",
            organisation=self.case.organisation,
            round=earlier + 1,
            opened_at=clock.now(),
        )
        place(task)
        insert([task])
        self.case.steps.append(task)
        if task.escalated:
            record_escalation(task, self.actor)
        if node.limit:
            deadlines.start(task.ref, node.limit, clock.today(), self.case.organisation, self.actor)
        return task


def consume(token: int) -> None:
    """Take a token up, by its key; the row stays."""
    Token.objects.filter(pk=token, consumed=False).update(consumed=True)


def place(task: Task) -> None:
    """Find where somebody is eligible: in the case's organisation, else in the nearest above it (escalated).

    When nobody is eligible anywhere the task stays with the case's organisation and says so (unheld).
    """
    home = task.case.organisation
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


def is_finished(case: Case) -> bool:
    """Whether no token is left."""
    return not Token.objects.filter(case=case, consumed=False).exists()
