"""One finding of ``yangguang doctor``: each room answers ``health.checks()`` with a list of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """``ok`` is False for a fault; ``warning`` marks what deserves attention but does no harm yet."""

    name: str
    ok: bool
    message: str
    remedy: str = ""
    warning: bool = False
