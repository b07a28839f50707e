"""Every kind of work that a public item meets, as processes of the besieged house; see house.py.

python -m tests.siege prepare-works N M FILE   N public items, M signed that wait for their moment
python -m tests.siege work                     one verb for each line of JSON on stdin; answers after the commit
python -m tests.siege reckon-works FILE        what became of what FILE promises, as JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from tests.siege.house import AT_ONCE, lay_down, one_step_before, open_task, say, sign_step, undone
from yangguang.accounts.models import User
from yangguang.casework.models import Task, TaskState
from yangguang.disclosure import actions, rules
from yangguang.disclosure.models import Category, ChangeKind, Item
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, eligible

Answer = dict[str, Any]
SOON = timedelta(seconds=1)


def prepare(public: int, planned: int, file: Path) -> None:
    cast = lay_down()
    category = Category.objects.get(code="A20_11")
    made: list[Answer] = []
    for first in range(0, public + planned, AT_ONCE):
        with transaction.atomic():
            for number in range(first, min(first + AT_ONCE, public + planned)):
                later = clock.now() + timedelta(days=200) if number >= public else None
                one = one_step_before(cast, category, number, later)
                sign_step(Task.objects.select_related("case").get(uid=one["task"]), _signer(one["signer"]))
                item = Item.objects.get(uid=one["item"])
                made.append(
                    {**one, "url": item.get_absolute_url(), "state": "planned" if later else "public"}
                )
    file.write_text(json.dumps(made, ensure_ascii=False))


def _signer(username: str) -> User:
    return User.objects.get(username=username)


def work() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"did": True, **(_VERBS[asked["do"]](asked) or {})}
        except Refusal as refusal:
            if refusal.code != "conflict":
                raise
            answer = {"did": False, "why": refusal.message}
        say(json.dumps(answer))


def _correct(asked: Mapping[str, Any]) -> Answer:
    """A correction up to its last signature, from wherever an earlier try was killed."""
    item = Item.objects.select_related("organisation").get(uid=asked["item"])
    edition = rules.working_edition(item)
    if edition is None or edition.submitted_at is None:
        drafter = _of_post(item, "information-officer", Permission.DRAFT)
        edition = actions.begin_next(
            item, acting=drafter, change=actions.Change(ChangeKind.CORRECTION, f"户数误写，{asked['words']}")
        )
        facts = actions.Facts.of(edition)
        body = f"<p>更正：{asked['words']}。</p>{facts.body_html}"
        if asked["words"] not in facts.body_html:
            actions.revise(item, replace(facts, body_html=body), acting=drafter)
        actions.submit(item, acting=drafter)
    while (task := open_task(item)).element != "sign":
        sign_step(task, eligible(task.organisation, task.post_code)[0].user)
    edition = rules.working_edition(Item.objects.get(pk=item.pk))
    assert edition is not None
    return {"task": task.uid, "case": task.case.uid, "sha256": edition.sha256}


def _of_post(item: Item, post: str, permission: Permission) -> Acting:
    return acting_as(eligible(item.organisation, post)[0].user, item.organisation, permission=permission)


def _sign(asked: Mapping[str, Any]) -> None:
    task = Task.objects.select_related("case", "organisation").get(uid=asked["task"])
    if task.state != TaskState.OPEN:
        raise Refusal("这一步已经办完。", code="conflict")
    sign_step(task, _signer(asked["signer"]))


def _withdraw(asked: Mapping[str, Any]) -> None:
    _fate(asked, actions.withdraw)


def _restore(asked: Mapping[str, Any]) -> None:
    _fate(asked, actions.restore)


def _fate(asked: Mapping[str, Any], verb: Callable[..., Item]) -> None:
    item = Item.objects.select_related("organisation").get(uid=asked["item"])
    verb(
        item,
        reason=asked["reason"],
        basis="《政府信息公开条例》第十五条",
        acting=acting_as(_signer(asked["signer"]), item.organisation, permission=Permission.WITHDRAW),
    )


def _forward(asked: Mapping[str, Any]) -> None:
    """Bring a publication forward to the next second: the worker carries it out."""
    item = Item.objects.select_related("organisation").get(uid=asked["item"])
    plan = actions.open_plan(item)
    if plan is None or plan.publish_at <= clock.now() + SOON:
        raise Refusal("已经提前。", code="conflict")
    drafter = _of_post(item, "information-officer", Permission.DRAFT)
    actions.bring_forward(item, acting=drafter, reason="群众急需", publish_at=clock.now() + SOON)


def _where(asked: Mapping[str, Any]) -> Answer:
    item = Item.objects.select_related("live_edition").get(uid=asked["item"])
    return {"url": item.get_absolute_url(), "sha256": item.live_edition.sha256 if item.live_edition else ""}


def _there(asked: Mapping[str, Any]) -> Answer:
    """How often each title stands in the records, and what nobody would come back to."""
    rows = Item.objects.filter(title__in=asked["titles"]).values_list("title", flat=True)
    return {"there": sorted(rows), "undone": undone(), "category": Category.objects.get(code="A20_11").pk}


_VERBS: dict[str, Callable[[Mapping[str, Any]], Answer | None]] = {
    "correct": _correct,
    "sign": _sign,
    "withdraw": _withdraw,
    "restore": _restore,
    "forward": _forward,
    "where": _where,
    "there": _there,
}
