"""The stand-alone checker that citizens download: one Python file, no library, no network.

Its text lies in ``check_proof.py.txt`` (a text, so that nothing here can import it);
a test runs it against lib.proof on honest and forged proofs.
"""

from functools import cache
from pathlib import Path

from yangguang.journal.proofs import trusted_keys

_TEXT = Path(__file__).with_name("check_proof.py.txt")


@cache
def _text() -> str:
    return _TEXT.read_text(encoding="utf-8")


def source() -> str:
    """The program, with this house's public keys written in: the present one first, then those before it."""
    return _text().replace("@PUBLIC_KEYS@", " ".join(key.hex() for key in trusted_keys().values()))
