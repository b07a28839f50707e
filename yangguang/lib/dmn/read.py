"""Reads DMN XML of any version (1.1 to 1.5: names count, namespaces do not). What is not understood is listed.

A document type declaration is refused outright, so no entity is ever expanded; size and depth are capped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .model import (
    Aggregation,
    Context,
    Decision,
    Definitions,
    DmnError,
    Entry,
    Function,
    HitPolicy,
    Input,
    InputData,
    Invocation,
    Knowledge,
    Listing,
    Literal,
    Logic,
    Output,
    Relation,
    Rule,
    Service,
    Table,
    Type,
)

MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_DEPTH = 60
MAX_RULES = 2_000
MAX_COLUMNS = 60
YG = "https://yangguang.dev/dmn"

_SILENT = {
    "extensionElements", "DMNDI", "inputData", "decision", "businessKnowledgeModel", "itemDefinition", "import",
    "decisionService", "description", "textAnnotation", "association", "group", "knowledgeSource",
    "organizationUnit", "performanceIndicator", "elementCollection", "artifact",
}  # fmt: skip


class _Bounded(TreeBuilder):
    """Stops at the caps, and forgets namespaces: of an attribute only those of ours keep theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise DmnError("决策文件太大或嵌套太深，不能读取。请拆成几个文件。")
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag.rpartition("}")[2])


def read(xml: bytes) -> Definitions:
    """What a DMN file says. Raises DmnError with a sentence that says what is wrong."""
    root = _tree(xml)
    if root.tag != "definitions":
        raise DmnError("这不是 DMN 文件：根元素应当是 definitions。")
    ids = {_id(one): one for one in root if one.get("id")}
    return Definitions(
        id=_id(root),
        name=_name(root),
        namespace=root.get("namespace", ""),
        types=tuple(_type(one) for one in root.findall("itemDefinition")),
        inputs=tuple(_input_data(one) for one in root.findall("inputData")),
        decisions=tuple(_decision(one) for one in root.findall("decision")),
        knowledge=tuple(_knowledge(one) for one in root.findall("businessKnowledgeModel")),
        services=tuple(_service(one, ids) for one in root.findall("decisionService")),
        description=_text(root, "description"),
        foreign=tuple(
            f"{child.tag} {child.get('name', '')}".strip()
            for child in root
            if child.tag not in _SILENT or child.tag == "import"
        ),
    )


def _tree(xml: bytes) -> Element:
    if len(xml) > MAX_BYTES:
        raise DmnError("文件超过 4 MB，不像一份决策表。")
    parser: Any = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(xml)
        root = parser.close()
    except DefusedXmlException:
        raise DmnError(
            "文件带有文档类型声明或实体（DOCTYPE、ENTITY），为安全起见不接受。请去掉后再试。"
        ) from None
    except ParseError as error:
        raise DmnError(f"第 {error.position[0]} 行起不是正确的 XML，请检查文件是否完整。") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, DmnError):
            raise
        raise DmnError("文件的文字编码读不懂，请另存为 UTF-8。") from None
    assert isinstance(root, Element)
    return root


def _id(element: Element) -> str:
    return element.get("id", "")


def _name(element: Element) -> str:
    return " ".join((element.get("name") or "").split())


def _text(element: Element | None, path: str = "") -> str:
    found = element.find(path) if element is not None and path else element
    return (found.text or "").strip() if found is not None else ""


def _type_ref(element: Element | None) -> str:
    """The type that an element names: an attribute, in DMN 1.1 also a child; without its prefix."""
    if element is None:
        return ""
    named = element.get("typeRef") or _text(element, "typeRef")
    prefix, colon, rest = named.partition(":")
    return rest if colon and prefix in {"feel", "xsd", "xs", "kie", "tns"} else named


def _type(element: Element) -> Type:
    return Type(
        name=_name(element),
        base=_type_ref(element),
        allowed=_text(element, "allowedValues/text"),
        parts=tuple(_type(one) for one in element.findall("itemComponent")),
        many=element.get("isCollection") == "true",
    )


def _input_data(element: Element) -> InputData:
    variable = element.find("variable")
    name = _name(element) or (_name(variable) if variable is not None else "")
    return InputData(_id(element) or name, name, _type_ref(variable))


def _requires(element: Element) -> tuple[str, ...]:
    found = []
    for requirement in element:
        if requirement.tag in {"informationRequirement", "knowledgeRequirement"}:
            found += [_href(one) for one in requirement if one.get("href")]
    return tuple(found)


def _href(element: Element) -> str:
    return element.get("href", "").rpartition("#")[2]


def _decision(element: Element) -> Decision:
    variable = element.find("variable")
    name = _name(element)
    variable_name = _name(variable) if variable is not None else ""
    return Decision(
        id=_id(element) or name,
        name=name,
        logic=_logic_in(element),
        type=_type_ref(variable),
        requires=_requires(element),
        description=_text(element, "description"),
        question=_text(element, "question"),
        variable="" if variable_name == name else variable_name,
    )


def _knowledge(element: Element) -> Knowledge:
    encapsulated = element.find("encapsulatedLogic")
    if encapsulated is None:
        raise DmnError(f"业务知识“{_name(element)}”没有内容（encapsulatedLogic）。")
    return Knowledge(
        id=_id(element) or _name(element),
        name=_name(element),
        function=_function(encapsulated),
        type=_type_ref(element.find("variable")),
        requires=_requires(element),
    )


def _service(element: Element, ids: dict[str, Element]) -> Service:
    def refs(tag: str) -> tuple[str, ...]:
        return tuple(_href(one) for one in element.findall(tag))

    return Service(
        id=_id(element) or _name(element),
        name=_name(element),
        outputs=refs("outputDecision"),
        encapsulated=refs("encapsulatedDecision"),
        inputs=tuple(one for one in (*refs("inputData"), *refs("inputDecision")) if one in ids),
    )


def _logic_in(element: Element) -> Logic | None:
    """The first child that is an expression."""
    for child in element:
        if child.tag in _LOGIC:
            return _logic(child)
    return None


def _logic(element: Element) -> Logic:
    logic: Logic = _LOGIC[element.tag](element)
    return logic


def _literal(element: Element) -> Literal:
    language = element.get("expressionLanguage", "")
    if language and "feel" not in language.lower():
        raise DmnError(f"表达式“{_text(element, 'text')[:40]}”不是用 FEEL 写的（{language}），不能读取。")
    return Literal(_text(element, "text"), _type_ref(element))


def _function(element: Element) -> Function:
    if element.get("kind", "FEEL") not in {"FEEL", "F"}:
        raise DmnError("函数要用 FEEL 写，不接受 Java 或 PMML。")
    parameters = tuple((_name(one), _type_ref(one)) for one in element.findall("formalParameter"))
    return Function(parameters, _logic_in(element), _type_ref(element))


def _context(element: Element) -> Context:
    entries = []
    for one in element.findall("contextEntry"):
        variable = one.find("variable")
        entries.append(
            Entry(_name(variable) if variable is not None else "", _logic_in(one), _type_ref(variable))
        )
    return Context(tuple(entries), _type_ref(element))


def _listing(element: Element) -> Listing:
    return Listing(tuple(_children(element)), _type_ref(element))


def _children(element: Element) -> Iterator[Logic]:
    return (_logic(child) for child in element if child.tag in _LOGIC)


def _relation(element: Element) -> Relation:
    columns = tuple(_name(one) for one in element.findall("column"))
    rows = tuple(tuple(_children(row)) for row in element.findall("row"))
    if any(len(row) != len(columns) for row in rows):
        raise DmnError("关系表里有一行的格数和列数不一样。")
    return Relation(columns, rows, _type_ref(element))


def _invocation(element: Element) -> Invocation:
    called = _logic_in(element)
    if called is None:
        raise DmnError("调用（invocation）没有说明调用什么。")
    bindings = []
    for one in element.findall("binding"):
        parameter = one.find("parameter")
        bindings.append(
            Entry(_name(parameter) if parameter is not None else "", _logic_in(one), _type_ref(parameter))
        )
    return Invocation(called, tuple(bindings), _type_ref(element))


def _table(element: Element) -> Table:
    policy = " ".join((element.get("hitPolicy") or "UNIQUE").split()).upper()
    aggregation = (element.get("aggregation") or "").upper()
    if policy not in set(HitPolicy) or (aggregation and aggregation not in set(Aggregation)):
        raise DmnError(f"不认识的命中规则“{policy} {aggregation}”。")
    inputs = tuple(_input(one) for one in element.findall("input"))
    outputs = tuple(_output(one) for one in element.findall("output"))
    rules = element.findall("rule")
    if not outputs or len(rules) > MAX_RULES or len(inputs) + len(outputs) > MAX_COLUMNS:
        raise DmnError(f"决策表要有结果列，最多 {MAX_COLUMNS} 列、{MAX_RULES} 条规则。")
    annotations = tuple(_name(one) for one in element.findall("annotation"))
    return Table(
        inputs=inputs,
        outputs=outputs,
        rules=tuple(_rule(n, one, len(inputs), len(outputs)) for n, one in enumerate(rules, 1)),
        hit_policy=HitPolicy(policy),
        aggregation=Aggregation(aggregation) if aggregation and policy == HitPolicy.COLLECT else None,
        annotations=annotations,
        output_label=element.get("outputLabel", ""),
        type=_type_ref(element),
    )


def _input(element: Element) -> Input:
    expression = element.find("inputExpression")
    if expression is None or not _text(expression, "text"):
        raise DmnError("决策表有一列条件没有写要看哪个事实（inputExpression）。")
    return Input(
        expression=_text(expression, "text"),
        type=_type_ref(expression),
        values=_text(element, "inputValues/text"),
        label=element.get("label", ""),
        step=element.get(f"{{{YG}}}step", ""),
    )


def _output(element: Element) -> Output:
    return Output(
        name=_name(element),
        type=_type_ref(element),
        values=_text(element, "outputValues/text"),
        label=element.get("label", ""),
        default=_text(element, "defaultOutputEntry/text"),
    )


def _rule(number: int, element: Element, inputs: int, outputs: int) -> Rule:
    conditions = tuple(_text(one, "text") or "-" for one in element.findall("inputEntry"))
    results = tuple(_literal(one).text for one in element.findall("outputEntry"))
    if len(conditions) != inputs or len(results) != outputs:
        raise DmnError(f"决策表第 {number} 条规则的格数和列数不一样。")
    notes = tuple(_text(one, "text") for one in element.findall("annotationEntry"))
    return Rule(conditions, results, notes, _text(element, "description"))


_LOGIC: dict[str, Any] = {
    "decisionTable": _table,
    "literalExpression": _literal,
    "context": _context,
    "list": _listing,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
}
