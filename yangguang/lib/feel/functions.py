"""The functions that S-FEEL may call: these and no others, none of which reaches outside or runs long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .values import NUMBERS, Months, Value, duration, kind, moment, number_text


class Builtin(NamedTuple):
    """A function, the names of its parameters, and how many it needs at least."""

    run: Callable[..., Value]
    parameters: tuple[str, ...]
    least: int = 1


def _number(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError("要一个数")
    return value


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError("要一段文字")
    return value


def _many(values: Sequence[Value]) -> Sequence[Value]:
    """What an aggregate was given: one list, or the values one by one."""
    return values[0] if len(values) == 1 and isinstance(values[0], tuple) else values


def _date(value: Value, month: Value = None, day: Value = None) -> date:
    if month is not None:
        return date(int(_number(value)), int(_number(month)), int(_number(day)))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(_text(value))


def _date_and_time(value: Value, at: Value = None) -> datetime:
    if at is not None:
        return datetime.combine(_date(value), at)
    return value if isinstance(value, datetime) else moment(_text(value))


def _time(value: Value) -> time:
    if isinstance(value, datetime):
        return value.timetz()
    return value if isinstance(value, time) else time.fromisoformat(_text(value))


def _string(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Months):
        return str(value)
    raise TypeError("不能变成文字")


def _to_number(value: Value, grouping: Value = None, point: Value = None) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = _text(value)
    if len(text) > 60:
        raise ValueError(text)
    text = text.replace(_text(grouping), "") if grouping else text
    text = text.replace(_text(point), ".") if point else text
    if not text or not set(text) <= set("0123456789.-+eE"):
        raise ValueError(text)
    return NUMBERS.create_decimal(text)


def _rounded(how: str) -> Callable[..., Decimal]:
    def run(value: Value, scale: Value = Decimal(0)) -> Decimal:
        places = int(_number(scale))
        if not -6_000 < places < 6_000:
            raise ArithmeticError("小数位数不对")
        rounded = _number(value).quantize(Decimal(1).scaleb(-places), rounding=how, context=NUMBERS)
        return NUMBERS.add(rounded, Decimal(0))

    return run


def _substring(text: Value, start: Value, length: Value = None) -> str:
    words, at = _text(text), int(_number(start))
    if not at:
        raise TypeError("从 1 数起")
    begin = at - 1 if at > 0 else max(0, len(words) + at)
    return words[begin:] if length is None else words[begin : begin + max(0, int(_number(length)))]


def _sum(*values: Value) -> Value:
    many = _many(values)
    total = Decimal(0)
    for one in many:
        total = NUMBERS.add(total, _number(one))
    return total if many else None


def _extreme(pick: Callable[[Sequence[Value]], Value]) -> Callable[..., Value]:
    def run(*values: Value) -> Value:
        many = _many(values)
        if len({kind(one) for one in many}) > 1:
            raise TypeError("不是同一类的值")
        return pick(many) if many else None

    return run


def _mean(*values: Value) -> Value:
    many = _many(values)
    return NUMBERS.divide(_sum(*many), Decimal(len(many))) if many else None


def _listed(many: Value) -> tuple[Value, ...]:
    return many if isinstance(many, tuple) else (many,)


def _modulo(a: Value, b: Value) -> Decimal:
    dividend, divisor = _number(a), _number(b)
    whole = NUMBERS.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return NUMBERS.subtract(dividend, NUMBERS.multiply(divisor, whole))


BUILTINS: dict[str, Builtin] = {
    "date": Builtin(_date, ("from", "month", "day")),
    "date and time": Builtin(_date_and_time, ("from", "time")),
    "time": Builtin(_time, ("from",)),
    "duration": Builtin(lambda text: duration(_text(text)), ("from",)),
    "number": Builtin(_to_number, ("from", "grouping separator", "decimal separator")),
    "string": Builtin(_string, ("from",)),
    "abs": Builtin(lambda n: abs(n) if isinstance(n, Decimal) else abs(_number(n)), ("n",)),
    "floor": Builtin(_rounded(ROUND_FLOOR), ("n", "scale")),
    "ceiling": Builtin(_rounded(ROUND_CEILING), ("n", "scale")),
    "decimal": Builtin(_rounded(ROUND_HALF_EVEN), ("n", "scale"), 2),
    "round half up": Builtin(_rounded(ROUND_HALF_UP), ("n", "scale"), 2),
    "modulo": Builtin(_modulo, ("dividend", "divisor"), 2),
    "sqrt": Builtin(lambda n: NUMBERS.sqrt(_number(n)), ("number",)),
    "exp": Builtin(lambda n: NUMBERS.exp(_number(n)), ("number",)),
    "log": Builtin(lambda n: NUMBERS.ln(_number(n)), ("number",)),
    "odd": Builtin(lambda n: _modulo(n, Decimal(2)) == 1, ("number",)),
    "even": Builtin(lambda n: _modulo(n, Decimal(2)) == 0, ("number",)),
    "string length": Builtin(lambda text: Decimal(len(_text(text))), ("string",)),
    "substring": Builtin(_substring, ("string", "start position", "length"), 2),
    "upper case": Builtin(lambda text: _text(text).upper(), ("string",)),
    "lower case": Builtin(lambda text: _text(text).lower(), ("string",)),
    "contains": Builtin(lambda text, match: _text(match) in _text(text), ("string", "match"), 2),
    "starts with": Builtin(lambda text, match: _text(text).startswith(_text(match)), ("string", "match"), 2),
    "ends with": Builtin(lambda text, match: _text(text).endswith(_text(match)), ("string", "match"), 2),
    "substring before": Builtin(
        lambda text, match: _text(text).partition(_text(match))[0] if _text(match) in _text(text) else "",
        ("string", "match"),
        2,
    ),
    "substring after": Builtin(
        lambda text, match: _text(text).partition(_text(match))[2] if match else _text(text),
        ("string", "match"),
        2,
    ),
    "count": Builtin(lambda many: Decimal(len(_listed(many))), ("list",)),
    "list contains": Builtin(lambda many, element: element in _listed(many), ("list", "element"), 2),
    "append": Builtin(lambda many, *more: (*_listed(many), *more), ("list",)),
    "concatenate": Builtin(lambda *lists: tuple(x for one in lists for x in _listed(one)), (), 1),
    "reverse": Builtin(lambda many: tuple(reversed(_listed(many))), ("list",)),
    "sum": Builtin(_sum, ("list",)),
    "min": Builtin(_extreme(min), ("list",)),
    "max": Builtin(_extreme(max), ("list",)),
    "mean": Builtin(_mean, ("list",)),
    "all": Builtin(lambda *values: all(one is True for one in _many(values)), ("list",)),
    "any": Builtin(lambda *values: any(one is True for one in _many(values)), ("list",)),
}
VARIADIC = {"sum", "min", "max", "mean", "all", "any", "append", "concatenate"}
