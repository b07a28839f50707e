"""One-time codes against the tables of RFC 4226 (appendix D) and RFC 6238 (appendix B)."""

from datetime import UTC, datetime, timedelta

import pytest

from yangguang.lib import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds, expected):
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code(SECRET, totp.step_at(moment), digits=8) == expected
    assert totp.code(SECRET, totp.step_at(moment)) == expected[-6:]


def test_the_vectors_of_rfc_4226():
    expected = [
        "755224",
        "287082",
        "359152",
        "969429",
        "338314",
        "254676",
        "287922",
        "162583",
        "399871",
        "520489",
    ]
    assert [totp.code(SECRET, step) for step in range(10)] == expected


def test_a_phone_may_be_half_a_minute_off_and_no_more():
    now = datetime(2026, 11, 22, 8, 0, 10, tzinfo=UTC)
    here = totp.step_at(now)
    for off, found in ((-2, None), (-1, here - 1), (0, here), (1, here + 1), (2, None)):
        typed = totp.code(SECRET, totp.step_at(now + timedelta(seconds=30 * off)))
        assert totp.matching_step(SECRET, typed, now) == found


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "0" * 5000, "\0"])
def test_nonsense_matches_nothing(typed):
    assert totp.matching_step(SECRET, typed, datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_the_address_says_it_as_apps_expect_it():
    told = totp.address(SECRET, issuer="阳光 a.gov.cn", account="lin.xiao")
    assert told.startswith("otpauth://totp/%E9%98%B3%E5%85%89%20a.gov.cn:lin.xiao?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in told
    assert totp.spelled(SECRET).startswith("GEZD GNBV ")
