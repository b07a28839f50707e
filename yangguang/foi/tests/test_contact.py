"""Where applications are taken in stands on the guide, on the form and in the letters (条例第十二条)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.documents.models import Document
from yangguang.foi import actions
from yangguang.foi.actions.receipts import give_receipt
from yangguang.foi.models import DemandKind
from yangguang.journal.actors import SYSTEM
from yangguang.organisations.actions import set_contact
from yangguang.organisations.models import Organisation

from .conftest import Desk, on

pytestmark = pytest.mark.django_db


def registered(organisation: Organisation, telephone: str) -> None:
    set_contact(
        organisation,
        actor=SYSTEM,
        office=f"{organisation.name}办公室",
        address="阳光县城关镇人民路2号",
        telephone=telephone,
        hours="工作日 9:00—17:30",
    )


def test_the_guide_says_of_every_office_where_it_takes_applications_in(cast: Cast, browser: Client) -> None:
    assert "联系电话" not in browser.get("/foi/").content.decode()
    registered(cast.county.government, "0000-1111111")
    registered(cast.county.civil, "0000-2222222")
    page = browser.get("/foi/").content.decode()
    assert page.count("0000-2222222") == 1
    assert "0000-1111111" in page.split('id="office-water"')[1].split("</li>")[0]
    assert f"由{cast.county.government.name}代为受理" in page


def test_the_form_says_it_of_the_office_that_was_chosen(cast: Cast, browser: Client) -> None:
    registered(cast.county.civil, "0000-2222222")
    assert "0000-2222222" not in browser.get("/foi/apply/").content.decode()
    assert "0000-2222222" in browser.get("/foi/apply/?organisation=civil-affairs").content.decode()
    assert browser.post("/foi/apply/", {"organisation": "a\x00"}).status_code == 422


def test_receipt_supplement_and_transfer_say_whom_to_call(desk: Desk) -> None:
    registered(desk.cast.county.civil, "0000-2222222")
    registered(desk.cast.county.water, "0000-3333333")
    with on("2026-03-02"):
        one, other = desk.submit(), desk.submit(title="2025年水库除险加固项目清单")
        receipt = give_receipt(one, acting=desk.lin())
        desk.accept(one)
        one.refresh_from_db()
        assert one.received_on == date(2026, 3, 2)
        actions.demand(one, DemandKind.SUPPLEMENT, "请写明哪些乡镇。", acting=desk.lin())
        actions.transfer(other, desk.cast.county.water, "由水利局制作", acting=desk.lin())
    written = "办公室，地址：阳光县城关镇人民路2号，电话："
    assert receipt.data["contact"] == f"阳光县民政局{written}0000-2222222"
    assert Document.objects.get(kind="foi.supplement").data["contact"].endswith("0000-2222222")
    assert Document.objects.get(kind="foi.transfer").data["contact"] == f"阳光县水利局{written}0000-3333333"


def test_where_nothing_is_registered_letters_name_the_office(desk: Desk) -> None:
    with on("2026-03-02"):
        receipt = give_receipt(desk.submit(), acting=desk.lin())
    assert receipt.data["contact"] == "阳光县民政局"
