"""Random sound processes, in random order, step by step against the oracle of blocks.

200 in the suite; ``make property`` runs 5,000. A failure prints the seed.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.cast import Cast
from yangguang.casework import actions, rules
from yangguang.casework.models import CaseState, Process, ProcessVersion, Token
from yangguang.lib import bpmn, clock
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.rules import acting_as

from .blocks import Oracle, random_block, to_bpmn
from .conftest import Trace, open_steps

EXAMPLES = int(os.environ.get("YANGGUANG_PROPERTY_EXAMPLES", "200"))
SEED = int(os.environ.get("YANGGUANG_PROPERTY_SEED", "20261122"))
MOST_STEPS = 25
CHUNKS = 8


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_property_the_engine_offers_what_the_oracle_offers(chunk: int, cast: Cast, trace: Trace) -> None:
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    for number in range(chunk, EXAMPLES, CHUNKS):
        seed = SEED * 100_000 + number
        rng = random.Random(seed)
        block = random_block(rng, depth=rng.randint(1, 3))
        xml = to_bpmn(block)
        problems = bpmn.check(bpmn.parse(xml))
        assert not [p for p in problems if p.level == "error"], (seed, problems)
        # Without limits: this test is about tokens, and a clock for each step would make it slow.
        xml = xml.replace(b' yg:limit="REVIEW_STEP"', b"")
        process = Process.objects.create(code=f"random-{number}", name="随机流程")
        ProcessVersion.objects.create(
            process=process,
            code=process.code,
            number=1,
            xml=xml,
            sha256=f"{seed:064d}",
            same_person=True,
            published_at=clock.now(),
        )
        subject = Ref("test.thing", new_uid())
        case = actions.open_case(
            process.code, organisation=cast.county.civil, subject=subject, title="随机", acting=acting
        )
        oracle = Oracle(block)
        for _ in range(MOST_STEPS):
            offered = open_steps(case)
            assert offered == oracle.open, f"seed {seed}"
            if not offered:
                break
            name, answer = rng.choice(sorted(offered)), rng.choice(["no", "no", "yes"])
            task = case.tasks.get(element=name, state="open")
            case = actions.complete(task.uid, acting=acting, outcome=answer)
            oracle.complete(name, answer)
        assert (case.state == CaseState.DONE) == oracle.done, f"seed {seed}"
        assert Token.objects.filter(case=case, consumed=False).exists() == (not oracle.done)
        assert len(rules.history(case)) == case.tasks.count()
