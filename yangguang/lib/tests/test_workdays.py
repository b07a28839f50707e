"""Working days: the vectors of the rule book, and every answer compared with an independent day-by-day count."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.lib.workdays import (
    Calendar,
    CalendarDataMissing,
    DayKind,
    OutOfRange,
    SpecialDay,
    StepKind,
    Suspension,
    Term,
    Unit,
    add_months,
    due,
    due_of,
    special_days,
)

SEED = Path(__file__).parents[2] / "deadlines/seeds/calendar-CN.yaml"
YEARS = yaml.safe_load(SEED.read_text(encoding="utf-8"))["years"]
SPECIAL = [day for year, table in YEARS.items() for day in special_days(year, table)]
CHINA = Calendar(SPECIAL, YEARS)
d = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "n", "unit", "expected"),
    [
        ("2025-01-24", 20, "workday", "2025-02-27"),  # T1
        ("2025-04-25", 7, "workday", "2025-05-08"),  # T2
        ("2025-09-22", 7, "workday", "2025-09-30"),  # T3
        ("2025-09-26", 15, "workday", "2025-10-23"),  # T4
        ("2025-12-31", 20, "workday", "2026-01-29"),  # T5
        ("2026-01-01", 1, "workday", "2026-01-04"),  # T6: a Sunday that is worked
        ("2026-02-10", 7, "workday", "2026-02-26"),  # T7
        ("2026-02-10", 20, "workday", "2026-03-16"),
        ("2026-02-10", 40, "workday", "2026-04-14"),
        ("2026-09-30", 5, "workday", "2026-10-13"),  # T8
        ("2026-09-30", 7, "workday", "2026-10-15"),
        ("2026-12-01", 20, "workday", "2026-12-29"),  # T9
        ("2026-03-02", 90, "day", "2026-05-31"),  # T10
        ("2026-03-02", 20, "day", "2026-03-22"),  # T11
        ("2025-01-20", 20, "workday", "2025-02-21"),  # rule R1.5
        ("2026-09-21", 20, "workday", "2026-10-26"),
    ],
)
def test_the_vectors_of_the_rule_book(start: str, n: int, unit: str, expected: str) -> None:
    answer = due(CHINA, d(start), n, unit, strict=True)
    assert answer.on == d(expected)
    assert not answer.provisional


def test_a_strict_question_about_an_unpublished_year_is_refused() -> None:  # T12
    with pytest.raises(CalendarDataMissing, match="2027"):
        due(CHINA, d("2027-01-04"), 1, Unit.WORKDAY, strict=True)


@pytest.mark.parametrize(("year", "workdays"), [(2025, 248), (2026, 248)])
def test_the_year_has_as_many_working_days_as_the_notice_gives(year: int, workdays: int) -> None:
    assert CHINA.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == workdays


def test_a_term_that_crosses_into_an_unpublished_year_is_provisional_and_moves_when_it_is_published() -> None:
    before = due(CHINA, d("2026-12-28"), 20, Unit.WORKDAY)
    assert before.provisional
    assert before.missing_year == 2027
    assert before.on == d("2027-01-26")
    notice = [SpecialDay(d("2027-01-01"), False, "元旦"), SpecialDay(d("2027-01-04"), False, "元旦")]
    after = due(Calendar([*SPECIAL, *notice], [*YEARS, 2027]), d("2026-12-28"), 20, Unit.WORKDAY)
    assert not after.provisional
    assert after.on == d("2027-01-27")


def test_projected_days_are_marked_as_assumed() -> None:
    assert CHINA.day(d("2027-01-01")).kind is DayKind.HOLIDAY
    assert CHINA.day(d("2027-01-01")).assumed
    assert CHINA.day(d("2027-02-08")).name == "春节"
    assert not CHINA.day(d("2026-12-31")).assumed


def test_natural_days_are_not_provisional_unless_they_roll() -> None:
    assert not due(CHINA, d("2026-12-20"), 20, Unit.DAY).provisional
    assert due(CHINA, d("2026-12-20"), 20, Unit.DAY, roll=True).provisional


def test_a_last_day_on_a_holiday_rolls_only_where_the_rule_says_so() -> None:
    assert due(CHINA, d("2026-09-11"), 20, Unit.DAY).on == d("2026-10-01")
    rolled = due(CHINA, d("2026-09-11"), 20, Unit.DAY, roll=True)
    assert rolled.on == d("2026-10-08")
    assert [step.kind for step in rolled.steps][-7:] == [StepKind.ROLLED] * 7


def test_the_permit_of_the_prototype_page_is_held_for_eight_working_days() -> None:
    review = Suspension(d("2026-09-18"), d("2026-09-30"), "专家评审", "行政许可法第四十五条")
    term = Term(d("2026-09-14"), 15, Unit.WORKDAY).suspend(review)
    answer = due_of(CHINA, term)
    assert answer.on == d("2026-10-21")
    assert due_of(CHINA, Term(d("2026-09-14"), 20, Unit.WORKDAY, (review,))).on == d("2026-10-28")
    held = [step for step in answer.steps if step.kind is StepKind.HELD and step.day.kind.is_worked]
    assert len(held) == 8
    assert {step.reason for step in held} == {"专家评审"}
    assert next(step for step in answer.steps if step.on == d("2026-10-10")).day.kind is DayKind.MAKEUP


def test_a_term_is_extended_once_and_within_the_law() -> None:
    term = Term(d("2026-02-10"), 20, Unit.WORKDAY)
    assert due_of(CHINA, term.extend(20, at_most=20)).on == d("2026-04-14")
    with pytest.raises(ValueError, match="不得超过"):
        term.extend(21, at_most=20)
    with pytest.raises(ValueError, match="一次"):
        term.extend(5, at_most=20).extend(5, at_most=20)


def test_a_restarted_term_forgets_what_came_before() -> None:
    term = Term(d("2026-02-10"), 20, Unit.WORKDAY).suspend(Suspension(d("2026-02-11"), d("2026-02-12")))
    again = term.extend(5, at_most=20).restart(d("2026-03-02"))
    assert again == Term(d("2026-03-02"), 20, Unit.WORKDAY)


def test_months_end_on_the_same_day_or_the_last_one() -> None:
    assert add_months(d("2026-01-31"), 1) == d("2026-02-28")
    assert add_months(d("2024-01-31"), 1) == d("2024-02-29")
    assert add_months(d("2026-11-30"), 3) == d("2027-02-28")
    assert add_months(d("2026-12-15"), 12) == d("2027-12-15")


def test_dates_beyond_the_index_are_refused_and_not_guessed() -> None:
    with pytest.raises(OutOfRange):
        due(CHINA, date(1900, 1, 1), 5, Unit.WORKDAY)
    with pytest.raises(OutOfRange):
        due(CHINA, date(2055, 1, 1), 5000, Unit.WORKDAY)


# An oracle that shares nothing with the index: a set of days off, and counting on fingers.
OFF = {day.on for day in SPECIAL if not day.is_workday}
ON = {day.on for day in SPECIAL if day.is_workday}


def worked(on: date) -> bool:
    return on in ON or (on.weekday() < 5 and on not in OFF)


def count_by_hand(start: date, n: int, held: list[Suspension]) -> date:
    on = start
    while n:
        on += timedelta(days=1)
        if worked(on) and not any(s.after < on <= s.until for s in held):
            n -= 1
    return on


days = st.dates(date(2004, 1, 1), date(2025, 6, 30))


@st.composite
def suspensions(draw: st.DrawFn, start: date) -> list[Suspension]:
    pairs = draw(st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 30)), max_size=4))
    return [Suspension(start + timedelta(a), start + timedelta(a + length)) for a, length in pairs]


@settings(max_examples=300)
@given(st.data(), days, st.integers(1, 90))
def test_every_due_date_agrees_with_a_count_by_hand(data: st.DataObject, start: date, n: int) -> None:
    held = data.draw(suspensions(start))
    answer = due(CHINA, start, n, Unit.WORKDAY, suspensions=held, strict=True)
    assert answer.on == count_by_hand(start, n, held)
    assert answer.steps[0].kind is StepKind.START
    assert answer.steps[-1].number == n
    assert answer.steps[-1].on == answer.on
    assert sum(step.kind is StepKind.COUNTED for step in answer.steps) == n


@settings(max_examples=200)
@given(days, st.integers(1, 120))
def test_counting_back_gives_what_was_counted_forward(start: date, n: int) -> None:
    on = CHINA.add_workdays(start, n)
    assert CHINA.workdays_between(start, on) == n
    assert CHINA.workdays_between(on, start) == -n
    assert CHINA.is_workday(on)


@settings(max_examples=200)
@given(days, st.integers(0, 200), st.booleans())
def test_natural_days_agree_with_a_count_by_hand(start: date, n: int, roll: bool) -> None:
    expected = start + timedelta(n)
    while roll and not worked(expected):
        expected += timedelta(days=1)
    assert due(CHINA, start, n, Unit.DAY, roll=roll).on == expected
