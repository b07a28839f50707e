"""How a Chinese text sounds, for those who type letters or the wrong character: 民政局 is ``minzhengju``, ``mzj``."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin


@lru_cache(maxsize=20_000)
def sound(text: str) -> tuple[str, str]:
    """The full pinyin without tones and the first letters, both in lower case; other characters as they are."""
    # What is no Chinese character comes letter by letter; pypinyin's own types know only texts here.
    syllables = [one[0].lower() for one in pinyin(text, style=Style.NORMAL, errors=list)]  # type: ignore[arg-type]
    return "".join(syllables), "".join(one[:1] for one in syllables)
