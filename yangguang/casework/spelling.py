"""The verb that spells titles for the search by first letters. What it writes follows from the title alone: no act."""

from __future__ import annotations

from yangguang.casework.finding import initials, unspelt
from yangguang.casework.models import Case

AT_ONCE = 2_000


def spell_titles(most: int = AT_ONCE) -> int:
    """Spell the titles that nobody has spelt yet, oldest first; run by the worker until none is left. How many.

    Conditional on the title: one that changes meanwhile is spelt by who changes it.
    """
    return sum(
        Case.objects.filter(pk=pk, title=title).update(initials=initials(title))
        for pk, title in unspelt().values_list("pk", "title")[:most]
    )
