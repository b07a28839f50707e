"""What the county does for people: guides, school places, benefits, care, culture, legal aid."""

from datetime import date

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import word_form
from yangguang.demo.grammar.paper import Paper, cdate
from yangguang.demo.world.names import masked
from yangguang.demo.world.places import HOMES, SCHOOLS

_SERVICES = {
    "civil-affairs": (
        ("最低生活保障申请", "困难家庭", 20, ("申请书", "户口簿和身份证", "核对授权书", "收入财产声明")),
        ("临时救助申请", "遇到急难的家庭或者个人", 10, ("申请表", "身份证", "突发困难材料")),
        ("社会团体成立登记", "发起人", 30, ("申请书", "章程草案", "住所使用权证明", "负责人名册")),
        ("养老机构备案", "养老机构", 5, ("备案申请书", "登记证书", "承诺书")),
    ),
    "human-resources": (
        ("创业担保贷款申请", "返乡创业人员", 7, ("申请表", "营业执照", "还款计划")),
        ("城乡居民养老保险待遇领取", "年满60周岁的参保人", 10, ("身份证", "社会保障卡")),
        ("劳务派遣经营许可", "企业", 10, ("申请书", "验资报告", "场所材料", "管理制度")),
    ),
    "market-regulation": (
        ("食品经营许可", "餐饮和食品销售者", 5, ("申请书", "营业执照", "布局图", "制度文本")),
        ("个体工商户设立登记", "经营者", 1, ("登记申请书", "身份证", "场所材料")),
        ("特种设备使用登记", "使用单位", 5, ("登记表", "检验报告", "合格证")),
    ),
    "natural-resources": (
        ("不动产转移登记", "买卖双方", 3, ("申请书", "权属证书", "合同", "完税凭证")),
        ("乡村建设规划许可", "村民", 10, ("申请表", "村委会意见", "设计图", "用地材料")),
    ),
    "housing-construction": (
        ("公共租赁住房申请", "住房困难家庭", 20, ("申请表", "户籍材料", "收入声明")),
        ("建筑工程施工许可", "建设单位", 5, ("申请表", "用地和规划许可", "施工合同", "质量安全措施")),
        ("农村危房改造申请", "农户", 15, ("申请书", "身份证", "房屋鉴定")),
    ),
    "water": (
        ("取水许可申请", "取水单位", 20, ("申请书", "水资源论证", "计量方案")),
        ("水土保持方案审批", "建设单位", 10, ("报告书", "承诺书", "专家意见")),
    ),
    "agriculture": (
        ("农机购置补贴申领", "购机农户", 15, ("申请表", "发票", "身份证", "一卡通账号")),
        ("宅基地批准书办理", "村民", 20, ("申请表", "家庭情况表", "四邻意见", "设计图")),
        ("动物检疫申报", "饲养户", 1, ("申报单", "免疫档案")),
    ),
    "education": (
        ("学生资助申请", "家庭经济困难学生", 15, ("申请表", "户籍材料", "困难情况说明")),
        ("教师资格认定", "申请人", 20, ("申请表", "体检表", "学历和普通话证书")),
        ("义务教育转学", "学生家长", 5, ("转学申请", "户口或者居住材料", "学籍信息表")),
    ),
    "emergency": (
        ("烟花爆竹零售许可", "经营者", 10, ("申请书", "场所图", "培训证明")),
        ("危险化学品经营许可", "企业", 20, ("申请书", "评价报告", "预案备案", "制度")),
    ),
}


@kind("guide", "办事指南", "services", *_SERVICES)
def guide(s: Scene) -> Document:
    name, target, days, papers = s.voice.pick(_SERVICES[s.organisation.code])
    promised = max(1, days * s.voice.number(40, 70) // 100)
    title = s.say(f"{name}[办事指南|服务指南]")
    paper = Paper().title(title)
    paper.table(
        "基本信息",
        ["项目", "内容"],
        [
            ("事项名称", name),
            ("办理对象", target),
            ("实施机关", s.name),
            ("法定期限", f"{days}个工作日"),
            ("承诺期限", f"{promised}个工作日"),
            ("收费", s.say("[不收费|不收取费用]")),
            (
                "办理地点",
                s.say(
                    "[县政务服务大厅{road}{n}号{w}号窗口|乡镇便民服务中心、县政务服务大厅{w}号窗口]",
                    n=s.voice.number(2, 90),
                    w=s.voice.number(1, 32),
                ),
            ),
            ("办理时间", s.say("工作日[8:30—17:30，中午不休息|8:30—12:00、14:30—18:00]")),
            ("咨询电话", s.organisation.phone),
        ],
    )
    paper.section("受理条件").points(
        [
            s.sentence(text)
            for text in s.voice.some(
                (
                    f"属于{target}，[在本县行政区域内|符合有关政策]",
                    "提供的材料真实有效，[复印件与原件核对|电子证照可替代]",
                    "不存在[限制申请的情形|失信惩戒]，[办理事项未在冻结期|权属无争议]",
                    "[本人申请|本人或者委托代理人申请]，[委托时提交委托书|未成年人由监护人代办]",
                    "符合[资金、场地、人员|规划、安全、环保]要求，[现场核查合格|承诺后可先行办理]",
                ),
                2,
                4,
            )
        ],
        ordered=True,
    )
    paper.section("申请材料").table(
        "材料清单",
        ["材料", "份数", "形式", "来源"],
        [
            (
                paper_name,
                s.voice.number(1, 2),
                s.say("[原件|复印件|电子件]"),
                s.say("[申请人自备|政府部门核发|数据共享免提交]"),
            )
            for paper_name in papers
        ],
    )
    paper.section("办理流程")
    for order, text in enumerate(
        s.voice.some(
            (
                "申请：[窗口、网上、邮寄|现场或者县政务服务平台]提交，[预约取号|可由帮办员协助]",
                "受理：材料齐全的[当场|1个工作日内]受理，不全的一次告知，[出具受理单|可以容缺<1-2>件]",
                "审查：{section}[核对材料|书面审查]，需要现场核查的[提前1日联系|<3-7>个工作日内完成]",
                "决定：[作出准予或者不予决定|送达结果]，不予的说明理由，[告知复议、诉讼途径|可重新申请]",
                "送达：[短信通知领取|邮寄到付]，[电子证照同步生成|结果依法公开]",
            ),
            4,
            5,
        ),
        start=1,
    ):
        paper.p(f"{order}. {s.sentence(text, section=s.voice.pick(s.organisation.sections))}")
    paper.section(s.say("[常见问题|温馨提示]"))
    for question, answer in s.voice.shuffled(
        (
            ("能代办吗？", "可以。[带双方身份证和委托书|村级代办员免费代办]。"),
            ("怎样查进度？", "[凭受理号网上查询|拨打窗口电话]，[关键节点有短信提醒|也可现场查询]。"),
            ("资料丢了怎么办？", "[共享信息可重新调取|向窗口说明]，[不要求登报|由发证部门补发]。"),
            ("对结果不满意？", "[可评价窗口服务|要求书面说明]，也可以申请行政复议。"),
        )
    )[:2]:
        paper.p(f"问：{question}").p(f"答：{s.about_matter(answer)}")
    form = word_form(
        "申请表.docx",
        f"{name}申请表",
        ("申请人", "联系电话", "住址", *papers, "申请事项", "承诺和签字"),
        f"承诺期限{promised}个工作日，咨询电话{s.organisation.phone}。",
    )
    return s.document(
        title,
        paper,
        f"{name}：承诺{promised}个工作日，不收费。",
        keywords=(name, "办事指南"),
        attachments=(form,),
    )


@kind("enrolment", "招生方案", "compulsory-education", "education")
def enrolment(s: Scene) -> Document:
    number = s.number(s.organisation.mark + "发")
    title = (
        f"{s.name}关于印发{s.year}年义务教育学校{s.say('[招生入学工作方案|小学一年级和初中招生办法]')}的通知"
    )
    paper = Paper().red_head(s.name, number, title).to("各乡镇中心学校，县直各中小学")
    paper.p(
        s.sentence(
            "[为保障适龄儿童少年平等入学|按照免试就近入学要求]，结合我县[生源和学位|城乡实际]，制定本方案"
        )
    )
    rows = []
    for name in s.voice.some([x for x in SCHOOLS if "幼儿园" not in x and "职业" not in x], 6, 8):
        classes = s.voice.number(2, 10)
        rows.append(
            (
                name,
                s.say(
                    ["{village}及周边", "{road}以{dir}"][s.voice.number(0, 1)],
                    dir=s.voice.pick("东西南北"),
                ),
                classes,
                classes * s.voice.pick((45, 50)),
            )
        )
    paper.section("招生计划").table(
        "学校服务范围和计划",
        ["学校", "服务范围", "班数", "人数"],
        rows,
        ("合计", "", sum(r[2] for r in rows), f"{sum(r[3] for r in rows):,}"),
    )
    paper.section("招生对象").p(
        f"年满6周岁（{s.year - 6}年8月31日前出生）的儿童入小学；小学毕业生升入初中。"
        + s.sentence("[特殊儿童随班就读|因病延缓的提出申请]，[控辍保学名单核对|学籍一生一籍]")
    )
    paper.section("报名时间和材料").table(
        "时间安排",
        ["环节", "小学", "初中"],
        [
            (
                "网上登记",
                f"6月{s.voice.number(10, 16)}日至{s.voice.number(20, 25)}日",
                f"6月{s.voice.number(15, 18)}日至{s.voice.number(22, 26)}日",
            ),
            (
                "现场复核",
                f"7月{s.voice.number(3, 6)}日至{s.voice.number(8, 10)}日",
                f"7月{s.voice.number(1, 4)}日至{s.voice.number(6, 8)}日",
            ),
            ("公布结果", f"8月{s.voice.number(6, 12)}日", f"8月{s.voice.number(3, 6)}日"),
            ("补录", f"8月{s.voice.number(20, 26)}日", f"8月{s.voice.number(18, 24)}日"),
        ],
    )
    for text in s.voice.some(
        (
            "第一类：户籍与[房产一致|祖辈同户]，[按服务范围录取|优先保障]",
            "第二类：有房产无户籍，[按购房时间|按居住年限]，[就近或者统筹|仍有学位时]",
            "随迁子女：提供[居住证、务工合同|社保缴费]，[与本县学生同等收费|不得设不合理门槛]",
            "优抚对象、人才子女[按政策安排|据实照顾]，[名单公示<5-7>天|接受监督]",
            "民办学校报名超过计划的[电脑摇号|全程公证]，[家长代表在场|一次录取]",
        ),
        3,
        5,
    ):
        paper.p(s.sentence(text))
    paper.section("纪律和服务").p(
        s.sentence(
            "[不得考试掐尖|严禁收取赞助费]，[起始年级均衡编班|班额小学45人、初中50人]，[材料通过数据比对|公示招生结果]，家长可咨询{phone}，[不轻信代报承诺|录取通知书不收费]"
        )
    ).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"{s.year}年义务教育招生计划{sum(r[3] for r in rows):,}人，公布服务范围和时间。",
        number=number,
        keywords=("义务教育", "招生"),
    )


@kind("medical-benefits", "待遇政策", "medical-insurance", "human-resources", "county-office")
def medical_benefits(s: Scene) -> Document:
    fee = 380 + (s.year - 2023) * 20
    title = s.say(f"{s.year + 1}年度城乡居民基本医疗保险[参保缴费和待遇说明|集中参保有关事项的公告]")
    paper = (
        Paper()
        .title(title)
        .section("参保缴费")
        .p(
            s.sentence(
                f"个人缴费每人{fee}元，集中缴费期{s.year}年<9-10>月1日至12月31日，[通过手机、银行、村级代缴|可为家人共济缴费]；特困人员全额资助，[低保对象资助<180-260>元|监测对象按规定资助]"
            )
        )
    )
    paper.section("住院待遇").table(
        "政策范围内报销",
        ["医疗机构", "起付线（元）", "报销比例"],
        [
            ("乡镇卫生院", 200, f"{s.voice.number(88, 92)}%"),
            ("县级医院", 500, f"{s.voice.number(78, 83)}%"),
            ("市级医院", 900, f"{s.voice.number(66, 71)}%"),
            ("省级医院", 1500, f"{s.voice.number(56, 61)}%"),
        ],
    )
    paper.section("门诊待遇").p(
        s.sentence(
            "普通门诊[年度限额<150-300>元|报销<50-65>%]；高血压、糖尿病[不设起付线|报销<55-70>%]；[门诊慢特病<28-46>种|家庭病床]凭[认定材料|备案]享受，[长处方最长<4-12>周|药店同价结算]"
        )
    )
    for head, text in s.measures(2, 3):
        paper.section(head).p(text)
    paper.section("常见问题")
    for question, answer in s.voice.shuffled(s.matter.questions)[:3]:
        paper.p(f"问：{s.say(question)}").p(f"答：{s.about_matter(answer)}")
    paper.sign(s.name, s.on)
    return s.document(
        title, paper, f"个人缴费{fee}元，住院、门诊待遇和办理方法。", keywords=("医疗保险", "参保")
    )


@kind("care-homes", "名单", "elderly-care", "civil-affairs")
def care_homes(s: Scene) -> Document:
    title = s.say(f"阳光县{s.year}年[养老机构名单|养老机构备案和检查情况|养老服务机构基本信息]")
    rows = []
    for order, name in enumerate(s.voice.some(HOMES, 6, 8), start=1):
        beds = s.voice.number(38, 180)
        rows.append(
            (
                str(order),
                name,
                beds,
                beds * s.voice.number(38, 88) // 100,
                f"{s.voice.number(8, 18) * 100}—{s.voice.number(20, 34) * 100}",
                s.say("[一级|二级|三级|待评定]"),
                s.say("[合格|合格|整改后合格]"),
            )
        )
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[截至{cdate(s.on)}|经检查核实]，全县公布养老机构{len(rows)}家，床位{sum(r[2] for r in rows)}张，入住{sum(r[3] for r in rows)}人，[护理型占<54-68>%|特困人员<210-420>名]"
            )
        )
    )
    paper.table(
        "养老机构名单",
        ["序号", "机构", "床位", "入住", "月收费（元）", "等级", "检查"],
        rows,
        ("合计", "", sum(r[2] for r in rows), sum(r[3] for r in rows), "", "", ""),
    )
    for head, text in s.measures(2, 3):
        paper.p(f"{head}。{text}")
    paper.p(
        s.sentence(
            "[选择机构看备案、合同和收费|入住前评估健康状况]，[不要预存大额会员费|合同保留]，举报：{phone}，[检查结果每半年公开|机构信息变更及时更新]"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"养老机构{len(rows)}家，床位{sum(r[2] for r in rows)}张。", keywords=("养老机构",)
    )


@kind("culture", "活动公告", "culture", "county-office", "town", "education")
def culture(s: Scene) -> Document:
    month = s.on.month % 12 + 1
    year = s.year + (s.on.month == 12)
    title = f"{s.organisation.short_name if s.organisation.kind != 'office' else '阳光县'}{year}年{month}月公共文化活动安排"
    rows = []
    used: set[int] = set()
    events = (
        "{village}送戏下乡",
        "{school}剪纸体验",
        "老年合唱展演",
        "乡村电影",
        "青少年阅读会",
        "{crop}农民画展",
        "广场舞交流",
        "非遗皮影",
        "家庭教育讲座",
        "农技书籍流动车",
        "{village}村史故事会",
        "书法公益课",
    )
    for name in s.voice.some(events, 6, 9):
        day = next(d for d in s.voice.shuffled(range(1, 28)) if d not in used)
        used.add(day)
        rows.append(
            (
                date(year, month, day),
                s.say(name),
                s.say("[文化馆|综合文化站|{village}文化广场|县图书馆|{school}操场]"),
                s.voice.number(20, 120),
                s.say("[免费，现场参加|预约，免费|按名额报名]"),
            )
        )
    rows.sort()
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{month}月安排活动{len(rows)}场，[全部免费|不收取入场费]，[老人、残疾人可预约引导|6岁以下由家长陪同]，[遇天气变化提前通知|名额满后候补]"
            )
        )
    )
    paper.table(
        "活动安排", ["日期", "活动", "地点", "名额", "参加方式"], [(cdate(d), *rest) for d, *rest in rows]
    )
    for pattern in s.voice.some(
        (
            "[培训课程每周<1-3>次|开放场馆周二至周日]，[展厅9:00—17:30|图书借阅凭身份证]",
            "[群众文艺团队可报名展演|作品征集每月20日截止]，[评选后公布|择优推荐]",
            "[志愿者提供讲解|图书通借通还]，[提供大字书|备有急救包和饮水]",
            "请不要[吸烟、推搡|高空挂物]，[活动结束清理场地|车辆停指定区域]",
            "农村点位乘公交到{town}，[天黑前结束|雨天改室内]",
        ),
        2,
        4,
    ):
        paper.p(s.sentence(pattern))
    paper.p(s.say("预约：{phone}；投诉建议：12345。[节目单在现场发放|志愿者签到记时长]。")).sign(s.name, s.on)
    return s.document(title, paper, f"安排活动{len(rows)}场。", keywords=("文化活动",))


@kind("legal-aid", "服务指引", "legal", "county-office", "town", "civil-affairs", "human-resources")
def legal_aid(s: Scene) -> Document:
    title = s.say(
        "{short}[公共法律服务和法律援助指引|法律援助申请指南|农民工讨薪法律援助须知|老年人和困难群众法律服务指引]"
    )
    paper = (
        Paper()
        .title(title)
        .section("可以申请的事项")
        .points(
            [
                s.sentence(x)
                for x in s.voice.shuffled(
                    (
                        "请求[给付赡养费、抚养费|支付劳动报酬]",
                        "请求[工伤、交通事故|医疗损害]赔偿，[经济困难的|弱势群体优先]",
                        "[家庭暴力、虐待|婚姻财产]纠纷，[可申请保护令|调解不成提起诉讼]",
                        "请求[社会保险、最低生活保障|国家赔偿]，[符合规定的免费|无需证明来源]",
                        "[土地承包、宅基地|农资质量]争议，[调解优先|证据不足可申请调查]",
                    )
                )[: s.voice.number(3, 5)]
            ]
        )
    )
    paper.section("申请条件和材料").p(
        s.sentence(
            "[本地户籍或者居住、事由发生在本县|经济困难符合标准]，[提供身份证、案件材料|只需个人诚信承诺]，[行动不便可电话预约|代理人带委托书]，[农民工索薪不审查经济状况|军人、残疾人绿色通道]"
        )
    )
    paper.section("办理流程").table(
        "流程和时限",
        ["环节", "时限", "说明"],
        [
            ("申请", "当日登记", s.say("[线上线下均可|村级联络员代递]")),
            ("审查", f"{s.voice.number(3, 7)}日", s.say("[补充材料一次告知|紧急情况可先行援助]")),
            ("指派", f"{s.voice.number(2, 3)}日", s.say("[律师公开轮值|通知申请人签约]")),
            ("办理", "按诉讼、仲裁期限", s.say("[进展短信告知|办理过程评价]")),
        ],
    )
    for question, answer in s.voice.shuffled(
        (
            ("要花钱吗？", "[法律援助不收费|免代理费]，[诉讼费按法院规定减免|鉴定费可申请缓交]。"),
            ("打电话能咨询吗？", "[12348全天|工作日{phone}]，[内容保密|不代替律师意见]。"),
            (
                "村里没律师怎么办？",
                "[村居法律顾问每月到村<1-2>次|预约{town}工作站]，[可视频咨询|志愿者协助]。",
            ),
            ("被拒绝后呢？", "[申请书面理由|向主管部门提出异议]，<3-7>日内复查。"),
            ("案件不满意？", "[更换人员须说明理由|可以评价投诉]，但不能保证结果。"),
        )
    )[:3]:
        paper.p(f"问：{question}").p(f"答：{s.about_matter(answer)}")
    paper.p(
        s.sentence(
            "{village}{n1}日、{town}{n2}日设[流动咨询|现场调解]，[不需挂号|先到先办]，地点[便民服务中心|村部]，[提供打印|提供轮椅]",
            n1=s.voice.number(3, 12),
            n2=s.voice.number(14, 26),
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, "法律援助条件、材料、流程和咨询方式。", keywords=("法律援助",))


@kind("poverty-list", "公示", "social-assistance", "civil-affairs", "town")
def poverty_list(s: Scene) -> Document:
    town = s.organisation if s.organisation.kind == "town" else s.voice.pick(s.world.of_kind("town"))
    which = s.say("[农村低保|城乡特困|低保边缘家庭]")
    step = s.say("[审核确认|初审|长期]")
    rate = s.voice.number(238, 460)
    rows = []
    for order in range(1, s.voice.number(8, 16)):
        people = s.voice.number(1, 4) if which != "城乡特困" else 1
        village = s.voice.pick(s.world.villages_of(town))
        rows.append(
            (
                str(order),
                masked(s.person()),
                village.short_name,
                people,
                people * rate * s.voice.number(82, 108) // 100,
                s.say("[新增|续保|增发|减发]"),
            )
        )
    end = s.days_later(7)
    title = f"{town.short_name}{s.year}年{s.on.month}月{which}对象{step}公示"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[经入户调查、民主评议|根据信息核对和乡镇审核]，以下{len(rows)}户拟[确认|享受]{which}待遇，公示期自{cdate(s.on)}至{cdate(end)}。[为保护隐私隐去姓名|身份证号和银行账号不公开]"
            )
        )
    )
    paper.table(
        f"{which}名单",
        ["序号", "户主", "村", "人数", "月金额（元）", "变动"],
        rows,
        ("合计", f"{len(rows)}户", "", sum(r[3] for r in rows), sum(r[4] for r in rows), ""),
    )
    paper.p(
        s.sentence(
            "[对家庭收入、财产有异议|认为不符合条件]的，可[书面或者电话反映|到{town}便民中心]，[提供线索，核查保密|<7-10>日回访]。{phone}",
            town=town.short_name,
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"{which}公示{len(rows)}户。", keywords=(which, "公示"))
