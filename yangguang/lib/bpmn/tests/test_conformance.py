"""Other people's files: read, drawn, told, and refused only for what they really use outside the subset.

YANGGUANG_CONFORMANCE names a folder of BPMN files (docs/conformance.md); without it nothing runs here. Nothing in this test
or in the reader knows a file by its name.
"""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from yangguang.lib.bpmn import Process, check, draw, outline, parse
from yangguang.lib.bpmn.layout import place

FOLDER = os.environ.get("YANGGUANG_CONFORMANCE", "")
FILES = (
    sorted(path for path in Path(FOLDER).rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml")))
    if FOLDER
    else []
)
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
# What an author adds here to run a diagram of any tool: who, within what limit, with what result, by which service.
FURNISHING = {
    "no-lane", "no-post", "no-limit", "no-outcomes", "no-service", "unknown-process", "many", "mapping", "nameless",
    "no-message", "no-process",
}  # fmt: skip
# What the drawing itself lacks or says in a language that is not S-FEEL.
DRAWING = {
    "start", "end", "cut-off", "dead-end", "implicit-fork", "into-start", "out-of-end", "default", "condition",
    "condition-misplaced", "boundary", "message-flow", "foreign", "duration", "outcome", "too-large", "branches",
}  # fmt: skip
JUDGEMENT = {"deadlock", "lost-synchronisation", "no-way-out", "unreachable", "unproven"}
RUNS = {
    "startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
    "subProcess", "callActivity", "receiveTask",
}  # fmt: skip


def read(path: Path) -> Process:
    return parse(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_another_tool_is_read_drawn_and_told(path: Path) -> None:
    process = read(path)
    assert process.nodes
    for tall in (False, True):
        ElementTree.fromstring(draw(process, tall=tall, standalone=True))
    shown = place(process).boxes
    assert all(node.id in shown for node in process.inside[""])
    assert outline(process)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_refused_only_for_what_it_really_uses(path: Path) -> None:
    """Every refusal is of a known kind; ``unsupported`` names an element that the file holds and that does not run."""
    process = read(path)
    tags = {element.tag.removeprefix(BPMN) for element in ElementTree.parse(path).iter()}
    for problem in check(process):
        assert problem.code in FURNISHING | DRAWING | JUDGEMENT | {"unsupported"}, problem
        if problem.code == "unsupported":
            node = process.nodes[problem.element]
            assert node.unsupported
            assert node.tag in tags
            assert node.tag not in RUNS or any("（" in what or "default" in what for what in node.unsupported)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_within_the_subset_is_not_called_foreign_to_it(path: Path) -> None:
    for node in read(path).nodes.values():
        if node.tag in RUNS and not node.unsupported:
            assert node.kind.value == node.tag
