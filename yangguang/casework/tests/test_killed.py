"""Killed at any statement of any kind of step: as if it had not begun, or done whole; and then it can be done.

A child process does the verb and kills itself before its n-th statement, for every n, and once more when the verb has
returned but nobody has heard of it. The parent, to whom nothing was said, looks, and does it again.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections

from tests.cast import Cast
from yangguang.casework import actions, claims, events, operations
from yangguang.casework.models import Arrival, Case, ProcessVersion, Task, Token, Wait
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.organisations.rules import acting_as

from .conftest import Trace, do
from .drawings import ENDS, INNER, catch, definition, open_one, publish, sub, task, timer

pytestmark = [pytest.mark.siege, pytest.mark.django_db(transaction=True)]

FORK, JOIN = '<parallelGateway id="f"/>', '<parallelGateway id="j"/>'
SOME = '<inclusiveGateway id="f" default="f-c"/><inclusiveGateway id="j"/>'
CHOICE = '<exclusiveGateway id="x" default="x-e"/>'
VOICES = '<multiInstanceLoopCharacteristics yg:collection="list" yg:of="organisations" yg:enough="2:pass"/>'
STOP = '<endEvent id="stop" name="不予受理"><terminateEventDefinition/></endEvent>'
KEEP = '<serviceTask id="k" name="登记" yg:service="test.keep"/>'
CALL = '<callActivity id="call" name="评审" calledElement="expert"/>'
LATER = datetime(2027, 3, 5, 2, tzinfo=UTC)
MOST_STATEMENTS = 400


@dataclass(frozen=True)
class Kind:
    """A kind of step: its process, what happens before it, and the verb that is killed."""

    process: bytes
    verb: Callable[[Case, Cast], object]
    before: tuple[str, ...] = ()  # steps that 林晓 does first
    at: datetime | None = None  # when the verb is done


def a(element: str = "a", outcome: str = "pass") -> Callable[[Case, Cast], object]:
    return lambda case, cast: do(case, element, cast.lin, outcome, "意见" if outcome == "return" else "")


def voice(case: Case, cast: Cast) -> object:
    """The second of two voices that are enough: the third is withdrawn."""
    one = Task.objects.open().get(case=case, element="sign", organisation=cast.county.water)
    acting = acting_as(cast.he, one.organisation, post_code=one.post_code)
    return actions.complete(one.uid, acting=acting, outcome="pass")


def first_voice(case: Case, cast: Cast) -> object:
    one = Task.objects.open().get(case=case, element="sign", organisation=cast.county.civil)
    acting = acting_as(cast.lin, one.organisation, post_code=one.post_code)
    return actions.complete(one.uid, acting=acting, outcome="pass")


def part(case: Case, cast: Cast) -> object:
    """The last step of the sub-case, which lets the main case go on."""
    return do(Case.objects.get(parent=case), "judge", cast.lin)


def message(case: Case, cast: Cast) -> object:
    return events.deliver_message(case.uid, "补正", {"amount": 3}, acting=SYSTEM)


def sweep(case: Case, cast: Cast) -> object:
    return events.fire_timers()


def begin(case: Case, cast: Cast) -> object:
    """Open another case of the same process; the subject is the first one's, once removed."""
    acting = acting_as(cast.lin, cast.county.civil, post_code="information-officer")
    return actions.open_case(
        "test-review", organisation=cast.county.civil, subject=another(case), title="一件事", acting=acting
    )


def another(case: Case) -> Ref:
    return Ref("test.thing", case.uid)


def cancel(case: Case, cast: Cast) -> object:
    return operations.cancel_case(case.uid, reason="重复立件", acting=SYSTEM)


def claim(case: Case, cast: Cast) -> object:
    return claims.claim(case.tasks.get().uid, user=cast.lin)


def migrate(case: Case, cast: Cast) -> object:
    newest = ProcessVersion.objects.order_by("-number").first()
    assert newest is not None
    if newest.number == case.version.number:
        newest = publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    return operations.migrate_cases(newest, [case.uid], reason="新办法施行", acting=SYSTEM)


ONE = definition(ENDS + task("a"), "s a", "a e")
SIGN = definition(ENDS + task("sign", VOICES) + task("z"), "s sign", "sign z", "z e")
WAYS = definition(
    ENDS + SOME + "".join(map(task, ("x", "a", "b", "c", "z"))),
    "s x", "x f", "f a land", "f b water", "f c", "a j", "b j", "c j", "j z", "z e",
)  # fmt: skip
BOTH = definition(
    ENDS + FORK + JOIN + "".join(map(task, "xabz")), "s x", "x f", "f a", "f b", "a j", "b j", "j z", "z e"
)
INSIDE = definition(
    ENDS + task("x") + sub("in", INNER + task("a"), "is a", "a ie") + task("z"), "s x", "x in", "in z", "z e"
)
KINDS: dict[str, Kind] = {
    "a case is opened": Kind(ONE, begin),
    "the last step": Kind(ONE, a()),
    "a choice": Kind(definition(ENDS + CHOICE + task("a") + task("b"), "s a", "a x", 'x b outcome = "return"', "x e", "b e"), a("a", "return")),
    "a service": Kind(definition(ENDS + KEEP + task("a"), "s a", "a k", "k e"), a()),
    "a split": Kind(BOTH, a("x")),
    "a join": Kind(BOTH, a("b"), ("x", "a")),
    "an inclusive split": Kind(WAYS, a("x")),
    "an inclusive join": Kind(WAYS, a("b"), ("x", "a")),
    "into a sub-process": Kind(INSIDE, a("x")),
    "out of a sub-process": Kind(INSIDE, a(), ("x",)),
    "voices are asked": Kind(definition(ENDS + task("a") + task("sign", VOICES) + task("z"), "s a", "a sign", "sign z", "z e"), a()),
    "the voice that is enough": Kind(SIGN, voice, ("sign",)),
    "a timer that takes over": Kind(definition(ENDS + task("a") + task("late") + timer("到期", "a"), "s a", "a e", "到期 late", "late e"), sweep, at=LATER),
    "a timer beside": Kind(definition(ENDS + task("a") + task("hurry") + timer("催办", "a", interrupting=False), "s a", "a e", "催办 hurry", "hurry e"), sweep, at=LATER),
    "a message that is waited for": Kind(definition(ENDS + catch("c", "补正") + task("z"), "s c", "c z", "z e"), message),
    "a message at a boundary": Kind(definition(ENDS + task("a") + task("z") + catch("m", "补正", "a"), "s a", "a e", "m z", "z e"), message),
    "a sub-case begins": Kind(definition(ENDS + task("a") + CALL + task("z"), "s a", "a call", "call z", "z e"), a()),
    "a sub-case ends": Kind(definition(ENDS + task("a") + CALL + task("z"), "s a", "a call", "call z", "z e"), part, ("a",)),
    "terminated": Kind(definition(ENDS + FORK + STOP + task("a") + task("b"), "s f", "f a", "f b", "a stop", "b e"), a()),
    "cancelled": Kind(BOTH, cancel, ("x",)),
    "claimed": Kind(ONE, claim),
    "moved to a new version": Kind(ONE, migrate),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_step_that_is_killed_has_not_begun_or_is_done_whole(name: str, cast: Cast, trace: Trace) -> None:
    kind = KINDS[name]
    trace.facts |= {
        "land": True,
        "water": True,
        "list": [one.code for one in (cast.county.civil, cast.county.water, cast.county.town)],
    }
    publish(definition(ENDS + task("judge"), "s judge", "judge e"), code="expert")
    published = publish(kind.process)

    whole = ready(kind, cast, published)
    before = standing(whole)
    done(kind, whole, cast)
    after = standing(whole)
    assert after != before, "the verb changes nothing that is looked at"

    for number in range(1, MOST_STATEMENTS):
        case = ready(kind, cast, published)
        assert standing(case) == before
        finished = killed(kind, case, cast, number)
        assert standing(case) == (after if finished else before), f"killed before statement {number}"
        if finished:
            assert number > 5, "the child never met the statement at which it was to die"
            return
        done(kind, case, cast)
        assert standing(case) == after, f"done again after statement {number}"
    pytest.fail("more statements than any step has")


def ready(kind: Kind, cast: Cast, version: ProcessVersion) -> Case:
    with clock.set_to(datetime(2027, 3, 1, 2, tzinfo=UTC)):
        case = open_one(cast)
        assert case.version_id == version.pk or kind.verb is migrate
        if case.version_id != version.pk:  # a newer one was published for a case before
            Case.objects.filter(pk=case.pk).update(version=version)
            case = Case.objects.select_related("version", "organisation").get(pk=case.pk)
        for element in kind.before:
            if element == "sign":
                first_voice(case, cast)
            else:
                do(case, element, cast.lin)
    return case


def done(kind: Kind, case: Case, cast: Cast) -> None:
    with clock.set_to(kind.at or datetime(2027, 3, 1, 3, tzinfo=UTC)):
        kind.verb(Case.objects.select_related("version", "organisation").get(pk=case.pk), cast)


def killed(kind: Kind, case: Case, cast: Cast, number: int) -> bool:
    """Whether the child came to the end of the verb; it was killed there then, and before that statement else."""
    connections.close_all()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def count_down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(count_down):
                done(kind, case, cast)
            os.write(tell, b".")
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.close(tell)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    finished = os.read(told, 1) == b"."
    os.close(told)
    return finished


def standing(case: Case) -> list[object]:
    """What anybody could see of a case and of what it brought about, in words that are the same for all cases."""
    family = list(
        Case.objects.filter(pk=case.pk)
        | Case.objects.filter(parent=case)
        | Case.objects.filter(subject=another(case))
    )
    keys = sorted(one.pk for one in family)
    tasks = list(Task.objects.filter(case__in=keys))
    waits = list(Wait.objects.filter(case__in=keys))
    refs = (
        [str(one.ref) for one in family] + [str(one.ref) for one in tasks] + [str(one.ref) for one in waits]
    )
    return [
        Counter((one.pk != case.pk, one.state, one.version.code, one.version.number) for one in family),
        Counter(Token.objects.filter(case__in=keys, consumed=False).values_list("element", flat=True)),
        Counter((one.element, one.round, one.instance, one.state, one.claimed_by_id) for one in tasks),
        Counter((one.element, one.what, one.state) for one in waits),
        Counter(Arrival.objects.filter(case__in=keys).values_list("name", "taken")),
        Counter(Clock.objects.filter(subject__in=refs).values_list("outcome", flat=True)),
        Counter(Act.objects.filter(subject__in=refs).values_list("kind", flat=True)),
    ]
