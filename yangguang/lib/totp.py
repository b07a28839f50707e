"""One-time codes of authenticator apps: RFC 6238 over RFC 4226, SHA-1, steps of 30 seconds, six digits.

These are the values that every app understands; SHA-1 is no weakness here (RFC 6238, section 1.2: HMAC needs no
collision resistance). A match answers *which* step it was, so that the caller can refuse the same code twice.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20


def new_secret() -> bytes:
    """160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(moment: datetime) -> int:
    """The number of the 30-second step in which a moment falls."""
    return int(moment.timestamp()) // STEP_SECONDS


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: bytes, typed: str, moment: datetime, *, tolerance: int = 1) -> int | None:
    """The step whose code was typed, at most ``tolerance`` steps away (phones' clocks differ); None if there is none.

    Every candidate is compared, so that the time taken does not tell which one was right.
    """
    now = step_at(moment)
    found = None
    for step in range(now - tolerance, now + tolerance + 1):
        if hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            found = step
    return found


def spelled(secret: bytes) -> str:
    """The secret in base 32, in groups of four, for those who type it into the app."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """The ``otpauth:`` address that the QR code carries."""
    query = urlencode(
        {
            "secret": spelled(secret).replace(" ", ""),
            "issuer": issuer,
            "digits": DIGITS,
            "period": STEP_SECONDS,
        },
        quote_via=quote,
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"
