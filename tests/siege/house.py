"""What the besieged house does in processes of its own, each to be killed at any moment.

python -m tests.siege.house prepare N FILE   lays the county down; N items one signature before publication
python -m tests.siege.house publish          signs the tasks named on stdin, and says so after the commit
python -m tests.siege.house seal             seals again and again; prints each seal after the commit
python -m tests.siege.house reckon FILE      what became of the items in FILE, as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from tests import cast as people
from yangguang.accounts.models import User
from yangguang.casework import actions as casework
from yangguang.casework import rules as casework_rules
from yangguang.casework.models import Case, Task, TaskState
from yangguang.disclosure import actions, rules, seeds
from yangguang.disclosure.models import Approval, Category, Item
from yangguang.journal import actions as journal
from yangguang.journal import proofs
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, Delivery
from yangguang.lib import clock, proof
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.notices.models import Message
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as
from yangguang.search.models import Change
from yangguang.search.rules import query

AT_ONCE = 25
SECRECY_FORM = {"conclusion": "clear", "secrecy_basis": "《保守国家秘密法》第三十五条"}


def lay_down() -> people.Cast:
    """The county with its people; on SQLite what is prepared need not survive a power failure."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        people.lay_down()
        cast = people.people_of(people.the_county())
        for organisation in (cast.county.civil, cast.county.town):
            actions.keep_catalogue(organisation, actor=SYSTEM)
        casework.publish_process(
            seeds.review_xml(7), code=seeds.REVIEW, organisation=cast.county.town, actor=SYSTEM
        )
    return cast


def prepare(count: int, file: Path) -> None:
    """Four of five by civil affairs in five steps, the others by the town in seven."""
    cast = lay_down()
    category = Category.objects.get(code="A20_11")
    made: list[dict[str, Any]] = []
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            made += [one_step_before(cast, category, n) for n in range(first, min(first + AT_ONCE, count))]
    file.write_text(json.dumps(made, ensure_ascii=False))


def one_step_before(
    cast: people.Cast, category: Category, number: int, publish_at: datetime | None = None
) -> dict[str, Any]:
    """An item that waits for its last signature."""
    town = number % 5 == 4
    organisation = cast.county.town if town else cast.county.civil
    hands = [cast.ma, cast.feng, cast.tang, cast.xu, cast.luo] if town else [cast.lin, cast.zhou, cast.wu]
    drafter = acting_as(hands[0], organisation, permission=Permission.DRAFT)
    facts = actions.Facts(
        title=f"关于发放第{number:04}批临时救助金的公示",
        category=category,
        generated_on=clock.today() - timedelta(days=number % 9),
        body_html=f"<p>第{number:04}批临时救助共{number % 17 + 3}户，每户{(number % 7 + 2) * 100}元，现予公示。</p>"
        "<table><tr><th>类别</th><th>户数</th></tr><tr><td>临时救助</td><td>见附表</td></tr></table>",
    )
    item = actions.draft(facts, organisation=organisation, acting=drafter)
    if publish_at is not None:
        actions.plan_publication(item, publish_at, acting=drafter, reason="与新闻发布会同时公开")
    actions.submit(item, acting=drafter)
    for person in hands[1:]:
        sign_step(open_task(item), person)
    task = open_task(item)
    edition = rules.working_edition(item)
    assert edition is not None and task.element == "sign"
    return {
        "item": item.uid,
        "title": facts.title,
        "organisation": organisation.code,
        "task": task.uid,
        "case": task.case.uid,
        "sha256": edition.sha256,
        "signer": (cast.guo if town else cast.chen).username,
    }


def open_task(item: Item) -> Task:
    return Task.objects.open().select_related("case").get(case__subject=item.ref)


def sign_step(task: Task, person: User) -> None:
    assert task.case.subject is not None
    edition = rules.working_edition(Item.objects.get(uid=task.case.subject.uid))
    casework.complete(
        task.uid,
        acting=casework_rules.acting_for(task, person),
        outcome="pass",
        opinion="同意",
        data=SECRECY_FORM if task.element == "secrecy" else {},
        seen=edition.sha256 if edition else "",
    )


def publish() -> None:
    """One line in, one line out: ``done`` after the commit, ``before`` for what was done before."""
    for line in sys.stdin:
        uid = line.strip()
        task = Task.objects.select_related("case", "organisation").get(uid=uid)
        signer = User.objects.get(
            username="guo.qiang" if task.organisation.code == "chengguan" else "chen.jing"
        )
        try:
            if task.state != TaskState.OPEN:
                raise Refusal("这一步已经办完。", code="conflict")
            sign_step(task, signer)
        except Refusal as refusal:
            if refusal.code != "conflict":
                raise
            say(f"before {uid}")
        else:
            say(f"done {uid}")


def seal() -> None:
    while True:
        made = journal.seal()
        if made is not None:
            say(json.dumps(made.document()))
        time.sleep(0.5)


def reckon(file: Path) -> None:
    """For each item what is wrong with it; ``faults`` is empty when nothing confirmed was lost or doubled."""
    told = json.loads(file.read_text())
    while journal.seal() is not None:
        pass
    faults = [f"{one['item']}: {fault}" for one in told for fault in _faults_of(one)]
    for code in {one["organisation"] for one in told}:
        faults += gaps(code)
    faults += undone()
    say(json.dumps({"faults": faults, "acts": Act.objects.count(), "items": Item.objects.count()}))


def _faults_of(one: dict[str, Any]) -> Iterable[str]:
    item = Item.objects.select_related("live_edition").get(uid=one["item"])
    if not item.is_public or item.live_edition is None:
        yield "not public"
        return
    acts = list(Act.objects.filter(subject=item.ref, kind="disclosure.edition_published"))
    if len(acts) != 1:
        yield f"{len(acts)} acts of publication"
        return
    act = acts[0]
    if (act.public["index_number"], act.public["sha256"]) != (item.index_number, one["sha256"]):
        yield "the act tells another number or text"
    signed = (
        Act.objects.filter(kind="casework.task_completed").about(Ref("casework.task", one["task"])).count()
    )
    approvals = Approval.objects.filter(edition=item.live_edition, element="sign").count()
    if (signed, approvals) != (1, 1):
        yield f"{signed} acts of signing, {approvals} signatures"
    case = Case.objects.get(uid=one["case"])
    if case.state != "done" or case.tasks.open().exists():
        yield "its case is still open"
    if item.ref not in [hit.ref for hit in query(f"“{one['title']}”").hits]:
        yield "search does not find it"
    told = Message.objects.filter(about=act.ref, channel="inbox", url="").count()
    if told != 1:
        yield f"told {told} times"
    document = proofs.document(act)
    if document is None or not proof.check(document, trusted_keys=proofs.trusted_keys()).ok:
        yield "its proof does not hold"


def gaps(organisation_code: str) -> Iterable[str]:
    """Index numbers count from one without a gap, whatever died."""
    numbers = Item.objects.filter(organisation__code=organisation_code, index_number__isnull=False)
    tails = sorted(int(one.rpartition("-")[2]) for one in numbers.values_list("index_number", flat=True))
    if tails != list(range(1, len(tails) + 1)):
        yield f"{organisation_code}: index numbers {tails}"


def undone() -> list[str]:
    """What nobody would come back to."""
    waiting: dict[str, Callable[[], int]] = {
        "deliveries not done": lambda: Delivery.objects.exclude(state=Delivery.State.DONE).count(),
        "changes of the index": Change.objects.count,
        "messages not sent": lambda: Message.objects.exclude(state=Message.State.SENT).count(),
    }
    return [f"{count()} {what}" for what, count in waiting.items() if count()]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
