"""A proof of work: some counting that costs one browser a second and a robot that sends ten thousand forms its day.

The puzzle is ``PARTS`` small ones, so that luck evens out: for each part find a number whose SHA-256 of
``nonce:part:number`` begins with ``bits - 3`` zero bits. On average that takes 2**bits hashes.
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import count

PARTS = 8
_ANSWER = re.compile(rf"[0-9]{{1,12}}(?:\.[0-9]{{1,12}}){{{PARTS - 1}}}")


def answers(nonce: str, bits: int, answer: str) -> bool:
    """Whether ``answer``, the numbers joined by points, solves the puzzle. Costs eight hashes at most."""
    if not _ANSWER.fullmatch(answer):
        return False
    return all(_fits(nonce, part, number, bits) for part, number in enumerate(answer.split(".")))


def solve(nonce: str, bits: int) -> str:
    """The answer, found by trying: what a browser does, for tests and for programs that are told to."""
    return ".".join(
        next(str(number) for number in count() if _fits(nonce, part, str(number), bits))
        for part in range(PARTS)
    )


def _fits(nonce: str, part: int, number: str, bits: int) -> bool:
    zeros = max(0, bits - 3)
    digest = sha256(f"{nonce}:{part}:{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - zeros) == 0
