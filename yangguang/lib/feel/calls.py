"""Calls in an expression: of the language's own functions, and of knowledge in a model."""

from __future__ import annotations

from collections.abc import Callable

from .functions import BUILTINS, VARIADIC
from .parts import Constant, Facts, Run
from .values import STRICT, FeelError, Strict, Value

_LITERALS = {
    "date": '条件里的日期不对，写成 date("2026-01-31")。',
    "time": '条件里的时间不对，写成 time("09:30:00")。',
    "date and time": '条件里的日期时间不对，写成 date and time("2026-01-31T09:30:00")。',
    "duration": '条件里的时长不对，写成 duration("P10D") 或 duration("P1Y6M")。',
}


def knowledge(name: str, placed: list[Run], named: dict[str, Run]) -> Run:
    """A call of knowledge that the facts hold under this name."""

    def run(facts: Facts) -> Value:
        callee = facts[name]
        if len(placed) > len(callee.parameters) or not named.keys() <= set(callee.parameters):
            raise TypeError(f"“{name}”的参数是 {'、'.join(callee.parameters)}")
        given = dict(zip(callee.parameters, (one(facts) for one in placed), strict=False))
        given |= {key: one(facts) for key, one in named.items()}
        return callee.call(given)

    return run


def builtin(name: str, placed: list[Run], named: dict[str, Run], manner: Strict) -> Run:
    """A call of a function of the language; of fixed values it is made once. Raises FeelError when it does not fit."""
    function = BUILTINS[name]
    if named:
        if not named.keys() <= set(function.parameters):
            raise FeelError(f"{name} 的参数是：{'、'.join(function.parameters)}。")
        order = [key for key in function.parameters if key in named]
        if order != list(function.parameters[: len(order)]):
            raise FeelError(f"{name} 的参数不全：{'、'.join(function.parameters)}。")
        placed = [named[key] for key in order]
    if len(placed) < function.least or (len(placed) > len(function.parameters) and name not in VARIADIC):
        raise FeelError(f"{name} 的参数个数不对。")
    if name in _LITERALS and all(isinstance(one, Constant) for one in placed):
        try:
            return Constant(function.run(*(one({}) for one in placed)))
        except (TypeError, ValueError, ArithmeticError):
            if manner is STRICT:
                raise FeelError(_LITERALS[name]) from None
            return Constant(None)
    if manner is STRICT:
        return lambda facts: function.run(*(one(facts) for one in placed))
    return lambda facts: _or_null(function.run, [one(facts) for one in placed])


def _or_null(run: Callable[..., Value], arguments: list[Value]) -> Value:
    try:
        return run(*arguments)
    except (TypeError, ValueError, ArithmeticError):
        return None
