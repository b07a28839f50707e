"""A deputy on the desk: she does another's work, her acts name both, and duties apart bind both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework import claims, rules
from yangguang.casework.models import ProcessVersion, Task
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions as organisations
from yangguang.organisations.models import Appointment

from .conftest import begin, do, open_steps
from .test_claim import join

pytestmark = pytest.mark.django_db


def away(person: User, deputy: User, code: str = "") -> Appointment:
    """The person is away for three days from today; the deputy stands in."""
    held = Appointment.objects.filter(user=person, acting=False)
    today = clock.today()
    return organisations.name_deputy(
        (held.filter(post__code=code) if code else held).get(),
        deputy,
        since=today,
        until=today + timedelta(3),
        reason="出差",
        user=person,
    )


def test_a_deputy_does_what_the_other_had_claimed_and_the_act_names_both(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    join(cast.he, cast.county.civil, "section-head")
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    task = Task.objects.get(case=case, element="section")
    claims.claim(task.uid, user=cast.zhou)
    away(cast.zhou, cast.chen)
    assert list(rules.desk(cast.chen)) == [task]
    assert "您代他办" in as_(cast.chen).get("/office/desk/").content.decode()
    assert list(rules.desk(cast.he)) == []
    do(case, "section", cast.chen)
    task.refresh_from_db()
    assert (task.done_by, task.done_for) == (cast.chen, cast.zhou)
    act = Act.objects.filter(kind="casework.task_completed").latest("pk")
    assert (act.actor.name, act.actor.on_behalf_of) == ("陈静", "周敏")
    assert "由 陈静 代 周敏 办理" in as_(cast.zhou).get(case.get_office_url()).content.decode()


def test_what_a_deputy_did_counts_for_both(cast: Cast, published: ProcessVersion) -> None:
    """Chen did the section's step in Zhou's place: neither of them signs as leader."""
    join(cast.zhou, cast.county.civil, "leader")
    away(cast.zhou, cast.chen, "section-head")
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.chen)
    with pytest.raises(Refusal, match="“科室审核”是您办理的"):
        do(case, "leader", cast.chen)
    with pytest.raises(Refusal, match="“科室审核”是您办理的"):
        do(case, "leader", cast.zhou)
    assert open_steps(case) == {"secrecy", "leader"}


def test_nobody_approves_her_own_draft_through_a_deputy(cast: Cast, published: ProcessVersion) -> None:
    """Lin drafts, and heads the section too: who stands in for her there may not pass what she drafted."""
    join(cast.lin, cast.county.civil, "section-head")
    away(cast.lin, cast.wu, "section-head")
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    with pytest.raises(Refusal, match="“起草”是林晓办理的，您代林晓履职"):
        do(case, "section", cast.wu)
    do(case, "section", cast.zhou)


def test_when_the_days_are_over_the_deputy_has_nothing_left(cast: Cast, published: ProcessVersion) -> None:
    away(cast.zhou, cast.chen)
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    task = Task.objects.get(case=case, element="section")
    claims.claim(task.uid, user=cast.chen)
    with clock.set_to(clock.now() + timedelta(days=4)):
        assert list(rules.desk(cast.chen)) == []
        assert claims.free_stale_claims() == 1
        assert list(rules.desk(cast.zhou)) == [task]
