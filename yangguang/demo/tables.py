"""Decision tables of the fictional county: figures are made up, the form is that of real discretion standards 裁量基准."""

from __future__ import annotations

from yangguang.decisions.actions import publish_table
from yangguang.journal.actors import Actor
from yangguang.lib import dmn
from yangguang.lib.dmn import people
from yangguang.organisations.models import Organisation

_Rows = tuple[tuple[str, ...], ...]


def _input(name: str, type_: str, values: str, label: str = "", step: str = "") -> dmn.Input:
    return dmn.Input(name, type_, people.cell(type_, values) if values else "", label, step)


def _table(
    inputs: tuple[dmn.Input, ...],
    outputs: tuple[dmn.Output, ...],
    rows: _Rows,
    policy: dmn.HitPolicy = dmn.HitPolicy.UNIQUE,
    aggregation: dmn.Aggregation | None = None,
) -> dmn.Table:
    """Rows as people write them: conditions, results, the basis last."""
    width = len(inputs)
    rules = tuple(
        dmn.Rule(
            tuple(people.cell(one.type, text) for one, text in zip(inputs, row, strict=False)),
            tuple(people.result(one.type, text) for one, text in zip(outputs, row[width:], strict=False)),
            (row[-1],),
        )
        for row in rows
    )
    return dmn.Table(inputs, outputs, rules, policy, aggregation, ("说明",))


_LITTER = _table(
    (
        _input("体积", "number", "[0..100]", "倾倒体积（立方米）", "0.1"),
        _input("主体", "string", "个人、单位", "当事人"),
        _input("改正", "boolean", "", "已在期限内清理"),
    ),
    (
        dmn.Output("档次", "string", '"不予处罚","轻微","一般","严重"', "裁量档次"),
        dmn.Output("罚款下限", "number", "", "罚款下限（元）"),
        dmn.Output("罚款上限", "number", "", "罚款上限（元）"),
    ),
    (
        ("<0.5", "不限", "是", "不予处罚", "0", "0", "首次轻微并及时改正的，教育后不予处罚"),
        ("<0.5", "个人", "否", "轻微", "100", "200", "责令限期清理"),
        ("<0.5", "单位", "否", "轻微", "5000", "10000", "责令限期清理"),
        ("[0.5..5)", "个人", "不限", "一般", "200", "400", "责令限期清理"),
        ("[0.5..5)", "单位", "不限", "一般", "10000", "30000", "责令限期清理"),
        (">=5", "个人", "不限", "严重", "400", "500", "责令限期清理，可以公开曝光"),
        (">=5", "单位", "不限", "严重", "30000", "50000", "责令限期清理，可以公开曝光"),
    ),
)
_FOOD = _table(
    (
        _input("货值", "number", "[0..10000000]", "货值金额（元）", "0.01"),
        _input("情节", "string", "轻微、一般、严重", "违法情节"),
    ),
    (dmn.Output("罚款", "string", "", "罚款幅度"), dmn.Output("并处", "string", "", "并处")),
    (
        ("<10000", "轻微", "五千元以上一万元以下", "没收违法所得", "未造成危害后果"),
        ("<10000", "一般", "超过一万元、三万元以下", "没收违法所得", ""),
        ("<10000", "严重", "超过三万元、五万元以下", "没收违法所得，责令停业", "两年内再次违法"),
        (">=10000", "轻微", "货值金额五倍以上六倍以下", "没收违法所得", "未造成危害后果"),
        (">=10000", "一般", "超过货值金额六倍、八倍以下", "没收违法所得", ""),
        (">=10000", "严重", "超过货值金额八倍、十倍以下", "没收违法所得，吊销许可证", "两年内再次违法"),
    ),
)
_AID = _table(
    (
        _input("人数", "number", "[1..20]", "家庭人数", "1"),
        _input("支出", "number", "[0..1000000]", "自付医疗费（元）", "0.01"),
        _input("受灾", "boolean", "", "住房因灾受损"),
    ),
    (dmn.Output("金额", "number", "", "救助金额（元）"),),
    (
        ("不限", "不限", "不限", "人数 * 300", "基本生活部分，每人三百元"),
        ("不限", "[10000..50000)", "不限", "2000", "医疗支出部分"),
        ("不限", ">=50000", "不限", "5000", "医疗支出部分，最高档"),
        ("不限", "不限", "是", "3000", "住房受损部分"),
    ),
    dmn.HitPolicy.COLLECT,
    dmn.Aggregation.SUM,
)

# code, organisation (empty: all), name, description, table
TABLES = (
    ("litter-fine", "", "随意倾倒垃圾行政处罚裁量基准", "依据《阳光县城市管理行政裁量权基准》第十二条（虚构）。", _LITTER),
    ("food-licence-fine", "", "无证食品经营行政处罚裁量基准", "依据《阳光县市场监管行政裁量权基准》第八条（虚构）。", _FOOD),
    ("temporary-aid", "civil-affairs", "临时救助金额计算表", "依据《阳光县临时救助办法》第九条（虚构）。适用的各项相加。", _AID),
)  # fmt: skip


def publish(organisations: dict[str, Organisation], actor: Actor) -> None:
    """Publish them as the county begins."""
    for code, owner, name, description, table in TABLES:
        publish_table(
            dmn.write(dmn.single(name, table, description)),
            code=code,
            organisation=organisations[owner] if owner else None,
            actor=actor,
        )
