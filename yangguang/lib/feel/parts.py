"""What an expression is made of once it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .values import FeelError, Strict, Value

Facts = Mapping[str, Any]
Run = Callable[[Facts], Any]


class Constant:
    """What evaluates to the same whatever the facts."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __call__(self, facts: Facts) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a value: ``=`` and ``!=`` against ``low``, a ``span`` between two ends, or ``?``, a condition."""

    op: str
    low: Run | None = None
    low_closed: bool = True
    high: Run | None = None
    high_closed: bool = True

    @property
    def literal(self) -> bool:
        """Whether it can be read without any facts: what a proof can reason about."""
        return self.op != "?" and all(
            end is None or isinstance(end, Constant) for end in (self.low, self.high)
        )

    def holds(self, value: Value, facts: Facts, manner: Strict) -> bool | None:
        if self.op == "span":
            above = self.low is None or manner.compare(
                ">=" if self.low_closed else ">", value, self.low(facts)
            )
            below = self.high is None or manner.compare(
                "<=" if self.high_closed else "<", value, self.high(facts)
            )
            return manner.join("and", above, below)
        assert self.low is not None
        wanted = self.low(facts)
        if self.op == "?":
            return manner.truth(wanted)
        if isinstance(wanted, tuple) and not isinstance(value, tuple):
            return any(manner.equal(value, one) is True for one in wanted)
        same = manner.equal(value, wanted)
        return same if self.op == "=" or same is None else not same


@dataclass(frozen=True)
class Expression:
    """A compiled expression: its text, the names it asks for, and ``evaluate``."""

    text: str
    names: frozenset[str]
    _run: Run

    @property
    def constant(self) -> bool:
        """Whether it is a literal value."""
        return isinstance(self._run, Constant)

    def evaluate(self, facts: Facts) -> Any:
        """Its value over these facts. Raises FeelError for a missing name or things that do not compare."""
        return evaluated(self.text, self.names, facts, self._run)

    def holds(self, facts: Facts) -> bool:
        """Whether it is true. Raises FeelError when the value is neither true nor false."""
        value = self.evaluate(facts)
        if not isinstance(value, bool):
            raise FeelError(f"条件“{self.text}”的结果不是“真”或“假”。")
        return value


def evaluated(text: str, names: frozenset[str], facts: Facts, run: Callable[[Facts], Value]) -> Value:
    """Run it, telling what is missing or cannot be calculated as one FeelError."""
    if not names <= facts.keys():
        missing = sorted(names - facts.keys())
        raise FeelError(f"条件“{text}”要用到“{missing[0]}”，但这一件没有这个事实。")
    try:
        return run(facts)
    except FeelError:
        raise
    except (TypeError, ArithmeticError, ValueError) as error:
        said = str(error) if isinstance(error, TypeError) else "除数为零、结果太大或者值不对"
        raise FeelError(f"条件“{text}”算不出来：{said}") from None
