"""Writes DMN 1.5 XML: what was read from it comes out again. Drawings and foreign extensions are not kept."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .model import (
    Context,
    Decision,
    Definitions,
    Entry,
    Function,
    Input,
    Invocation,
    Knowledge,
    Listing,
    Literal,
    Logic,
    Output,
    Relation,
    Service,
    Table,
    Type,
)
from .read import YG

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def write(definitions: Definitions) -> bytes:
    """The file as UTF-8; the same definitions give the same bytes."""
    root = Element("definitions", {"xmlns": MODEL, **_given(id=definitions.id, name=definitions.name)})
    root.set("namespace", definitions.namespace or YG)
    if any(_has_steps(one.logic) for one in definitions.decisions) or any(
        _has_steps(one.function.body) for one in definitions.knowledge
    ):
        root.set("xmlns:yg", YG)
    if definitions.description:
        SubElement(root, "description").text = definitions.description
    for type_ in definitions.types:
        _type(root, "itemDefinition", type_)
    for data in definitions.inputs:
        element = SubElement(root, "inputData", _given(id=data.id, name=data.name))
        SubElement(element, "variable", _given(name=data.name, typeRef=data.type))
    kinds = {one.id: "requiredInput" for one in definitions.inputs}
    kinds |= {one.id: "requiredKnowledge" for one in definitions.knowledge}
    kinds |= {one.id: "requiredKnowledge" for one in definitions.services}
    for knowledge in definitions.knowledge:
        _knowledge(root, knowledge, kinds)
    for decision in definitions.decisions:
        _decision(root, decision, kinds)
    data_ids = {one.id for one in definitions.inputs}
    for service in definitions.services:
        _service(root, service, data_ids)
    indent(root)
    xml: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml + b"\n"


def _given(**attributes: str) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}


def _has_steps(logic: Logic | None) -> bool:
    if isinstance(logic, Table):
        return any(one.step for one in logic.inputs)
    if isinstance(logic, Context):
        return any(_has_steps(one.logic) for one in logic.entries)
    return isinstance(logic, Function) and _has_steps(logic.body)


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, _given(**attributes))
    SubElement(element, "text").text = text
    return element


def _type(parent: Element, tag: str, type_: Type) -> None:
    element = SubElement(parent, tag, _given(name=type_.name))
    if type_.many:
        element.set("isCollection", "true")
    if type_.base:
        SubElement(element, "typeRef").text = type_.base
    if type_.allowed:
        _text(element, "allowedValues", type_.allowed)
    for part in type_.parts:
        _type(element, "itemComponent", part)


def _requires(element: Element, requires: Iterable[str], kinds: dict[str, str]) -> None:
    for one in requires:
        kind = kinds.get(one, "requiredDecision")
        around = "knowledgeRequirement" if kind == "requiredKnowledge" else "informationRequirement"
        SubElement(SubElement(element, around), kind, href=f"#{one}")


def _decision(root: Element, decision: Decision, kinds: dict[str, str]) -> None:
    element = SubElement(root, "decision", _given(id=decision.id, name=decision.name))
    if decision.description:
        SubElement(element, "description").text = decision.description
    if decision.question:
        SubElement(element, "question").text = decision.question
    SubElement(element, "variable", _given(name=decision.called, typeRef=decision.type))
    _requires(element, decision.requires, kinds)
    _logic(element, decision.logic)


def _knowledge(root: Element, knowledge: Knowledge, kinds: dict[str, str]) -> None:
    element = SubElement(root, "businessKnowledgeModel", _given(id=knowledge.id, name=knowledge.name))
    SubElement(element, "variable", _given(name=knowledge.name, typeRef=knowledge.type))
    _function(element, "encapsulatedLogic", knowledge.function)
    _requires(element, knowledge.requires, kinds)


def _service(root: Element, service: Service, data: set[str]) -> None:
    element = SubElement(root, "decisionService", _given(id=service.id, name=service.name))
    SubElement(element, "variable", _given(name=service.name))
    for tag, refs in (("outputDecision", service.outputs), ("encapsulatedDecision", service.encapsulated)):
        for one in refs:
            SubElement(element, tag, href=f"#{one}")
    for one in service.inputs:
        SubElement(element, "inputData" if one in data else "inputDecision", href=f"#{one}")


def _logic(parent: Element, logic: Logic | None) -> None:  # noqa: PLR0912 — one branch for each kind
    if isinstance(logic, Table):
        _table(parent, logic)
    elif isinstance(logic, Literal):
        _text(parent, "literalExpression", logic.text, typeRef=logic.type)
    elif isinstance(logic, Function):
        _function(parent, "functionDefinition", logic)
    elif isinstance(logic, Context):
        element = SubElement(parent, "context", _given(typeRef=logic.type))
        for entry in logic.entries:
            _entry(element, "contextEntry", "variable", entry)
    elif isinstance(logic, Invocation):
        element = SubElement(parent, "invocation", _given(typeRef=logic.type))
        _logic(element, logic.called)
        for entry in logic.bindings:
            _entry(element, "binding", "parameter", entry)
    elif isinstance(logic, Listing):
        element = SubElement(parent, "list", _given(typeRef=logic.type))
        for one in logic.values:
            _logic(element, one)
    elif isinstance(logic, Relation):
        element = SubElement(parent, "relation", _given(typeRef=logic.type))
        for name in logic.columns:
            SubElement(element, "column", _given(name=name))
        for row in logic.rows:
            line = SubElement(element, "row")
            for one in row:
                _logic(line, one)


def _entry(parent: Element, tag: str, name_tag: str, entry: Entry) -> None:
    element = SubElement(parent, tag)
    if entry.name or entry.type:
        SubElement(element, name_tag, _given(name=entry.name, typeRef=entry.type))
    _logic(element, entry.logic)


def _function(parent: Element, tag: str, function: Function) -> None:
    element = SubElement(parent, tag, _given(typeRef=function.type))
    for name, type_ in function.parameters:
        SubElement(element, "formalParameter", _given(name=name, typeRef=type_))
    _logic(element, function.body)


def _table(parent: Element, table: Table) -> None:
    element = SubElement(parent, "decisionTable", {"hitPolicy": table.hit_policy})
    for name, value in _given(
        aggregation=table.aggregation or "", outputLabel=table.output_label, typeRef=table.type
    ).items():
        element.set(name, value)
    for column in table.inputs:
        _input(element, column)
    for result in table.outputs:
        _output(element, result)
    for name in table.annotations:
        SubElement(element, "annotation", {"name": name})
    for rule in table.rules:
        line = SubElement(element, "rule")
        if rule.description:
            SubElement(line, "description").text = rule.description
        for text in rule.inputs:
            _text(line, "inputEntry", text)
        for text in rule.outputs:
            _text(line, "outputEntry", text)
        for text in rule.annotations:
            _text(line, "annotationEntry", text)


def _input(parent: Element, column: Input) -> None:
    element = SubElement(parent, "input", _given(label=column.label))
    if column.step:
        element.set("yg:step", column.step)
    _text(element, "inputExpression", column.expression, typeRef=column.type)
    if column.values:
        _text(element, "inputValues", column.values)


def _output(parent: Element, column: Output) -> None:
    element = SubElement(parent, "output", _given(name=column.name, label=column.label, typeRef=column.type))
    if column.values:
        _text(element, "outputValues", column.values)
    if column.default:
        _text(element, "defaultOutputEntry", column.default)
