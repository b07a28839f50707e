from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from yangguang.lib.bpmn import Bounds, BpmnError, Process, draw, outline, parse
from yangguang.lib.bpmn.layout import place
from yangguang.lib.bpmn.lettering import width, wrap

from .nets import process, sound

OURS = sorted(Path(__file__).parents[3].glob("*/processes/*.bpmn"))
QUICK = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def texts(svg: str) -> list[str]:
    return [
        element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_any_process_is_drawn_well_formed(path: Path, tall: bool) -> None:
    drawing = parse(path.read_bytes())
    svg = draw(drawing, tall=tall)
    ElementTree.fromstring(svg)
    shown = place(drawing, tall=tall).boxes
    assert all(node.id in shown for node in drawing.inside[""])
    lines = [flow for flow in drawing.flows.values() if {flow.source, flow.target} <= shown.keys()]
    assert svg.count('<path class="edge') == len(lines)
    assert "style=" not in svg


@QUICK
@given(sound(size=2, most=12))
def test_no_two_boxes_lie_on_one_another(drawing: Process) -> None:
    for tall in (False, True):
        boxes = list(place(drawing, tall=tall).boxes.values())
        for number, a in enumerate(boxes):
            for b in boxes[number + 1 :]:
                apart = (
                    a.x + a.width <= b.x
                    or b.x + b.width <= a.x
                    or a.y + a.height <= b.y
                    or b.y + b.height <= a.y
                )
                assert apart


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
@pytest.mark.parametrize("tall", [False, True])
def test_lines_of_our_own_processes_run_through_no_box(path: Path, tall: bool) -> None:
    drawing = parse(path.read_bytes())
    layout = place(drawing, tall=tall)
    for line in layout.paths.values():
        for (ax, ay), (bx, by) in pairwise(line):
            assert ax == pytest.approx(bx) or ay == pytest.approx(by)
            for box in layout.boxes.values():
                inside = (
                    min(ax, bx) < box.x + box.width - 1
                    and max(ax, bx) > box.x + 1
                    and min(ay, by) < box.y + box.height - 1
                    and max(ay, by) > box.y + 1
                )
                assert not inside


def test_the_drawing_of_the_file_is_kept() -> None:
    drawing = replace(
        process("s t1 e"),
        bounds={"s": Bounds(100, 100, 36, 36), "t1": Bounds(200, 78, 100, 80), "e": Bounds(360, 100, 36, 36)},
        waypoints={"f0": ((136.0, 118.0), (200.0, 118.0))},
    )
    layout = place(drawing)
    assert layout.boxes["t1"].x - layout.boxes["s"].x == 100
    assert len(layout.paths) == 2


def test_done_and_current_steps_are_told_by_sign_and_by_words_and_not_by_colour_alone() -> None:
    drawing = process("s t1 t2 t3 e")
    svg = draw(drawing, done={"s", "t1"}, current={"t2"})
    assert svg.count('class="tick"') == 2
    assert svg.count('class="halo"') == 1
    assert '<g class="now">' in svg
    words = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    assert words
    assert words[1].startswith("已办完：s、t1。现在是：t2。")


def test_a_late_step_says_so() -> None:
    svg = draw(process("s t1 e"), current={"t1"}, late={"t1"})
    assert '<g class="now late">' in svg
    assert "现在超期的是：t1。" in svg


def test_the_two_charts_of_one_page_have_ids_of_their_own() -> None:
    drawing = process("s t1 e")
    both = draw(drawing) + draw(drawing, tall=True)
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 4


def test_a_file_of_its_own_brings_its_colours_without_a_style_sheet() -> None:
    svg = draw(process("s t1 e"), standalone=True)
    assert 'fill="#ffffff"' in svg
    assert "<style" not in svg


def test_names_cannot_break_out_of_the_drawing() -> None:
    drawing = process("s t1 e")
    nodes = {**drawing.nodes, "t1": replace(drawing.nodes["t1"], name='<script>alert("1")</script>&')}
    svg = draw(replace(drawing, nodes=nodes), title="</title><b>")
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_lines_break_where_chinese_breaks_and_latin_words_stay_whole() -> None:
    assert wrap("主要领导签发", 90, 14) == ["主要领导签发"]
    assert wrap("生产建设项目水土保持方案审批", 90, 14) == ["生产建设项", "目水土保持", "方案审批"]
    assert wrap("Notify the applicant", 90, 14) == ["Notify the", "applicant"]
    assert all(not line.startswith("，") for line in wrap("依法受理，按期办理，结果公开", 70, 14))
    assert all(width(line, 14) <= 70 for line in wrap("Donaudampfschifffahrtsgesellschaft", 70, 14))


def test_the_outline_tells_every_step_and_what_follows() -> None:
    drawing = process("s t1 x1 t2 e | x1 t1")
    flows = {**drawing.flows, "f4": replace(drawing.flows["f4"], name="退回")}
    steps = outline(replace(drawing, flows=flows))
    assert [step.name for step in steps] == ["s", "t1", "t2", "e"]
    assert steps[1].next == (("其他情形", "t2"), ("退回", "t1"))
    assert steps[1].post == "office-head"
    assert steps[1].limit == "REVIEW_STEP"


def test_the_outline_of_a_fork_says_that_the_ways_go_on_at_once() -> None:
    steps = outline(process("s t1 a1 t2 a2 t4 e | a1 t3 a2"))
    assert steps[1].next == (("同时", "t2"), ("同时", "t3"))
    assert steps[2].next == (("各路都办完后", "t4"),)


def test_text_that_is_no_bpmn_is_refused() -> None:
    with pytest.raises(BpmnError):
        parse(b"<html/>")
