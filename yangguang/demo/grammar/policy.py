"""Papers that rule: notices, opinions, schemes, measures, and the letters between offices."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet, word_form
from yangguang.demo.grammar.paper import Paper, cdate, cn

EVERYONE = ("各乡镇人民政府，县政府各部门，各直属单位", "各乡镇人民政府，县政府各有关部门、有关单位")
COPIES = (
    "县委各部门，县人大常委会办公室，县政协办公室，县法院，县检察院。",
    "县委办公室，县人大常委会办公室，县政协办公室，各人民团体。",
    "县纪委监委机关，县委组织部，县法院，县检察院。",
)
_LEADS = (
    "[坚持问题导向和结果导向|坚持以人民为中心的发展思想|从群众最关心的小事抓起]，",
    "[按照县委、县政府工作安排|根据年度重点工作任务|经县政府同意]，",
    "为[进一步|切实|更好]做好{matter}工作，",
)
_CLOSE = (
    "各单位要把责任[落实到人、到岗|压实到最末端]，[每季度|每两个月]向{short}报送一次进展，重大情况[随时|及时]报告",
    "牵头单位[每月调度|建立台账、逐项销号]，工作不力、[群众反映强烈|弄虚作假]的，[通报批评|依规追责]",
    "执行中的[问题和建议|新情况]，请[径向|及时向]{short}反映（联系电话：{phone}）",
    "各乡镇可以结合实际制定细则，[但不得增加群众负担|不得层层加码]，[并于{month}月底前报备|报{short}备案]",
    "宣传部门和各乡镇要用[大喇叭、明白纸、微信群|群众听得懂的话]讲清政策，[让好政策进村入户|及时回应关切]",
)


def issuer_of(scene: Scene) -> tuple[str, str]:
    """Whose letterhead and number: the county's office writes for the government."""
    if scene.organisation.code == "county-office":
        whole = scene.voice.chance(0.45)
        return ("阳光县人民政府", "阳政发") if whole else ("阳光县人民政府办公室", "阳政办发")
    return scene.name, scene.organisation.mark + "发"


def addressees(scene: Scene) -> str:
    kind_of = scene.organisation.kind
    if kind_of == "town":
        villages = "、".join(village.short_name for village in scene.world.villages_of(scene.organisation))
        return scene.say(f"[各村民委员会|{villages}]，[镇直各单位|各办（站、所）]").replace(
            "镇直", "乡直" if scene.organisation.code == "shuanghe" else "镇直"
        )
    if kind_of == "office":
        return scene.voice.pick(EVERYONE)
    return scene.say("[各乡镇人民政府|各乡镇有关站所]，[局属各单位|机关各股室、局属各单位|各有关单位]")


def body_of_measures(scene: Scene, paper: Paper, sections: list[str], least: int, most: int) -> None:
    """The measures of the matter, dealt out under the given section titles."""
    found = scene.measures(least, most)
    per = -(-len(found) // len(sections))
    for order, section in enumerate(sections):
        share = found[order * per : (order + 1) * per]
        if not share:
            continue
        paper.section(section)
        for title, text in share:
            paper.part(title).p(text + _who(scene))


def _who(scene: Scene) -> str:
    return scene.say(
        "[（责任单位：{short}，{department}，各乡镇）|（{short}牵头，{department}、{department}配合）|（{short}负责，"
        "{next}年<3-9>月底前完成）||]"
    )


def lead(scene: Scene) -> str:
    why = scene.voice.some(scene.matter.why, 1, 2)
    return "".join(scene.about_matter(reason) for reason in why)


def closing(scene: Scene, paper: Paper, section: str, least: int = 2, most: int = 3) -> None:
    paper.section(section)
    for pattern in scene.voice.some(_CLOSE, least, most):
        paper.p(scene.sentence(pattern))


@kind("notice", "通知", "policy", "department", "town", "office")
def notice(s: Scene) -> Document:
    issuer, mark = issuer_of(s)
    number = s.number(mark)
    title = s.say(f"{issuer}关于[做好|进一步加强|切实抓好|扎实推进]{s.matter.name}工作的通知")
    paper = Paper().red_head(issuer, number, title).to(addressees(s))
    paper.p(
        lead(s) + s.say(s.voice.pick(_LEADS), matter=s.matter.name) + s.say("现就有关事项[通知|明确]如下。")
    )
    paper.section(s.say("[总体要求|工作目标|目标任务]"))
    for goal in s.voice.some(s.matter.goals, 1, 2):
        paper.p(s.about_matter(goal))
    body_of_measures(s, paper, [s.say("[重点任务|主要工作|具体措施]")], 3, 5)
    closing(s, paper, s.say("[工作要求|有关要求|组织保障]"))
    paper.sign(issuer, s.on).p("（此件公开发布）")
    if s.organisation.kind == "office":
        paper.colophon(s.voice.pick(COPIES), "阳光县人民政府办公室", s.on)
    return s.document(
        title,
        paper,
        f"就{s.matter.name}工作作出安排，明确目标、措施和责任单位。",
        number=number,
        issuer=issuer,
        keywords=(s.matter.name, s.organisation.short_name),
    )


@kind("opinion", "意见", "policy", "office")
def opinion(s: Scene) -> Document:
    number = s.number("阳政发")
    title = s.say(f"阳光县人民政府关于[进一步加强|全面推进|高质量推进]{s.matter.name}的[实施意见|意见]")
    paper = Paper().red_head("阳光县人民政府", number, title).to(s.voice.pick(EVERYONE))
    paper.p(
        lead(s)
        + s.say(
            "[经县政府常务会议研究|为解决突出问题、补齐短板]，结合[我县|全县]实际，[现提出以下意见|提出如下意见]。"
        )
    )
    paper.section("总体目标")
    for goal in s.matter.goals:
        paper.p(s.about_matter(goal))
    body_of_measures(s, paper, [s.say("[突出重点任务|主要任务]"), s.say("[健全长效机制|完善保障机制]")], 5, 8)
    closing(s, paper, "保障措施", 3, 4)
    until = f"{s.year + 5}年{s.on.month}月{s.on.day}日"
    paper.p(f"本意见自{cdate(s.on)}起施行，有效期至{until}。".replace("2月29日", "2月28日"))
    form = word_form(
        "任务分工表.docx",
        f"{s.matter.name}任务分工表",
        [title for title, _ in s.measures(4, 6)],
        "各责任单位于每季度末月25日前填报进展。",
    )
    paper.attachments(["任务分工表"]).sign("阳光县人民政府", s.on).p("（此件公开发布）")
    paper.colophon(s.voice.pick(COPIES), "阳光县人民政府办公室", s.on)
    return s.document(
        title,
        paper,
        f"提出{s.matter.name}的总体目标、主要任务和保障措施。",
        number=number,
        issuer="阳光县人民政府",
        keywords=(s.matter.name, "意见"),
        attachments=(form,),
    )


@kind("scheme", "方案", "policy", "office", "department")
def scheme(s: Scene) -> Document:
    issuer, mark = issuer_of(s)
    number = s.number(mark)
    name = s.say(
        f"阳光县{s.matter.name}[{s.year}年工作方案|三年行动方案（{s.year}—{s.year + 2}年）|实施方案|攻坚行动方案]"
    )
    title = f"{issuer}关于印发《{name}》的通知"
    paper = Paper().red_head(issuer, number, title).to(addressees(s))
    paper.p(
        s.say(
            f"《{name}》已经[县政府同意|县政府第<40-98>次常务会议审议通过|县政府专题会议研究通过]，"
            "现印发给你们，请[认真组织实施|结合实际抓好落实]。"
        )
    )
    paper.sign(issuer, s.on).p("（此件公开发布）").heading(name, 3)
    paper.p(lead(s) + s.say("为此制定本方案。"))
    paper.section("工作目标")
    for goal in s.matter.goals:
        paper.p(s.about_matter(goal))
    body_of_measures(s, paper, ["重点任务"], 4, 6)
    paper.section("实施步骤")
    start = s.on.month
    steps = (
        ("动员部署", "制定细则，摸清底数，[召开动员会|逐村宣传]"),
        ("集中推进", "对照任务清单[挂图作战|逐项实施]，[半月一调度|发现问题及时整改]"),
        ("巩固提升", "开展[回头看|第三方评估]，[形成制度|总结推广{town}做法]"),
    )
    for order, (stage, text) in enumerate(steps):
        month = (start + order * 2 - 1) % 12 + 1
        paper.part(f"{stage}阶段（{month}月至{month % 12 + 1}月）").p(s.sentence(text))
    closing(s, paper, "保障措施")
    rows = [[title, s.say("{department}"), s.say("{next}年<3-10>月")] for title, _ in s.measures(4, 6)]
    paper.table("重点任务分工", ["任务", "牵头单位", "完成时限"], rows)
    task_list = sheet("重点任务清单.xlsx", "任务清单", ["任务", "牵头单位", "完成时限"], rows)
    return s.document(
        title,
        paper,
        f"印发{name}，明确目标、任务、步骤和分工。",
        number=number,
        issuer=issuer,
        keywords=(s.matter.name, "方案"),
        attachments=(task_list,),
    )


@kind("measures", "办法", "normative", "office")
def measures(s: Scene) -> Document:
    number = s.number("阳政规")
    name = (
        s.say(f"阳光县{s.matter.name}[实施办法|办法（试行）|实施细则]")
        .replace("管理实施", "管理")
        .replace("管理办法（试行）", "办法（试行）")
    )
    title = f"阳光县人民政府关于印发《{name}》的通知"
    paper = Paper().red_head("阳光县人民政府", number, title).to(s.voice.pick(EVERYONE))
    paper.p(
        s.say(
            f"《{name}》已经县政府第<40-98>次常务会议[审议通过|讨论通过]，现印发给你们，请[遵照|认真贯彻]执行。"
        )
    )
    paper.sign("阳光县人民政府", s.on).p("（此件公开发布）").heading(name, 3)
    article = 0

    def add(text: str) -> None:
        nonlocal article
        article += 1
        paper.p(f"第{cn(article)}条　{text}")

    paper.heading("第一章　总则", 4)
    add(
        s.sentence(
            f"为[规范|加强]{s.matter.name}工作，[保障群众合法权益|明确各方责任|提高管理水平]，根据有关法律、法规和[上级规定|省、市政策]，"
            "结合本县实际，制定本办法"
        )
    )
    add(s.sentence(f"本县行政区域内{s.matter.name}的[申请、办理、监督|组织实施和监督管理]，适用本办法"))
    add(
        s.sentence(
            "[坚持公开、公平、便民、高效的原则|遵循依法依规、分级负责、社会监督的原则|坚持应办尽办、动态调整、全程公开]"
        )
    )
    add(
        s.sentence(
            "{short2}负责统筹[协调和监督|指导和考核]，{department}、{department}按照职责[分工配合|做好相关工作]，乡镇人民政府[负责本区域具体实施|承担受理和核查]",
            short2=s.world.organisation(s.matter.organisations[0]).short_name,
        )
    )
    groups = s.voice.shuffled(s.matter.measures)
    half = (len(groups) + 1) // 2
    for order, (chapter, share) in enumerate(
        (
            (s.say("[条件和程序|职责和内容|实施与办理]"), groups[:half]),
            (s.say("[管理与服务|保障措施]"), groups[half:]),
        ),
        start=2,
    ):
        paper.heading(f"第{cn(order)}章　{chapter}", 4)
        for measure in share:
            add(f"{measure.title}。" + s.about_matter(measure.details[0]))
            add(s.about_matter(measure.details[1]))
    paper.heading("第四章　监督管理", 4)
    for pattern in s.voice.some(
        (
            "任何单位和个人[有权|可以]举报、投诉违反本办法的行为，接到举报的单位应当在<10-20>个工作日内[处理并答复|核查反馈]",
            "资金实行[专款专用、专账核算|国库集中支付]，[审计部门依法审计|使用情况每年公开]",
            "采取虚报、隐瞒、伪造等手段骗取[资金或者待遇|批准]的，[由主管部门追回|取消资格]，构成犯罪的依法追究刑事责任",
            "工作人员滥用职权、玩忽职守、徇私舞弊的，依法依规[给予处分|追究责任]",
            "主管部门应当每年<1-2>月底前公布上一年度实施情况，[接受社会监督|听取群众意见]",
        ),
        3,
        5,
    ):
        add(s.sentence(pattern))
    paper.heading("第五章　附则", 4)
    add(
        s.sentence(
            "本办法由{short2}[负责解释|会同{department}解释]",
            short2=s.world.organisation(s.matter.organisations[0]).short_name,
        )
    )
    effective = s.world.workday_on_or_after(s.days_later(31))
    add(f"本办法自{cdate(effective)}起施行，有效期五年。")
    paper.colophon(s.voice.pick(COPIES), "阳光县人民政府办公室", s.on)
    return s.document(
        title,
        paper,
        f"《{name}》共五章{cn(article)}条，自{cdate(effective)}起施行。",
        number=number,
        issuer="阳光县人民政府",
        keywords=(s.matter.name, "规范性文件"),
    )


@kind("reply-letter", "函", "policy", "department")
def reply_letter(s: Scene) -> Document:
    town = s.voice.pick(s.world.of_kind("town"))
    number = s.number(s.organisation.mark + "函")
    title = f"{s.name}关于{s.matter.name}有关事项的复函"
    asked = s.on.replace(day=1)
    paper = Paper().red_head(s.name, number, title).to(town.name)
    paper.p(
        s.say(
            "《关于[明确|请示|咨询]{matter}有关问题的函》收悉。经[研究|会同{department}研究]，现函复如下：",
            matter=s.matter.name,
        )
    )
    for order, (head, text) in enumerate(s.measures(2, 3), start=1):
        paper.p(f"{cn(order)}、关于{head}。{text}")
    paper.p(
        s.sentence(
            "[此前有关口径与本函不一致的，以本函为准|其他未尽事项，请与我局{section}联系|请据此抓好落实，并做好群众解释工作]",
            section=s.voice.pick(s.organisation.sections),
        )
    )
    paper.p(s.say("[专此函复。|特此函复。|此复。]")).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"答复{town.short_name}{asked.month}月来函所询{s.matter.name}的有关问题。",
        number=number,
        keywords=(s.matter.name, "复函"),
    )


@kind("public-order", "通告", "announcement", "office", "town")
def public_order(s: Scene) -> Document:
    topics = (
        (
            "森林防火期禁止野外用火",
            (
                "禁火期为{on}至{next}年4月30日，禁火区为{town}、{town}全部林地及林缘<100-500>米范围",
                "禁火期内[不得上坟烧纸、烧荒、野炊|禁止吸烟、放孔明灯、燃放烟花]，确需生产用火的[报县林业部门批准|书面申请]",
                "入山路口设检查站<18-46>处，[扫码登记、交出火种|车辆人员一律登记]",
                "发现火情拨打12119，[首报者给予奖励|及时撤离，不得组织老人、儿童扑火]",
            ),
        ),
        (
            "河道禁采禁渔",
            (
                "{river}、{river}干流及支流[自本通告发布之日起|每年3月1日至6月30日]实行禁渔，禁用[电、毒、炸|地笼、拦网]",
                "河道管理范围内[未经许可不得采砂取土|不得堆放弃土、搭建棚屋]，[已有堆场<15-30>日内清理|逾期依法代履行]",
                "水面垃圾由{town}、{town}分段打捞，[群众可举报偷排|公布河长电话]",
                "违反规定的，[依法没收工具和渔获|处以罚款]，[情节严重的移送司法机关|造成损失的赔偿]",
            ),
        ),
        (
            "烟花爆竹禁放",
            (
                "县城建成区、[文物单位、车站、医院|加油站、学校、集贸市场]周边<100-200>米禁止燃放",
                "农村地区提倡[电子鞭炮、鲜花祭扫|移风易俗]，{town}率先试点",
                "销售点须持证，[零售许可<24-60>处|专店专柜]，[不得向未成年人出售|不得超量存放]",
                "违者[责令停止并罚款|依法处罚]，引发火灾的[承担赔偿|追究刑责]，举报电话{phone}",
            ),
        ),
        (
            "农村道路超限治理",
            (
                "{highway}、{highway}实施限宽限高，[货车限重<10-30>吨|超限车辆一律禁行]",
                "设卡点<4-9>处，[固定检测与流动巡查结合|无人机抽查]",
                "{company}等运输企业[签订承诺书|货场源头称重]，[超装车辆不得出场|每月报表]",
                "损坏路产的[照价赔偿|修复]，[恶意闯卡的移送公安|记入信用]",
            ),
        ),
        (
            "城区犬只管理",
            (
                "饲养犬只须[免疫、登记、佩戴标识|在<30-60>日内办证]，[社区登记点<8-16>处|防疫站上门]",
                "出户束绳不超过<1-2>米，[避让老人儿童|清理粪便]，禁止携犬进入[学校、医院|公交、市场]",
                "遗弃、放养的[捕捉收容|通知认领<3-7>日]，[所需费用由饲养人承担|逾期依法处置]",
                "伤人的犬主[立即送医|垫付费用]，[依法承担责任|公安处罚]",
            ),
        ),
    )
    topic, points = s.voice.pick(topics)
    issuer, mark = (
        ("阳光县人民政府", "阳政通")
        if s.organisation.kind == "office"
        else (s.name, s.organisation.mark + "通")
    )
    number = s.number(mark)
    title = f"{issuer}关于{s.say('[加强|严格|做好]')}{topic}{s.say('[工作|管理]')}的通告".replace(
        "管理管理", "管理"
    ).replace("治理管理", "治理")
    paper = Paper().title(title).p(number, "doc-no")
    paper.p(
        s.say(
            f"为[维护群众生命财产安全和公共秩序|保护生态环境、规范管理|预防事故、方便群众]，根据有关法律、法规，现就{topic}有关事项通告如下。"
        )
    )
    for order, point in enumerate(s.voice.shuffled(points), start=1):
        paper.p(f"{cn(order)}、{s.sentence(point)}")
    paper.p(
        f"{cn(len(points) + 1)}、"
        + s.sentence("本通告自{on}起施行，[由县直有关部门、各乡镇组织实施|请广大群众互相转告、共同遵守]")
    )
    paper.sign(issuer, s.on)
    return s.document(
        title,
        paper,
        f"明确{topic}的范围、时间和要求。",
        number=number,
        issuer=issuer,
        keywords=(topic, "通告"),
    )
