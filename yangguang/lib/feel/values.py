"""The values of S-FEEL and what can be done with them: numbers as Decimal, texts, truth, days, moments, durations, lists.

Two manners. *Strict* is the house's: a comparison of unlike things, or of nothing, is an error. *Standard* is the
one of DMN: it gives null, and ``and``, ``or``, ``not`` know three values. Both calculate in 34 decimal digits.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, Protocol

# decimal128, as DMN wants it: exact for every amount of money, and an exponent that cannot exhaust the machine.
NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])


class FeelError(ValueError):
    """An expression that cannot be read or evaluated; the message is a clear sentence in Chinese."""


@dataclass(frozen=True, order=True)
class Months:
    """A duration of years and months."""

    months: int

    def __str__(self) -> str:
        years, rest = divmod(abs(self.months), 12)
        return f"{'-' if self.months < 0 else ''}P{f'{years}Y' if years else ''}{f'{rest}M' if rest or not years else ''}"


class Callee(Protocol):
    """What an expression may call: knowledge of a DMN model."""

    parameters: tuple[str, ...]

    def call(self, arguments: Mapping[str, Any]) -> Any: ...


Value = Any
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "truth"),
    (Decimal, "number"),
    (str, "text"),
    (datetime, "moment"),
    (date, "day"),
    (time, "time"),
    (timedelta, "duration"),
    (Months, "months"),
    (tuple, "list"),
    (Mapping, "context"),
)
_ORDERED = {"number", "text", "moment", "day", "time", "duration", "months"}
KIND_WORDS = {
    "truth": "真假",
    "number": "数",
    "text": "文字",
    "moment": "日期时间",
    "day": "日期",
    "time": "时间",
    "duration": "时长",
    "months": "年月时长",
    "list": "列表",
    "context": "分项",
    "null": "空",
}


def kind(value: Value) -> str:
    """Which kind of value this is; ``null`` for none."""
    return next((name for type_, name in _KINDS if isinstance(value, type_)), "null")


def plain(value: Any) -> Value:
    """A fact as S-FEEL knows it: every number is a Decimal; floats are refused, they are not exact."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, float):
        raise TypeError("事实里有浮点数，请用整数或十进制数")
    if isinstance(value, Decimal) and not value.is_finite():
        raise TypeError("事实里有不是数的数")
    if isinstance(value, list | tuple):
        return tuple(plain(one) for one in value)
    return value


def _alike(a: Value, b: Value) -> str:
    one, other = kind(a), kind(b)
    if one != other:
        raise TypeError(f"一边是{KIND_WORDS[one]}，一边是{KIND_WORDS[other]}，不能比较")
    return one


def _moments(a: Value, b: Value) -> None:
    if isinstance(a, datetime | time) and (a.tzinfo is None) != (b.tzinfo is None):
        raise TypeError("一边有时区，一边没有，不能比较")


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Strict:
    """The house's manner: what cannot be compared is told."""

    def equal(self, a: Value, b: Value) -> bool | None:
        if a is not None and b is not None:
            _alike(a, b)
            _moments(a, b)
        return bool(a == b)

    def compare(self, operator: str, a: Value, b: Value) -> bool | None:
        if a is None or b is None or isinstance(a, bool):
            raise TypeError("空值和真假值不分大小")
        if _alike(a, b) not in _ORDERED:
            raise TypeError("列表和分项不分大小")
        _moments(a, b)
        return _ORDER[operator](a, b)

    def truth(self, value: Value) -> bool | None:
        if not isinstance(value, bool):
            raise TypeError("and、or、not 只接受真或假")
        return value

    def join(self, word: str, a: Value, b: Value) -> bool | None:
        # Both sides are looked at: a mistake on the right is not hidden by luck on the left.
        one, other = self.truth(a), self.truth(b)
        decides = word == "or"
        if one is decides or other is decides:
            return decides
        return None if one is None or other is None else not decides

    def negate(self, value: Value) -> bool | None:
        known = self.truth(value)
        return None if known is None else not known

    def arithmetic(self, operator: str, a: Value, b: Value) -> Value:
        return arithmetic(operator, a, b)

    def step(self, value: Value, name: str) -> Value:
        """The part of a context, a day or a duration that a path names."""
        return part(value, name)


class Standard(Strict):
    """DMN's manner: what cannot be said is null."""

    def equal(self, a: Value, b: Value) -> bool | None:
        if a is None or b is None:
            return a is None and b is None
        same: bool | None = self._or_null(lambda: super(Standard, self).equal(a, b))
        return same

    def compare(self, operator: str, a: Value, b: Value) -> bool | None:
        order: bool | None = self._or_null(lambda: super(Standard, self).compare(operator, a, b))
        return order

    def truth(self, value: Value) -> bool | None:
        return value if isinstance(value, bool) else None

    def arithmetic(self, operator: str, a: Value, b: Value) -> Value:
        return self._or_null(lambda: arithmetic(operator, a, b))

    def step(self, value: Value, name: str) -> Value:
        if isinstance(value, tuple):
            return tuple(self.step(one, name) for one in value)
        return self._or_null(lambda: part(value, name))

    @staticmethod
    def _or_null(ask: Callable[[], Value]) -> Value:
        try:
            return ask()
        except (TypeError, ArithmeticError):
            return None


STRICT, STANDARD = Strict(), Standard()


def arithmetic(operator: str, a: Value, b: Value) -> Value:
    """``+ - * / **``. Raises TypeError for what has no such operation, ArithmeticError for what has no result."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _NUMBER_WORK[operator](a, b)
    if operator == "+" and isinstance(a, str) and isinstance(b, str):
        if len(a) + len(b) > 20_000:
            raise OverflowError("文字太长")
        return a + b
    if operator in "+-":
        return _time_sum(operator, a, b)
    if isinstance(a, timedelta | Months) and isinstance(b, Decimal) and operator in "*/":
        return _scaled(operator, a, b)
    if isinstance(b, timedelta | Months) and isinstance(a, Decimal) and operator == "*":
        return _scaled(operator, b, a)
    raise TypeError(f"{KIND_WORDS[kind(a)]}和{KIND_WORDS[kind(b)]}不能这样算")


_NUMBER_WORK: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def _time_sum(operator: str, a: Value, b: Value) -> Value:
    sign = 1 if operator == "+" else -1
    if isinstance(a, Months) and isinstance(b, Months):
        return Months(a.months + sign * b.months)
    if isinstance(a, timedelta) and isinstance(b, timedelta):
        return a + sign * b
    if isinstance(a, Months | timedelta) and isinstance(b, date) and sign > 0:
        a, b = b, a
    if isinstance(a, date):
        if isinstance(b, Months):
            return _months_later(a, sign * b.months)
        if isinstance(b, timedelta):
            return a + sign * b
        if isinstance(b, date) and sign < 0 and isinstance(a, datetime) == isinstance(b, datetime):
            _moments(a, b)
            return a - b
    raise TypeError(f"{KIND_WORDS[kind(a)]}和{KIND_WORDS[kind(b)]}不能相{'加' if sign > 0 else '减'}")


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("日期超出范围")
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _scaled(operator: str, duration: timedelta | Months, by: Decimal) -> timedelta | Months:
    if isinstance(duration, Months):
        return Months(int(_NUMBER_WORK[operator](Decimal(duration.months), by)))
    seconds = Decimal(duration.days * 86_400 + duration.seconds)
    return timedelta(seconds=int(_NUMBER_WORK[operator](seconds, by)))


def part(value: Value, name: str) -> Value:
    """``value.name``. Raises TypeError when there is no such part; no attribute of Python is ever read."""
    if isinstance(value, Mapping):
        if name not in value:
            raise TypeError(f"里面没有“{name}”")
        return plain(value[name])
    if isinstance(value, date) and name in {"year", "month", "day", "weekday"}:
        return Decimal({"year": value.year, "month": value.month, "day": value.day, "weekday": value.isoweekday()}[name])  # fmt: skip
    if isinstance(value, datetime | time) and name in {"hour", "minute", "second"}:
        return Decimal({"hour": value.hour, "minute": value.minute, "second": value.second}[name])
    if isinstance(value, Months) and name in {"years", "months"}:
        return Decimal(abs(value.months) // 12 if name == "years" else abs(value.months) % 12)
    if isinstance(value, timedelta) and name in {"days", "hours", "minutes", "seconds"}:
        seconds = abs(value).days * 86_400 + abs(value).seconds
        cut = {"days": (86_400, 10**12), "hours": (3_600, 24), "minutes": (60, 60), "seconds": (1, 60)}[name]
        return Decimal(seconds // cut[0] % cut[1])
    raise TypeError(f"{KIND_WORDS[kind(value)]}里没有“{name}”")


_DAYS_AND_TIME = re.compile(
    r"(-?)P(?:(\d{1,8})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})(?:\.\d+)?S)?)?"
)
_YEARS_AND_MONTHS = re.compile(r"(-?)P(?:(\d{1,5})Y)?(?:(\d{1,6})M)?")


def duration(text: str) -> timedelta | Months:
    """``P1DT2H`` or ``P1Y6M``. Raises ValueError for anything else."""
    text = text.strip()
    if not text.endswith(("P", "T")):
        if found := _YEARS_AND_MONTHS.fullmatch(text):
            months = int(found[2] or 0) * 12 + int(found[3] or 0)
            return Months(-months if found[1] else months)
        if found := _DAYS_AND_TIME.fullmatch(text):
            days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
            long = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
            return -long if found[1] else long
    raise ValueError(text)


def moment(text: str) -> datetime:
    """A date and time; a day alone is its midnight. Raises ValueError."""
    return datetime.fromisoformat(text.strip().partition("@")[0])


def shown(value: Value) -> str:
    """A value as a page or a sentence shows it."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, tuple):
        return "、".join(shown(one) for one in value)
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{shown(one)}" for name, one in value.items())
    return value.isoformat() if isinstance(value, date | time) else str(value)


def number_text(value: Decimal) -> str:
    """A number in plain digits, without needless zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
