"""Table two: what the catalogue knows of normative documents is proposed beside the boxes, with what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import lxml.html
import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.disclosure.models import Category, Item
from yangguang.foi.models import AnnualReport
from yangguang.foi.report import Figures
from yangguang.lib import clock

from .desk import YEAR, registers_that_say

pytestmark = pytest.mark.django_db
register = pytest.fixture(registers_that_say)
PAGE = f"/office/reports/{YEAR}/civil-affairs/"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.set_to(clock.moment(date(2026, 1, 12), 9)):
        yield


@pytest.fixture
def catalogue(cast: Cast) -> None:
    """Two documents of the year, one of them repealed in it; one that ran out; one in force; three that do not count."""
    _public(cast, "甲办法", "阳民〔2025〕1号", date(2025, 3, 1))
    _public(cast, "乙办法", "阳民〔2025〕2号", date(2025, 4, 1), repealed_on=date(2025, 9, 1))
    _public(cast, "丙办法", "阳民〔2020〕9号", date(2020, 4, 1), valid_until=date(2025, 3, 31))
    _public(cast, "丁办法", "阳民〔2019〕4号", date(2019, 4, 1), valid_until=date(2026, 3, 31))
    _public(cast, "没有文号的解读", "", date(2025, 5, 1))
    _public(cast, "次年的办法", "阳民〔2026〕1号", date(2026, 1, 2))
    _public(cast, "早已废止", "阳民〔2010〕1号", date(2010, 1, 2), repealed_on=date(2018, 1, 1))


def _public(cast: Cast, title: str, number: str, on: date, **days: Any) -> None:
    now = clock.now()
    category = Category.objects.get(code="A20_01")
    facts: dict[str, Any] = {"title": title, "category": category, "doc_number": number, "generated_on": on}
    item = Item.objects.create(organisation=cast.county.civil, created_at=now, **facts, **days)
    edition = item.editions.create(
        number=1, release=1, body_html="<p>正文</p>", created_at=now, saved_at=now, published_at=now, **facts
    )
    Item.objects.filter(pk=item.pk).update(
        live_edition=edition, published_at=now, changed_at=now, index_number=f"X/2026-{item.pk:05}"
    )


def _read(response: Any, status: int = 200) -> lxml.html.HtmlElement:
    assert response.status_code == status, response.content.decode()[:1500]
    return lxml.html.fromstring(response.content.decode())


def test_the_counted_figure_stands_beside_its_box_opens_what_it_counts_and_is_taken_over(
    cast: Cast, as_: Callable[[User], Client], register: dict[str, Figures], catalogue: None
) -> None:
    lin = as_(cast.lin)
    lin.post(f"{PAGE}begin/")
    page = _read(lin.get(PAGE))
    for column, number, titles in (
        ("made", 2, ["甲办法", "乙办法"]),
        ("repealed", 2, ["丙办法", "乙办法"]),
        ("valid", 2, ["丁办法", "甲办法"]),
    ):
        [link] = page.get_element_by_id(f"t2-norm_docs-{column}").xpath(".//a")
        assert link.text_content() == f"目录 {number}"
        listed = _read(lin.get(link.get("href")))
        assert [one.text_content() for one in listed.xpath("//tbody//th/a")] == titles
    form = page.get_element_by_id("report-form")
    sent = {name: value or "" for name, value in form.form_values()}
    shown = _read(lin.post(PAGE, {**sent, "chapter-4": "写了很久的话。", "action": "norms"}))
    boxes = {one.get("name"): one.get("value") for one in shown.xpath("//input[starts-with(@name, 't2.')]")}
    assert boxes["t2.norm_docs.made"] == "2"
    assert boxes["t2.rules.made"] == "0", "the others stay by hand"
    assert shown.get_element_by_id("chapter-4").text.strip() == "写了很久的话。"
    assert AnnualReport.objects.get().figures == Figures.empty("civil-affairs", YEAR), "nothing is saved yet"
    form = shown.get_element_by_id("report-form")
    sent = {name: value or "" for name, value in form.form_values()} | {"t2.norm_docs.valid": "3"}
    assert lin.post(PAGE, {**sent, "action": "save"}).status_code == 302
    saved = AnnualReport.objects.get().figures
    assert [saved[cell] for cell in saved.numbers if cell.row == "norm_docs"] == [2, 2, 3], (
        "corrected by hand"
    )


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(
    cast: Cast, as_: Callable[[User], Client], register: dict[str, Figures], catalogue: None
) -> None:
    lin = as_(cast.lin)
    lin.post(f"{PAGE}begin/")
    assert lin.post(PAGE, {"action": "norms", "seen_saves": "99"}).status_code == 409
