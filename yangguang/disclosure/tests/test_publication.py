"""One document goes from draft to a public page."""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.casework.models import Case
from yangguang.deadlines.models import Clock
from yangguang.disclosure import actions, proofs, rules
from yangguang.disclosure.models import Edition, Item
from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal import actions as journal
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.proof import check
from yangguang.search import rules as search

NOW = clock.moment(date(2026, 11, 20), 10)


def test_five_people_take_a_document_from_draft_to_the_public(gate: Gate) -> None:
    with clock.set_to(NOW):
        item = gate.draft()
        assert rules.state(item) == rules.State.DRAFT
        gate.submit(item)
        assert rules.state(item) == rules.State.IN_REVIEW
        for person in (gate.cast.zhou, gate.cast.wu, gate.cast.chen):
            assert not Item.objects.public().exists()
            gate.step(item, person)
        item.refresh_from_db()
    assert rules.state(item) == rules.State.PUBLIC
    assert item.index_number == "11990101009990039L/2026-00001"
    assert item.get_absolute_url() == "/items/11990101009990039L/2026-00001/"
    act = Act.objects.get(kind="disclosure.edition_published")
    assert act.public["sha256"] == item.live_edition.sha256 == rules.fingerprint(item.live_edition)
    assert act.public["title"] == item.title
    assert act.organisation_code == "civil-affairs"
    assert len(act.public["process_sha256"]) == 64
    assert [a.passed for a in rules.approvals(item.live_edition)] == [True, True, True]
    assert Case.objects.get().state == "done"


def test_the_town_takes_seven_steps(gate: Gate) -> None:
    cast = gate.cast
    item = gate.draft(cast.ma, cast.county.town, category=gate.category("A21_TOWN"))
    gate.submit(item, cast.ma)
    steps = [gate.step(item, person).name for person in (cast.feng, cast.tang, cast.xu, cast.luo, cast.guo)]
    assert steps == ["科室初审", "办公室审核", "保密审查", "分管领导审签", "主要领导签发"]
    item.refresh_from_db()
    assert item.is_public


def test_what_is_published_is_found_at_once_by_two_characters(gate: Gate, transactional_db: None) -> None:
    gate.published()
    assert [hit.ref.kind for hit in search.query("低保").hits] == ["disclosure.item"]


def test_numbers_follow_each_other_without_gaps(gate: Gate) -> None:
    with clock.set_to(NOW):
        numbers = [gate.published(title=f"关于第{n}件事的通知").index_number for n in range(3)]
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]


def test_the_twenty_working_days_run_from_the_day_the_document_was_made(gate: Gate) -> None:
    with clock.set_to(NOW):
        item = gate.draft()
        running = Clock.objects.get(subject=item.ref)
        assert (running.started_on, running.due_on) == (date(2026, 11, 2), date(2026, 11, 30))
        gate.review(item)
        running.refresh_from_db()
    assert running.outcome == "met"
    assert Item.objects.get(pk=item.pk).late_days == 0


def test_being_late_is_visible(gate: Gate) -> None:
    with clock.set_to(clock.moment(date(2026, 12, 3), 10)):
        item = gate.published()
    assert item.late_days == 3
    assert Act.objects.get(kind="disclosure.edition_published").public["late_days"] == 3


def test_what_is_not_disclosed_is_registered_and_nothing_of_it_is_public(gate: Gate) -> None:
    item = gate.draft(
        attribute="on_request",
        deny_kind="third_party",
        deny_reason="含申请人家庭经济状况",
        deny_article="《政府信息公开条例》第十五条",
    )
    gate.review(item)
    item.refresh_from_db()
    assert rules.state(item) == rules.State.REGISTERED
    assert item.index_number is None
    assert not Item.objects.public().exists()
    assert not Act.objects.public().filter(subject=item.ref).exists()


def test_the_live_text_stays_while_the_next_one_is_in_review(gate: Gate) -> None:
    item = gate.published()
    first = item.live_edition
    lin = gate.begin_next(item)
    actions.revise(
        item, gate.facts(body_html="<p>城市低保标准为每人每月750元，自发布之日起执行。</p>"), acting=lin
    )
    item.refresh_from_db()
    assert item.live_edition == first
    gate.review(item)
    assert item.live_edition != first
    assert item.live_edition.release == 2
    assert item.index_number == Item.objects.get().index_number
    assert "750" in item.live_edition.body_text
    first.refresh_from_db()
    assert "720" in first.body_text


def test_the_proof_can_be_checked_without_the_house(gate: Gate) -> None:
    item = gate.published()
    assert proofs.prove(item.ref) is None
    journal.seal()
    document = proofs.prove(item.ref)
    assert document is not None
    assert check(document).ok
    document["content"][0]["json"]["body"] += "。"
    assert not check(document).ok


def test_a_text_touched_after_signing_is_not_published(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    gate.step(item, gate.cast.zhou)
    gate.step(item, gate.cast.wu)
    edition = rules.working_edition(item)
    seen = edition.sha256
    Edition.objects.filter(pk=edition.pk).update(body_html=edition.body_html.replace("720", "920"))
    with pytest.raises(Refusal, match="改动") as refused:
        gate.step(item, gate.cast.chen)
    assert refused.value.code == "conflict"
    Edition.objects.filter(pk=edition.pk).update(body_html=edition.body_html)
    assert rules.working_edition(item).sha256 == seen
    gate.step(item, gate.cast.chen)
    item.refresh_from_db()
    assert item.is_public
