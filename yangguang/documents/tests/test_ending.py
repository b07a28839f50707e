"""An issued document is declared void, or another takes its place, on pages: with a reason, by who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from yangguang.documents import actions
from yangguang.documents.models import Document, DocumentState
from yangguang.journal.models import Act

from .conftest import Office

pytestmark = pytest.mark.django_db

WORDS = {"place-addressee": "王小明", "place-matter": "低保申请（更正）", "place-remark": ""}


def test_void_with_a_reason_by_a_post_that_may(office: Office, as_: Any) -> None:
    document, cast = office.issued(), office.cast
    address = f"{document.get_office_url()}void/"
    assert as_(cast.he).get(address).status_code == 404
    assert as_(cast.lin).post(address, {"reason": "文号错了"}).status_code == 403
    assert "作废" not in as_(cast.lin).get(document.get_office_url()).content.decode()
    browser = as_(cast.zhou)
    assert address in browser.get(document.get_office_url()).content.decode()
    without = browser.post(address, {"reason": " "})
    assert without.status_code == 400 and "请写明作废的原因" in without.content.decode()
    assert browser.post(address, {"reason": "张冠李戴"}).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.reason) == (DocumentState.VOID, "张冠李戴")
    again = browser.post(address, {"reason": "再来一次"})
    assert again.status_code == 409 and "已作废" in again.content.decode()
    assert browser.get(address).status_code == 302
    assert address not in browser.get(document.get_office_url()).content.decode()
    assert "已经作废" in Client().get(f"/verify/{document.code}/").content.decode()


def test_the_matter_remembers_what_became_of_its_document_and_why_stays_inside(office: Office) -> None:
    document = office.issued()
    actions.void(document, reason="张冠李戴", acting=office.acting)
    act = Act.objects.get(kind="documents.document_ended")
    assert act.subject == document.subject and not act.is_public
    assert act.summary == f"告知书 {document.number} 已作废"
    assert "张冠李戴" not in str(act.public)


def test_replace_with_what_stands_in_the_old_one_changed_where_it_was_wrong(office: Office, as_: Any) -> None:
    document, cast = office.issued(), office.cast
    address = f"{document.get_office_url()}replace/"
    assert as_(cast.lin).get(address).status_code == 403
    browser = as_(cast.zhou)
    page = browser.get(address).content.decode()
    assert "王小明" in page and "低保申请" in page
    preview = browser.post(address, {**WORDS, "do": "preview"})
    assert preview["Content-Type"] == "application/pdf" and preview.content.startswith(b"%PDF")
    for sent, words in (
        ({**WORDS, "reason": ""}, "请写明替换的原因"),
        ({**WORDS, "place-addressee": "", "reason": "错字"}, "缺少：当事人"),
        ({**WORDS, "place-matter": "低保申请", "reason": "错字"}, "没有改动，不需要替换"),
    ):
        refused = browser.post(address, sent)
        assert refused.status_code == 400 and words in refused.content.decode()
    assert Document.objects.count() == 1
    assert browser.post(address, {**WORDS, "reason": "事项写错了"}).status_code == 302
    document.refresh_from_db()
    fresh = document.successors.get()
    assert document.state == DocumentState.REPLACED and fresh.state == DocumentState.ISSUED
    assert document.reason == f"由{fresh.number}替换：事项写错了"
    assert fresh.data["matter"] == "低保申请（更正）"
    told = Client().get(f"/verify/{document.code}/").content.decode()
    assert fresh.number in told and "事项写错了" not in told
    again = browser.post(address, {**WORDS, "reason": "又错了"})
    assert again.status_code == 409 and "已被替换" in again.content.decode()


def test_who_may_end_a_document_but_not_read_it_sees_no_file_and_does_not_replace_it(
    office: Office, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, cast = office.issued(), office.cast
    monkeypatch.setattr("yangguang.documents.rules.may_see", lambda document, user: user == cast.lin)
    assert document.pdf is not None
    page = as_(cast.chen).get(document.get_office_url()).content.decode()
    assert document.number in page and document.pdf.uid not in page and "王小明" not in page
    refused = as_(cast.chen).get(f"{document.get_office_url()}replace/")
    assert refused.status_code == 403 and "原文只有承办的人可以打开" in refused.content.decode()
    assert as_(cast.chen).post(f"{document.get_office_url()}void/", {"reason": "发错了"}).status_code == 302
    assert as_(cast.chen).get(document.get_office_url()).status_code == 200
