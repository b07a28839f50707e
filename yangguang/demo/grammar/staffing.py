"""Offices and people: duties, leaders, recruitment, appointments."""

from datetime import timedelta

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import word_form
from yangguang.demo.grammar.paper import Paper, cdate
from yangguang.demo.world.matters import matters_of
from yangguang.demo.world.names import masked
from yangguang.demo.world.offices import COUNTY_LEADERS, SECTION_HEAD


@kind("duties", "机构简介", "organisation", "department", "town", "office")
def duties(s: Scene) -> Document:
    title = s.say("{org}[机构职能|机构简介|主要职责和内设机构]")
    paper = Paper().title(title)
    paper.p(
        s.sentence(
            "{org}[是县政府工作部门|承担下列工作职责]，[在职在编人员<28-64>名|设行政编制<12-40>名]，[现将机构职能公开|按照机构编制规定履行职责]".replace(
                "是县政府工作部门",
                "是县政府派出的基层政权机关" if s.organisation.kind == "town" else "是县政府工作部门",
            )
        )
    )
    paper.section("主要职责").points(
        [text + s.say("[|，并接受上级部门指导|，依法公开办理结果]") + "；" for text in s.organisation.duties],
        ordered=True,
    )
    paper.section("内设机构")
    rooms = [
        (
            section,
            s.say(
                s.voice.pick(
                    (
                        "负责[文电、会务|档案、财务]、[公开、宣传|人事、信访]等工作",
                        "承担{m}的[组织实施|日常管理]",
                        "受理[咨询和申请|群众来访]，[编制计划|统计分析]",
                        "负责{m}[监督检查|项目储备]和[行业培训|技术指导]",
                    )
                ),
                m=s.voice.pick(matters_of(s.organisation.code)).name,
            ),
            f"{s.organisation.phone[:-3]}{s.voice.number(100, 999)}",
        )
        for section in s.organisation.sections
    ]
    paper.table("内设机构和电话", ["机构", "职责", "电话"], rooms)
    paper.section("办公信息")
    paper.table(
        "联系方式",
        ["项目", "内容"],
        [
            ("地址", s.organisation.address),
            (
                "办公时间",
                s.say(
                    "工作日[8:30—12:00，14:30—18:00|8:00—12:00，14:00—17:30]，[便民窗口中午不休息|节假日除外]"
                ),
            ),
            ("电话", s.organisation.phone),
            ("传真", f"{s.organisation.phone[:-1]}{s.voice.number(0, 9)}"),
            ("负责人", f"{s.organisation.head.name}　{s.organisation.head.title}"),
            ("统一社会信用代码", s.organisation.uscc),
        ],
    )
    paper.p(
        s.sentence(
            "[信息如有变更将在20个工作日内更新|更新时间：{on}]，[路线：乘<1-9>路公交到{road}站下车|来访请带身份证件]，[行动不便者可预约上门|重要事项可电话预约]"
        )
    )
    return s.document(
        title,
        paper,
        f"{s.organisation.short_name}的职责、内设机构、地址和电话。",
        keywords=("机构职能", s.organisation.short_name),
    )


@kind("leaders", "领导分工", "organisation", "department", "town", "office")
def leaders(s: Scene) -> Document:
    title = s.say(f"{s.name}领导[班子成员工作分工|工作分工]")
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                "[根据工作需要|经班子会议研究]，现将分工公布如下。[自{on}起执行|班子成员外出实行AB角补位]"
            )
        )
    )
    if s.organisation.kind == "office":
        rows = [(name, role, work) for name, role, work in COUNTY_LEADERS]
    else:
        rows = []
        scope = s.voice.shuffled([*s.organisation.sections])
        for person in s.organisation.people:
            if person.post in ("chief", "leader", "office-head", SECTION_HEAD):
                part = (
                    "、".join(scope[: s.voice.number(1, 2)])
                    if person.post != "chief"
                    else "全面工作，[财务|人事]".replace("[财务|人事]", s.say("[财务|人事]"))
                )
                scope = scope[2:] or [*s.organisation.sections]
                rows.append(
                    (
                        person.name,
                        person.title,
                        s.say("[主持|负责]{part}[，联系{town}|，包联{village}|]", part=part)
                        if person.post == "chief"
                        else s.say(
                            "分管{part}，[联系{village}|负责{m}]",
                            part=part,
                            m=s.voice.pick(matters_of(s.organisation.code)).name,
                        ),
                    )
                )
    paper.table("领导分工", ["姓名", "职务", "分工"], rows)
    paper.p(
        s.sentence(
            "[接待日：每周<1-5>上午|群众来访接待地点在一楼大厅]，[来访前可致电{phone}预约|简历和照片在机构页公开]，[重大事项集体研究|班子分工变动及时更新]".replace(
                "每周<1-5>上午", "每周[一|二|三|四]上午"
            )
        )
    )
    paper.sign(s.name, s.on)
    return s.document(title, paper, f"{len(rows)}名负责人分工。", keywords=("领导分工",))


_POSTS = (
    ("护理员", "医学类", "大专"),
    ("教师（小学）", "教育类", "本科"),
    ("教师（初中）", "学科教学", "本科"),
    ("技术员（农业）", "农学类", "本科"),
    ("水利助理工程师", "水利类", "本科"),
    ("会计", "财会类", "大专"),
    ("信息系统维护", "计算机类", "本科"),
    ("社区工作者", "不限", "大专"),
    ("规划助理", "城乡规划", "本科"),
    ("图书管理员", "中文、图书情报", "本科"),
    ("幼儿教师", "学前教育", "大专"),
)


@kind("recruitment", "招考公告", "recruitment", "human-resources", "education")
def recruitment(s: Scene) -> Document:
    title = s.say(
        f"阳光县{s.year}年[事业单位公开招聘工作人员|教育系统公开招聘教师|乡镇公益性岗位招聘|社区工作者公开招聘]公告"
    )
    rows = []
    for order, (name, major, degree) in enumerate(s.voice.some(_POSTS, 4, 7), start=1):
        rows.append(
            (
                f"{s.year}{order:02}",
                s.say(["{hospital}", "{school}", "{home}", "{town}综合服务中心"][order % 4]),
                name,
                s.voice.number(1, 6),
                degree,
                major,
            )
        )
    close = s.workdays_later(s.voice.number(5, 8))
    exam = s.world.workday_on_or_after(close + timedelta(days=s.voice.number(20, 30)))
    exam += timedelta(days=(5 - exam.weekday()) % 7)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[为满足用人需求|经县委编办、县人社局批准]，面向[社会|应往届毕业生]公开招聘{sum(r[3] for r in rows)}名。[遵循公开、平等、竞争、择优原则|男女同等]，现将事项公告如下"
            )
        )
    )
    paper.section("岗位和名额").table(
        "招聘岗位表",
        ["代码", "单位", "岗位", "人数", "学历", "专业"],
        rows,
        ("合计", "", "", sum(r[3] for r in rows), "", ""),
    )
    paper.section("报名条件").points(
        [
            s.sentence(text)
            for text in s.voice.some(
                (
                    "具有中国国籍，遵守法律，[品行端正|无违法犯罪记录]",
                    f"年龄<18-20>至<35-40>周岁，[{s.year - 36}年后出生|按报名首日计算]",
                    "符合岗位专业和学历，[教师岗持教师资格证|部分岗位要求职称]",
                    "身体健康，[能够胜任山区工作|服从统一安排]",
                    "[在职人员须经单位同意|退役士兵、低保家庭子女]，[同等条件优先|笔试加<2-5>分]",
                    "曾受刑事处罚、[被开除公职|考试作弊在禁考期]的不得报名",
                ),
                4,
                5,
            )
        ],
        ordered=True,
    )
    paper.section("报名和考试").p(
        f"报名时间：{cdate(s.on)}至{cdate(close)}（工作日8:30—17:30）；笔试时间：{cdate(exam)}上午9时；"
        + s.say(
            "[网上或者现场报名|报名不收费]，[每人限报一个岗位|不足1:3的核减计划]，[准考证提前<3-5>日打印|笔试成绩合格线<50-60>分]，面试[采取结构化|讲课、实操]方式。"
        )
    )
    paper.section("体检、考察和聘用").p(
        s.sentence(
            "按[笔试<40-60>%、面试<40-60>%折算|总分从高到低]确定，[体检标准参照公务员|考察学习、工作、信用情况]，拟聘人员公示[7个工作日|不少于5个工作日]，试用期<6-12>个月"
        )
    )
    paper.section("纪律监督").p(
        s.sentence(
            "[全程回避、保密|主管部门派员监督]，[不指定教材、不委托培训机构|谨防诈骗]，咨询{phone}，[弄虚作假取消资格|争议按规定处理]"
        )
    ).sign(s.name, s.on)
    form = word_form(
        "报名登记表.docx",
        title + "报名登记表",
        ("姓名", "性别", "出生年月", "学历及专业", "报考岗位", "联系电话", "家庭成员", "承诺签字"),
        "请如实填写，一式两份。",
    )
    return s.document(
        title,
        paper,
        f"招聘{sum(r[3] for r in rows)}名，{cdate(s.on)}至{cdate(close)}报名。",
        keywords=("公开招聘",),
        attachments=(form,),
    )


@kind("hire-list", "公示", "recruitment", "human-resources", "education")
def hire_list(s: Scene) -> Document:
    title = s.say(f"阳光县{s.year}年[事业单位|教育系统|社区]公开招聘拟聘用人员公示（第<1-4>批）")
    rows = [
        (
            str(order),
            masked(s.person()),
            s.voice.pick(("男", "女")),
            s.voice.pick(_POSTS)[0],
            s.say("[{school}|{hospital}|{town}服务中心]"),
            s.voice.decimal(68, 92, 2),
        )
        for order in range(1, s.voice.number(6, 15))
    ]
    end = s.workdays_later(7)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[经笔试、面试、体检、考察|按照公告规定程序]，拟聘用以下{len(rows)}人，现予公示。公示期7个工作日，自{cdate(s.workdays_later(1))}至{cdate(end)}"
            )
        )
    )
    paper.table("拟聘用人员名单", ["序号", "姓名", "性别", "岗位", "单位", "总成绩"], rows)
    paper.p(
        s.sentence(
            "[单位和个人可以|公示期内可以]来电、来信反映，[署名并提供事实|我局为举报人保密]，[查实后取消资格|无异议的办理手续]。电话：{phone}；地址：{address}"
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"拟聘用{len(rows)}人，公示至{cdate(end)}。", keywords=("拟聘用", "公示"))


@kind("before-office", "任前公示", "appointments", "county-office", "human-resources", "education")
def before_office(s: Scene) -> Document:
    title = s.say(
        f"[阳光县{s.year}年干部任职前公示|关于{{n}}名同志拟任职的公示|学校、事业单位负责人任前公示]",
        n=(n := s.voice.number(2, 4)),
    )
    paper = (
        Paper()
        .title(title)
        .p(s.sentence("[经研究|根据干部选拔任用有关规定]，现将拟任职人员情况公示，[听取群众意见|接受监督]"))
    )
    end = s.workdays_later(5)
    for order in range(1, n + 1):
        name = masked(s.person())
        born = s.year - s.voice.number(32, 51)
        paper.p(
            f"{order}. {name}，"
            + s.say(
                f"[男|女]，[汉族|回族|汉族|汉族]，{born}年<1-12>月出生，[大学|硕士研究生|大专]学历，{born + 22}年<7-9>月参加工作。现任[{{department}}股长|{{town}}综合办主任|{{school}}副校长]，"
                "[拟任{department}副职|拟任{school}校长|拟任{town}事业单位负责人]。[曾在{village}驻村|长期从事{m}]，[近三年考核优秀<1-2>次|无党纪政务处分]。",
                m=s.voice.pick(matters_of("county-office")).name,
            )
        )
    paper.p(
        f"公示时间：{cdate(s.workdays_later(1))}至{cdate(end)}，共5个工作日。"
        + s.sentence(
            "[反映情况要实事求是|对线上线下意见统一登记]，[提倡署真实姓名|不受理匿名诽谤]，电话：{phone}；[来信请寄{address}|接待时间8:30—18:00]"
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"拟任职{n}人，公示至{cdate(end)}。", keywords=("任前公示",))


@kind("skills-list", "公示", "employment", "human-resources")
def skills_list(s: Scene) -> Document:
    course = s.say("[焊工|养老护理|家政服务|电工|中式烹调|农产品电商|果树修剪|缝纫]")
    title = f"{s.year}年{course}培训补贴公示（第{s.voice.number(1, 9)}期）"
    hours, rate = s.voice.number(5, 10) * 8, s.voice.number(6, 16) * 100
    trained = s.voice.number(28, 56)
    passed = trained - s.voice.number(0, 4)
    rows = [
        (
            str(order),
            masked(s.person()),
            s.say("{village}"),
            s.voice.number(72, 98),
            s.say("[已就业|自主创业|求职中|灵活就业]"),
        )
        for order in range(1, s.voice.number(10, 18))
    ]
    end = s.workdays_later(5)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{{agency}}于{cdate(s.days_later(-s.voice.number(30, 45)))}开班，学时{hours}，[地点在{{town}}|理论与实操结合]，参训{trained}人，合格{passed}人，每人补贴{rate}元，共{passed * rate:,}元",
                agency=s.say("[阳光县职业教育中心|{company}实训基地]"),
            )
        )
    )
    paper.table("合格学员（节选）", ["序号", "姓名", "村（社区）", "成绩", "就业情况"], rows)
    paper.p(
        s.sentence(
            "[补贴经核对打卡|资金拨付培训机构]，[重复培训的不予补贴|虚报的追回]。公示至"
            + cdate(end)
            + "，[异议请联系{phone}|可查阅签到影像]"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"{course}培训合格{passed}人，补贴{passed * rate:,}元。", keywords=("技能培训", course)
    )
