"""The checks that run over a text, in order. Rooms above add theirs with `register`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yangguang.screening.findings import Finding, Text

Check = Callable[[Text], Iterable[Finding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a check once; it runs over every text that is screened from now on."""
    if check not in _checks:
        _checks.append(check)


def registered() -> list[Check]:
    return list(_checks)
