"""What the county buys: intentions, tenders, awards."""

from datetime import date

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.paper import Paper, cdate
from yangguang.demo.world.names import masked


@kind("procurement-intent", "采购意向", "procurement", "department", "town", "office")
def procurement_intent(s: Scene) -> Document:
    month = date(s.year + (s.on.month > 10), (s.on.month + 1) % 12 + 1, 1)
    title = f"{s.name}{month.year}年{month.month}月政府采购意向"
    goods = (
        ("办公设备及耗材", "台式计算机{a}台、打印机{b}台，[国产系统|含三年保修]", (8, 60)),
        ("信息系统运维服务", "包括巡检、备份、安全加固，[响应<2-4>小时|每月报告]", (12, 90)),
        ("法律顾问服务", "合同审查、[政策合法性论证|诉讼代理]，服务期1年", (5, 16)),
        ("业务车辆租赁", "{a}辆，[含司机|按公里计费]", (6, 30)),
        ("宣传品制作", "明白纸{b}百份、[展板|短视频<3-8>条]", (3, 18)),
        ("检测检验服务", "[水质、土壤|食品、产品]样品{b}批次，出具报告", (10, 120)),
        ("物业服务", "保洁、安保、绿化，面积{b}百平方米", (14, 68)),
        ("工程监理", "[{project}监理|{village}小型工程监理]", (9, 55)),
    )
    rows = []
    for order, (name, what, (low, high)) in enumerate(s.voice.some(goods, 3, 5), start=1):
        rows.append(
            (
                str(order),
                name,
                s.say(what, a=s.voice.number(3, 26), b=s.voice.number(6, 90)),
                s.voice.number(low, high),
                f"{month.year}年{month.month}月",
            )
        )
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                "为便于供应商了解采购信息，根据[有关规定|公开采购意向要求]，现公布[如下|以下采购意向]，[具体以采购公告为准|仅作提前告知，不作为要约]"
            )
        )
    )
    paper.table(
        "采购意向（预算单位：万元）",
        ["序号", "项目", "需求概况", "预算金额", "预计采购时间"],
        rows,
        ("合计", "", "", sum(r[3] for r in rows), ""),
    )
    paper.p(
        s.say(
            "[面向中小企业采购的比例为<40-80>%|其中专门面向中小企业项目<1-2>个]。联系人：{contact}，电话：{phone}。"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"意向项目{len(rows)}个，预算{sum(r[3] for r in rows)}万元。", keywords=("采购意向",)
    )


@kind("tender", "招标公告", "procurement", "department")
def tender(s: Scene) -> Document:
    works = s.world.projects_of(s.organisation) or s.world.projects
    work = s.voice.pick(works)
    ceiling = work.investment * s.voice.number(62, 84) // 100
    section = s.say("[一标段|施工标段|{village}段|配套设施部分]")
    opened, asked = s.world.workday_on_or_after(s.days_later(s.voice.number(21, 26))), s.workdays_later(5)
    title = f"{work.name}{section}招标公告"
    paper = Paper().title(title)
    paper.section("招标条件").p(
        f"{work.name}（项目代码：{work.code}）已由县发展和改革局批准建设，招标人为{s.name}，资金来自"
        + s.say("[财政资金|上级补助和县级配套|专项债券]，[出资比例100%|资金已落实]，现对该项目进行公开招标。")
    )
    paper.section("项目概况与招标范围").p(
        f"建设地点：{work.place}；总投资{work.investment:,}万元，最高投标限价{ceiling:,}万元；"
        + s.say(
            "计划工期<180-540>日历天；招标范围：[图纸及工程量清单全部内容|土建、安装、配套设施]；质量要求：合格。"
        )
    )
    paper.section("投标人资格要求")
    for order, text in enumerate(
        s.voice.some(
            (
                "具有独立法人资格和[相应施工总承包二级|有关专业承包]及以上资质，安全生产许可证有效",
                "项目经理具有[二级|一级]注册建造师资格，[无在建工程|近三年无不良记录]",
                "近<3-5>年完成过单项合同额<300-1500>万元以上的类似工程",
                "未被列入失信被执行人、[重大税收违法|政府采购严重违法]名单",
                "[不接受联合体投标|接受联合体，成员不超过2家]，缴纳投标保证金<2-40>万元，[可以保函形式|到账截止同开标时间]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"{order}. {s.sentence(text)}")
    paper.section("时间安排")
    paper.table(
        "主要时间",
        ["事项", "时间"],
        [
            ("招标文件获取", f"{cdate(s.on)}至{cdate(asked)}"),
            ("提交投标文件截止", f"{cdate(opened)}9时30分"),
            ("开标", f"{cdate(opened)}9时30分，县公共资源交易中心第{s.voice.number(1, 4)}开标室"),
        ],
    )
    paper.p(
        s.sentence(
            "自招标文件开始发出之日起至投标截止不少于20日。[采用电子招投标|评标办法为综合评估法]，[评委随机抽取|双信封评审]，[异议可在线提出|开标过程直播]"
        )
    )
    paper.p(
        s.say(
            "招标人：{org}，地址：{address}，联系人：{contact}，电话：{phone}；代理机构：{agent}。",
            agent=work.supervisor.name,
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"最高限价{ceiling:,}万元，{cdate(opened)}开标。", keywords=(work.name, "招标")
    )


@kind("award", "中标公示", "procurement", "department")
def award(s: Scene) -> Document:
    works = s.world.projects_of(s.organisation) or s.world.projects
    work = s.voice.pick(works)
    ceiling = work.investment * s.voice.number(60, 84) // 100 * 10000
    price = ceiling * (1000 - work.saving) // 1000
    end = s.days_later(3)
    end = s.world.workday_on_or_after(end)
    title = f"{work.name}{s.say('[中标候选人公示|评标结果公示|施工中标公示]')}"
    others = [c for c in s.world.companies if "施工" in c.business and c != work.builder]
    scores = sorted((s.voice.decimal(78, 96, 2) for _ in range(3)), reverse=True)
    bids = [price, *(price * s.voice.number(1004, 1030) // 1000 for _ in range(2))]
    rows = [
        (str(order), company.name, f"{bid:,}", score)
        for order, (company, bid, score) in enumerate(
            zip([work.builder, *s.voice.some(others, 2, 2)], bids, scores, strict=False), start=1
        )
    ]
    paper = (
        Paper()
        .title(title)
        .p(
            f"{work.name}（{work.code}）于{cdate(s.world.add_workdays(s.on, 0))}前完成评标，"
            + s.say("评标委员会由<5-7>人组成，[收到投标文件<3-9>份|有效投标<3-8>家]，")
            + f"公示期自{cdate(s.on)}至{cdate(end)}。"
        )
    )
    paper.table("中标候选人（报价单位：元）", ["排序", "投标人", "报价", "得分"], rows)
    paper.p(
        f"第一中标候选人{work.builder.name}（统一社会信用代码{work.builder.uscc}），报价{price:,}元，比最高投标限价{ceiling:,}元低{(ceiling - price) / ceiling * 100:.2f}%，"
        + s.say("工期<180-480>日历天，项目经理{pm}，质量承诺合格。", pm=masked(s.person()))
    )
    paper.p(
        s.sentence(
            "[未进入前三名的投标人及原因另行告知|否决投标<0-2>家，原因是保证金不符、资质过期]。[对结果有异议的|利害关系人]可在公示期内[书面提出|向招标人提出]，[3日内答复|对答复不满向行政监督部门投诉]"
        )
    ).p(s.say("招标人：{org}；电话：{phone}；监督：[县发展和改革局|县住房和城乡建设局|县水利局]。")).sign(
        s.name, s.on
    )
    return s.document(
        title, paper, f"第一中标候选人{work.builder.name}，报价{price:,}元。", keywords=(work.name, "中标")
    )
