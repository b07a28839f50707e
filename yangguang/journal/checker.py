"""The stand-alone checker that citizens download: one Python file, no library, no network.

Its text lies in ``check_proof.py.txt`` (a text, so that nothing here can import it);
a test runs it against lib.proof on honest and forged proofs.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from yangguang.lib.crypto import Signer

_TEXT = Path(__file__).with_name("check_proof.py.txt")


@cache
def _text() -> str:
    return _TEXT.read_text(encoding="utf-8")


def source() -> str:
    """The program, with this house's present public key written in."""
    return _text().replace("@PUBLIC_KEY@", Signer(settings.YANGGUANG_SEAL_KEY).public_key.hex())
