"""The verification page: what a code stands for, to everybody; never the content, never a name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from yangguang.documents import actions
from yangguang.files import actions as files
from yangguang.web.ratelimit import meter

from .conftest import Office

pytestmark = pytest.mark.django_db


def test_anybody_learns_number_issuer_day_and_hash_and_nothing_else(office: Office) -> None:
    document = office.issued()
    page = Client().get(f"/verify/{document.code}/")
    told = page.content.decode()
    for expected in (
        document.number,
        "阳光县民政局",
        "现行有效",
        document.pdf_sha256,
        "出具它的公务记录和凭证",
    ):
        assert expected in told
    for kept in ("王小明", "低保申请", "周敏", document.uid, str(document.subject)):
        assert kept not in told
    assert not page.cookies and "no-store" in page["Cache-Control"]
    act = Client().get(told.split('href="/verify/')[1].split('"')[0].join(["/verify/", ""]))
    assert act.status_code in {200, 302}


def test_the_form_takes_a_code_however_it_is_typed(office: Office) -> None:
    document = office.issued()
    assert "输入验证码" in Client().get("/verify/documents/").content.decode()
    typed = str(document.code).lower().replace("-", " ")
    assert Client().get("/verify/documents/", {"code": typed}).url == f"/verify/{document.code}/"  # type: ignore[attr-defined]
    assert Client().get(f"/verify/{str(document.code).lower()}/").url == f"/verify/{document.code}/"  # type: ignore[attr-defined]
    wrong = Client().get("/verify/documents/", {"code": "7K3M-P9QX"})
    assert wrong.status_code == 404 and "抄错了一位" in wrong.content.decode()
    assert Client().get("/verify/AAAA-AAAA-AAAA-AAAA/").status_code == 404


def test_a_draft_has_no_page_and_what_is_over_says_so(office: Office) -> None:
    old = office.issued()
    new = actions.issue(actions.replace(old, {}, acting=office.acting), acting=office.acting)
    told = Client().get(f"/verify/{old.code}/").content.decode()
    assert "已经被替换" in told and new.number in told and str(new.code) not in told
    actions.void(new, reason="内部原因不外传", acting=office.acting)
    told = Client().get(f"/verify/{new.code}/").content.decode()
    assert "已经作废" in told and "内部原因不外传" not in told


def test_a_file_is_compared_and_not_kept(office: Office) -> None:
    document = office.issued()
    assert document.docx is not None
    with files.open_content(document.docx) as content:
        honest = content.read()
    address = f"/verify/{document.code}/"
    for raw, told in ((honest, "一个字节也没有改过"), (honest + b" ", "不是当时出具的那一份")):
        answer = Client(enforce_csrf_checks=True).post(address, {"file": SimpleUploadedFile("a.docx", raw)})
        assert told in answer.content.decode() and not answer.cookies
    assert Client().post(address).status_code == 400


def test_codes_are_not_tried_by_the_thousand(office: Office) -> None:
    rates = {"search": 2, "api": 0, "download": 0}
    meter.forget()
    with override_settings(YANGGUANG_RATES=rates):
        answers = [Client().get("/verify/AAAA-AAAA-AAAA-AAAA/").status_code for _ in range(8)]
    meter.forget()
    assert answers[0] == 404 and answers[-1] == 429


def test_the_files_are_for_those_who_may_see_the_organisations_papers(office: Office, as_: Any) -> None:
    document = office.issued()
    cast = office.cast
    assert document.pdf is not None
    for address in (document.pdf.get_absolute_url(), document.get_office_url()):
        assert as_(cast.lin).get(address).status_code == 200
        assert as_(cast.he).get(address).status_code == 404
    assert Client().get(document.pdf.get_absolute_url()).status_code == 404
