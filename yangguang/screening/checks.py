"""The checks that run over a text, in order. Rooms above add theirs with `register`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from yangguang.screening.findings import Finding, Text

Check = Callable[[Text], Iterable[Finding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a check once; it runs over every text that is screened from now on."""
    if check not in _checks:
        _checks.append(check)


def registered() -> list[Check]:
    return list(_checks)


T = TypeVar("T")
_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("lists_held", default=None)


@contextmanager
def lists_held() -> Iterator[None]:
    """While many texts are screened in one go, what the checks look up (`looked_up`) is asked once."""
    before = _held.set({})
    try:
        yield
    finally:
        _held.reset(before)


def looked_up(about: Hashable, ask: Callable[[], T]) -> T:
    """What a check has to ask the database, by what it is about."""
    held = _held.get()
    if held is None:
        return ask()
    if about not in held:
        held[about] = ask()
    found: T = held[about]
    return found
