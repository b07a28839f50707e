"""An attachment of a draft is redacted on its page; the redacted file takes its place, the original stays inside."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.disclosure import actions, rules
from yangguang.disclosure.models import EditionFile, Item
from yangguang.files.actions import open_content
from yangguang.files.models import Redaction, StoredFile
from yangguang.files.redaction import actions as redaction
from yangguang.lib.tests.pdfs import Paper, text
from yangguang.lib.tests.test_redaction import hidden_from
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

from .conftest import Gate

NAME, PHONE = "ZHANG SAN", "13800138000"


def application() -> bytes:
    paper = Paper()
    paper.page(
        text(f"applicant {NAME}", 20, 150) + text(f"phone {PHONE}", 20, 120) + text("asks for help", 20, 90)
    )
    return paper.bytes()


@pytest.fixture
def item(gate: Gate) -> Item:
    item = gate.draft()
    acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
    actions.attach(item, SimpleUploadedFile("a.pdf", application()), "申请书.pdf", acting=acting)
    return item


@pytest.fixture
def lin(gate: Gate, as_: Any) -> Client:
    return as_(gate.cast.lin)


def entry(item: Item) -> EditionFile:
    edition = rules.working_edition(item)
    assert edition is not None
    return edition.attachments.get()


def page(item: Item) -> str:
    stored = entry(item).file
    pair = Redaction.objects.filter(redacted=stored).first()
    return f"/office/files/{(pair.original if pair else stored).uid}/redact/"


def post(lin: Client, item: Item, do: str, **fields: Any) -> Any:
    begun = Redaction.objects.filter(original__uid=page(item).split("/")[3]).order_by("-pk").first()
    saves = begun.saves if begun else 0
    name = fields.pop("name", "申请书（遮盖后）.pdf")
    return lin.post(
        page(item), {"do": do, "saves": saves, "name": name, "page": 1, "reason": "privacy", **fields}
    )


def content(stored: StoredFile) -> bytes:
    with open_content(stored) as kept:
        return kept.read()


def test_by_keyboard_alone_from_the_draft_to_the_redacted_attachment(item, lin, gate):
    original = entry(item).file
    edit = lin.get(f"{item.office_url}edit/").content.decode()
    assert f"/office/files/{original.uid}/redact/" in edit
    assert "开始遮盖" in lin.get(page(item)).content.decode()
    assert post(lin, item, "begin").status_code == 302
    shown = lin.get(page(item)).content.decode()
    assert "手机号码" in shown
    assert PHONE not in shown
    assert lin.get(f"{page(item)}1.png")["Content-Type"] == "image/png"
    post(lin, item, "hits", hit="0")
    post(lin, item, "word", word="zhang san")
    post(lin, item, "place", on="1", left="5", top="36", width="60", height="8")
    assert "已标记 3 处" in lin.get(page(item)).content.decode()
    answer = post(lin, item, "make", name="申请书.pdf")
    assert answer["Location"] == f"{item.office_url}edit/"
    now = entry(item)
    assert (now.name, now.file.state) == ("申请书.pdf", "private")
    for secret in (PHONE, NAME, "asks"):
        hidden_from(content(now.file), secret)
    edit = lin.get(f"{item.office_url}edit/").content.decode()
    assert "遮盖了 3 处" in edit
    assert original.get_absolute_url() in edit
    assert "重新遮盖" in edit


def test_what_is_refused_leaves_everything_typed(item, lin):
    post(lin, item, "begin")
    post(lin, item, "save", drawn="1,10,10,60,30")
    answer = post(
        lin, item, "word", word="李四", drawn="1,100,10,160,30", name="新名字.pdf",
        **{"reason-0": "other", "words-0": "举报线索"},
    )  # fmt: skip
    assert answer.status_code == 422
    shown = answer.content.decode()
    for typed in ("没有找到“李四”", "1,100,10,160,30", "新名字.pdf", "举报线索"):
        assert typed in shown
    assert len(Redaction.objects.get().areas) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "place", "on": "一", "left": "1", "top": "1", "width": "1", "height": "1"},
        {"do": "place", "on": "1", "left": "nan", "top": "1", "width": "1", "height": "1"},
        {"do": "place", "on": "9", "left": "1", "top": "1", "width": "1", "height": "1"},
        {"do": "save", "drawn": "1,2,3"},
        {"do": "save", "drawn": "x,1e999,3,4,5"},
        {"do": "hits", "hit": "99"},
        {"do": "make", "name": "  "},
        {"do": "make", "reason": "secret", "drawn": "1,10,10,60,30"},
    ],
)
def test_nonsense_is_answered_with_a_sentence(item, lin, fields):
    post(lin, item, "begin")
    answer = post(lin, item, fields.pop("do"), **fields)
    assert answer.status_code == 422
    assert "还不行" in answer.content.decode()
    assert Redaction.objects.get().areas == []


def test_only_the_redacted_file_becomes_public_and_the_original_stays_for_the_office(
    item, lin, gate, browser, as_
):
    original = entry(item).file
    post(lin, item, "begin")
    post(lin, item, "hits", hit="0")
    post(lin, item, "make")
    gate.review(item)
    item.refresh_from_db()
    public = browser.get(item.get_absolute_url()).content.decode()
    redacted = EditionFile.objects.get(edition=item.live_edition_id).file
    assert redacted.get_absolute_url() in public
    assert original.uid not in public
    assert "已作区分处理，涂去不予公开的内容 1 处（个人隐私）" in public
    [told] = browser.get(f"/api/v1/items/{item.index_number}").json()["attachments"]
    assert told["redacted"] is True
    assert original.uid not in told["url"]
    assert browser.get(redacted.get_absolute_url()).status_code == 200
    assert browser.get(original.get_absolute_url()).status_code == 404
    assert as_(gate.cast.zhou).get(original.get_absolute_url()).status_code == 200
    assert as_(gate.cast.he).get(original.get_absolute_url()).status_code == 404
    assert lin.get(f"/office/files/{original.uid}/redact/").status_code == 409


def test_redacted_anew_from_the_original_the_former_copy_goes(item, lin):
    post(lin, item, "begin")
    post(lin, item, "hits", hit="0")
    post(lin, item, "make")
    former = entry(item).file
    post(lin, item, "begin")
    assert "已标记 1 处" in lin.get(page(item)).content.decode()
    post(lin, item, "word", word=NAME)
    post(lin, item, "make")
    hidden_from(content(entry(item).file), NAME)
    former.refresh_from_db()
    assert former.destroyed_at is not None


def test_taken_off_the_draft_original_and_redacted_file_go(item, lin):
    original = entry(item).file
    post(lin, item, "begin")
    post(lin, item, "hits", hit="0")
    post(lin, item, "make")
    lin.post(f"{item.office_url}attachments/{entry(item).pk}/remove/")
    original.refresh_from_db()
    assert original.destroyed_at is not None
    assert not StoredFile.objects.filter(owner=item.ref, destroyed_at__isnull=True).exists()


def test_expunged_with_its_text_the_original_goes_too(item, lin, gate):
    original = entry(item).file
    post(lin, item, "begin")
    post(lin, item, "hits", hit="0")
    post(lin, item, "make")
    gate.review(item)
    item.refresh_from_db()
    sun = gate.cast.sun
    actions.expunge(
        item, [1], title_too=False, reason="含个人信息", basis="《个人信息保护法》第四十七条",
        acting=acting_as(sun, item.organisation, permission=Permission.EXPUNGE),
    )  # fmt: skip
    original.refresh_from_db()
    assert original.destroyed_at is not None


def test_submitted_meanwhile_nothing_is_put_in(item, lin, gate):
    post(lin, item, "begin")
    post(lin, item, "hits", hit="0")
    begun = Redaction.objects.get()
    gate.submit(item)
    assert post(lin, item, "make").status_code == 409
    acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
    assert redaction.redact(begun, acting=acting).state == "failed"
    assert entry(item).file == begun.original


def test_a_file_of_another_kind_offers_no_redaction(gate, lin):
    item = gate.draft()
    acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
    actions.attach(item, SimpleUploadedFile("a.txt", "甲".encode()), "甲.txt", acting=acting)
    assert "redact/" not in lin.get(f"{item.office_url}edit/").content.decode()
    assert "另存为 PDF" in lin.get(page(item)).content.decode()


def test_a_scanned_file_says_that_nothing_can_be_found(gate, lin):
    item = gate.draft()
    acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
    paper = Paper()
    paper.page("10 10 100 100 re f")
    actions.attach(item, io.BytesIO(paper.bytes()), "扫描件.pdf", acting=acting)
    post(lin, item, "begin")
    assert "没有文字层" in lin.get(page(item)).content.decode()
