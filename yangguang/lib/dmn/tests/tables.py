"""Tables for the tests: a small one of discretion, and random ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from yangguang.lib.dmn import Aggregation, HitPolicy, Input, Output, Rule, Table

AMOUNT = Input("金额", "number", "[0..100000]", "违法所得（元）", "0.01")
GRAVITY = Input("情节", "string", '"轻微","较重","严重"')


def tiers(*rules: tuple[str, str, str], policy: HitPolicy = HitPolicy.UNIQUE, values: str = "") -> Table:
    """A table of amount and gravity with one fine."""
    return Table(
        (AMOUNT, GRAVITY),
        (Output("罚款", "number", values, "罚款（元）"),),
        tuple(Rule((amount, gravity), (fine,)) for amount, gravity, fine in rules),
        policy,
    )


WHOLE = tiers(
    ("<5000", '"轻微"', "500"),
    ("<5000", 'not("轻微")', "1000"),
    ("[5000..20000)", "-", "2000"),
    (">=20000", "-", "金额 * 0.5"),
)

_SMALL = 5  # numbers and days of random tables lie in 0..5
_DAY = date(2026, 1, 1)


@st.composite
def _spans(draw: st.DrawFn, literal: Any) -> str:
    low = draw(st.integers(0, _SMALL))
    high = draw(st.integers(low, _SMALL))
    return draw(
        st.sampled_from(
            [
                f"[{literal(low)}..{literal(high)}]",
                f"({literal(low)}..{literal(high)})",
                f"[{literal(low)}..{literal(high)})",
                f"<{literal(low)}",
                f"<={literal(low)}",
                f">{literal(low)}",
                f">={literal(low)}",
                f"{literal(low)}",
                f"not({literal(low)})",
                f"<{literal(low)},>{literal(high)}",
            ]
        )
    )


_COLUMNS = {
    "whole": (Input("整数", "number", f"[0..{_SMALL}]", step="1"), _spans(str)),
    "number": (Input("数", "number", f"[0..{_SMALL}]"), _spans(str)),
    "day": (
        Input("日期", "date", '[date("2026-01-01")..date("2026-01-06")]'),
        _spans(lambda n: f'date("{_DAY + timedelta(days=n)}")'),
    ),
    "text": (
        Input("情节", "string", '"甲","乙","丙"'),
        st.sampled_from(['"甲"', '"乙","丙"', 'not("甲")', 'not("甲","乙")', '"丙"']),
    ),
    "truth": (Input("首次", "boolean"), st.sampled_from(["true", "false", "true,false"])),
}


def candidates(column: Input) -> list[Any]:
    """Values by which every difference between cells of a random table shows, and values between these."""
    if column.step == "1":
        return [Decimal(n) for n in range(_SMALL + 1)]
    if column.type == "number":
        return [Decimal(n) / 2 for n in range(2 * _SMALL + 1)]
    if column.type == "date":
        return [_DAY + timedelta(days=n) for n in range(_SMALL + 1)]
    return ["甲", "乙", "丙"] if column.type == "string" else [True, False]


def situations(table: Table) -> Iterator[Mapping[str, Any]]:
    """Every combination of these values."""
    names = [one.expression for one in table.inputs]
    for values in itertools.product(*(candidates(one) for one in table.inputs)):
        yield dict(zip(names, values, strict=True))


@st.composite
def random_tables(draw: st.DrawFn) -> Table:
    """A table of one to three columns and one to five rules, of any policy, with or without holes."""
    kinds = draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=1, max_size=3, unique=True))
    policy = draw(st.sampled_from(list(HitPolicy)))
    aggregation = draw(st.sampled_from([None, *Aggregation])) if policy is HitPolicy.COLLECT else None
    rules = []
    for _number in range(draw(st.integers(1, 5))):
        cells = tuple(draw(st.one_of(st.just("-"), _COLUMNS[kind][1])) for kind in kinds)
        rules.append(Rule(cells, (str(draw(st.integers(1, 3))),)))
    return Table(
        tuple(_COLUMNS[kind][0] for kind in kinds),
        (Output("档", "number", "3,1,2"),),
        tuple(rules),
        policy,
        aggregation,
    )
