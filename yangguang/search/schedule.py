"""What the worker does for search: bring the index up to what was published, and count what was sought."""

from __future__ import annotations

from yangguang.jobs import schedule
from yangguang.search import actions
from yangguang.search.actions import rebuilding, sought, terms


@schedule.continuously("search.apply")
def apply_changes() -> int:
    """In every round; a long queue is worked off over several, and so is a rebuild."""
    return actions.apply() or rebuilding.go_on()


@schedule.every("search.turn_the_day", seconds=600)
def turn_the_day() -> int:
    """Documents whose validity changed with the day."""
    return actions.turn_the_day()


@schedule.every("search.learn_terms", seconds=6 * 3600)
def learn_terms() -> int:
    """The words that are offered while somebody types."""
    return terms.learn()


@schedule.every("search.forget_sought", seconds=24 * 3600, steady=True)
def forget_sought() -> int:
    """What was sought long ago, or by hardly anybody."""
    return sought.forget()
