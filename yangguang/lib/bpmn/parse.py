"""Reads BPMN 2.0 XML. Structure is read whatever the file holds; what cannot run is marked, not dropped.

A document type declaration is refused outright, so no entity is ever expanded; size and depth are capped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .model import Bounds, Flow, Foreign, Kind, Lane, Many, Node, Outcome, Process, Trigger
from .subset import DEFINITIONS, DEMANDING, NAMESPACE, RUNS
from .wording import WORDS

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 20_000
MAX_DEPTH = 60
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
YG = f"{{{NAMESPACE}}}"

_EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_TASKS = {
    "task", "userTask", "serviceTask", "manualTask", "receiveTask", "sendTask", "scriptTask", "businessRuleTask",
    "callActivity", "subProcess", "transaction", "adHocSubProcess",
}  # fmt: skip
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
_WAITING = {Kind.CATCH, Kind.RECEIVE, Kind.BOUNDARY}
_SHORT = re.compile(r"(?P<n>first|\d{1,3})(?:/(?P<of>\d{1,3}))?:(?P<code>[a-z][a-z0-9_-]*)\Z")
_SILENT = {
    "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "ioSpecification", "dataInputAssociation",
    "dataOutputAssociation", "property", "textAnnotation", "association", "group", "category", "auditing", "monitoring",
    "dataObject", "dataObjectReference", "dataStoreReference", "import", "itemDefinition", "BPMNDiagram", "message",
    "signal", "error", "escalation", "interface", "resource", "dataStore", "supportedInterface", "ioBinding",
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
    messages = {m.get("id", ""): _name(m) for m in root.findall(f"{BPMN}message")}
    process = _process(chosen, messages)
    foreign = list(process.foreign)
    for collaboration in root.findall(f"{BPMN}collaboration"):
        pools = collaboration.findall(f"{BPMN}participant")
        foreign += [_foreign(p) for p in pools if p.get("processRef") != chosen.get("id")]
        foreign += [_foreign(m) for m in collaboration.findall(f"{BPMN}messageFlow")]
    foreign += [_foreign(p) for p in processes if p is not chosen]
    bounds, waypoints = _drawing(root, {n.id for n in process.nodes.values() if n.kind is Kind.SUB})
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


def readable(xml: bytes) -> None:
    """Raises BpmnError unless this is well-formed BPMN without a document type: something an editor can open."""
    if _tree(xml).tag != f"{BPMN}definitions":
        raise BpmnError("这不是 BPMN 2.0 文件：根元素应当是 definitions。")


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


@dataclass
class _Read:
    """What was read so far, over all scopes: an id belongs to one element of the whole process."""

    messages: Mapping[str, str]
    lanes: dict[str, Lane] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    foreign: list[Foreign] = field(default_factory=list)

    def scope(self, element: Element, key: str, lane: str) -> None:
        """Everything in a process or sub-process; what lies in no lane of its own lies in the sub-process's."""
        for lane_set in element.findall(f"{BPMN}laneSet"):
            for one in _leaf_lanes(lane_set):
                name = one.get("id") or f"lane-{len(self.lanes) + 1}"
                self.lanes[name] = Lane(name, _name(one), one.get(f"{YG}post", ""), _line(one))
                for ref in one.findall(f"{BPMN}flowNodeRef"):
                    self.lane_of[(ref.text or "").strip()] = name
        for child in element:
            if child.tag.startswith(BPMN) and _tag(child) not in _SILENT:
                self.element(child, key, lane)

    def joined(self) -> None:
        """Every line joins two elements of one scope: BpmnError otherwise."""
        for flow in self.flows.values():
            line = f"第 {flow.line} 行的连线“{flow.name or flow.id}”"
            for end in (flow.source, flow.target):
                if end not in self.nodes:
                    raise BpmnError(f"{line}接到了不存在的元素“{end}”。")
            if self.nodes[flow.source].scope != self.nodes[flow.target].scope:
                raise BpmnError(f"{line}穿过了子流程的边框，请改成接到子流程本身。")

    def element(self, child: Element, scope: str, lane: str) -> None:
        tag, key = _tag(child), child.get("id", "")
        if tag == "sequenceFlow":
            _once(key, self.flows, child)
            self.flows[key] = _flow(child)
        elif tag in _EVENTS | _TASKS | _GATEWAYS:
            _once(key, self.nodes, child)
            node = _node(child, self.lane_of.get(key, lane), scope, self.messages)
            self.nodes[key] = node
            if node.kind is Kind.SUB:
                self.scope(child, key, node.lane)
        else:
            self.foreign.append(_foreign(child))


def _process(element: Element, messages: Mapping[str, str]) -> Process:
    read = _Read(messages)
    read.scope(element, "", "")
    read.joined()
    return Process(
        id=element.get("id", ""),
        name=_name(element) or element.get("id", ""),
        nodes=_with_lanes_of_hosts(read.nodes),
        flows=read.flows,
        lanes=read.lanes,
        same_person=element.get(f"{YG}same-person") == "allowed",
        foreign=tuple(read.foreign),
    )


def _with_lanes_of_hosts(nodes: dict[str, Node]) -> dict[str, Node]:
    """A boundary event lies where its activity lies, whatever the file says."""
    return {
        key: replace(node, lane=nodes[node.attached].lane) if node.attached in nodes else node
        for key, node in nodes.items()
    }


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


def _node(element: Element, lane: str, scope: str, messages: Mapping[str, str]) -> Node:
    tag = _tag(element)
    kind = RUNS.get(tag, Kind.OTHER)
    reasons = set(element.get(f"{YG}reason", "").split())
    trigger, message, duration = _trigger(element, kind, messages)
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
        bulk=kind is Kind.USER and element.get(f"{YG}bulk") == "allowed",
        service=element.get(f"{YG}service", ""),
        default=element.get("default", "") if kind in {Kind.EXCLUSIVE, Kind.INCLUSIVE} else "",
        scope=scope,
        terminate=kind is Kind.END and element.find(f"{BPMN}terminateEventDefinition") is not None,
        many=_many(element) if kind is Kind.USER else None,
        attached=element.get("attachedToRef", "") if kind is Kind.BOUNDARY else "",
        interrupting=element.get("cancelActivity", "true") != "false",
        trigger=trigger,
        message=message,
        duration=duration,
        called=element.get("calledElement", "").strip() if kind is Kind.CALL else "",
        given=_mapping(element, "in") if kind is Kind.CALL else (),
        taken=_mapping(element, "out") if kind is Kind.CALL else (),
        office=element.get(f"{YG}office", ""),
        unsupported=_unsupported(element, kind),
    )


def _trigger(element: Element, kind: Kind, messages: Mapping[str, str]) -> tuple[Trigger, str, str]:
    """What the event waits for, the name of its message, and the wall-clock time that a tool wrote."""
    if kind not in _WAITING:
        return Trigger.NONE, "", ""
    timer = element.find(f"{BPMN}timerEventDefinition")
    if timer is not None:
        return Trigger.TIMER, "", " ".join("".join(timer.itertext()).split())
    event = element if kind is Kind.RECEIVE else element.find(f"{BPMN}messageEventDefinition")
    if event is None:
        return Trigger.NONE, "", ""
    named = element.get(f"{YG}message", "") or messages.get(event.get("messageRef", ""), "")
    return Trigger.MESSAGE, named or event.get("messageRef", ""), ""


def _many(element: Element) -> Many | None:
    loop = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    # Activiti, Flowable and Camunda each write the same word under a name space of their own.
    collection = next((v for k, v in loop.attrib.items() if k.rpartition("}")[2] == "collection"), "")
    condition = loop.find(f"{BPMN}completionCondition")
    text = "" if condition is None else "".join(condition.itertext()).strip()
    return Many(
        collection=re.sub(r"^[$#]\{(.*)\}$", r"\1", collection.strip()).strip(),
        of=loop.get(f"{YG}of", "organisations"),
        enough=enough(loop.get(f"{YG}enough", "").strip()) or text,
    )


def enough(text: str) -> str:
    """``all``, ``first:return``, ``2:pass`` and ``2/3:pass`` written out as S-FEEL; anything else is S-FEEL already."""
    found = _SHORT.match(text)
    if not found:
        return "" if text == "all" else text
    name = f"nrOf_{found['code'].replace('-', '_')}"
    if found["of"]:
        return f"{name} * {found['of']} >= nrOfInstances * {found['n']}"
    return f"{name} >= {found['n'] if found['n'] != 'first' else 1}"


def _mapping(element: Element, which: str) -> tuple[tuple[str, str], ...]:
    """Pairs of names: ``yg:in="a b:c"``, or ``<in source="a" target="b"/>`` as other tools write it."""
    found = [(a, b or a) for a, _, b in (word.partition(":") for word in element.get(YG + which, "").split())]
    for extension in element.findall(f"{BPMN}extensionElements"):
        found += [
            (one.get("source", ""), one.get("target", ""))
            for one in extension
            if _tag(one) == which and one.get("source") and one.get("target")
        ]
    return tuple(found)


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
    if kind is Kind.SUB and element.get("triggeredByEvent") == "true":
        found.append("事件子流程（triggeredByEvent）")
    for child in element:
        name = _tag(child)
        if not child.tag.startswith(BPMN) or not name.endswith(("EventDefinition", "LoopCharacteristics")):
            continue
        if name not in DEFINITIONS.get(kind, ()):
            found.append(f"{WORDS.get(name, name)}（{name}）")
        elif name == "multiInstanceLoopCharacteristics":
            if child.get("isSequential") == "true":
                found.append("依次会签（isSequential），请改成同时会签")
            if child.find(f"{BPMN}loopCardinality") is not None:
                found.append("写死份数的会签（loopCardinality），请改成按名单会签")
    if kind in DEMANDING and not any(_tag(child) in DEFINITIONS[kind] for child in element):
        found.append("没有写明等什么的事件")
    if kind is Kind.RECEIVE and element.get("instantiate") == "true":
        found.append("由消息发起的流程（instantiate）")
    if kind in {Kind.USER, Kind.SERVICE, Kind.SUB, Kind.CALL, Kind.RECEIVE} and element.get("default"):
        found.append("任务上的默认连线（default）")
    return tuple(found)


def _drawing(
    root: Element, subs: set[str]
) -> tuple[dict[str, Bounds], dict[str, tuple[tuple[float, float], ...]]]:
    bounds: dict[str, Bounds] = {}
    waypoints: dict[str, tuple[tuple[float, float], ...]] = {}
    # A collapsed sub-process may have a sheet of its own: its shapes stand elsewhere and are not drawn.
    sheets = [s for s in root.iter(f"{BPMNDI}BPMNPlane") if s.get("bpmnElement", "") not in subs]
    for shape in (one for sheet in sheets for one in sheet.iter(f"{BPMNDI}BPMNShape")):
        box = shape.find(f"{DC}Bounds")
        if box is not None:
            x, y, width, height = (_number(box.get(side)) for side in ("x", "y", "width", "height"))
            bounds[shape.get("bpmnElement", "")] = Bounds(x, y, width, height)
    for edge in (one for sheet in sheets for one in sheet.iter(f"{BPMNDI}BPMNEdge")):
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
