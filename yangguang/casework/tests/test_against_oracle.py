"""Random sound processes, in random order, step by step against the oracle of blocks.

Loops, inclusive joins, countersigning, sub-processes that end early, events at their boundary, messages, sub-cases. 200 in
the suite; ``make property`` runs 5,000. A failure prints the seed.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from hashlib import sha256

import pytest

from tests.cast import Cast
from yangguang.casework import actions, course, events
from yangguang.casework.models import Case, CaseState, Process, ProcessVersion, Task, Token, Wait
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.rules import acting_as

from .blocks import VOICES, Oracle, random_block, to_bpmn
from .conftest import Trace

EXAMPLES = int(os.environ.get("YANGGUANG_PROPERTY_EXAMPLES", "100"))
SEED = int(os.environ.get("YANGGUANG_PROPERTY_SEED", "20261122"))
MOST_STEPS = 25
CHUNKS = 8
AGAIN = 0.1  # how often somebody presses twice
LARGEST = 300  # nodes: what may be published at all


def publish(code: str, xml: bytes, seed: int) -> None:
    problems = [p for p in bpmn.check(bpmn.parse(xml), services=()) if p.level == "error"]
    assert not problems, (seed, problems)
    # Without limits: this test is about tokens, and a clock for each step would make it slow.
    xml = xml.replace(b' yg:limit="REVIEW_STEP"', b"")
    process = Process.objects.create(code=code, name="随机流程")
    ProcessVersion.objects.create(
        process=process,
        code=code,
        number=1,
        xml=xml,
        sha256=sha256(xml).hexdigest(),
        same_person=True,
        published_at=clock.now(),
    )


def family(case: Case) -> list[Case]:
    """A case and all its sub-cases."""
    found = [case]
    for one in found:
        found += Case.objects.filter(parent=one)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_property_the_engine_offers_what_the_oracle_offers(chunk: int, cast: Cast, trace: Trace) -> None:
    for code in VOICES:
        post = Post.objects.create(organisation=cast.county.civil, code=code, name=code, permissions=[])
        Appointment.objects.create(user=cast.lin, post=post, since=clock.today())
    trace.facts["voices"] = list(VOICES)
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    for number in range(chunk, EXAMPLES, CHUNKS):
        seed = SEED * 100_000 + number
        rng = random.Random(seed)
        block = random_block(rng, depth=rng.randint(1, 3), prefix=f"x{number}")
        others: dict[str, bytes] = {}
        main = to_bpmn(block, others)
        if main.count(b' id="') - main.count(b"<sequenceFlow") > LARGEST:
            continue
        for code, xml in others.items():
            publish(code, xml, seed)
        publish(f"random-{number}", main, seed)
        subject = Ref("test.thing", new_uid())
        case = actions.open_case(
            f"random-{number}", organisation=cast.county.civil, subject=subject, title="随机", acting=acting
        )
        walk(case, Oracle(block), rng, seed, acting)


def walk(case: Case, oracle: Oracle, rng: random.Random, seed: int, acting: object) -> None:
    """Take what is offered in random order, and compare after each."""
    for _ in range(MOST_STEPS):
        all_of_it = family(case)
        tasks = Task.objects.open().filter(case__in=all_of_it)
        offered = Counter(tasks.values_list("element", flat=True))
        assert offered == oracle.open, f"seed {seed}"
        waits = Wait.objects.waiting().filter(case__in=all_of_it, what=Wait.For.MESSAGE)
        awaited = {one.name: one.case.uid for one in waits.select_related("case")}
        assert awaited.keys() == oracle.awaited, f"seed {seed}"
        if not offered and not awaited:
            break
        choice = rng.choice([*sorted(offered), *sorted(awaited)])
        if choice in awaited:
            events.deliver_message(awaited[choice], choice, acting=acting)  # type: ignore[arg-type]
            oracle.receive(choice)
            continue
        answer = rng.choice(oracle.answers(choice))
        task = rng.choice(list(tasks.filter(element=choice).order_by("pk")))
        actions.complete(task.uid, acting=acting, outcome=answer)  # type: ignore[arg-type]
        if rng.random() < AGAIN:
            with pytest.raises(Refusal):
                actions.complete(task.uid, acting=acting, outcome=answer)  # type: ignore[arg-type]
        oracle.complete(choice, answer)
    case.refresh_from_db()
    assert (case.state == CaseState.DONE) == oracle.done, f"seed {seed}"
    all_of_it = family(case)
    assert Token.objects.filter(case__in=all_of_it, consumed=False).exists() == (not oracle.done)
    assert Wait.objects.waiting().filter(case__in=all_of_it).exists() <= (not oracle.done)
    assert {one.state for one in all_of_it} <= {CaseState.DONE, CaseState.CANCELLED} or not oracle.done
    assert len(course.history(case)) == case.tasks.count()
    course.standing(case)
