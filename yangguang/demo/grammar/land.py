"""Land and works: requisition, approvals, progress, plans shown before they are decided."""

from datetime import date

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, Row, cdate
from yangguang.demo.world.names import masked


@kind("requisition", "征地公告", "land-requisition", "natural-resources", "town")
def requisition(s: Scene) -> Document:
    number = s.number(s.organisation.mark + "征")
    work = s.voice.pick(s.world.projects)
    town = s.organisation if s.organisation.kind == "town" else s.voice.pick(s.world.of_kind("town"))
    price = s.voice.number(360, 520) * 100
    rows: list[Row] = []
    for village in s.world.villages_of(town):
        paddy, dry, other = (s.voice.number(0, 1600) for _ in range(3))
        if s.voice.chance(0.3):
            continue
        rows.append((village.short_name, paddy, dry, other, paddy + dry + other))
    if not rows:
        rows = [(s.world.villages_of(town)[0].short_name, 460, 280, 90, 830)]
    area = sum(r[4] for r in rows)
    step = s.voice.pick(("征收土地预公告", "征地补偿安置方案公告", "征收土地公告"))
    title = f"{work.name}用地{step}"
    end = s.days_later(30)
    paper = (
        Paper()
        .title(title)
        .p(number, "doc-no")
        .p(
            s.sentence(
                f"为实施{work.name}（项目代码{work.code}），[符合国土空间规划|属于公共利益需要]，拟征收{town.short_name}集体土地{area / 1000:.4f}公顷，[用途为公共设施|其中农用地{(area - sum(r[3] for r in rows)) / 1000:.4f}公顷]。现将有关事项公告如下"
            )
        )
    )
    paper.section("征收范围和地类").table(
        "勘测面积（公顷）",
        ["村", "水浇地", "旱地", "其他", "合计"],
        [(a, *(f"{v / 1000:.4f}" for v in vs)) for a, *vs in rows],
        ("合计", *(f"{sum(r[k] for r in rows) / 1000:.4f}" for k in (1, 2, 3, 4))),
    )
    paper.section("补偿标准").p(
        f"区片综合地价每亩{price:,}元（折合每公顷{price * 15:,}元），土地补偿费和安置补助费约{price * 15 * area / 1000:,.0f}元；"
        + s.sentence(
            "[青苗按<900-1800>元每亩|附着物由第三方评估]，[社保费用专户预存|住房按重置价]，[搬迁、过渡补助另计|坟墓迁移每座<1600-3600>元]"
        )
    )
    paper.section("安置方式").p(
        s.sentence(
            "[货币安置和社会保障|预留产业用地]，[失地农民可参加养老保险|免费技能培训]，[住房安置房源公开|尊重本人选择]，[款项直达农户|村民代表会议确定集体部分]"
        )
    )
    paper.section("意见和登记").p(
        f"公告期自{cdate(s.on)}至{cdate(end)}（不少于30日）。"
        + s.sentence(
            "权利人[持权属凭证、身份证|经代理人]到{addr}登记，[不同意方案可书面提出|过半数被征地成员要求听证的应当组织]，抢栽、抢建的不予补偿，[调查结果签字确认|未登记的依调查结果计算]",
            addr=town.short_name + "便民服务中心",
        )
    )
    paper.p(
        s.sentence(
            "不服征收行为可以依法[申请复议或者诉讼|维权]，[征收工作纪检监督|公示影像存档]，联系{phone}"
        )
    ).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"{town.short_name}拟征收{area / 1000:.4f}公顷，公告至{cdate(end)}。",
        number=number,
        keywords=(work.name, "征地"),
    )


@kind(
    "approval",
    "批复",
    "major-projects",
    "development-reform",
    "ecology-environment",
    "natural-resources",
    "water",
)
def approval(s: Scene) -> Document:
    number = s.number(s.organisation.mark + "批")
    work = s.voice.pick(s.world.projects)
    target = s.world.organisation(work.department)
    what = s.voice.pick(
        {
            "ecology-environment": ("环境影响报告表",),
            "natural-resources": ("建设用地预审和选址",),
            "water": ("水土保持方案", "洪水影响评价"),
        }.get(s.organisation.code, ("可行性研究报告", "初步设计和概算", "项目建议书"))
    )
    title = f"{s.name}关于{work.name}{what}的批复"
    paper = (
        Paper()
        .red_head(s.name, number, title)
        .to(target.name)
        .p(
            s.say(
                f"你单位《关于审批{work.name}{what}的请示》[及附件收悉|和补充材料收悉]。经[专家评审|现场踏勘]、[会议审查|集体研究]，批复如下："
            )
        )
    )
    paper.section("项目内容").p(
        f"同意{work.name}{what}。项目代码：{work.code}；建设单位：{target.name}；地点：{work.place}。"
        + s.sentence(
            "[新建、改建设施|综合配套工程]，[规模<800-9600>平方米|治理长度<1.2-9.8>公里]，[包括土建、设备安装、信息化|道路、绿化、管网同步]，[设计使用<30-50>年|分<2-3>期实施]"
        )
    )
    civil, equipment, other = (
        work.investment * 68 // 100,
        work.investment * 17 // 100,
        work.investment * 9 // 100,
    )
    rows = [
        ("工程费用", civil),
        ("设备购置", equipment),
        ("工程建设其他费用", other),
        ("预备费", work.investment - civil - equipment - other),
    ]
    paper.section("投资和资金来源").table(
        "投资概算（单位：万元）",
        ["费用", "金额", "比例"],
        [(name, f"{money:,}", f"{money / work.investment * 100:.1f}%") for name, money in rows],
        ("总投资", f"{work.investment:,}", "100.0%"),
    )
    own = work.investment * s.voice.number(20, 45) // 100
    paper.p(
        f"资金来源：申请上级补助{work.investment - own:,}万元，地方配套{own:,}万元；"
        + s.say("[不得新增隐性债务|按进度拨付]，[超概调整报批|建设单位落实]。")
    )
    paper.section("要求")
    for order, pattern in enumerate(
        s.voice.some(
            (
                "依法履行用地、[环评、施工许可|安全评价]手续，[不得未批先建|先批后建]",
                "招标[施工、监理、主要材料公开|按核准意见]，[规避招标的依法处理|不设歧视条件]",
                "落实节能、防火、[抗震、无障碍|水保、排水]要求，[使用本地适用材料|全寿命成本最低]",
                "推行代建、监理、质保制，[隐蔽工程拍照|工程款与工资分账]，[公开进展|接受村民监督]",
                "工期自开工<{m1}>个月，[批复有效期<1-3>年|逾期未开工重新评估]，[竣工后<60-90>日决算|资料移交]".replace(
                    "<{m1}>", f"{work.months}"
                ),
                "环境敏感点[设置监测、围挡|采取降噪抑尘]，[夜间施工审批|事故应急预案备案]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"{order}. {s.sentence(pattern)}")
    paper.sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"同意{work.name}{what}，总投资{work.investment:,}万元。",
        number=number,
        keywords=(work.name, "批复"),
    )


@kind("project-progress", "项目进展", "major-projects", "development-reform", "office", "department")
def project_progress(s: Scene) -> Document:
    works = s.world.projects_of(s.organisation) or s.voice.some(s.world.projects, 8, 14)
    if s.organisation.code == "development-reform":
        works = s.voice.some(s.world.projects, 10, 16)
    quarter = (s.on.month - 1) // 3 or 4
    year = s.year if s.on.month > 3 else s.year - 1
    label = s.voice.pick(
        (f"{year}年{('一', '二', '三', '四')[quarter - 1]}季度", f"{s.year}年{s.on.month}月")
    )
    title = f"{'全县' if len(works) > 4 else s.organisation.short_name}重大建设项目{label}进展情况"
    rows = [
        (
            str(order),
            w.name,
            w.place,
            f"{w.investment:,}",
            f"{w.spent(s.on):,}",
            f"{w.share(s.on) * 100:.1f}%",
            w.stage(s.on),
        )
        for order, w in enumerate(works, start=1)
    ]
    total, spent = sum(w.investment for w in works), sum(w.spent(s.on) for w in works)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"截至{cdate(s.on)}，公布{len(works)}个项目，总投资{total:,}万元，累计完成{spent:,}万元，占{spent / total * 100:.1f}%。[多数项目按计划推进|完工{sum(w.share(s.on) >= 1 for w in works)}个]，[春节后全部复工|雨季施工有序]，[用地、环评手续完成率<78-98>%|质量安全形势平稳]"
            )
        )
    )
    paper.table(
        "项目进展（单位：万元）",
        ["序号", "项目", "地点", "总投资", "累计完成", "进度", "阶段"],
        rows,
        ("合计", "", "", f"{total:,}", f"{spent:,}", f"{spent / total * 100:.1f}%", ""),
    )
    for work in s.voice.some(works, min(2, len(works)), min(4, len(works))):
        paper.heading(work.name, 4).p(
            f"施工单位：{work.builder.name}；工期{work.months}个月，开工{cdate(work.start)}。"
            + s.sentence(
                "[土方、基础完成|安装调试进行中]，[下一步主体封顶|推进绿化铺装]，[协调占道手续|补充地质勘察]，[群众出行影响及时通报|解决管线迁改<2-18>处]"
            )
        )
    paper.section("问题和安排")
    for pattern in s.voice.some(
        (
            "材料价格上涨，[部分项目资金缺口<20-260>万元|需要变更]，[由建设单位压减|申请配套]",
            "土地[附着物评估|道路临时占用]尚未完成，{town}专人[对接|协商]",
            "图审[意见整改中|已补正]，[专家复审|限<7-15>日]",
            "疫后劳动力不足，[组织{village}务工|跨乡镇调配]".replace("疫后", "农忙时"),
            "项目质量[抽检合格率<96-100>%|发现缺陷<2-16>处]，[返工后验收|挂牌整改]",
            "下月目标：[完成土建<20-88>%|完成投资<60-780>万元]，[邀请居民开放日|公开质量报告]",
        ),
        2,
        4,
    ):
        paper.p(s.sentence(pattern))
    paper.sign(s.name, s.on)
    table = sheet(
        "项目进展表.xlsx", "项目进展", ["序号", "项目", "地点", "总投资", "累计完成", "进度", "阶段"], rows
    )
    return s.document(
        title,
        paper,
        f"{len(works)}个项目完成投资{spent:,}万元。",
        keywords=("重大项目", label),
        attachments=(table,),
    )


@kind("planning-draft", "规划公示", "planning", "natural-resources", "housing-construction")
def planning_draft(s: Scene) -> Document:
    area = s.say("[清河片区|北街片区|柳林工业集中区|{village}传统民居区|石桥镇中心|{town}商贸点]")
    kind_of = s.say("[控制性详细规划|村庄规划|公共服务设施布点规划|道路和停车专项规划]")
    title = f"{area}{kind_of}草案公示"
    end = s.days_later(30)
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{{short}}组织编制《{area}{kind_of}》，[已完成现场踏勘、问卷<120-680>份|征求部门和村民意见]，现公示，时间{cdate(s.on)}至{cdate(end)}"
            )
        )
    )
    paper.section("规划范围").p(
        s.sentence(
            "[东至{road}、西至{highway}|北邻{river}]，面积<12.6-88.8>公顷，[规划人口<1200-6800>人|保留住宅<180-1200>户]，[现状低效用地<6-28>%|主要问题为停车和排水]"
        )
    )
    rows: list[Row] = []
    parts = s.voice.shares(1000, 5, 100)
    for name, now, plan in zip(
        ("居住用地", "公共服务用地", "工业仓储用地", "道路与市政", "绿地与水域"),
        s.voice.shares(1000, 5, 70),
        parts,
        strict=True,
    ):
        rows.append((name, f"{now / 10:.1f}%", f"{plan / 10:.1f}%"))
    paper.section("规划内容").table("用地构成", ["用地", "现状", "规划"], rows, ("合计", "100.0%", "100.0%"))
    for pattern in s.voice.some(
        (
            "增设{school}分校或[幼儿园|托育]，[服务半径<300-800>米|规划<6-24>班]",
            "完善<1.2-4.6>公里道路，[打通断头路|连接{highway}]，[保留老树|步行连续]",
            "公共停车位<120-680>个、[充电桩<30-160>个|残疾人车位]，[商住混合使用|不占用公共绿地]",
            "{river}两侧预留<8-20>米生态空间，[新增公园<2-8>处|建设滞蓄设施]",
            "修缮{estate}沿街立面，[风貌控制|高度不超过<18-36>米]，[保留原住居民|补齐社区用房]",
        ),
        3,
        5,
    ):
        paper.p(s.sentence(pattern))
    paper.section("意见反馈").p(
        s.say(
            "[网上填表|信函]寄{address}，或致电{phone}，[说明地块和理由|集中踏勘于每周五上午]。公示后[召开听证会|分类答复]，[采纳情况公开|不采纳说明原因]。"
        )
    )
    paper.sign(s.name, s.on)
    return s.document(
        title, paper, f"{area}规划公示至{cdate(end)}，征求用地和设施意见。", keywords=(area, "规划公示")
    )


@kind("land-contract", "公示", "land-contract", "town", "village")
def land_contract(s: Scene) -> Document:
    village = (
        s.organisation
        if s.organisation.kind == "village"
        else s.voice.pick(s.world.villages_of(s.organisation))
    )
    term = s.voice.number(3, 15)
    rows: list[Row] = []
    for order in range(1, s.voice.number(6, 14)):
        area, price = s.voice.number(30, 860) / 10, s.voice.number(180, 560)
        rows.append(
            (
                str(order),
                masked(s.person()),
                s.say("[东河滩|北坡|南园|老砖厂|石桥边|后沟|杨树林]"),
                area,
                price,
                round(area * price),
                s.say("[种植|养殖|果园|农产品晾晒]"),
            )
        )
    end = s.workdays_later(7)
    year = date(s.year + term, s.on.month, min(28, s.on.day))
    title = f"{village.short_name}{s.year}年{s.say('[集体土地承包|机动地续包|土地经营权流转]')}公示"
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"经村民代表会议讨论，[原合同到期续签|公开竞价]，拟签合同{len(rows)}份、面积{sum(r[3] for r in rows):.1f}亩，期限{term}年（至{cdate(year)}），公示至{cdate(end)}"
            )
        )
    )
    paper.table(
        "承包情况",
        ["序号", "承包方", "地块", "面积（亩）", "单价（元/亩·年）", "年租金（元）", "用途"],
        rows,
        ("合计", "", "", f"{sum(r[3] for r in rows):.1f}", "", f"{sum(r[5] for r in rows):,}", ""),
    )
    paper.p(
        s.sentence(
            "[同等条件下本集体成员优先|报名<1-4>人的现场竞价]，租金[每年<3-12>月前缴|进入村集体账户]，[用于沟渠维修|分配方案另行表决]。用途不得[破坏耕地|违法建房]，[撂荒<6-12>个月可收回|青苗由双方协商]"
        )
    )
    paper.p(
        s.sentence(
            "村务监督委员会[核对合同、面积|无近亲属优惠]，[异议可查看原件|3户以上请求重测]，联系人：{contact}"
        )
    ).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"拟签合同{len(rows)}份、{sum(r[3] for r in rows):.1f}亩。",
        keywords=("土地承包", village.short_name),
    )
