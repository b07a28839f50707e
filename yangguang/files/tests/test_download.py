"""Files are handed out after their owner's policy; who may not read one learns that there is nothing."""

import io

import pytest

from yangguang.files import rules
from yangguang.files.actions import destroy, quarantine, release, take_in, withhold
from yangguang.files.tests.conftest import PDF, docx_bytes
from yangguang.journal.actors import SYSTEM
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref

OWNER = Ref("tests.paper", "01J00000000000000000000000")


@pytest.fixture
def lins_paper(cast, monkeypatch):
    """A file that only Lin may read while it is not public."""
    monkeypatch.setitem(rules._policies, "tests.paper", lambda file, user: user == cast.lin)
    return take_in(io.BytesIO(PDF), owner=OWNER, name="2026 年报(终稿).pdf", by=SYSTEM)


def test_only_whom_the_owner_names_reads_a_file_that_is_not_public(lins_paper, cast, as_, browser):
    url = lins_paper.get_absolute_url()
    answer = as_(cast.lin).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert as_(cast.zhou).get(url).status_code == 404
    assert browser.get(url).status_code == 404


def test_a_public_file_is_everybodys_and_sets_no_cookie(lins_paper, browser):
    release(lins_paper, actor=SYSTEM)
    answer = browser.get(lins_paper.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''2026%20%E5%B9%B4")
    assert "public" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = browser.get(lins_paper.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_documents_are_saved_not_shown(db, browser):
    file = release(take_in(io.BytesIO(docx_bytes()), owner=OWNER, name="通知.docx", by=SYSTEM), actor=SYSTEM)
    answer = browser.get(file.get_absolute_url())
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    answer.close()


def test_another_name_or_uid_is_nothing(lins_paper, browser):
    release(lins_paper, actor=SYSTEM)
    assert browser.get(f"/files/{lins_paper.uid}/other.pdf").status_code == 404
    assert browser.get(f"/files/01J00000000000000000000009/{lins_paper.name}").status_code == 404
    assert browser.post(lins_paper.get_absolute_url()).status_code == 405


def test_a_withheld_file_is_gone_for_the_public(lins_paper, browser):
    release(lins_paper, actor=SYSTEM)
    withhold(lins_paper, actor=SYSTEM, reason="内容有误")
    assert browser.get(lins_paper.get_absolute_url()).status_code == 404


def test_a_quarantined_file_is_nobodys(lins_paper, cast, as_):
    quarantine(lins_paper, actor=SYSTEM, reason="疑似病毒")
    assert as_(cast.lin).get(lins_paper.get_absolute_url()).status_code == 404
    with pytest.raises(Refusal, match="状态已经变过"):
        release(lins_paper, actor=SYSTEM)


def test_a_destroyed_file_is_gone_for_everybody(lins_paper, cast, as_):
    destroy(lins_paper, actor=SYSTEM, reason="含个人信息")
    assert as_(cast.lin).get(lins_paper.get_absolute_url()).status_code == 404
    with pytest.raises(Refusal, match="已经销毁"):
        destroy(lins_paper, actor=SYSTEM, reason="含个人信息")
