"""The office edits templates: paragraphs and placeholders, looked at as pages, published; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from yangguang.documents.models import TemplateVersion
from yangguang.documents.office.grid import Typed

from .conftest import BLOCKS, LETTER, Office

pytestmark = pytest.mark.django_db
ADDRESS = f"/office/templates/{LETTER.code}/edit/"


def form(do: str, **changes: str) -> dict[str, str]:
    sent = {"do": do, "rows": str(len(BLOCKS)), "head": "red", "copies": "", "organisation": ""}
    for place, block in enumerate(BLOCKS):
        sent |= {f"kind-{place}": str(block.kind), f"text-{place}": block.text}
    return sent | changes


def test_an_operator_checks_looks_and_publishes(office: Office, as_: Any) -> None:
    client = as_(office.cast.qian)
    assert "告知书" in client.get("/office/templates/").content.decode()
    begun = client.get(ADDRESS).content.decode()
    assert "{addressee}" in begun.replace("&#123;", "{").replace("&#125;", "}") and "必须有" in begun
    assert "可以发布" in client.post(ADDRESS, form("check")).content.decode()
    looked = client.post(ADDRESS, form("preview"))
    assert looked["Content-Type"] == "application/pdf" and looked.content.startswith(b"%PDF-")
    assert client.post(ADDRESS, form("publish")).url == "/office/templates/"
    assert TemplateVersion.objects.filter(code="test.letter").latest("number").look == {
        "head": "red",
        "copies": "",
    }


def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office, as_: Any) -> None:
    client = as_(office.cast.qian)
    for do in ("publish", "preview"):
        answer = client.post(ADDRESS, form(do, **{"text-1": "{nobody}：写了一半"}))
        assert answer.status_code == 400 and "写了一半" in answer.content.decode()
        assert "不是这种文书的占位符" in answer.content.decode()
    assert "要改的地方" in client.post(ADDRESS, form("check", **{"text-1": ""})).content.decode()
    assert TemplateVersion.objects.filter(code="test.letter").count() == 1


def test_paragraphs_are_added_moved_and_taken_away(letter: object) -> None:
    typed = Typed.sent(form("check"))
    typed.change("up-1")
    assert [row.kind for row in typed.rows[:2]] == ["to", "title"]
    typed.change("remove-0")
    typed.change("add-0")
    typed.change("add")
    typed.change("up-99")
    assert len(typed.rows) == len(BLOCKS) + 1 and typed.rows[1].text == "" and typed.rows[-1].text == ""


def test_others_neither_see_nor_publish(office: Office, as_: Any) -> None:
    for person in (office.cast.lin, office.cast.zhao):
        assert as_(person).get("/office/templates/").status_code == 403
        assert as_(person).post(ADDRESS, form("publish")).status_code == 403
    assert as_(office.cast.qian).get("/office/templates/nothing/edit/").status_code == 404
