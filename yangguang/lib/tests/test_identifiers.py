from __future__ import annotations

import json
from pathlib import Path

import pytest

from yangguang.lib.identifiers import is_resident_id, is_uscc, mask, organisation_code_of, passes_luhn

CASES = Path(__file__).parents[4] / "shared/data/proofreading/id_card_validator_cases.json"


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", "34052419800101001X"])
def test_a_valid_identity_number_is_recognised(number: str) -> None:
    assert is_resident_id(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491331002X",
        "99010519491231002X",
        "11010529991231002X",
        "1101051949123100",
        "",
        "ABC",
    ],
)
def test_a_wrong_check_digit_date_or_region_is_not_an_identity_number(number: str) -> None:
    assert not is_resident_id(number)


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_the_shared_identity_cases_hold() -> None:
    """`strict` cases ask for the county table of the birth year, which we do not keep (see PROVINCES)."""
    cases = [case for case in json.loads(CASES.read_text(encoding="utf-8")) if not case["strict"]]
    assert cases
    for case in cases:
        assert is_resident_id(case["id"], allow_old=True) is case["valid"], case


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "11441700007280420Y",
        "11341702486344515H",
        "11230500001755309F",
        "91230500MA1B3N1N2M",
        "11100000000013127D",
    ],
)
def test_a_valid_credit_code_is_recognised(code: str) -> None:
    assert is_uscc(code)


def test_a_credit_code_with_a_wrong_check_character_is_not_valid() -> None:
    assert not is_uscc("11440100007482532M")
    with pytest.raises(ValueError, match="not a unified"):
        organisation_code_of("11440100007482532M")


def test_the_organisation_code_stands_inside_the_credit_code() -> None:
    assert organisation_code_of("11341702486344515H") == "486344515"


def test_a_mask_keeps_three_and_four() -> None:
    assert mask("11010519491231002X") == "110***********002X"
    assert mask("1234") == "****"


def test_bank_cards_carry_a_check_digit() -> None:
    assert passes_luhn("6222021234567890128") is not passes_luhn("6222021234567890129")
