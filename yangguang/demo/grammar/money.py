"""Public money: budgets, final accounts, subsidies, relief, charges, procurement."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, Row, cdate, wan
from yangguang.demo.world.economy import Budget
from yangguang.demo.world.names import masked
from yangguang.demo.world.organisations import Organisation

_TERMS = (
    "一般公共预算拨款收入：指县级财政当年拨付的资金。",
    "基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
    "项目支出：指在基本支出之外为完成特定行政任务或事业发展目标所发生的支出。",
    "“三公”经费：指因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    "机关运行经费：指为保障行政单位运行用于购买货物和服务的各项资金。",
    "政府采购：指使用财政性资金采购目录以内或者限额以上货物、工程和服务的行为。",
)
_FUNCTIONS = {
    "civil-affairs": "社会保障和就业支出",
    "human-resources": "社会保障和就业支出",
    "education": "教育支出",
    "water": "农林水支出",
    "agriculture": "农林水支出",
    "housing-construction": "城乡社区支出",
    "ecology-environment": "节能环保支出",
    "natural-resources": "自然资源海洋气象等支出",
    "emergency": "灾害防治及应急管理支出",
}


def own_function(organisation: Organisation) -> str:
    return _FUNCTIONS.get(organisation.code, "一般公共服务支出")


def _functions(organisation: Organisation, budget: Budget) -> list[tuple[str, int]]:
    """Spending by function; an office of social security keeps its pensions in its own line."""
    pensions, medical, housing, own = budget.by_function
    name = own_function(organisation)
    if name == "社会保障和就业支出":
        return [(name, own + pensions), ("卫生健康支出", medical), ("住房保障支出", housing)]
    return [
        (name, own),
        ("社会保障和就业支出", pensions),
        ("卫生健康支出", medical),
        ("住房保障支出", housing),
    ]


def _change(now: int, before: int) -> str:
    if before == 0:
        return "上年无此项支出" if now else "与上年持平"
    if now == before:
        return "与上年持平"
    verb = "增加" if now > before else "减少"
    return f"比上年{verb}{wan(abs(now - before))}万元，{'增长' if now > before else '下降'}{abs(now / before - 1) * 100:.1f}%"


def _duties(s: Scene, paper: Paper) -> None:
    paper.section(s.say("[主要职责|部门职责]和机构设置")).p(
        s.organisation.name + "主要职责：" + "；".join(s.voice.some(s.organisation.duties, 4, 6)) + "。"
    )
    paper.p(
        f"内设{'、'.join(s.organisation.sections)}等{len(s.organisation.sections)}个机构，编制{s.organisation.staff}名。"
    )


def _three_public(s: Scene, paper: Paper, now: Budget, before: Budget, word: str) -> None:
    rows: list[Row] = [
        (name, wan(a), wan(b), wan(a - b))
        for name, a, b in (
            ("因公出国（境）费", now.trips, before.trips),
            ("公务用车购置费", now.car_purchase, before.car_purchase),
            ("公务用车运行维护费", now.car_running, before.car_running),
            ("公务接待费", now.reception, before.reception),
        )
    ]
    paper.table(
        f"“三公”经费{word}情况表（单位：万元）",
        ["项目", f"{now.year}年", f"{before.year}年", "增减"],
        rows,
        (
            "合计",
            wan(now.three_public),
            wan(before.three_public),
            wan(now.three_public - before.three_public),
        ),
    )
    paper.p(
        f"{now.year}年“三公”经费{word}{wan(now.three_public)}万元，{_change(now.three_public, before.three_public)}。"
        + s.sentence(
            "[主要原因是|变化原因：]"
            + (
                "[报废更新执法车辆1辆|购置新能源公务用车1辆]"
                if now.car_purchase
                else "[严格控制公务接待次数和标准|落实过紧日子要求，压减一般性支出|公务用车集中管理，减少派车]"
            )
        )
    )


@kind("budget", "预算", "budget", "department", "office", "town")
def budget(s: Scene) -> Document:
    now = s.world.economy.budget(s.organisation.code, s.organisation.staff, s.year)
    before = s.world.economy.budget(s.organisation.code, s.organisation.staff, s.year - 1)
    title = f"{s.name}{s.year}年部门预算"
    paper = Paper().title(title)
    paper.p(
        s.sentence(
            f"[根据预算法规定|按照预决算公开要求]，{s.year}年部门预算已经县人民代表大会批准，县财政局于{cdate(s.on.replace(day=max(1, s.on.day - 9)))}批复，现予公开"
        )
    )
    _duties(s, paper)
    paper.section("预算收支总体情况")
    paper.p(
        f"{s.year}年收入预算{wan(now.total)}万元，{_change(now.total, before.total)}；支出预算{wan(now.total)}万元，其中基本支出{wan(now.basic)}万元，"
        f"项目支出{wan(now.project_total)}万元。收支平衡。"
    )
    functions = _functions(s.organisation, now)
    income = [
        ("一般公共预算拨款收入", wan(now.grant)),
        ("其他收入", wan(now.other_income)),
        *[("", "")] * (len(functions) - 2),
    ]
    paper.table(
        "表1　部门收支总表（单位：万元）",
        ["收入项目", "金额", "支出功能科目", "金额"],
        [(a, b, c, wan(d)) for (a, b), (c, d) in zip(income, functions, strict=True)],
        ("收入总计", wan(now.total), "支出总计", wan(now.total)),
    )
    paper.table(
        "表2　支出总表（单位：万元）",
        ["项目", "合计", "基本支出", "项目支出"],
        [
            ("工资福利支出", wan(now.wages), wan(now.wages), "0.00"),
            ("对个人和家庭的补助", wan(now.benefits), wan(now.benefits), "0.00"),
            ("商品和服务支出（公用）", wan(now.running), wan(now.running), "0.00"),
            *[(name, wan(m), "0.00", wan(m)) for name, m in now.projects],
        ],
        ("合计", wan(now.total), wan(now.basic), wan(now.project_total)),
    )
    paper.section("“三公”经费预算")
    _three_public(s, paper, now, before, "预算")
    paper.section(s.say("[其他重要事项|其他事项说明]"))
    paper.p(
        f"机关运行经费{wan(now.running)}万元，{_change(now.running, before.running)}。会议费{wan(now.meetings)}万元，培训费{wan(now.training)}万元。"
        f"政府采购预算{wan(now.procurement)}万元，其中货物{wan(now.procurement * 4 // 10)}万元、服务{wan(now.procurement - now.procurement * 4 // 10)}万元。"
    )
    name, money = s.voice.pick(now.projects)
    paper.p(
        f"绩效目标：“{name}”安排{wan(money)}万元，"
        + s.sentence(
            "[数量指标完成<8-60>项|覆盖<2-6>个乡镇]，[质量合格率不低于<95-99>%|按时率100%]，[服务对象满意度不低于<88-95>%|成本控制在预算内]"
        )
    )
    paper.section("名词解释").points(s.voice.some(_TERMS, 3, 5), ordered=True)
    rows = [(name, money / 100) for name, money in functions]
    table = sheet(
        "部门预算表.xlsx", "收支总表", ["支出功能科目", "金额（万元）"], [*rows, ("合计", now.total / 100)]
    )
    return s.document(
        title,
        paper,
        f"收支预算{wan(now.total)}万元，“三公”经费{wan(now.three_public)}万元。",
        keywords=("部门预算", "三公经费"),
        attachments=(table,),
    )


@kind("final-account", "决算", "budget", "department", "office", "town")
def final_account(s: Scene) -> Document:
    year = s.year - 1
    planned = s.world.economy.budget(s.organisation.code, s.organisation.staff, year)
    before = s.world.economy.budget(s.organisation.code, s.organisation.staff, year - 1)
    title = f"{s.name}{year}年部门决算"
    carried = s.voice.number(0, 40) * 100
    projects = [(name, money, money * s.voice.number(880, 1000) // 1000) for name, money in planned.projects]
    spent_basic = planned.basic * s.voice.number(985, 1000) // 1000
    spent = spent_basic + sum(row[2] for row in projects)
    left = planned.total + carried - spent
    paper = Paper().title(title)
    paper.p(
        s.sentence(
            f"{year}年部门决算已经县人大常委会批准，[现向社会公开|按规定在批复后20日内公开]。[数据以万元为单位|表内数据保留两位小数]"
        )
    )
    _duties(s, paper)
    paper.section("收入支出决算总体情况")
    paper.table(
        "表1　收入支出决算总表（单位：万元）",
        ["收入", "金额", "支出", "金额"],
        [
            ("本年收入", wan(planned.total), "本年支出", wan(spent)),
            ("年初结转和结余", wan(carried), "年末结转和结余", wan(left)),
        ],
        ("总计", wan(planned.total + carried), "总计", wan(spent + left)),
    )
    paper.p(
        f"收、支总计均为{wan(planned.total + carried)}万元。本年支出中，基本支出{wan(spent_basic)}万元，占{spent_basic / spent * 100:.1f}%；"
        f"项目支出{wan(spent - spent_basic)}万元，占{100 - round(spent_basic / spent * 100, 1):.1f}%。"
        + s.sentence(
            "[年末结转主要是{name}等项目尚未完工验收|结转资金按规定继续用于原项目|增减变化主要是人员变动和项目实施进度]",
            name=projects[0][0],
        )
    )
    paper.section("项目执行和绩效")
    paper.table(
        "表2　项目支出决算（单位：万元）",
        ["项目", "年初预算", "决算", "执行率"],
        [(name, wan(a), wan(b), f"{b / a * 100:.1f}%") for name, a, b in projects],
        (
            "合计",
            wan(planned.project_total),
            wan(spent - spent_basic),
            f"{(spent - spent_basic) / planned.project_total * 100:.1f}%",
        ),
    )
    low = min(projects, key=lambda row: row[2] / row[1])
    paper.p(
        f"执行率最低的是“{low[0]}”，"
        + s.sentence(
            "[原因是招标结余|因施工季节调整|验收资料不完备，尾款未支付]，[绩效自评<78-92>分|下年继续跟踪]，[不形成沉淀|余额由财政收回]"
        )
    )
    paper.section("“三公”经费决算")
    _three_public(s, paper, planned, before, "决算")
    paper.p(
        s.sentence(
            "国内公务接待<6-48>批次、<40-320>人次；年末公务用车保有量<1-6>辆。[全年没有因公出国（境）团组|无出国（境）支出]"
        )
    )
    paper.section("名词解释").points(s.voice.some(_TERMS, 2, 4), ordered=True)
    return s.document(
        title,
        paper,
        f"决算总计{wan(planned.total + carried)}万元，支出{wan(spent)}万元。",
        keywords=("部门决算", "三公经费"),
    )


_SUBSIDIES = (
    ("耕地地力保护补贴", "亩", (84, 116)),
    ("农机购置与应用补贴", "台", (1200, 9600)),
    ("生态公益林补偿", "亩", (12, 18)),
    ("种粮农民一次性补贴", "亩", (11, 24)),
    ("残疾人两项补贴", "人", (70, 160)),
    ("计划生育家庭奖扶", "人", (960, 1200)),
    ("高龄津贴", "人", (50, 100)),
    ("农村危房改造补助", "户", (14000, 32000)),
)


@kind("subsidy", "公示", "farm-subsidy", "agriculture", "town")
def subsidy(s: Scene) -> Document:
    name, unit, (low, high) = s.voice.pick(
        _SUBSIDIES[:4] if s.organisation.code == "agriculture" else _SUBSIDIES
    )
    rate = s.voice.number(low, high)
    town = s.organisation if s.organisation.kind == "town" else s.voice.pick(s.world.of_kind("town"))
    rows: list[Row] = []
    for village in s.world.villages_of(town):
        if unit == "亩":
            households = village.households * s.voice.number(72, 96) // 100
            amount = households * s.voice.number(3, 7) + s.voice.number(0, 90)
        else:
            households = max(2, village.households * s.voice.number(2, 9) // 100)
            amount = households + s.voice.number(0, households // 4)
        rows.append((village.short_name, households, amount, amount * rate))
    total = sum(row[3] for row in rows)
    end = s.workdays_later(s.voice.number(5, 7))
    title = f"{town.short_name}{s.year}年{name}发放公示"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{s.year}年{name}已[完成核实|逐户登记、村级公示]，标准为每{unit}{rate}元，共发放{total:,}元。公示期自{cdate(s.on)}至{cdate(end)}，[有异议请书面提出|欢迎核对]"
            )
        )
    )
    paper.table(
        f"{name}分村汇总",
        ["村", "户数", f"数量（{unit}）", "金额（元）"],
        [(a, f"{b:,}", f"{c:,}", f"{d:,}") for a, b, c, d in rows],
        ("合计", f"{sum(r[1] for r in rows):,}", f"{sum(r[2] for r in rows):,}", f"{total:,}"),
    )
    sample = s.voice.pick(rows)
    per = max(1, sample[2] // sample[1])
    people = []
    for _ in range(s.voice.number(6, 12)):
        count = max(1, s.voice.number(per - 1, per + 3))
        people.append((masked(s.person()), s.say("第[一|二|三|四]村民小组"), count, f"{count * rate:,}"))
    paper.table(f"{sample[0]}到户明细（节选）", ["户主", "组别", f"数量（{unit}）", "金额（元）"], people)
    paper.p(
        s.say(
            "[完整到户明细在各村公开栏张贴|全部名单可凭身份证到村委会查询]，资金通过惠民惠农一卡通发放，[不得抵扣其他款项|到账后有短信提示]。监督电话：{phone}。"
        )
    )
    paper.sign(s.name, s.on)
    table = sheet("分村汇总表.xlsx", name, ["村", "户数", f"数量（{unit}）", "金额（元）"], rows)
    return s.document(
        title,
        paper,
        f"{town.short_name}发放{name}{total:,}元，分村可查。",
        keywords=(name, town.short_name),
        attachments=(table,),
    )


@kind("relief-fund", "公告", "social-assistance", "civil-affairs")
def relief_fund(s: Scene) -> Document:
    programme = s.voice.pick(
        (
            ("城市最低生活保障金", 0),
            ("农村最低生活保障金", 1),
            ("特困人员供养金", 2),
            ("临时救助金", 3),
            ("孤儿和事实无人抚养儿童生活费", 4),
        )
    )
    economy, (name, which) = s.world.economy, programme
    whole = (
        round(economy.value("urban_aid", s.year)),
        round(economy.value("rural_aid", s.year)),
        860,
        190,
        214,
    )[which]
    rate = (
        s.voice.number(410, 460),
        s.voice.number(265, 310),
        s.voice.number(760, 890),
        s.voice.number(900, 2600),
        s.voice.number(1000, 1250),
    )[which]
    towns = s.world.of_kind("town")
    parts = s.voice.shares(whole + s.voice.number(-9, 9), len(towns), max(2, whole // 12))
    rows: list[Row] = [
        (town.short_name, people * 10 // s.voice.number(13, 19) or 1, people, people * rate)
        for town, people in zip(towns, parts, strict=True)
    ]
    total = sum(r[3] for r in rows)
    title = f"{s.year}年{s.on.month}月{name}发放情况"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{s.on.month}月，全县共发放{name}{total:,}元，惠及{sum(r[1] for r in rows):,}户、{sum(r[2] for r in rows):,}人，人均{rate}元。[资金已于{cdate(s.on)}拨付到户|通过一卡通按时到账]"
            )
        )
    )
    paper.table(
        f"{name}分乡镇发放表",
        ["乡镇", "户数", "人数", "金额（元）"],
        [(a, f"{b:,}", f"{c:,}", f"{d:,}") for a, b, c, d in rows],
        ("合计", *(f"{sum(r[k] for r in rows):,}" for k in (1, 2, 3))),
    )
    into, out = s.voice.number(3, 26), s.voice.number(2, 31)
    paper.p(
        f"本月新增{into}户，退出{out}户。"
        + s.sentence(
            "[退出原因：收入提高、自然减员、户籍迁出|主要因就业增收、家庭成员变化]，[均已书面告知|名单在村居公示]。[申请请到乡镇便民服务中心|遇到急难可先救助后补手续]，监督电话：{phone}"
        )
    )
    paper.p(
        "；".join(
            s.about_matter(s.voice.pick(m.details)).rstrip("。")
            for m in s.voice.some(s.matter.measures, 1, 2)
        )
        + "。"
    ).sign(s.name, s.on)
    return s.document(title, paper, f"发放{name}{total:,}元。", keywords=(name, "社会救助"))


@kind("special-fund", "公示", "special-funds", "finance", "agriculture", "civil-affairs", "education")
def special_fund(s: Scene) -> Document:
    name = s.voice.pick(
        (
            "衔接推进乡村振兴补助资金",
            "困难群众救助补助资金",
            "学生资助补助资金",
            "农村公益事业财政奖补资金",
            "就业补助资金",
            "农业防灾减灾资金",
        )
    )
    level = s.say("[中央|省级|市级]")
    rows: list[Row] = []
    for order, work in enumerate(s.voice.some(s.world.projects, 3), start=1):
        rows.append((str(order), f"{work.name}配套", work.place, s.voice.number(40, 480)))
    for pattern in s.voice.some(
        (
            "{village}村组道路硬化",
            "{village}产业园灌溉设施",
            "{town}人居环境提升",
            "{village}村部便民服务点",
            "{town}冷库补助",
            "{village}村照明与排水",
        ),
        3,
        5,
    ):
        rows.append((str(len(rows) + 1), s.say(pattern), s.say("{town}"), s.voice.number(12, 160)))
    total = sum(r[3] for r in rows)
    title = f"{s.year}年{level}{name}分配公示"
    end = s.workdays_later(s.voice.number(7, 10))
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"本次下达{level}{name}{total:,}万元，[按因素法与项目法结合分配|经领导小组会议审定]，共安排{len(rows)}个项目。公示期：{cdate(s.on)}至{cdate(end)}"
            )
        )
    )
    paper.table(
        f"{name}分配表（单位：万元）",
        ["序号", "项目", "实施地点", "金额"],
        rows,
        ("合计", f"共{len(rows)}个", "", f"{total:,}"),
    )
    paper.p(
        s.sentence(
            "资金[专款专用|直达项目单位]，[{next}年<4-10>月底前完成|按进度拨付]，[实行绩效目标管理|项目完工后竣工公告]。[群众可现场查看|受益村代表参与验收]，电话：{phone}"
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"{name}{total:,}万元分配到{len(rows)}个项目。", keywords=(name,))
