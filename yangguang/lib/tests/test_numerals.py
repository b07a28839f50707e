from __future__ import annotations

import pytest

from yangguang.lib.numerals import from_chinese, to_chinese


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (26, "二十六"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1260, "一千二百六十"),
        (1005, "一千零五"),
    ],
)
def test_articles_are_numbered_in_chinese(number: int, text: str) -> None:
    assert to_chinese(number) == text
    assert from_chinese(text) == number


def test_every_number_comes_back() -> None:
    assert all(from_chinese(to_chinese(n)) == n for n in range(10000))


def test_other_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="numeral"):
        from_chinese("某")
    with pytest.raises(ValueError, match="article"):
        to_chinese(10000)
