"""Moves tokens. Called by the verbs only, with the case locked, inside their transaction.

A join consumes one token for each incoming flow and leaves any others waiting, so a parallel block that runs a second
time opens what follows it only when every branch has arrived a second time. Where a process has sub-processes or inclusive
joins these are settled when nothing is on its way any more: only then is it known that nothing else can come.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework import countersign, domains, given, stepping, waiting
from yangguang.casework.acts import CASE_CLOSED, SUB_CASE_DONE
from yangguang.casework.models import Case, CaseState, Task, TaskState, Token, Wait
from yangguang.casework.stepping import place, record_escalation
from yangguang.casework.subcases import mapped, new_case
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, clock, feel
from yangguang.lib.errors import Refusal
from yangguang.web.rows import change, insert

__all__ = ["Run", "close_if_finished", "consume", "is_finished", "place", "record_escalation"]

MAX_MOVES = 1_000
Way = tuple[bpmn.Flow, int | None]  # a flow, and the token of the scope in which it is gone


@dataclass
class Run:
    """One stretch of movement: from something that happened to the next tasks, joins or ends."""

    case: Case
    actor: Actor
    outcome: str = ""
    opened: list[Task] = field(default_factory=list)
    way: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)  # facts of this stretch alone

    def __post_init__(self) -> None:
        self.process: bpmn.Process = self.case.version.model
        self.domain = domains.of(self.case)
        self._facts: dict[str, Any] | None = None
        self._live: dict[int, Token] | None = None
        self._ways: deque[Way] = deque()

    @property
    def facts(self) -> dict[str, Any]:
        """What conditions may ask: what was handed to the case, the domain's facts, the outcome of the step just done.

        The domain's record is the authority: what was handed over under one of its names does not count.
        """
        if self._facts is None:
            handed = given.known(self.case.data) if self.case.data else {}
            facts = self.domain.facts(self.case)
            self._facts = {**handed, **facts, "outcome": self.outcome, **self.more}
        return self._facts

    def forget(self) -> None:
        """Something changed that facts are made of."""
        self._facts = None

    # --- tokens

    @property
    def live(self) -> dict[int, Token]:
        """The tokens that are not taken up, by their keys; read when first asked for, and kept true from then on."""
        if self._live is None:
            rows = Token.objects.filter(case=self.case, consumed=False).order_by("pk")
            self._live = {token.pk: token for token in rows}
        return self._live

    def put(self, element: str, flow: str, scope: int | None) -> Token:
        """A token comes to rest."""
        [token] = insert([Token(case=self.case, element=element, flow=flow, scope_id=scope)])
        if self._live is not None:
            self._live[token.pk] = token
        return token

    def take(self, key: int) -> None:
        """Take a token up, by its key."""
        consume(key)
        if self._live is not None:
            self._live.pop(key, None)

    def inside(self, scope: int | None) -> list[Token]:
        """The tokens in a scope and in all that lies in it; everything at the top."""
        return [token for token in self.live.values() if self._lies_in(token.scope_id, scope)]

    def _lies_in(self, key: int | None, scope: int | None) -> bool:
        while key is not None and key != scope:
            holder = self.live.get(key)
            key = holder.scope_id if holder else None
        return key == scope

    # --- beginnings

    def start(self) -> None:
        """Put the first token on its way."""
        first = self.process.starts[0]
        self.go(first.id, None)

    def leave(self, task: Task) -> None:
        """A task was done: take up its token and go on, where it was the last voice that was needed."""
        node = self.process.nodes[task.element]
        if node.many:
            self._voice(node, task)
            return
        scope = self.live[task.token_id].scope_id if node.scope else None
        self.take(task.token_id)
        waiting.end(self, node, task.token_id)
        self.go(node.id, scope)

    def happen(self, wait: Wait) -> None:
        """What a case waited for has happened: go on from there; an event that interrupts ends its activity first."""
        node = self.process.nodes[wait.element]
        token = self.live[wait.token_id]
        self.way.append(node.id)
        if node.kind is not bpmn.Kind.BOUNDARY:
            self.take(token.pk)
            waiting.end(self, node, token.pk, happened=wait)
        elif node.interrupting:
            name = node.name or wait.name or node.label
            waiting.happened(wait)
            self.clear([token, *self.inside(token.pk)], _("“%(event)s”发生，原步骤不再办") % {"event": name})
        else:
            waiting.happened(wait)
        self.go(node.id, token.scope_id)

    def clear(self, tokens: list[Token], reason: str) -> None:
        """Take up these tokens with all that hangs on them: tasks, clocks, sub-cases."""
        keys = {token.pk for token in tokens}
        for task in self.case.steps:
            if task.token_id in keys and task.state == TaskState.OPEN:
                stepping.withdraw(task, reason, self.actor)
        waiting.call_off(self, keys, reason)
        for key in keys:
            self.take(key)

    # --- the way

    def go(self, element: str, scope: int | None) -> None:
        """Go on behind an element, until everything rests."""
        self._ways.extend((flow, scope) for flow in self.process.outgoing[element])
        moves = 0
        while self._ways or (not self.process.is_plain and self._settle()):
            while self._ways:
                moves += 1
                if moves > MAX_MOVES:
                    raise Refusal(_("流程在自动步骤里转不出来，请联系系统管理员检查流程。"), code="endless")
                flow, scope = self._ways.popleft()
                onward = self._arrive(flow, self.process.nodes[flow.target], scope)
                self._ways.extend((one, scope) for one in onward)

    def _arrive(self, flow: bpmn.Flow, node: bpmn.Node, scope: int | None) -> tuple[bpmn.Flow, ...]:
        """A token comes along a flow to a node; the flows of the same scope by which it goes on at once."""
        self.way += [flow.id, node.id]
        arrive = _ARRIVALS.get(node.kind)
        if arrive is None:
            raise Refusal(_("流程走到不能运行的步骤“%(name)s”。") % {"name": node.label}, code="unsupported")
        return arrive(self, node, flow, scope)

    def _task(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        token = self.put(node.id, flow.id, scope)
        if node.many:
            asked = countersign.voices(self.case, node, self.facts)
            for number, voice in enumerate(asked, 1):
                held = self.put(node.id, f"#{number}", token.pk)
                self.opened.append(stepping.open_task(self, node, held, instance=number, voice=voice))
        else:
            self.opened.append(stepping.open_task(self, node, token))
        if node.id in self.process.attached:
            waiting.watch(self, node, token, None if node.many else self.opened[-1])
        return ()

    def _end(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        if node.terminate:
            self._ways = deque(way for way in self._ways if not self._lies_in(way[1], scope))
            self.clear(self.inside(scope), _("流程已经走到“%(end)s”，这一步不再办") % {"end": node.label})
        return ()

    def _parallel(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        incoming = self.process.incoming[node.id]
        if len(incoming) > 1:
            there = {flow.id: self.put(node.id, flow.id, scope).pk}
            there |= {
                one.flow: one.pk
                for one in self.live.values()
                if one.element == node.id and one.scope_id == scope
            }
            if any(one.id not in there for one in incoming):
                return ()
            for one in incoming:
                self.take(there[one.id])
        return self.process.outgoing[node.id]

    def _inclusive(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        if len(self.process.incoming[node.id]) > 1:
            self.put(node.id, flow.id, scope)
            return ()
        return self._some(node)

    def _settle(self) -> bool:
        """When nothing moves: let one inclusive join go on to which nothing can come, or one sub-process that is empty."""
        for token in list(self.live.values()):
            node = self.process.nodes[token.element]
            if node.kind is bpmn.Kind.INCLUSIVE and self._may_join(node, token.scope_id):
                for one in list(self.live.values()):
                    if (one.element, one.scope_id) == (node.id, token.scope_id):
                        self.take(one.pk)
                self._ways.extend((one, token.scope_id) for one in self._some(node))
                return True
            if node.kind is bpmn.Kind.SUB and not any(one.scope_id == token.pk for one in self.live.values()):
                self.take(token.pk)
                waiting.end(self, node, token.pk)
                self._ways.extend((one, token.scope_id) for one in self.process.outgoing[node.id])
                return True
        return False

    def _may_join(self, node: bpmn.Node, scope: int | None) -> bool:
        beside = [token for token in self.live.values() if token.scope_id == scope]
        here = {token.flow for token in beside if token.element == node.id}
        others = [token.element for token in beside if token.element != node.id]
        return bpmn.may_join(self.process.inclusive_joins[node.id], here, others)

    def _service(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        self.domain.services[node.service](self.case, self.actor)
        domains.forget(self.case)
        self.forget()
        return self.process.outgoing[node.id]

    def _exclusive(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        ways = self.process.outgoing[node.id]
        if len(ways) == 1:
            return ways
        taken = next((way for way in ways if way.id != node.default and self._holds(way)), None)
        return (taken or self.process.flows[node.default],)

    def _some(self, node: bpmn.Node) -> tuple[bpmn.Flow, ...]:
        """Every way whose condition holds, else the default one."""
        ways = self.process.outgoing[node.id]
        if len(ways) == 1:
            return ways
        taken = tuple(way for way in ways if way.id != node.default and self._holds(way))
        return taken or (self.process.flows[node.default],)

    def _holds(self, way: bpmn.Flow) -> bool:
        try:
            return feel.compile(way.condition).holds(self.facts)
        except feel.FeelError as error:
            raise Refusal(str(error), code="condition") from error

    # --- what has an inside, or waits

    def _sub(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        token = self.put(node.id, flow.id, scope)
        waiting.watch(self, node, token)
        start = next(one for one in self.process.inside[node.id] if one.kind is bpmn.Kind.START)
        self.way.append(start.id)
        self._ways.extend((one, token.pk) for one in self.process.outgoing[start.id])
        return ()

    def _catch(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        if waiting.take_kept(self, node):
            return self.process.outgoing[node.id]
        token = self.put(node.id, flow.id, scope)
        waiting.await_(self, node, token, Wait.For.MESSAGE, node.message)
        waiting.watch(self, node, token)
        return ()

    def _call(self, node: bpmn.Node, flow: bpmn.Flow, scope: int | None) -> tuple[bpmn.Flow, ...]:
        token = self.put(node.id, flow.id, scope)
        sub = new_case(self.case, node, token, self.facts, self.actor)
        inner = Run(sub, self.actor)
        inner.start()
        sub.way = inner.way
        sub.save(update_fields=["way"])
        if is_finished(inner):
            _close(sub, self.actor)
            self.hand_back(inner, node)
            self.take(token.pk)
            return self.process.outgoing[node.id]
        waiting.await_(self, node, token, Wait.For.CASE, sub.number)
        waiting.watch(self, node, token)
        return ()

    def hand_back(self, inner: Run, node: bpmn.Node) -> None:
        """A sub-case is done: what it hands back belongs to this case from now on."""
        if node.taken:
            self.case.data = {**self.case.data, **mapped(node.taken, inner.facts)}
            self.case.save(update_fields=["data"])
        self.forget()
        record(
            SUB_CASE_DONE,
            subject=self.case.ref,
            actor=self.actor,
            public={"step": node.label, "number": inner.case.number},
            organisation_code=self.case.organisation.code,
            about=[inner.case.ref],
        )

    def _voice(self, node: bpmn.Node, task: Task) -> None:
        """One of several has spoken: wait for the others, or go on and withdraw what is left."""
        scope = self.live[task.token_id].scope_id
        assert scope is not None
        self.take(task.token_id)
        votes = [one for one in self.case.steps if (one.element, one.round) == (node.id, task.round)]
        self.more |= countersign.tally(node, votes)
        self.forget()
        if not countersign.is_enough(node, self.facts, self.more):
            return
        host = self.live[scope]
        self.clear([host, *self.inside(host.pk)], _("会签已有结论，不用再办"))
        self.go(node.id, host.scope_id)


_ARRIVALS = {
    bpmn.Kind.USER: Run._task,
    bpmn.Kind.END: Run._end,
    bpmn.Kind.PARALLEL: Run._parallel,
    bpmn.Kind.INCLUSIVE: Run._inclusive,
    bpmn.Kind.SERVICE: Run._service,
    bpmn.Kind.EXCLUSIVE: Run._exclusive,
    bpmn.Kind.SUB: Run._sub,
    bpmn.Kind.CATCH: Run._catch,
    bpmn.Kind.RECEIVE: Run._catch,
    bpmn.Kind.CALL: Run._call,
}


def consume(token: int) -> None:
    """Take a token up, by its key; the row stays."""
    change(Token, token, {"consumed": True}, consumed=False)


def is_finished(run: Run) -> bool:
    """Whether no token is left."""
    if run._live is not None:
        return not run.live
    return not Token.objects.filter(case=run.case, consumed=False).exists()


def close_if_finished(run: Run) -> None:
    """Close the case when no token is left; the case that waited for it goes on in the same transaction."""
    if run.opened or not is_finished(run):
        return
    case = run.case
    _close(case, run.actor)
    if case.parent_token_id is None or case.parent is None:
        return
    wait = Wait.objects.waiting().filter(token=case.parent_token_id, what=Wait.For.CASE).first()
    if wait is None:
        return
    above = Run(case.parent, run.actor)
    above.hand_back(run, above.process.nodes[wait.element])
    above.happen(wait)
    waiting.keep(wait, above)
    close_if_finished(above)


def _close(case: Case, actor: Actor) -> None:
    case.state, case.closed_at = CaseState.DONE, clock.now()
    case.save(update_fields=["state", "closed_at"])
    record(
        CASE_CLOSED,
        subject=case.ref,
        actor=actor,
        public={"number": case.number},
        organisation_code=case.organisation.code,
        about=[case.subject] if case.subject else [],
    )
