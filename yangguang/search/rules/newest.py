"""The newest candidates of a question and their number: asked of the index once, by whoever needs them first."""

from __future__ import annotations

from functools import cached_property

from yangguang.search import engines
from yangguang.search.engines import Ask, First, Stage

CAP = 10_000
"""Candidates up to which anything is counted."""
KEPT = 501


class Newest:
    """What the index knows of a question, for one answer only: the page, the count and the facets are made of it."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    def positions(self, limit: int) -> list[int]:
        """The newest ``limit`` candidates, the newest first."""
        first = self._first if limit <= KEPT else None
        if first is not None:
            return first.positions[:limit]
        return engines.current().candidates(self.ask, Stage.ANY, below=self.ask.high, limit=limit)

    @cached_property
    def number(self) -> int:
        """How many candidates there are, counted to one beyond :data:`CAP`."""
        return self._first.number if self._first else engines.current().count(self.ask, CAP + 1)

    @cached_property
    def _first(self) -> First | None:
        return engines.current().first(self.ask, KEPT, CAP + 1)
