"""Papers that explain or report: interpretations, minutes, inspections, answers to deputies."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.paper import Paper, Row, cdate, cn
from yangguang.demo.world.matters import all_matters
from yangguang.demo.world.offices import COUNTY_LEADERS


def _policy_name(s: Scene) -> str:
    """The paper in question, else the matter's own name."""
    if s.about:
        name = s.about.title
        return name[name.find("《") + 1 : name.find("》")] if "《" in name else name
    return f"阳光县{s.matter.name}工作安排"


@kind("interpretation", "政策解读", "interpretation", "office", "department")
def interpretation(s: Scene) -> Document:
    name = _policy_name(s)
    title = s.say(f"《{name}》[政策解读|解读|问答式解读]")
    paper = Paper().title(title)
    paper.p(
        s.sentence(
            f"{cdate(s.about.generated_on if s.about else s.on)}，{s.about.issuer if s.about else s.name}[印发|出台]《{name}》"
            + (f"（{s.about.doc_number}）" if s.about and s.about.doc_number else "")
            + "。[为便于群众理解|现就大家关心的问题]，[解读如下|作如下说明]"
        )
    )
    paper.section(s.say("[为什么要制定这个文件|制定背景]")).p(
        "".join(s.about_matter(reason) for reason in s.voice.shuffled(s.matter.why))
    )
    paper.section(s.say("[要达到什么目标|目标任务]"))
    for goal in s.matter.goals:
        paper.p(s.about_matter(goal))
    paper.section(s.say("[有哪些具体措施|主要内容]"))
    for order, (head, text) in enumerate(s.measures(3, 5), start=1):
        paper.p(f"{order}. {head}。{text}")
    paper.section(s.say("[大家最关心的几个问题|问与答]"))
    for question, answer in s.voice.shuffled(s.matter.questions)[: s.voice.number(3, 5)]:
        paper.p(f"问：{s.say(question)}").p(f"答：{s.about_matter(answer)}")
    paper.section("解读机关").p(
        s.say(
            "解读机关：{short}；解读人：{head}；咨询电话：{phone}。",
            head=f"{s.organisation.head.name}（{s.organisation.head.title}）",
        )
    )
    return s.document(
        title,
        paper,
        f"用问答说明《{name}》的背景、目标、措施和办理途径。",
        keywords=(s.matter.name, "政策解读"),
    )


@kind("infographic", "图解", "interpretation", "office", "department", "town")
def infographic(s: Scene) -> Document:
    name = _policy_name(s)
    title = s.say(f"[一图读懂《{name}》图解|《{name}》图解（文字稿）|看懂《{name}》的图解]")
    paper = (
        Paper()
        .title(title)
        .p(s.say("[说明：本页为图解文字稿，供读屏软件和打印使用。|以下是图解的全部文字。]"))
    )
    paper.heading("一句话说明", 3).p(
        s.about_matter(s.voice.pick(s.matter.why)) + s.about_matter(s.voice.pick(s.matter.goals))
    )
    paper.heading(s.say("[三步看懂|要点]"), 3)
    for order, (head, text) in enumerate(s.measures(3, 4), start=1):
        paper.heading(f"第{cn(order)}格　{head}", 4).p(text)
    rows = [
        (s.say(question), s.about_matter(answer))
        for question, answer in s.voice.shuffled(s.matter.questions)[:3]
    ]
    paper.table("常见问题", ["您想知道", "答案"], rows)
    paper.p(
        s.say(
            "[还想了解？|有疑问？]请拨打{phone}，或者到[{town}便民服务中心|就近的便民服务中心|县政务服务大厅]咨询。"
        )
    )
    return s.document(title, paper, f"{s.matter.name}图解的文字内容。", keywords=(s.matter.name, "图解"))


@kind("minutes", "纪要", "meetings", "office")
def minutes(s: Scene) -> Document:
    order = s.voice.number(40, 98)
    title = f"阳光县人民政府第{order}次常务会议（{s.on.month}月{s.on.day}日）纪要摘要"
    paper = Paper().title(title)
    paper.p(
        s.sentence(
            f"{cdate(s.on)}[上午|下午]，县长{{chief}}主持召开县政府第{order}次常务会议，[研究以下事项|听取汇报并研究部署]",
            chief=COUNTY_LEADERS[0][0],
        )
    )
    topics = s.voice.shuffled(all_matters())[: s.voice.number(3, 4)]
    for matter in topics:
        verb = s.say("[审议|研究|听取]")
        paper.section(f"{verb}{matter.name}{'情况汇报' if verb == '听取' else '有关事项'}")
        paper.p(s.about_matter("会议[指出|认为]，" + s.voice.pick(matter.why), matter))
        for head, text in s.measures(1, 2, matter):
            paper.p(s.say("会议[要求|强调]，") + f"{head}要抓到位。{text}")
        paper.p(
            s.sentence(
                "会议[原则同意该方案|决定由{department}牵头落实]，[修改完善后印发|<7-15>个工作日内报县政府]"
            )
        )
    paper.section("审定项目和资金").p(
        s.sentence("同意{project}[初步设计|招标方案]，[由{department}组织实施|资金<120-860>万元由县财政统筹]")
    )
    paper.p(
        s.say(
            "出席：县政府领导班子成员。列席：[县人大、政协有关负责同志|县纪委监委有关负责同志]，各有关单位主要负责人，[群众代表<2-4>名|利益相关方代表<2-5>人]。"
        )
    )
    return s.document(
        title,
        paper,
        "研究" + "、".join(matter.name for matter in topics) + "等事项。",
        issuer="阳光县人民政府",
        keywords=("常务会议", "会议纪要"),
    )


@kind("supervision", "通报", "supervision", "office")
def supervision(s: Scene) -> Document:
    number = s.number("阳政办通")
    when = s.voice.pick((f"{s.on.month}月", f"第{cn((s.on.month - 1) // 3 + 1)}季度"))
    title = f"阳光县人民政府办公室关于{s.year}年{when}{s.matter.name}督查情况的通报"
    paper = Paper().red_head("阳光县人民政府办公室", number, title).to("各乡镇人民政府，县政府各部门")
    paper.p(
        s.sentence(
            "[近期|{month2}月中旬]，县政府办公室会同{department}、{department}，[采取随机抽查、入户走访|通过四不两直、查看台账]方式，对{m}[进行了督查|开展专项督查]",
            m=s.matter.name,
            month2=s.on.month,
        )
        + "现将有关情况通报如下。"
    )
    towns = s.voice.shuffled(s.world.of_kind("town"))
    rows: list[Row] = []
    for town in towns:
        found = s.voice.number(3, 18)
        fixed = found - s.voice.number(0, min(5, found))
        rows.append((town.short_name, s.voice.number(12, 46), found, fixed, f"{fixed / found * 100:.1f}%"))
    paper.section("总体情况").p(
        f"共检查点位{sum(r[1] for r in rows)}个，发现问题{sum(r[2] for r in rows)}个，已整改{sum(r[3] for r in rows)}个，"
        f"整改率{sum(r[3] for r in rows) / sum(r[2] for r in rows) * 100:.1f}%。"
    )
    paper.table(
        "各乡镇情况",
        ["乡镇", "检查点位", "发现问题", "已整改", "整改率"],
        rows,
        (
            "合计",
            *(sum(r[k] for r in rows) for k in (1, 2, 3)),
            f"{sum(r[3] for r in rows) / sum(r[2] for r in rows) * 100:.1f}%",
        ),
    )
    paper.section("好的做法")
    for row, (head, text) in zip(sorted(rows, key=lambda r: -r[3] / r[2])[:2], s.measures(2, 2), strict=True):
        paper.p(f"{row[0]}：{head}抓得实。{text}")
    paper.section("存在问题")
    for row, pattern in zip(
        sorted(rows, key=lambda r: r[3] / r[2])[:3],
        s.voice.shuffled(
            (
                "[台账与现场不一致|资料补签]，[{village}等<2-5>处未按要求公示|抽查<6-12>户有<1-3>户不知晓政策]",
                "[整改停留在纸面|同类问题重复出现]，[责任人不清|超期<5-18>天未办结]",
                "[宣传不到位|群众反映办理环节多]，[电话无人接听|窗口没有一次告知]",
                "[资金拨付慢|工程进度滞后<8-22>个百分点]，[安全防护不足|资料不全]",
            )
        ),
        strict=False,
    ):
        paper.p(f"{row[0]}：{s.sentence(pattern)}")
    paper.section("下步要求").p(
        s.sentence(
            "有关乡镇要在<10-20>个工作日内[整改到位|逐条销号]，[书面报告县政府督查室|结果在平台公布]，[举一反三|逾期未改的约谈]"
        )
    )
    paper.sign("阳光县人民政府办公室", s.on)
    return s.document(
        title,
        paper,
        f"通报{s.matter.name}督查情况，各乡镇问题和整改率。",
        number=number,
        issuer="阳光县人民政府办公室",
        keywords=(s.matter.name, "督查"),
    )


@kind("proposal-reply", "建议提案答复", "proposals", "department")
def proposal_reply(s: Scene) -> Document:
    congress = s.voice.chance(0.55)
    no = s.voice.number(3, 128)
    who, sort = (f"{s.person()}代表", "建议") if congress else (f"{s.person()}委员", "提案")
    number = s.number(s.organisation.mark + "复")
    meeting = "县十八届人大" if congress else "县政协十五届"
    title = f"{s.name}对{meeting}{s.say('[二|三|四]')}次会议第{no}号{sort}的答复"
    paper = Paper().p(number, "doc-no").title(title).p(f"{who}：", "to")
    asked = s.say(f"关于[加强|改善|重视]{s.matter.name}的{sort}")
    paper.p(
        s.sentence(
            f"您[提出|领衔提出]的《{asked}》收悉。[我局高度重视，当面听取了您的意见|我局会同{{department}}、{{town}}实地调研]，现答复如下"
        )
    )
    paper.section(s.say("[基本情况|目前的情况]")).p(
        "".join(s.about_matter(reason) for reason in s.matter.why)
    )
    paper.section(s.say("[已经做的工作|采取的措施]"))
    for head, text in s.measures(2, 3):
        paper.p(f"{head}。{text}")
    paper.section(s.say("[下一步打算|今后工作]"))
    for goal in s.matter.goals:
        paper.p(s.about_matter(goal))
    paper.p(
        s.sentence(
            "您建议的[扩大试点范围|增加群众监督]，[我们采纳，先在{village}实施|纳入{next}年计划]；[资金问题正在争取上级支持|涉及其他部门的已转交并跟踪]"
        )
    )
    paper.p(
        s.say(
            "[感谢您对我局工作的关心|衷心感谢您的支持和监督]，[欢迎继续提出宝贵意见|如有不满意请直接联系我们]。"
        )
    )
    paper.p(
        s.say(
            "承办人：{contact}；联系电话：{phone}；办理结果：[A（已解决或基本解决）|B（正在解决或列入规划）]"
        )
    ).sign(s.name, s.on)
    return s.document(
        title, paper, f"答复{sort}第{no}号：{asked}。", number=number, keywords=(s.matter.name, sort)
    )


@kind("petition-open", "信访公开", "petition", "office", "town")
def petition_open(s: Scene) -> Document:
    month = s.on.month - 1 or 12
    year = s.year if s.on.month > 1 else s.year - 1
    title = f"{s.organisation.short_name}{year}年{month}月信访事项办理情况"
    themes = [
        "征地与宅基地",
        "劳动报酬",
        "供水供暖",
        "社会救助",
        "环境污染",
        "道路交通",
        "物业纠纷",
        "教育医疗",
    ]
    count = s.voice.number(24, 96)
    parts = s.voice.shares(count, 6)
    rows: list[Row] = []
    for theme, number in zip(s.voice.some(themes, 6), parts, strict=True):
        late = s.voice.number(0, 1) if number > 5 else 0
        done = number - s.voice.number(0, max(0, number // 6)) - late
        rows.append((theme, number, done, number - done - late, late))
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{year}年{month}月，共受理信访事项{count}件，办结{sum(r[2] for r in rows)}件，在办{sum(r[3] for r in rows)}件，延期{sum(r[4] for r in rows)}件"
            )
        )
    )
    paper.table(
        "按内容分类",
        ["内容", "受理", "办结", "在办", "延期"],
        rows,
        ("合计", *(sum(r[k] for r in rows) for k in (1, 2, 3, 4))),
    )
    paper.section("典型事项")
    for order, matter in enumerate(s.voice.shuffled(all_matters())[:3], start=1):
        measure = s.voice.pick(matter.measures)
        paper.p(
            f"{order}. "
            + s.sentence(
                "{village}[村民|居民][来信|来电|到乡镇]反映{what}问题。[经核实情况属实|基本属实]，[由{department}牵头|承办单位到现场]处理：",
                what=measure.title,
            )
            + s.about_matter(s.voice.pick(measure.details), matter)
            + s.say("办结后[回访满意|书面答复，来信人表示理解]。")
        )
    paper.section("分析与提醒").p(
        s.sentence(
            "[诉求集中在|反映较多的是]{top}，[有季节性|涉及历史遗留问题]。请[依照法定途径|写明诉求、联系方式]提出，15日内告知是否受理，60日内办结，复杂的可延长30日",
            top=max(rows, key=lambda r: r[1])[0],
        )
    )
    paper.p(s.say("[网上信访全天开放|来访接待时间为工作日8:30至12:00]，联系电话：{phone}。"))
    return s.document(
        title,
        paper,
        f"{year}年{month}月受理信访事项{count}件，分类和典型事项。",
        keywords=("信访", f"{month}月"),
    )
