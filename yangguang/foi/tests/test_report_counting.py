"""Any history of requests gives reports whose cross-checks hold, within a year and from year to year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.foi.answers import answers
from yangguang.foi.report import Beside, broken, chapter_four, chapter_three, summed
from yangguang.foi.report.counting import Request, Suit, counted
from yangguang.foi.report.shape import APPLICANTS, OUTCOMES, T4

YEARS = (2024, 2025, 2026)
_DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
_LENGTHS = st.none() | st.integers(0, 800).map(lambda days: timedelta(days=days))


def _request(applicant: str, received_on: date, length: timedelta | None, answer: str) -> Request:
    if length is None:
        return Request(applicant, received_on)
    return Request(applicant, received_on, received_on + length, answers()[answer].row)


def _suit(group: str, begun_on: date, length: timedelta | None, outcome: str) -> Suit:
    return Suit(group, begun_on) if length is None else Suit(group, begun_on, begun_on + length, outcome)


REQUESTS = st.lists(
    st.builds(_request, st.sampled_from(APPLICANTS), _DAYS, _LENGTHS, st.sampled_from(list(answers()))),
    max_size=40,
)
SUITS = st.lists(
    st.builds(
        _suit, st.sampled_from([one.key for one in T4]), _DAYS, _LENGTHS, st.sampled_from(OUTCOMES[:-1])
    ),
    max_size=15,
)


@given(REQUESTS, SUITS)
@settings(max_examples=80)
def test_any_history_gives_reports_whose_checks_hold(requests: list[Request], suits: list[Suit]) -> None:
    reports = [counted("X", year, requests, suits) for year in YEARS]
    for last, report in zip([None, *reports], reports, strict=False):
        text = "".join(chapter_three(report) + chapter_four(report))
        assert broken(report, Beside(previous=last, text=text, counted=report)) == []


@given(REQUESTS, REQUESTS)
@settings(max_examples=30)
def test_a_summary_of_two_offices_is_what_both_registers_give_together(
    one: list[Request], other: list[Request]
) -> None:
    parts = [counted("甲", 2025, one), counted("乙", 2025, other)]
    together = counted("县", 2025, [*one, *other])
    assert summed("县", 2025, parts) == together
    assert broken(together, Beside(parts=parts)) == []


def test_a_request_is_new_then_carried_then_ended() -> None:
    one = Request("legal", date(2024, 12, 20), date(2026, 1, 5), "granted")
    told = {
        year: [
            counted("X", year, [one]).t3(row, "legal")
            for row in ("new_received", "carried_over", "granted", "total_processed", "carried_forward")
        ]
        for year in range(2023, 2028)
    }
    assert told == {
        2023: [0, 0, 0, 0, 0],
        2024: [1, 0, 0, 0, 1],
        2025: [0, 1, 0, 0, 1],
        2026: [0, 1, 1, 1, 0],
        2027: [0, 0, 0, 0, 0],
    }


def test_a_suit_is_unfinished_until_it_has_its_outcome() -> None:
    suit = Suit("review", date(2025, 11, 3), date(2026, 1, 20), "correct")
    assert counted("X", 2025, [], [suit]).t4("review", "unfinished") == 1
    assert counted("X", 2026, [], [suit]).t4("review", "correct") == 1
    assert counted("X", 2027, [], [suit]).t4("review") == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Request("nobody", date(2025, 1, 1)),
        lambda: Request("legal", date(2025, 1, 2), date(2025, 1, 1), "granted"),
        lambda: Request("legal", date(2025, 1, 2), date(2025, 1, 3)),
        lambda: Request("legal", date(2025, 1, 2), None, "granted"),
        lambda: Request("legal", date(2025, 1, 2), date(2025, 1, 3), "total_processed"),
        lambda: Suit("appeal", date(2025, 1, 1)),
        lambda: Suit("review", date(2025, 1, 1), date(2025, 1, 2), "unfinished"),
        lambda: Suit("review", date(2025, 1, 2), date(2025, 1, 1), "correct"),
    ],
)
def test_what_cannot_have_happened_is_an_error(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()  # type: ignore[operator]
