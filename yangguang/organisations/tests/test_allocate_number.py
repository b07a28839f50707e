"""Numbers: the six forms of rules.md 4.2 (N1–N6), gap-free, by scope, never given twice."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from yangguang.journal.actors import SYSTEM
from yangguang.lib.errors import Refusal
from yangguang.organisations import numbering
from yangguang.organisations.actions import allocate_number, amend_organisation, set_number_pattern
from yangguang.organisations.actions.numbers import allocate_numbers
from yangguang.organisations.models import NumberPattern

DAY = date(2026, 11, 21)


def pattern(text, *, reset="year", organisation=None, kind="index"):
    return set_number_pattern(kind, text, actor=SYSTEM, organisation=organisation, reset=reset)


def number(organisation, on=DAY, kind="index", **parts):
    with transaction.atomic():
        return allocate_number(kind, organisation, on, **parts)


def test_n1_takes_the_organisation_code_out_of_the_unified_code(cast):
    pattern("{orgcode}/{year}-{seq:05}", organisation=cast.county.civil)
    assert number(cast.county.civil) == "009990039/2026-00001"


def test_n2_is_the_default_and_starts_anew_each_year(cast):
    civil = cast.county.civil
    assert number(civil, date(2025, 12, 31)) == "11990101009990039L/2025-00001"
    assert number(civil, date(2025, 12, 31)) == "11990101009990039L/2025-00002"
    assert number(civil, date(2026, 1, 1)) == "11990101009990039L/2026-00001"
    assert number(civil, date(2025, 12, 31)) == "11990101009990039L/2025-00003"


def test_n3_starts_anew_each_month(cast):
    pattern("{uscc}/{year}{month}-{seq:05}", reset="month", organisation=cast.county.water)
    numbers = [number(cast.county.water, date(2021, m, 5)) for m in (10, 10, 11)]
    assert [n.split("/")[1] for n in numbers] == ["202110-00001", "202110-00002", "202111-00001"]


def test_n4_takes_category_and_group_from_the_caller_and_counts_by_day(cast):
    county = cast.county
    amend_organisation(county.government, actor=SYSTEM, number_codes={"region": "9901"})
    amend_organisation(county.civil, actor=SYSTEM, number_codes={"department": "12"})
    pattern("{region}-{department:03}-{category}-{group}-{date}-{seq:04}", reset="day")
    given = {"category": "A05", "group": "02"}
    assert number(county.civil, **given) == "9901-012-A05-02-20261121-0001"
    assert number(county.civil, **given) == "9901-012-A05-02-20261121-0002"
    assert number(county.civil, date(2026, 11, 22), **given) == "9901-012-A05-02-20261122-0001"
    assert number(county.civil, category="A06", group="02") == "9901-012-A06-02-20261121-0001"


def test_n5_joins_the_letters_of_the_region_and_the_number_of_the_department(cast):
    county = cast.county
    amend_organisation(county.government, actor=SYSTEM, number_codes={"region": "GA"})
    amend_organisation(county.water, actor=SYSTEM, number_codes={"department": "7"})
    pattern("{region}{department:03}-{category}-{year}-{seq:05}")
    assert number(county.water, category="B02") == "GA007-B02-2026-00001"


def test_n6_is_twenty_one_digits(cast):
    amend_organisation(cast.county.civil, actor=SYSTEM, number_codes={"department": "012", "section": "03"})
    pattern("{division}{department:03}{category:02}{section:02}{year}{seq:04}")
    spelt = number(cast.county.civil, category="5")
    assert spelt == "990101012050320260001"
    assert len(spelt) == 21


def test_the_nearest_pattern_counts(cast):
    county = cast.county
    pattern("阳光〔{year}〕{seq}号", organisation=county.government)
    pattern("城关〔{year}〕{seq}号", organisation=county.town)
    assert number(county.village) == "城关〔2026〕1号"
    assert number(county.water) == "阳光〔2026〕1号"
    # No part of the number names the organisation: all that use the pattern share one series.
    assert number(county.civil) == "阳光〔2026〕2号"


def test_a_number_is_given_only_if_the_transaction_commits(cast):
    civil = cast.county.civil
    first = number(civil)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        allocate_number("index", civil, DAY)
        raise ZeroDivisionError
    assert number(civil) == first.replace("00001", "00002")


def test_a_number_that_came_from_elsewhere_is_passed_over(cast):
    taken = {"11990101009990039L/2026-00001", "11990101009990039L/2026-00002"}
    with transaction.atomic():
        assert allocate_number("index", cast.county.civil, DAY, taken=taken.intersection).endswith("-00003")


def test_an_office_does_not_stop_at_its_last_digit(cast):
    assert numbering.spell("{uscc}/{year}-{seq:05}", {"uscc": "U", "year": "2026"}, 123456) == "U/2026-123456"


def test_an_organisation_without_a_code_of_its_own_numbers_under_the_one_above(cast):
    amend_organisation(cast.county.village, actor=SYSTEM, uscc="")
    assert number(cast.county.village) == "11990101009990055A/2026-00001"
    assert number(cast.county.town) == "11990101009990055A/2026-00002"


def test_a_missing_part_is_named(cast):
    pattern("{region}-{year}-{seq}")
    with pytest.raises(Refusal, match="地区代码"):
        number(cast.county.civil)


def test_a_code_that_is_too_wide_is_named(cast):
    pattern("{category:02}{year}{seq}")
    with pytest.raises(Refusal, match="“A05”"):
        number(cast.county.civil, category="A05")


def test_a_kind_without_pattern_is_refused(cast):
    with pytest.raises(Refusal, match="还没有为“receipt”设置编号规则"):
        number(cast.county.civil, kind="receipt")


def test_numbers_belong_into_a_transaction(transactional_db, county):
    with pytest.raises(RuntimeError):
        allocate_number("index", county.civil, DAY)


@pytest.mark.parametrize(
    ("text", "reset", "said"),
    [
        ("{uscc}/{year}", "year", "流水号"),
        ("{seq}-{seq}", "none", "流水号"),
        ("{uscc}-{seq}", "year", "期间"),
        ("{uscc}-{year}-{seq}", "month", "期间"),
        ("{uscc.__class__}-{seq}", "none", "写法"),
        ("{seq!r}", "none", "写法"),
        ("{seq", "none", "写法"),
        ("{seq:>9}", "none", "写法"),
    ],
)
def test_a_pattern_that_would_repeat_itself_or_cannot_be_read_is_refused(db, text, reset, said):
    with pytest.raises(Refusal, match=said):
        pattern(text, reset=reset)
    assert not NumberPattern.objects.filter(pattern=text).exists()


def test_racing_clerks_get_every_number_once_and_without_gaps(transactional_db, county):
    got: list[str] = []
    started = threading.Barrier(4)

    def work() -> None:
        try:
            started.wait()
            for _turn in range(10):
                with transaction.atomic():
                    got.append(allocate_number("index", county.civil, DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [f"11990101009990039L/2026-{n:05}" for n in range(1, 41)]


def test_many_at_once_follow_each_other_without_a_gap_and_pass_over_what_is_taken(cast):
    civil = cast.county.civil
    with transaction.atomic():
        first = allocate_numbers(3, "index", civil, DAY)
        more = allocate_numbers(
            2, "index", civil, DAY, taken=lambda spelled: {one for one in spelled if one[-1] == "4"}
        )
    assert [spelled[-5:] for spelled in first + more] == ["00001", "00002", "00003", "00005", "00006"]
    assert number(civil).endswith("00007")
