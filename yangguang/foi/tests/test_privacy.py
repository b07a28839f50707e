"""Who applied is known to those whose work the request is, and to nobody else by any reader of the house."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from yangguang.accounts.models import User
from yangguang.documents.models import Document, Export
from yangguang.files.models import StoredFile
from yangguang.foi import actions, rules
from yangguang.foi.actions.receipts import give_receipt
from yangguang.foi.models import Request
from yangguang.journal.models import Act
from yangguang.organisations.models import Appointment, Organisation, Post
from yangguang.parties.acts import UNMASKED

from .conftest import MILL, WANG, Desk, on

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
SECRETS = [WANG.name, WANG.identity_number, WANG.phone, WANG.email, WANG.address, MILL.name]


def staff(desk: Desk) -> list[User]:
    """Everybody at work but those in the town whose rights 马兰 has as well."""
    people = ("lin", "zhou", "wu", "chen", "he", "sun", "zhao", "qian", "ma")
    return [getattr(desk.cast, one) for one in people]


def words(content: bytes) -> str:
    """Everything that can be read in a response: of a PDF its pages, of a package its files, else the text."""
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "".join(name + words(package.read(name)) for name in package.namelist())
    return content.decode("utf-8", "replace")


def told(response: Any) -> list[str]:
    """Which secrets a response tells, in its words or its headers."""
    text = words(response.getvalue()) + "".join(f"{k}: {v}" for k, v in response.items())
    return [one for one in SECRETS if one in text]


@pytest.fixture
def answered(desk: Desk) -> Request:
    """WANG's request with a paper of his own, a third party that was asked, a receipt, an extension and an answer."""
    with on("2026-03-02"):
        paper = SimpleUploadedFile("身份证.txt", f"{WANG.name} {WANG.identity_number}".encode())
        made = desk.submit(files=(paper,), description=f"我是{WANG.name}，要各乡镇的户数。")
        desk.accept(made)
        give_receipt(made, acting=desk.lin())
        asked = actions.consult(made, "third-party", "是否同意？", acting=desk.lin(), third_party=MILL)
    with on("2026-03-05"):
        actions.opinion_given(asked, "agrees", "", by=desk.lin().actor)
        actions.extend(made, 5, "需要逐一检索", acting=desk.chen())
        return desk.answered(made)


def files_of(made: Request) -> Iterator[tuple[Document, StoredFile]]:
    for document in Document.objects.issued().filter(subject=made.ref).select_related("pdf", "docx"):
        for file in (document.pdf, document.docx):
            assert file is not None
            yield document, file


def test_a_paper_is_opened_by_whose_work_it_is_and_by_nobody_else(
    desk: Desk, as_: As, answered: Request
) -> None:
    assert len(list(files_of(answered))) == 8, "receipt, third party, extension, answer"
    [own] = StoredFile.objects.of(answered.ref)
    for person in [*staff(desk), desk.cast.li]:
        client, mine = as_(person), person == desk.cast.lin
        for document, file in files_of(answered):
            page = client.get(document.get_office_url())
            opened = client.get(file.get_absolute_url())
            shown = page.content.decode()
            assert (file.get_absolute_url() in shown) is mine, (person.username, document.name)
            assert told(page) == []  # who may end a letter sees that there is one, and not to whom
            assert opened.status_code == (200 if mine else 404), (person.username, file.name)
            assert mine or told(opened) == []
            seen = Document.objects.visible_to(person).filter(pk=document.pk).exists()
            assert seen is mine, (person.username, document.name)
        assert client.get(own.get_absolute_url()).status_code == (200 if mine else 404), person.username
    for document, file in files_of(answered):
        assert Client().get(file.get_absolute_url()).status_code == 404
        assert told(Client().get(document.get_absolute_url())) == [], "whoever verifies a code learns no name"


def test_every_reader_of_the_office_tells_nothing_of_the_person(
    desk: Desk, as_: As, answered: Request
) -> None:
    case = rules.case_of(answered)
    assert case is not None
    addresses = [
        reverse("foi_register"),
        reverse("foi_register") + "?q=" + WANG.name,
        reverse("foi_register") + "?q=低保&year=2026",
        reverse("foi_statistics"),
        reverse("desk"),
        reverse("cases"),
        reverse("cases") + "?q=" + WANG.name,
        reverse("clocks") + "?show=ended",
        "/search/?q=低保资金",
        case.get_office_url(),
        *(reverse(name, args=[answered.uid]) for name in ("foi_office_receipt", "foi_unmask", "foi_redress")),
        *(document.get_office_url() for document, _file in files_of(answered)),
    ]
    with on("2026-03-06"):
        for person in staff(desk):
            client = as_(person)
            for address in addresses:
                response = client.get(address, follow=True)
                found = [one for one in told(response) if f"q={one}" not in address]
                assert found == [], (person.username, address)
        for name in ("foi_register_csv", "foi_register_xlsx"):
            assert told(as_(desk.cast.lin).post(reverse(name))) == [], name


def test_who_reviews_reads_the_copy_without_the_person(desk: Desk, as_: As, answered: Request) -> None:
    wu = as_(desk.cast.wu)
    page = wu.get(answered.get_office_url(), follow=True).content.decode()
    for document, file in files_of(answered):
        copy = reverse("foi_paper", args=[answered.uid, document.uid])
        assert copy in page
        assert file.get_absolute_url() not in page
        text = words(wu.get(copy).getvalue())
        assert [one for one in SECRETS if one in text] == []
        assert document.number.replace(" ", "") in text
        assert answered.code not in text, "the code of the receipt opens the papers themselves"
    assert as_(desk.cast.he).get(copy).status_code == 404


def test_the_file_of_the_case_holds_for_each_only_what_she_may_read(
    desk: Desk, as_: As, answered: Request
) -> None:
    case = rules.case_of(answered)
    assert case is not None
    for person, form, whole in (
        (desk.cast.chen, "pdf", False),
        (desk.cast.zhou, "zip", False),
        (desk.cast.lin, "zip", True),
    ):
        made = as_(person).post(reverse("case_file", args=[case.uid]), {"form": form}, follow=True)
        export = Export.objects.filter(asked_by=person, form=form).get()
        assert export.file is not None, made.content.decode()[:500]
        text = words(as_(person).get(export.file.get_absolute_url()).getvalue())
        assert any(one in text for one in SECRETS) is whole, (person.username, form)
        assert ("无权查看" in text) is not whole
        assert "姓名已遮盖" in text


def test_whoever_handles_from_above_writes_why_and_the_book_keeps_it(
    desk: Desk, as_: As, answered: Request
) -> None:
    sun = as_(desk.cast.sun)
    url = reverse("foi_unmask", args=[answered.uid])
    shown = sun.post(url, {"whom": "applicant", "fields_wanted": ["name"], "reason": "核对投诉"})
    assert WANG.name in shown.content.decode()
    assert Act.objects.get(kind=UNMASKED).public["fields"] == ["name"]


def test_who_enters_a_letter_from_above_prints_the_receipt_that_she_gave_out(desk: Desk, as_: As) -> None:
    sun = as_(desk.cast.sun)
    with on("2026-03-02"):
        made = desk.submit(channel="ONSITE", filled_by_clerk=True)
        url = reverse("foi_office_receipt", args=[made.uid])
        sun.post(url)
        document = Document.objects.get(subject=made.ref)
        assert document.pdf is not None
        assert document.pdf.get_absolute_url() in sun.get(url).content.decode()
        assert sun.get(document.pdf.get_absolute_url()).status_code == 200


def test_a_step_that_came_up_from_below_makes_the_papers_the_work_of_whoever_does_it(
    desk: Desk, as_: As
) -> None:
    county = desk.cast.county
    _give(desk.cast.sun, county.government, "information-officer")
    Appointment.objects.filter(user=desk.cast.he).delete()
    with on("2026-03-02"):
        made = desk.submit(organisation=county.water)
        assert Request.objects.worked_on_by(desk.cast.sun).filter(pk=made.pk).exists()
        other = desk.submit(title="另一件")
        assert not Request.objects.worked_on_by(desk.cast.sun).filter(pk=other.pk).exists()
    assert Request.objects.worked_on_by(desk.cast.qian).count() == 0


def _give(user: User, organisation: Organisation, code: str) -> None:
    model = Post.objects.filter(code=code).first()
    assert model is not None
    post, _new = Post.objects.get_or_create(
        organisation=organisation, code=code, defaults={"name": model.name, "permissions": model.permissions}
    )
    Appointment.objects.create(post=post, user=user, since="2020-01-01")
