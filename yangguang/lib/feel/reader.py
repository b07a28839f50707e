"""Reads an expression by recursive descent and makes of it what evaluates it. Everything is bounded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from .calls import builtin, knowledge
from .functions import BUILTINS
from .literals import constant
from .parts import Constant, Expression, Run, Test
from .tokens import Token, tokens, unquoted
from .values import NUMBERS, STANDARD, STRICT, FeelError, Strict, duration, moment, plain

MAX_LENGTH = 1_000
MAX_DEPTH = 40
MAX_DIGITS = 34

_RESERVED = {"and", "or", "in", "between", "if", "then", "else"}


def compile(
    text: str,
    *,
    names: frozenset[str] = frozenset(),
    calls: frozenset[str] = frozenset(),
    standard: bool = False,
) -> Expression:
    """Read an expression. Raises FeelError that names the place it cannot read.

    ``names`` are those that have spaces or signs in them, ``calls`` those that may be called. ``standard`` gives null
    where DMN does; the house's own manner is strict.
    """
    text = text.strip()
    text = (
        text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text.removeprefix("=").strip()
    )
    if not text:
        raise FeelError("条件是空的。")
    if len(text) > MAX_LENGTH:
        raise FeelError(f"条件超过 {MAX_LENGTH} 个字符，请简化。")
    plainly = constant(text)
    if plainly is not None:
        return Expression(text, frozenset(), plainly)
    if text.isidentifier() and text not in _RESERVED and text != "not":
        return Expression(text, frozenset({text}), lambda facts: plain(facts[text]))
    reader = Reader(text, names | calls, calls, STANDARD if standard else STRICT)
    run = reader.whole()
    return Expression(text, frozenset(reader.names), run)


class Reader:
    """Recursive descent over the tokens; each method returns what evaluates its part."""

    def __init__(self, text: str, names: frozenset[str], calls: frozenset[str], manner: Strict) -> None:
        self.text = text
        self.tokens = list(tokens(text, names))
        self.calls = calls
        self.manner = manner
        self.at = 0
        self.depth = 0
        self.names: set[str] = set()

    @property
    def next(self) -> Token:
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

    def whole(self) -> Run:
        run = self.either()
        if self.next.kind != "end":
            raise self.fail()
        return run

    def either(self) -> Run:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelError("条件嵌套太深，请简化。")
        left = self.both()
        while self.take("or"):
            left = self._join("or", left, self.both())
        self.depth -= 1
        return left

    def both(self) -> Run:
        left = self.comparison()
        while self.take("and"):
            left = self._join("and", left, self.comparison())
        return left

    def _join(self, word: str, left: Run, right: Run) -> Run:
        join = self.manner.join
        return lambda facts: join(word, left(facts), right(facts))

    def comparison(self) -> Run:
        left = self.sum()
        operator = self.take("=", "!=", "<", "<=", ">", ">=")
        if operator:
            return self._comparison(operator, left, self.sum())
        if self.take("in"):
            return self._membership(left, self.membership())
        if self.take("between"):
            low = self.sum()
            self.need("and")
            return self._membership(left, (Test("span", low, True, self.sum(), True),))
        return left

    def _comparison(self, operator: str, left: Run, right: Run) -> Run:
        manner = self.manner
        if operator == "=":
            return lambda facts: manner.equal(left(facts), right(facts))
        if operator == "!=":
            return lambda facts: manner.negate(manner.equal(left(facts), right(facts)))
        return lambda facts: manner.compare(operator, left(facts), right(facts))

    def _membership(self, left: Run, tests: tuple[Test, ...]) -> Run:
        manner = self.manner
        if len(tests) == 1:
            return lambda facts: tests[0].holds(left(facts), facts, manner)
        return lambda facts: any(test.holds(left(facts), facts, manner) for test in tests)

    def membership(self) -> tuple[Test, ...]:
        """What stands behind ``in``: a test, or several in parentheses."""
        if self.next.text == "(" and not self._is_range(self.at + 1):
            self.need("(")
            tests = self.tests()
            self.need(")")
            return tests
        return (self.test(),)

    def tests(self) -> tuple[Test, ...]:
        found = [self.test()]
        while self.take(","):
            found.append(self.test())
        return tuple(found)

    def test(self) -> Test:
        """One unary test: ``< 5``, ``[1..5)``, a value, or a condition over ``?``."""
        if operator := self.take("<", "<=", ">", ">=", "=", "!="):
            end = self.sum()
            if operator in {"=", "!="}:
                return Test(operator, end)
            if operator.startswith("<"):
                return Test("span", None, True, end, operator == "<=")
            return Test("span", end, operator == ">=")
        if self.next.kind == "op" and self.next.text in {"[", "]", "("} and self._is_range(self.at + 1):
            opened = self.take("[", "]", "(")
            low = self.sum()
            self.need("..")
            high = self.sum()
            closed = self.take("]", ")", "[")
            if closed is None:
                raise self.fail()
            return Test("span", low, opened == "[", high, closed == "]")
        before = len(self.names), "?" in self.names
        self.names.discard("?")
        run = self.either()
        asks = "?" in self.names
        if before[1]:
            self.names.add("?")
        return Test("?" if asks else "=", run)

    def _is_range(self, begin: int) -> bool:
        """Whether ``..`` comes before the bracket that was opened closes."""
        depth = 0
        for token in self.tokens[begin:]:
            if token.kind != "op":
                continue
            if token.text == "..":
                return depth == 0
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth < 0 or (depth == 0 and token.text == ","):
                return False
        return False

    def sum(self) -> Run:
        left = self.product()
        while operator := self.take("+", "-"):
            left = self._arithmetic(operator, left, self.product())
        return left

    def product(self) -> Run:
        left = self.power()
        while operator := self.take("*", "/"):
            left = self._arithmetic(operator, left, self.power())
        return left

    def power(self) -> Run:
        left = self.sign()
        while self.take("**"):
            left = self._arithmetic("**", left, self.sign())
        return left

    def _arithmetic(self, operator: str, left: Run, right: Run) -> Run:
        work = self.manner.arithmetic
        if isinstance(left, Constant) and isinstance(right, Constant):
            try:
                return Constant(work(operator, left.value, right.value))
            except (TypeError, ArithmeticError, ValueError):
                pass  # told when it is evaluated
        return lambda facts: work(operator, left(facts), right(facts))

    def sign(self) -> Run:
        minus = False
        while self.take("-"):
            minus = not minus
        run = self.path()
        if not minus:
            return run
        if isinstance(run, Constant) and isinstance(run.value, Decimal):
            return Constant(-run.value)
        if isinstance(run, Constant) and isinstance(run.value, timedelta):
            return Constant(-run.value)
        return self._arithmetic("-", Constant(Decimal(0)), run)

    def path(self) -> Run:
        run = self.atom()
        while self.next.text == "." and self.next.kind == "op":
            self.at += 1
            token = self.next
            if token.kind != "name":
                raise self.fail()
            self.at += 1
            run = self._step(run, token.text)
        return run

    def _step(self, run: Run, name: str) -> Run:
        step = self.manner.step
        return lambda facts: step(run(facts), name)

    def atom(self) -> Run:  # noqa: PLR0911 — one return for each kind of literal
        token = self.next
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        if self.take("["):
            return self._list()
        if self.take("{"):
            return self._context()
        self.at += 1
        if token.kind == "number":
            if sum(sign.isdigit() for sign in token.text) > MAX_DIGITS:
                raise FeelError(f"条件里的数超过 {MAX_DIGITS} 位。")
            return Constant(NUMBERS.create_decimal(token.text))
        if token.kind == "text":
            return Constant(unquoted(token.text))
        if token.kind == "op" and token.text == "@" and self.next.kind == "text":
            return self._at_literal()
        if token.text == "?":
            self.names.add("?")
            return lambda facts: plain(facts["?"])
        if token.kind == "name":
            return self.word(token)
        self.at -= 1
        raise self.fail()

    def _at_literal(self) -> Run:
        text = unquoted(self.next.text)
        self.at += 1
        readings: tuple[Callable[[str], Any], ...] = (
            date.fromisoformat,
            moment,
            time.fromisoformat,
            duration,
        )
        for reading in readings:
            try:
                return Constant(reading(text))
            except ValueError:
                continue
        raise FeelError(f'条件里的 @"{text}" 不是日期、时间或时长。')

    def _list(self) -> Run:
        parts: list[Run] = []
        while not self.take("]"):
            if parts:
                self.need(",")
            parts.append(self.either())
        if all(isinstance(one, Constant) for one in parts):
            return Constant(tuple(one({}) for one in parts))
        return lambda facts: tuple(one(facts) for one in parts)

    def _context(self) -> Run:
        parts: dict[str, Run] = {}
        while not self.take("}"):
            if parts:
                self.need(",")
            key = self.next
            if key.kind not in {"name", "text"}:
                raise self.fail()
            self.at += 1
            self.need(":")
            parts[unquoted(key.text) if key.kind == "text" else key.text] = self.either()
        return lambda facts: {name: one(facts) for name, one in parts.items()}

    def word(self, token: Token) -> Run:
        fixed = {"true": True, "false": False, "null": None}
        if token.text in fixed:
            return Constant(fixed[token.text])
        if token.text == "if":
            return self._choice()
        called = self.next.text == "(" and self.next.kind == "op"
        if token.text == "not":
            self.need("(")
            inner = self.either()
            self.need(")")
            negate = self.manner.negate
            return lambda facts: negate(inner(facts))
        if called and (token.text in self.calls or token.text in BUILTINS):
            return self._call(token)
        if token.text in _RESERVED or called:
            self.at -= 1
            raise self.fail()
        self.names.add(token.text)
        name = token.text
        return lambda facts: plain(facts[name])

    def _choice(self) -> Run:
        condition = self.either()
        self.need("then")
        then = self.either()
        self.need("else")
        other = self.either()
        truth = self.manner.truth
        return lambda facts: then(facts) if truth(condition(facts)) else other(facts)

    def _call(self, token: Token) -> Run:
        self.need("(")
        placed: list[Run] = []
        named: dict[str, Run] = {}
        while not self.take(")"):
            if placed or named:
                self.need(",")
            name = self._argument_name()
            if name:
                named[name] = self.either()
            elif named:
                raise self.fail()
            else:
                placed.append(self.either())
        if token.text in self.calls:
            self.names.add(token.text)
            return knowledge(token.text, placed, named)
        return builtin(token.text, placed, named, self.manner)

    def _argument_name(self) -> str:
        """The name before a colon, if that is what comes: several words count as one."""
        at = self.at
        while self.tokens[at].kind == "name":
            at += 1
        if at == self.at or self.tokens[at].text != ":":
            return ""
        name = " ".join(token.text for token in self.tokens[self.at : at])
        self.at = at + 1
        return name
