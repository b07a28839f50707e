"""The clerk enters what came over the counter, by letter or by fax; the register finds it; the figures count it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yangguang.accounts.models import User
from yangguang.deadlines import actions as deadlines
from yangguang.documents.models import Document
from yangguang.foi.models import Request
from yangguang.journal.models import Act

from .conftest import MILL, WANG, Desk, on

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]


def typed(client: Client, **changes: Any) -> dict[str, Any]:
    """The form as a clerk fills it in; its mark is the one that the page handed out."""
    page = client.get(reverse("foi_enter")).content.decode()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    return {
        "mark": mark,
        "organisation": "civil-affairs",
        "channel": "ONSITE",
        "title": "2025年城乡低保资金发放情况",
        "kind": WANG.kind,
        "name": WANG.name,
        "identity_kind": WANG.identity_kind,
        "identity_number": WANG.identity_number,
        "phone": WANG.phone,
        "address": WANG.address,
        "medium": "paper",
        "delivery": "post",
        **changes,
    }


def test_at_the_window_it_is_received_at_once_and_the_receipt_is_printed(desk: Desk, as_: As) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-02"):
        done = lin.post(reverse("foi_enter"), typed(lin), follow=True)
        made = Request.objects.get()
        page = done.content.decode()
        assert made.number in page
        assert "最迟 2026-03-30" in page
        receipt = lin.post(reverse("foi_office_receipt", args=[made.uid]), follow=True).content.decode()
        lin.post(reverse("foi_office_receipt", args=[made.uid]))
    document = Document.objects.get(kind="foi.receipt")
    assert document.pdf is not None
    assert document.pdf.get_absolute_url() in receipt
    assert document.data["tracking"] == made.code
    assert made.filled_by_clerk
    assert made.received_on == date(2026, 3, 2)
    assert WANG.name not in page


def test_the_days_of_a_letter_are_kept_and_impossible_ones_refused(desk: Desk, as_: As) -> None:
    lin, url = as_(desk.cast.lin), reverse("foi_enter")
    letter = {"channel": "REGISTERED_MAIL", "sent_on": "2026-03-03", "day_on": "2026-03-02"}
    with on("2026-03-04"):
        wrong = lin.post(url, typed(lin, **letter))
        assert wrong.status_code == 400
        assert "请核对" in wrong.content.decode()
        assert WANG.address in wrong.content.decode(), "nothing typed is lost"
        future = lin.post(url, typed(lin, channel="FAX", day_on="2026-03-09"))
        assert "还没有到" in future.content.decode()
        lin.post(url, typed(lin, **{**letter, "sent_on": "2026-03-01"}))
        lin.post(url, typed(lin, channel="FAX", title="2025年特困供养资金"))
    signed, faxed = Request.objects.order_by("pk")
    assert (signed.received_on, signed.signed_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert faxed.received_on is None, "both sides have not confirmed yet"


def test_a_forged_number_and_an_empty_application_are_refused_with_everything_kept(
    desk: Desk, as_: As
) -> None:
    lin, url = as_(desk.cast.lin), reverse("foi_enter")
    with on("2026-03-02"):
        forged = lin.post(url, typed(lin, identity_number="110105194912310021"))
        empty = lin.post(url, typed(lin, title=""))
    assert "公民身份号码不正确" in forged.content.decode()
    assert "110105194912310021" in forged.content.decode()
    assert "请写明您想要什么信息" in empty.content.decode()
    assert not Request.objects.exists()


def test_the_same_form_sent_twice_is_one_request(desk: Desk, as_: As) -> None:
    lin, url = as_(desk.cast.lin), reverse("foi_enter")
    with on("2026-03-02"):
        form = typed(lin)
        first, second = lin.post(url, form), lin.post(url, form)
    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1


def test_nobody_enters_for_an_office_that_is_not_theirs(desk: Desk, as_: As) -> None:
    he = as_(desk.cast.he)
    with on("2026-03-02"):
        assert he.post(reverse("foi_enter"), typed(he)).status_code == 400
        assert as_(desk.cast.wu).get(reverse("foi_enter")).status_code == 403
    assert not Request.objects.exists()


def test_the_register_is_narrowed_and_each_number_of_the_statistics_opens_its_lines(
    desk: Desk, as_: As
) -> None:
    sun = as_(desk.cast.sun)
    with on("2026-03-02"):
        done = desk.submit(channel="ONSITE", title="低保资金")
        desk.accept(done)
        desk.answered(done)
        mill = desk.submit(channel="ONSITE", title="收购补贴", applicant=MILL)
        desk.accept(mill)
        desk.submit(channel="FAX", title="传真来的")
    with on("2026-04-20"):
        deadlines.resume_lapsed()
        register = reverse("foi_register")

        def listed(**asked: str) -> set[str]:
            page = sun.get(register, asked).content.decode()
            return {one for one in ("低保资金", "收购补贴", "传真来的") if f">{one}</a>" in page}

        assert listed() == {"低保资金", "收购补贴", "传真来的"}
        assert listed(state="late") == {"收购补贴"}
        assert listed(state="on-time") == {"低保资金"}
        assert listed(state="ended-late") == set()
        assert listed(state="unreceived") == {"传真来的"}
        assert listed(kind="commercial") == {"收购补贴"}
        assert listed(channel="FAX", year="2026") == {"传真来的"}
        assert listed(answer="A_GRANT") == {"低保资金"}
        assert listed(organisation="water") == set()
        assert listed(organisation="county", q="补贴") == {"收购补贴"}
        cell = {"organisation": "civil-affairs", "year": "2026", "cell": "t3.granted.natural_person"}
        assert listed(**cell) == {"低保资金"}
        assert sun.get(register, {**cell, "cell": "t3.nothing.total"}).status_code == 404
        assert sun.get(register, {"q": mill.number})["Location"] == mill.get_office_url()
        page = sun.get(reverse("foi_statistics")).content.decode()
        assert "50.0%" in page, "one of two by either kind"
        links = [one.partition('"')[0] for one in page.split(f'href="{register}?')[1:]]
        assert len(links) > 15
        late = next(one for one in links if "state=late" in one and "exactly" in one)
        shown = sun.get(f"{register}?{late.replace('&amp;', '&')}").content.decode()
        assert "收购补贴" in shown
        assert "低保资金" not in shown


def test_who_takes_the_register_away_is_written_down(desk: Desk, as_: As) -> None:
    with on("2026-03-02"):
        desk.submit()
        assert as_(desk.cast.qian).post(reverse("foi_register_csv")).status_code == 403
        assert as_(desk.cast.lin).get(reverse("foi_register_csv")).status_code == 405
        book = as_(desk.cast.lin).post(reverse("foi_register_xlsx")).getvalue()
    assert book.startswith(b"PK")
    assert Act.objects.get(kind="foi.register_exported").public["form"] == "XLSX"
