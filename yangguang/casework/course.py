"""The way of a case so far and where it stands, as anybody may see it. Questions only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yangguang.casework.models import Case, Task, TaskState, WaitState
from yangguang.lib import bpmn, clock


@dataclass(frozen=True)
class Step:
    """One step of a case's way, as anybody may see it: what, which post, when; never who."""

    element: str
    name: str
    post: str
    organisation: str
    round: int
    opened_at: datetime
    done_at: datetime | None
    outcome: str


def history(case: Case) -> list[Step]:
    """The steps of a case in order, without persons."""
    process = case.version.model
    found = []
    for task in case.tasks.select_related("organisation").order_by("opened_at", "pk"):
        task.case = case
        lane = process.lane_of(task.element)
        found.append(
            Step(
                task.element,
                task.name,
                lane.name if lane else "",
                task.organisation.name,
                task.round,
                task.opened_at,
                task.done_at,
                task.outcome_label or task.withdrawn_for,
            )
        )
    return found


def standing(case: Case) -> tuple[set[str], set[str], set[str]]:
    """Where a case stands on its chart: ids of done, open and late elements; the done ones with the lines gone.

    A step that is reached again has to be done again, and so has all that lies between it and the line that led back:
    a return takes them off the chart. What happened before stays in the history.
    """
    process = case.version.model
    tasks = list(Task.objects.filter(case=case).select_related("token__scope").order_by("opened_at", "pk"))
    passed = {node.id: {*case.way, node.id} for node in process.starts}
    for task in tasks:
        voice = task.instance > 0 and task.token.scope is not None
        came = task.token.scope.flow if voice and task.token.scope else task.token.flow
        if task.round > 1 and task.instance <= 1 and came in process.flows and task.element in process.nodes:
            for element in _between(process, task.element, process.flows[came].source):
                passed.pop(element, None)
        if task.state == TaskState.DONE:
            before = passed.get(task.element, set()) if task.instance > 1 else set()
            passed[task.element] = {*before, task.element, *task.way}
    current = {task.element for task in tasks if task.state == TaskState.OPEN}
    if process.may_wait:
        for wait in case.waits.order_by("ended_at", "pk"):
            if wait.state == WaitState.HAPPENED:
                passed[wait.element] = {wait.element, *wait.way}
            elif (
                wait.state == WaitState.WAITING and process.nodes[wait.element].kind is not bpmn.Kind.BOUNDARY
            ):
                current.add(wait.element)
    overdue = Task.objects.open().filter(case=case, last__lt=clock.today())
    late = set(overdue.values_list("element", flat=True)) if current else set()
    over = set().union(*passed.values()) - current
    return (
        over - {node.id for node in process.nodes.values() if _is_running(process, node, current)},
        current,
        late,
    )


def _is_running(process: bpmn.Process, node: bpmn.Node, current: set[str]) -> bool:
    """Whether a sub-process has a step that is open."""
    return node.kind is bpmn.Kind.SUB and any(
        one.id in current or _is_running(process, one, current) for one in process.inside[node.id]
    )


def _between(process: bpmn.Process, first: str, last: str) -> set[str]:
    """Every element on a way from ``first`` to ``last`` that does not come through ``first`` a second time."""

    def spread(begin: str, ways: Callable[[str], list[str]]) -> set[str]:
        seen, queue = {begin}, [begin]
        while queue:
            fresh = set(ways(queue.pop())) - seen
            seen |= fresh
            queue += fresh
        return seen

    def sources(key: str) -> list[str]:
        hosts = [process.nodes[key].attached] if process.nodes[key].attached else []
        return [] if key == first else [*hosts, *(flow.source for flow in process.incoming[key])]

    ahead = spread(first, lambda key: list(process.onward[key]))
    back = spread(last, sources)
    return ahead & back
