"""S-FEEL, the one language of conditions: closed, small, exact.

Literals (numbers as Decimal, texts, true, false, null, ``date("2026-01-01")``), names, comparisons, ``and``, ``or``,
``not(…)``, arithmetic, ``x in (1, 2)``, ``x in [1..5)``, ``x between 1 and 5``. A name that is not among the facts is an
error, never false; so is a comparison of unlike things. No function is called, no attribute is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any, NamedTuple

MAX_LENGTH = 1_000
MAX_DEPTH = 40
MAX_DIGITS = 30

Facts = Mapping[str, Any]
_Run = Callable[[Facts], Any]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.(?!\.)\d*)?|\.\d+)
    | (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<op>\.\.|<=|>=|!=|\*\*|[=<>+\-*/(),\[\]])
    | (?P<name>[^\W\d][\w]*)
    )""",
    re.X,
)
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class FeelError(ValueError):
    """An expression that cannot be read or evaluated; the message is a clear sentence in Chinese."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at:].isspace():
            break
        found = _TOKEN.match(text, at)
        if not found or found.lastgroup is None:
            raise FeelError(f"条件“{text}”第 {at + 1} 个字符起读不懂：{text[at : at + 8]}")
        yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        at = found.end()
    yield _Token("end", "", len(text))


@dataclass(frozen=True)
class Expression:
    """A compiled expression: its text, the names it asks for, and ``evaluate``."""

    text: str
    names: frozenset[str]
    _run: _Run

    def evaluate(self, facts: Facts) -> Any:
        """Its value over these facts. Raises FeelError for a missing name or things that do not compare."""
        missing = sorted(self.names - facts.keys())
        if missing:
            raise FeelError(f"条件“{self.text}”要用到“{missing[0]}”，但这一件没有这个事实。")
        try:
            return self._run(facts)
        except (TypeError, InvalidOperation, DivisionByZero) as error:
            raise FeelError(f"条件“{self.text}”算不出来：{error}") from None

    def holds(self, facts: Facts) -> bool:
        """Whether it is true. Raises FeelError when the value is neither true nor false."""
        value = self.evaluate(facts)
        if not isinstance(value, bool):
            raise FeelError(f"条件“{self.text}”的结果不是“真”或“假”。")
        return value


def compile(text: str) -> Expression:
    """Read an expression. Raises FeelError that names the place it cannot read."""
    text = text.strip()
    text = (
        text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text.removeprefix("=").strip()
    )
    if not text:
        raise FeelError("条件是空的。")
    if len(text) > MAX_LENGTH:
        raise FeelError(f"条件超过 {MAX_LENGTH} 个字符，请简化。")
    reader = _Reader(text, list(_tokens(text)))
    run = reader.whole()
    return Expression(text, frozenset(reader.names), run)


def _value(value: Any) -> Any:
    """A fact as S-FEEL knows it: every number is a Decimal; floats are refused, they are not exact."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        raise TypeError("事实里有浮点数，请用整数或十进制数")
    return value


def _same_kind(a: Any, b: Any) -> None:
    if a is None or b is None:
        return
    kinds = (bool, Decimal, str, date)
    if next((k for k in kinds if isinstance(a, k)), None) is not next(
        (k for k in kinds if isinstance(b, k)), None
    ):
        raise TypeError("两边不是同一类的值，不能比较")


def _equal(a: Any, b: Any) -> bool:
    _same_kind(a, b)
    return bool(a == b)


def _compare(operator: str, a: Any, b: Any) -> bool:
    _same_kind(a, b)
    if a is None or b is None or isinstance(a, bool):
        raise TypeError("空值和真假值不分大小")
    return _ORDER[operator](a, b)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("and、or、not 只接受真或假")
    return value


def _number(value: Any) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError("不是数")
    return value


def _constant(value: Any) -> _Run:
    return lambda facts: value


class _Reader:
    """Recursive descent over the tokens; each method returns what evaluates its part."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.names: set[str] = set()

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def fail(self) -> FeelError:
        token = self.next
        what = f"“{token.text}”" if token.text else "末尾"
        return FeelError(f"条件“{self.text}”第 {token.at + 1} 个字符处读不懂：{what}")

    def take(self, *texts: str) -> str | None:
        if self.next.kind in {"op", "name"} and self.next.text in texts:
            self.at += 1
            return self.tokens[self.at - 1].text
        return None

    def need(self, text: str) -> None:
        if self.take(text) is None:
            raise self.fail()

    def whole(self) -> _Run:
        run = self.either()
        if self.next.kind != "end":
            raise self.fail()
        return run

    def either(self) -> _Run:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelError("条件嵌套太深，请简化。")
        left = self.both()
        while self.take("or"):
            left = self._join(left, self.both(), any)
        self.depth -= 1
        return left

    def both(self) -> _Run:
        left = self.comparison()
        while self.take("and"):
            left = self._join(left, self.comparison(), all)
        return left

    @staticmethod
    def _join(left: _Run, right: _Run, how: Callable[[Any], bool]) -> _Run:
        # Both sides are evaluated: a mistake on the right is not hidden by luck on the left.
        return lambda facts: how([_truth(left(facts)), _truth(right(facts))])

    def comparison(self) -> _Run:
        left = self.sum()
        operator = self.take("=", "!=", "<", "<=", ">", ">=")
        if operator:
            return self._comparison(operator, left, self.sum())
        if self.take("in"):
            return self.membership(left)
        if self.take("between"):
            low = self.sum()
            self.need("and")
            high = self.sum()
            return lambda facts: (
                _compare(">=", left(facts), low(facts)) and _compare("<=", left(facts), high(facts))
            )
        return left

    @staticmethod
    def _comparison(operator: str, left: _Run, right: _Run) -> _Run:
        if operator == "=":
            return lambda facts: _equal(left(facts), right(facts))
        if operator == "!=":
            return lambda facts: not _equal(left(facts), right(facts))
        return lambda facts: _compare(operator, left(facts), right(facts))

    def membership(self, left: _Run) -> _Run:
        if self.next.text in {"[", "]"} and self.next.kind == "op":
            test = self.range()
            return lambda facts: test(left(facts), facts)
        self.need("(")
        if self._is_range():
            test = self.range(opened="(")
            return lambda facts: test(left(facts), facts)
        options = [self.sum()]
        while self.take(","):
            options.append(self.sum())
        self.need(")")
        return lambda facts: any(_equal(left(facts), option(facts)) for option in options)

    def _is_range(self) -> bool:
        """Whether ``..`` comes before this parenthesis closes."""
        depth = 0
        for token in self.tokens[self.at :]:
            if token.text == "..":
                return depth == 0
            depth += (token.text in "([") - (token.text in ")]") if token.kind == "op" else 0
            if depth < 0:
                return False
        return False

    def range(self, opened: str = "") -> Callable[[Any, Facts], bool]:
        opened = opened or self.take("[", "]") or ""
        low = self.sum()
        self.need("..")
        high = self.sum()
        closed = self.take("]", ")", "[")
        if closed is None:
            raise self.fail()
        from_low = ">=" if opened == "[" else ">"
        to_high = "<=" if closed == "]" else "<"
        return lambda value, facts: (
            _compare(from_low, value, low(facts)) and _compare(to_high, value, high(facts))
        )

    def sum(self) -> _Run:
        left = self.product()
        while operator := self.take("+", "-"):
            left = self._arithmetic(operator, left, self.product())
        return left

    def product(self) -> _Run:
        left = self.sign()
        while operator := self.take("*", "/"):
            left = self._arithmetic(operator, left, self.sign())
        return left

    @staticmethod
    def _arithmetic(operator: str, left: _Run, right: _Run) -> _Run:
        work: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "/": lambda a, b: a / b,
        }
        return lambda facts: work[operator](_number(left(facts)), _number(right(facts)))

    def sign(self) -> _Run:
        minus = False
        while self.take("-"):
            minus = not minus
        atom = self.atom()
        return (lambda facts: -_number(atom(facts))) if minus else atom

    def atom(self) -> _Run:
        token = self.next
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        self.at += 1
        if token.kind == "number":
            if len(token.text) > MAX_DIGITS:
                raise FeelError(f"条件里的数超过 {MAX_DIGITS} 位。")
            return _constant(Decimal(token.text))
        if token.kind == "text":
            return _constant(re.sub(r"\\(.)", r"\1", token.text[1:-1]))
        if token.kind == "name":
            return self.word(token)
        self.at -= 1
        raise self.fail()

    def word(self, token: _Token) -> _Run:
        fixed = {"true": True, "false": False, "null": None}
        if token.text in fixed:
            return _constant(fixed[token.text])
        if token.text == "not":
            self.need("(")
            inner = self.either()
            self.need(")")
            return lambda facts: not _truth(inner(facts))
        if token.text == "date" and self.take("("):
            literal = self.next
            self.at += 1
            self.need(")")
            try:
                return _constant(date.fromisoformat(literal.text.strip('"')))
            except ValueError:
                raise FeelError(f'条件里的日期 {literal.text} 不对，写成 date("2026-01-31")。') from None
        if token.text in {"and", "or", "in", "between"} or (self.next.text == "(" and self.next.kind == "op"):
            self.at -= 1
            raise self.fail()
        self.names.add(token.text)
        return lambda facts: _value(facts[token.text])
