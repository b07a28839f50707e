"""The information processing fee: the vectors of the rule book to the yuan, and what holds of every number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.foi.fees import Method, fee, tariffs
from yangguang.lib.errors import Refusal

DAY = date(2026, 3, 2)
METHODS = st.sampled_from(list(Method))


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (45, 5500), (60, 11000)],
)
def test_items_cost_what_the_rule_book_says(items: int, yuan: int) -> None:
    assert fee(Method.BY_ITEM, items, DAY).amount == Decimal(yuan)


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_pages_cost_what_the_rule_book_says(pages: int, yuan: int) -> None:
    assert fee(Method.BY_PAGE, pages, DAY).amount == Decimal(yuan)


def test_the_explanation_shows_every_band() -> None:
    assert fee(Method.BY_ITEM, 45, DAY).explanation == [
        "按件计收，超额累进。依据：《政府信息公开条例》第42条，"
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第4条。",
        "同一申请人一个自然月累计：此前已有0件，这次45件。",
        "第1至10件：不收费。",
        "第11至30件：20件 × 100元 = 2000元。",
        "第31至40件：10件 × 200元 = 2000元。",
        "第41至45件：5件 × 300元 = 1500元。",
        "合计：5500元。",
    ]
    assert fee(Method.BY_PAGE, 31, DAY).explanation[-2:] == ["第31页：1页 × 10元 = 10元。", "合计：10元。"]


def test_what_was_asked_before_in_the_month_is_not_charged_again() -> None:
    charged = fee(Method.BY_ITEM, 3, DAY, already=29)
    assert [line.text for line in charged.lines] == [
        "第30件：1件 × 100元 = 100元",
        "第31至32件：2件 × 200元 = 400元",
    ]
    assert charged.amount == 500


def _price_of_one(method: Method, number: int) -> int:
    """What the n-th unit costs, counted in another way than the code does."""
    if method is Method.BY_PAGE:
        return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40
    return 0 if number <= 10 else 100 if number <= 30 else 200 + 100 * ((number - 31) // 10)


@given(METHODS, st.integers(0, 500))
def test_the_fee_is_the_sum_of_what_each_unit_costs(method: Method, units: int) -> None:
    assert fee(method, units, DAY).amount == sum(_price_of_one(method, n) for n in range(1, units + 1))


@given(METHODS, st.integers(0, 400), st.integers(0, 400))
def test_one_after_the_other_costs_what_all_together_cost(method: Method, first: int, more: int) -> None:
    apart = fee(method, first, DAY).amount + fee(method, more, DAY, already=first).amount
    assert apart == fee(method, first + more, DAY).amount


@given(METHODS, st.integers(0, 2000))
def test_one_more_never_costs_less_and_never_less_than_the_one_before(method: Method, units: int) -> None:
    one, next_one = (fee(method, 1, DAY, already=count).amount for count in (units, units + 1))
    assert 0 <= one <= next_one


@given(METHODS, st.integers(0, 3000), st.integers(0, 3000))
def test_the_lines_hold_each_unit_once(method: Method, already: int, units: int) -> None:
    lines = fee(method, units, DAY, already=already).lines
    assert [n for line in lines for n in range(line.first, line.last + 1)] == list(
        range(already + 1, already + units + 1)
    )


def test_before_the_rule_was_in_force_nothing_is_charged() -> None:
    with pytest.raises(Refusal, match="2020-12-31 没有信息处理费的收费标准"):
        fee(Method.BY_ITEM, 50, date(2020, 12, 31))
    assert fee(Method.BY_ITEM, 50, date(2021, 1, 1)).amount == 7000


@pytest.mark.parametrize(("units", "already"), [(-1, 0), (1, -1), (1_000_000, 1)])
def test_counts_that_are_none_are_refused(units: int, already: int) -> None:
    with pytest.raises(Refusal):
        fee(Method.BY_PAGE, units, DAY, already=already)


def test_the_bands_of_each_tariff_join_and_its_versions_do_not_overlap() -> None:
    for tariff in tariffs():
        assert tariff.bands[0].over == 0
        assert [band.to for band in tariff.bands[:-1]] == [band.over for band in tariff.bands[1:]]
        assert tariff.bands[-1].to is None
        same = [one for one in tariffs() if one.code == tariff.code]
        assert sum(one.is_in_force(DAY) for one in same) == 1
