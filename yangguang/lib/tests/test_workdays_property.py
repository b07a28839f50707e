"""Random calendars, suspensions, extensions and restarts against a count on one's fingers.

Some hundreds in the suite; ``make property`` counts 5,000. A failure prints its seed.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date, timedelta

from yangguang.lib.workdays import Calendar, SpecialDay, StepKind, Suspension, Term, Unit, due_of

EXAMPLES = int(os.environ.get("YANGGUANG_PROPERTY_EXAMPLES", "400"))
SEED = int(os.environ.get("YANGGUANG_PROPERTY_SEED", "20261122"))
DAY = timedelta(days=1)
A_WALL = 25  # terms counted on one calendar: to index it takes longer than to count


class Wall:
    """A wall calendar: what is off, what is worked; it is only ever asked about one day at a time."""

    def __init__(self, rng: random.Random) -> None:
        self.off: set[date] = set()
        self.on: set[date] = set()
        for year in range(2024, 2046):
            for _holiday in range(rng.randint(3, 8)):
                first = date(year, rng.randint(1, 12), rng.randint(1, 28))
                self.off |= {first + DAY * n for n in range(rng.randint(1, 9))}
            for _makeup in range(rng.randint(0, 6)):
                self.on.add(date(year, rng.randint(1, 12), rng.randint(1, 28)))
        self.on -= self.off

    def index(self) -> Calendar:
        special = [SpecialDay(day, False, "休") for day in self.off]
        special += [SpecialDay(day, True, "班") for day in self.on]
        return Calendar(special, range(2024, 2046))

    def worked(self, day: date) -> bool:
        return day in self.on or (day.weekday() < 5 and day not in self.off)


def by_hand(wall: Wall, term: Term) -> date:
    """One day after the other, with nothing but a pencil."""
    held = {s.after + DAY * (n + 1) for s in term.suspensions for n in range((s.until - s.after).days)}
    if term.unit is Unit.WORKDAY:
        left, day = term.n + term.extension, term.start
        while left:
            day += -DAY if term.back else DAY
            left -= wall.worked(day) and day not in held
        return day
    day, left = term.start, 0
    if term.back and term.unit is Unit.DAY:
        day -= DAY * term.n
    elif term.back:
        day = same_day(term.start, -term.n * (12 if term.unit is Unit.YEAR else 1))
    else:
        end = plain_end(term)
        left = (end - day).days
        while left:
            day += DAY
            left -= day not in held
    while term.roll and not wall.worked(day):
        day += -DAY if term.back else DAY
    return day


def plain_end(term: Term) -> date:
    """The last day of a term of natural days or longer that nothing held."""
    n = term.n + term.extension
    if term.unit is Unit.DAY:
        return term.start + DAY * n
    if term.unit in (Unit.MONTH, Unit.YEAR):
        return same_day(term.start, n * (12 if term.unit is Unit.YEAR else 1))
    months = 3 if term.unit is Unit.QUARTER else 1
    day, ends = term.start - DAY, -1  # the end of the event's own period is the one before the first
    while ends < n:
        day += DAY
        ends += is_last(day, months)
    return day


def is_last(day: date, months: int) -> bool:
    return (day + DAY).day == 1 and day.month % months == 0


def same_day(start: date, months: int) -> date:
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = year + (month == 13) - (month == 0), {13: 1, 0: 12}.get(month, month)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


def random_term(rng: random.Random) -> Term:
    unit = rng.choice(list(Unit))
    n = rng.randint(1, {Unit.WORKDAY: 60, Unit.DAY: 120, Unit.YEAR: 1}.get(unit, 5))
    start = date(2025, 1, 1) + DAY * rng.randint(0, 500)
    if rng.random() < 0.15 and unit not in (Unit.WHOLE_MONTH, Unit.QUARTER):
        return Term(start, n, unit, roll=rng.random() < 0.5, back=True)
    term = Term(start, n, unit, roll=rng.random() < 0.5)
    for _ in range(rng.randint(0, 5)):
        chance = rng.random()
        if chance < 0.6:
            after = term.start + DAY * rng.randint(-10, 90)
            term = term.suspend(Suspension(after, after + DAY * rng.randint(0, 40), "征求意见"))
        elif chance < 0.85:
            term = replace(term, extension=term.extension + rng.randint(1, 1 if unit is Unit.YEAR else 10))
        else:
            term = term.restart(term.start + DAY * rng.randint(1, 30))
    return term


def test_property_every_term_ends_where_fingers_end() -> None:
    for number in range(EXAMPLES):
        seed = SEED * 100_000 + number
        if number % A_WALL == 0:
            wall = Wall(random.Random(seed))
            index = wall.index()
        term = random_term(random.Random(seed))
        answer = due_of(index, term)
        assert answer.on == by_hand(wall, term), (seed, term)
        if number % 10 == 0:
            steps = answer.steps
            assert steps[-1].on == answer.on, (seed, term)
            assert len(steps) == abs((answer.on - term.start).days) + 1, (seed, term)
            counted = [step for step in steps if step.kind is StepKind.COUNTED]
            assert [step.number for step in counted] == list(range(1, len(counted) + 1)), (seed, term)
            if term.unit is Unit.WORKDAY:
                assert len(counted) == term.n + term.extension, (seed, term)
