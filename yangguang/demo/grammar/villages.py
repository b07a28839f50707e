"""Village affairs: the books, the meetings, what is raised from and paid to households."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, cdate, cn
from yangguang.demo.world.names import masked
from yangguang.demo.world.organisations import Organisation


def _village(s: Scene) -> Organisation:
    """The village itself, or the one that its town publishes for."""
    return (
        s.organisation
        if s.organisation.kind == "village"
        else s.voice.pick(s.world.villages_of(s.organisation))
    )


@kind("village-finance", "村务公开", "village-finance", "village", "town")
def village_finance(s: Scene) -> Document:
    village = _village(s)
    quarter, year = ((s.on.month - 1) // 3, s.year) if s.on.month > 3 else (4, s.year - 1)
    title = f"{village.short_name}{year}年第{cn(quarter)}季度财务收支公开表"
    incomes = [
        (name, s.voice.number(low, high) * 10)
        for name, low, high in s.voice.some(
            (
                ("发包及上交收入", 40, 860),
                ("补助收入", 260, 1800),
                ("经营收入", 80, 2600),
                ("投资收益", 10, 420),
                ("一事一议收入", 0, 360),
                ("利息收入", 1, 18),
            ),
            4,
            5,
        )
    ]
    costs = [
        (name, s.voice.number(low, high) * 10)
        for name, low, high in s.voice.some(
            (
                ("村干部误工补贴", 240, 560),
                ("办公水电报刊", 20, 160),
                ("道路和沟渠维修", 60, 900),
                ("环境卫生保洁", 80, 360),
                ("公益事业", 40, 420),
                ("固定资产维护", 30, 260),
                ("慰问困难群众", 10, 120),
                ("会议和培训", 5, 40),
            ),
            5,
            7,
        )
    ]
    income, cost = sum(m for _, m in incomes), sum(m for _, m in costs)
    before = s.voice.number(600, 9800) * 10 + cost
    paper = (
        Paper()
        .title(title)
        .p(
            s.say(
                "经村务监督委员会[逐笔审核|<3-9>月间理财日审查]、村民代表会议[通过|听取报告]，现将本季度财务公开，接受监督（单位：元）。".replace(
                    "<3-9>月间理财日", "理财日"
                )
            )
        )
    )
    rows: list[tuple[str, ...]] = []
    for order in range(max(len(incomes), len(costs))):
        left = incomes[order] if order < len(incomes) else ("", 0)
        right = costs[order] if order < len(costs) else ("", 0)
        rows.append(
            (left[0], f"{left[1]:,}" if left[0] else "", right[0], f"{right[1]:,}" if right[0] else "")
        )
    paper.table(
        "表1　收支情况",
        ["收入项目", "金额", "支出项目", "金额"],
        rows,
        ("收入合计", f"{income:,}", "支出合计", f"{cost:,}"),
    )
    paper.p(
        f"期初余额{before:,}元，本期收入{income:,}元，本期支出{cost:,}元，期末余额{before + income - cost:,}元。"
    )
    top = max(costs, key=lambda row: row[1])
    paper.table(
        "表2　主要支出明细",
        ["日期", "事项", "凭证", "经手人", "金额"],
        [
            (
                f"{year}-{(quarter - 1) * 3 + s.voice.number(1, 3):02}-{s.voice.number(3, 27):02}",
                s.say("[沟渠清淤|路灯更换|保洁员补助|办公用纸|垃圾清运|村部电费|桥栏维修]"),
                f"{s.voice.number(1, 48)}号",
                masked(s.person()),
                f"{amount:,}",
            )
            for amount in s.voice.shares(top[1], 4)
        ],
    )
    asset, debt = s.voice.number(420, 2600) * 1000, s.voice.number(0, 80) * 1000
    paper.p(
        f"期末集体资产总额{asset:,}元，负债{debt:,}元，净资产{asset - debt:,}元。"
        + s.sentence(
            "[无违规担保|债务为历史形成]，[固定资产盘点相符|合同<3-18>份全部公示]，[大额支出四议两公开|工程款按进度支付]，[票据可到村部查阅|村民可书面提问]"
        )
    )
    paper.p(
        s.say(
            "审核：村务监督委员会主任{m}；村民代表<18-46>人到会；公开时间：{on}。[疑问<7-10>日答复|联系电话：{phone}]。",
            m=masked(s.person()),
        )
    ).sign(village.name, s.on)
    table = sheet("财务公开表.xlsx", "收支情况", ["收入项目", "金额", "支出项目", "金额"], rows)
    return s.document(
        title,
        paper,
        f"本季收入{income:,}元、支出{cost:,}元、期末余额{before + income - cost:,}元。",
        issuer=s.name,
        keywords=("村级财务", village.short_name),
        attachments=(table,),
    )


@kind("village-resolution", "村民会议决议", "village-affairs", "village", "town")
def village_resolution(s: Scene) -> Document:
    village = _village(s)
    present, required = s.voice.number(38, 64), s.voice.number(32, 37)
    matter = s.voice.pick(
        (
            "推选公益岗位人员",
            "集体收益分配",
            "道路亮化",
            "红白理事会制度",
            "村规民约修订",
            "老校舍改建互助点",
            "垃圾分类积分",
            "机动地管理",
            "饮水管网维修",
        )
    )
    yes = s.voice.number(required, present)
    title = f"{village.short_name}{s.year}年第{cn(s.voice.number(1, 6))}次村民代表会议关于{matter}的决议"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{cdate(s.on)}，村民代表会议在[村部会议室|文化活动室]召开，应到{present + s.voice.number(0, 5)}人，实到{present}人，符合法定人数。[村党组织书记主持|村委会主任主持]，[驻村干部列席|群众代表旁听]"
            )
        )
    )
    paper.section("会议事项").p(
        s.sentence(
            f"会议讨论{matter}方案。[村委会会前入户<40-260>户征求意见|公示草案<5-7>日]，收到意见<3-18>条，[采纳<2-9>条|调整金额和责任人]。[主要争议是资金和管护|就公平受益充分讨论]"
        )
    )
    paper.section("表决结果").p(
        f"同意{yes}票，反对{min(2, present - yes)}票，弃权{present - yes - min(2, present - yes)}票，表决通过。"
    )
    paper.section("具体内容")
    for order, text in enumerate(
        s.voice.some(
            (
                "资金[不超过<0.8-8.6>万元|从集体收益列支]，[村民自愿捐工|不得强行摊派]，[合同三方核签|按质量付款]",
                "由{n}等<3-5>人成立工作组，[每周巡查|组织施工和验收]，[接受村监会检查|家属回避]",
                "工期<15-90>天，[农闲实施|先危急户]，[占路前一天通知|材料公示]",
                "奖补[按户与工作量|通过积分兑换]，[名单公开|困难户适当照顾]，[发现弄虚作假取消|争议由代表会议复议]",
                "制度执行<1-3>年，[每年评议|村民代表可提出修订]，[不得设置罚款|与法规冲突的无效]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"{order}. {s.sentence(text, n=s.person())}")
    paper.p(
        s.sentence(
            "[会议记录由参会人签字|影像存档]，[决议公示7日|无异议后实施]，[结算结果于<30-90>日内公开|重大变更再次表决]"
        )
    ).sign(village.name, s.on)
    return s.document(
        title,
        paper,
        f"会议同意{yes}票，通过{matter}。",
        issuer=s.name,
        keywords=("村民代表会议", village.short_name),
    )


@kind("village-funding", "一事一议", "village-affairs", "village", "town")
def village_funding(s: Scene) -> Document:
    village = _village(s)
    project = s.say("[村内道路硬化|沟渠清淤衬砌|饮水管网维修|休闲广场改造|太阳能路灯|村部厕所改造]")
    households = village.households * s.voice.number(75, 98) // 100
    share = s.voice.number(2, 12) * 10
    funding = households * share
    grant, collective = s.voice.number(3, 28) * 10000, s.voice.number(1, 9) * 1000
    total = funding + grant + collective
    title = f"{village.short_name}{s.year}年{project}一事一议筹资筹劳公示"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"经村民代表会议<26-48>人表决通过，拟实施{project}，[受益农户{households}户|覆盖<2-4>个村民组]，[自愿、量力、上限控制|困难户减免]。公示期7日，无异议报{'乡' if village.parent == 'shuanghe' else '镇'}审核"
            )
        )
    )
    paper.table(
        "资金构成（元）",
        ["来源", "金额", "说明"],
        [
            ("农户筹资", f"{funding:,}", f"{households}户，每户{share}元"),
            ("财政奖补", f"{grant:,}", "以批复为准"),
            ("村集体投入", f"{collective:,}", "集体积累"),
        ],
        ("合计", f"{total:,}", ""),
    )
    paper.table(
        "筹劳计划",
        ["村民组", "工日", "任务"],
        [
            (f"第{cn(g)}组", s.voice.number(16, 120), s.say("[清障|配合材料运输|路肩平整|挖槽|监督施工]"))
            for g in range(1, 5)
        ],
    )
    paper.p(
        s.sentence(
            "[五保、低保、残疾户免筹资|在外就学、服役人员减免]，[老人不派重活|以工代资另行同意]，不得用于[债务偿还|干部报酬]，结余[冲减下年|继续用于管护]，[决算按项目公开|超预算停工重议]"
        )
    )
    paper.p(
        s.sentence(
            "[质量监督员由{n}担任|项目进场公示]，[原材料价格可询价|竣工验收有受益户参加]，联系人：{contact}",
            n=s.person(),
        )
    ).sign(village.name, s.on)
    return s.document(
        title,
        paper,
        f"{project}总预算{total:,}元，农户筹资{funding:,}元。",
        issuer=s.name,
        keywords=("一事一议", village.short_name),
    )


@kind("village-post", "公示", "village-affairs", "village", "town")
def village_post(s: Scene) -> Document:
    village = _village(s)
    post = s.say("[保洁员|护林员|护路员|供水管理员|村级调解员|儿童主任]")
    rows = [
        (
            str(order),
            masked(s.person()),
            s.say("第[一|二|三|四]组"),
            s.voice.number(18, 62),
            s.say("[务农|灵活就业|待业|原岗位]"),
        )
        for order in range(1, s.voice.number(3, 8))
    ]
    title = f"{village.short_name}{s.year}年{post}{s.say('[选聘公示|拟聘用人员公示|续聘结果]')}"
    end = s.workdays_later(5)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"经报名、[村民代表评议|走访群众]、村两委讨论，拟确定{len(rows)}人为{post}，补贴每月<300-1200>元，[合同一年|服务期<6-12>个月]，公示至{cdate(end)}"
            )
        )
    )
    paper.table("拟聘名单", ["序号", "姓名", "村民组", "年龄", "现状"], rows)
    paper.p(
        s.sentence(
            "主要职责："
            + {
                "保洁员": "[清扫<2-6>公里道路|维护垃圾桶]，[及时转运|劝导分类]",
                "护林员": "[巡山<60-320>亩|制止用火]，[记录病虫害|报告盗伐]",
                "护路员": "[清理边沟|劝阻占道]，[报告塌方|协助养护]",
                "供水管理员": "[查表收费|巡查管道]，[投加消毒剂|报告水质]",
                "村级调解员": "[受理邻里纠纷|记录协议]，[入户疏导|引导法律途径]",
                "儿童主任": "[排查留守儿童|更新档案]，[安全教育|联系监护人]",
            }[post]
            + "，由{contact}考核"
        )
    )
    paper.p(
        s.say(
            "[在职公职人员不得兼任|直系亲属主动申报]，[无重大疾病|热心公益]，[不合格每月扣发|有异议向村监会反映]。补助[公开发放|通过一卡通]。"
        )
    ).sign(village.name, s.on)
    return s.document(
        title,
        paper,
        f"拟聘{post}{len(rows)}人，公示至{cdate(end)}。",
        issuer=s.name,
        keywords=(post, village.short_name),
    )
