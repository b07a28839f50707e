"""Asking before deciding: drafts for comment, what became of comments, hearings."""

from datetime import timedelta

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.paper import Paper, cdate, cn
from yangguang.demo.world.names import masked


@kind("consultation", "征求意见", "consultation", "department", "office")
def consultation(s: Scene) -> Document:
    name = f"阳光县{s.matter.name}{s.say('[实施办法|若干措施|工作方案]')}（征求意见稿）"
    title = f"{s.name}关于《{name}》公开征求意见的公告"
    close = s.days_later(s.voice.number(30, 35))
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[为提高决策质量|按照重大行政决策程序]，我单位起草了《{name}》，现公开征求意见，时间为{cdate(s.on)}至{cdate(close)}"
            )
        )
    )
    paper.section("起草说明").p(
        "".join(s.about_matter(reason) for reason in s.matter.why)
        + s.sentence(
            "起草中[走访{town}、{village}|召开座谈会<2-5>次]，[参考外地做法|核对法律规定]，[形成<8-26>条|修改<3-6>稿]"
        )
    )
    paper.section("征求意见稿")
    for order, (head, text) in enumerate(s.measures(5, 8), start=1):
        paper.p(f"第{cn(order)}条　{head}。{text}")
    paper.section("请重点提意见").points(
        [
            s.sentence(x)
            for x in s.voice.some(
                (
                    "[办理条件、材料|对象范围]是否[清楚|过窄]",
                    "时限<5-20>个工作日是否[合理|便于老人和村民办理]",
                    "补助标准、[收费|处罚]是否[公平|与其他政策重复]",
                    "监督措施能否[防止走样|保护举报人]",
                    "还有哪些[群众关心的具体问题|可以减少的环节]",
                ),
                3,
                5,
            )
        ]
    )
    paper.section("参与方式").p(
        s.say(
            "网络填写或信函寄至{address}，邮编990100，电话{phone}，信封注明征求意见。[意见附姓名和联系方式便于反馈|匿名意见同样登记]，[涉及个人信息不公开|采纳情况另行公布]。"
        )
    ).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"公开征求{s.matter.name}文件意见，截止{cdate(close)}。",
        keywords=(s.matter.name, "征求意见"),
    )


@kind("adoption", "意见采纳", "consultation", "department", "office")
def adoption(s: Scene) -> Document:
    title = f"关于{s.matter.name}征求意见采纳情况的说明"
    total = s.voice.number(68, 486)
    online = total * s.voice.number(48, 82) // 100
    opinions = []
    for order, measure in enumerate(s.voice.some(s.matter.measures, 5, 6), start=1):
        accepted = s.say("[采纳|采纳|部分采纳|未采纳]")
        count = s.voice.number(3, 29)
        opinions.append(
            (
                str(order),
                s.say(
                    f"{measure.title}[应当明确时限|应当列出责任人|公示时间要更长|补助能否提前告知|材料能否减少|要考虑山区村实际]"
                ),
                count,
                accepted,
                {
                    "采纳": s.say("[写入第<3-12>条|明确工作日和责任]"),
                    "部分采纳": s.say("[在实施细则中细化|先在{town}试行]"),
                    "未采纳": s.say("[超出法定权限|与现行规定冲突]，已向建议人解释"),
                }[accepted],
            )
        )
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"征求意见已结束，共收到{total}条，其中网上{online}条、电话和信函{total - online}条，[合并同类意见{len(opinions)}类|参与群众<42-360>人]。[逐条研究并会同司法等部门审核|衷心感谢参与]"
            )
        )
    )
    paper.table("主要意见和处理", ["序号", "意见", "条数", "结果", "说明"], opinions)
    paper.section("重点问题说明")
    for question, answer in s.voice.shuffled(s.matter.questions)[:3]:
        paper.p(f"有群众问：{s.say(question)}").p(f"说明：{s.about_matter(answer)}")
    for head, text in s.measures(2, 3):
        paper.p(f"修改稿强化{head}。{text}")
    paper.p(
        s.sentence(
            "[个人姓名和联系方式隐去|重复意见已合并]，[未逐条列出的可来电查询|决策结果公布后仍可提建议]，电话：{phone}"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"收到意见{total}条，公布采纳和未采纳理由。", keywords=(s.matter.name, "采纳情况")
    )


@kind(
    "hearing",
    "听证公告",
    "hearing",
    "development-reform",
    "natural-resources",
    "housing-construction",
    "education",
    "county-office",
)
def hearing(s: Scene) -> Document:
    topics = {
        "development-reform": ("停车收费调整", "居民供水价格改革", "管道天然气价格联动"),
        "natural-resources": ("区片综合地价调整", "{town}产业片区征收补偿方案"),
        "housing-construction": ("物业服务收费指导价", "污水处理费调整", "公租房租金调整"),
        "education": ("幼儿园收费", "课后服务收费", "学校布局调整"),
        "county-office": ("重大行政决策目录", "公交线路优化", "公共停车空间管理"),
    }
    topic = s.say(s.voice.pick(topics[s.organisation.code]))
    day = s.world.workday_on_or_after(s.days_later(s.voice.number(32, 45)))
    close = s.workdays_later(s.voice.number(7, 12))
    seats = s.voice.number(12, 24)
    title = f"关于举行{topic}听证会的公告"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[拟对{topic}进行调整|{topic}涉及群众切身利益]，[经成本核算和部门论证|保障公民知情权、参与权]，定于{cdate(day)}[上午9时|下午14时30分]举行听证会，[地点县政务服务中心<2-4>楼|县文化馆报告厅]"
            )
        )
    )
    paper.section("听证内容").p(
        s.sentence(
            f"{topic}[范围、标准、执行时间|方案及财政影响]，[公开成本资料|配套困难群众优惠]，[听取消费者、经营者意见|评估社会风险]"
        )
    )
    paper.table(
        "方案比较",
        ["方案", "主要内容", "影响"],
        [
            (
                "方案一",
                s.say("[标准<2.0-5.0>元/单位|每年调整<2-4>%]，[年限<1-3>年|上限封顶]"),
                s.say("[家庭每月增<2-16>元|财政补贴<18-168>万元]"),
            ),
            (
                "方案二",
                s.say("[按用量分<2-4>档|先行试点]，[免收<1-2>小时|困难户免费]"),
                s.say("[多数居民不增支|企业成本略增]"),
            ),
            (
                "维持现状",
                s.say("[仍按{old}年标准|继续补贴]", old=s.year - s.voice.number(4, 11)),
                s.say("[缺口<20-160>万元|设施更新延缓]"),
            ),
        ],
    )
    paper.section("代表名额和报名").table(
        "名额",
        ["代表", "人数", "产生方式"],
        [
            ("消费者（群众）", seats - 7, "自愿报名、随机抽取"),
            ("经营者", 2, "行业推荐"),
            ("专家、社会组织", 2, "邀请"),
            ("政府部门和人大、政协代表", 3, "推荐"),
        ],
        ("合计", seats, ""),
    )
    paper.p(
        f"报名自{cdate(s.on)}至{cdate(close)}，"
        + s.sentence(
            "年满18岁、[与事项有关|能够按时参加]，[现场或网上登记|提交身份证和简要意见]，[名额满后随机选取|旁听名额<5-20>个]，电话：{phone}，[补贴误餐但不付薪|未获选者可书面陈述]"
        )
    )
    paper.section("流程和公开").p(
        f"{cdate(day - timedelta(days=15))}前公布代表名单和方案材料。"
        + s.sentence(
            "会上[主持人宣布纪律|方案人说明]、[代表发言、质询|最后陈述]，[记录签字|允许补充书面材料]；结果和意见采纳情况<10-20>个工作日内公开"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"{cdate(day)}举行{topic}听证，报名至{cdate(close)}。", keywords=(topic, "听证")
    )


@kind(
    "participants",
    "听证代表公示",
    "hearing",
    "development-reform",
    "natural-resources",
    "housing-construction",
    "education",
    "county-office",
)
def participants(s: Scene) -> Document:
    topic = s.voice.pick(
        ("公共停车收费", "居民用水价格", "公租房租金", "学校课后服务收费", "征地补偿标准", "城区公交调整")
    )
    rows = [
        (
            str(order),
            masked(s.person()),
            s.say("[{town}居民|{village}村民|{company}经营者|行业协会|人大代表|政协委员|{school}教师]"),
            s.say("[随机抽取|社区推荐|协会推荐|邀请]"),
        )
        for order in range(1, s.voice.number(10, 19))
    ]
    end = s.workdays_later(5)
    title = f"{topic}听证会代表名单公示"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"按照听证公告，经[报名<42-260>人并随机抽取|公开推荐]，确定{len(rows)}名代表，公示至{cdate(end)}"
            )
        )
    )
    paper.table("代表名单", ["序号", "姓名", "身份", "产生方式"], rows)
    paper.p(
        s.sentence(
            "代表应当[提前熟悉材料|独立表达意见]，[不泄露个人隐私|不得收受相关利益]，不能参加的[提前2日请假|由候补替换]，有回避情形的可举报{phone}"
        )
    )
    for head, text in s.measures(1, 2):
        paper.p(f"听证中将讨论{head}。{text}")
    paper.p(
        s.sentence(
            "会议[有字幕和无障碍通道|安排<6-20>名旁听]，[群众书面意见继续接收<5-10>日|现场直播]，材料在政务公开平台下载"
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"公布{topic}听证代表{len(rows)}名。", keywords=(topic, "听证代表"))
