"""Countersigning 会签: who is asked, and whether enough have spoken. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework.models import Case, Task, TaskState
from yangguang.lib import bpmn, feel
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

MOST = 100  # voices in one round


@dataclass(frozen=True)
class Voice:
    """One that is asked: a post, in an organisation of its own or (None) in the case's."""

    post_code: str
    party: Organisation | None


def voices(case: Case, node: bpmn.Node, facts: Mapping[str, Any]) -> list[Voice]:
    """Whom the facts name. Refusal ``countersign`` for a missing or empty list, or a code that does not exist."""
    many = node.many
    assert many is not None
    named = facts.get(many.collection)
    if not isinstance(named, list | tuple) or not all(isinstance(one, str) for one in named):
        raise _refused(_("“%(step)s”要会签，但这一件没有会签名单“%(list)s”。"), node)
    codes = list(dict.fromkeys(named))
    if not codes:
        raise _refused(_("“%(step)s”要会签，但会签名单是空的，请先写明由谁会签。"), node)
    if len(codes) > MOST:
        raise _refused(_("“%(step)s”的会签名单太长，最多 100 个，请分批会签。"), node)
    if many.of == "posts":
        return [Voice(code, None) for code in codes]
    lane = case.version.model.lane_of(node.id)
    found = {one.code: one for one in Organisation.objects.current().filter(code__in=codes)}
    for code in codes:
        if code not in found:
            words = _("“%(step)s”的会签名单里有“%(code)s”，但没有这个机构，或者它已经撤销。")
            raise Refusal(words % {"step": node.label, "code": code}, code="countersign")
    return [Voice(lane.post if lane else "", found[code]) for code in codes]


def _refused(words: str, node: bpmn.Node) -> Refusal:
    assert node.many is not None
    return Refusal(words % {"step": node.label, "list": node.many.collection}, code="countersign")


def tally(node: bpmn.Node, votes: Sequence[Task]) -> dict[str, int]:
    """How the voices of one round stand, under the names that process tools use and in Chinese."""
    done = [one for one in votes if one.state == TaskState.DONE]
    active = sum(one.state == TaskState.OPEN for one in votes)
    counts = {
        "nrOfInstances": len(votes),
        "nrOfCompletedInstances": len(done),
        "nrOfActiveInstances": active,
        "会签总数": len(votes),
        "会签已办": len(done),
        "会签待办": active,
    }
    for outcome in node.outcomes:
        number = sum(one.outcome == outcome.code for one in done)
        counts[f"nrOf_{outcome.code.replace('-', '_')}"] = number
        if outcome.label.isidentifier():
            counts[f"会签{outcome.label}"] = number
    return counts


def is_enough(node: bpmn.Node, facts: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
    """Whether the step is over: everybody has spoken, or its condition holds. Refusal when that cannot be told."""
    assert node.many is not None
    if not counts["nrOfActiveInstances"]:
        return True
    if not node.many.enough:
        return False
    try:
        return feel.compile(node.many.enough).holds(facts)
    except feel.FeelError as error:
        raise Refusal(str(error), code="condition") from error
