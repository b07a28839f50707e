"""What cannot be given is covered in the copy that goes out (条例第三十七条): it says so, and the original stays inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.accounts.models import User
from yangguang.disclosure.models import Category
from yangguang.files.actions import open_content
from yangguang.files.models import Redaction, StoredFile
from yangguang.foi import actions, rules
from yangguang.foi.actions import releasing
from yangguang.foi.models import Request
from yangguang.lib.tests.pdfs import Paper, text
from yangguang.lib.tests.test_redaction import hidden_from

from .browsing import at, the_page
from .conftest import WANG, Desk, on

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
PHONE = "13800138000"


@pytest.fixture
def original(desk: Desk, request_: Request) -> StoredFile:
    """A list with somebody's telephone number beside the answer in work."""
    paper = Paper()
    paper.page(text(f"phone {PHONE}", 20, 120) + text("120 households", 20, 90))
    with on("2026-03-03"):
        desk.draft(request_)
        upload = SimpleUploadedFile("名单.pdf", paper.bytes())
        return actions.attach_copy(request_, upload, acting=desk.lin())


def post(client: Client, original: StoredFile, do: str, **fields: Any) -> Any:
    begun = Redaction.objects.filter(original=original).order_by("-pk").first()
    typed = {"do": do, "saves": begun.saves if begun else 0, "name": "名单（遮盖后）.pdf", "page": 1}
    return client.post(f"/office/files/{original.uid}/redact/", {**typed, "reason": "privacy", **fields})


def covered(client: Client, request: Request, original: StoredFile) -> StoredFile:
    assert post(client, original, "begin").status_code == 302
    assert post(client, original, "hits", hit="0").status_code == 302
    made = post(client, original, "make")
    assert made["Location"] == at(request, "foi_answer")
    answer = rules.answer_in_work(request)
    assert answer is not None
    return rules.copies(answer).get()


def test_the_applicant_is_given_the_copy_and_told_that_something_was_left_out(
    desk: Desk, as_: As, browser: Client, request_: Request, original: StoredFile
) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        assert f"/office/files/{original.uid}/redact/" in lin.get(at(request_, "foi_answer")).content.decode()
        copy = covered(lin, request_, original)
        with open_content(copy) as content:
            hidden_from(content.read(), PHONE)
        shown = the_page(as_(desk.cast.wu), request_)
        assert "已作区分处理，涂去不予公开的内容 1 处（个人隐私）" in shown
        assert original.get_absolute_url() in shown, "whoever reviews compares"
        desk.answered(request_)
        own = f"/foi/requests/{request_.code}/"
        page = browser.get(own).content.decode()
        assert "已作区分处理，涂去不予公开的内容 1 处（个人隐私）" in page
        assert original.uid not in page
        assert browser.get(f"{own}files/{copy.uid}/{copy.name}").status_code == 200
        assert browser.get(f"{own}files/{original.uid}/{original.name}").status_code == 404
        assert browser.get(original.get_absolute_url()).status_code == 404
        assert as_(desk.cast.he).get(original.get_absolute_url()).status_code == 404


def test_what_is_released_to_everybody_is_the_copy(
    desk: Desk, as_: As, request_: Request, original: StoredFile
) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        copy = covered(lin, request_, original)
        desk.answered(request_)
        assert [one.pk for one in rules.copies(request_.answers.get())] == [copy.pk]
        subsidies = Category.objects.filter(parent__isnull=False).first()
        assert subsidies is not None
        item = releasing.release(request_, "发放名单", subsidies, "2025年发放名单。", acting=desk.lin())
    edition = item.editions.get()
    assert [one.file.blob_id for one in edition.attachments.all()] == [copy.blob_id]
    assert f"{copy.name}：已作区分处理，涂去不予公开的内容 1 处（个人隐私）。" in edition.body_html


def test_covered_anew_and_taken_away_nothing_is_left_of_either(
    desk: Desk, as_: As, request_: Request, original: StoredFile
) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        first = covered(lin, request_, original)
        second = covered(lin, request_, original)
        first.refresh_from_db()
        assert first.destroyed_at is not None
        answer = rules.answer_in_work(request_)
        assert answer is not None
        lin.post(
            at(request_, "foi_answer"),
            {"answer_type": "A_GRANT", "do": f"remove:{second.uid}", "seen": answer.fingerprint},
        )
        assert not StoredFile.objects.of(answer.ref).exists()


def test_the_name_of_the_copy_names_nobody_and_only_the_drafter_covers(
    desk: Desk, as_: As, request_: Request, original: StoredFile
) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        post(lin, original, "begin")
        refused = post(lin, original, "save", name=f"给{WANG.name}.pdf", drawn="1,10,10,60,30")
        assert "不要写申请人的姓名" in refused.content.decode()
        assert as_(desk.cast.wu).get(f"/office/files/{original.uid}/redact/").status_code == 403
        assert as_(desk.cast.he).get(f"/office/files/{original.uid}/redact/").status_code == 404
        desk.do(request_, "handle", "answer")
        assert lin.get(f"/office/files/{original.uid}/redact/").status_code == 409
