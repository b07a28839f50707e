"""Public identifiers: 26 characters, sortable by time of birth (ULID, Crockford base 32)."""

from __future__ import annotations

import os

from . import clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
LENGTH = 26
_DRAWN = 10  # random bytes of each


def new_uid() -> str:
    """A new identifier: 48 bits of milliseconds since 1970, then 80 random bits."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[str]:
    """Several identifiers that are born at one moment; among themselves they are in no order."""
    now, lot = int(clock.now().timestamp() * 1000), os.urandom(_DRAWN * count)
    pairs = _PAIRS
    born = "".join([pairs[(now >> shift) & 1023] for shift in (40, 30, 20, 10, 0)])
    made = []
    for at in range(0, len(lot), _DRAWN):
        bits = int.from_bytes(lot[at : at + _DRAWN], "big")
        made.append(
            f"{born}{pairs[bits >> 70]}{pairs[bits >> 60 & 1023]}{pairs[bits >> 50 & 1023]}{pairs[bits >> 40 & 1023]}"
            f"{pairs[bits >> 30 & 1023]}{pairs[bits >> 20 & 1023]}{pairs[bits >> 10 & 1023]}{pairs[bits & 1023]}"
        )
    return made


def is_uid(text: str) -> bool:
    """Whether a text has the form of an identifier of ours."""
    return len(text) == LENGTH and text[0] in "01234567" and all(c in _ALPHABET for c in text)
