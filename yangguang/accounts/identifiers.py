"""What a person types to say who she is: a user name, an e-mail address or a mainland mobile number."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def normalised(text: str) -> str:
    """The stored form: full-width folded, no spaces, lower case, a mobile number without +86 and dashes."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    digits = re.sub(r"^(\+86|0086)|-", "", text)
    return digits if _MOBILE.fullmatch(digits) else text


def is_mobile(text: str) -> bool:
    """Whether a normalised text is a mainland mobile number."""
    return bool(_MOBILE.fullmatch(text))


def is_email(text: str) -> bool:
    """Whether a normalised text looks like an e-mail address that a mail server may judge."""
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))


def masked(text: str) -> str:
    """The text with its middle hidden: 138****0001, l***n@example.cn, l***n."""
    if is_mobile(text):
        return f"{text[:3]}****{text[-4:]}"
    head, at, domain = text.partition("@")
    hidden = f"{head[:1]}***{head[-1:]}" if len(head) > 2 else f"{head[:1]}***"
    return f"{hidden}{at}{domain}" if text else ""
