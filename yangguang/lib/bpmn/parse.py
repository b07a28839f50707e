"""Reads BPMN 2.0 XML. Structure is read whatever the file holds; what cannot run is marked, not dropped.

A document type declaration is refused outright, so no entity is ever expanded; size and depth are capped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .model import Bounds, Flow, Foreign, Kind, Lane, Node, Outcome, Process

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 20_000
MAX_DEPTH = 60
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
YG = "{https://yangguang.dev/bpmn}"

_EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_TASKS = {
    "task", "userTask", "serviceTask", "manualTask", "receiveTask", "sendTask", "scriptTask", "businessRuleTask",
    "callActivity", "subProcess", "transaction", "adHocSubProcess",
}  # fmt: skip
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
_RUNS = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}
_SILENT = {
    "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "ioSpecification", "dataInputAssociation",
    "dataOutputAssociation", "property", "textAnnotation", "association", "group", "category", "auditing", "monitoring",
    "dataObject", "dataObjectReference", "dataStoreReference", "import", "itemDefinition", "BPMNDiagram", "message",
    "signal", "error", "escalation", "interface", "resource", "dataStore", "supportedInterface", "ioBinding",
}  # fmt: skip
WORDS = {
    "task": "未定类型的任务", "manualTask": "人工任务", "receiveTask": "接收任务", "sendTask": "发送任务",
    "scriptTask": "脚本任务", "businessRuleTask": "规则任务", "callActivity": "调用活动", "subProcess": "子流程",
    "transaction": "事务子流程", "adHocSubProcess": "特别子流程", "inclusiveGateway": "包容网关",
    "eventBasedGateway": "事件网关", "complexGateway": "复杂网关", "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件", "boundaryEvent": "边界事件", "participant": "泳池", "messageFlow": "消息流",
    "multiInstanceLoopCharacteristics": "多实例（会签）", "standardLoopCharacteristics": "循环标记",
    "timerEventDefinition": "定时触发", "messageEventDefinition": "消息触发", "signalEventDefinition": "信号触发",
    "errorEventDefinition": "错误触发", "terminateEventDefinition": "终止触发", "conditionalEventDefinition": "条件触发",
    "escalationEventDefinition": "升级触发", "compensateEventDefinition": "补偿触发", "linkEventDefinition": "链接触发",
    "cancelEventDefinition": "取消触发",
}  # fmt: skip


class BpmnError(ValueError):
    """The file is no BPMN that can be read; the message is a clear sentence in Chinese."""


class _Lines(TreeBuilder):
    """Remembers on which line each element began, and stops at the caps."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: Any = None
        self.count = 0
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise BpmnError("流程图太大或嵌套太深，不能读取。请拆成几个流程。")
        element = super().start(tag, attrs)
        element.set("\0line", str(self.parser.parser.CurrentLineNumber))
        return element

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def parse(xml: bytes) -> Process:
    """The one process that a BPMN file defines. Raises BpmnError with a sentence that says what is wrong.

    Of several pools the executable process is read (or the first); the others are listed as foreign.
    """
    root = _tree(xml)
    if root.tag != f"{BPMN}definitions":
        raise BpmnError("这不是 BPMN 2.0 文件：根元素应当是 definitions。")
    processes = root.findall(f"{BPMN}process")
    if not processes:
        raise BpmnError("文件里没有流程（process）。")
    chosen = next((p for p in processes if p.get("isExecutable") == "true"), processes[0])
    process = _process(chosen)
    foreign = list(process.foreign)
    for collaboration in root.findall(f"{BPMN}collaboration"):
        pools = collaboration.findall(f"{BPMN}participant")
        foreign += [_foreign(p) for p in pools if p.get("processRef") != chosen.get("id")]
        foreign += [_foreign(m) for m in collaboration.findall(f"{BPMN}messageFlow")]
    foreign += [_foreign(p) for p in processes if p is not chosen]
    bounds, waypoints = _drawing(root)
    return Process(
        id=process.id,
        name=process.name,
        nodes=process.nodes,
        flows=process.flows,
        lanes=process.lanes,
        same_person=process.same_person,
        bounds={k: v for k, v in bounds.items() if k in process.nodes or k in process.lanes},
        waypoints={k: v for k, v in waypoints.items() if k in process.flows},
        foreign=tuple(foreign),
    )


def _tree(xml: bytes) -> Element:
    if len(xml) > MAX_BYTES:
        raise BpmnError("文件超过 2 MB，不像一张流程图。")
    builder = _Lines()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(xml)
        root = parser.close()
    except DefusedXmlException:
        raise BpmnError(
            "文件带有文档类型声明或实体（DOCTYPE、ENTITY），为安全起见不接受。请去掉后再试。"
        ) from None
    except ParseError as error:
        line = error.position[0]
        raise BpmnError(f"第 {line} 行起不是正确的 XML，请检查文件是否完整。") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, BpmnError):
            raise
        raise BpmnError("文件的文字编码读不懂，请另存为 UTF-8。") from None
    assert isinstance(root, Element)
    return root


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _line(element: Element) -> int:
    return int(element.get("\0line", "0"))


def _name(element: Element) -> str:
    return " ".join((element.get("name") or "").split())


def _foreign(element: Element) -> Foreign:
    return Foreign(_tag(element), element.get("id", ""), _name(element), _line(element))


def _process(element: Element) -> Process:
    lanes: dict[str, Lane] = {}
    lane_of: dict[str, str] = {}
    for lane_set in element.findall(f"{BPMN}laneSet"):
        for lane in _leaf_lanes(lane_set):
            key = lane.get("id") or f"lane-{len(lanes) + 1}"
            lanes[key] = Lane(key, _name(lane), lane.get(f"{YG}post", ""), _line(lane))
            lane_of.update({(ref.text or "").strip(): key for ref in lane.findall(f"{BPMN}flowNodeRef")})
    nodes: dict[str, Node] = {}
    flows: dict[str, Flow] = {}
    foreign: list[Foreign] = []
    for child in element:
        tag = _tag(child)
        if not child.tag.startswith(BPMN) or tag in _SILENT:
            continue
        key = child.get("id", "")
        if tag == "sequenceFlow":
            _once(key, flows, child)
            flows[key] = _flow(child)
        elif tag in _EVENTS | _TASKS | _GATEWAYS:
            _once(key, nodes, child)
            nodes[key] = _node(child, lane_of.get(key, ""))
        else:
            foreign.append(_foreign(child))
    for flow in flows.values():
        for end in (flow.source, flow.target):
            if end not in nodes:
                raise BpmnError(f"第 {flow.line} 行的连线“{flow.name or flow.id}”接到了不存在的元素“{end}”。")
    return Process(
        id=element.get("id", ""),
        name=_name(element) or element.get("id", ""),
        nodes=nodes,
        flows=flows,
        lanes=lanes,
        same_person=element.get(f"{YG}same-person") == "allowed",
        foreign=tuple(foreign),
    )


def _once(key: str, seen: dict[str, Any], element: Element) -> None:
    if not key:
        raise BpmnError(f"第 {_line(element)} 行的元素没有 id。")
    if key in seen:
        raise BpmnError(f"第 {_line(element)} 行的 id“{key}”重复了。")


def _leaf_lanes(lane_set: Element) -> Iterator[Element]:
    for lane in lane_set.findall(f"{BPMN}lane"):
        inner = lane.find(f"{BPMN}childLaneSet")
        if inner is None:
            yield lane
        else:
            yield from _leaf_lanes(inner)


def _flow(element: Element) -> Flow:
    condition = element.find(f"{BPMN}conditionExpression")
    text = "" if condition is None else "".join(condition.itertext()).strip()
    return Flow(
        element.get("id", ""),
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        _name(element),
        text,
        _line(element),
    )


def _node(element: Element, lane: str) -> Node:
    tag = _tag(element)
    kind = _RUNS.get(tag, Kind.OTHER)
    reasons = set(element.get(f"{YG}reason", "").split())
    return Node(
        id=element.get("id", ""),
        kind=kind,
        tag=tag,
        name=_name(element),
        line=_line(element),
        lane=lane,
        limit=element.get(f"{YG}limit", ""),
        outcomes=_outcomes(element.get(f"{YG}outcomes", ""), reasons),
        apart=tuple(element.get(f"{YG}apart", "").split()),
        service=element.get(f"{YG}service", ""),
        default=element.get("default", "") if kind is Kind.EXCLUSIVE else "",
        unsupported=_unsupported(element, kind),
    )


def _outcomes(text: str, reasons: set[str]) -> tuple[Outcome, ...]:
    found = []
    for word in text.split():
        code, _, label = word.partition(":")
        found.append(Outcome(code, label or code, code in reasons))
    return tuple(found)


def _unsupported(element: Element, kind: Kind) -> tuple[str, ...]:
    found = []
    tag = _tag(element)
    if kind is Kind.OTHER:
        found.append(f"{WORDS.get(tag, tag)}（{tag}）")
    for child in element:
        name = _tag(child)
        if child.tag.startswith(BPMN) and name.endswith(("EventDefinition", "LoopCharacteristics")):
            found.append(f"{WORDS.get(name, name)}（{name}）")
    if kind in {Kind.USER, Kind.SERVICE} and element.get("default"):
        found.append("任务上的默认连线（default）")
    return tuple(found)


def _drawing(root: Element) -> tuple[dict[str, Bounds], dict[str, tuple[tuple[float, float], ...]]]:
    bounds: dict[str, Bounds] = {}
    waypoints: dict[str, tuple[tuple[float, float], ...]] = {}
    for shape in root.iter(f"{BPMNDI}BPMNShape"):
        box = shape.find(f"{DC}Bounds")
        if box is not None:
            x, y, width, height = (_number(box.get(side)) for side in ("x", "y", "width", "height"))
            bounds[shape.get("bpmnElement", "")] = Bounds(x, y, width, height)
    for edge in root.iter(f"{BPMNDI}BPMNEdge"):
        points = tuple((_number(p.get("x")), _number(p.get("y"))) for p in edge.findall(f"{DI}waypoint"))
        if len(points) > 1:
            waypoints[edge.get("bpmnElement", "")] = points
    return bounds, waypoints


def _number(text: str | None) -> float:
    try:
        value = float(text or "0")
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0
