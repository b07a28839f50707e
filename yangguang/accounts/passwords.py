"""What Django's validators do not know: passwords that are guessed first in a Chinese office."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

_ROWS = (
    "`1234567890-=",
    "!@#$%^&*()",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_RUNS = _ROWS + tuple(row[::-1] for row in _ROWS)
# Stems that everybody tries, alone or with numbers and signs round them.
_STEMS = frozenset(
    [
        "password",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "admin",
        "administrator",
        "root",
        "test",
        "guest",
        "user",
        "welcome",
        "woaini",
        "iloveyou",
        "wodemima",
        "mima",
        "zhengfu",
        "gongkai",
        "zhengwu",
        "xinxi",
        "yangguang",
        "china",
        "zhongguo",
        "office",
        "letmein",
        "dragon",
        "monkey",
    ]
)
_LETTERS = re.compile(r"[a-z]+")
_ROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_DISGUISE = str.maketrans("@$0135", "asoles")
_LONGEST_RUN = 4


class LongEnough(MinimumLengthValidator):
    """Django's, with a Chinese sentence: its own has none for this."""

    def get_error_message(self) -> str:
        return _("密码太短，至少要 %(n)d 个字。") % {"n": self.min_length}

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(self.get_error_message(), code="password_too_short")


class EasyToGuess:
    """Refuses a password of hardly any different characters, of keyboard runs, of a common word or the person's own
    name in pinyin with numbers round it, and one with fewer *kinds* of characters (small, capital, digit, other)
    than YANGGUANG_PASSWORD_KINDS.
    """

    def __init__(self, kinds: int = 1) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with what to do instead."""
        low = password.lower()
        if len(set(low)) < 5 or _rest_without_runs(low) < 5:
            raise ValidationError(
                _("这个密码只有重复的字或者键盘上挨着的键，太好猜了，请换一个。"), code="easy"
            )
        words = _LETTERS.findall(low)
        known = _STEMS | _names_of(user)
        core = _ROUND.sub("", low).translate(_DISGUISE)
        if low.isascii() and (core in known or (words and known.issuperset(words))):
            raise ValidationError(
                _("这个密码是常见的词或者您的名字加上数字，太好猜了，请换一个。"), code="easy"
            )
        if _kinds(password) < self.kinds:
            raise ValidationError(
                _("密码要有小写字母、大写字母、数字、其他字符中的至少 %(kinds)d 种。")
                % {"kinds": self.kinds},
                code="kinds",
            )

    def get_help_text(self) -> str:
        return _("不要用重复的字、键盘上挨着的键、常见的词或者自己的名字。")


def _rest_without_runs(text: str) -> int:
    """How many characters remain when every run along the keyboard or the alphabet counts as one."""
    at = rest = 0
    while at < len(text):
        rest += 1
        length = 1
        while at + length < len(text) and any(text[at : at + length + 1] in row for row in _RUNS):
            length += 1
        at += length if length >= _LONGEST_RUN else 1
    return rest


def _names_of(user: Any) -> set[str]:
    name = getattr(user, "name", "") or ""
    syllables = lazy_pinyin(name)
    initials = "".join(syllable[:1] for syllable in syllables)
    username = re.findall(r"[a-z]+", getattr(user, "username", "") or "")
    known = {"".join(syllables), "".join(syllables[1:] + syllables[:1]), initials, *syllables, *username}
    return {word.lower() for word in known if word}


def _kinds(password: str) -> int:
    return sum(
        (
            any("a" <= c <= "z" for c in password),
            any("A" <= c <= "Z" for c in password),
            any(c.isdigit() for c in password),
            any(not (c.isascii() and c.isalnum()) for c in password),
        )
    )
