"""What was planned for eighteen months: every kind, every fate, only on working days, something on every desk."""

from collections import Counter
from datetime import date, datetime

import pytest

from yangguang.demo.grammar import KINDS, compose
from yangguang.demo.story import hours, plan
from yangguang.demo.story.categories import wanted
from yangguang.demo.story.faults import FAULTS
from yangguang.demo.story.force import days_of_force
from yangguang.demo.world import World
from yangguang.lib import clock

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.fixture(scope="module")
def world() -> World:
    return World(7, TODAY)


@pytest.fixture(scope="module")
def entries(world: World) -> list[plan.Entry]:
    return plan.plan(world)


def test_every_kind_of_paper_appears(entries: list[plan.Entry]) -> None:
    assert {entry.kind for entry in entries} == set(KINDS)
    assert 280 < len(entries) < 400  # some hundred, and ready in two minutes


def test_every_branch_is_taken(entries: list[plan.Entry]) -> None:
    fates = Counter(entry.fate for entry in entries)
    assert set(fates) == {
        plan.STRAIGHT, plan.RETURNED, plan.TWICE, plan.LATE, plan.OVERRULED, plan.BY_TOWN, plan.IMPORTED,
    }  # fmt: skip
    assert fates[plan.RETURNED] > 20
    assert sum(1 for entry in entries if entry.next_on) >= 3


def test_papers_are_made_on_working_days_within_the_window(world: World, entries: list[plan.Entry]) -> None:
    for entry in entries:
        assert world.is_workday(entry.on)
        assert world.base <= entry.on < TODAY
    assert entries == sorted(entries, key=lambda entry: (entry.on, entry.key))


def test_an_explanation_comes_after_what_it_explains(entries: list[plan.Entry]) -> None:
    by_key = {entry.key: entry for entry in entries}
    explaining = [entry for entry in entries if entry.about]
    assert explaining
    for entry in explaining:
        assert by_key[entry.about].on < entry.on
        assert by_key[entry.about].matter == entry.matter


def test_every_desk_of_the_named_people_has_something_near_its_limit_and_something_overdue() -> None:
    for organisation, steps in (
        ("civil-affairs", ("draft", "section-review", "secrecy", "sign")),
        ("chengguan", ("draft", "section-review", "office-review", "secrecy", "countersign", "sign")),
    ):
        for step in steps:
            days = {
                desk.days for desk in plan.DESKS if (desk.organisation, desk.step) == (organisation, step)
            }
            assert 1 in days, (organisation, step)
            assert any(day >= 4 for day in days), (organisation, step)


def test_the_story_ends_today_whenever_today_is() -> None:
    for today in (date(2026, 1, 1), date(2026, 10, 5), date(2027, 2, 8)):
        world = World(7, today)
        assert max(entry.on for entry in plan.plan(world)) < today
        assert all(entry.on < today for entry in plan.on_desks(world))


def test_every_paper_finds_a_category(world: World, entries: list[plan.Entry]) -> None:
    for entry in entries[:120]:
        office = world.organisation(entry.organisation)
        assert wanted(compose(world, entry.kind, office, entry.on, take=entry.take))[-1] == "A20_15"


def test_every_slip_changes_the_text(world: World) -> None:
    paper = compose(world, "notice", world.organisation("water"), date(2026, 5, 6), take=3)
    html = paper.html + f"<p>{world.organisation('water').phone}</p>" + '<p class="sign">2026年5月6日</p>'
    for fault in FAULTS:
        assert fault.spoil(html) != html


def test_working_minutes_pass_over_lunch_nights_and_weekends(world: World) -> None:
    friday = clock.moment(date(2026, 5, 8), 11, 50)

    def wall(moment: datetime) -> str:
        return clock.local(moment).strftime("%m-%d %H:%M")

    assert wall(hours.later(world, friday, 10)) == "05-08 12:00"
    assert wall(hours.later(world, friday, 20)) == "05-08 14:40"
    assert wall(hours.later(world, friday, 10 + 210 + 15)) == "05-11 08:45"
    assert hours.days_before(world, TODAY, 1) == date(2026, 11, 19)


def test_a_rule_says_from_when_until_when_it_holds() -> None:
    assert days_of_force("本办法自2026年4月1日起施行，有效期五年。") == (date(2026, 4, 1), date(2031, 3, 31))
    assert days_of_force("自2026年3月2日起施行，有效期至2031年2月28日。") == (
        date(2026, 3, 2),
        date(2031, 2, 28),
    )
    assert days_of_force("请遵照执行。") == (None, None)


def test_some_rules_are_followed_by_another_on_the_same_matter(entries: list[plan.Entry]) -> None:
    matters = Counter(
        entry.matter for entry in entries if entry.kind in ("measures", "opinion") and entry.matter
    )
    assert any(count > 1 for count in matters.values())
