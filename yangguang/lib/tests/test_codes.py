"""Verification codes: read off paper, typed by hand, every single slip found."""

from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib import codes


def test_a_code_is_understood_however_it_is_typed() -> None:
    code = codes.new_code()
    assert len(code) == 19 and codes.understood(code) == code
    for typed in (
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' ')} ",
        code.replace("-", "－"),
    ):
        assert codes.understood(typed) == code
    assert codes.understood(code.replace("0", "O").replace("1", "l")) == code


@given(st.integers(0, 15), st.sampled_from(codes.ALPHABET))
def test_property_one_wrong_letter_is_found(place: int, letter: str) -> None:
    plain = codes.new_code().replace("-", "")
    typed = plain[:place] + letter + plain[place + 1 :]
    assert (codes.understood(typed) is None) == (letter != plain[place])


@given(st.text())
def test_property_what_is_no_code_is_none(text: str) -> None:
    found = codes.understood(text)
    assert found is None or codes.understood(found) == found


def test_codes_differ() -> None:
    assert len({codes.new_code() for _ in range(1000)}) == 1000


def test_no_code_is_left_in_what_is_logged() -> None:
    code = codes.new_code()
    assert (
        codes.hidden(f"Not Found: /foi/requests/{code}/files/1/a.pdf")
        == "Not Found: /foi/requests/****/files/1/a.pdf"
    )
    assert codes.hidden(f"/large/foi/requests/{code.lower()}/") == "/large/foi/requests/****/"
    assert codes.hidden("/items/2026-0001-2345/") == "/items/2026-0001-2345/"
