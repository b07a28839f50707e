"""A small table of discretion, as DMN and as a spreadsheet."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.decisions import actions
from yangguang.decisions.models import TableVersion
from yangguang.journal.actors import SYSTEM
from yangguang.lib import dmn

AMOUNT = dmn.Input("金额", "number", "[0..100000]", "违法所得（元）", "0.01")
GRAVITY = dmn.Input("情节", "string", '"轻微","较重","严重"', "违法情节")


def discretion(
    *rules: tuple[str, str, str], name: str = "超标排放裁量基准", policy: dmn.HitPolicy = dmn.HitPolicy.UNIQUE
) -> bytes:
    """A table of amount and gravity with one fine; without rules given, one that is whole."""
    given = rules or (
        ("<5000", '"轻微"', "500"),
        ("<5000", 'not("轻微")', "1000"),
        (">=5000", "-", "2000"),
    )
    table = dmn.Table(
        (AMOUNT, GRAVITY),
        (dmn.Output("罚款", "number", label="罚款（元）"),),
        tuple(dmn.Rule((amount, gravity), (fine,), ("第三十条",)) for amount, gravity, fine in given),
        policy,
        annotations=("依据",),
    )
    return dmn.write(dmn.single(name, table, "依据《阳光县行政裁量权基准》第三十条"))


@pytest.fixture
def published(cast: Cast) -> TableVersion:
    """The whole table, for the whole county."""
    return actions.publish_table(discretion(), code="emission-fine", actor=SYSTEM)
