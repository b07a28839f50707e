"""What goes wrong on the way: slips in a first draft, and what the reviewers write about them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

SECTION, OFFICE, SECRECY, COUNTERSIGN, SIGN = (
    "section-review",
    "office-review",
    "secrecy",
    "countersign",
    "sign",
)


@dataclass(frozen=True)
class Fault:
    """A slip: how it gets into the text, and the reason with which a step returns it."""

    step: str
    opinion: str
    spoil: Callable[[str], str]


def _with_paragraph(text: str) -> Callable[[str], str]:
    def add(html: str) -> str:
        cut = html.find("</p>", len(html) // 3)
        return html[: cut + 4] + f"\n<p>{text}</p>" + html[cut + 4 :] if cut >= 0 else html + f"<p>{text}</p>"

    return add


def _short_phone(html: str) -> str:
    return re.sub(r"0990-(\d{6})\d", r"0990-\1", html, count=1)


def _no_signature(html: str) -> str:
    return re.sub(r'<p class="sign">[^<]*</p>\s*$', "", html, count=1)


FAULTS: tuple[Fault, ...] = (
    Fault(SECTION, "联系电话少了一位，请核对后重新报送。", _short_phone),
    Fault(
        SECTION,
        "文中多了一段上年材料里的话，与今年安排不符，请删去。",
        _with_paragraph("上一年度相关工作已按时完成，详见上年总结，本年度参照执行即可。"),
    ),
    Fault(
        SECTION,
        "“原则上”用得太多，执行口径不清，请把第一段补充说明改具体或者删去。",
        _with_paragraph("以上各项原则上由各单位原则上自行把握，特殊情况原则上另行研究。"),
    ),
    Fault(
        SECTION,
        "数据来源没有写明，补充的这一段没有依据，请核实。",
        _with_paragraph("据初步了解，相关指标在全市处于前列，具体数字有待核实。"),
    ),
    Fault(
        SECRECY,
        "“内部掌握”一段属于尚未确定的工作安排，不宜公开，请删去后再报。",
        _with_paragraph("（内部掌握：检查组分组名单和出发时间另行通知，请勿外传。）"),
    ),
    Fault(
        SECRECY,
        "文中写出了救助对象的家庭病情，涉及个人隐私，请隐去。",
        _with_paragraph("例如，某户户主患慢性病多年、配偶患精神疾病，家庭收入主要靠亲属接济。"),
    ),
    Fault(
        SECRECY,
        "第三方报价明细属于商业秘密，未征得企业同意，请删去。",
        _with_paragraph("三家企业的单价构成分别为人工费、材料费、管理费和利润，详见其报价明细。"),
    ),
    Fault(
        SIGN,
        "最后一段像口号，不是办法。请删掉，让群众看得明白。",
        _with_paragraph("让我们以时不我待的精神，奋力谱写各项工作新篇章。"),
    ),
    Fault(
        SIGN,
        "时间表太笼统，“适时”是什么时候？请写清楚或者删去这一句。",
        _with_paragraph("各项工作适时启动、适时推进、适时总结。"),
    ),
    Fault(
        COUNTERSIGN,
        "涉及村民切身利益，先请村务监督委员会看过。多余的说明请删去。",
        _with_paragraph("有关情况已向部分村民口头说明，不再另行公示。"),
    ),
    Fault(OFFICE, "落款缺成文日期，不合公文格式，请补上。", _no_signature),
)

# What people write when they agree; many say nothing.
AGREED: dict[str, tuple[str, ...]] = {
    SECTION: (
        "已核对，数据与台账一致。",
        "同意送审。",
        "",
        "",
        "内容属实。",
        "附件齐全，同意。",
        "同意，建议尽快公开。",
    ),
    OFFICE: ("格式符合要求。", "同意。", "", "文号、日期无误。", ""),
    SECRECY: ("未发现涉密和不宜公开的内容。", "个人信息已隐去，可以公开。", "同意公开。", ""),
    COUNTERSIGN: ("同意，请主要领导审签。", "同意。", "", "已阅，同意公开。"),
    SIGN: ("同意公开。", "签发。", "同意，及时公开。", "", "同意，请做好解读。"),
}


def fault_for(rng: random.Random, steps: list[str]) -> Fault:
    """A fault that one of a review's steps would find."""
    return rng.choice([fault for fault in FAULTS if fault.step in steps])


@dataclass(frozen=True)
class Withheld:
    """Something that is not disclosed proactively: what it is and why (条例第十三至十六条)."""

    title: str
    attribute: str  # on_request | denied
    kind: str
    reason: str
    article: str
    organisation: str


_ACT = "《中华人民共和国政府信息公开条例》"
WITHHELD: tuple[Withheld, ...] = (
    Withheld(
        "清河干流治理工程地质勘察报告",
        "on_request",
        "third_party",
        "内容专业、篇幅大，仅与少数单位和个人有关",
        f"{_ACT}第二十七条",
        "water",
    ),
    Withheld(
        "农村低保对象信息核对情况汇总",
        "on_request",
        "third_party",
        "含家庭经济状况，需要征求本人意见后提供",
        f"{_ACT}第十五条、第二十七条",
        "civil-affairs",
    ),
    Withheld(
        "北街片区老旧小区改造施工图",
        "on_request",
        "third_party",
        "涉及设计单位的技术成果，可以按申请提供与申请人有关的部分",
        f"{_ACT}第十五条、第二十七条",
        "housing-construction",
    ),
    Withheld(
        "城关镇宅基地权籍调查表",
        "on_request",
        "third_party",
        "含户主信息，与申请人有关的部分按申请提供",
        f"{_ACT}第十五条、第二十七条",
        "chengguan",
    ),
    Withheld(
        "公租房轮候家庭住房情况核查底表",
        "on_request",
        "third_party",
        "含个人住房和收入信息",
        f"{_ACT}第十五条、第二十七条",
        "housing-construction",
    ),
    Withheld(
        "食品抽检承检机构比选文件",
        "on_request",
        "third_party",
        "含供应商报价明细",
        f"{_ACT}第十五条、第二十七条",
        "market-regulation",
    ),
    Withheld(
        "机关后勤物资调配单",
        "denied",
        "internal",
        "属于后勤管理方面的内部事务信息",
        f"{_ACT}第十六条第一款",
        "civil-affairs",
    ),
    Withheld(
        "股室人员调整征求意见表",
        "denied",
        "internal",
        "属于人事管理方面的内部事务信息",
        f"{_ACT}第十六条第一款",
        "education",
    ),
    Withheld(
        "供水价格调整方案讨论稿",
        "denied",
        "process",
        "尚在讨论的过程稿，定稿后依法公开",
        f"{_ACT}第十六条第二款",
        "development-reform",
    ),
    Withheld(
        "年度预算编制磋商往来函",
        "denied",
        "process",
        "属于行政机关内部磋商信函",
        f"{_ACT}第十六条第二款",
        "finance",
    ),
    Withheld(
        "安全生产处罚案卷调查笔录",
        "denied",
        "enforcement",
        "属于行政执法案卷信息",
        f"{_ACT}第十六条第二款",
        "emergency",
    ),
    Withheld(
        "城关镇信访人反映事项登记",
        "denied",
        "third_party",
        "含个人隐私，公开会损害第三方合法权益",
        f"{_ACT}第十五条",
        "chengguan",
    ),
    Withheld("", "denied", "secret", "国家秘密", f"{_ACT}第十四条", "county-office"),
    Withheld("", "denied", "secret", "国家秘密", f"{_ACT}第十四条", "emergency"),
)
