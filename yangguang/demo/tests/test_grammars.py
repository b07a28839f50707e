"""The papers of the fictional county: many kinds, all different, with figures that agree."""

import io
import random
import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

import pytest
from docx import Document as Word
from openpyxl import load_workbook
from stdnum.cn import uscc

from yangguang.demo.grammar import KINDS, Document, compose
from yangguang.demo.grammar.paper import cdate, cn
from yangguang.demo.world import World

TODAY = date(2026, 11, 20)
# Holidays of the window that the grammars must step over (a few days are enough to show it).
HOLIDAYS = {date(2026, 2, day) for day in range(16, 24)} | {date(2025, 10, day) for day in range(1, 9)}


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def grams(text: str, length: int = 8) -> set[str]:
    return {text[start : start + length] for start in range(len(text) - length + 1)}


@pytest.fixture(scope="module")
def world() -> World:
    return World(7, TODAY, is_workday)


@pytest.fixture(scope="module")
def papers(world: World) -> list[Document]:
    """Eight of every kind, from different offices and days."""
    made = []
    for code, kind in KINDS.items():
        rng = random.Random(code)
        issuers = [office for office in world.organisations.values() if kind.issued_by(office)]
        rng.shuffle(issuers)
        for take in range(8):
            day = world.workday_on_or_after(date(2025, 6, 3) + timedelta(days=rng.randint(0, 500)))
            made.append(compose(world, code, issuers[take % len(issuers)], day, take=take))
    return made


def test_there_are_sixty_kinds_and_each_has_an_issuer(papers: list[Document]) -> None:
    assert len(KINDS) >= 60
    assert {paper.kind for paper in papers} == set(KINDS)


def test_no_two_of_five_hundred_bodies_are_equal(papers: list[Document]) -> None:
    assert len(papers) > 500
    assert len({text_of(paper.html) for paper in papers}) == len(papers)


def test_two_papers_of_one_kind_share_little_of_their_wording(papers: list[Document]) -> None:
    by_kind = defaultdict(list)
    for paper in papers:
        by_kind[paper.kind].append(grams(text_of(paper.html)))
    shared = {
        kind: [len(one & other) / len(one | other) for one, other in combinations(found, 2)]
        for kind, found in by_kind.items()
    }
    # Three offices issue the yearly bulletin and the price list in fixed words; everything else varies.
    assert sum(map(sum, shared.values())) / sum(map(len, shared.values())) < 0.2
    assert max(sum(values) / len(values) for values in shared.values()) < 0.5
    assert max(map(max, shared.values())) < 0.75


def test_no_pattern_is_left_unexpanded(papers: list[Document]) -> None:
    for paper in papers:
        for part in (paper.title, paper.summary, text_of(paper.html)):
            assert not re.search(r"&lt;|&amp;lt;|[\[\]{}|]", part), (paper.kind, part[:400])
        assert "。。" not in paper.html and "，，" not in paper.html, paper.kind


def test_plans_and_reports_are_long(papers: list[Document]) -> None:
    for paper in papers:
        if paper.kind in ("long-plan", "work-report"):
            assert len(text_of(paper.html)) >= 3000, paper.title


def test_every_sum_in_a_table_is_right(papers: list[Document]) -> None:
    checked = 0
    for paper in papers:
        for table in re.findall(r"<table>.*?</table>", paper.html):
            rows = [
                re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
                for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]
            ]
            *body, last = rows
            if not re.fullmatch(r"合计|收入总计|收入合计|总计", last[0]):
                continue
            for place, total in enumerate(last):
                column = [row[place] for row in body if re.fullmatch(r"-?[\d,]+(\.\d+)?", row[place])]
                if not re.fullmatch(r"-?[\d,]+(\.\d+)?", total) or len(column) < 2:
                    continue
                expected = sum(float(value.replace(",", "")) for value in column)
                assert float(total.replace(",", "")) == pytest.approx(expected, abs=0.011), (
                    paper.title,
                    table,
                )
                checked += 1
    assert checked > 300


def test_this_years_comparison_is_last_years_budget(world: World) -> None:
    water = world.organisation("water")
    earlier = text_of(compose(world, "budget", water, date(2025, 6, 4)).html)
    later = text_of(compose(world, "budget", water, date(2026, 3, 4)).html)
    total = re.search(r"2025年“三公”经费预算([\d.,]+)万元", earlier)
    assert total and total[1] == f"{world.economy.budget('water', water.staff, 2025).three_public / 100:,.2f}"
    assert f"{total[1]}" in later


def test_the_bulletin_and_the_report_to_congress_give_the_same_product(world: World) -> None:
    bulletin = compose(world, "statistics", world.organisation("development-reform"), date(2026, 4, 9))
    report = compose(world, "work-report", world.organisation("county-office"), date(2026, 1, 21))
    product = f"{world.economy.gdp(2025)}亿元"
    assert product in bulletin.html and product in report.html


def test_a_standard_is_the_same_whoever_tells_of_it_in_the_same_year(world: World) -> None:
    told = set()
    for take in range(24):
        paper = compose(world, "notice", world.organisation("civil-affairs"), date(2026, 5, 6), take=take)
        told |= set(re.findall(r"给予(\d+)个月渐退期", paper.html))
    assert len(told) == 1


def test_notice_periods_count_working_days(world: World) -> None:
    paper = compose(world, "hire-list", world.organisation("human-resources"), date(2026, 2, 13))
    assert cdate(world.add_workdays(date(2026, 2, 13), 7)) == "2026年3月4日"
    assert "至2026年3月4日" in paper.html


def test_document_numbers_run_without_gaps_per_office_and_year() -> None:
    world = World(7, TODAY, is_workday)
    office = world.organisation("water")
    days = (date(2025, 11, 3), date(2025, 12, 1), date(2026, 1, 6))
    numbers = [compose(world, "notice", office, day, take=1).doc_number for day in days]
    assert numbers == ["阳水发〔2025〕1号", "阳水发〔2025〕2号", "阳水发〔2026〕1号"]


def test_the_same_seed_gives_the_same_county() -> None:
    one, other = World(7, TODAY), World(7, TODAY)
    office = one.organisation("education")
    assert compose(one, "guide", office, TODAY).html == compose(other, "guide", office, TODAY).html
    assert compose(World(8, TODAY), "guide", office, TODAY).html != compose(one, "guide", office, TODAY).html


def test_the_county_has_the_size_that_the_handbook_says(world: World) -> None:
    sizes = {kind: len(world.of_kind(kind)) for kind in ("department", "town", "village")}
    assert sizes == {"department": 12, "town": 6, "village": 20}
    people = [person for office in world.organisations.values() for person in office.people]
    assert len(people) >= 120
    assert (
        len({person.name for person in people}) == len({person.username for person in people}) == len(people)
    )
    assert all(uscc.is_valid(office.uscc) for office in world.organisations.values())
    assert len({office.uscc for office in world.organisations.values()}) == len(world.organisations)


def test_attachments_open_in_word_and_excel(papers: list[Document]) -> None:
    names = set()
    for attachment in (found for paper in papers for found in paper.attachments):
        names.add(attachment.name)
        if attachment.name.endswith(".docx"):
            assert Word(io.BytesIO(attachment.content)).tables
        else:
            assert load_workbook(io.BytesIO(attachment.content)).active
    assert len(names) >= 8


def test_chapters_are_numbered_as_the_standard_wants() -> None:
    assert [cn(number) for number in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
