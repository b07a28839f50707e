"""Permits, penalties and inspections, as the law wants their results shown."""

from datetime import date

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, cdate, cn

_PERMITS = {
    "market-regulation": (
        ("食品经营许可", "SPJY"),
        ("特种设备使用登记", "TZSB"),
        ("药品经营许可（零售）", "YPJY"),
    ),
    "housing-construction": (
        ("建筑工程施工许可", "JZSG"),
        ("城镇污水排入排水管网许可", "PSXK"),
        ("燃气经营许可", "RQJY"),
    ),
    "water": (
        ("取水许可", "QSXK"),
        ("河道管理范围内建设项目批准", "HDJS"),
        ("生产建设项目水土保持方案审批", "SBFA"),
    ),
    "natural-resources": (
        ("建设用地规划许可", "YDGH"),
        ("乡村建设规划许可", "XCGH"),
        ("林木采伐许可", "LMCF"),
    ),
    "ecology-environment": (("建设项目环境影响评价审批", "HPSP"), ("排污许可", "PWXK")),
    "education": (("民办学校办学许可", "MBXX"), ("教师资格认定", "JSZG")),
    "emergency": (("危险化学品经营许可", "WHJY"), ("烟花爆竹零售许可", "YHBZ")),
    "civil-affairs": (("社会团体成立登记", "STDJ"), ("民办非企业单位登记", "MFDJ")),
    "agriculture": (
        ("动物防疫条件合格证核发", "DWFY"),
        ("农药经营许可", "NYJY"),
        ("种子生产经营许可", "ZZJY"),
    ),
    "human-resources": (("人力资源服务许可", "RLFW"), ("劳务派遣经营许可", "LWPQ")),
}


@kind("permits", "许可公示", "permits", *_PERMITS)
def permits(s: Scene) -> Document:
    name, letters = s.voice.pick(_PERMITS[s.organisation.code])
    month = s.on.month - 1 or 12
    year = s.year if s.on.month > 1 else s.year - 1
    title = f"{s.organisation.short_name}{year}年{month}月{name}结果公示"
    companies = s.voice.some(s.world.companies, 6, 13)
    serial = s.voice.number(11, 160)
    rows = []
    for order, company in enumerate(companies, start=1):
        serial += s.voice.number(1, 3)
        decided = s.world.workday_on_or_after(date(year, month, min(25, 1 + order * 2)))
        rows.append(
            (
                str(order),
                company.name,
                company.uscc,
                f"{letters}{year}{serial:04}",
                str(decided),
                s.say("[准予|准予|准予|准予变更|准予延续|不予]"),
            )
        )
    given = sum(1 for row in rows if row[-1] != "不予")
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{month}月共[作出|办结]{name}决定{len(rows)}件，其中准予{given}件、不予{len(rows) - given}件，[平均办理<1.2-5.8>个工作日|比承诺时限缩短<20-45>%]，[全程网办<30-90>%|现场核查<3-9>次]。[自作出决定之日起7个工作日内公示|结果如下]"
            )
        )
    )
    paper.table(
        f"{name}决定", ["序号", "行政相对人", "统一社会信用代码", "许可编号", "决定日期", "结果"], rows
    )
    paper.p(
        s.sentence(
            "[不予许可的已书面说明理由并告知救济途径|法定代表人信息已隐去]。[证书有效期<3-5>年|变更、延续请提前30日申请]，[证照状态可在线查询|电子证照与纸质同效]，咨询电话：{phone}"
        )
    ).sign(s.name, s.on)
    table = sheet(
        "许可决定.xlsx", name, ["序号", "行政相对人", "统一社会信用代码", "编号", "日期", "结果"], rows
    )
    return s.document(
        title,
        paper,
        f"{name}决定{len(rows)}件，准予{given}件。",
        keywords=(name, "行政许可"),
        attachments=(table,),
    )


_OFFENCES = {
    "market-regulation": (
        (
            "经营超过保质期的食品",
            "《中华人民共和国食品安全法》第三十四条第（十）项",
            "第一百二十四条第一款第（五）项",
            5000,
            30000,
        ),
        ("未按规定明码标价", "《中华人民共和国价格法》第十三条", "第四十二条", 300, 3000),
        (
            "使用未经检验的特种设备",
            "《中华人民共和国特种设备安全法》第四十条第三款",
            "第八十四条第（一）项",
            30000,
            60000,
        ),
    ),
    "emergency": (
        (
            "未如实记录安全生产教育培训情况",
            "《中华人民共和国安全生产法》第二十八条第四款",
            "第九十七条第（四）项",
            5000,
            40000,
        ),
        (
            "未按规定配备劳动防护用品",
            "《中华人民共和国安全生产法》第四十五条",
            "第九十九条第（五）项",
            5000,
            30000,
        ),
    ),
    "ecology-environment": (
        (
            "未采取密闭措施贮存易产生扬尘的物料",
            "《中华人民共和国大气污染防治法》第七十二条第一款",
            "第一百一十七条第（一）项",
            10000,
            60000,
        ),
        (
            "未按排污许可证规定开展自行监测",
            "《排污许可管理条例》第十九条第一款",
            "第三十六条第（五）项",
            20000,
            80000,
        ),
    ),
    "housing-construction": (
        ("未取得施工许可证擅自施工", "《中华人民共和国建筑法》第七条第一款", "第六十四条", 12000, 90000),
        ("施工现场未按规定封闭围挡", "《中华人民共和国建筑法》第三十九条", "第七十一条", 5000, 50000),
    ),
    "water": (
        ("未经批准擅自取水", "《中华人民共和国水法》第四十八条第一款", "第六十九条第（一）项", 20000, 60000),
        (
            "在河道内弃置阻碍行洪的物体",
            "《中华人民共和国水法》第三十七条第一款",
            "第六十六条第（一）项",
            10000,
            40000,
        ),
    ),
    "agriculture": (
        ("经营标签残缺不清的农药", "《农药管理条例》第二十六条第一款", "第五十七条第（三）项", 2000, 10000),
        ("未经检疫运输动物", "《中华人民共和国动物防疫法》第四十九条", "第一百条", 1000, 8000),
    ),
}


@kind("penalty", "处罚决定", "penalties", *_OFFENCES)
def penalty(s: Scene) -> Document:
    offence, broken, penal, low, high = s.voice.pick(_OFFENCES[s.organisation.code])
    company = s.world.company(s.rng)
    number = s.number(s.organisation.mark + "罚决")
    fine = s.voice.number(low // 100, high // 100) * 100
    found = s.days_later(-s.voice.number(38, 80))
    title = f"{company.name}{offence}案行政处罚决定书摘要"
    law = broken[: broken.index("》") + 1]
    paper = Paper().title(title)
    paper.table(
        "基本信息",
        ["项目", "内容"],
        [
            ("决定书文号", number),
            ("当事人", company.name),
            ("统一社会信用代码", company.uscc),
            ("法定代表人（负责人）", company.head[0] + "某"),
            ("立案日期", cdate(found)),
            ("处罚决定日期", cdate(s.on)),
            ("处罚机关", s.name),
        ],
    )
    paper.section("违法事实").p(
        s.sentence(
            f"{cdate(found)}，执法人员<2-3>名[根据线索|在双随机检查中|接到举报后]对当事人位于{{town}}{{road}}的[经营场所|作业现场|生产区]检查，发现[其存在|当事人]{offence}行为，"
            "[涉及<3-46>件（批）|持续<4-30>天]，[货值<180-6800>元|尚未造成危害后果]。[现场制作笔录、拍照取证|调取台账、票据<3-12>份]，当事人对事实[无异议|陈述后予以确认]"
        )
    )
    paper.section("法律依据").p(f"上述行为违反了{broken}的规定，依据{law}{penal}予以处罚。")
    paper.section("裁量理由").p(
        s.sentence(
            "[当事人首次违法、主动整改|当事人配合调查，及时消除隐患|同类行为一年内第二次发生]，[符合从轻情形|依法适用第<2-3>档]，[处罚前已告知陈述、申辩和听证权利|告知书送达后当事人未申辩]，[案件经法制审核|集体讨论决定]"
        )
    )
    paper.section("处罚内容").p(
        f"责令立即改正，罚款人民币{fine:,}元。"
        + s.sentence(
            "[没收违法所得<60-1800>元|没收涉案物品<3-26>件|给予警告]，自收到决定书之日起15日内缴纳，[逾期每日加处3%|可申请分期]"
        )
    )
    paper.section("履行与救济").p(
        s.sentence(
            "[当事人已缴清罚款并改正|整改复查合格|正在履行]。不服决定可在60日内申请行政复议，或者6个月内提起行政诉讼。[公示期<3-12>个月|信用修复材料可在线提交]，符合条件可申请提前停止公示"
        )
    )
    return s.document(
        title, paper, f"{offence}，罚款{fine:,}元。", number=number, keywords=("行政处罚", company.name)
    )


@kind(
    "random-check",
    "抽查结果",
    "inspection",
    "market-regulation",
    "emergency",
    "housing-construction",
    "ecology-environment",
    "agriculture",
    "education",
)
def random_check(s: Scene) -> Document:
    topic = s.voice.pick(
        {
            "market-regulation": ("餐饮服务单位", "预拌混凝土企业", "药店", "加油站计量器具"),
            "emergency": ("危险化学品经营单位", "工贸企业", "烟花爆竹零售点"),
            "housing-construction": ("在建工程", "物业服务企业", "燃气场站"),
            "ecology-environment": ("排污单位", "医疗废物产生单位", "砂石堆场"),
            "agriculture": ("农资门店", "畜禽养殖场", "农产品生产主体"),
            "education": ("校外培训机构", "民办幼儿园", "学校食堂"),
        }[s.organisation.code]
    )
    companies = s.voice.some(s.world.companies, 8, 15)
    share = s.voice.number(3, 12)
    problems = (
        "[台账不全|制度未上墙]，责令<5-10>日整改",
        "[人员培训记录缺失|证件过期]，当场整改",
        "[设备维保不及时|标识不清]，约谈负责人",
        "[防护设施损坏|通道堵塞]，复查合格",
        "[涉嫌违法|检验超期]，立案调查",
        "[进货票据缺<2-8>张|留样不足]，限期补正",
    )
    rows = []
    for order, company in enumerate(companies, start=1):
        good = s.voice.chance(0.63)
        rows.append(
            (
                str(order),
                company.name,
                s.say("[{town}|{road}|{village}]"),
                "未发现问题" if good else "发现问题",
                "合格" if good else s.say(s.voice.pick(problems)),
            )
        )
    bad = sum(1 for row in rows if row[3] == "发现问题")
    title = (
        f"{s.organisation.short_name}{s.year}年第{cn(s.voice.number(1, 12))}次{topic}“双随机、一公开”抽查结果"
    )
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"按照年度计划，[从检查对象名录库按{share}%比例抽取|通过平台随机抽取]{len(rows)}家，随机匹配执法人员<4-12>名，[联合{{department}}|邀请行业专家<1-3>名]，于{cdate(s.days_later(-s.voice.number(12, 20)))}至{cdate(s.days_later(-3))}开展检查"
            )
        )
    )
    paper.p(
        f"共检查{len(rows)}家，未发现问题{len(rows) - bad}家，发现问题{bad}家，问题发现率{bad / len(rows) * 100:.1f}%。"
    )
    paper.table("抽查结果", ["序号", "检查对象", "所在地", "结果", "处理"], rows)
    for pattern in s.voice.some(
        (
            "[问题主要集中在台账管理和人员培训|共性问题是制度不执行]，[将组织业主集中学习|发放告知书]",
            "信用等级低的[提高抽查比例|增加频次]，[A类主体减少打扰|推行非现场检查]",
            "[结果归集到企业名下|向社会公示]，[企业有异议可在<10-15>日内申请复核|整改后更新]",
            "[检查人员出示证件、扫码入企|没有收取任何费用]，[企业评价满意率<92-99>%|接受监督]",
        ),
        2,
        3,
    ):
        paper.p(s.sentence(pattern))
    paper.sign(s.name, s.on)
    return s.document(
        title, paper, f"检查{topic}{len(rows)}家，发现问题{bad}家。", keywords=("双随机", topic)
    )


@kind("safety-report", "检查通报", "safety", "emergency", "town")
def safety_report(s: Scene) -> Document:
    number = s.number(s.organisation.mark + ("通" if s.organisation.kind == "town" else "通报"))
    topic = s.voice.pick(
        (
            "冬春火灾防控",
            "有限空间作业",
            "自建房经营",
            "液化气使用",
            "烟花爆竹储存",
            "农机道路安全",
            "冷库和粉尘",
            "养老机构消防",
            "汛期在建工地",
        )
    )
    title = f"{s.name}关于{s.year}年{s.on.month}月{topic}安全检查情况的通报"
    sites = [
        s.say(p)
        for p in s.voice.some(
            (
                "{market}",
                "{company}仓库",
                "{home}",
                "{school}",
                "{project}工地",
                "{village}加工点",
                "{hospital}",
                "{road}餐饮门店",
            ),
            5,
            7,
        )
    ]
    rows = []
    for order, site in enumerate(dict.fromkeys(sites), start=1):
        hazards = s.voice.number(1, 9)
        fixed = s.voice.number(max(0, hazards - 3), hazards)
        rows.append(
            (
                str(order),
                site,
                hazards,
                fixed,
                s.say("[灭火器失效|应急灯不亮|线路私拉|通道堵塞|人员未培训|报警器未接|材料堆放混乱]"),
                "已闭环" if fixed == hazards else s.say("[限<5-10>日|挂牌督办]"),
            )
        )
    paper = (
        Paper()
        .title(title)
        .p(number, "doc-no")
        .p(
            s.sentence(
                f"{s.on.month}月<1-6>日起，[组织<3-6>个小组|会同专家]对{topic}开展[集中检查|夜查暗访]，检查场所<40-160>处，以下{len(rows)}处[问题较典型|予以通报]"
            )
        )
    )
    paper.table(
        "隐患情况",
        ["序号", "场所", "隐患", "已整改", "主要问题", "状态"],
        rows,
        ("合计", "", sum(r[2] for r in rows), sum(r[3] for r in rows), "", ""),
    )
    paper.section(s.say("[原因分析|突出问题]"))
    for head, text in s.measures(2, 3):
        paper.p(f"{head}不到位。" + text)
    paper.section("要求")
    for order, pattern in enumerate(
        s.voice.some(
            (
                "未闭环的隐患明确[人员、时限、措施|责任人和验收人]，[每日跟踪|<7-10>日内销号]",
                "[举一反三|全面自查]，{village}等[{town}周边|重点村]再排查一遍",
                "[整改不力的停业|关闭]，[公开曝光|移送处理]，[不得以罚款代替整改|严禁先停后放]",
                "值班电话{phone}，[发现险情先撤人|及时报告]，[群众举报有奖|保护举报人]",
            ),
            2,
            4,
        ),
        start=1,
    ):
        paper.p(f"（{cn(order)}）{s.sentence(pattern)}")
    paper.sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"通报{topic}检查，隐患{sum(r[2] for r in rows)}项，整改{sum(r[3] for r in rows)}项。",
        number=number,
        keywords=(topic, "安全检查"),
    )
