"""Documents from draft to issue, replaced, void: files read back, hashes kept, the act in the book."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from docx import Document as open_docx
from pypdf import PdfReader

from yangguang.documents import actions, blocks, health, rendering, rules
from yangguang.documents.blocks import Block, BlockKind
from yangguang.documents.models import Document, DocumentState, Template
from yangguang.files import actions as files
from yangguang.files.models import StoredFile
from yangguang.journal.models import Act
from yangguang.lib import clock, codes
from yangguang.lib.errors import Refusal

from .conftest import BLOCKS, LETTER, Office

pytestmark = pytest.mark.django_db


def words_of(stored: StoredFile) -> str:
    with files.open_content(stored) as content:
        raw = content.read()
    if stored.extension == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    else:
        made = open_docx(io.BytesIO(raw))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        text = "".join([paragraph.text for paragraph in made.paragraphs] + cells)
    return text.replace("\n", "").replace(" ", "").replace("\u200b", "")


def test_both_files_say_the_same_and_carry_number_code_and_address(office: Office) -> None:
    document = office.issued(remark="另附清单")
    year = clock.today().year
    assert document.number == f"阳民告〔{year}〕1号" and document.state == DocumentState.ISSUED
    assert document.pdf and document.docx and codes.understood(str(document.code)) == document.code
    for stored in (document.pdf, document.docx):
        told = words_of(stored)
        for expected in (
            "关于低保申请的告知书", "王小明：", "你提出的低保申请已经收到。", "说明：另附清单", "一、事项",
            "60日内申请行政复议", "阳光县民政局", f"{year}年", document.number, str(document.code), document.address,
            "抄送：县档案馆",
        ):  # fmt: skip
            assert expected.replace(" ", "") in told, (stored.extension, expected, told)
        assert not stored.is_public
    assert document.pdf_sha256 == document.pdf.blob_id and document.docx_sha256 == document.docx.blob_id
    assert office.issued().number == f"阳民告〔{year}〕2号", "without gaps"


def test_the_book_knows_the_document_but_no_name(office: Office) -> None:
    document = office.issued()
    act = Act.objects.get(kind="documents.document_issued")
    assert act.is_public and act.public["pdf_sha256"] == document.pdf_sha256 and act.about == []
    assert "王小明" not in str(act.public_leaf()) and "周敏" not in str(act.public_leaf())
    assert act.summary == f"阳光县民政局出具告知书 {document.number}"
    assert (
        Act.objects.about(document.subject).filter(kind="documents.document_filed", is_public=False).exists()
    )


def test_what_a_document_says_lies_encrypted(office: Office) -> None:
    document = office.compose()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM documents_document")
        assert "王小明".encode() not in bytes(cursor.fetchone()[0])
    assert Document.objects.get(pk=document.pk).data["addressee"] == "王小明"


def test_a_document_is_refused_until_it_is_complete_and_frozen_afterwards(office: Office) -> None:
    draft = office.compose(addressee="")
    with pytest.raises(Refusal, match="缺少：当事人"):
        actions.issue(draft, acting=office.acting)
    draft.refresh_from_db()
    assert draft.state == DocumentState.DRAFT and draft.number == ""
    actions.redraft(draft, {"addressee": "李四", "matter": "补助"}, acting=office.acting)
    issued = actions.issue(draft, acting=office.acting)
    for verb in (
        lambda: actions.issue(issued, acting=office.acting),
        lambda: actions.redraft(issued, {}, acting=office.acting),
    ):
        with pytest.raises(Refusal, match="现行有效"):
            verb()
    with pytest.raises(LookupError):
        office.compose(salary="720")


def test_a_replacement_takes_the_old_ones_place_when_it_is_issued(office: Office) -> None:
    old = office.issued()
    new = actions.replace(old, {"matter": "低保申请（更正）"}, acting=office.acting)
    old.refresh_from_db()
    assert old.state == DocumentState.ISSUED and new.data["addressee"] == "王小明"
    with pytest.raises(Refusal, match="已经在起草"):
        actions.replace(old, {}, acting=office.acting)
    new = actions.issue(new, acting=office.acting)
    old.refresh_from_db()
    assert old.state == DocumentState.REPLACED and new.number in old.reason
    assert Act.objects.get(kind="documents.document_replaced").public["by"] == new.number
    with pytest.raises(Refusal, match="已被替换"):
        actions.void(old, reason="有误", acting=office.acting)


def test_void_wants_a_reason(office: Office) -> None:
    document = office.issued()
    with pytest.raises(Refusal, match="原因"):
        actions.void(document, reason=" ", acting=office.acting)
    assert actions.void(document, reason="张冠李戴", acting=office.acting).state == DocumentState.VOID
    assert "张冠李戴" not in str(Act.objects.get(kind="documents.document_voided").public)


def test_the_same_sheet_gives_the_same_bytes(letter: object) -> None:
    sheet = rendering.sheet_of(
        {"head": "red", "copies": ""}, BLOCKS, LETTER.sample, at=clock.moment(clock.today(), 9)
    )
    assert rendering.docx(sheet) == rendering.docx(sheet)
    assert rendering.pdf(sheet) == rendering.pdf(sheet)


@pytest.mark.parametrize(
    "typed", ['#import "@preview/x:0.1.0"', "#panic()", "*粗* _斜_ $x$ <a> `c`", "{matter}", "𠮷😀"]
)
def test_what_a_person_types_stays_text(letter: object, typed: str) -> None:
    data = {**LETTER.sample, "matter": typed}
    sheet = rendering.sheet_of({"head": ""}, [Block(BlockKind.BODY, "{matter}")], data, at=clock.now())
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(rendering.pdf(sheet))).pages)
    assert typed == "𠮷😀" or typed.replace(" ", "") in told.replace("\n", "").replace(" ", "")
    assert typed in "".join(
        paragraph.text for paragraph in open_docx(io.BytesIO(rendering.docx(sheet))).paragraphs
    )


def test_the_nearest_template_applies_and_old_documents_keep_theirs(office: Office) -> None:
    draft = office.compose()
    own = office.publish(
        [Block(BlockKind.TITLE, "民政局自己的{matter}告知书"), *BLOCKS[1:]],
        organisation=office.cast.county.civil,
    )
    assert own.number == 2 and draft.version.number == 1
    assert rules.template_for(LETTER.code, office.cast.county.civil) == own
    assert rules.template_for(LETTER.code, office.cast.county.water).number == 1
    assert office.compose().version == own


def test_a_template_is_checked_before_it_is_published(office: Office) -> None:
    with pytest.raises(Refusal, match="缺少必须有的"):
        office.publish(BLOCKS[2:])
    with pytest.raises(Refusal, match="完全一样"):
        office.publish(look={"head": "letter", "copies": "县档案馆"})
    with pytest.raises(Refusal, match="版头"):
        office.publish(look={"head": "pink"})
    template = Template.objects.get(code=LETTER.code)
    assert template.versions.count() == 1
    assert blocks.problems(LETTER, template.current.blocks) == []  # type: ignore[union-attr]


def test_doctor_tells_of_a_file_that_is_not_what_was_issued(office: Office) -> None:
    document = office.issued()
    assert all(check.ok for check in health.checks())
    Document.objects.filter(pk=document.pk).update(pdf_sha256="0" * 64)
    assert [check.name for check in health.checks() if not check.ok] == ["文书"]
