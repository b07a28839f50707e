"""Annual reports by the front door: the officer writes, the head office sums up, everybody sees who has published."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import lxml.html
import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework.models import Case
from yangguang.foi.actions import filing, reports
from yangguang.foi.models import AnnualReport, HandChange
from yangguang.foi.report import CHAPTERS, Figures, cells, read
from yangguang.foi.report.grid import shown
from yangguang.foi.reporting import judging
from yangguang.foi.reporting.drawn import is_total
from yangguang.lib import clock

from .desk import YEAR, ready, registers_that_say, signed, the
from .reports import real_2025, small, t3

register = pytest.fixture(registers_that_say)
As = Callable[[User], Client]
PAGE = "/office/reports/2025/civil-affairs/"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.set_to(clock.moment(date(2026, 1, 12), 9)):
        yield


def _read(response: Any, status: int = 200) -> lxml.html.HtmlElement:
    assert response.status_code == status, response.content.decode()[:2000]
    return lxml.html.fromstring(response.content.decode())


def _sent(page: lxml.html.HtmlElement, **changes: str) -> dict[str, str]:
    """What the browser sends back of the form, some fields changed."""
    form = page.get_element_by_id("report-form")
    return {**{name: value or "" for name, value in form.form_values()}, **changes}


def _number(page: lxml.html.HtmlElement, cell: str) -> str:
    [shown_there] = page.get_element_by_id(cell).xpath("./span[@class='cell-number']")
    return str(shown_there.text_content())


def _text(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def test_the_officer_finds_her_report_begins_it_and_fills_it_in(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    lin = as_(cast.lin)
    page = _read(lin.get("/office/reports/?year=2025"))
    assert [one.text_content() for one in page.xpath("//tbody//th/a")] == ["阳光县民政局"]
    assert "未开始" in _text(page) and "2026-01-31" in _text(page)
    assert "开始编制" in _text(_read(lin.get(PAGE)))
    register["civil-affairs"] = small()
    assert lin.post(f"{PAGE}begin/").headers["Location"] == PAGE
    page = _read(lin.get(PAGE))
    assert [one.text for one in page.xpath("//form[@id='report-form']//h2")][: len(CHAPTERS)] == list(
        CHAPTERS
    )
    assert len(page.xpath("//table[@class and contains(@class, 'form-table')]")) == 3
    boxes = {one.get("name"): one.get("value") for one in page.xpath("//table//input")}
    assert set(boxes) == {cell.key for cell in cells() if not is_total(cell)}
    assert boxes["t3.granted.natural_person"] == "5"
    assert _number(page, "t3-granted-total") == "6"
    assert all(one.get("aria-label") for one in page.xpath("//table//input"))
    for header in page.xpath("//table//th"):
        assert header.get("scope") or header.text_content().startswith("（本列数据")
    assert "还有没有填写的地方" in _text(page)
    again = _read(lin.get("/office/reports/?year=2025&state=writing"))
    assert [one.text_content() for one in again.xpath("//tbody//td[@class='num']")] == ["13", "12", "2"]


def test_what_is_no_number_is_said_at_its_cell_and_nothing_is_lost(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    lin = as_(cast.lin)
    lin.post(f"{PAGE}begin/")
    sent = _sent(_read(lin.get(PAGE)), **{"t3.granted.legal": "两件", "chapter-4": "我们写了很久的话。"})
    page = _read(lin.post(PAGE, sent), 422)
    assert "有 1 格填的不是数：表三第3行“予以公开”的“法律服务机构”应当是不小于 0 的整数" in _text(page)
    [box] = page.xpath("//input[@name='t3.granted.legal']")
    assert (box.get("value"), box.get("aria-invalid")) == ("两件", "true")
    assert page.get_element_by_id("chapter-4").text.strip() == "我们写了很久的话。"
    assert AnnualReport.objects.get().figures == Figures.empty("civil-affairs", YEAR)


def test_a_figure_by_hand_asks_for_its_reason_and_shows_what_the_register_says(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    lin = as_(cast.lin)
    register["civil-affairs"] = small()
    lin.post(f"{PAGE}begin/")
    sent = _sent(_read(lin.get(PAGE)), **{"t3.granted.natural_person": "６", "t2.fees.amount_wan": "12.5"})
    page = _read(lin.post(PAGE, sent), 422)
    assert "请写明人工改动的原因" in _text(page)
    assert page.xpath("//input[@name='t3.granted.natural_person']")[0].get("value") == "６"
    assert lin.post(PAGE, {**sent, "reason": "漏登一件"}).status_code == 302
    page = _read(lin.get(PAGE))
    cell = page.get_element_by_id("t3-granted-natural_person")
    assert "cell--differs" in cell.get("class") and "台账 5" in cell.text_content()
    assert "漏登一件" in _text(page) and "5 → 6" in _text(page)
    assert "全年办结13件" in page.get_element_by_id("chapter-2").text
    told = [one for one in page.xpath("//ul[@class='said']/li") if "Y1" in one.text_content()]
    assert "本年新收 10 + 上年结转 1 = 11，而办理结果总计 10 + 结转下年度 2 = 12" in told[0].text_content()
    for link in page.xpath("//ul[@class='said']//a"):
        assert page.get_element_by_id(link.get("href")[1:]) is not None
    page = _read(lin.post(PAGE, _sent(page, action="submit")), 422)
    assert "还不能送审" in _text(page) and "Y1 表三“自然人”列" in _text(page)
    assert lin.post(PAGE, {"action": "discard"}).status_code == 302
    assert AnnualReport.objects.get().figures.t3("granted") == 6
    assert HandChange.objects.count() == 1  # the trace stays


def test_two_people_at_one_report_do_not_overwrite_each_other(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    as_(cast.lin).post(f"{PAGE}begin/")
    sent = _sent(_read(as_(cast.lin).get(PAGE)), **{"chapter-4": "林晓写的。"})
    assert as_(cast.sun).post(PAGE, {**sent, "chapter-4": "孙莉写的。"}).status_code == 302
    page = _read(as_(cast.lin).post(PAGE, sent), 422)
    assert "刚刚由别人保存过" in _text(page)
    assert page.get_element_by_id("chapter-4").text.strip() == "林晓写的。"
    assert AnnualReport.objects.get().chapters[4] == "孙莉写的。"


def test_readers_read_and_strangers_find_nothing(cast: Cast, as_: As, register: dict[str, Figures]) -> None:
    ready(cast, small())
    page = _read(as_(cast.zhou).get(PAGE))
    assert not page.xpath("//table//input") and not page.xpath("//textarea")
    assert as_(cast.zhou).post(PAGE, {"action": "save"}).status_code in {403, 422}
    assert as_(cast.he).get(PAGE).status_code == 404
    assert as_(cast.he).get(f"{PAGE}report.docx").status_code == 404
    assert as_(cast.li).get(PAGE).status_code == 302


def test_the_files_of_the_draft_hold_its_figures(cast: Cast, as_: As, register: dict[str, Figures]) -> None:
    report = ready(cast, real_2025())
    lin = as_(cast.lin)
    answers = {form: lin.get(f"{PAGE}report.{form}") for form in ("html", "docx", "pdf", "xlsx", "json")}
    assert {one.status_code for one in answers.values()} == {200}
    assert read(answers["json"].content).figures == report.figures
    sheet = load_workbook(io.BytesIO(answers["xlsx"].content))["表三"]
    assert [sheet.cell(5, column).value for column in range(4, 11)] == [3746, 63, 0, 0, 19, 2, 3830]
    assert "utf-8''" in answers["docx"].headers["Content-Disposition"]
    assert lin.get(f"{PAGE}report.exe").status_code == 404


def test_it_goes_through_the_gate_and_everybody_reads_it(
    cast: Cast, as_: As, browser: Client, register: dict[str, Figures]
) -> None:
    reports.open_reports()
    ready(cast, real_2025())
    lin = as_(cast.lin)
    assert "未到期，还没有发布" in _text(_read(browser.get("/foi/reports/?year=2025")))
    answer = lin.post(PAGE, _sent(_read(lin.get(PAGE)), action="submit"))
    assert answer.status_code == 302
    page = _read(lin.get(PAGE))
    assert "正在审核，不能修改" in _text(page) and not page.xpath("//table//input")
    signed(Case.objects.get(), cast)
    item = AnnualReport.objects.get(organisation=cast.county.civil).item
    assert item is not None
    text = _text(_read(browser.get(item.get_absolute_url())))
    for words in ("阳光县民政局2025年政府信息公开工作年度报告", *CHAPTERS, "3830", "259"):
        assert words in text
    [table] = [
        one
        for one in _read(browser.get(item.get_absolute_url())).iter("table")
        if "表三" in one.text_content()
    ]
    assert table.xpath(".//th[@rowspan='22']")[0].text_content() == "三、本年度办理结果"
    page = _read(browser.get("/foi/reports/"))
    [row] = [one for one in page.xpath("//tbody/tr") if "阳光县民政局" in one.text_content()]
    assert "按期发布" in row.text_content() and "3830" in row.text_content()
    links = {one.text_content(): one.get("href") for one in row.xpath(".//a")}
    assert links["看报告"] == item.get_absolute_url()
    content = browser.get(links["JSON"]).getvalue()
    public = read(content).figures
    assert public is not None and public.numbers == real_2025().numbers
    assert filing.end_clock(item)
    lines = browser.get("/foi/reports/2025.csv").content.decode("utf-8-sig").splitlines()
    assert any(
        line.startswith("阳光县民政局,2026-01-31,2026-01-12,按期发布,3830,0,/items/") for line in lines
    )
    with clock.set_to(clock.moment(date(2026, 2, 2), 9)):
        page = _read(browser.get("/foi/reports/"))
        assert "已发布 1 份，逾期未发布 3 份" in _text(
            page
        )  # 县政府办公室、水利局、城关镇; the county has until March
        late = _read(as_(cast.sun).get("/office/reports/?year=2025&state=late"))
        assert [one.text_content() for one in late.xpath("//tbody//th/a")] == [
            "阳光县人民政府办公室", "阳光县水利局", "阳光县城关镇人民政府",
        ]  # fmt: skip


def test_the_head_office_sees_what_the_sum_is_made_of(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    register["county"] = small()
    signed(filing.submit(ready(cast, small()), acting=the(cast.lin)), cast)
    sun = as_(cast.sun)
    page = _read(sun.get("/office/reports/?year=2025"))
    assert [one.text_content() for one in page.xpath("//tbody//th/a")] == [
        "阳光县人民政府", "阳光县人民政府办公室", "阳光县民政局", "阳光县水利局", "阳光县城关镇人民政府",
    ]  # fmt: skip
    sun.post("/office/reports/2025/county/begin/")
    page = _read(sun.get("/office/reports/2025/county/"))
    assert _number(page, "t3-new_received-total") == "26"
    assert _number(page, "own-t3-new_received-total") == "13"
    assert "还有 3 个单位没有发布年度报告" in _text(page)
    assert not page.xpath("//button[@value='submit']")  # the office's own officer sends it off
    parts = _read(sun.get("/office/reports/2025/county/parts/?cell=t3.granted.total"))
    rows = {
        one.xpath("./th")[0].text_content(): one.xpath("./td[last()]")[0].text_content()
        for one in parts.xpath("//div[@class='work']//tr[td]")
    }
    assert rows == {
        "县政府本级": "6", "阳光县人民政府办公室": "0", "阳光县民政局": "6", "阳光县水利局": "0",
        "阳光县城关镇人民政府": "0", "合计": "12",
    }  # fmt: skip
    assert sun.get("/office/reports/2025/civil-affairs/parts/").status_code == 404


def test_likeness_to_last_year_is_shown_with_the_passages(
    cast: Cast, as_: As, register: dict[str, Figures]
) -> None:
    signed(filing.submit(ready(cast, small()), acting=the(cast.lin)), cast)
    last = AnnualReport.objects.get()
    with clock.set_to(clock.moment(date(2027, 1, 12), 9)):
        register["civil-affairs"] = Figures("civil-affairs", 2026, small().numbers)
        report = reports.begin(cast.county.civil, 2026, acting=the(cast.lin))
        reports.change(
            report, chapters=[one.replace("2025", "2026") for one in last.chapters], acting=the(cast.lin)
        )
        page = _read(as_(cast.lin).get("/office/reports/2026/civil-affairs/"))
        assert "与 2025 年正文" in _text(page) and "雷同" in _text(page)
        assert page.xpath("//section[@aria-labelledby='h-alike']//details//li")
        told = [one.text_content() for one in page.xpath("//ul[@class='said']/li")]
        assert any("Y4" in one and "结转下年度继续办理是 2" in one for one in told)
        assert judging.judged(AnnualReport.objects.get(year=2026)).errors


def test_a_year_that_nobody_can_report_on_is_said(cast: Cast, as_: As) -> None:
    assert as_(cast.lin).get("/office/reports/2099/civil-affairs/").status_code == 404
    assert _read(as_(cast.lin).get("/office/reports/?year=abcd")) is not None
    assert shown(small()[t3("granted")]) == "6"
