"""Every way in which a request ends: its row in the report, what its answer must hold, what a draft lacks."""

from __future__ import annotations

import pytest

from yangguang.foi.answers import AnswerType, Ends, answer_of, answers, elements, missing
from yangguang.foi.report import T3
from yangguang.foi.report.shape import RESULTS
from yangguang.lib.errors import Refusal

ROWS = {
    "A_ALREADY_PUBLIC": 3,
    "A_GRANT": 3,
    "A_PARTIAL": 4,
    "A_DENY_SECRET": 5,
    "A_DENY_LAW": 6,
    "A_DENY_SAFETY": 7,
    "A_DENY_THIRD_PARTY": 8,
    "A_DENY_INTERNAL": 9,
    "A_DENY_PROCESS": 10,
    "A_DENY_ENFORCEMENT": 11,
    "A_SPECIAL_QUERY": 12,
    "A_NOT_EXIST": 13,
    "A_NOT_RESPONSIBLE": 13,
    "A_NEED_PROCESSING": 14,
    "A_STILL_UNCLEAR": 15,
    "A_PETITION": 16,
    "A_REPEAT": 17,
    "A_PUBLICATION": 18,
    "A_MASS_UNREASONABLE": 19,
    "A_CONFIRM_INFO": 20,
    "A_ABANDON_CORRECTION": 21,
    "A_UNPAID_FEE": 22,
    "A_OTHER": 23,
}


@pytest.mark.parametrize(("code", "number"), ROWS.items())
def test_every_answer_type_counts_in_its_row_of_table_three(code: str, number: int) -> None:
    assert answer_of(code).row == T3[number - 1].key


def test_there_is_no_other_answer_type_and_no_row_of_results_without_one() -> None:
    assert list(answers()) == list(ROWS)
    assert {answer.row for answer in answers().values()} == set(RESULTS)


def _everything(answer: AnswerType) -> dict[str, object]:
    """A draft that lacks nothing, by the first alternative of each need."""
    needed = [one.code for need in answer.needs for one in need.alternatives[0]]
    return dict.fromkeys([*needed, *(one.code for one in answer.remedies.elements)], "写了")


@pytest.mark.parametrize("code", ROWS)
def test_a_complete_draft_lacks_nothing_and_each_element_left_out_is_named(code: str) -> None:
    answer = answer_of(code)
    whole = _everything(answer)
    assert missing(code, whole) == []
    for left_out in whole:
        lacks = missing(code, {**whole, left_out: " "})
        assert len(lacks) == 1, left_out
        assert elements()[left_out].name in lacks[0].name
        assert elements()[left_out].ask in lacks[0].message
        assert lacks[0].message.startswith(f"“{answer.name}”的答复缺少")


def test_what_does_not_exist_needs_a_record_of_the_search_and_redress() -> None:
    given = {
        "search_scope": "档案室、办公系统",
        "search_words": "征地 2019",
        "article": "第三十六条第（四）项",
    }
    assert [lack.name for lack in missing("A_NOT_EXIST", given)] == [
        "检索人",
        "检索时间",
        "行政复议的机关和六十日期限",
        "起诉的法院和六个月期限",
    ]


def test_a_grant_gives_a_copy_or_says_how_and_when() -> None:
    rest = {"article": "第三十六条第（二）项", "review": "县政府", "litigation": "县法院"}
    assert missing("A_GRANT", {**rest, "copy": ["a.pdf"]}) == []
    assert missing("A_GRANT", {**rest, "way": "县档案馆", "time": "工作日"}) == []
    [lack] = missing("A_GRANT", {**rest, "copy": [], "way": "县档案馆"})
    assert lack.message == (
        "“予以公开”的答复缺少所提供的政府信息或者获取时间：请附上所提供的政府信息；或者写明什么时候可以获取。"
    )
    assert lack.elements == (("copy",), ("way", "time"))


def test_a_denial_says_that_review_comes_first_and_another_answer_does_not() -> None:
    for code, answer in answers().items():
        comes_first = code.startswith("A_DENY_") or code == "A_PARTIAL"
        told = {one.code for one in answer.remedies.elements}
        assert ("review_first" in told) == comes_first, code
        assert ("litigation" in told) == (answer.has_document and not comes_first), code


def test_only_what_ends_without_an_answer_needs_no_document() -> None:
    for answer in answers().values():
        assert answer.has_document == (answer.ends is Ends.ANSWER)
        assert answer.has_document == (answer.remedies.code != "none")


def test_articles_are_cited_as_the_law_writes_them() -> None:
    assert answer_of("A_NOT_EXIST").citation == "《政府信息公开条例》第三十六条第（四）项"
    assert answer_of("A_DENY_PROCESS").citation == "《政府信息公开条例》第十六条、第三十六条第（三）项"
    assert answer_of("A_PETITION").citation == "《政府信息公开条例》第三十九条第一款"
    assert answer_of("A_OTHER").citation == ""


def test_what_is_not_verified_says_what_is_in_doubt() -> None:
    for answer in answers().values():
        assert (answer.verified_on is None) == bool(answer.doubt), answer.code


def test_an_answer_type_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal, match="没有代码为 A_MAYBE 的答复类型"):
        missing("A_MAYBE", {})
