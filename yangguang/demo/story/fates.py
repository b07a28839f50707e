"""What happens to a few papers after they were published: put right, taken back, replaced, expunged, defended.

Each is a life of its own that begins when its paper has been public for some weeks; where the window is too short for
that, or the paper is not public by then, nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from yangguang.demo.story import plan
from yangguang.demo.story.hours import at, later
from yangguang.demo.story.lives import Life, Stage, officer_of, review
from yangguang.demo.story.plan import Entry
from yangguang.demo.world.offices import OPENNESS_OFFICE, SECTION_HEAD
from yangguang.disclosure import actions, rules
from yangguang.disclosure.actions import Change, Facts, Statement
from yangguang.disclosure.models import Item
from yangguang.lib import clock
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as

WEEKS = 5
# How often each fate is met; none of them costs more than one review.
CORRECTED, WITHDRAWN, RESTORED, EXPUNGED, CLARIFIED = 2, 1, 1, 1, 1
RULES = ("measures", "opinion")
_NO_WRONGS = ("notice", "guide", "outage", "enrolment", "charges", "prices", "culture")


def fate_lives(stage: Stage, entries: list[Entry]) -> Iterator[Life]:
    """The lives after publication, each of another paper."""
    free = [
        entry
        for entry in entries
        if entry.fate == plan.STRAIGHT
        and not entry.next_on
        and not entry.about
        and stage.world.organisation(entry.organisation).kind == "department"
        and (stage.world.today - entry.on).days > 7 * WEEKS + 21
    ]
    spoken = [entry for entry in free if entry.kind in _NO_WRONGS]
    quiet = [entry for entry in free if entry.kind not in {*_NO_WRONGS, *RULES}]
    for number, entry in enumerate(spoken[-CORRECTED:]):
        yield _corrected(stage, entry, number)
    for number, entry in enumerate(quiet[-(WITHDRAWN + RESTORED) :]):
        yield _withdrawn(stage, entry, back=number < RESTORED)
    for entry in spoken[: -CORRECTED or None][-CLARIFIED:]:
        yield _clarified(stage, entry)
    lists = [
        entry
        for entry in entries
        if entry.fate == plan.IMPORTED and (stage.world.today - entry.on).days > 7 * WEEKS + 21
    ]
    for entry in lists[-EXPUNGED:]:
        yield _expunged(stage, entry)
    by_matter: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind in RULES and entry.matter:
            former = by_matter.get(entry.matter)
            if former:
                yield _repealed(stage, former, entry)
            by_matter[entry.matter] = entry


def _when(stage: Stage, entry: Entry, weeks: int = WEEKS) -> date:
    return stage.world.workday_on_or_after(entry.on + timedelta(weeks=weeks))


def _public(stage: Stage, entry: Entry) -> Item | None:
    uid = stage.items.get(entry.key)
    item = Item.objects.filter(uid=uid).select_related("organisation").first() if uid else None
    return item if item and item.is_public and not rules.working_edition(item) else None


def _holder(stage: Stage, organisation: str, post: str) -> Acting:
    row = stage.county.organisations[organisation]
    return acting_as(stage.county.holder(organisation, post), row, post_code=post)


def _corrected(stage: Stage, entry: Entry, number: int) -> Life:
    """A wrong figure is found and put right, through the same review."""
    yield at(_when(stage, entry), 9 * 60 + 12 * number)
    item = _public(stage, entry)
    if item is None:
        return
    yield from _next_text(stage, entry, item, "correction")
    stage.count("corrected")


def _next_text(stage: Stage, entry: Entry, item: Item, kind: str) -> Life:
    officer = officer_of(stage, entry.organisation)
    phone = stage.world.organisation(entry.organisation).phone
    reason = f"原文漏印咨询电话，现补正为{phone}。"
    edition = actions.begin_next(item, acting=officer, change=Change(kind, reason))
    facts = replace(Facts.of(edition), body_html=f"{edition.body_html}\n<p>咨询电话：{phone}。</p>")
    actions.revise(item, facts, acting=officer)
    yield later(stage.world, clock.now(), 35)
    case = actions.submit(item, acting=officer, opinion="原文有漏，请审核更正。")
    yield from review(
        stage, Entry(f"{entry.key}-fix", entry.kind, entry.organisation, clock.today()), item, case, facts
    )


def _withdrawn(stage: Stage, entry: Entry, *, back: bool) -> Life:
    """A section head takes it back; what turns out to be in order comes back unchanged."""
    yield at(_when(stage, entry), 10 * 60 + 20)
    item = _public(stage, entry)
    if item is None:
        return
    head = _holder(stage, entry.organisation, SECTION_HEAD)
    actions.withdraw(
        item,
        reason="有人反映文中个别事项可能涉及第三方权益，先行撤下核实。",
        basis="《中华人民共和国政府信息公开条例》第十五条",
        acting=head,
    )
    stage.count("withdrawn")
    if not back:
        return
    yield at(_when(stage, entry, WEEKS + 1), 15 * 60)
    actions.restore(
        Item.objects.get(pk=item.pk),
        reason="经核实不涉及第三方权益，恢复公开。",
        basis="《中华人民共和国政府信息公开条例》第十九条",
        acting=head,
    )
    stage.count("restored")


def _expunged(stage: Stage, entry: Entry) -> Life:
    """A list out of a system held what nobody should have read; the openness office has it expunged."""
    yield at(_when(stage, entry), 16 * 60 + 10)
    item = _public(stage, entry)
    if item is None:
        return
    actions.expunge(
        item,
        [1],
        title_too=False,
        reason="清单中一处未隐去的个人信息不应公开，全文消除后另行公开隐去后的清单。",
        basis="《中华人民共和国个人信息保护法》第四十七条",
        acting=_holder(stage, "county-office", OPENNESS_OFFICE),
    )
    stage.count("expunged")


def _clarified(stage: Stage, entry: Entry) -> Life:
    """Something untrue goes round about a paper; its office sets it right (条例第六条)."""
    on = _when(stage, entry, 2)
    yield at(on, 8 * 60 + 50)
    about = _public(stage, entry)
    if about is None:
        return
    name = stage.world.organisation(entry.organisation).name
    facts = Facts(
        title=f"{name}关于网传不实信息的澄清公告",
        category=about.category,
        generated_on=on,
        source=name,
        keywords="澄清，不实信息",
        clarifies="近日有短视频账号称“有关事项已经取消、办理须额外缴费”，与事实不符。",
        clarifies_item=about,
        body_html=(
            f"<p>近日，有短视频账号称《{about.title}》所列事项已经取消、办理须额外缴费。经核实，该说法不实，现澄清如下：</p>"
            "<p>一、有关事项照常办理，时间、地点和所需材料以本机关公开的原文为准。</p>"
            "<p>二、办理过程不收取原文以外的任何费用。</p>"
            "<p>三、请以本机关公开的信息为准，不信谣、不传谣。</p>"
            f'<p class="sign">{name}</p><p class="sign">{on.year}年{on.month}月{on.day}日</p>'
        ),
    )
    officer = officer_of(stage, entry.organisation)
    item = actions.draft(facts, organisation=stage.county.organisations[entry.organisation], acting=officer)
    yield later(stage.world, clock.now(), 20)
    case = actions.submit(item, acting=officer, opinion="网上有不实信息，请尽快审核。")
    yield from review(stage, Entry(f"{entry.key}-true", "notice", entry.organisation, on), item, case, facts)
    stage.count("clarified")


def _repealed(stage: Stage, former: Entry, latter: Entry) -> Life:
    """A rule takes the place of the former one on the same matter, once both are public."""
    yield at(_when(stage, latter, 2), 9 * 60 + 40)
    old, new = _public(stage, former), _public(stage, latter)
    if old is None or new is None:
        return
    actions.declare_validity(
        old,
        Statement("repealed", clock.today(), "新文件已对同一事项作出规定，原文件不再执行。", successor=new),
        acting=officer_of(stage, former.organisation),
    )
    stage.count("repealed")
