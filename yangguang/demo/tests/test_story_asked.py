"""What the demonstration's people ask for: every way and every end, nobody who exists."""

from __future__ import annotations

from collections import Counter
from datetime import date

from yangguang.demo.story import asked
from yangguang.demo.story.requests import EARLIER
from yangguang.demo.world import World
from yangguang.foi.answers import answers

WORLD = World(7, date(2026, 11, 20), lambda day: day.weekday() < 5, 18)


def test_every_answer_and_every_way_is_among_what_is_asked() -> None:
    told = list(asked.askings(WORLD))
    ended = {one.answer for one in told if not one.stops_at}
    assert ended == set(answers())
    ways = {
        asked.PLAIN, asked.SUPPLEMENT, asked.EXTENDED, asked.OBJECTS, asked.AGREES, asked.SILENT, asked.AGENCY,
        asked.TRANSFER, asked.SPLIT, asked.MERGE, asked.DEFERRED, asked.CHARGED,
    }  # fmt: skip
    assert {one.way for one in told} == ways
    assert {one.stops_at for one in told} == {"", *asked.STOPS}
    assert len(told) + EARLIER >= 800


def test_nobody_asks_before_the_story_or_after_today() -> None:
    assert all(WORLD.base <= one.on <= WORLD.today for one in asked.askings(WORLD))


def test_the_register_of_before_is_closed_when_the_story_begins() -> None:
    rows = list(asked.earlier(WORLD, EARLIER))
    assert len({row["number"] for row in rows}) == EARLIER
    assert all(str(row["ended_on"]) <= WORLD.base.isoformat() for row in rows)
    assert Counter(str(row["answer_type"]) for row in rows).keys() <= set(answers())


def test_every_number_checks_and_none_can_be_a_persons() -> None:
    for one in asked.askings(WORLD):
        told = one.applicant.checked()
        assert told.identity_kind != "resident" or told.identity_number.startswith("419900")
