"""The office: drafting, checking, submitting, and whose business it is."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yangguang.disclosure import rules
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import BODY, As, Gate
from yangguang.lib import clock


def typed(gate: Gate, **changes: Any) -> dict[str, Any]:
    return {
        "organisation": "civil-affairs",
        "title": "关于提高低保标准的通知",
        "category": gate.category().pk,
        "attribute": "proactive",
        "generated_on": "2026-11-02",
        "body_html": BODY,
        "action": "save",
        **changes,
    }


def test_an_officer_drafts_attaches_and_submits(gate: Gate, as_: As) -> None:
    browser = as_(gate.cast.lin)
    assert browser.get("/office/items/new/").status_code == 200
    form = typed(gate, action="submit", attachment=SimpleUploadedFile("名单.txt", "甲乙".encode()))
    answer = browser.post("/office/items/new/", form)
    item = Item.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, item.office_url)
    assert rules.state(item) == rules.State.IN_REVIEW
    page = browser.get(item.office_url).content.decode()
    for expected in ("正在审核", "名单.txt", "<table>", "办到哪一步"):
        assert expected in page
    assert "关于提高低保标准的通知" in browser.get("/office/items/?state=in_review&q=低保").content.decode()
    assert "不能修改" in browser.get(f"{item.office_url}edit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "请填写标题"),
        ({"title": "长" * 201}, "最多 200 个字"),
        ({"generated_on": (clock.today() + timedelta(days=3)).isoformat()}, "晚于今天"),
        ({"generated_on": "去年"}, "2026-01-05"),
        ({"summary": "字" * 301}, "最多 300 个字"),
        ({"attribute": "on_request"}, "请写明理由"),
        ({"attribute": "denied"}, "请选择属于哪一种情形"),
        ({"attribute": "denied", "deny_kind": "process", "deny_reason": "讨论稿"}, "请写明依据的法律条文"),
        ({"category": ""}, "公开目录分类"),
    ],
)
def test_mistakes_are_told_and_what_was_typed_is_kept(
    gate: Gate, as_: As, changes: dict[str, str], says: str
) -> None:
    answer = as_(gate.cast.lin).post("/office/items/new/", typed(gate, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "城市低保标准为每人每月720元" in page
    assert not Item.objects.exists()


def test_a_wrong_attachment_does_not_lose_the_text(gate: Gate, as_: As) -> None:
    form = typed(gate, attachment=SimpleUploadedFile("工具.pdf", b"MZ\x90\x00" + b"\0" * 200))
    answer = as_(gate.cast.lin).post("/office/items/new/", form, follow=True)
    assert "附件没有收下" in answer.content.decode()
    assert "720元" in rules.newest_edition(Item.objects.get()).body_text


def test_a_word_file_fills_the_form_and_saves_nothing(gate: Gate, as_: As) -> None:
    document = docx.Document()
    document.add_heading("关于补贴发放的公告", 0)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "补贴对象"
    document.add_paragraph("按月发放。" * 10)
    content = io.BytesIO()
    document.save(content)
    upload = SimpleUploadedFile("公告.docx", content.getvalue())
    answer = as_(gate.cast.lin).post("/office/items/new/", typed(gate, title="", action="docx", docx=upload))
    page = answer.content.decode()
    assert "已从 公告.docx 取入正文" in page
    assert 'value="关于补贴发放的公告"' in page
    assert "补贴对象" in page
    assert not Item.objects.exists()
    broken = SimpleUploadedFile("坏.docx", b"oops")
    answer = as_(gate.cast.lin).post("/office/items/new/", typed(gate, action="docx", docx=broken))
    assert "不是完好的 Word 文件" in answer.content.decode()
    assert "720元" in answer.content.decode()


def test_pictures_of_a_word_file_become_attachments_of_the_draft(gate: Gate, as_: As) -> None:
    from PIL import Image

    picture, content = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    picture.seek(0)
    document = docx.Document()
    document.add_paragraph("示意图如下。" * 10)
    document.add_picture(picture)
    document.save(content)
    browser = as_(gate.cast.lin)
    upload = SimpleUploadedFile("图.docx", content.getvalue())
    page = browser.post("/office/items/new/", typed(gate, action="docx", docx=upload)).content.decode()
    assert "1 张图片没有取入" in page
    item = gate.draft()
    upload = SimpleUploadedFile("图.docx", content.getvalue())
    page = browser.post(f"{item.office_url}edit/", typed(gate, action="docx", docx=upload)).content.decode()
    assert "1 张图片已经转为附件" in page
    assert [entry.name for entry in rules.working_edition(item).attachments.all()] == ["图片1.png"]


def test_what_is_too_large_is_said_and_nothing_typed_is_lost(gate: Gate, as_: As, settings: Any) -> None:
    settings.YANGGUANG_MAX_UPLOAD = 1000
    form = typed(gate, attachment=SimpleUploadedFile("大.txt", "大".encode() * 2000))
    page = as_(gate.cast.lin).post("/office/items/new/", form, follow=True).content.decode()
    assert "附件没有收下" in page
    assert "720元" in page
    form = typed(gate, action="docx", docx=SimpleUploadedFile("大.docx", b"PK" + b"0" * 5000))
    page = as_(gate.cast.lin).post("/office/items/new/", form).content.decode()
    assert "大.docx" in page
    assert "720元" in page


def test_what_is_typed_is_checked_without_saving(gate: Gate, as_: As) -> None:
    form = typed(gate, body_html="<p>身份证号 11010519491231002X</p>")
    answer = as_(gate.cast.lin).post("/office/items/check/", form)
    assert "必须处理" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_blocking_finding_is_overruled_beside_the_text(gate: Gate, as_: As) -> None:
    item = gate.draft(body_html=BODY + "<p>示例号码 11010519491231002X 不对应任何人。</p>")
    browser = as_(gate.cast.lin)
    page = browser.get(item.office_url).content.decode()
    assert 'class="finding finding--block" id="f-1"' in page
    assert (
        "还不能送审"
        in browser.post(
            f"{item.office_url}edit/",
            typed(gate, action="submit", body_html=BODY + "<p>号码 11010519491231002X</p>"),
            follow=True,
        ).content.decode()
    )
    for finding in rules.blocking(rules.working_edition(item)):
        browser.post(f"{item.office_url}findings/", {"key": finding.key, "reason": "国家标准里的示例"})
    browser.post(f"{item.office_url}submit/")
    assert rules.state(item) == rules.State.IN_REVIEW


def test_reviewers_see_the_papers_with_what_changed(gate: Gate, as_: As) -> None:
    item = gate.draft()
    gate.submit(item)
    task = gate.open_task(item)
    page = as_(gate.cast.zhou).get(task.case.get_office_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert rules.working_edition(item).sha256 in text
    assert "没有发现问题" in text or "审查提示" in text
    assert "720元" in text


@pytest.mark.parametrize("person", ["he", "ma", "li"])
def test_others_find_no_trace_of_a_draft(gate: Gate, as_: As, person: str) -> None:
    item = gate.draft()
    browser = as_(getattr(gate.cast, person))
    for address in ("", "edit/", "preview/", "editions/1/"):
        assert browser.get(f"{item.office_url}{address}").status_code in {302, 403, 404}
    assert item.title not in browser.get("/office/items/", follow=True).content.decode()


def test_a_reviewer_reads_but_does_not_edit(gate: Gate, as_: As) -> None:
    item = gate.draft()
    browser = as_(gate.cast.zhou)
    assert browser.get(item.office_url).status_code == 200
    assert browser.get(f"{item.office_url}edit/").status_code == 403
    assert browser.post(f"{item.office_url}submit/").status_code == 403


def test_what_people_sought_in_vain_begins_a_draft_under_its_name(gate: Gate, as_: As) -> None:
    page = as_(gate.cast.lin).get("/office/items/new/?title=电动车上牌").content.decode()
    assert 'value="电动车上牌"' in page
