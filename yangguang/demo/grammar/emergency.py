"""When something happens: plans, warnings, relief, outages, closed roads."""

from datetime import timedelta

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.paper import Paper, cdate, cn
from yangguang.demo.grammar.policy import COPIES

_HAZARDS = (
    "防汛抗旱",
    "森林火灾",
    "地质灾害",
    "低温雨雪冰冻",
    "食品安全事故",
    "突发环境事件",
    "燃气事故",
    "校园突发事件",
    "大面积停水",
    "重污染天气",
)


@kind(
    "emergency-plan",
    "应急预案",
    "emergency-plan",
    "emergency",
    "water",
    "market-regulation",
    "ecology-environment",
    "education",
    "county-office",
)
def emergency_plan(s: Scene) -> Document:
    hazard = s.voice.pick(
        {
            "water": ("防汛抗旱", "大面积停水"),
            "market-regulation": ("食品安全事故",),
            "ecology-environment": ("突发环境事件", "重污染天气"),
            "education": ("校园突发事件",),
        }.get(s.organisation.code, _HAZARDS)
    )
    issuer = "阳光县人民政府办公室" if s.organisation.kind == "office" else s.name
    number = s.number("阳政办发" if s.organisation.kind == "office" else s.organisation.mark + "发")
    title = f"{issuer}关于印发《阳光县{hazard}应急预案》的通知"
    paper = (
        Paper()
        .red_head(issuer, number, title)
        .to("各乡镇人民政府，县政府各有关部门")
        .p(
            s.say(
                "修订后的[预案|应急预案]已经[县政府同意|演练检验]，现印发你们，请[组织培训和演练|认真组织实施]。"
            )
        )
    )
    paper.sign(issuer, s.on).p("（此件公开发布）").heading(f"阳光县{hazard}应急预案", 3)
    paper.heading("1　总则", 4).p(
        "1.1　目的。"
        + s.sentence("[建立统一、高效的应对机制|控制事态、减少损失]，[保障群众生命财产安全|维护社会稳定]")
    ).p(
        "1.2　适用范围。"
        + s.sentence(
            f"适用于本县内{hazard}的[预防、处置和恢复|监测预警、应急处置]，[涉及跨区域的按上级预案|超过处置能力的请求支援]"
        )
    )
    paper.p(
        "1.3　工作原则。"
        + s.sentence(
            "[人民至上、生命至上|预防为主、平急结合]，[统一领导、分级负责|属地为主、部门协同]，[快速响应、信息公开|依法科学]"
        )
    )
    paper.heading("2　组织体系", 4).p(
        s.sentence(
            f"成立县{hazard}应急指挥部，[县长|分管副县长]任总指挥，{{department}}、{{department}}[及各乡镇|和有关企业]为成员，办公室设在{s.organisation.short_name}，[24小时值守|负责综合协调]"
        )
    )
    groups = (
        ("综合协调组", "县政府办公室", "值守、会商、文电"),
        ("抢险救援组", "县应急管理局", "组织专业队伍控制现场、搜救被困人员"),
        ("医疗卫生组", "阳光县人民医院", "转运伤员、卫生防疫"),
        ("交通治安组", "县公安局", "交通管制、现场警戒、打击谣言"),
        ("通信电力组", "县发展和改革局", "保障通信、供电"),
        ("物资保障组", "县财政局", "调运装备、食品和帐篷，拨付应急资金"),
        ("群众转移组", "县民政局", "疏散安置、登记人员、关照老弱病残"),
        ("工程抢修组", "县住房和城乡建设局", "抢修道路、供水、供气"),
        ("新闻信息组", "县政府办公室", "发布权威信息、回应关切"),
        ("调查评估组", "县应急管理局", "查明原因、评估损失"),
        ("环境监测组", "县生态环境局", "监测水、气、土壤，提出防护建议"),
        ("善后工作组", "县人力资源和社会保障局", "抚慰、理赔和恢复生产"),
    )
    paper.table("应急工作组", ["工作组", "牵头单位", "主要任务"], s.voice.some(groups, 7, 9))
    towns = s.world.of_kind("town")
    paper.table(
        "乡镇责任人和集结点",
        ["乡镇", "责任人", "值班电话", "集结点", "可集结人数"],
        [
            (
                town.short_name,
                f"{town.head.name}（{town.head.title}）",
                town.phone,
                s.say("{v}村部广场", v=s.voice.pick(s.world.villages_of(town)).short_name[:-1]),
                s.voice.number(24, 68),
            )
            for town in towns
        ],
    )
    paper.heading("3　监测预警", 4)
    for order, text in enumerate(
        s.voice.some(
            (
                "监测：[{river}、{reservoir}|{town}、{village}]布点<12-46>处，[自动采集|人工巡查]每<1-6>小时报告",
                "研判：[气象、水利、自然资源联合会商|专家组分析]，<10-30>分钟内提出预警建议",
                "发布：通过[广播、短信、鸣锣|电视、微信群]送达<95-100>%以上群众，[不得擅自泄露未核实消息|特殊人群上门告知]",
                "行动：[关闭景区、停工停课|队伍前置、物资装车]，[转移危险区人员|启用安置点<8-36>处]",
                "解除：[威胁消失且监测稳定<2-6>小时|指标低于阈值]，由发布单位解除，[不得提前返回|继续巡查<12-24>小时]",
            ),
            4,
            5,
        ),
        start=1,
    ):
        paper.p(f"3.{order}　{s.sentence(text)}")
    paper.table(
        "预警级别",
        ["级别", "颜色", "条件"],
        [
            ("一级", "红色", s.say("[6小时内可能造成特别严重后果|关键指标超过警戒值<80-120>%]")),
            ("二级", "橙色", s.say("[<6-12>小时内可能造成严重后果|关键指标超过警戒值<50-80>%]")),
            ("三级", "黄色", s.say("[<12-24>小时内可能发生较大险情|<2-4>个乡镇受影响]")),
            ("四级", "蓝色", s.say("[预计有一定影响|<24-48>小时内可能发生]")),
        ],
    )
    paper.heading("4　应急响应", 4)
    for level in range(1, 5):
        paper.p(
            f"4.{level}　{cn(level)}级响应。"
            + s.sentence(
                (
                    "[县主要领导坐镇指挥|向市政府报告并请求支援]，[全县投入应急力量|必要时宣布紧急状态依法管制]，[每<15-30>分钟续报|联合发布信息]",
                    "[总指挥组织会商|分管领导赶赴现场]，[专业队伍<30-60>分钟到达|停课停工停运]，[每小时续报|封控危险区]",
                    "[副总指挥现场处置|办公室会商]，[{department}和{town}联合行动|调集相邻乡镇力量]，[每<2-3>小时续报|转移重点人群]",
                    "[属地乡镇先期处置|行业部门指导]，[视情调整级别|开展巡查]，[<4-6>小时续报|做好物资准备]",
                )[level - 1]
            )
        )
    for town in s.voice.some(towns, 3, 4):
        paper.p(
            f"{town.short_name}先期处置要点："
            + s.sentence(
                "[接报<5-15>分钟内到现场|边处置边报告]，[先转移{v}老弱病残|封控{h}出入口]，[清点人数、登记去向|核实失联人员]，[腾出村部、学校安置|安排热水和干粮]，[未经批准不得撤离|群众不得自行返回]",
                v=s.voice.pick(s.world.villages_of(town)).short_name,
                h=s.say("[{highway}|{bridge}|{road}]"),
            )
        )
    paper.heading("5　信息报告和发布", 4).p(
        "5.1　"
        + s.sentence(
            "[首报<20-30>分钟、书面<1-2>小时|先口头后书面]，内容包括时间、地点、影响、措施，[续报不漏数字|终报附评估]"
        )
    ).p(
        "5.2　"
        + s.sentence(
            "发布由指挥部统一，[首次信息<1-5>小时内发布|及时辟谣]，[不公布未经家属同意的身份|滚动通报处置]"
        )
    )
    paper.heading("6　后期处置", 4)
    for order, text in enumerate(
        s.voice.some(
            (
                "善后：[慰问、住房安全鉴定|过渡安置<7-90>天]，[补助公示到户|减免费用]",
                "理赔：[保险机构<3-7>日内查勘|优先支付困难家庭]，[统一鉴定|调解争议]",
                "调查：[查原因、责任、教训|<30-60>日内报告]，[结果依法公开|落实整改]",
                "恢复：[修复供水道路学校|生产资料补贴]，[生态修复与重建同步|验收后移交]",
            ),
            3,
            4,
        ),
        start=1,
    ):
        paper.p(f"6.{order}　{s.sentence(text)}")
    paper.heading("7　保障措施", 4)
    for order, text in enumerate(
        s.voice.some(
            (
                "队伍：综合救援<60-180>人、专家<12-30>名，乡镇分队<26-48>人，[每季度拉练|轮训上岗]",
                "物资：[发电车<2-6>台、照明灯<20-80>套|水泵<12-36>台、帐篷<80-260>顶]，[定期轮换|建立调用清单]",
                "资金：县财政[安排<60-360>万元|纳入预备费]，[绿色拨付|审计监督]",
                "通信：[卫星电话<6-18>部|对讲机<60-160>台]，[断网村备用|联络表每月核对]",
                "避难场所：设<8-36>处，[标识、饮水、卫生设施完备|可容纳<1.2-6.8>万人]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"7.{order}　{s.sentence(text)}")
    paper.heading("8　附则", 4).p(
        s.sentence(
            "本预案每<2-3>年评估修订，每年演练不少于<1-2>次，[由{short}解释|各乡镇制定现场方案]，自{on}起施行，[旧预案同时废止|抄送武警、消防]"
        )
    )
    if s.organisation.kind == "office":
        paper.colophon(s.voice.pick(COPIES), "阳光县人民政府办公室", s.on)
    return s.document(
        title,
        paper,
        f"阳光县{hazard}应急预案，含组织体系、预警、四级响应和保障。",
        number=number,
        issuer=issuer,
        keywords=(hazard, "应急预案"),
    )


@kind("warning", "预警信息", "warnings", "emergency", "water", "natural-resources", "ecology-environment")
def warning(s: Scene) -> Document:
    topic = s.voice.pick(
        {
            "water": ("山洪灾害", "江河洪水", "水库泄洪"),
            "natural-resources": ("地质灾害", "森林火险"),
            "ecology-environment": ("重污染天气", "饮用水源污染风险"),
        }.get(
            s.organisation.code,
            ("暴雨", "大风", "高温") if s.on.month in (5, 6, 7, 8, 9) else ("大风", "道路结冰", "森林火险"),
        )
    )
    colour = s.say("[蓝色|黄色|橙色]")
    order = s.voice.number(1, 26)
    title = f"{topic}{colour}预警（{s.year}年第{order}号）"
    hours = s.voice.number(12, 36)
    start = s.voice.number(8, 18)
    paper = (
        Paper()
        .title(title)
        .p(
            f"{s.name}{cdate(s.on)}{start}时{s.voice.number(0, 50):02}分发布{topic}{colour}预警："
            + s.sentence(
                f"预计未来{hours}小时，[{{town}}、{{town}}|{{town}}沿{{river}}地区]发生{topic}的风险[较高|明显上升]，[影响<3-9>个村|敏感群众<120-1600>人]，请注意防范"
            )
        )
    )
    paper.section("重点防范").points(
        [
            s.sentence(x)
            for x in s.voice.some(
                (
                    "{village}、{village}[低洼和陡坡户|高风险路段]，[责任人逐户通知|加强巡查]",
                    "{highway}、{bridge}[视线不良|可能积水]，[货车绕行|请减速]",
                    "{school}、{home}[停止户外活动|关闭门窗]，[确认人员|检查疏散通道]",
                    "{project}及临时工棚[停止作业|撤离人员]，[切断电源|加固围挡]",
                    "河边、[沟口、景区|山林、果园]禁止停留，[不得返回取物|不围观拍摄]",
                ),
                3,
                4,
            )
        ]
    )
    paper.section("自我防护").p(
        s.sentence(
            "[准备手电、药品、饮水|手机保持充电]，[老人儿童不单独外出|关注官方信息]，[听从转移口令|不轻信传言]。求助电话[110、119|120]和{phone}"
        )
    )
    paper.section("有效期").p(
        f"预警有效期至{cdate(s.on + timedelta(hours=hours))}，"
        + s.say("[状态变化将更新或者解除|到期未更新即解除]，[灾情由县政府统一发布|乡镇每<1-3>小时续报]。")
    )
    return s.document(
        title, paper, f"未来{hours}小时{topic}风险，重点地区和防护方法。", keywords=(topic, "预警")
    )


@kind("disaster-relief", "灾害救助", "relief", "emergency", "civil-affairs", "town")
def disaster_relief(s: Scene) -> Document:
    happened = s.days_later(-s.voice.number(16, 30))
    season = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring"}.get(
        happened.month, "rain"
    )
    disaster = s.voice.pick(
        {
            "winter": ("低温冻害", "雪灾"),
            "spring": ("大风", "低温冻害", "森林火灾"),
            "rain": ("强降雨", "大风冰雹", "山洪", "道路滑坡"),
        }[season]
    )
    towns = [s.organisation] if s.organisation.kind == "town" else s.voice.some(s.world.of_kind("town"), 2, 4)
    villages = [v for t in towns for v in s.world.villages_of(t)]
    rows = []
    for village in villages[:8]:
        homes = s.voice.number(3, 46)
        rows.append(
            (village.short_name, homes, homes * s.voice.number(2, 4), homes * s.voice.number(12, 36) * 100)
        )
    total = sum(r[3] for r in rows)
    title = f"{happened.month}月{happened.day}日{disaster}灾害救助款物发放{s.say('[公示|情况公告]')}"
    end = s.workdays_later(5)
    paper = (
        Paper()
        .title(title)
        .p(
            f"{cdate(happened)}，"
            + s.sentence(
                f"{'、'.join(t.short_name for t in towns)}遭受{disaster}，[部分住房、农田、道路受损|没有人员伤亡]，[紧急转移<80-360>人|抢通道路<2-16>处]。经村申报、乡镇核灾、[县级核定|部门会商]，安排救助{total:,}元，公示至{cdate(end)}"
            )
        )
    )
    paper.table(
        "救助发放汇总",
        ["村", "户数", "人数", "资金（元）"],
        [(a, b, c, f"{d:,}") for a, b, c, d in rows],
        ("合计", sum(r[1] for r in rows), sum(r[2] for r in rows), f"{total:,}"),
    )
    paper.table(
        "救灾物资",
        ["物资", "数量", "去向"],
        [
            (n, s.voice.number(16, 600), s.say("{village}安置点"))
            for n in s.voice.some(
                ("棉被", "大米（袋）", "帐篷", "饮用水（箱）", "消毒液（瓶）", "应急灯"), 3, 5
            )
        ],
    )
    paper.p(
        s.sentence(
            "[救助标准按<1-6>档|倒损房屋分级]，资金[一卡通直达|签字领取]，[不得统筹、扣减|重复享受的核减]；[保险理赔另行办理|困难户继续帮扶]。群众可[向村委会、乡镇|拨打{phone}]反映，[核实后调整|依法保护个人信息]"
        )
    )
    for head, text in s.measures(1, 2):
        paper.p(f"{head}。{text}")
    paper.sign(s.name, s.on)
    return s.document(
        title, paper, f"发放{disaster}救助{total:,}元，涉及{len(rows)}村。", keywords=(disaster, "救助")
    )


@kind("outage", "停水停电", "outage", "housing-construction", "water", "town")
def outage(s: Scene) -> Document:
    thing = s.voice.pick(
        ("停水", "停电", "停气", "停止供热")
        if s.on.month in (11, 12, 1, 2)
        else ("停水", "停水", "停电", "停气")
    )
    cause = s.say(
        {
            "停水": "[水厂反冲洗|管网改造|阀门更换]",
            "停电": "[线路检修|变压器增容|迁改杆线]",
            "停气": "[燃气调压设备检修|老旧管网置换]",
            "停止供热": "[换热站抢修|分支管线焊接]",
        }[thing]
    )
    day = s.world.workday_on_or_after(s.days_later(s.voice.number(2, 4)))
    hour = s.voice.number(8, 14)
    hours = s.voice.number(4, 11)
    where = s.say("[{estate}、{estate}|{village}、{village}|{road}沿线商户]")
    title = f"{where}{cdate(day)}计划{thing}通告"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"因{cause}，定于{cdate(day)}{hour}时至{hour + hours}时对下列区域{thing}，[约{hours}小时|完工即恢复]，[遇雨顺延|施工期间请谨慎通行]".replace(
                    "24时", "次日0时"
                ).replace("25时", "次日1时")
            )
        )
    )
    paper.table(
        f"{thing}范围",
        ["区域", "影响户数", "用户类型"],
        [
            (s.say(p), s.voice.number(36, 760), s.say("[居民|商户|学校和居民|集体用户]"))
            for p in s.voice.some((where, "{school}", "{market}", "{village}村委会", "{hospital}周边"), 2, 3)
        ],
    )
    paper.p(
        s.sentence(
            {
                "停水": "请[提前储水|关闭水龙头]，[洗衣机、太阳能不要使用|恢复后先放水<2-5>分钟]，[学校备用水<10-30>吨|送水车停于{road}]，孕妇、[老人户|困难户]可预约",
                "停电": "[电梯用户避免出行|关掉电器]，[医疗设备户提前登记|冷库备用电源]，恢复前视为带电，[手机提前充电|交通信号由交警疏导]",
                "停气": "请[关闭灶前阀|不要使用明火]，恢复后[闻味再点火|检查软管]，[禁止自行维修|通风后使用]，[公共食堂备用电炊|燃气公司入户确认]",
                "停止供热": "[保持暖气阀开启|不要放水]，[老人注意保暖|关闭门窗]，[温度恢复需<2-6>小时|抢修另行通知]，[不足温度按规定退费|孕妇幼儿可到安置点]",
            }[thing]
        )
    )
    paper.p(
        s.say(
            "[不便之处敬请谅解|给您带来不便，感谢支持]，[现场有专人值守|请勿围观施工]。抢修电话：{phone}；[监督电话12345|供气公司电话另见缴费单]。"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"{cdate(day)}因{cause}，{where}计划{thing}{hours}小时。", keywords=(thing,)
    )


@kind("traffic", "通告", "traffic", "county-office", "housing-construction", "town")
def traffic(s: Scene) -> Document:
    road, work = (
        s.say("[{highway}|{bridge}|{road}]"),
        s.say("[路面维修|桥梁检测|排水管网改造|文化活动|马拉松赛事|集会赶集]"),
    )
    start = s.world.workday_on_or_after(s.days_later(s.voice.number(3, 7)))
    end = start + timedelta(days=s.voice.number(1, 32))
    title = f"关于{road}{work}期间实行交通管制的通告"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"因{work}，[保证施工和行车安全|方便群众通行]，对{road}实行临时管制。时间为{cdate(start)}至{cdate(end)}，[每日{s.voice.number(6, 9)}时至{s.voice.number(18, 22)}时|夜间施工时封闭一侧]"
            )
        )
    )
    paper.section("管制措施")
    for order, text in enumerate(
        s.voice.some(
            (
                "小型车辆[借用对向车道|限速<20-40>公里]，货车[禁行|预约通过]",
                "行人和非机动车[从左侧临时通道|由管理员引导]，[雨天注意积水|不得穿越围挡]",
                "公交[绕行{road}|停运{bridge}站]，[临时站点有接驳|首末班照常]",
                "应急车辆[优先通行|预留<3.5-4.5>米通道]，[遇突发立即开放|医院方向分流]",
                "施工单位[夜间设灯、反光标志|按进度开放]，[堆土覆盖|每日清场]，[逾期未完的重新告知|安全员值守]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"{cn(order)}、{s.sentence(text)}")
    paper.section("绕行路线").table(
        "绕行",
        ["方向", "路线"],
        [
            (f"{a}方向", s.say("经{road}—{road}—{highway}"))
            for a in s.voice.some(("东西", "南北", "县城", "{town}".replace("{town}", s.say("{town}"))), 2, 3)
        ],
    )
    paper.p(
        s.sentence(
            "[违反通告依法处理|请提前规划行程]，[拖车费、伤害责任按规定|现场照片报警可上传]，[服从交警和施工人员指挥|导航信息同步更新]。联系人：{contact}，{phone}"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"{road}{cdate(start)}至{cdate(end)}交通管制和绕行。", keywords=(road, "交通管制")
    )
