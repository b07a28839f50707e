"""The types that DMN names, and whether a value is of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yangguang.lib import feel

from .model import Decision, Definitions, DmnError, Input, Output, Table, Type

KINDS = {
    "number": "number", "integer": "number", "long": "number", "double": "number", "decimal": "number",
    "string": "text", "boolean": "truth", "date": "day", "time": "time",
    "date and time": "moment", "dateTime": "moment", "date time": "moment",
    "days and time duration": "duration", "dayTimeDuration": "duration",
    "years and months duration": "months", "yearMonthDuration": "months",
}  # fmt: skip
MAX_DEPTH = 12


def base_kind(name: str, types: Mapping[str, Type]) -> str:
    """Which kind of value a named type is in the end; empty when it has parts or says nothing."""
    for _round in range(MAX_DEPTH):
        if name in KINDS:
            return KINDS[name]
        type_ = types.get(name)
        if type_ is None or type_.many or type_.parts:
            return ""
        name = type_.base
    return ""


def conforms(value: feel.Value, name: str, types: Mapping[str, Type], depth: int = 0) -> bool:
    """Whether a value is of the named type; nothing (null) is of every type, and an unknown type holds everything."""
    if value is None or depth > MAX_DEPTH:
        return True
    if name in KINDS:
        return feel.kind(value) == KINDS[name]
    type_ = types.get(name)
    return type_ is None or _is_of(value, type_, types, depth)


def _is_of(value: feel.Value, type_: Type, types: Mapping[str, Type], depth: int) -> bool:
    if value is None:
        return True
    if type_.many:
        return isinstance(value, tuple) and all(
            _is_of(feel.plain(one), replace(type_, many=False), types, depth + 1) for one in value
        )
    if type_.parts:
        return isinstance(value, Mapping) and all(
            _is_of(feel.plain(value.get(part.name)), part, types, depth + 1) for part in type_.parts
        )
    if type_.base and not conforms(value, type_.base, types, depth + 1):
        return False
    return not type_.allowed or feel.cell(type_.allowed, standard=True).matches(value)


def resolved(table: Table, decision: Decision | None, definitions: Definitions) -> Table:
    """The table with the values that its types allow written into its columns, where these say nothing themselves."""
    types = {one.name: one for one in definitions.types}
    named = {one.name: one.type for one in definitions.inputs}
    named |= {one.called: one.type for one in definitions.decisions}
    result = table.type or (decision.type if decision else "")
    return replace(
        table,
        inputs=tuple(_input(one, one.type or named.get(one.expression, ""), types) for one in table.inputs),
        outputs=tuple(_output(one, result, len(table.outputs), types) for one in table.outputs),
    )


def _input(column: Input, type_: str, types: Mapping[str, Type]) -> Input:
    return replace(column, type=_base(type_, types), values=column.values or _allowed(type_, types))


def _output(column: Output, result: str, columns: int, types: Mapping[str, Type]) -> Output:
    type_ = column.type
    if not type_ and columns == 1:
        type_ = result
    whole = types.get(result)
    part = next((one for one in whole.parts if one.name == column.name), None) if whole else None
    if part is not None and columns > 1:
        return replace(
            column,
            type=_base(type_ or part.base, types),
            values=column.values or part.allowed or _allowed(part.base, types),
        )
    return replace(column, type=_base(type_, types), values=column.values or _allowed(type_, types))


def _base(name: str, types: Mapping[str, Type]) -> str:
    for _round in range(MAX_DEPTH):
        type_ = types.get(name)
        if type_ is None or type_.parts or not type_.base:
            return name
        name = type_.base
    return name


def _allowed(name: str, types: Mapping[str, Type]) -> str:
    for _round in range(MAX_DEPTH):
        type_ = types.get(name)
        if type_ is None:
            return ""
        if type_.allowed:
            return type_.allowed
        name = type_.base
    return ""


def the_table(definitions: Definitions) -> tuple[Decision, Table]:
    """The one table that a file holds, with what its types allow. Raises DmnError when there is none, or more than one."""
    found = definitions.tables
    if not found:
        raise DmnError("文件里没有决策表。")
    if len(found) > 1:
        names = "、".join(f"“{one.name}”" for one in found)
        raise DmnError(f"文件里有 {len(found)} 张决策表（{names}）。请每个文件只放一张。")
    decision = found[0]
    assert isinstance(decision.logic, Table)
    return decision, resolved(decision.logic, decision, definitions)
