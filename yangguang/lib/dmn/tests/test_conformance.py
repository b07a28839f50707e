"""The public DMN test kit, run where it is there: YANGGUANG_CONFORMANCE names the folder that holds it.

docs/conformance.md says how to get the whole kit. Every ``*.xml`` that holds test cases is read beside its model.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import pytest

from yangguang.lib import feel
from yangguang.lib.dmn import DmnError, Model, read

_TEST = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "duration": feel.duration,
    "decimal": Decimal,
    "double": Decimal,
    "integer": Decimal,
    "int": Decimal,
    "long": Decimal,
    "float": Decimal,
}


def _folder() -> Path | None:
    named = os.environ.get("YANGGUANG_CONFORMANCE")
    return Path(named) if named else None


def _cases() -> Iterator[Any]:
    folder = _folder()
    for file in sorted(folder.rglob("*.xml")) if folder and folder.is_dir() else []:
        root = parse(file).getroot()
        if root.tag != f"{_TEST}testCases":
            continue
        model = file.with_name(root.findtext(f"{_TEST}modelName") or f"{file.parent.name}.dmn")
        for case in root.iter(f"{_TEST}testCase"):
            yield pytest.param(model, case, id=f"{file.stem}-{case.get('id')}")


def _value(holder: Element | None) -> Any:
    """What a node of the kit holds: nothing, one value, named parts, or a list."""
    if holder is None or holder.get(f"{_XSI}nil") == "true":
        return None
    listed = holder.find(f"{_TEST}list")
    if listed is not None:
        if listed.get(f"{_XSI}nil") == "true":
            return None
        return tuple(_value(item) for item in listed.findall(f"{_TEST}item"))
    parts = holder.findall(f"{_TEST}component")
    if parts:
        return {part.get("name"): _value(part) for part in parts}
    value = holder.find(f"{_TEST}value")
    if value is None or value.get(f"{_XSI}nil") == "true":
        return None
    return _READ[value.get(f"{_XSI}type", "xsd:string").rpartition(":")[2]](value.text or "")


def _same(found: Any, wanted: Any) -> bool:
    """Equal; numbers as the kit compares them, which writes them with about fifteen digits."""
    if isinstance(wanted, Decimal) and isinstance(found, Decimal):
        return abs(found - wanted) <= abs(wanted) * Decimal("1e-8")
    if isinstance(wanted, tuple) and isinstance(found, tuple):
        return len(found) == len(wanted) and all(_same(a, b) for a, b in zip(found, wanted, strict=True))
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return found.keys() == wanted.keys() and all(_same(found[name], wanted[name]) for name in wanted)
    return type(found) is type(wanted) and bool(found == wanted)


@pytest.mark.skipif(
    _folder() is None,
    reason="YANGGUANG_CONFORMANCE names no folder with the public DMN test kit (docs/conformance.md)",
)
@pytest.mark.parametrize(("path", "case"), list(_cases()))
def test_the_public_kit_gets_the_answers_that_it_expects(path: Path, case: Element) -> None:
    model = Model(read(path.read_bytes()))
    given: dict[str, Any] = {one.name: None for one in model.definitions.inputs}
    given |= {str(node.get("name")): _value(node) for node in case.findall(f"{_TEST}inputNode")}
    for node in case.findall(f"{_TEST}resultNode"):
        name = case.get("invocableName") if case.get("type") == "decisionService" else node.get("name")
        try:
            found = model.evaluate(str(name), given).value
        except DmnError:
            found = None  # the kit calls an error and null the same
        assert _same(found, _value(node.find(f"{_TEST}expected"))), (node.get("name"), found)
