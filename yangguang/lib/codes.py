"""Verification codes (验证码) that people read off paper: sixteen letters and digits in four groups, the last one a check.

The alphabet leaves out I, L, O and U; whoever types O for 0 or l for 1 is understood. Fifteen characters are drawn at
random (75 bits: not to be guessed), the sixteenth is Luhn's check modulo 32, which finds every single mistyped one.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_WRITTEN = re.compile(r"\b[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3}\b")
_BETWEEN = re.compile(r"[\s\-－—–]+")


def new_code() -> str:
    """A new code, as it is written: ``7K3M-P9QX-2WTB-C4DF``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return written(body + _check(body))


def written(code: str) -> str:
    """Sixteen characters in four groups."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def understood(text: str) -> str | None:
    """What a person typed, as it is written; None when it cannot be a code of ours."""
    typed = _BETWEEN.sub("", text).upper()
    if len(typed) != LENGTH or not typed.isascii() or any(letter not in _VALUES for letter in typed):
        return None
    plain = "".join(ALPHABET[_VALUES[letter]] for letter in typed)
    return written(plain) if _check(plain[:-1]) == plain[-1] else None


def hidden(text: str) -> str:
    """A text without the codes in it, for logs: whoever has a code may read what it stands for."""
    return _WRITTEN.sub("****", text)


def _check(body: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(body)):
        value = _VALUES[letter] * (1 if place % 2 else 2)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
