"""A public item is taken back at once, and comes back through a new review or unchanged with a reason."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.disclosure import actions, rules
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import Gate
from yangguang.files.models import StoredFile
from yangguang.journal import actions as journal
from yangguang.journal import rules as book
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as
from yangguang.search import actions as search
from yangguang.search import rules as found
from yangguang.search.models import Change

READERS = (
    "/", "/published/", "/catalogue/", "/catalogue/A20_11/", "/catalogue/all/items.csv", "/catalogue/all/items.json",
    "/catalogue/all/items.atom", "/feeds/all.atom", "/feeds/all.rss", "/feeds/organisations/civil-affairs.atom",
    "/organisations/civil-affairs/", "/organisations/civil-affairs/items/", "/sitemap-items-0.xml", "/search/?q=低保标准",
    "/api/v1/items", "/api/v1/items?q=低保标准",
)  # fmt: skip


def published_with_file(gate: Gate) -> Item:
    item = gate.draft()
    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.attach(item, SimpleUploadedFile("名册.txt", "张三".encode()), "名册.txt", acting=lin)
    return gate.review(item)


def test_nobody_reads_a_withdrawn_item_from_the_next_request_on(
    gate: Gate, browser: Client, transactional_db: None
) -> None:
    item = published_with_file(gate)
    address = item.get_absolute_url()
    stored = StoredFile.objects.get(owner=item.ref)
    assert item.title in browser.get("/search/?q=低保标准").content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )
    assert browser.get(stored.get_absolute_url()).status_code == 200
    gate.withdraw(item)
    for reader in READERS:
        page = browser.get(reader).content.decode()
        assert "关于提高2026年" not in page, reader
        # The log of publications keeps its line, without the title; the address tells what became of it.
        assert address not in page or reader == "/published/", reader
    assert browser.get(stored.get_absolute_url()).status_code == 404
    for below in ("", "proof.json", "changes/1/", "releases/1/", "releases/1/proof.json"):
        gone = browser.get(f"{address}{below}")
        assert gone.status_code == 410, below
        assert "no-cache" in gone["Cache-Control"]
    page = browser.get(address).content.decode()
    for told in (
        "已撤下",
        "含有不宜公开的内容",
        "阳光县民政局",
        "《政府信息公开条例》第十五条",
        item.index_number,
    ):
        assert told in page, told
    assert "每人每月720元" not in page
    assert item.title not in page
    api = browser.get(f"/api/v1/items/{item.index_number}")
    assert (api.status_code, json.loads(api.content)["error"]) == (410, "gone")


def test_search_keeps_it_out_while_the_index_still_has_it(gate: Gate, browser: Client) -> None:
    item = gate.published()
    search.apply()
    gate.withdraw(item)  # within one transaction the index has learnt nothing yet
    assert Change.objects.filter(ref=item.ref).exists()
    assert found.query("低保标准").hits == []
    assert "关于提高2026年" not in browser.get("/search/?q=低保标准").content.decode()


def test_reviewers_leaders_and_the_openness_office_may_withdraw_and_others_not(gate: Gate) -> None:
    item = gate.published()
    for person in (gate.cast.lin, gate.cast.wu):
        with pytest.raises(Refusal, match="撤下和恢复公开信息") as refused:
            gate.withdraw(item, person)
        assert refused.value.code == "forbidden"
    for person in (gate.cast.zhou, gate.cast.chen, gate.cast.sun):
        gate.withdraw(item, person)
        actions.restore(
            Item.objects.get(pk=item.pk),
            reason="误撤",
            basis="条例第二十三条",
            acting=acting_as(person, item.organisation),
        )


def test_a_reason_is_public_and_is_judged_as_such(gate: Gate) -> None:
    item = gate.published()
    for reason, field in (("", "reason"), ("撤下张三（身份证号11010519491231002X）的信息", "reason")):
        with pytest.raises(Refusal) as refused:
            gate.withdraw(item, reason=reason)
        assert refused.value.field == field
    with pytest.raises(Refusal) as stopped:
        gate.withdraw(item, reason="机密★10年 附件流出")
    assert stopped.value.code == "secrecy"
    gate.withdraw(item)
    with pytest.raises(Refusal, match="刚刚已经撤下"):
        gate.withdraw(Item.objects.get(pk=item.pk))


def test_the_act_tells_number_and_reason_and_is_proven(gate: Gate) -> None:
    item = gate.published()
    gate.withdraw(item)
    act = Act.objects.get(kind="disclosure.item_withdrawn")
    assert act.summary == f"撤下索引号 {item.index_number} 的信息：含有不宜公开的内容"
    assert "title" not in act.public
    journal.seal()
    assert book.verify().ok


def test_unchanged_it_comes_back_with_a_reason(gate: Gate, browser: Client) -> None:
    item = published_with_file(gate)
    gate.withdraw(item)
    acting = acting_as(gate.cast.zhou, item.organisation)
    item = actions.restore(
        Item.objects.get(pk=item.pk), reason="核实后可以公开", basis="条例第二十三条", acting=acting
    )
    answer = browser.get(item.get_absolute_url())
    assert answer.status_code == 200
    assert "恢复公开" in answer.content.decode()
    assert browser.get(StoredFile.objects.get(owner=item.ref).get_absolute_url()).status_code == 200
    search.apply()
    assert len(found.query("低保标准").hits) == 1
    with pytest.raises(Refusal, match="没有撤下"):
        actions.restore(item, reason="再次", basis="条例", acting=acting)


def test_changed_it_comes_back_through_a_new_review(gate: Gate, browser: Client) -> None:
    item = gate.published()
    gate.withdraw(item)
    item.refresh_from_db()
    gate.corrected(item)
    assert rules.state(item) == rules.State.PUBLIC
    assert "750元" in browser.get(item.get_absolute_url()).content.decode()
    assert Act.objects.filter(kind="disclosure.edition_published").last().public["restored"] is True


def test_what_was_in_review_when_it_was_withdrawn_is_not_published_over_it(gate: Gate) -> None:
    item = gate.published()
    gate.begin_next(item)
    gate.submit(item)
    gate.step(item, gate.cast.zhou)
    gate.step(item, gate.cast.wu)
    gate.withdraw(Item.objects.get(pk=item.pk))
    with pytest.raises(Refusal, match="送审以后，原来公开的文本被撤下了"):
        gate.step(item, gate.cast.chen)
    gate.step(item, gate.cast.chen, "return", "撤下了，请核对")
    item.refresh_from_db()
    assert not item.is_public
