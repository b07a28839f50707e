"""Public identifiers: 26 characters, sortable by time of birth (ULID, Crockford base 32)."""

from __future__ import annotations

import os

from . import clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
LENGTH = 26


def new_uid() -> str:
    """A new identifier: 48 bits of milliseconds since 1970, then 80 random bits."""
    value = (int(clock.now().timestamp() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(120, -1, -10)])


def is_uid(text: str) -> bool:
    """Whether a text has the form of an identifier of ours."""
    return len(text) == LENGTH and text[0] in "01234567" and all(c in _ALPHABET for c in text)
