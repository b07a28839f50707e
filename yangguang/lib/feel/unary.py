"""The cell of a decision table: ``-``, ``"轻微","较重"``, ``[1000..5000)``, ``not(…)``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import literals
from .parts import Facts, Test, evaluated
from .reader import Reader
from .values import STANDARD, STRICT, FeelError, Strict, Value

MAX_LENGTH = 20_000  # a cell may list many values
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """A compiled cell. No tests: whatever the value is."""

    text: str
    tests: tuple[Test, ...]
    negated: bool
    names: frozenset[str]
    manner: Strict

    @property
    def any(self) -> bool:
        return not self.tests

    @property
    def literal(self) -> bool:
        """Whether it can be reasoned about without facts."""
        return all(test.literal for test in self.tests)

    def matches(self, value: Value, facts: Facts = _NOTHING) -> bool:
        """Whether a value passes. Raises FeelError, in the strict manner, when it cannot be compared."""
        if not self.tests:
            return True
        if not self.names:
            try:
                return self._passes(value, facts)
            except (TypeError, ArithmeticError):
                pass  # told below
        else:
            facts = {**facts, "?": value}
        return evaluated(self.text, self.names, facts, lambda known: self._passes(value, known)) is True

    def _passes(self, value: Value, facts: Facts) -> bool:
        passed = False
        for test in self.tests:
            answer = test.holds(value, facts, self.manner)
            if answer is None and self.negated:
                return False
            passed = passed or answer is True
        return passed != self.negated


@lru_cache(maxsize=8192)
def cell(text: str, names: frozenset[str] = frozenset(), standard: bool = False) -> Cell:
    """Read a cell; an empty one is ``-``. Raises FeelError that names the place it cannot read."""
    text = text.strip()
    manner = STANDARD if standard else STRICT
    if text in {"", "-", "—", "－", "–"}:
        return Cell("-", (), False, frozenset(), manner)
    if len(text) > MAX_LENGTH:
        raise FeelError(f"一格里超过 {MAX_LENGTH} 个字符，请简化。")
    plainly = literals.tests(text)
    if plainly is not None:
        return Cell(text, plainly, False, frozenset(), manner)
    reader = Reader(text, names, frozenset(), manner)
    negated = _all_negated(reader)
    if negated:
        reader.at = 2
    tests = reader.tests()
    if negated:
        reader.need(")")
    if reader.next.kind != "end":
        raise reader.fail()
    return Cell(text, tests, negated, frozenset(reader.names), manner)


def _all_negated(reader: Reader) -> bool:
    """Whether the whole cell stands in ``not(…)``."""
    if [token.text for token in reader.tokens[:2]] != ["not", "("]:
        return False
    depth = 0
    for place, token in enumerate(reader.tokens):
        if token.kind == "op":
            depth += (token.text in "([") - (token.text in ")]")
            if depth == 0:
                return reader.tokens[place + 1].kind == "end"
    return False
