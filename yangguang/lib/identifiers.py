"""Chinese identifiers: resident identity numbers (GB 11643) and unified social credit codes (GB 32100)."""

from __future__ import annotations

from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from yangguang.lib import clock

# First two digits: provinces, and 81-83 for residence permits of Hong Kong, Macao and Taiwan residents. The full
# table of counties is not asked: a number keeps the code of a county that has since been merged away.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def is_resident_id(text: str, *, allow_old: bool = False) -> bool:
    """Whether `text` is an 18-digit identity number: region, birth date and check character all hold.

    `allow_old` also takes the 15-digit form issued before 1999, which has no check character.
    """
    number = text.strip().upper()
    if number[:2] not in PROVINCES or not number.isascii():
        return False
    if len(number) == 15 and allow_old:
        return number.isdigit() and _is_birth_date("19" + number[6:12])
    if len(number) != 18 or not number[:17].isdigit() or not _is_birth_date(number[6:14]):
        return False
    return bool(mod_11_2.is_valid(number))


def _is_birth_date(text: str) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= born <= clock.today()


def is_uscc(text: str) -> bool:
    """Whether `text` is a valid unified social credit code 统一社会信用代码 (18 characters)."""
    return bool(uscc.is_valid(text))


def organisation_code_of(text: str) -> str:
    """The organisation code 组织机构代码 (9 characters) inside a unified social credit code.

    Raises ValueError when the code is not valid.
    """
    try:
        return str(uscc.validate(text))[8:17]
    except ValidationError as error:
        raise ValueError(f"not a unified social credit code: {text}") from error


def mask(number: str, head: int = 3, tail: int = 4) -> str:
    """The number with its middle hidden, e.g. 110***********002X."""
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def passes_luhn(digits: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812)."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character)
        if position % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0
