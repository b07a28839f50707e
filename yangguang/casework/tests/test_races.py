"""Sixty cases, every task submitted ten times at once: no wrong state, every duplicate refused, no lost act."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from threading import Barrier

import pytest
from django.db import connection

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import Case, CaseState, Task, TaskState, Token
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

from .conftest import Trace
from .drawings import ENDS, definition, open_one, publish, task

pytestmark = [pytest.mark.siege, pytest.mark.django_db(transaction=True)]

CASES = int(os.environ.get("YANGGUANG_RACE_CASES", "60"))
AT_ONCE = 10
SEED = 20261122
GATES = (
    '<parallelGateway id="f"/><parallelGateway id="j"/>'
    '<inclusiveGateway id="some" default="some-c"/><inclusiveGateway id="all"/>'
)
VOICES = '<multiInstanceLoopCharacteristics yg:collection="list" yg:enough="2:pass"/>'


def test_ten_submissions_of_every_task_at_once(cast: Cast, trace: Trace) -> None:
    trace.facts |= {
        "list": [o.code for o in (cast.county.civil, cast.county.water, cast.county.town)],
        "both": True,
    }
    body = ENDS + GATES + "".join(task(key) for key in "abcz") + task("sign", VOICES)
    publish(
        definition(
            body, "s f", "f sign", "f some", "some a both", "some b both", "some c", "a all", "b all", "c all",
            "all j", "sign j", "j z", "z e",
        )
    )  # fmt: skip
    people = {
        one.pk: who
        for one, who in (
            (cast.county.civil, cast.lin),
            (cast.county.water, cast.he),
            (cast.county.town, cast.ma),
        )
    }
    cases = [open_one(cast) for _ in range(CASES)]
    rng = random.Random(SEED)
    won = refused = 0
    with ThreadPoolExecutor(AT_ONCE * 2) as pool:
        while waiting := list(Task.objects.open().select_related("case", "organisation").order_by("pk")):
            rng.shuffle(waiting)
            # Two tasks at a time, where it can be of one case: they race for the case as well as for themselves.
            waiting.sort(key=lambda one: one.case_id)
            for pair in (waiting[n : n + 2] for n in range(0, len(waiting), 2)):
                ready = Barrier(AT_ONCE * len(pair))
                each = [one for one in pair for _ in range(AT_ONCE)]
                results = list(pool.map(submit, each, repeat(people), repeat(ready)))
                won += results.count("won")
                refused += results.count("conflict")
                assert len(results) == results.count("won") + results.count("conflict")
    assert set(Case.objects.filter(pk__in=[one.pk for one in cases]).values_list("state", flat=True)) == {
        CaseState.DONE
    }
    assert not Token.objects.filter(consumed=False).exists()
    done = Task.objects.filter(state=TaskState.DONE).count()
    assert won == done == Act.objects.filter(kind="casework.task_completed").count()
    assert refused >= done * (AT_ONCE - 1)
    for key, number in (("a", 1), ("b", 1), ("c", 0), ("z", 1), ("sign", 2)):
        assert Task.objects.filter(element=key, state=TaskState.DONE).count() == number * CASES


def submit(one: Task, people: dict[int, object], ready: Barrier) -> str:
    ready.wait()
    try:
        acting = acting_as(people[one.organisation_id], one.organisation, post_code=one.post_code)
        actions.complete(one.uid, acting=acting, outcome="pass")
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "won"
