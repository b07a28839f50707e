"""What the worker does for search: bring the index up to what was published."""

from __future__ import annotations

from yangguang.jobs import schedule
from yangguang.search import actions


@schedule.continuously("search.apply")
def apply_changes() -> int:
    """In every round; a long queue is worked off over several."""
    return actions.apply()
