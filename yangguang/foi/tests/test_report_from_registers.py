"""A report's figures come from the register's own rows, and each opens the cases that it counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import lxml.html
import pytest
from django.test import Client

from yangguang.accounts.models import User
from yangguang.disclosure.models import Attribute, Category, Item
from yangguang.foi import actions, registers
from yangguang.foi.actions import reports
from yangguang.foi.models import AnnualReport
from yangguang.foi.report import Cell, Table
from yangguang.foi.report.checks import Level
from yangguang.foi.reporting import judging, rules, sources
from yangguang.lib import clock
from yangguang.organisations.models import Organisation

from .conftest import MILL, Desk, on
from .desk import the

pytestmark = pytest.mark.django_db
PAGE = "/office/reports/2026/civil-affairs/"


def test_each_counted_cell_opens_its_cases(desk: Desk, as_: Callable[[User], Client]) -> None:
    civil = desk.cast.county.civil
    with on("2026-01-05"):
        mine = desk.submit(channel="ONSITE")
        desk.accept(mine)
        desk.answered(mine)
        mill = desk.submit(channel="ONSITE", applicant=MILL)
        desk.accept(mill)
    with on("2026-04-02"):
        actions.begin_redress(
            mine, "review", docket="阳府复〔2026〕7号", authority="阳光县人民政府", begun_on=date(2026, 4, 1),
            acting=desk.lin(),
        )  # fmt: skip
    with on("2027-01-11"):
        report = reports.begin(civil, 2026, acting=the(desk.cast.lin))
        assert (report.figures.t3("new_received"), report.figures.t3("granted")) == (2, 1)
        assert (report.figures.t3("carried_forward"), report.figures.t4("review", "unfinished")) == (1, 1)
        assert not [one for one in judging.judged(report).findings if one.level is Level.ERROR and one.cells]
        page = lxml.html.fromstring(as_(desk.cast.lin).get(PAGE).content.decode())
        links = {one.getparent().get("id"): one.get("href") for one in page.xpath("//a[@class='cell-cases']")}
        assert links["t3-granted-natural_person"] == (
            "/office/requests/?organisation=civil-affairs&year=2026&cell=t3.granted.natural_person"
        )
        assert registers.of_cell(civil, 2026, "t3.granted.natural_person").get() == mine
        suits = as_(desk.cast.lin).get(links["t4-review-unfinished"]).content.decode()
        assert "阳府复〔2026〕7号" in suits and mine.number in suits
        assert "王小明" not in suits
        for column in ("maintain", "unfinished", "total"):
            cell = Cell(Table.T4, "review", column)
            assert len(sources.suits_of(civil, 2026, cell)) == report.figures[cell]
        assert as_(desk.cast.he).get(links["t4-review-unfinished"]).status_code == 404
    with on("2027-02-01"):
        assert sources.suits_of(civil, 2025, Cell(Table.T4, "review", "total")) == []


def _published_as_any_text(organisation: Organisation, title: str) -> Item:
    """A report that was made public without this room, as what was taken over was."""
    now = clock.now()
    item = Item.objects.create(
        organisation=organisation,
        title=title,
        category=Category.objects.get(code="annual-report"),
        attribute=Attribute.PROACTIVE,
        created_at=now,
    )
    edition = item.editions.create(
        number=1,
        release=1,
        title=title,
        category=item.category,
        created_at=now,
        saved_at=now,
        published_at=now,
    )
    item.live_edition, item.published_at, item.changed_at = edition, now, now
    item.index_number = f"X/2026-{item.pk:05}"
    item.save()
    return item


def test_a_report_that_was_made_public_otherwise_is_no_late_one(
    desk: Desk, as_: Callable[[User], Client], browser: Client
) -> None:
    county = desk.cast.county
    with on("2026-01-20"):
        water = _published_as_any_text(county.water, "阳光县水利局2025年政府信息公开工作年度报告")
        office = _published_as_any_text(county.office, "阳光县人民政府办公室2025年政府信息公开工作年度报告")
        whole = _published_as_any_text(county.office, "阳光县人民政府2025年政府信息公开工作年度报告")
    with on("2026-04-20"):
        page = lxml.html.fromstring(browser.get("/foi/reports/?year=2025").content.decode())
        rows = {one.xpath("./th")[0].text_content(): one for one in page.xpath("//tbody/tr")}
        for name, item in (
            ("阳光县水利局", water),
            ("阳光县人民政府办公室", office),
            ("阳光县人民政府", whole),
        ):
            assert "按期发布" in rows[name].text_content(), name
            assert item.get_absolute_url() in [one.get("href") for one in rows[name].iter("a")]
        assert "逾期未发布" in rows["阳光县民政局"].text_content()
        mine = as_(desk.cast.he).get("/office/reports/?year=2025").content.decode()
        assert "另行发布，没有数据" in mine
        parts = {one.organisation.code: one for one in rules.parts(county.government, 2025)}
        assert parts["water"].state_name == "另行发布，没有数据"
        assert not parts["water"].is_missing
        assert parts["civil-affairs"].is_late
    assert not AnnualReport.objects.exists()
