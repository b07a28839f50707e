"""What of a party is shown to whoever has no need of the whole. Pure: values in, masked values out.

A mask never shows more than seven characters nor the middle of a value. Of names, addresses and the numbers of documents at
most half is seen; of a telephone number at least four digits are not; of an e-mail address what stands before the @
keeps its first letter only.
"""

from __future__ import annotations

from yangguang.lib import identifiers

_LONG = 15  # characters from which a number shows its first three and last four
_STARS = "***"
_SHOWN_OF_ADDRESS = 6


def name(text: str, *, person: bool = True) -> str:
    """张*, 欧***, J***; of an organisation 阳光***公司. At most three stars, which do not tell how long it is."""
    if person or len(text) < 8:
        return text[:1] + "*" * min(3, len(text) - 1) if len(text) > 1 else "*" * len(text)
    return f"{text[:2]}{_STARS}{text[-2:]}"


def number(text: str) -> str:
    """110***********002X; a shorter number (of a passport) its first and last two: E******89."""
    if len(text) >= _LONG:
        return identifiers.mask(text, 3, 4)
    return identifiers.mask(text, 1, 2) if len(text) >= 6 else "*" * len(text)


def phone(text: str) -> str:
    """138****5678; of a shorter number fewer of its last digits, so that four stay hidden."""
    return identifiers.mask(text, 3, min(4, len(text) - 7)) if len(text) >= 8 else "*" * len(text)


def email(text: str) -> str:
    """l***@example.cn; a name of one letter is hidden whole."""
    local, at, domain = text.partition("@")
    return f"{local[:1] if len(local) > 1 else ''}{_STARS}{at}{domain}" if text else ""


def address(text: str) -> str:
    """河南省阳光县***: down to the county at most."""
    return f"{text[: min(_SHOWN_OF_ADDRESS, len(text) // 2)]}{_STARS}" if text else ""
