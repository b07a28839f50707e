"""Requests for information on their way through the house, as generators; each step by whoever has the part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from yangguang.casework import actions as casework
from yangguang.casework import rules as case_rules
from yangguang.casework.models import Task
from yangguang.demo.story.asked import (
    AGENCY,
    AGREES,
    CHARGED,
    DEFERRED,
    EXTENDED,
    MERGE,
    OBJECTS,
    REVIEW_CORRECTED,
    REVIEW_OPEN,
    REVIEW_OTHER,
    REVIEW_UPHELD,
    SILENT,
    SPLIT,
    SUED,
    SUED_AFTER,
    SUPPLEMENT,
    TRANSFER,
    Asking,
    askings,
    earlier,
)
from yangguang.demo.story.hours import at, days_later, later
from yangguang.demo.story.lives import Life, Stage
from yangguang.demo.world.offices import LEADER, OPENNESS_OFFICE
from yangguang.foi import actions, rules
from yangguang.foi import answers as answer_types
from yangguang.foi.actions import Application
from yangguang.foi.channels import Event
from yangguang.foi.models import Redress, Request
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as
from yangguang.parties.particulars import Particulars

EARLIER = 760
APPLICANT = Actor(key="applicant", name="申请人")
# What an officer writes into an answer, by element; {office} and {day} are filled in.
WORDS = {
    "way": "随本答复书提供电子文件；也可以到{office}政府信息公开窗口查阅",
    "time": "自收到本答复书之日起",
    "withheld": "名单中的身份证件号码、银行账号和联系电话",
    "reason": "经审查，所申请的内容属于上述条款规定的情形，公开后可能产生相应的影响",
    "third_party": "已经书面征求第三方意见，第三方不同意公开，理由成立",
    "search_scope": "{office}档案室、办公系统和有关股室",
    "search_words": "所申请信息的名称、年度和文号",
    "search_person": "{office}办公室经办人员",
    "search_time": "{day}",
    "agency": "阳光县档案馆",
    "agency_contact": "0990-8120166",
    "earlier_answer": "{office}上一次就同一内容作出的答复书",
    "special_law": "《不动产登记暂行条例》",
    "correction_notice": "政府信息公开申请补正告知书",
    "explanation": "申请人说明是为了了解情况，没有说明为什么需要分别提出",
    "numbers": "一个月内就相近内容提出申请十余件",
    "review": "向阳光县人民政府申请行政复议",
    "review_first": "对不予公开的答复，应当先申请行政复议；对行政复议决定不服的，再依法向人民法院提起行政诉讼。",
    "litigation": "也可以自收到本答复书之日起六个月内直接向阳光县人民法院提起行政诉讼。",
}


def request_lives(stage: Stage) -> Iterator[Life]:
    """The register of before, then everybody who asks."""
    yield _taking_over(stage)
    for asking in askings(stage.world):
        yield request_life(stage, asking)


def _taking_over(stage: Stage) -> Life:
    yield at(stage.world.workday_on_or_after(stage.world.base), 8 * 60 + 40)
    openness = acting_as(
        stage.county.holder("county-office", OPENNESS_OFFICE), stage.county.organisations["county"]
    )
    lines = [json.dumps(row, ensure_ascii=False) for row in earlier(stage.world, EARLIER)]
    for told in actions.import_register(lines, reason="转自原依申请公开登记簿", by=openness):
        stage.tally["requests taken over"] = told.taken
    assert not told.refused, told.refused[:3]


class Unheld(Exception):
    """Nobody holds the post of a step, or may do it: the case stands there and says so, as in a real office."""


def request_life(stage: Stage, one: Asking) -> Life:
    """From the day of the request to the answer, and to court where it comes to that."""
    try:
        yield from _from_the_first_day(stage, one)
    except Unheld:
        stage.count("requests that wait for an appointment")


def _from_the_first_day(stage: Stage, one: Asking) -> Life:
    rng = stage.rng(one.key)
    yield at(one.on, 9 * 60 + rng.randint(0, 400))
    request = _submit(stage, one)
    stage.count("requests")
    if one.answer == "A_OTHER":
        yield later(stage.world, clock.now(), rng.randint(30, 600))
        actions.withdraw(request, "已经从别处知道了", by=APPLICANT)
        return
    if one.way == TRANSFER:
        yield later(stage.world, clock.now(), rng.randint(30, 200))
        other = next(code for code in ("finance", "civil-affairs") if code != one.organisation)
        to = stage.county.organisations[other]
        request = actions.transfer(request, to, "所申请的信息由该机关制作", acting=_officer(stage, request))
    if one.way == SPLIT:
        yield later(stage.world, clock.now(), 60)
        titles = [request.title, f"{request.title}的依据文件"]
        for part in actions.split(request, titles, acting=_officer(stage, request)):
            yield from _handled(stage, one, part)
    if one.way == MERGE:
        other_one = _submit(stage, one)
        yield later(stage.world, clock.now(), 60)
        _do(stage, other_one, "register", "accept")
        yield later(stage.world, clock.now(), 10)
        _do(stage, request, "register", "accept")
        other_one.refresh_from_db()
        actions.merge(other_one, request, acting=_officer(stage, request))
        yield from _answered(stage, one, request)
    else:
        yield from _handled(stage, one, request)
    request.refresh_from_db()
    if one.after and request.ended_on is not None:
        yield from _contested(stage, one, request)
    elif request.ended_on is not None and rng.random() < 0.4:
        yield days_later(stage.world, clock.now(), rng.randint(1, 6), 20 * 60)
        score = rng.choice((5, 5, 4, 4, 3, 2))
        actions.rate(request, score, "答复及时，内容清楚" if score > 3 else "等的时间有点长", by=APPLICANT)


def _submit(stage: Stage, one: Asking) -> Request:
    day = clock.today()
    days = {
        "REGISTERED_MAIL": {Event.SUBMITTED: day - timedelta(days=3), Event.SIGNED: day},
        "ORDINARY_MAIL": {Event.SUBMITTED: day - timedelta(days=4), Event.ARRIVED: day, Event.CONFIRMED: day},
    }.get(one.channel, {})
    paper = one.channel not in {"INTERNET", "FAX"}
    told = Application(
        organisation=stage.county.organisations[one.organisation],
        applicant=one.applicant,
        channel=one.channel,
        title=one.title,
        description=one.description,
        medium="paper" if paper else "electronic",
        delivery="in-person"
        if one.channel == "ONSITE"
        else "post"
        if paper and one.applicant.address
        else "online",
        days=days,
        filled_by_clerk=paper,
    )
    by = _officer_of(stage, one.organisation) if paper else APPLICANT
    return actions.submit(told, by=by)


def _handled(stage: Stage, one: Asking, request: Request) -> Life:
    rng = stage.rng(f"{one.key}:handled")
    if one.stops_at == "register":
        return
    yield later(stage.world, clock.now(), rng.randint(20, 240))
    if one.way == SUPPLEMENT or one.stops_at == "await-supplement":
        _do(stage, request, "register", "clarify", what="请写明需要哪一年度、哪些单位的信息。")
        if one.stops_at:
            return
        if one.answer == "A_ABANDON_CORRECTION":
            due = request.demands.get(kind="supplement").due_on
            yield at(stage.world.add_workdays(due, 1), 9 * 60)
            if Task.objects.open().filter(case__subject=request.ref, element="supplement-lapse").exists():
                _do(stage, request, "supplement-lapse", "abandon", "申请人无正当理由逾期不补正。")
            return
        yield days_later(stage.world, clock.now(), rng.randint(2, 8), 10 * 60)
        actions.supply(request, "supplement", "需要上一年度全县的情况。", by=APPLICANT)
    else:
        _do(stage, request, "register", "accept")
    if one.stops_at == "handle":
        return
    yield from _on_the_way(stage, one, request)
    request.refresh_from_db()
    if request.ended_on is None and one.stops_at not in {"consulted", "await-payment"}:
        yield from _answered(stage, one, request)


def _on_the_way(stage: Stage, one: Asking, request: Request) -> Life:
    rng = stage.rng(f"{one.key}:way")
    if one.way == EXTENDED:
        yield days_later(stage.world, clock.now(), rng.randint(15, 17), 10 * 60)
        actions.extend(
            request, rng.choice((10, 20)), "涉及多个乡镇，需要逐一核对", acting=_head(stage, request)
        )
    elif one.way in {OBJECTS, AGREES, SILENT} or one.stops_at == "consulted":
        yield from _consulted(stage, one, request)
    elif one.way == AGENCY:
        yield days_later(stage.world, clock.now(), 2, 10 * 60)
        asked = actions.consult(
            request, "agency", "所申请的信息由两家共同处理，请提出是否公开的意见。",
            acting=_officer(stage, request), agency=stage.county.organisations["county-office"],
        )  # fmt: skip
        yield days_later(stage.world, clock.now(), 6, 15 * 60)
        actions.opinion_given(asked, "agrees", "可以公开。", by=_officer(stage, request).actor)
    elif one.way == DEFERRED:
        yield days_later(stage.world, clock.now(), 2, 10 * 60)
        _do(stage, request, "handle", "ask-reason", what="你（单位）近期提出的申请数量较多。")
        yield days_later(stage.world, clock.now(), 4, 10 * 60)
        actions.supply(request, "explanation", "用于课题研究，需要连续几年的数据。", by=APPLICANT)
        yield later(stage.world, clock.now(), 60)
        due = rules.due_day(request)
        assert due is not None
        actions.defer(request, stage.world.add_workdays(due, 20), "数据量较大", acting=_head(stage, request))
    elif one.way == CHARGED or one.stops_at == "await-payment":
        yield from _charged(stage, one, request)


def _consulted(stage: Stage, one: Asking, request: Request) -> Life:
    rng = stage.rng(f"{one.key}:consulted")
    yield days_later(stage.world, clock.now(), 2, 10 * 60)
    company = stage.world.company(rng)
    third = Particulars(
        kind="commercial", name=company.name, identity_kind="uscc", identity_number=company.uscc,
        phone="0990-8123456", address="阳光县城关镇工业园区",
    )  # fmt: skip
    officer = _officer(stage, request)
    asked = actions.consult(
        request,
        "third-party",
        "所申请的信息中含有你单位的合同条款，是否同意公开？",
        acting=officer,
        third_party=third,
    )
    yield days_later(stage.world, clock.now(), 1, 11 * 60)
    asked = actions.consultation_received(asked, clock.today(), by=officer.actor)
    if one.stops_at:
        return
    if one.way == SILENT:
        assert asked.due_on is not None
        yield at(stage.world.add_workdays(asked.due_on, 1), 9 * 60)
        return
    yield days_later(stage.world, clock.now(), rng.randint(3, 9), 15 * 60)
    opinion = "agrees" if one.way == AGREES else "objects"
    actions.opinion_given(asked, opinion, "涉及商业秘密，公开会损害本单位利益。", by=officer.actor)


def _charged(stage: Stage, one: Asking, request: Request) -> Life:
    yield days_later(stage.world, clock.now(), 2, 10 * 60)
    _do(stage, request, "handle", "charge", method="by-page", units=85)
    if one.stops_at:
        return
    if one.answer == "A_UNPAID_FEE":
        due = request.demands.get(kind="payment").due_on
        yield at(stage.world.add_workdays(due, 1), 9 * 60)
        if Task.objects.open().filter(case__subject=request.ref, element="payment-lapse").exists():
            _do(stage, request, "payment-lapse", "abandon", "申请人逾期未缴纳信息处理费。")
        return
    yield days_later(stage.world, clock.now(), 6, 10 * 60)
    actions.supply(request, "payment", "", by=_officer(stage, request).actor)


def _answered(stage: Stage, one: Asking, request: Request) -> Life:
    rng = stage.rng(f"{one.key}:answered")
    yield days_later(stage.world, clock.now(), rng.randint(1, 7), 9 * 60 + rng.randint(0, 300))
    officer = _officer(stage, request)
    actions.draft_answer(request, one.answer, elements(one.answer, request), acting=officer)
    _do(stage, request, "handle", "answer", "请审查。")
    if one.stops_at == "legal-review":
        return
    yield later(stage.world, clock.now(), rng.randint(60, 600))
    if rng.random() < 0.1:
        _do(stage, request, "legal-review", "return", "请补充说明理由所依据的具体情形。")
        yield later(stage.world, clock.now(), rng.randint(60, 300))
        _do(stage, request, "handle", "answer", "已经补充。")
        yield later(stage.world, clock.now(), rng.randint(60, 300))
    _do(stage, request, "legal-review", "pass", "同意。")
    if one.stops_at == "sign":
        return
    yield later(stage.world, clock.now(), rng.randint(60, 600))
    _do(stage, request, "sign", "pass", "同意。")
    if one.stops_at == "deliver":
        return
    yield later(stage.world, clock.now(), rng.randint(30, 300))
    way = {"in-person": "in-person", "post": "post"}.get(request.delivery, "online")
    _do(stage, request, "deliver", "delivered", way=way)


def _contested(stage: Stage, one: Asking, request: Request) -> Life:
    rng = stage.rng(f"{one.key}:contested")
    yield days_later(stage.world, clock.now(), rng.randint(5, 12), 10 * 60)
    officer = _officer(stage, request)
    year, number = clock.today().year, rng.randrange(1, 900)
    if one.after == SUED:
        suit = actions.begin_redress(
            request, "litigation_direct", authority="阳光县人民法院", docket=f"（{year}）阳行初{number}号",
            begun_on=clock.today(), acting=officer,
        )  # fmt: skip
        yield days_later(stage.world, clock.now(), 40, 10 * 60)
        actions.end_redress(suit, "maintain", clock.today(), "驳回诉讼请求", acting=officer)
        return
    review = actions.begin_redress(
        request, "review", authority="阳光县人民政府", docket=f"阳政复〔{year}〕{number}号",
        begun_on=clock.today(), acting=officer,
    )  # fmt: skip
    if one.after == REVIEW_OPEN:
        return
    yield days_later(stage.world, clock.now(), rng.randint(20, 35), 10 * 60)
    outcome = {REVIEW_CORRECTED: "correct", REVIEW_OTHER: "other"}.get(one.after, "maintain")
    review = actions.end_redress(review, outcome, clock.today(), "复议决定已经送达", acting=officer)
    if one.after == REVIEW_CORRECTED:
        yield from _again(stage, one, request, review)
    elif one.after == SUED_AFTER:
        yield days_later(stage.world, clock.now(), 9, 10 * 60)
        actions.begin_redress(
            request, "litigation_post_review", authority="阳光县人民法院", docket=f"（{year}）阳行初{number + 900}号",
            begun_on=clock.today(), acting=officer, follows=review,
        )  # fmt: skip
    else:
        assert one.after in {REVIEW_UPHELD, REVIEW_OTHER}


def _again(stage: Stage, one: Asking, request: Request, review: Redress) -> Life:
    actions.reopen(request, review, acting=_officer(stage, request))
    yield later(stage.world, clock.now(), 60)
    _do(stage, request, "register", "accept")
    granted = Asking(**{**one.__dict__, "answer": "A_GRANT", "key": f"{one.key}:again"})
    yield from _answered(stage, granted, request)


def elements(answer_type: str, request: Request) -> dict[str, str]:
    """Everything that an answer of a type must hold, in plain words."""
    kind = answer_types.answer_of(answer_type)
    wanted = [element.code for need in kind.needs for element in need.alternatives[-1]]
    if any(len(need.alternatives) > 1 and need.alternatives[0][0].code == "agency" for need in kind.needs):
        wanted += ["agency", "agency_contact"]
        wanted.remove("agency_unknown")
    wanted += [element.code for element in kind.remedies.elements]
    told = {"office": request.organisation.name, "day": f"{clock.today():%Y-%m-%d}"}
    return {
        code: kind.citation or "有关规定" if code == "article" else WORDS[code].format(**told)
        for code in wanted
    }


def _do(
    stage: Stage, request: Request, element: str, outcome: str, opinion: str = "", **data: object
) -> None:
    rows = Task.objects.open().select_related("case", "organisation")
    task = rows.get(case__subject=request.ref, element=element)
    people = case_rules.eligible_users(task, task.organisation)
    if not people:
        raise Unheld
    acting = case_rules.acting_for(task, people[0])
    casework.complete(task.uid, acting=acting, outcome=outcome, opinion=opinion, data=dict(data))


def _officer(stage: Stage, request: Request) -> Acting:
    return _officer_of(
        stage, Request.objects.select_related("organisation").get(pk=request.pk).organisation.code
    )


def _officer_of(stage: Stage, organisation: str) -> Acting:
    row = stage.county.organisations[organisation]
    return rules.handling(stage.county.holder(organisation, "information-officer"), row)


def _head(stage: Stage, request: Request) -> Acting:
    code = request.organisation.code
    return acting_as(stage.county.holder(code, LEADER), stage.county.organisations[code], post_code=LEADER)
