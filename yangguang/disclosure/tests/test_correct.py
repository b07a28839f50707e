"""A public text gets a successor: readers are told what kind of change it is, and can lay any two texts side by side."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from yangguang.disclosure import actions, rules
from yangguang.disclosure.tests.conftest import BODY, Gate
from yangguang.journal import actions as journal
from yangguang.lib.errors import Refusal
from yangguang.lib.proof import check


def test_a_correction_says_so_above_the_text(gate: Gate, browser: Client) -> None:
    item = gate.corrected(gate.published())
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "本文已于" in page
    assert "更正" in page
    assert "标准数额有误" in page
    assert 'href="#history"' in page
    assert item.live_edition.sha256 == rules.fingerprint(item.live_edition)


def test_new_facts_are_called_an_update(gate: Gate, browser: Client) -> None:
    item = gate.corrected(gate.published(), "update", "保障标准从明年起提高")
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "更新：保障标准从明年起提高" in page


def test_without_kind_and_reason_nothing_is_submitted(gate: Gate) -> None:
    item = gate.published()
    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.begin_next(item, acting=lin)
    with pytest.raises(Refusal, match="更正差错还是更新内容") as refused:
        gate.submit(item)
    assert refused.value.field == "change_kind"
    actions.begin_next(item, acting=lin, change=actions.Change("correction", "文号有误"))
    gate.submit(item)


def test_a_returned_correction_keeps_its_reason_and_the_next_one_needs_its_own(gate: Gate) -> None:
    item = gate.published()
    gate.begin_next(item)
    gate.submit(item)
    gate.step(item, gate.cast.zhou, "return", "请再核对")
    assert rules.working_edition(item).change_reason == "标准数额有误"
    gate.review(item)
    lin = gate.drafter(gate.cast.lin, item.organisation)
    assert actions.begin_next(item, acting=lin).change_kind == ""


def test_a_reason_that_must_not_be_public_is_refused(gate: Gate) -> None:
    item = gate.published()
    lin = gate.drafter(gate.cast.lin, item.organisation)
    with pytest.raises(Refusal) as refused:
        actions.begin_next(
            item, acting=lin, change=actions.Change("correction", "张三身份证号11010519491231002X写错")
        )
    assert refused.value.field == "change_reason"


def test_any_two_published_texts_stand_side_by_side(gate: Gate, browser: Client) -> None:
    item = gate.corrected(gate.published())
    item = gate.corrected(
        item, "update", "改称", title="阳光县民政局关于调整2026年低保标准的通知", body_html=BODY
    )
    page = browser.get(f"{item.get_absolute_url()}changes/2/").content.decode()
    assert "<del>720</del>" in page
    assert "<ins>750</ins>" in page
    page = browser.get(f"{item.get_absolute_url()}changes/3/?with=1").content.decode()
    assert "<ins>阳光县民政局关于调整2026年低保标准的通知</ins>" in page
    assert "正文没有改动" in page
    assert browser.get(f"{item.get_absolute_url()}changes/3/?with=9").status_code == 404


def test_an_old_text_stays_readable_and_provable(gate: Gate, browser: Client) -> None:
    item = gate.corrected(gate.published())
    journal.seal()
    page = browser.get(f"{item.get_absolute_url()}releases/1/").content.decode()
    assert "720元" in page
    assert "已由第 2 版代替" in page
    assert 'name="robots" content="noindex"' in page
    document = json.loads(browser.get(f"{item.get_absolute_url()}releases/1/proof.json").content)
    assert check(document).ok
    assert document["content"][0]["json"]["body"] == BODY or "720" in document["content"][0]["json"]["body"]
    assert browser.get(f"{item.get_absolute_url()}releases/3/").status_code == 404
    # The live text has one address.
    assert browser.get(f"{item.get_absolute_url()}releases/2/").status_code == 302
