"""State secrets stay out: nothing that carries a marking is kept anywhere."""

from __future__ import annotations

import io
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from yangguang.disclosure import actions, rules
from yangguang.disclosure.models import Edition, Item
from yangguang.disclosure.tests.conftest import As, Gate
from yangguang.files.models import Blob
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

SECRET = "<p>机密★10年</p><p>关于风暴眼行动部署的方案</p>"
TELLING = "风暴眼"


def everything() -> str:
    """All text of the database."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.extend(str(row) for row in cursor.fetchall())
    return "\n".join(found)


def test_a_marking_in_a_draft_stops_it_and_leaves_no_copy(
    gate: Gate, as_: As, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = as_(gate.cast.lin)
    typed = {
        "organisation": "civil-affairs",
        "title": "工作方案",
        "category": gate.category().pk,
        "attribute": "proactive",
        "generated_on": "2026-11-02",
        "body_html": SECRET,
        "action": "save",
    }
    answer = browser.post("/office/items/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "密级标志" in page
    assert "没有保存" in page
    assert TELLING not in page
    assert answer["Cache-Control"].count("no-store")
    assert not Item.objects.exists()
    assert TELLING not in everything()
    assert all(TELLING not in str(s.get_decoded()) for s in Session.objects.all())
    assert TELLING not in caplog.text + "".join(capsys.readouterr())
    assert Act.objects.filter(kind="disclosure.secrecy_stopped").count() == 1


def test_a_marking_in_a_word_file_or_an_attachment_stops_it(gate: Gate) -> None:
    item = gate.draft()
    lin = gate.drafter(gate.cast.lin, item.organisation)
    for name, content in [
        ("附件.txt", "秘密★5年\n风暴眼".encode()),
        ("绝密★文件.txt", "没有什么".encode()),
    ]:
        with pytest.raises(Refusal) as stopped:
            actions.attach(item, SimpleUploadedFile(name, content), name, acting=lin)
        assert stopped.value.code == "secrecy", name
    assert not Blob.objects.exists()
    assert TELLING not in everything()


@pytest.mark.parametrize("field", ["opinion", "secrecy_basis"])
def test_a_marking_in_a_reviewers_words_is_not_kept_and_not_shown_again(
    gate: Gate, as_: As, field: str
) -> None:
    item = gate.draft()
    gate.submit(item)
    if field == "secrecy_basis":
        gate.step(item, gate.cast.zhou)
    person = gate.cast.wu if field == "secrecy_basis" else gate.cast.zhou
    task = gate.open_task(item)
    typed = {
        "task": task.uid,
        "outcome": "pass",
        "seen": rules.working_edition(item).sha256,
        "conclusion": "clear",
        "secrecy_basis": "《保守国家秘密法》第三十五条",
        "opinion": "同意",
        field: "机密★10年 风暴眼行动另行报送",
    }
    answer = as_(person).post(f"/office/cases/{task.case.uid}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "密级标志" in page
    assert "没有保存" in page
    assert TELLING not in page
    assert 'name="outcome"' in page
    assert TELLING not in everything()
    assert gate.open_task(item).pk == task.pk
    assert Act.objects.filter(kind="disclosure.secrecy_stopped").count() == 1


def test_words_of_who_came_second_are_not_shown_again_when_they_carry_a_marking(gate: Gate, as_: As) -> None:
    item = gate.draft()
    gate.submit(item)
    task = gate.step(item, gate.cast.zhou)
    typed = {"task": task.uid, "outcome": "pass", "opinion": "机密★10年 风暴眼行动"}
    page = as_(gate.cast.zhou).post(f"/office/cases/{task.case.uid}/", typed).content.decode()
    assert "密级标志" in page
    assert TELLING not in page


def test_a_word_file_with_a_marking_is_not_taken_in(gate: Gate) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("机密★20年")
    document.add_paragraph("关于风暴眼行动的请示")
    content = io.BytesIO()
    document.save(content)
    with pytest.raises(Refusal, match="密级标志"):
        actions.take_in_docx(
            content.getvalue(),
            "请示.docx",
            organisation=gate.cast.county.civil,
            acting=gate.drafter(gate.cast.lin, gate.cast.county.civil),
        )


def test_of_a_state_secret_only_the_register_line_is_kept(gate: Gate) -> None:
    item = gate.draft(
        title="风暴眼行动方案", attribute="denied", deny_kind="secret", body_html="<p>风暴眼行动方案全文</p>"
    )
    edition = rules.working_edition(item)
    assert (item.title, edition.body_html, edition.body_text) == ("涉密信息登记", "", "")
    assert edition.deny_article == "《政府信息公开条例》第十四条"
    assert TELLING not in everything()
    gate.review(item)
    item.refresh_from_db()
    assert rules.state(item) == rules.State.REGISTERED


def test_a_draft_that_turns_out_to_be_secret_loses_text_and_files(gate: Gate) -> None:
    item = gate.draft(title="风暴眼行动方案")
    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.attach(item, SimpleUploadedFile("风暴眼.txt", "风暴眼名单".encode()), "风暴眼.txt", acting=lin)
    gate.submit(item)
    gate.step(item, gate.cast.zhou, outcome="return", opinion="请按涉密信息登记")
    actions.revise(item, gate.facts(attribute="denied", deny_kind="secret"), acting=lin)
    assert Edition.objects.filter(item=item).exclude(body_text="").count() == 0
    item.refresh_from_db()
    assert item.title == "涉密信息登记"
    assert TELLING not in everything()
