"""A small domain for the engine's own tests: its record is a dictionary of facts, its services leave a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import actions, domains
from yangguang.casework.models import Case, ProcessVersion, Task
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.models import Organisation
from yangguang.organisations.rules import acting_as

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn" id="d">
<process id="p" name="测试流程" isExecutable="true" {attributes}>"""


def review(attributes: str = "") -> bytes:
    """起草 → 科室审核 ⇄ 退回 → (保密审查 ∥ 分管领导) → 登记."""
    return (
        HEAD.format(attributes=attributes)
        + """
<laneSet id="l">
 <lane id="l1" name="信息员" yg:post="information-officer"><flowNodeRef>start</flowNodeRef><flowNodeRef>draft</flowNodeRef></lane>
 <lane id="l2" name="科室负责人" yg:post="section-head"><flowNodeRef>section</flowNodeRef><flowNodeRef>ok</flowNodeRef><flowNodeRef>fork</flowNodeRef></lane>
 <lane id="l3" name="保密审查员" yg:post="secrecy-reviewer"><flowNodeRef>secrecy</flowNodeRef></lane>
 <lane id="l4" name="分管领导" yg:post="leader"><flowNodeRef>leader</flowNodeRef><flowNodeRef>join</flowNodeRef><flowNodeRef>again</flowNodeRef><flowNodeRef>keep</flowNodeRef><flowNodeRef>end</flowNodeRef></lane>
</laneSet>
<startEvent id="start" name="开始"/>
<userTask id="draft" name="起草" yg:limit="REVIEW_STEP" yg:outcomes="pass:送审"/>
<userTask id="section" name="科室审核" yg:limit="REVIEW_STEP" yg:outcomes="pass:通过 return:退回" yg:reason="return" yg:apart="draft"/>
<exclusiveGateway id="ok" default="f4"/>
<parallelGateway id="fork"/>
<userTask id="secrecy" name="保密审查" yg:limit="REVIEW_STEP" yg:outcomes="pass:通过 return:退回" yg:apart="draft"/>
<userTask id="leader" name="领导签发" yg:limit="REVIEW_STEP" yg:outcomes="pass:通过 return:退回" yg:apart="draft"/>
<parallelGateway id="join"/>
<exclusiveGateway id="again" default="f10"/>
<serviceTask id="keep" name="登记" yg:service="test.keep"/>
<endEvent id="end" name="办结"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="draft"/>
<sequenceFlow id="f2" sourceRef="draft" targetRef="section"/>
<sequenceFlow id="f3" sourceRef="section" targetRef="ok"/>
<sequenceFlow id="f4" sourceRef="ok" targetRef="fork"/>
<sequenceFlow id="f5" name="退回" sourceRef="ok" targetRef="draft"><conditionExpression>outcome = "return"</conditionExpression></sequenceFlow>
<sequenceFlow id="f6" sourceRef="fork" targetRef="secrecy"/>
<sequenceFlow id="f7" sourceRef="fork" targetRef="leader"/>
<sequenceFlow id="f8" sourceRef="secrecy" targetRef="join"/>
<sequenceFlow id="f9" sourceRef="leader" targetRef="join"/>
<sequenceFlow id="f11" sourceRef="join" targetRef="again"/>
<sequenceFlow id="f10" sourceRef="again" targetRef="keep"/>
<sequenceFlow id="f12" name="重办" sourceRef="again" targetRef="section"><conditionExpression>outcome = "return"</conditionExpression></sequenceFlow>
<sequenceFlow id="f13" sourceRef="keep" targetRef="end"/>
</process></definitions>"""
    ).encode()


@dataclass
class Trace:
    """What the domain saw, and what the next verbs shall find."""

    facts: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    cast: Cast | None = None

    def keep(self, case: Case, actor: Actor) -> None:
        self.kept.append(case.number)

    def before(self, task: Task, acting: Any, outcome: str, data: dict[str, Any]) -> None:
        self.steps.append((task.element, outcome))


@pytest.fixture
def trace(cast: Cast) -> Iterator[Trace]:
    known = dict(domains._domains)
    one = Trace(cast=cast)
    domains.register(
        domains.Domain(
            kind="test.thing",
            facts=lambda case: one.facts,
            services={"test.keep": one.keep},
            before=one.before,
        )
    )
    yield one
    domains._domains.clear()
    domains._domains.update(known)


@pytest.fixture
def published(trace: Trace) -> ProcessVersion:
    return actions.publish_process(review(), code="test-review", actor=SYSTEM)


def begin(cast: Cast, organisation: Organisation, person: Any = None) -> Case:
    """A case opened by the organisation's information officer."""
    person = person or cast.lin
    acting = acting_as(person, organisation, post_code="information-officer")
    return actions.open_case(
        "test-review",
        organisation=organisation,
        subject=Ref("test.thing", new_uid()),
        title="一件事",
        acting=acting,
    )


def do(case: Case, element: str, person: Any, outcome: str = "pass", opinion: str = "") -> Case:
    """The person completes the open step of that name."""
    task = case.tasks.get(element=element, state="open")
    acting = acting_as(person, task.organisation, post_code=task.post_code)
    return actions.complete(task.uid, acting=acting, outcome=outcome, opinion=opinion)


def set_clock(case: Case, **values: Any) -> None:
    """The clock of the case's only open step as it was never set by a verb; the step keeps up with it."""
    step = case.tasks.filter(state="open")
    Clock.objects.filter(subject=step.get().ref).update(**values)
    step.follow_clocks()


def open_steps(case: Case) -> set[str]:
    return set(case.tasks.filter(state="open").values_list("element", flat=True))
