"""Whether a process may be published: what of it can run, whether it is complete, and whether it can always end.

``error`` stops the publication, ``unproven`` demands an operator's reason, ``warning`` is told. Each finding is one Chinese sentence that names the element.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from yangguang.lib import feel

from . import soundness
from .model import Kind, Node, Problem, Process, Trigger
from .parse import enough
from .soundness import spoken

_KINDS = {
    Kind.START: "开始事件",
    Kind.END: "结束事件",
    Kind.USER: "任务",
    Kind.SERVICE: "服务任务",
    Kind.EXCLUSIVE: "排他网关",
    Kind.PARALLEL: "并行网关",
    Kind.INCLUSIVE: "包容网关",
    Kind.SUB: "子流程",
    Kind.CALL: "调用活动",
    Kind.CATCH: "中间事件",
    Kind.RECEIVE: "接收任务",
    Kind.BOUNDARY: "边界事件",
}
_FOREIGN = {"participant": "泳池", "messageFlow": "消息流", "process": "流程"}
MAX_NODES = 300
MAX_BRANCHES = 8  # of an inclusive gateway: each set of them is a way of its own
_NAME = re.compile(r"[^\W\d]\w*\Z")
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
    "boundary",
    "branches",
}


_LEVELS = ("error", "unproven", "warning")


def check(
    process: Process,
    *,
    services: Collection[str] | None = None,
    limits: Collection[str] | None = None,
    posts: Collection[str] | None = None,
    processes: Collection[str] | None = None,
) -> list[Problem]:
    """Every problem of a process; neither ``error`` nor ``unproven`` means that it can run and always end.

    ``services``, ``limits``, ``posts``, ``processes`` are the known codes; None means that they are not looked up.
    """
    if len(process.nodes) > MAX_NODES:
        words = f"流程“{process.name}”有 {len(process.nodes)} 个元素，超过 {MAX_NODES} 个，请拆成几个流程。"
        return [_error("too-large", process.id, words)]
    found = [*_subset(process), *_frame(process)]
    for node in process.nodes.values():
        found += _lines_of(process, node)
        if node.kind is Kind.USER:
            found += _user_task(process, node, limits, posts)
            found += _many(node, called(process, node))
        elif node.kind is Kind.SERVICE:
            found += _service_task(process, node, services)
        elif node.kind in {Kind.EXCLUSIVE, Kind.INCLUSIVE}:
            found += _choice(process, node)
        elif node.kind is Kind.CALL:
            found += _call(process, node, processes)
        elif node.kind is Kind.BOUNDARY:
            found += _boundary(process, node, limits)
        if node.trigger is Trigger.MESSAGE and not node.message:
            found.append(
                _error("no-message", node.id, f"{called(process, node)}没有写明等哪一种消息（message）。")
            )
    if not any(problem.level == "error" and problem.code in _BROKEN for problem in found):
        found += soundness.prove(process)
    return sorted(found, key=lambda problem: _LEVELS.index(problem.level))


def wrong_expression(text: str) -> str:
    """What is wrong with a condition, as S-FEEL or in the short form of countersigning; empty when nothing is."""
    written = enough(text.strip())
    if not written:
        return ""
    try:
        feel.compile(written)
    except feel.FeelError as error:
        return str(error)
    return ""


def _error(code: str, element: str, message: str) -> Problem:
    return Problem("error", code, element, message)


def _warning(code: str, element: str, message: str) -> Problem:
    return Problem("warning", code, element, message)


def called(process: Process, node: Node) -> str:
    """“第 12 行 任务“起草””: where it stands, what it is, its name."""
    kind = _KINDS.get(node.kind, "元素")
    return f"{_at(node.line)}{kind}“{spoken(process, node.id)}”"


def _at(line: int) -> str:
    """Where it stands in the file; nothing in an editor, which has no lines (``Process.without_lines``)."""
    return f"第 {line} 行" if line else ""


def _subset(process: Process) -> Iterator[Problem]:
    for node in process.nodes.values():
        for what in node.unsupported:
            yield _error(
                "unsupported", node.id, f"{_at(node.line)}“{spoken(process, node.id)}”：不能运行{what}。"
            )
    for thing in process.foreign:
        kind = _FOREIGN.get(thing.tag, thing.tag)
        where = f"{_at(thing.line)}{kind}“{thing.name or thing.id}”"
        if thing.tag == "messageFlow":
            yield _error(
                "message-flow", thing.id, f"{where}：不能运行跨泳池的消息流，请改画成一个流程里的连线。"
            )
        else:
            yield _warning("foreign", thing.id, f"{where}：不运行，也不画出来。")


def _frame(process: Process) -> Iterator[Problem]:
    for scope, nodes in process.inside.items():
        whole = f"子流程“{spoken(process, scope)}”" if scope else f"流程“{process.name}”"
        starts = [node for node in nodes if node.kind is Kind.START]
        if not starts:
            yield _error("start", scope or process.id, f"{whole}没有开始事件。")
        elif len(starts) > 1:
            names = "、".join(f"“{node.label}”" for node in starts)
            words = f"{whole}有 {len(starts)} 个开始事件（{names}），只能有一个。"
            yield _error("start", starts[1].id, words)
        if not any(node.kind is Kind.END for node in nodes):
            yield _error("end", scope or process.id, f"{whole}没有结束事件。")
    for flow in process.flows.values():
        source = process.nodes[flow.source]
        if flow.condition and source.kind not in {Kind.EXCLUSIVE, Kind.INCLUSIVE}:
            yield _error(
                "condition-misplaced",
                flow.id,
                f"{_at(flow.line)}从“{spoken(process, source.id)}”出来的连线带有条件；条件只能写在排他网关或包容网关之后。",
            )


def _lines_of(process: Process, node: Node) -> Iterator[Problem]:
    incoming, outgoing = process.incoming[node.id], process.outgoing[node.id]
    who = called(process, node)
    if node.kind is Kind.START and incoming:
        yield _error("into-start", node.id, f"{who}不能有进来的连线，请接到它后面的任务上。")
    if node.kind is Kind.END and outgoing:
        yield _error("out-of-end", node.id, f"{who}不能有出去的连线。")
    if node.kind is Kind.BOUNDARY:
        if incoming:
            yield _error("into-start", node.id, f"{who}不能有进来的连线。")
    elif node.kind is not Kind.START and not incoming:
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
    elif not lane.post and not (node.many and node.many.of == "posts"):
        yield _error("no-post", node.id, f"{who}所在的泳道“{lane.name or lane.id}”没有写明岗位（yg:post）。")
    elif posts is not None and lane.post and lane.post not in posts:
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


def _many(node: Node, who: str) -> Iterator[Problem]:
    """Countersigning: whose list, and when enough have spoken."""
    many = node.many
    if many is None:
        return
    if not _NAME.match(many.collection):
        yield _error("many", node.id, f"{who}要会签，但没有写明名单是哪个事实（yg:collection）。")
    if many.of not in {"organisations", "posts"}:
        yield _error(
            "many", node.id, f"{who}的会签名单只能是单位（organisations）或岗位（posts），不能是“{many.of}”。"
        )
    if not many.enough:
        return
    try:
        names = feel.compile(many.enough).names
    except feel.FeelError as error:
        yield _error("many", node.id, f"{who}的会签完成条件：{error}")
        return
    known = {f"nrOf_{outcome.code.replace('-', '_')}" for outcome in node.outcomes}
    for name in sorted(names):
        if name.startswith("nrOf_") and name not in known:
            yield _error("many", node.id, f"{who}的会签完成条件用到“{name}”，但没有这样的办法代码。")


def _call(process: Process, node: Node, processes: Collection[str] | None) -> Iterator[Problem]:
    who = called(process, node)
    if not node.called:
        yield _error("no-process", node.id, f"{who}没有写明要办哪个流程（calledElement）。")
    elif processes is not None and node.called not in processes:
        yield _error("unknown-process", node.id, f"{who}要办的流程“{node.called}”还没有发布，请先发布它。")
    for pair in (*node.given, *node.taken):
        for name in pair:
            if not _NAME.match(name):
                yield _error("mapping", node.id, f"{who}传递的“{name}”不是一个名字；这里只能按名字传递。")


def _boundary(process: Process, node: Node, limits: Collection[str] | None) -> Iterator[Problem]:
    who = called(process, node)
    host = process.nodes.get(node.attached)
    if host is None or host.scope != node.scope:
        yield _error("boundary", node.id, f"{who}没有贴在任何任务上（attachedToRef）。")
    elif not host.kind.waits and not host.unsupported:
        yield _error(
            "boundary",
            node.id,
            f"{who}贴在“{spoken(process, host.id)}”上，那一步不会停下来等，请贴在要办的任务上。",
        )
    if node.trigger is not Trigger.TIMER:
        return
    if not node.limit:
        wrote = f"写的是时长“{node.duration}”，但" if node.duration else ""
        yield _error(
            "no-limit",
            node.id,
            f"{who}{wrote}本系统只按工作日历计时：请在时限里设好这一期限，再用 yg:limit 写明它的代码。",
        )
    elif limits is not None and node.limit not in limits:
        yield _error("unknown-limit", node.id, f"{who}写的期限“{node.limit}”不存在。")
    elif node.duration:
        yield _warning(
            "duration", node.id, f"{who}另写的时长“{node.duration}”不会用到，只按期限“{node.limit}”计时。"
        )


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
    if node.kind is Kind.INCLUSIVE and len(outgoing) > MAX_BRANCHES:
        words = f"{who}分出 {len(outgoing)} 条连线，超过 {MAX_BRANCHES} 条，请分成几个网关。"
        yield _error("branches", node.id, words)
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
