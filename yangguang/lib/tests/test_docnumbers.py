from __future__ import annotations

import pytest

from yangguang.lib.docnumbers import DocNumber, normalise, parse


def test_a_well_formed_number_has_word_year_and_sequence() -> None:
    assert parse("国办发〔2017〕47号") == DocNumber("国办发", 2017, 47)
    assert str(parse("国办发〔2017〕47号")) == "国办发〔2017〕47号"


@pytest.mark.parametrize(
    "text",
    ["国办发[2017]47号", "国办发〔2017〕047号", "国办发〔17〕47号", "国办发〔2017〕第47号", "47号", ""],
)
def test_other_forms_are_not_document_numbers(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "国办发[2017]47号",
        "国办发（2017）47号",
        "国办发【2017】047号",
        "国办发〔2017〕第47号",
        "国办发〔2017〕 47 号",
        "国办发〈２０１７〉４７号",
        "发文字号：国办发〔2017〕47号",
    ],
)
def test_the_usual_slips_are_brought_to_one_form(text: str) -> None:
    assert normalise(text) == "国办发〔2017〕47号"


@pytest.mark.parametrize("text", ["国办发〔17〕47号", "国务院令第711号", "无文号"])
def test_what_cannot_be_known_is_left_as_it_was(text: str) -> None:
    assert normalise(text) == text
