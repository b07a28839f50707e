"""Any identity number, wherever it stands, is found; any other number of that length is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from yangguang.lib.identifiers import PROVINCES, is_resident_id
from yangguang.screening.findings import Text
from yangguang.screening.personal import personal_data

regions = st.tuples(st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999)).map(
    lambda pair: f"{pair[0]}{pair[1]:04}"
)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1920, 1, 1), date(2020, 12, 31)))
    bare = f"{draw(regions)}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return bare + mod_11_2.calc_check_digit(bare)


around = st.text("，。：:（）身份证号申请人张 \n", max_size=12)


@settings(max_examples=300)
@given(identity_numbers(), around, around, st.sampled_from(["", " ", "-"]))
def test_every_identity_number_is_found_and_never_shown(
    number: str, before: str, after: str, gap: str
) -> None:
    written = gap.join([number[:6], number[6:14], number[14:]])
    text = f"{before}{written}{after}"
    found = [finding for finding in personal_data(Text(text)) if finding.code == "personal.identity-number"]
    assert [text[finding.start : finding.end] for finding in found] == [written]
    assert number[6:14] not in found[0].excerpt.replace(" ", "").replace("-", "")


@settings(max_examples=300)
@given(st.text("0123456789", min_size=18, max_size=18))
def test_other_numbers_of_that_length_are_left_alone(number: str) -> None:
    found = [finding.code for finding in personal_data(Text(f"编号{number}。"))]
    assert ("personal.identity-number" in found) is is_resident_id(number)


@pytest.mark.parametrize(
    "text", ["", "\n", "一" * 100_000, "1" * 100_000, "1 " * 50_000, "第" * 50_000 + "条"]
)
def test_long_and_odd_texts_are_read_in_a_moment(text: str) -> None:
    assert list(personal_data(Text(text))) == []
