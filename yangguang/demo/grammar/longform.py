"""Long papers: plans of five years, the government's report, the openness report."""

from datetime import date

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, cdate, cn
from yangguang.demo.grammar.policy import COPIES, EVERYONE
from yangguang.demo.world.matters import all_matters, matters_of
from yangguang.demo.world.offices import COUNTY_LEADERS

_BASIS = (
    "“[十四五|过去五年]”以来，全县[上下同心|干部群众共同努力]，{field}各项工作[取得明显进步|迈上新台阶]",
    "设施条件[持续改善|逐步补齐]，累计投入资金<1.2-6.8>亿元，实施项目<18-64>个，[{town}、{town}变化尤为明显|群众满意度稳步提高]",
    "制度建设[不断健全|由粗到细]，制定配套文件<8-26>件，[办理时限平均压缩<20-45>%|形成了可复制的做法<4-9>项]",
    "[基层能力逐步增强|队伍力量得到充实]，培训业务骨干<320-980>人次，[村级服务点覆盖率达到<72-96>%|信息化手段普遍应用]",
    "[社会力量参与度提高|共建共治格局初步形成]，{company}等企业、社会组织参与项目<12-38>个",
)
_GAPS = (
    "发展不平衡，[{town}、{town}与城区差距较大|山区投入成本高]，[设施利用率不足|服务半径偏大]",
    "资金来源单一，[过度依赖上级补助|社会资本进入少]，[管护经费缺口约<300-1200>万元|融资渠道窄]",
    "专业人才短缺，[一线人员年龄偏大|流动性高]，[技能培训与需求脱节|待遇吸引力不强]",
    "信息系统[互不联通|重复填报]，[数据质量参差不齐|共享不足]，[影响决策精准度|群众多头跑]",
    "[长效机制不完善|重建设轻管护]，[考核指标偏虚|责任边界不清]，[部分问题整改后反弹|群众参与渠道少]",
)
_PRINCIPLES = (
    ("以人为本", "[把群众急难愁盼放在首位|从方便群众出发]，[服务老人、儿童、残疾人|让城乡居民共享成果]"),
    ("量力而行", "[项目跟着规划走、资金跟着项目走|不搞超出财力的建设]，[尽力而为|防范债务风险]"),
    ("统筹城乡", "[县城带动、乡镇承接、村组落实|以城带乡]，推动[资源向基层下沉|设施共建共享]"),
    ("改革创新", "[打破部门壁垒|鼓励基层首创]，[用数字化提升效率|引入市场机制]"),
    ("公开透明", "[过程可查、结果可评|规划、项目、资金全公开]，[接受社会监督|定期评估]"),
    ("守住底线", "[统筹发展与安全|严守生态和耕地红线]，[重大风险评估先行|应急准备常态化]"),
)


@kind(
    "long-plan",
    "规划",
    "planning",
    "office",
    "development-reform",
    "education",
    "civil-affairs",
    "water",
    "agriculture",
)
def long_plan(s: Scene) -> Document:
    issuer = "阳光县人民政府" if s.organisation.kind == "office" else s.name
    number = s.number("阳政发" if s.organisation.kind == "office" else s.organisation.mark + "发")
    first = s.year if s.on.month < 7 else s.year + 1
    name = f"阳光县{s.matter.name}{s.say('[发展规划|专项规划|五年规划]')}（{first}—{first + 4}年）"
    paper = Paper().red_head(issuer, number, f"{issuer}关于印发《{name}》的通知").to(s.voice.pick(EVERYONE))
    paper.p(f"现将《{name}》印发给你们，请认真组织实施。").sign(issuer, s.on).heading(name, 3)
    paper.p(
        "".join(s.about_matter(reason) for reason in s.matter.why)
        + f"为明确今后五年的目标和任务，编制本规划。规划期为{first}年至{first + 4}年。"
    )
    paper.heading("第一章　现状与形势", 4).section("发展基础")
    for pattern in s.voice.some(_BASIS, 4, 5):
        paper.p(s.sentence(pattern, field=s.matter.name))
    paper.section("主要问题")
    for order, pattern in enumerate(s.voice.some(_GAPS, 3, 5), start=1):
        paper.p(f"{order}. {s.sentence(pattern)}")
    paper.heading("第二章　总体要求", 4).section("基本原则")
    for name_, text in s.voice.some(_PRINCIPLES, 4, 5):
        paper.p(f"——{name_}。{s.sentence(text)}")
    paper.section("发展目标")
    for goal in s.matter.goals:
        paper.p(s.about_matter(goal))
    rows = []
    for order, measure in enumerate(s.matter.measures, start=1):
        now = s.voice.number(38, 76)
        rows.append(
            [
                f"{order}. {measure.title}完成率",
                "%",
                now,
                now + s.voice.number(8, 14),
                min(100, now + s.voice.number(18, 34)),
                s.voice.pick(("预期性", "约束性")),
            ]
        )
    paper.table(
        "表1　主要指标", ["指标", "单位", f"{first - 1}年", f"{first + 1}年", f"{first + 4}年", "属性"], rows
    )
    paper.heading("第三章　主要任务", 4)
    _plan_tasks(s, paper, first)
    paper.heading("第四章　空间布局和分年安排", 4)
    _plan_layout(s, paper, first)
    paper.heading("第五章　重大项目", 4)
    works = s.world.projects_of(s.organisation) or s.voice.some(s.world.projects, 4)
    counts = s.voice.number(3, 5)
    listed = [(work.name, work.place, work.investment) for work in works]
    for pattern in s.voice.some(
        ("{town}{m}示范工程", "{village}综合服务点提升", "{m}信息系统", "{town}设施维修改造", "{m}队伍实训"),
        counts,
    ):
        listed.append((s.say(pattern, m=s.matter.name), s.say("{town}"), s.voice.number(8, 120) * 10))
    paper.table(
        "表2　重点项目（单位：万元）",
        ["项目", "地点", "总投资"],
        [(name, place, f"{money:,}") for name, place, money in listed],
        ("合计", "", f"{sum(row[2] for row in listed):,}"),
    )
    paper.heading("第六章　保障措施", 4)
    for title, text in s.voice.some(
        (
            (
                "做好衔接协调",
                "与国土空间规划、[年度计划|财政中期规划]衔接，[规划调整须经原审批机关同意|不得随意变更约束性指标]，[跨乡镇项目由县级统筹|同类设施不重复建设]",
            ),
            (
                "加强组织领导",
                "建立[联席会议|专班]制度，{short}牵头，[每季度调度|年度述职]，重大事项[提请县政府研究|专题报告]",
            ),
            (
                "落实资金保障",
                "[财政投入与财力增长相适应|统筹涉农、民生资金]，[鼓励社会资本参与|争取上级支持]，资金使用[绩效评价|全程审计]",
            ),
            (
                "强化人才支撑",
                "[引进与培养并重|定向培养]，每年轮训<120-460>人次，[完善激励机制|职称评聘向基层倾斜]",
            ),
            ("严格监测评估", "{f2}年开展中期评估，{f4}年总结评估，[结果向社会公布|指标未达标的说明原因]"),
            (
                "营造良好氛围",
                "[设公开日|召开群众评议会]，[典型做法在全县推广|多渠道听取意见]，[投诉<10-15>日办结|随时反馈]",
            ),
        ),
        5,
        6,
    ):
        paper.section(title).p(s.sentence(text, f2=first + 2, f4=first + 4))
    paper.section("公众参与")
    paper.p(
        s.sentence(
            "规划编制中[召开座谈会<4-9>场|入户走访<160-520>户]，收到意见<68-260>条，采纳<24-66>条，[未采纳的逐条说明理由|主要意见和回应如下]"
        )
    )
    for question, answer in s.matter.questions[:3]:
        paper.p(f"群众关心“{s.say(question).rstrip('？')}”。规划回应：{s.about_matter(answer)}")
    if s.organisation.kind == "office":
        paper.colophon(s.voice.pick(COPIES), "阳光县人民政府办公室", s.on)
    table = sheet("主要指标表.xlsx", "主要指标", ["指标", "单位", "基期", "中期", "期末", "属性"], rows)
    return s.document(
        f"{issuer}关于印发《{name}》的通知",
        paper,
        f"{name}，共六章，含指标{len(rows)}项、重点项目{len(listed)}个。",
        number=number,
        issuer=issuer,
        keywords=(s.matter.name, "规划"),
        attachments=(table,),
    )


def _plan_tasks(s: Scene, paper: Paper, first: int) -> None:
    related = [found for found in matters_of(s.organisation.code) if found.code != s.matter.code]
    for order, (title, text) in enumerate(s.measures(len(s.matter.measures), len(s.matter.measures))):
        paper.section(title).p(text)
        paper.p(
            s.sentence(
                "[到{f2}年|规划中期]，[{town}、{village}率先建成|示范点达到<6-18>个]；[到{f4}年|规划期末]，[全县<85-98>%以上的行政村达标|形成稳定运行机制]",
                f2=first + 1 + order % 2,
                f4=first + 4,
            )
        )
        paper.p(
            s.sentence(
                "[具体做法|工作抓手]：[建立清单、逐项销号|由{department}提供技术支持]，[每年安排<60-480>万元|资金由县乡两级分担]，[群众代表参与验收|引入第三方抽查]，"
                "[对{village}等薄弱村给予倾斜|先易后难、分批推进]，[完成情况每季度公布|列入年度考核]"
            )
        )
        if related:
            other = s.voice.pick(related)
            paper.p(f"与{other.name}衔接。" + s.about_matter(s.voice.pick(other.measures).details[0], other))


def _plan_layout(s: Scene, paper: Paper, first: int) -> None:
    for order, town in enumerate(s.voice.shuffled(s.world.of_kind("town"))):
        measure = s.matter.measures[order % len(s.matter.measures)]
        paper.p(
            f"{town.short_name}（{town.households:,}户、{town.population:,}人）："
            + s.sentence(
                "重点[抓好|推进|突破]{t}，[{f1}年|规划前两年]在{v}先行，[{f3}年前|规划中期]扩大到<2-4>个村；[沿{highway}|依托{river}沿岸|结合集镇更新]布设服务点<2-9>处，"
                "[配备专兼职人员<3-12>名|由村集体承担日常管理]，[年度进展在村公开栏公布|每半年召开一次群众评议会|资金安排随年度预算公开]",
                t=measure.title,
                v=s.voice.pick(s.world.villages_of(town)).short_name,
                f1=first,
                f3=first + 2,
            )
        )
    for order in range(5):
        measure = s.matter.measures[(order * 2 + 1) % len(s.matter.measures)]
        paper.p(
            f"{first + order}年："
            + s.sentence(
                "[以{t}为重点|突出{t}]，[完成前期和示范|全面铺开|补齐短板|巩固提升|总结评估]，安排资金<180-2600>万元，[实施项目<4-16>个|覆盖<3-18>个村]，"
                "[年底由第三方评估|年终向县人大常委会报告]，[结果不达标的次年减少安排|未完成事项滚入下年并说明原因]",
                t=measure.title,
            )
        )


@kind("work-report", "报告", "planning", "office", "town")
def work_report(s: Scene) -> Document:
    town = s.organisation.kind == "town"
    place = s.organisation.short_name if town else "阳光县"
    body = "人民代表大会" if town else "第十八届人民代表大会"
    session = s.say("第[二|三|四|五]次会议")
    head = s.organisation.head
    speaker = f"{place if town else '阳光县人民政府'}{'乡长' if place.endswith('乡') else '镇长' if town else '县长'}　{head.name if town else COUNTY_LEADERS[0][0]}"
    title = f"{s.year}年{place}{'' if town else '人民'}政府工作报告".replace("镇政府", "镇人民政府").replace(
        "乡政府", "乡人民政府"
    )
    economy, last = s.world.economy, s.year - 1
    paper = Paper().title(title).p(f"——{cdate(s.on)}在{place}{body}{session}上").p(speaker)
    paper.p("各位代表：").p(
        s.sentence(
            "[现在，我代表{o}，向大会作工作报告|我代表{o}向大会报告工作]，请予审议，并请[列席人员|政协委员和列席同志]提出意见",
            o=f"{place}人民政府" if town else "县人民政府",
        )
    )
    paper.section(f"{last}年工作回顾")
    if town:
        villages = s.world.villages_of(s.organisation)
        paper.p(
            s.sentence(
                f"全镇辖{len(villages)}个行政村，{s.organisation.households:,}户、{s.organisation.population:,}人。[一年来|过去一年]，"
                "我们[立足农业、做实民生|稳产业、优环境、保平安]，完成固定资产投资<0.8-3.6>亿元，农民人均可支配收入增长<6.2-8.1>%"
            ).replace("全镇", "全乡" if place.endswith("乡") else "全镇")
        )
    else:
        paper.p(
            f"全县实现地区生产总值{economy.gdp(last)}亿元，增长{economy.gdp_growth(last)}%；一般公共预算收入{economy.value('revenue', last)}亿元，"
            f"增长{economy.growth('revenue', last)}%；社会消费品零售总额{economy.value('retail', last)}亿元，增长{economy.growth('retail', last)}%；"
            f"城镇、农村居民人均可支配收入{economy.value('urban_income', last):,.0f}元、{economy.value('rural_income', last):,.0f}元，"
            f"分别增长{economy.growth('urban_income', last)}%、{economy.growth('rural_income', last)}%；粮食总产量{economy.value('grain', last)}万吨。"
        )
    done = s.voice.shuffled(all_matters())[:12]
    for matter in done[:6]:
        measure = s.voice.pick(matter.measures)
        paper.part(s.say("[扎实|稳步|持续]推进") + matter.name)
        paper.p(
            s.about_matter(matter.why[0], matter)
            + s.say("[为此|一年来]，我们")
            + s.about_matter(
                f"[突出{measure.title}|抓住{measure.title}这一关键]，" + s.voice.pick(measure.details), matter
            )
            + s.sentence(
                "[{project}|{village}示范点|涉及的<12-68>个项目]建成见效，[受益群众<0.8-4.6>万人|群众来信减少<15-38>%]"
            )
        )
        paper.p(s.sentence("同时，" + s.voice.pick(matter.measures).details[1]))
    works = s.voice.some(s.world.projects, 5, 7)
    paper.table(
        f"{last}年重点项目完成情况（单位：万元）",
        ["项目", "地点", "总投资", "累计完成", "所处阶段"],
        [
            (
                work.name,
                work.place,
                f"{work.investment:,}",
                f"{work.spent(date(last, 12, 31)):,}",
                work.stage(date(last, 12, 31)),
            )
            for work in works
        ],
        (
            "合计",
            "",
            f"{sum(w.investment for w in works):,}",
            f"{sum(w.spent(date(last, 12, 31)) for w in works):,}",
            "",
        ),
    )
    paper.p(
        s.sentence(
            "[成绩来之不易|这些变化]，[是全体干部群众一起干出来的|离不开代表和委员的监督支持]。[我们也清醒看到|同时要看到不足]：[产业链条短|财政收支矛盾突出]，"
            "[{town}等地基础设施欠账多|就学就医还有不便]，[个别干部作风不实|营商环境仍有堵点]。对此，[将采取有力措施解决|我们要直面问题、一件件改]"
        )
    )
    paper.section(f"{s.year}年重点工作")
    paper.p(
        s.sentence(
            "[总的考虑是|今年工作的总体要求是]：[稳字当头、民生为先|以项目促发展、以改革破难题]，主要预期目标是："
            + (
                f"地区生产总值增长{economy.gdp_growth(s.year):.0f}%左右，一般公共预算收入增长5%左右，城乡居民收入[与经济同步增长|稳步增长]"
                if not town
                else "农民人均可支配收入增长7%左右，[村集体收入全部超过<10-15>万元|粮食面积只增不减]"
            )
        )
    )
    for matter in done[5:12]:
        paper.part(s.say("[加快|深入|统筹]推进") + matter.name)
        paper.p("".join(s.about_matter(goal, matter) for goal in matter.goals))
        for title_, text in s.measures(3, 4, matter):
            paper.p(f"{title_}。{text}")
    paper.section(s.say("[加强政府自身建设|建设人民满意的政府]"))
    for pattern in s.voice.some(
        (
            "[坚持依法行政|重大决策先听意见、先评估、先审核]，[接受人大法律监督、政协民主监督|建议提案按时办复率100%]",
            "[坚持政务公开|凡是群众关心的都公开]，主动公开政府信息<1800-3600>条，[依申请答复不拖延|政策解读同步发布]",
            "[坚持过紧日子|一般性支出再压减<5-8>%]，[把钱花在民生上|严控楼堂馆所]",
            "[坚持求真务实|减少会议<15-25>%]，[到现场办事|督查重实效]，[为基层松绑减负|不搞材料比拼]",
            "[坚守廉洁底线|紧盯工程、采购、惠农资金]，[用制度管权|审计监督全覆盖]",
        ),
        3,
        4,
    ):
        paper.p(s.sentence(pattern))
    paper.p(
        "各位代表！"
        + s.sentence(
            "[新的一年|新征程上]，[让我们一起把{place}建设得更好|脚踏实地、埋头苦干，不负全县人民期望]",
            place=place,
        )
    )
    return s.document(
        title,
        paper,
        f"回顾{last}年工作，提出{s.year}年目标和任务。",
        issuer=s.name,
        keywords=("政府工作报告",),
    )


@kind("openness-report", "年报", "annual-report", "office", "department", "town")
def openness_report(s: Scene) -> Document:
    last = s.year - 1
    title = f"{s.name}{last}年政府信息公开工作年度报告"
    made, norms, repealed = s.voice.number(120, 680), s.voice.number(0, 5), s.voice.number(0, 3)
    asked, carried = s.voice.number(2, 24), s.voice.number(0, 2)
    done = asked + carried - s.voice.number(0, min(2, asked))
    answer = s.voice.shares(done, 4, 0)
    paper = Paper().title(title)
    paper.p(
        s.say(
            f"根据《中华人民共和国政府信息公开条例》规定，[编制本报告|现公布{last}年度报告]。所列数据统计期限为{last}年1月1日至12月31日。"
            "如有疑问，请联系{org}（地址：{address}，电话：{phone}）。"
        )
    )
    paper.section("总体情况")
    for head, text in (
        (
            "主动公开",
            f"全年主动公开信息{made}条，其中[政策文件、规划计划|业务动态、公示公告]<30-98>条，民生领域<26-96>条，[及时率<97-100>%|形成后20个工作日内公开]",
        ),
        (
            "依申请公开",
            f"新收申请{asked}件，上年结转{carried}件，办结{done}件，[均在法定期限内答复|没有收取费用]，[内容主要涉及{s.matter.name}|集中在{s.matter.measures[0].title}]",
        ),
        (
            "信息管理",
            "[落实先审查、后公开|坚持源头认定公开属性]，[更新目录<12-46>项|核查历史信息<60-180>条]，[纠正错链错字<3-18>处|清理过时信息]",
        ),
        (
            "平台建设",
            "[优化专栏设置|完善政务公开专区]，[设查阅点<1-3>处|接待群众<60-280>人次]，[接入县统一平台|适老化改造]",
        ),
        (
            "监督保障",
            "[明确分管负责人<1-2>名|专人负责]，培训<2-4>次，[社会评议满意率<91-98>%|未发生责任追究]",
        ),
    ):
        paper.part(head).p(s.sentence(text))
    paper.section("主动公开政府信息情况")
    paper.table(
        "第二十条第（一）项",
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        [("规章", 0, 0, 0), ("行政规范性文件", norms, repealed, norms + s.voice.number(6, 28))],
    )
    permits, fines = s.voice.number(0, 1860), s.voice.number(0, 240)
    paper.table(
        "第二十条第（五）、（六）、（八）项",
        ["信息内容", "本年处理决定数量／收费金额（万元）"],
        [
            ("行政许可", permits),
            ("行政处罚", fines),
            ("行政强制", s.voice.number(0, 12)),
            ("行政事业性收费", f"{s.voice.number(0, 9800) / 100:.2f}"),
        ],
    )
    paper.section("收到和处理政府信息公开申请情况")
    people = asked - s.voice.number(0, asked // 3)
    paper.table(
        "申请与处理",
        ["项目", "自然人", "法人或其他组织", "总计"],
        [
            ("一、本年新收", people, asked - people, asked),
            ("二、上年结转", carried, 0, carried),
            *[
                (name, value, 0, value)
                for name, value in zip(
                    ("三、1. 予以公开", "2. 部分公开", "3. 无法提供", "4. 其他处理"), answer, strict=True
                )
            ],
            ("四、结转下年度", asked + carried - done, 0, asked + carried - done),
        ],
    )
    paper.section("政府信息公开行政复议、行政诉讼情况")
    paper.table(
        "复议和诉讼",
        ["类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        [
            ("行政复议", *(row := s.voice.pick(((0, 0, 0, 0, 0), (1, 0, 0, 0, 1), (1, 0, 1, 0, 2))))),
            ("行政诉讼", 0, 0, 0, 0, 0),
        ],
    )
    del row
    paper.section("存在的主要问题及改进情况")
    paper.p(
        "主要问题："
        + s.sentence(
            "[政策解读形式单一|部分栏目更新不够及时]；[主动回应关切不够|公开内容群众不易看懂]；[基层信息员流动大|{village}等村公开栏更新慢]"
        )
    )
    paper.p(
        "改进措施："
        + s.sentence(
            "[增加问答、图解<12-36>篇|每半月检查一次]，[围绕{m}开设专题|邀请群众代表评议]，[组织培训<2-5>次|实行挂点帮带]",
            m=s.matter.name,
        )
    )
    paper.section("其他需要报告的事项")
    paper.p(
        s.sentence(
            "[本年度未收取信息处理费|按规定没有收取信息处理费]。[人大代表建议答复公开<1-9>件|政务公开要点任务落实<12-26>项]，[本报告可在县政务公开平台下载|欢迎提出意见]"
        )
    )
    paper.sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"{s.organisation.short_name}{last}年主动公开{made}条，新收申请{asked}件，办结{done}件。",
        keywords=("年度报告", "政府信息公开", cn(6)),
    )
