from __future__ import annotations

from dataclasses import replace

import pytest

from yangguang.lib.bpmn import Foreign, Process, check, parse
from yangguang.lib.bpmn.tests.nets import process

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn">
<process id="p" name="请示办理">
<laneSet><lane id="l" name="办公室" yg:post="office-head"><flowNodeRef>a</flowNodeRef></lane></laneSet>
<startEvent id="s"/><userTask id="a" name="拟办" yg:limit="REVIEW_STEP" yg:outcomes="pass:办结"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
"""
FOOT = "</process></definitions>"


def said(drawing: Process, **known: set[str]) -> dict[str, str]:
    return {problem.code: problem.message for problem in check(drawing, **known)}


def changed(drawing: Process, key: str, **values: object) -> Process:
    return replace(drawing, nodes={**drawing.nodes, key: replace(drawing.nodes[key], **values)})


def test_the_plain_file_has_no_problem() -> None:
    assert check(parse((HEAD + FOOT).encode())) == []


def test_an_element_outside_the_subset_is_refused_by_name_and_line() -> None:
    text = (
        HEAD
        + '<boundaryEvent id="b" name="出错" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
        + FOOT
    )
    messages = [problem.message for problem in check(parse(text.encode())) if problem.code == "unsupported"]
    assert any(m.startswith("第 6 行“出错”：不能运行错误触发") for m in messages)


def test_a_message_flow_is_an_error_and_another_pool_a_warning() -> None:
    drawing = replace(
        process("s t1 e"),
        foreign=(Foreign("messageFlow", "m", "回函", 9), Foreign("participant", "q", "申请人", 8)),
    )
    assert [(p.level, p.code) for p in check(drawing)] == [("error", "message-flow"), ("warning", "foreign")]
    assert "“回函”" in check(drawing)[0].message


@pytest.mark.parametrize(
    ("drawing", "code", "words"),
    [
        ("t1 e", "start", "没有开始事件"),
        ("s1 t1 e | s2 t1", "start", "2 个开始事件"),
        ("s t1 t2 t1", "end", "没有结束事件"),
        ("s t1 e | s t2 e", "implicit-fork", "“s”直接分出 2 条连线"),
        ("s t1 e | t1 t2", "dead-end", "“t2”之后没有连线"),
        ("s t1 e | t2 e", "cut-off", "“t2”没有连线通到这里"),
        ("s t1 e | t1 s", "into-start", "不能有进来的连线"),
    ],
)
def test_a_broken_drawing_is_named(drawing: str, code: str, words: str) -> None:
    assert words in said(process(drawing))[code]


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ({"lane": ""}, "no-lane", "“t1”不在任何泳道"),
        ({"limit": ""}, "no-limit", "没有写明期限"),
        ({"outcomes": ()}, "no-outcomes", "没有写明可以怎样办结"),
        ({"apart": ("t9",)}, "unknown-apart", "“t9”"),
        ({"apart": ("t1",)}, "unknown-apart", "自己"),
    ],
)
def test_an_incomplete_task_is_named(values: dict[str, object], code: str, words: str) -> None:
    assert words in said(changed(process("s t1 e"), "t1", **values))[code]


def test_what_is_not_known_in_the_house_is_named() -> None:
    found = said(process("s t1 v1 e"), services={"other.do"}, limits={"OTHER"}, posts={"chief"})
    assert set(found) == {"unknown-service", "unknown-limit", "unknown-post"}
    assert "house.do" in found["unknown-service"]
    known = {"services": {"house.do"}, "limits": {"REVIEW_STEP"}, "posts": {"office-head"}}
    assert said(process("s t1 v1 e"), **known) == {}


def test_a_choice_needs_a_default_and_conditions_that_can_be_read() -> None:
    drawing = process("s t1 x1 e | x1 t1")
    assert "没有默认连线" in said(changed(drawing, "x1", default=""))["default"]
    bare = replace(drawing, flows={k: replace(f, condition="") for k, f in drawing.flows.items()})
    assert "没有条件" in said(bare)["condition"]
    odd = replace(
        drawing, flows={**drawing.flows, "f3": replace(drawing.flows["f3"], condition="outcome = = 1")}
    )
    assert "读不懂" in said(odd)["condition"]


def test_a_condition_anywhere_else_would_not_be_asked() -> None:
    drawing = process("s t1 e")
    flows = {**drawing.flows, "f1": replace(drawing.flows["f1"], condition="outcome = 1")}
    assert "只能写在排他网关" in said(replace(drawing, flows=flows))["condition-misplaced"]
