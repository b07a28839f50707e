"""The register 台账 and its statistics: what is seen, what is exported, and that every number leads to its items."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yangguang.casework.models import Task
from yangguang.disclosure import rules
from yangguang.disclosure.models import Item
from yangguang.disclosure.register import COLUMNS, Filters, Period, Reader, items_of, statistics
from yangguang.disclosure.tests.conftest import As, Gate
from yangguang.lib import clock

TODAY = clock.moment(date(2026, 11, 20), 10)


@pytest.fixture
def county_at_work(gate: Gate) -> dict[str, Item]:
    """One item in each situation that the register tells apart."""
    with clock.set_to(clock.moment(date(2026, 9, 1), 9)):
        late = gate.draft(title="超期未公开的通知", generated_on=date(2026, 9, 1))
        in_review = gate.draft(title="审核中的通知", generated_on=date(2026, 9, 1))
        gate.submit(in_review)
        published_late = gate.draft(title="逾期公开的通知", generated_on=date(2026, 7, 1))
        gate.review(published_late)
    with clock.set_to(TODAY):
        returned = gate.draft(title="=退回过的通知", generated_on=date(2026, 11, 10))
        gate.submit(returned)
        gate.step(returned, gate.cast.zhou, "return", "请补充依据")
        on_time = gate.published(title="按期公开的通知", generated_on=date(2026, 11, 16))
        soon = gate.draft(title="快到期的通知", generated_on=date(2026, 10, 26))
        on_request = gate.review(
            gate.draft(
                title="依申请的材料",
                attribute="on_request",
                deny_reason="涉及商业秘密",
                deny_article="第十五条",
                generated_on=date(2026, 11, 16),
            )
        )
        water = gate.draft(gate.cast.he, gate.cast.county.water, title="水利局的通知")
        town = gate.draft(gate.cast.ma, gate.cast.county.town, title="城关镇的通知")
    return {
        "late": late,
        "in_review": in_review,
        "published_late": published_late,
        "returned": returned,
        "on_time": on_time,
        "soon": soon,
        "on_request": on_request,
        "water": water,
        "town": town,
    }


@pytest.fixture(autouse=True)
def on_that_day() -> Any:
    with clock.set_to(TODAY):
        yield


def titles(gate: Gate, query: str, user: Any = None) -> set[str]:
    from django.http import QueryDict

    found = items_of(user or gate.cast.lin, Filters.of(QueryDict(query)))
    return set(found.values_list("title", flat=True))


def test_each_filter_finds_what_it_says(gate: Gate, county_at_work: dict[str, Item]) -> None:
    for query, found in (
        ("timing=late-now", {"late", "in_review"}),
        ("timing=soon", {"soon"}),
        ("timing=late", {"published_late"}),
        ("timing=on-time", {"on_time"}),
        ("returned=any", {"returned"}),
        ("returned=section-review", {"returned"}),
        ("returned=secrecy", set()),
        ("overdue=any", {"in_review"}),
        ("overdue=section-review", {"in_review"}),
        ("overdue=secrecy", set()),
        ("state=returned", {"returned"}),
        ("state=in_review", {"in_review"}),
        ("state=registered&attribute=on_request", {"on_request"}),
        ("span=published&since=2026-11-01&until=2026-11-30", {"on_time"}),
        ("span=generated&until=2026-07-31", {"published_late"}),
        ("q=退回过", {"returned"}),
        ("organisation=water", set()),
        ("since=nonsense&state=nonsense&timing=x&q=按期", {"on_time"}),
    ):
        assert titles(gate, query) == {county_at_work[name].title for name in found}, query


def test_what_was_sent_back_once_and_published_since_is_not_sent_back_when_it_is_written_on(
    gate: Gate,
) -> None:
    item = gate.draft(title="改过再公开的通知")
    gate.submit(item)
    gate.step(item, gate.cast.zhou, "return", "请补充依据")
    assert titles(gate, "state=returned") == {item.title}
    gate.review(item)
    gate.begin_next(item)
    assert titles(gate, "state=returned") == set()
    assert titles(gate, "state=draft") == {item.title}


def test_each_person_sees_the_register_of_the_own_offices(
    gate: Gate, county_at_work: dict[str, Item], as_: As
) -> None:
    for person, sees, sees_not in (
        (gate.cast.lin, "超期未公开的通知", "水利局的通知"),
        (gate.cast.he, "水利局的通知", "超期未公开的通知"),
        (gate.cast.sun, "城关镇的通知", "不存在的通知"),
    ):
        page = as_(person).get("/office/register/").content.decode()
        table = as_(person).get("/office/register/register.csv").getvalue().decode("utf-8-sig")
        for text in (page, table):
            assert sees in text and sees_not not in text
    for nobody in (gate.cast.qian, gate.cast.zhao):
        assert as_(nobody).get("/office/register/register.csv").status_code == 403


def test_a_line_tells_state_limit_returns_and_who_holds_it(
    gate: Gate, county_at_work: dict[str, Item]
) -> None:
    def entry(name: str, user: Any) -> Any:
        return Reader(user).entries([Item.objects.get(pk=county_at_work[name].pk)])[0]

    lin, sun = gate.cast.lin, gate.cast.sun
    # Within the own office with the name; for the county's office the post is enough.
    assert entry("in_review", lin).holder == "科室负责人、周敏（科室审核）"
    assert entry("in_review", sun).holder == "科室负责人（科室审核）"
    returned = entry("returned", lin)
    assert (returned.returns, returned.state, returned.holder) == (
        1,
        rules.State.RETURNED,
        "信息员、林晓（起草）",
    )
    late = entry("late", lin)
    assert late.late_now and late.late > 20 and late.holder == "信息员（起草）"
    published = entry("published_late", lin)
    assert published.late == published.item.late_days > 0 and not published.late_now and not published.holder
    # What the rows tell is what the rules tell.
    for item in Item.objects.inside(sun):
        told = Reader(sun).entries([item])[0]
        assert (told.state, told.work_state) == (rules.state(item), rules.work_state(item)), item


def test_csv_and_excel_hold_exactly_what_is_seen(
    gate: Gate, county_at_work: dict[str, Item], as_: As
) -> None:
    browser = as_(gate.cast.lin)
    query = "?span=generated&since=2026-09-01&order=generated"
    shown = items_of(gate.cast.lin, Filters(span="generated", since=date(2026, 9, 1)))
    answer = browser.get(f"/office/register/register.csv{query}")
    assert answer.streaming and "no-store" in answer["Cache-Control"]
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert table[0] == COLUMNS
    place = COLUMNS.index("标题")
    assert {row[place].removeprefix("'") for row in table[1:]} == {item.title for item in shown}
    assert "'=退回过的通知" in {row[place] for row in table}, "a formula is made plain"
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"/office/register/register.xlsx{query}").getvalue())
    )
    sheet = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[place] for row in sheet[1:]] == [row[place].removeprefix("'") for row in table[1:]]
    due = COLUMNS.index("公开时限")
    assert [(row[due].date().isoformat() if row[due] else "") for row in sheet[1:]] == [
        row[due] for row in table[1:]
    ]


def queries(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        do()
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_lines(
    gate: Gate, county_at_work: dict[str, Item], as_: As
) -> None:
    browser = as_(gate.cast.sun)
    addresses = ("/office/register/?order=due", "/office/statistics/", "/office/register/register.csv")

    def count(address: str) -> int:
        def ask() -> None:
            answer = browser.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                answer.getvalue()

        ask()  # what is kept for the process (calendars, drawings) is read by then
        return queries(ask)

    before = {address: count(address) for address in addresses}
    for number in range(8):
        item = gate.draft(title=f"又一件{number}")
        if number % 2:
            gate.submit(item)
        if number % 4 == 3:
            gate.step(item, gate.cast.zhou, "return", "请改")
    assert {address: count(address) for address in addresses} == before
    assert all(number < 60 for number in before.values()), before


class Links(HTMLParser):
    """The addresses of the register that stand in the tables of a page, with the words of each link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and "/office/register/?" in address:
            self._open = address
            self.found.append((address, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""


def test_behind_every_number_stand_exactly_its_items(
    gate: Gate, county_at_work: dict[str, Item], as_: As
) -> None:
    for user, grain in ((gate.cast.sun, "month"), (gate.cast.lin, "quarter"), (gate.cast.sun, "year")):
        every_number_leads_to_its_items(user, grain, as_)


def every_number_leads_to_its_items(user: Any, grain: str, as_: As) -> None:
    period = Period(date(2026, 1, 1), date(2026, 12, 31), grain)
    for table in statistics(user, period).tables:
        assert table.lines
        for line in table.lines:
            for figure in line.figures:
                from django.http import QueryDict

                read = Filters.of(QueryDict(figure.query))
                assert items_of(user, read).count() == figure.count, (table.name, line.label, figure)
    # And on the page: the number that is read is the number of lines behind its link.
    page = as_(user).get(f"/office/statistics/?grain={grain}").content.decode()
    links = Links()
    links.feed(page)
    checked = 0
    for address, said in links.found:
        if said.isdigit() and int(said) <= 50 and "timing=on-time" not in address:
            shown = as_(user).get(address).context["numbered"].page.paginator.count
            if "中位数" not in said and shown != int(said):
                # The only figure that is no count of items is the median of days.
                assert "span=published" in address and "timing" not in address, (address, said, shown)
                continue
            checked += 1
    assert checked > 20


def test_the_figures_are_the_countys(gate: Gate, county_at_work: dict[str, Item]) -> None:
    county = gate.cast.county.government
    found = statistics(gate.cast.sun, Period(date(2026, 1, 1), date(2026, 12, 31)), county)
    lines = {line.label: dict(line.labelled) for line in found.by_organisation.lines}
    civil, whole = lines["县民政局"], lines["县政府"]
    assert [civil[name].said for name in ("公开", "其中逾期", "按期率", "现已超期", "环节超期")] == [
        "2",
        "1",
        "50%",
        "2",
        "1",
    ]
    assert (civil["依申请公开"].said, civil["不予公开"].said, civil["5 个工作日内到期"].said) == (
        "1",
        "0",
        "1",
    )
    # 2026-07-01 to 09-01 are 44 working days, 11-16 to 11-20 are 4: the middle of the two.
    assert civil["成文到公开（工作日，中位数）"].said == "24"
    assert whole["公开"].said == "2", "the county adds up what lies below it"
    steps = {line.label: line.figures for line in found.by_step.lines}
    assert [figure.said for figure in steps["科室审核"]] == ["1", "1"]
    assert found.by_step.lines[0].label == "科室审核", "the step that returns most stands first"
    months = {line.label: line.figures[0].said for line in found.by_time.lines}
    assert (months["2026 年 9 月"], months["2026 年 11 月"], months["2026 年 10 月"]) == ("1", "1", "0")
    assert Task.objects.open().filter(case__subject=county_at_work["in_review"].ref).exists()


def test_the_statistics_leave_as_a_table(gate: Gate, county_at_work: dict[str, Item], as_: As) -> None:
    table = as_(gate.cast.lin).get("/office/statistics/statistics.csv?since=2026-01-01").getvalue()
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[0] == ["信息公开统计", "本人可见的全部单位", "2026-01-01 至 2026-12-31"]
    assert ["按单位"] in rows and ["按月"] in rows and ["按环节"] in rows
    assert next(row for row in rows if row[:1] == ["县民政局"])[1:4] == ["2", "1", "50%"]
