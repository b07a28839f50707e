"""What people pay: charges that the law allows, prices that the county sets."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.paper import Paper, Row, cdate

_CHARGES = {
    "natural-resources": (
        ("不动产登记费（住宅）", "80元/件"),
        ("不动产登记费（非住宅）", "550元/件"),
        ("耕地开垦费", "按省定标准"),
        ("土地复垦费", "10—20元/平方米"),
    ),
    "housing-construction": (
        ("污水处理费（居民）", "0.85元/立方米"),
        ("污水处理费（非居民）", "1.20元/立方米"),
        ("城市道路占用挖掘修复费", "按实际修复成本"),
        ("城镇垃圾处理费", "每户每月4元"),
    ),
    "education": (
        ("普通高中学费", "420元/学期"),
        ("普通高中住宿费", "150元/学期"),
        ("公办幼儿园保教费（县城）", "280元/月"),
        ("公办幼儿园保教费（乡镇）", "180元/月"),
    ),
    "market-regulation": (
        ("特种设备检验费（电梯）", "按规定标准"),
        ("计量检定费", "停征"),
        ("个体工商户注册登记费", "停征"),
        ("药品注册费", "由上级收取"),
    ),
    "water": (
        ("水资源税（地表水）", "税务部门征收"),
        ("水土保持补偿费", "1.0元/平方米"),
        ("河道采砂管理费", "停征"),
        ("水利工程供水（农业）", "0.12元/立方米"),
    ),
    "human-resources": (
        ("人事考试考务费", "40元/人·科"),
        ("职业技能鉴定考试费", "按工种执行"),
        ("社会保障卡补换", "免费"),
        ("劳动能力鉴定费", "200元/人·次"),
    ),
}


@kind(
    "charges",
    "目录清单",
    "charges",
    "finance",
    "natural-resources",
    "housing-construction",
    "education",
    "market-regulation",
    "water",
    "human-resources",
)
def charges(s: Scene) -> Document:
    title = (
        f"{s.organisation.short_name}{s.year}年行政事业性收费目录清单"
        if s.organisation.code != "finance"
        else f"阳光县{s.year}年行政事业性收费目录清单"
    )
    rows: list[Row] = []
    for code, items in _CHARGES.items():
        if s.organisation.code in (code, "finance"):
            office = s.world.organisation(code).short_name
            rows += [
                (str(len(rows) + order), name, rate, office, s.say("[缴入县级国库|全额上缴财政]"))
                for order, (name, rate) in enumerate(items, start=1)
            ]
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[截至{cdate(s.on)}|根据国家和省最新政策]，现将收费项目{len(rows)}项予以公布。[目录之外一律不得收费|收费时出具财政票据]，[减免对象凭证办理|群众有权拒缴未列入的费用]"
            )
        )
    )
    paper.table("行政事业性收费目录", ["序号", "项目", "标准", "执收单位", "资金管理"], rows)
    paper.section("减免政策")
    for order, text in enumerate(
        s.voice.some(
            (
                "低保户、特困人员[免收|减半收取]相关费用",
                "小微企业不动产登记费[免收|按规定减免]",
                "残疾人参加考试[免收考务费|凭证减免]",
                "重度残疾和[孤儿|军烈属子女]住宿费减免",
                "退役军人自主创业<2-3>年内[免收登记类费用|免收管理类费用]",
            ),
            3,
            4,
        ),
        start=1,
    ):
        paper.p(f"{order}. {s.sentence(text)}")
    paper.section("监督").p(
        s.sentence(
            "[发现乱收费|违反目录的]，可拨打12345、{phone}，[提供票据和时间|保留凭证]，<5-10>个工作日内[核查退还|答复]"
        )
    )
    paper.sign(s.name, s.on)
    return s.document(title, paper, f"公布收费项目{len(rows)}项、标准和减免政策。", keywords=("收费清单",))


_PRICES = (
    ("居民生活用水", "2.65元/立方米"),
    ("非居民用水", "3.90元/立方米"),
    ("管道天然气（居民）", "3.06元/立方米"),
    ("集中供热（居民）", "4.80元/平方米·月"),
    ("城区公交", "1元/人次"),
    ("出租汽车起步价", "6元/2公里"),
    ("路边停车", "首小时2元"),
    ("普惠性民办园保教费最高限价", "520元/月"),
    ("殡葬遗体火化", "380元/具"),
    ("养老机构基本床位费（公办）", "560元/床·月"),
    ("学生伙食（义务教育）", "按成本"),
    ("景区门票（云顶山）", "旺季40元/人"),
)


@kind("prices", "目录", "charges", "development-reform")
def prices(s: Scene) -> Document:
    title = s.say(
        f"[阳光县{s.year}年政府定价的商品和服务价格目录|{s.year}年县级政府定价经营服务性收费目录清单]"
    )
    rows = [
        (str(order), name, rate, s.say("[县政府|县发展和改革局]"), s.say("阳发改价〔<2021-2025>〕<3-46>号"))
        for order, (name, rate) in enumerate(s.voice.some(_PRICES, 8, 11), start=1)
    ]
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[经清理|按照动态调整要求]，现公布政府定价项目{len(rows)}项。[经营者应当明码标价|不得擅自提高标准]，{s.organisation.short_name}每年[评估一次|更新发布]"
            )
        )
    )
    paper.table("政府定价目录", ["序号", "项目", "现行价格", "定价机关", "文件依据"], rows)
    for pattern in s.voice.some(
        (
            "[调整居民价格前|涉及群众切身利益的]依法听证，[听证会方案提前30日公告|邀请消费者代表]",
            "低保、特困家庭每月[免<3-5>立方米水|享受生活困难价格补贴]",
            "未列入目录的实行市场调节价，[不得串通涨价|由行业自律]",
            "举报价格违法[拨打12315|致电{phone}]，[<7-15>日内处理|反馈结果]",
        ),
        3,
        4,
    ):
        paper.p(s.sentence(pattern))
    paper.sign(s.name, s.on)
    return s.document(title, paper, f"公布县级政府定价项目{len(rows)}项。", keywords=("政府定价", "价格"))
