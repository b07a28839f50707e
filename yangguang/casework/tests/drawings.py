"""Processes for tests, written from a few words: who does what is one lane for each post."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import Case, ProcessVersion
from yangguang.journal.actors import SYSTEM
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.models import Organisation
from yangguang.organisations.rules import acting_as

ENDS = '<startEvent id="s" name="开始"/><endEvent id="e" name="办结"/>'
INNER = '<startEvent id="is"/><endEvent id="ie"/>'


def line(flow: str) -> str:
    """``source target`` or ``source target condition``."""
    source, target, *condition = flow.split(" ", 2)
    inner = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def task(key: str, inner: str = "", limit: str = "REVIEW_STEP") -> str:
    return f'<userTask id="{key}" name="{key}" yg:limit="{limit}" yg:outcomes="pass:通过 return:退回">{inner}</userTask>'


def sub(key: str, body: str, *flows: str) -> str:
    return f'<subProcess id="{key}" name="{key}">{body}{"".join(map(line, flows))}</subProcess>'


def catch(key: str, message: str, host: str = "", *, interrupting: bool = True) -> str:
    """An event that waits for a message: on its own, or at the boundary of ``host``."""
    what = f'<messageEventDefinition messageRef="{message}"/>'
    if not host:
        return f'<intermediateCatchEvent id="{key}" name="等{message}">{what}</intermediateCatchEvent>'
    stays = "" if interrupting else ' cancelActivity="false"'
    return f'<boundaryEvent id="{key}" attachedToRef="{host}"{stays}>{what}</boundaryEvent>'


def timer(key: str, host: str, limit: str = "REVIEW_STEP", *, interrupting: bool = True) -> str:
    stays = "" if interrupting else ' cancelActivity="false"'
    return (
        f'<boundaryEvent id="{key}" name="{key}" attachedToRef="{host}"{stays} yg:limit="{limit}">'
        "<timerEventDefinition/></boundaryEvent>"
    )


def definition(body: str, *flows: str, head: str = "", lanes: dict[str, str] | None = None) -> bytes:
    """``lanes``: posts with the ids that they do; everything else lies with the information officer."""
    lanes = lanes or {}
    written = body + "".join(map(line, flows))
    others = {key for keys in lanes.values() for key in keys.split()}
    keys = [part.split('"')[0] for part in written.split(' id="')[1:]]
    lanes = {"information-officer": " ".join(key for key in keys if key not in others), **lanes}
    sets = "".join(
        f'<lane id="lane-{post}" name="{post}" yg:post="{post}">'
        + "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in keys.split())
        + "</lane>"
        for post, keys in lanes.items()
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn" id="d">'
        '<message id="补正" name="补正"/><message id="缴费" name="缴费"/>'
        f'<process id="p" name="试办" isExecutable="true" yg:same-person="allowed" {head}><laneSet id="ls">{sets}</laneSet>'
        f"{written}</process></definitions>"
    ).encode()


def publish(xml: bytes, code: str = "test-review", **more: Any) -> ProcessVersion:
    return actions.publish_process(xml, code=code, actor=SYSTEM, **more)


def open_one(cast: Cast, code: str = "test-review", organisation: Organisation | None = None) -> Case:
    where = organisation or cast.county.civil
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    subject = Ref("test.thing", new_uid())
    return actions.open_case(code, organisation=where, subject=subject, title="一件事", acting=acting)
