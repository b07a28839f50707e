"""The worker of a rehearsal looks at its clock in every round."""

from yangguang.jobs.schedule import continuously
from yangguang.rehearsal import rules


@continuously("rehearsal.clock")
def follow_the_clock() -> int:
    """Nothing was done that another round should follow."""
    rules.follow()
    return 0
