"""Chinese numerals as articles and chapters are numbered: 第二十六条 ⇄ 26."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_VALUES = {character: value for value, character in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def to_chinese(number: int) -> str:
    """26 → 二十六. Raises ValueError outside 0–9999."""
    if not 0 <= number <= 9999:
        raise ValueError(f"no article has the number {number}")
    if number < 10:
        return _DIGITS[number]
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif text and number:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


def from_chinese(text: str) -> int:
    """二十六, 一百零三 or 26 → the number. Raises ValueError for another text."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, None
    for character in text:
        if character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        elif character in _VALUES:
            digit = _VALUES[character]
        else:
            raise ValueError(f"not a numeral: {text}")
    if not text:
        raise ValueError("not a numeral: empty")
    return total + (digit or 0)
