"""Whether a process may be published: what of it can run, whether it is complete, and whether it can always end.

``error`` stops the publication, ``warning`` is told. Each finding is one Chinese sentence that names the element.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from yangguang.lib import feel

from . import soundness
from .model import Kind, Node, Problem, Process
from .soundness import spoken

_KINDS = {
    Kind.START: "开始事件",
    Kind.END: "结束事件",
    Kind.USER: "任务",
    Kind.SERVICE: "服务任务",
    Kind.EXCLUSIVE: "排他网关",
    Kind.PARALLEL: "并行网关",
}
_FOREIGN = {"participant": "泳池", "messageFlow": "消息流", "process": "流程"}
MAX_NODES = 300
_CODE = re.compile(r"[a-z][a-z0-9_-]*\Z")
# Faults of the drawing that make "can it always end" a question without meaning.
_BROKEN = {
    "start",
    "end",
    "dead-end",
    "cut-off",
    "implicit-fork",
    "into-start",
    "out-of-end",
    "unsupported",
    "message-flow",
}


def check(
    process: Process,
    *,
    services: Collection[str] | None = None,
    limits: Collection[str] | None = None,
    posts: Collection[str] | None = None,
) -> list[Problem]:
    """Every problem of a process; no ``error`` among them means that it can run and always end.

    ``services``, ``limits``, ``posts`` are the known codes; None means that they are not looked up.
    """
    if len(process.nodes) > MAX_NODES:
        words = f"流程“{process.name}”有 {len(process.nodes)} 个元素，超过 {MAX_NODES} 个，请拆成几个流程。"
        return [_error("too-large", process.id, words)]
    found = [*_subset(process), *_frame(process)]
    for node in process.nodes.values():
        found += _lines_of(process, node)
        if node.kind is Kind.USER:
            found += _user_task(process, node, limits, posts)
        elif node.kind is Kind.SERVICE:
            found += _service_task(process, node, services)
        elif node.kind is Kind.EXCLUSIVE:
            found += _choice(process, node)
    if not any(problem.level == "error" and problem.code in _BROKEN for problem in found):
        found += soundness.prove(process)
    return sorted(found, key=lambda problem: problem.level != "error")


def _error(code: str, element: str, message: str) -> Problem:
    return Problem("error", code, element, message)


def _warning(code: str, element: str, message: str) -> Problem:
    return Problem("warning", code, element, message)


def called(process: Process, node: Node) -> str:
    """“第 12 行 任务“起草””: where it stands, what it is, its name."""
    kind = _KINDS.get(node.kind, "元素")
    return f"第 {node.line} 行{kind}“{spoken(process, node.id)}”"


def _subset(process: Process) -> Iterator[Problem]:
    for node in process.nodes.values():
        for what in node.unsupported:
            yield _error("unsupported", node.id, f"第 {node.line} 行“{node.label}”：不能运行{what}。")
    for thing in process.foreign:
        kind = _FOREIGN.get(thing.tag, thing.tag)
        where = f"第 {thing.line} 行{kind}“{thing.name or thing.id}”"
        if thing.tag == "messageFlow":
            yield _error(
                "message-flow", thing.id, f"{where}：不能运行跨泳池的消息流，请改画成一个流程里的连线。"
            )
        else:
            yield _warning("foreign", thing.id, f"{where}：不运行，也不画出来。")


def _frame(process: Process) -> Iterator[Problem]:
    starts = process.starts
    if not starts:
        yield _error("start", process.id, f"流程“{process.name}”没有开始事件。")
    elif len(starts) > 1:
        names = "、".join(f"“{node.label}”" for node in starts)
        yield _error(
            "start", starts[1].id, f"流程“{process.name}”有 {len(starts)} 个开始事件（{names}），只能有一个。"
        )
    if not any(node.kind is Kind.END for node in process.nodes.values()):
        yield _error("end", process.id, f"流程“{process.name}”没有结束事件。")
    for flow in process.flows.values():
        source = process.nodes[flow.source]
        if flow.condition and source.kind is not Kind.EXCLUSIVE:
            yield _error(
                "condition-misplaced",
                flow.id,
                f"第 {flow.line} 行从“{spoken(process, source.id)}”出来的连线带有条件；条件只能写在排他网关之后。",
            )


def _lines_of(process: Process, node: Node) -> Iterator[Problem]:
    incoming, outgoing = process.incoming[node.id], process.outgoing[node.id]
    who = called(process, node)
    if node.kind is Kind.START and incoming:
        yield _error("into-start", node.id, f"{who}不能有进来的连线，请接到它后面的任务上。")
    if node.kind is Kind.END and outgoing:
        yield _error("out-of-end", node.id, f"{who}不能有出去的连线。")
    if node.kind is not Kind.START and not incoming:
        yield _error("cut-off", node.id, f"{who}没有连线通到这里，永远走不到。")
    if node.kind is not Kind.END and not outgoing:
        yield _error("dead-end", node.id, f"{who}之后没有连线，走到这里就停住了。")
    if len(outgoing) > 1 and not node.kind.is_gateway:
        yield _error(
            "implicit-fork", node.id, f"{who}直接分出 {len(outgoing)} 条连线；要分路，请先画一个网关。"
        )


def _user_task(
    process: Process, node: Node, limits: Collection[str] | None, posts: Collection[str] | None
) -> Iterator[Problem]:
    who = called(process, node)
    if not node.name:
        yield _warning("nameless", node.id, f"{who}没有名称，公开的流程图上会显示编号。")
    lane = process.lane_of(node.id)
    if lane is None:
        yield _error("no-lane", node.id, f"{who}不在任何泳道里，不知道由哪个岗位办。")
    elif not lane.post:
        yield _error("no-post", node.id, f"{who}所在的泳道“{lane.name or lane.id}”没有写明岗位（yg:post）。")
    elif posts is not None and lane.post not in posts:
        yield _error(
            "unknown-post", node.id, f"{who}所在的泳道“{lane.name or lane.id}”写的岗位“{lane.post}”不存在。"
        )
    if not node.limit:
        yield _error("no-limit", node.id, f"{who}没有写明期限（yg:limit）。")
    elif limits is not None and node.limit not in limits:
        yield _error("unknown-limit", node.id, f"{who}写的期限“{node.limit}”不存在。")
    codes = [outcome.code for outcome in node.outcomes]
    if not codes:
        yield _error("no-outcomes", node.id, f"{who}没有写明可以怎样办结（yg:outcomes）。")
    for code in codes:
        if not _CODE.match(code) or codes.count(code) > 1:
            yield _error("outcome", node.id, f"{who}的办法代码“{code}”重复或不是小写字母开头的英文代码。")
            break
    tasks = {task.id for task in process.user_tasks}
    for other in node.apart:
        if other not in tasks:
            yield _error("unknown-apart", node.id, f"{who}要求与“{other}”不是同一人，但没有这个任务。")
        elif other == node.id:
            yield _error("unknown-apart", node.id, f"{who}要求与自己不是同一人，请改成别的任务。")


def _service_task(process: Process, node: Node, services: Collection[str] | None) -> Iterator[Problem]:
    who = called(process, node)
    if not node.service:
        yield _error("no-service", node.id, f"{who}没有写明由系统做什么（yg:service）。")
    elif services is not None and node.service not in services:
        yield _error("unknown-service", node.id, f"{who}要系统做的“{node.service}”没有这个功能。")
    if process.lanes and not node.lane:
        yield _warning("no-lane", node.id, f"{who}不在任何泳道里。")


def _choice(process: Process, node: Node) -> Iterator[Problem]:
    outgoing = process.outgoing[node.id]
    who = called(process, node)
    if node.default and node.default not in {flow.id for flow in outgoing}:
        yield _error("default", node.id, f"{who}的默认连线“{node.default}”不是从它出去的。")
    elif len(outgoing) > 1 and not node.default:
        yield _error("default", node.id, f"{who}没有默认连线：条件都不满足时不知道往哪走。")
    for flow in outgoing:
        target = spoken(process, flow.target)
        if flow.id == node.default:
            if flow.condition:
                yield _warning("default", flow.id, f"{who}到“{target}”是默认连线，写在上面的条件不会用到。")
            continue
        if len(outgoing) > 1 and not flow.condition:
            yield _error("condition", flow.id, f"{who}到“{target}”的连线没有条件。")
        if flow.condition:
            try:
                feel.compile(flow.condition)
            except feel.FeelError as error:
                yield _error("condition", flow.id, f"{who}到“{target}”的连线：{error}")
