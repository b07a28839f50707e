"""Scheduled publication 定时公开: signed now, public at its moment, and never anything but what was signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from yangguang.accounts.models import User
from yangguang.casework.models import Case
from yangguang.disclosure import actions, health, rules, telling
from yangguang.disclosure.acts import PLAN_CANCELLED, PLAN_FAILED, PLAN_MOVED, PUBLISHED
from yangguang.disclosure.models import Edition, Item, PublicationPlan
from yangguang.disclosure.tests.conftest import As, Gate
from yangguang.jobs.schedule import jobs
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.models import Message
from yangguang.notices.rules import inbox
from yangguang.organisations import actions as organisations
from yangguang.organisations.models import Appointment

NOW = clock.moment(date(2026, 11, 20), 10)
MOMENT = clock.moment(date(2026, 11, 25), 9)


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


def plan(gate: Gate, item: Item, **changes: object) -> PublicationPlan:
    acting = gate.drafter(gate.cast.lin, item.organisation)
    return actions.plan_publication(item, changes.pop("at", MOMENT), acting=acting, **changes)  # type: ignore[arg-type]


@pytest.fixture
def waiting(gate: Gate) -> Item:
    """Signed by everybody on 20 November, to be public on the 25th at nine."""
    item = gate.draft(generated_on=date(2026, 11, 16))
    plan(gate, item)
    return gate.review(item)


def test_a_signed_text_waits_and_becomes_public_at_its_moment(
    gate: Gate, waiting: Item, as_: As, browser: object
) -> None:
    assert rules.state(waiting) == rules.State.WAITING and not waiting.is_public
    assert Case.objects.get(subject=waiting.ref).state == "done", "the case ends with the signature"
    page = as_(gate.cast.lin).get(waiting.office_url).content.decode()
    assert "已签发，等待公开，2026-11-25 09:00" in page
    assert waiting.title in as_(gate.cast.lin).get("/office/items/?state=waiting").content.decode()
    assert waiting.title not in as_(gate.cast.lin).get("/office/items/?state=in_review").content.decode()
    register = as_(gate.cast.lin).get("/office/register/?state=waiting").content.decode()
    assert waiting.title in register and "2026-11-25 09:00" in register
    with clock.set_to(MOMENT - timedelta(seconds=1)):
        assert actions.publish_due() == 0
    with clock.set_to(MOMENT):
        assert actions.publish_due() == 1
        assert actions.publish_due() == 0, "once"
    waiting.refresh_from_db()
    assert waiting.is_public and waiting.published_at == MOMENT and waiting.late_days == 0
    act = Act.objects.get(kind=PUBLISHED, subject=waiting.ref)
    assert act.public["planned_for"] == "2026-11-25 09:00" and act.public["process"] == "disclosure-review"
    assert act.actor_post == "定时公开" and act.public["sha256"] == waiting.live_edition.sha256
    assert browser.get(waiting.get_absolute_url()).status_code == 200  # type: ignore[attr-defined]


def test_the_job_looks_often_enough_for_a_minute(gate: Gate) -> None:
    [job] = [one for one in jobs() if one.name == "disclosure.publish_due"]
    assert job.seconds <= 30


def test_without_a_moment_the_signature_publishes_as_ever(gate: Gate) -> None:
    assert gate.published().is_public
    passed = gate.draft(title="时间在审核中过去")
    plan(gate, passed)
    with clock.set_to(MOMENT + timedelta(hours=1)):
        gate.review(passed)
    assert passed.is_public and not PublicationPlan.objects.open().exists()


def test_a_text_changed_after_signing_does_not_slip_in(gate: Gate, waiting: Item, as_: As) -> None:
    Edition.objects.filter(item=waiting).update(body_html="<p>偷换的正文</p>")
    other = gate.draft(title="另一件", generated_on=date(2026, 11, 16))
    plan(gate, other)
    gate.review(other)
    with clock.set_to(MOMENT):
        assert actions.publish_due() == 1, "the other one does not wait for what is wrong with this one"
        assert actions.publish_due() == 0, "it is not tried again and again"
        waiting.refresh_from_db()
        assert not waiting.is_public and not Act.objects.filter(kind=PUBLISHED, subject=waiting.ref).exists()
        [check] = health.checks()
        assert not check.ok and waiting.title in check.message and "改动" in check.message
        assert "到时没有公开" in as_(gate.cast.lin).get(waiting.office_url).content.decode()
        acting = gate.drafter(gate.cast.lin, waiting.organisation)
        with pytest.raises(Refusal, match="改动"):
            actions.bring_forward(waiting, acting=acting, reason="马上公开")
        actions.cancel_publication(waiting, acting=acting, reason="文本被改动，重新送审")
        assert rules.work_state(waiting) == rules.State.RETURNED and health.checks()[0].ok


def told(person: User) -> list[tuple[str, str]]:
    while journal.deliver():
        pass
    return [(one.subject, one.body) for one in inbox(person.uid) if "定时" in one.subject]


def test_the_officer_is_told_when_it_was_done(gate: Gate, waiting: Item) -> None:
    assert told(gate.cast.lin) == []
    with clock.set_to(MOMENT):
        actions.publish_due()
        [(subject, body)] = told(gate.cast.lin)
        assert subject == "定时公开已经完成" and waiting.title in body and "2026-11-25 09:00" in body
        act = Act.objects.get(kind=PUBLISHED)
        assert telling.tell_of_plan(act) == 0, "once"
    waiting.refresh_from_db()
    assert waiting.index_number in body
    assert told(gate.cast.he) == told(gate.cast.zhou) == []


def test_the_officer_is_told_why_it_was_not_done_and_the_mail_says_no_word_of_it(
    gate: Gate, waiting: Item, as_: As
) -> None:
    Edition.objects.filter(item=waiting).update(body_html="<p>偷换的正文</p>")
    with clock.set_to(MOMENT):
        actions.publish_due()
        actions.publish_due()
        [(subject, body)] = told(gate.cast.lin)
        assert subject == "定时公开没有成功" and "改动" in body
        page = as_(gate.cast.lin).get("/office/notices/").content.decode()
        assert "定时公开没有成功" in page
    act = Act.objects.get(kind=PLAN_FAILED)
    assert not act.is_public and "改动" in act.private.facts["why"]  # type: ignore[union-attr]
    mail = Message.objects.to("email", gate.cast.lin.email).get(about=act.ref)
    assert waiting.title not in mail.subject + mail.body and "没有公开" in mail.body


def test_who_brings_it_forward_by_hand_is_not_told_what_she_sees(gate: Gate, waiting: Item) -> None:
    acting = gate.drafter(gate.cast.lin, waiting.organisation)
    actions.bring_forward(waiting, acting=acting, reason="马上公开")
    assert told(gate.cast.lin) == []


def test_when_the_officer_has_gone_her_successor_is_told(gate: Gate, waiting: Item) -> None:
    held = Appointment.objects.get(user=gate.cast.lin)
    organisations.end_appointment(held, actor=SYSTEM)
    organisations.appoint(gate.cast.he, held.post, actor=SYSTEM)
    with clock.set_to(MOMENT):
        actions.publish_due()
        assert told(gate.cast.lin) == [] and len(told(gate.cast.he)) == 1


def test_killed_in_between_nothing_is_half_done(
    gate: Gate, waiting: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yangguang.disclosure.actions import scheduled

    publish = scheduled.publish_edition

    def killed(*args: object, **kwargs: object) -> None:
        publish(*args, **kwargs)  # type: ignore[arg-type]
        raise MemoryError("killed before the commit")

    monkeypatch.setattr(scheduled, "publish_edition", killed)
    with clock.set_to(MOMENT):
        with pytest.raises(MemoryError):
            actions.publish_due()
        waiting.refresh_from_db()
        assert not waiting.is_public and PublicationPlan.objects.waiting().exists()
        assert not Act.objects.filter(kind=PUBLISHED).exists()
        monkeypatch.setattr(scheduled, "publish_edition", publish)
        assert actions.publish_due() == 1


def test_it_is_brought_forward_with_a_reason_never_put_off(gate: Gate, waiting: Item) -> None:
    acting = gate.drafter(gate.cast.lin, waiting.organisation)
    with pytest.raises(Refusal, match="请写明原因"):
        actions.bring_forward(waiting, acting=acting, reason=" ")
    with pytest.raises(Refusal, match="只能提前"):
        actions.bring_forward(waiting, acting=acting, reason="推后", publish_at=MOMENT + timedelta(days=1))
    with pytest.raises(Refusal, match="只能提前或者取消"):
        plan(gate, waiting)
    earlier = MOMENT - timedelta(days=1)
    actions.bring_forward(waiting, acting=acting, reason="会议提前", publish_at=earlier)
    assert Act.objects.get(kind=PLAN_MOVED).public["publish_at"] == "2026-11-24 09:00"
    actions.bring_forward(waiting, acting=acting, reason="马上公开")
    waiting.refresh_from_db()
    assert waiting.is_public and waiting.published_at == NOW
    with clock.set_to(MOMENT):
        assert actions.publish_due() == 0
    with pytest.raises(Refusal, match="没有"):
        actions.cancel_publication(waiting, acting=acting, reason="晚了")


def test_called_off_it_goes_back_and_needs_review_again(gate: Gate, waiting: Item, as_: As) -> None:
    answer = as_(gate.cast.lin).post(
        f"{waiting.office_url}plan/", {"action": "cancel", "reason": "会议改期"}, follow=True
    )
    assert "退回起草" in answer.content.decode()
    act = Act.objects.get(kind=PLAN_CANCELLED)
    assert act.private is not None and act.private.facts["reason"] == "会议改期" and not act.is_public
    with clock.set_to(MOMENT):
        assert actions.publish_due() == 0
    assert rules.work_state(waiting) == rules.State.RETURNED
    gate.review(waiting)
    assert waiting.is_public, "signed anew, without a moment: at once"


def test_a_moment_after_the_legal_limit_needs_a_reason(gate: Gate, as_: As) -> None:
    item = gate.draft(generated_on=date(2026, 11, 2))  # due on 30 November
    address = f"{item.office_url}plan/"
    sent = {"action": "set", "publish_at": "2026-12-02T09:00", "reason": ""}
    answer = as_(gate.cast.lin).post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "2026-11-30" in page and "逾期 2 个工作日" in page
    assert 'value="2026-12-02T09:00"' in page, "what was typed is still there"
    answer = as_(gate.cast.lin).post(address, {**sent, "reason": "与上级文件同日公布"})
    assert answer.status_code == 302
    assert "与上级文件同日公布" in as_(gate.cast.lin).get(item.office_url).content.decode()
    gate.submit(item)
    case = Case.objects.get(subject=item.ref)
    shown = as_(gate.cast.zhou).get(case.get_office_url()).content.decode()
    assert "2026-12-02 09:00" in shown and "与上级文件同日公布" in shown, "who signs sees it"


def test_a_plan_follows_a_text_that_is_returned(gate: Gate) -> None:
    item = gate.draft(generated_on=date(2026, 11, 16))
    plan(gate, item)
    gate.submit(item)
    gate.step(item, gate.cast.zhou, "return", "请改")
    gate.review(item)
    assert rules.state(item) == rules.State.WAITING
    with clock.set_to(MOMENT):
        assert actions.publish_due() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "请写明"), ("明天", "请写明"), ("2026-11-19T09:00", "已经过去"), ("2029-01-01T09:00", "一年以内")],
)
def test_a_moment_that_makes_no_sense_is_refused(gate: Gate, as_: As, typed: str, says: str) -> None:
    item = gate.draft()
    answer = as_(gate.cast.lin).post(f"{item.office_url}plan/", {"action": "set", "publish_at": typed})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert as_(gate.cast.zhou).get(f"{item.office_url}plan/").status_code == 403
