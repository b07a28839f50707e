"""Citations of law: what is said of a repealed instrument and of an article that is not there."""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.law import rules
from yangguang.screening.rules import screen_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
TODAY = date(2026, 11, 22)


def found(text: str, on: date = TODAY) -> list[tuple[str, str]]:
    return [(f.code, text[f.start : f.end]) for f in screen_text(text, on=on) if f.code.startswith("law.")]


def test_a_right_citation_is_left_alone() -> None:
    assert found("根据《中华人民共和国政府信息公开条例》第二十条第（五）项、第二十六条规定") == []
    assert found("根据《政府信息公开条例》（国务院令第711号）第五十六条") == []


def test_an_article_that_does_not_exist_is_named() -> None:
    assert found("依据《政府信息公开条例》第二十条第（五）项、第六十条") == [
        ("law.no-such-article", "第六十条")
    ]


def test_a_repealed_regulation_is_named_with_its_successor() -> None:
    text = "根据《信访条例》第二十二条办理"
    assert found(text) == [("law.repealed", "《信访条例》第二十二条")]
    (finding,) = screen_text(text, on=TODAY)
    assert "信访工作条例" in finding.suggestion
    assert found(text, on=date(2020, 1, 1)) == []
    assert found("《信访条例》同时废止。") == []


def test_a_law_is_not_cited_before_its_time() -> None:
    assert found("依据《个人信息保护法》第二十八条", on=date(2021, 9, 1)) == [
        ("law.not-yet-in-force", "《个人信息保护法》第二十八条")
    ]


def test_an_article_whose_number_moved_is_a_hint() -> None:
    assert found("依照《网络安全法》第二十一条留存日志") == [("law.renumbered", "第二十一条")]
    assert found("依照《网络安全法》第二十一条留存日志", on=date(2025, 6, 1)) == []


def test_unknown_instruments_are_not_judged() -> None:
    assert found("《阳光县村规民约》第九百条") == []


def test_the_law_of_the_day_is_the_law_that_is_found() -> None:
    new, old = (
        rules.article("villagers-law", 37, TODAY),
        rules.article("villagers-law", 30, date(2025, 12, 31)),
    )
    assert new is not None
    assert str(new) == "《中华人民共和国村民委员会组织法》第三十七条"
    assert old is not None
    assert rules.article("villagers-law", 37, date(2025, 12, 31)) is None
    version = rules.instrument("foi-regulation", date(2019, 5, 14))
    assert version is not None
    assert version.number == "国务院令第492号"
