"""What must not exist any more is nowhere, and that it existed is proven."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.casework.models import Case
from yangguang.disclosure import actions, rules
from yangguang.disclosure.actions import Statement
from yangguang.disclosure.models import Edition, Item
from yangguang.disclosure.tests.conftest import BODY, As, Gate
from yangguang.disclosure.tests.test_withdraw import READERS
from yangguang.files.models import Blob, StoredFile
from yangguang.journal import actions as journal
from yangguang.journal import rules as book
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as
from yangguang.search.models import Entry

# What stands in the texts and nowhere else; looked for in every answer and in every row.
TITLE, TEXT, FILE, NUMBER = "飞鸿踏雪", "雪泥指爪", "鸿爪名册", "阳雪发〔2026〕77号"
SECRETS = (TITLE, TEXT, FILE, NUMBER)


@pytest.fixture
def told(gate: Gate) -> Item:
    """Returned once, published, sealed, with an attachment, declared, and a next text in work."""
    item = gate.draft(
        title=f"关于{TITLE}的通知",
        doc_number=NUMBER,
        summary=f"{TEXT}概述",
        keywords=TEXT,
        body_html=f"{BODY}<p>{TEXT}</p>",
    )
    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.attach(item, SimpleUploadedFile("a.txt", TEXT.encode()), f"{FILE}.txt", acting=lin)
    gate.submit(item)
    gate.step(item, gate.cast.zhou, "return", "请补充")
    gate.review(item)
    actions.declare_validity(item, Statement("in_force", clock.today(), "认定"), acting=lin)
    actions.begin_next(item, acting=lin)
    journal.seal()
    return Item.objects.get(pk=item.pk)


def leaks(answer: Any) -> list[str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = content.decode("utf-8", "replace") + str(answer.headers)
    page = page.replace("<mark>", "").replace("</mark>", "")
    return [secret for secret in SECRETS if secret in page]


def test_every_reader_shows_nothing_of_it(gate: Gate, told: Item, browser: Client, as_: As) -> None:
    address, uid = told.get_absolute_url(), told.uid
    stored = StoredFile.objects.get(owner=told.ref)
    # Whoever knows the name of the file has it from elsewhere; an error page repeats the address that was asked for.
    file_address = stored.get_absolute_url().rpartition("/")[0] + "/a.txt"
    acts = list(Act.objects.about(told.ref))
    case = Case.objects.get(subject=told.ref)
    assert leaks(browser.get(address)) == list(SECRETS)
    gate.expunge(told, 1, title_too=True)
    journal.seal()
    public = [
        *READERS, address, f"{address}proof.json", f"{address}changes/1/", f"{address}releases/1/", file_address,
        f"{address}releases/1/proof.json", f"/search/?q={TEXT[:2]}", f"/api/v1/items?q={TEXT[:2]}",
        f"/api/v1/items/{told.index_number}", f"/api/v1/items/{told.index_number}/proof",
        f"/verify/?q={told.index_number}", "/seals/",
        *(f"/verify/{act.uid}/" for act in acts), *(f"/verify/{act.uid}/proof.json" for act in acts),
        *(f"/api/v1/acts/{act.uid}/proof" for act in acts),
    ]  # fmt: skip
    for reader in public:
        answer = browser.get(reader, follow=True)
        assert leaks(answer) == [], reader
        assert answer.status_code < 500, reader
    inside = [
        "/office/items/", f"/office/items/{uid}/", f"/office/items/{uid}/edit/", f"/office/items/{uid}/preview/",
        *(f"/office/items/{uid}/editions/{n}/" for n in (1, 2, 3)), case.get_office_url(), "/office/cases/",
        "/office/desk/?tab=done", file_address,
    ]  # fmt: skip
    for person in (gate.cast.lin, gate.cast.zhou, gate.cast.sun):
        client = as_(person)
        for reader in inside:
            assert leaks(client.get(reader, follow=True)) == [], reader
    page = browser.get(address)
    assert page.status_code == 410
    for told_instead in ("依法消除", "含有个人信息", "《个人信息保护法》第四十七条", "指纹"):
        assert told_instead in page.content.decode()


def test_rows_and_files_hold_nothing_of_it_but_hashes(gate: Gate, told: Item, transactional_db: None) -> None:
    sha256 = told.live_edition.sha256
    gate.expunge(told, 1, title_too=True)
    for model in (Item, Edition, Entry, Case, StoredFile):
        for row in model.objects.all().values():
            assert not [secret for secret in SECRETS if secret in str(row)], model
    assert not Blob.objects.exists()
    told.refresh_from_db()
    assert rules.state(told) == rules.State.EXPUNGED
    assert told.live_edition.sha256 == sha256
    # What stands in the book stays there and is proven: it cannot be altered, so it is only no longer shown.
    assert any(TITLE in str(act.public) for act in Act.objects.all())
    assert "第" not in Act.objects.get(kind="disclosure.edition_published").summary
    while journal.seal() is not None:
        pass
    assert book.verify().ok
    assert Act.objects.get(kind="disclosure.content_expunged").public["sha256"] == [sha256]


def test_a_former_text_goes_while_the_live_one_stays(gate: Gate, browser: Client) -> None:
    item = gate.corrected(gate.published(body_html=f"{BODY}<p>{TEXT}</p>"))
    address = item.get_absolute_url()
    gate.expunge(item, 1)
    page = browser.get(address)
    assert page.status_code == 200
    assert "依法消除" in page.content.decode()
    assert "750元" in page.content.decode()
    for reader in (f"{address}releases/1/", f"{address}changes/2/?with=1"):
        answer = browser.get(reader)
        assert answer.status_code == 410
        assert leaks(answer) == []
        assert "含有个人信息" in answer.content.decode()
    assert browser.get(f"{address}releases/1/proof.json").status_code == 410
    assert browser.get(f"{address}changes/2/").status_code == 302


def test_a_text_in_review_can_only_be_returned_after_it(gate: Gate, told: Item) -> None:
    lin = gate.drafter(gate.cast.lin, told.organisation)
    actions.begin_next(told, acting=lin, change=actions.Change("update", "补充"))
    gate.submit(told)
    gate.expunge(told, 1, title_too=True)
    with pytest.raises(Refusal, match="退回"):
        gate.step(told, gate.cast.zhou)
    gate.step(told, gate.cast.zhou, "return", "内容已消除")
    assert rules.working_edition(told).body_text == ""


def test_only_the_openness_office_may_and_only_what_is_there(gate: Gate, told: Item) -> None:
    for person in (gate.cast.lin, gate.cast.zhou, gate.cast.chen):
        with pytest.raises(Refusal, match="依法消除已公开的内容"):
            actions.expunge(
                told,
                [1],
                title_too=False,
                reason="含有个人信息",
                basis="条例",
                acting=acting_as(person, told.organisation),
            )
    for releases in ((), (2,)):
        with pytest.raises(Refusal) as refused:
            gate.expunge(told, *releases)
        assert refused.value.field == "releases"
    gate.expunge(told, 1)
    with pytest.raises(Refusal, match="刚刚已经消除"):
        gate.expunge(told, 1)
    with pytest.raises(Refusal, match="不能恢复"):
        actions.restore(
            Item.objects.get(pk=told.pk),
            reason="恢复",
            basis="条例",
            acting=acting_as(gate.cast.zhou, told.organisation),
        )
