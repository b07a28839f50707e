"""The quick look before a dear pattern never overlooks what the pattern would have found."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from yangguang.lib import docnumbers
from yangguang.screening import forms_of_writing, personal, secrecy
from yangguang.screening.findings import Text
from yangguang.screening.models import Word, WordKind, WordList
from yangguang.screening.rules import screen_text

_NUMBERS = [personal._ID18, personal._ID15, personal._MOBILE, personal._CARD]
_LEVELS = [secrecy._STARRED, secrecy._LABELLED, secrecy._TERM_ALONE, secrecy._WORD_ALONE]


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        *((pattern, personal._LONG_NUMBER.search) for pattern in _NUMBERS),
        *((pattern, lambda text: "密" in text) for pattern in _LEVELS),
        (personal._MAIL, lambda text: "@" in text),
        (forms_of_writing._ISO_DATE, lambda text: "-" in text),
        (forms_of_writing._AMOUNT, forms_of_writing._IN_WORDS.search),
        (secrecy._INTERNAL, lambda text: any(sign in text for sign in secrecy._INTERNAL_SIGNS)),
    ],
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_what_matches_was_seen(pattern: re.Pattern[str], seen: object, data: st.DataObject) -> None:
    assert callable(seen)
    assert seen(data.draw(st.from_regex(pattern)))


@given(st.text(st.sampled_from("府办发文〔［[(〕］])（） \u3000年第号0127１a"), max_size=60))
def test_document_numbers_are_found_from_their_brackets(text: str) -> None:
    assert [found.span() for found in docnumbers.loose(text)] == [
        found.span() for found in docnumbers.LOOSE.finditer(text)
    ]


@given(st.lists(st.sampled_from([*"0129年月日 ", "2026年", "12月", "3月", "31日"]), max_size=20).map("".join))
def test_dates_are_found_from_their_months(text: str) -> None:
    for pattern, before in ((forms_of_writing._CN_DATE, 5), (forms_of_writing._SHORT_DATE, 0)):
        assert [found.span() for found in forms_of_writing._at_months(pattern, text, before)] == [
            found.span() for found in pattern.finditer(text)
        ]


@given(st.text(st.sampled_from("０９Ｘｘ－＠．ab1阳"), max_size=20))
def test_wide_signs_are_folded_one_to_one(text: str) -> None:
    folded = Text(text).folded
    assert len(folded) == len(text)
    assert not set("０９Ｘｘ－＠．").intersection(folded)


@pytest.mark.django_db
def test_a_word_of_one_character_is_found_too(cast: Cast) -> None:
    own = WordList.objects.create(code="own", name="用字", kind=WordKind.BANNED, level="warn")
    Word.objects.create(word_list=own, text="囍")
    assert [f.code for f in screen_text("囍")] == ["word.banned"]
    assert [f.code for f in screen_text("双囍临门")] == ["word.banned"]
