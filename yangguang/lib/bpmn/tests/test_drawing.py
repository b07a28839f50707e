"""What has no drawing gets one that other tools open; what is drawn stays byte for byte."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from yangguang.lib.bpmn import ATTRIBUTES, Kind, blank, check, drawables, parse, with_drawing
from yangguang.lib.bpmn.parse import BPMN, BPMNDI

OWN = sorted((Path(__file__).parents[3] / "disclosure/processes").glob("*.bpmn"))
FOLDER = os.environ.get("YANGGUANG_CONFORMANCE", "")
OTHERS = (
    sorted(path for path in Path(FOLDER).rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml")))
    if FOLDER
    else []
)
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn" id="d">'


def bare(path: Path) -> bytes:
    """The file without its drawing."""
    root = ElementTree.parse(path).getroot()
    for diagram in root.findall(f"{BPMNDI}BPMNDiagram"):
        root.remove(diagram)
    return ElementTree.tostring(root)


@pytest.mark.parametrize("path", [*OWN, *OTHERS], ids=lambda path: path.stem)
def test_every_element_gets_its_place_and_means_what_it_meant(path: Path) -> None:
    before = parse(bare(path))
    drawn = with_drawing(bare(path))
    after = parse(drawn)
    assert after.without_lines().nodes == before.without_lines().nodes
    assert after.without_lines().flows == before.without_lines().flows
    assert after.bounds.keys() >= {*after.nodes, *after.lanes}
    assert after.waypoints.keys() == after.flows.keys()
    assert with_drawing(drawn) == drawn


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_no_line_of_ours_runs_through_a_step(path: Path) -> None:
    process = parse(with_drawing(bare(path)))
    for line in process.waypoints.values():
        for (ax, ay), (bx, by) in pairwise(line):
            for key in process.nodes:
                box = process.bounds[key]
                across = min(ax, bx) < box.x + box.width - 2 and max(ax, bx) > box.x + 2
                assert not (across and min(ay, by) < box.y + box.height - 2 and max(ay, by) > box.y + 2)


def test_lanes_lie_in_a_pool_and_hold_what_is_theirs() -> None:
    drawn = with_drawing(OWN[0].read_bytes())
    process = parse(drawn)
    assert not process.foreign
    root = ElementTree.fromstring(drawn)
    pool = root.find(f"{BPMN}collaboration/{BPMN}participant")
    plane = root.find(f".//{BPMNDI}BPMNPlane")
    assert pool is not None
    assert plane is not None
    assert plane.get("bpmnElement") == "collaboration"
    for node in process.nodes.values():
        box, lane = process.bounds[node.id], process.bounds[node.lane]
        assert lane.y <= box.y
        assert box.y + box.height <= lane.y + lane.height


def test_only_the_missing_line_is_drawn() -> None:
    root = ElementTree.fromstring(with_drawing(OWN[0].read_bytes()))
    plane = root.find(f".//{BPMNDI}BPMNPlane")
    assert plane is not None
    edges = plane.findall(f"{BPMNDI}BPMNEdge")
    plane.remove(edges[0])
    plane.remove(edges[-1])
    cut = ElementTree.tostring(root)
    before, after = parse(cut), parse(with_drawing(cut))
    assert after.bounds == before.bounds
    assert after.waypoints.keys() == after.flows.keys()
    assert {key: after.waypoints[key] for key in before.waypoints} == before.waypoints


def test_a_blank_process_lacks_only_what_its_author_adds() -> None:
    found = check(parse(blank("p", "“新”<流程>")))
    assert {problem.code for problem in found} == {"no-post", "no-limit"}


def test_everything_on_the_list_of_the_subset_runs() -> None:
    for one in drawables():
        inner = f"<{one.definition}/>" if one.definition else ""
        element = f'<{one.tag} id="x" attachedToRef="t">{inner}</{one.tag}>'
        process = parse(f'{HEAD}<process id="p"><userTask id="t"/>{element}</process></definitions>'.encode())
        assert process.nodes["x"].kind is Kind(one.tag)
        assert process.nodes["x"].unsupported == ()


@pytest.mark.parametrize(
    ("tag", "name"), [(tag, name) for tag, names in ATTRIBUTES.items() for name in names]
)
def test_every_attribute_of_ours_on_the_list_is_read(tag: str, name: str) -> None:
    def read(value: str) -> object:
        word = f'{name}="{value}"' if value else ""
        inner = "<timerEventDefinition/>" if name == "limit" and tag == "boundaryEvent" else ""
        inner = inner or ("<messageEventDefinition/>" if tag.endswith("Event") else "")
        more = 'yg:outcomes="a:甲"' if name == "reason" else ""
        body = {
            "process": "<task id='x'/>",
            "lane": f"<laneSet id='s'><lane id='l' yg:{word}/></laneSet>" if word else "",
            "multiInstanceLoopCharacteristics": f"<userTask id='x'><{tag} {'yg:' + word if word else ''}/></userTask>",
        }.get(tag, f"<{tag} id='x' {'yg:' + word if word else ''} {more}>{inner}</{tag}>")
        own = f"yg:{word}" if tag == "process" and word else ""
        process = parse(f'{HEAD}<process id="p" {own}>{body}</process></definitions>'.encode())
        return (
            process.without_lines().nodes,
            list(process.lanes),
            [*process.lanes.values()],
            process.same_person,
        )

    value = {"same-person": "allowed", "bulk": "allowed", "reason": "a"}.get(name, "b")
    assert read(value) != read("")


def test_the_reader_asks_for_no_attribute_that_is_not_on_the_list() -> None:
    source = (Path(__file__).parents[1] / "parse.py").read_text(encoding="utf-8")
    asked = {part.split("}")[1].split('"')[0] for part in source.split('f"{YG')[1:]} | {
        "in",
        "out",
        "collection",
    }
    assert asked == {name for names in ATTRIBUTES.values() for name in names}
