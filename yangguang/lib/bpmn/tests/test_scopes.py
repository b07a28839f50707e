"""Sub-processes, events at a boundary, terminate, countersigning, sub-cases: read, judged, drawn and told."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from yangguang.lib.bpmn import Bounds, Kind, Many, Process, Trigger, check, draw, outline, parse
from yangguang.lib.bpmn.layout import place
from yangguang.lib.bpmn.soundness import prove, stranded

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn"
 xmlns:flowable="http://flowable.org/bpmn"><message id="m1" name="补正材料"/><process id="p" name="许可" isExecutable="true">
<laneSet><lane id="l" name="窗口" yg:post="window">%s</lane></laneSet>"""


def drawn(body: str, *flows: str) -> Process:
    """``body`` holds the elements; a flow is written ``source target`` or ``source target condition``."""
    keys = [
        one.get("id", "")
        for one in ElementTree.fromstring(f'<x xmlns:yg="y" xmlns:flowable="f">{body}</x>').iter()
    ]
    refs = "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in keys)
    return parse((HEAD % refs + body + "".join(map(line, flows)) + "</process></definitions>").encode())


def line(flow: str) -> str:
    source, target, *condition = flow.split(" ", 2)
    inner = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def task(key: str, inner: str = "", more: str = "") -> str:
    return f'<userTask id="{key}" name="{key}" yg:limit="L" yg:outcomes="pass:通过 return:退回" {more}>{inner}</userTask>'


def sub(key: str, body: str, *flows: str) -> str:
    return f'<subProcess id="{key}" name="{key}">{body}{"".join(map(line, flows))}</subProcess>'


ENDS = '<startEvent id="s"/><endEvent id="e"/>'
INNER = '<startEvent id="is"/><endEvent id="ie"/>'
JOINT = sub(
    "joint", INNER + task("a") + task("b") + '<parallelGateway id="f"/><endEvent id="ie2"/>',
    "is f", "f a", "f b", "a ie", "b ie2",
)  # fmt: skip


def codes(process: Process) -> set[str]:
    return {problem.code for problem in check(process) if problem.level != "warning"}


def test_a_sub_process_is_over_when_nothing_in_it_is_left() -> None:
    process = drawn(ENDS + JOINT + task("z"), "s joint", "joint z", "z e")
    assert codes(process) == set()
    assert process.nodes["a"].scope == "joint"
    assert process.nodes["a"].lane == "l"
    assert [node.id for node in process.starts] == ["s"]


def test_a_sub_process_that_a_loop_runs_again_is_sound() -> None:
    body = ENDS + '<exclusiveGateway id="x" default="x-e"/><exclusiveGateway id="m"/>' + JOINT
    assert codes(drawn(body, "s m", "m joint", "joint x", "x e", 'x m outcome = "return"')) == set()


def test_what_is_wrong_inside_a_sub_process_is_found() -> None:
    body = INNER + '<exclusiveGateway id="x" default="x-a"/><parallelGateway id="j"/>' + task("a") + task("b")
    inner = sub("inner", body, "is x", "x a", "x b outcome = 1", "a j", "b j", "j ie")
    assert codes(drawn(ENDS + inner, "s inner", "inner e")) == {"deadlock"}
    empty = drawn(ENDS + '<subProcess id="q" name="空的"/>', "s q", "q e")
    assert {"start", "end"} <= codes(empty)
    assert any("子流程“空的”没有开始事件" in problem.message for problem in check(empty))


def test_a_line_across_the_frame_of_a_sub_process_is_refused() -> None:
    with pytest.raises(ValueError, match="穿过了子流程的边框"):
        drawn(ENDS + JOINT, "s joint", "joint e", "a e")


def test_terminate_ends_what_else_goes_on_in_its_scope() -> None:
    body = (
        ENDS
        + '<parallelGateway id="f"/><endEvent id="stop"><terminateEventDefinition/></endEvent>'
        + task("a")
        + task("b")
    )
    process = drawn(body, "s f", "f a", "f b", "a stop", "b e")
    assert codes(process) == set()
    assert process.nodes["stop"].terminate


def test_a_boundary_timer_names_a_limit_and_never_a_duration() -> None:
    event = '<boundaryEvent id="t" attachedToRef="a"{}><timerEventDefinition>{}</timerEventDefinition></boundaryEvent>'
    flows = ("s a", "a e", "t b", "b e")
    good = drawn(ENDS + task("a") + task("b") + event.format(' yg:limit="L"', ""), *flows)
    assert codes(good) == set()
    assert (good.nodes["t"].trigger, good.nodes["t"].limit) == (Trigger.TIMER, "L")
    imported = event.format("", "<timeDuration>PT48H</timeDuration>")
    found = check(drawn(ENDS + task("a") + task("b") + imported, *flows))
    assert [problem.code for problem in found] == ["no-limit"]
    assert "“PT48H”" in found[0].message
    assert "yg:limit" in found[0].message


def test_a_reminder_that_does_not_interrupt_is_unsound_where_the_step_can_be_reached_again_before_it_is_done() -> (
    None
):
    remind = '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false" yg:limit="L"><timerEventDefinition/></boundaryEvent>'
    once = drawn(ENDS + task("a") + task("b") + remind, "s a", "a e", "t b", "b e")
    assert codes(once) == set()
    body = (
        ENDS
        + '<exclusiveGateway id="x" default="x-e"/><exclusiveGateway id="m"/>'
        + task("a")
        + task("b")
        + remind
    )
    again = drawn(body, "s m", "m a", "a x", "x e", "x m outcome = 1", "t b", "b e")
    assert codes(again) == {"lost-synchronisation"}


def test_an_event_at_a_sub_process_that_interrupts_clears_all_that_lies_in_it() -> None:
    event = '<boundaryEvent id="t" attachedToRef="joint"><messageEventDefinition messageRef="m1"/></boundaryEvent>'
    process = drawn(ENDS + JOINT + task("z") + event, "s joint", "joint e", "t z", "z e")
    assert codes(process) == set()
    assert process.nodes["t"].message == "补正材料"


def test_an_event_must_hang_at_a_step_that_waits() -> None:
    event = (
        '<boundaryEvent id="t" attachedToRef="f"><messageEventDefinition messageRef="m1"/></boundaryEvent>'
    )
    process = drawn(ENDS + '<exclusiveGateway id="f"/>' + task("z") + event, "s f", "f e", "t z", "z e")
    assert "boundary" in codes(process)


def test_messages_are_caught_by_their_names() -> None:
    catch = (
        '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>'
    )
    process = drawn(
        ENDS + catch + '<receiveTask id="r" name="等缴费" yg:message="缴费"/>', "s c", "c r", "r e"
    )
    assert codes(process) == set()
    assert [process.nodes[key].message for key in ("c", "r")] == ["补正材料", "缴费"]
    assert "no-message" in codes(drawn(ENDS + '<receiveTask id="r" name="等"/>', "s r", "r e"))


@pytest.mark.parametrize(
    ("inside", "many"),
    [
        ('<multiInstanceLoopCharacteristics yg:collection="depts"/>', Many("depts")),
        ('<multiInstanceLoopCharacteristics flowable:collection="${depts}" yg:of="posts"/>', Many("depts", "posts")),
        (
            '<multiInstanceLoopCharacteristics yg:collection="d" yg:enough="first:return"/>',
            Many("d", enough="nrOf_return >= 1"),
        ),
        (
            '<multiInstanceLoopCharacteristics yg:collection="d" yg:enough="2/3:pass"/>',
            Many("d", enough="nrOf_pass * 3 >= nrOfInstances * 2"),
        ),
        (
            '<multiInstanceLoopCharacteristics flowable:collection="d"><completionCondition>'
            "${nrOfCompletedInstances/nrOfInstances &gt;= 0.5}</completionCondition></multiInstanceLoopCharacteristics>",
            Many("d", enough="${nrOfCompletedInstances/nrOfInstances >= 0.5}"),
        ),
    ],
)  # fmt: skip
def test_countersigning_is_read_in_our_words_and_in_those_of_other_tools(inside: str, many: Many) -> None:
    process = drawn(ENDS + task("a", inside), "s a", "a e")
    assert process.nodes["a"].many == many
    assert codes(process) == set()


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<multiInstanceLoopCharacteristics/>", "many"),
        ('<multiInstanceLoopCharacteristics yg:collection="d" yg:of="people"/>', "many"),
        ('<multiInstanceLoopCharacteristics yg:collection="d" yg:enough="2:burn"/>', "many"),
        ('<multiInstanceLoopCharacteristics yg:collection="d" yg:enough="a = = b"/>', "many"),
        ('<multiInstanceLoopCharacteristics yg:collection="d" isSequential="true"/>', "unsupported"),
    ],
)
def test_countersigning_that_cannot_run_is_refused(inside: str, code: str) -> None:
    assert code in codes(drawn(ENDS + task("a", inside), "s a", "a e"))


def test_a_sub_case_names_its_process_and_what_is_handed_over() -> None:
    call = '<callActivity id="c" name="专家评审" calledElement="review" yg:in="amount what:subject" yg:out="score"/>'
    process = drawn(ENDS + call, "s c", "c e")
    node = process.nodes["c"]
    assert (node.called, node.given, node.taken) == (
        "review", (("amount", "amount"), ("what", "subject")), (("score", "score"),),
    )  # fmt: skip
    assert check(process, processes={"review"}) == []
    assert [problem.code for problem in check(process, processes={"other"})] == ["unknown-process"]


EVERYTHING = drawn(
    ENDS + JOINT + task("z", '<multiInstanceLoopCharacteristics yg:collection="d"/>')
    + '<callActivity id="c" name="评审" calledElement="review"/>'
    + '<boundaryEvent id="t" attachedToRef="joint" yg:limit="L" cancelActivity="false"><timerEventDefinition/></boundaryEvent>'
    + task("hurry"),
    "s joint", "joint z", "z c", "c e", "t hurry", "hurry e",
)  # fmt: skip


@pytest.mark.parametrize("tall", [False, True])
def test_what_lies_in_a_sub_process_is_drawn_in_its_frame(tall: bool) -> None:
    layout = place(EVERYTHING, tall=tall)
    assert layout.boxes.keys() == EVERYTHING.nodes.keys()
    frame = layout.boxes["joint"]
    for key in ("is", "f", "a", "b", "ie"):
        assert within(layout.boxes[key], frame)
    others = [layout.boxes[key] for key in ("s", "z", "c", "e", "hurry")]
    assert not any(overlap(box, frame) for box in others)
    event, edge = layout.boxes["t"], frame.y + frame.height
    assert event.y < edge < event.y + event.height
    svg = draw(EVERYTHING, tall=tall, standalone=True)
    ElementTree.fromstring(svg)
    assert svg.count('<path class="edge') == len(EVERYTHING.flows)
    assert 'class="frame"' in svg


def test_the_words_of_a_timer_lie_on_the_sheet() -> None:
    """What hangs at the lowest task was cut at the edge."""
    body = (
        ENDS
        + task("a")
        + task("b")
        + '<boundaryEvent id="t" name="到期提醒" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
    )
    svg = ElementTree.fromstring(draw(drawn(body, "s a", "a e", "t b", "b e")))
    bottom = float(svg.get("viewBox", "").split()[3])
    [words] = [one for one in svg.iter("{http://www.w3.org/2000/svg}text") if one.text == "到期提醒"]
    assert float(words.get("y", "")) + 3 < bottom


def within(box: Bounds, frame: Bounds) -> bool:
    return (
        frame.x <= box.x and box.x + box.width <= frame.x + frame.width
        and frame.y <= box.y and box.y + box.height <= frame.y + frame.height
    )  # fmt: skip


def overlap(a: Bounds, b: Bounds) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def test_the_outline_tells_what_begins_and_what_follows_a_sub_process() -> None:
    steps = {step.id: step for step in outline(EVERYTHING)}
    assert steps["joint"].next == (("同时", "a"), ("同时", "b"), ("到期后（原步骤继续办）", "hurry"))
    assert steps["a"].next == (("“joint”办完后", "z"),)
    assert steps["z"].name == "z（会签）"
    assert steps["c"].kind is Kind.CALL
    assert "is" not in steps


def test_a_position_from_which_a_case_could_not_go_on_is_named() -> None:
    process = drawn(
        ENDS + '<parallelGateway id="f"/><parallelGateway id="j"/>' + task("a") + task("b"),
        "s f", "f a", "f b", "a j", "b j", "j e",
    )  # fmt: skip
    assert prove(process) == []
    assert stranded(process, ["f-a", "f-b"]) == ""
    assert stranded(process, ["a-j", "f-b"]) == ""
    assert "会卡死" in stranded(process, ["f-a"])


def test_a_sub_process_without_a_name_is_called_by_where_it_stands() -> None:
    """Other tools write ``Activity_0x3k2``; nobody reads that."""
    empty = drawn(
        ENDS + task("起草") + '<subProcess id="Activity_0x3k2"/>',
        "s 起草",
        "起草 Activity_0x3k2",
        "Activity_0x3k2 e",
    )
    messages = [problem.message for problem in check(empty)]
    assert any("子流程“起草之后的子流程”没有开始事件" in message for message in messages)
    assert not [message for message in messages if "Activity_0x3k2" in message]
