"""One paper's way through the house, as a generator: it yields when it wants to go on, and acts when it is let.

The acts are those of people: each step is done by whoever holds the post, through the same verb as a click.
"""

from __future__ import annotations

import io
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from stdnum import luhn

from yangguang.casework import actions as casework
from yangguang.casework import domains
from yangguang.casework import rules as case_rules
from yangguang.casework.models import Case, Task, TaskState
from yangguang.demo.county import County
from yangguang.demo.grammar import KINDS, Document, compose
from yangguang.demo.story import plan
from yangguang.demo.story.categories import wanted
from yangguang.demo.story.faults import AGREED, Fault, Withheld, fault_for
from yangguang.demo.story.force import days_of_force
from yangguang.demo.story.hours import at, days_later, later
from yangguang.demo.story.plan import Entry
from yangguang.demo.world import World
from yangguang.demo.world.matters import matter
from yangguang.demo.world.offices import INFORMATION_OFFICER, OPENNESS_OFFICE
from yangguang.disclosure import actions, rules
from yangguang.disclosure.actions import Facts
from yangguang.disclosure.intake.records import Record
from yangguang.disclosure.models import Category, Item
from yangguang.lib import clock
from yangguang.lib.html import to_text
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as

Life = Generator[datetime, None, None]

_STEPS = {
    5: ["section-review", "secrecy", "sign"],
    7: ["section-review", "office-review", "secrecy", "countersign", "sign"],
}
# An account that the screening takes for somebody's bank card: kept with a reason, because people pay into it.
ACCOUNT = "缴款账户：阳光县财政局非税收入专户，账号{number}，缴款时请注明事项名称。"
ACCOUNT_REASON = "这是财政非税收入专户账号，不是个人银行卡号，缴款人需要知道。"
BASIS = "《保守国家秘密法》第三十五条、《政府信息公开条例》第十七条"


@dataclass
class Stage:
    """What all lives share: the world, the county's rows, what was composed, what happened."""

    world: World
    county: County
    categories: dict[str, Category]
    kept: dict[str, set[str]]
    papers: dict[str, Document] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)  # by the entry's key, the uid of what became of it
    tally: dict[str, int] = field(default_factory=dict)
    signers: dict[tuple[int, str], Acting] = field(default_factory=dict)

    def count(self, what: str) -> None:
        self.tally[what] = self.tally.get(what, 0) + 1

    def category(self, paper: Document, organisation: str) -> Category:
        kept = self.kept[organisation]
        return self.categories[next(code for code in wanted(paper) if code in kept)]

    def acting(self, task: Task) -> Acting:
        """Who does a step: the holder of its post; the engine looks again whether that person may."""
        where = (task.organisation_id, task.post_code)
        if where not in self.signers:
            user = case_rules.eligible_users(task, task.organisation)[0]
            self.signers[where] = case_rules.acting_for(task, user)
        return self.signers[where]

    def rng(self, key: str) -> random.Random:
        return random.Random(f"{self.world.seed}:life:{key}")


def officer_of(stage: Stage, organisation: str) -> Acting:
    """The information officer of an organisation, acting for it today."""
    row = stage.county.organisations[organisation]
    return acting_as(
        stage.county.holder(organisation, INFORMATION_OFFICER), row, post_code=INFORMATION_OFFICER
    )


def paper_of(stage: Stage, entry: Entry) -> Document:
    """Compose the entry's paper; whoever explains it later finds it in `stage.papers`."""
    office = stage.world.organisation(entry.organisation)
    if not KINDS[entry.kind].issued_by(office) and office.kind == "village":
        office = stage.world.organisation(office.parent)
    paper = compose(
        stage.world,
        entry.kind,
        office,
        entry.on,
        matter=matter(entry.matter) if entry.matter else None,
        about=stage.papers.get(entry.about),
        take=entry.take,
    )
    stage.papers[entry.key] = paper
    return paper


def facts_of(paper: Document, category: Category) -> Facts:
    normative = category.a20_item == "A20_01"
    begins, until = days_of_force(to_text(paper.html)) if normative else (None, None)
    return Facts(
        effective_on=begins,
        valid_until=until,
        title=paper.title,
        category=category,
        doc_number=paper.doc_number,
        generated_on=paper.generated_on,
        source=paper.issuer,
        keywords="，".join(paper.keywords),
        summary=paper.summary,
        body_html=paper.html,
    )


def steps_of(stage: Stage, organisation: str) -> list[str]:
    kind = stage.world.organisation(organisation).kind
    return _STEPS[7 if kind in ("town", "village") else 5]


def life(stage: Stage, entry: Entry) -> Life:
    """From the day of making to publication, with whatever the entry's fate brings."""
    rng = stage.rng(entry.key)
    yield at(entry.on, 8 * 60 + rng.randint(1, 25))
    paper = paper_of(stage, entry)
    yield later(stage.world, clock.now(), rng.randint(40, 900))
    officer = officer_of(stage, entry.organisation)
    facts = facts_of(paper, stage.category(paper, entry.organisation))
    faults = _faults(stage, entry, rng)
    item = actions.draft(
        replace(facts, body_html=_spoilt(facts.body_html, faults, entry, rng)),
        organisation=stage.county.organisations[entry.organisation],
        acting=officer,
    )
    stage.items[entry.key] = item.uid
    for attachment in paper.attachments:
        actions.attach(item, io.BytesIO(attachment.content), attachment.name, acting=officer)
    if entry.fate == plan.DRAFT:
        stage.count("draft")
        return
    sent = later(stage.world, clock.now(), rng.randint(10, 240))
    if entry.held_at == "section-review":
        arrival = plan.days_before(stage.world, stage.world.today, entry.held_days)
        sent = max(sent, at(arrival, 9 * 60 + rng.randint(0, 150)))
    yield sent
    _overrule(stage, item, officer)
    case = actions.submit(
        item, acting=officer, opinion=rng.choice(("请审核。", "", "请审核，附件已核对。", ""))
    )
    yield from review(stage, entry, item, case, facts, faults=faults)
    if entry.next_on and rules.state(item) == rules.State.PUBLIC:
        yield from _second_edition(stage, entry, item, rng)


def imported_life(stage: Stage, entry: Entry) -> Life:
    """A list out of a department's own system: taken in by the openness office's order, screened, public at once."""
    rng = stage.rng(entry.key)
    yield days_later(stage.world, at(entry.on, 0), rng.randint(1, 4), 9 * 60 + rng.randint(0, 470))
    paper = paper_of(stage, entry)
    openness = acting_as(
        stage.county.holder("county-office", OPENNESS_OFFICE), stage.county.organisations["county"]
    )
    record = Record(
        title=paper.title,
        body_html=paper.html,
        body_text=to_text(paper.html),
        doc_number=paper.doc_number,
        generated_on=paper.generated_on,
        source=paper.issuer,
        origin=f"{paper.generated_on:%Y%m}/{entry.kind}-{entry.key}",
    )
    order = actions.Order(
        stage.county.organisations[entry.organisation],
        stage.category(paper, entry.organisation),
        openness.actor,
        publish_reason="业务系统推送的公开清单，已经主办单位核对",
    )
    told = actions.import_entries([record], order)
    actions.record_order(order, told)
    stage.count("imported" if told.published else "import blocked")
    item = Item.objects.filter(organisation=order.organisation, title=paper.title).order_by("-pk").first()
    if item is not None:
        stage.items[entry.key] = item.uid


def withheld_life(stage: Stage, thing: Withheld, on: date, key: str) -> Life:
    """What is not disclosed proactively: reviewed like the rest, and closed with a register line."""
    rng = stage.rng(key)
    yield at(on, 9 * 60 + rng.randint(0, 120))
    officer = officer_of(stage, thing.organisation)
    paper = compose(
        stage.world, "notice", stage.world.organisation("county-office"), on, take=7000 + int(key[-2:])
    )
    secret = thing.kind == "secret"
    facts = Facts(
        title=thing.title or "涉密信息登记",
        category=stage.categories["A20_15"],
        attribute=thing.attribute,
        deny_kind=thing.kind,
        deny_reason=thing.reason,
        deny_article=thing.article,
        generated_on=on,
        body_html=""
        if secret
        else f"<p>{thing.title}，存{stage.world.organisation(thing.organisation).name}。</p>{paper.html}",
    )
    item = actions.draft(facts, organisation=stage.county.organisations[thing.organisation], acting=officer)
    yield later(stage.world, clock.now(), rng.randint(30, 300))
    _overrule(stage, item, officer)
    case = actions.submit(item, acting=officer)
    entry = Entry(key, "notice", thing.organisation, on)
    yield from review(stage, entry, item, case, facts)


def _faults(stage: Stage, entry: Entry, rng: random.Random) -> list[Fault]:
    """The slips in the first text. A paper that lies returned on its officer's desk has one as well."""
    count = {plan.RETURNED: 1, plan.TWICE: 2}.get(entry.fate, 0)
    if entry.fate == plan.HELD and entry.held_at == "draft":
        count = 1
    steps = steps_of(stage, entry.organisation)
    faults: list[Fault] = []
    while len(faults) < count:
        found = fault_for(rng, [step for step in steps if step not in {fault.step for fault in faults}])
        faults.append(found)
    return sorted(faults, key=lambda fault: steps.index(fault.step))


def _spoilt(html: str, faults: list[Fault], entry: Entry, rng: random.Random) -> str:
    for fault in faults:
        html = fault.spoil(html)
    if entry.fate == plan.OVERRULED:
        stem = f"3990{rng.randrange(10**11):011}"
        html += f"\n<p>{ACCOUNT.format(number=stem + luhn.calc_check_digit(stem))}</p>"
    return html


def _overrule(stage: Stage, item: Item, officer: Acting) -> None:
    """Findings that block are kept with a reason, or there would be nothing to submit."""
    edition = rules.working_edition(item)
    assert edition is not None
    for finding in rules.blocking(edition):
        actions.overrule(item, finding.key, ACCOUNT_REASON, acting=officer)
        stage.count(f"overruled {finding.code}")


def review(
    stage: Stage, entry: Entry, item: Item, case: Case, facts: Facts, *, faults: Sequence[Fault] = ()
) -> Life:
    """Step after step by who is eligible; back to the officer where a fault is found; until the case ends."""
    left = list(faults)
    rng = stage.rng(f"{entry.key}:review")
    late_at = rng.choice(steps_of(stage, entry.organisation)[-2:]) if entry.fate == plan.LATE else ""
    while True:
        task = next((step for step in case.steps if step.state == TaskState.OPEN), None)
        if task is None:
            stage.count("registered" if item.attribute != "proactive" else "published")
            return
        if entry.held_at == task.element and not (task.element == "draft" and task.round == 1):
            stage.count("held by nobody" if task.unheld else f"held at {task.element}")
            return
        if late_at == task.element:
            late_at = ""
            yield days_later(stage.world, clock.now(), rng.randint(19, 24), 9 * 60 + rng.randint(0, 400))
        elif entry.fate == plan.HELD:
            yield _towards(stage, entry, task, faults, rng)
        else:
            yield later(stage.world, clock.now(), rng.randint(25, 420))
        if task.unheld:
            stage.count("held by nobody")
            return
        if task.element == "draft":
            case = _mend(item, facts, left, officer_of(stage, entry.organisation))
        else:
            case, left = _sign(stage, task, left, rng)


def _towards(stage: Stage, entry: Entry, task: Task, faults: Sequence[Fault], rng: random.Random) -> datetime:
    """The steps before the one at which a paper is to lie: soon; the last of them on the day of its arrival."""
    soon = later(stage.world, clock.now(), rng.randint(20, 200))
    way = ["draft", *steps_of(stage, entry.organisation)]
    returns = entry.held_at == "draft" and task.element == faults[0].step
    arrives = returns or (
        entry.held_at != "draft" and way.index(task.element) + 1 == way.index(entry.held_at)
    )
    if not arrives:
        return soon
    arrival = plan.days_before(stage.world, stage.world.today, entry.held_days)
    return max(soon, at(arrival, 9 * 60 + rng.randint(0, 150)))


def _mend(item: Item, facts: Facts, left: list[Fault], officer: Acting) -> Case:
    """The officer puts right what was returned and sends it again."""
    html = facts.body_html
    for fault in left:  # what nobody has found yet is still there
        html = fault.spoil(html)
    edition = rules.working_edition(item)
    assert edition is not None
    kept = [line for line in edition.body_html.splitlines() if "缴款账户" in line]
    actions.revise(item, replace(facts, body_html="\n".join([html, *kept])), acting=officer)
    return actions.submit(item, acting=officer, opinion="已按意见修改，请审核。")


def _sign(stage: Stage, task: Task, left: list[Fault], rng: random.Random) -> tuple[Case, list[Fault]]:
    """One reviewer's decision: pass, or return what this step finds. The case as it stands then, what is still left."""
    acting = stage.acting(task)
    found = next((fault for fault in left if fault.step == task.element), None)
    edition = domains.matter(task.case).edition
    data = {}
    if task.element == "secrecy":
        conclusion = "refused" if found else "clear" if edition.attribute == "proactive" else "register"
        data = {"conclusion": conclusion, "secrecy_basis": BASIS}
    case = casework.complete(
        task.uid,
        acting=acting,
        outcome="return" if found else "pass",
        opinion=found.opinion if found else rng.choice(AGREED[task.element]),
        data=data,
        seen=edition.sha256,
    )
    if found:
        stage.count("returned")
    if task.escalated:
        stage.count("escalated")
    if acting.appointment.on_behalf_of_id:
        stage.count("standing in")
    return case, [fault for fault in left if fault is not found]


def _second_edition(stage: Stage, entry: Entry, item: Item, rng: random.Random) -> Life:
    """Months later the facts have changed: the live text stays until the next one is signed."""
    assert entry.next_on is not None
    yield at(entry.next_on, 9 * 60 + rng.randint(0, 90))
    officer = officer_of(stage, entry.organisation)
    change = actions.Change("update", "机构信息有变化，核对了办公时间、电话和负责人。")
    edition = actions.begin_next(item, acting=officer, change=change)
    changed = edition.body_html.replace("14:30—18:00", "14:00—17:30").replace("8:30—12:00", "8:00—12:00")
    note = f"<p>（{entry.next_on.year}年{entry.next_on.month}月{entry.next_on.day}日更新：核对了办公时间、电话和负责人。）</p>"
    facts = replace(Facts.of(edition), body_html=changed + note)
    actions.revise(item, facts, acting=officer)
    yield later(stage.world, clock.now(), rng.randint(15, 120))
    case = actions.submit(item, acting=officer, opinion="机构信息有变化，请审核。")
    yield from review(
        stage, Entry(f"{entry.key}-2", entry.kind, entry.organisation, entry.next_on), item, case, facts
    )
    stage.count("second edition")
