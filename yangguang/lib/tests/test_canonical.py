import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib import canonical

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert (
        canonical.dumps({"乙": 1, "a": [True, None, "x"], "A": {}})
        == '{"A":{},"a":[true,null,"x"],"乙":1}'.encode()
    )


def test_keys_are_sorted_as_rfc_8785_shows() -> None:
    # RFC 8785, 3.2.3: a surrogate pair comes before U+FB33, although its code point is larger.
    keys = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]
    ordered = ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert list(json.loads(canonical.dumps(dict.fromkeys(keys, 0)))) == ordered


def test_control_characters_are_written_as_rfc_8785_says() -> None:
    assert canonical.dumps('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@given(value=VALUES)
def test_what_is_read_back_has_the_same_bytes(value: object) -> None:
    written = canonical.dumps(value)
    assert json.loads(written) == value
    assert canonical.dumps(json.loads(written)) == written


@given(value=VALUES)
def test_the_quick_way_writes_what_rfc_8785_says_word_for_word(value: object) -> None:
    assert canonical.dumps(value) == canonical._write(value).encode()


@pytest.mark.parametrize("value", [1.5, b"x", {1: 2}, date(2026, 1, 1), {"a": {2.0}}])
def test_what_json_cannot_say_exactly_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.dumps(value)


@pytest.mark.parametrize("value", [2**53, "a\x00b", "\ud800"])
def test_what_others_could_not_read_back_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical.dumps(value)


def test_a_moment_is_written_in_utc() -> None:
    eastern = timezone(timedelta(hours=8))
    assert canonical.moment(datetime(2026, 1, 1, 8, 0, 0, 5, tzinfo=eastern)) == "2026-01-01T00:00:00.000005Z"
    with pytest.raises(ValueError):
        canonical.moment(datetime(2026, 1, 1))  # noqa: DTZ001


def test_plain_turns_dates_and_sets_into_text() -> None:
    value = {"on": date(2026, 1, 2), "at": datetime(2026, 1, 2, tzinfo=UTC), "of": {"b", "a"}, 3: (1, True)}
    assert canonical.plain(value) == {
        "on": "2026-01-02", "at": "2026-01-02T00:00:00.000000Z", "of": ["a", "b"], "3": [1, True],
    }  # fmt: skip
    with pytest.raises(TypeError):
        canonical.plain({"share": 0.5})
