"""Random lives of clocks, lived through the verbs day by day, against a count that knows only the day before.

A few in the suite; ``make property`` lives 250. A failure prints its seed.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import pytest

from yangguang.deadlines import actions, rules
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock

from .conftest import NOTICE, Permits

EXAMPLES = max(12, int(os.environ.get("YANGGUANG_PROPERTY_EXAMPLES", "0")) // 20)
SEED = int(os.environ.get("YANGGUANG_PROPERTY_SEED", "20261122"))
DAY = timedelta(days=1)


class Fingers:
    """What a clerk with a wall calendar knows in the evening of each day."""

    def __init__(self, start: date, n: int) -> None:
        self.counted, self.wanted, self.held, self.n = 0, n, False, n
        self.due: date | None = None
        self.day = start

    def evening(self, worked: bool) -> None:
        """The day is over: it counted, or it did not."""
        self.counted += worked and not self.held
        if self.counted == self.wanted and self.due is None and not self.held:
            self.due = self.day

    def extend(self, by: int) -> None:
        self.wanted, self.due = self.wanted + by, None

    def restart(self) -> None:
        self.counted, self.wanted, self.held, self.due = 0, self.n, False, None


@pytest.mark.django_db
def test_property_a_life_of_suspensions_extensions_and_supplements_ends_where_fingers_end(
    permits: Permits,
) -> None:
    index = rules.calendar()
    for number in range(EXAMPLES):
        seed = SEED * 100_000 + number
        rng = random.Random(seed)
        day = date(2024, 1, 2) + DAY * rng.randint(0, 500)
        running = permits.begin(day.isoformat(), "FOI_REPLY")
        fingers, extended, asked = Fingers(day, 20), False, False
        suspended, waiting = date.min, False
        while fingers.due is None:
            day += DAY
            fingers.day = day
            # During the day the verbs; in the evening it is known whether the day counted.
            with clock.set_to(clock.moment(day, 10)):
                running.refresh_from_db()
                came_back = fingers.held and rng.random() < 0.15
                last = running.due_on == day
                if not fingers.held and not extended and rng.random() < (0.5 if last else 0.03):
                    by = rng.randint(1, 20)
                    actions.extend(running, by, reason="量大", notice=NOTICE, acting=SYSTEM)
                    fingers.extend(by)
                    extended = True
                    running.refresh_from_db()
                begins = not fingers.held and running.due_on != day and suspended < day and rng.random() < 0.1
                if begins:
                    waiting = not asked and rng.random() < 0.3
                    asked = asked or waiting
                    ground = "supplement" if waiting else "agency"
                    actions.suspend(running, ground, notice=NOTICE, by=SYSTEM)
                elif came_back and waiting:
                    actions.restart(running, by=SYSTEM)
                elif came_back:
                    actions.resume(running, by=SYSTEM)
            fingers.evening(index.is_workday(day))
            if begins:  # the day of the notice still counted
                fingers.held, suspended = True, day
            elif came_back and waiting:
                fingers.restart()
                extended, waiting = False, False
            elif came_back:  # the day of the answer did not
                fingers.held = False
        running.refresh_from_db()
        assert (running.due_on, running.held_since) == (fingers.due, None), seed
        assert rules.of_clock(running).on == fingers.due, seed
        assert str(fingers.due) in running.explanation["text"], seed
