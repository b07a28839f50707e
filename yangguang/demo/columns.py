"""The columns of the demonstration's site: each a stored question, none a pile of pages."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ColumnPlan:
    code: str
    name: str
    type: str
    description: str
    keywords: str
    question: dict[str, list[str]] = field(default_factory=dict)
    parent: str = ""


def _of(*categories: str) -> dict[str, list[str]]:
    return {"categories": list(categories)}


COLUMNS = (
    ColumnPlan(
        "policies",
        "最新政策",
        "政策文件",
        "县政府和各部门的规范性文件、意见、方案和通知",
        "政策,规范性文件,通知",
        _of("A20_01"),
    ),
    ColumnPlan(
        "notices",
        "通知公告",
        "工作动态",
        "公告、通告、公示和通报",
        "公告,通告,公示",
        {"kinds": ["公告", "通告", "公示", "通报"]},
    ),
    ColumnPlan(
        "interpretation",
        "政策解读",
        "政策解读",
        "文件的问答、图解和说明",
        "解读,图解,问答",
        {"kinds": ["解读", "图解"]},
    ),
    ColumnPlan(
        "clarifications",
        "澄清回应",
        "回应关切",
        "对影响社会稳定、扰乱管理秩序的虚假或者不完整信息的澄清",
        "澄清,回应关切",
        {"kinds": ["澄清"]},
    ),
    ColumnPlan(
        "budget",
        "财政预决算",
        "数据发布",
        "部门预算、决算、三公经费和专项资金",
        "预算,决算,三公经费",
        _of("A20_07", "F04", "F14"),
    ),
    ColumnPlan(
        "projects",
        "重大项目",
        "工作动态",
        "重大建设项目的批准、招标、进展和政府采购",
        "重大项目,招标,批复",
        _of("A20_09", "A20_10", "F02", "F03"),
    ),
    ColumnPlan(
        "social-aid",
        "社会救助",
        "办事服务",
        "低保、特困、临时救助、养老和救灾",
        "低保,特困,临时救助,养老",
        _of("F15", "F20", "F21"),
    ),
    ColumnPlan(
        "livelihood",
        "民生保障",
        "办事服务",
        "教育、就业、医疗保障、公共服务和惠农补贴",
        "教育,就业,医保,补贴",
        _of("A20_11", "F12", "F13", "F18", "F19", "F23", "F24", "F26"),
    ),
    ColumnPlan(
        "safety",
        "安全生产和应急",
        "工作动态",
        "安全检查、应急预案、预警信息",
        "安全生产,应急预案,预警",
        _of("A20_12", "F05"),
    ),
    ColumnPlan(
        "enforcement",
        "行政执法",
        "数据发布",
        "行政许可、行政处罚、双随机抽查和食品抽检结果",
        "许可,处罚,双随机,抽检",
        _of("A20_05", "A20_06", "A20_13", "F16", "F17"),
    ),
    ColumnPlan("environment", "环境质量", "数据发布", "空气和水环境质量", "空气质量,水质", _of("F11")),
    ColumnPlan(
        "recruitment", "招考录用", "工作动态", "招考公告、拟聘用公示", "招聘,招考,拟聘用", _of("A20_14")
    ),
    ColumnPlan(
        "statistics", "统计信息", "数据发布", "统计公报和经济运行情况", "统计公报,经济运行", _of("A20_04")
    ),
    ColumnPlan(
        "planning",
        "规划计划",
        "政策文件",
        "规划、计划和政府工作报告",
        "规划,计划,工作报告",
        _of("A20_03", "F01"),
    ),
    ColumnPlan("land", "征地信息", "工作动态", "征收土地公告和补偿安置方案", "征地,补偿安置", _of("F07")),
    ColumnPlan("charges", "收费和价格", "政策文件", "行政事业性收费和政府定价", "收费,价格", _of("A20_08")),
    ColumnPlan(
        "villages",
        "村务公开",
        "数据发布",
        "村级财务、村民会议决议、土地承包和筹资筹劳",
        "村务公开,村级财务",
        _of("A21_TOWN"),
    ),
    ColumnPlan(
        "organisations",
        "机构职能",
        "机构职能",
        "各部门和乡镇的职责、机构、领导分工",
        "机构职能,领导分工",
        _of("A20_02"),
    ),
    ColumnPlan(
        "annual-reports",
        "公开年报",
        "信息公开年报",
        "政府信息公开工作年度报告",
        "信息公开年报",
        _of("annual-report"),
    ),
    ColumnPlan(
        "participation",
        "意见征集",
        "征集调查",
        "征求意见、听证和采纳情况，建议提案答复",
        "征求意见,听证,建议提案",
        _of("A20_15"),
    ),
)
