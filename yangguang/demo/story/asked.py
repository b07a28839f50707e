"""Who asks the county for what, and how it ends: plain Python, no rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.iso7064 import mod_11_2

from yangguang.demo.story.hours import days_before
from yangguang.demo.world import World
from yangguang.demo.world.names import full_name
from yangguang.foi.answers import answers
from yangguang.parties.particulars import Particulars

# By department: what people want to know, and how they say it.
WANTED: dict[str, tuple[tuple[str, str], ...]] = {
    "civil-affairs": (
        ("城乡低保资金发放情况", "请提供上一年度各乡镇低保户数和发放金额。"),
        ("养老机构运营补贴发放名单", "想知道哪些养老机构领取了补贴、每家多少。"),
        ("婚姻登记处装修改造合同", "请提供合同文本和验收单。"),
    ),
    "natural-resources": (
        ("城关镇西街地块征收补偿安置方案", "请提供方案全文、听证记录和批准文件。"),
        ("东门村宅基地确权登记资料", "想查本村宅基地确权的公示材料。"),
        ("工业园区三号地块出让合同", "请提供出让合同和竞买人报价记录。"),
    ),
    "housing-construction": (
        ("老旧小区加装电梯补贴标准和发放明细", "请提供补贴标准文件和已经发放的小区名单。"),
        ("人民路道路改造工程变更签证", "请提供工程变更签证和监理意见。"),
        ("公租房分配结果", "请提供上一批公租房的分配名单和房源情况。"),
    ),
    "education": (
        ("义务教育学区划分依据", "请提供学区划分的论证材料和会议纪要。"),
        ("学生营养餐招标文件", "请提供营养餐供应商的招标文件和中标合同。"),
    ),
    "finance": (
        ("部门三公经费明细", "请提供公务接待费的明细账目。"),
        ("惠农补贴一卡通发放情况", "请提供各乡镇补贴发放的项目和金额。"),
    ),
    "ecology-environment": (
        ("砂石厂环境影响评价批复", "请提供批复和日常检查记录。"),
        ("空气质量自动监测数据", "请提供上一季度逐日监测数据。"),
    ),
    "market-regulation": (
        ("食品抽检不合格产品处置情况", "请提供不合格产品的核查处置报告。"),
        ("电梯维保单位检查记录", "请提供本小区电梯维保的检查记录。"),
    ),
    "agriculture": (
        ("高标准农田建设项目验收材料", "请提供项目的验收报告和决算。"),
        ("村级集体三资清理结果", "请提供本村清理结果和整改情况。"),
    ),
    "emergency": (("防汛物资采购合同", "请提供采购合同和入库清单。"),),
    "human-resources": (("事业单位公开招聘成绩", "请提供本人报考岗位的笔试、面试成绩汇总。"),),
    "water": (("农村饮水安全工程水质检测报告", "请提供本村供水点的检测报告。"),),
    "development-reform": (("居民阶梯水价成本监审报告", "请提供成本监审报告全文。"),),
}
# How requests came, more often first.
CHANNELS = ("INTERNET", "INTERNET", "INTERNET", "ONSITE", "REGISTERED_MAIL", "ORDINARY_MAIL", "FAX")
KINDS = ("natural_person",) * 8 + ("commercial", "commercial", "legal", "social", "research", "other")
# What happens to a request on its way besides its answer.
PLAIN, SUPPLEMENT, EXTENDED, OBJECTS, AGREES, SILENT, AGENCY, TRANSFER, SPLIT, MERGE, DEFERRED, CHARGED = (
    "plain", "supplement", "extended", "objects", "agrees", "silent", "agency", "transfer", "split", "merge", "deferred",
    "charged",
)  # fmt: skip
REVIEW_UPHELD, REVIEW_CORRECTED, REVIEW_OTHER, SUED, SUED_AFTER, REVIEW_OPEN = (
    "upheld", "corrected", "other", "sued", "sued-after", "review-open",
)  # fmt: skip
# Where those stand that are in hand today.
STOPS = (
    "register",
    "await-supplement",
    "handle",
    "consulted",
    "legal-review",
    "sign",
    "deliver",
    "await-payment",
)


@dataclass(frozen=True)
class Asking:
    """One request of the story: day, department, applicant, the way and the end of it."""

    key: str
    on: date
    organisation: str
    applicant: Particulars
    channel: str
    title: str
    description: str
    answer: str
    way: str = PLAIN
    after: str = ""
    stops_at: str = ""


def person(rng: random.Random) -> Particulars:
    """Somebody who does not exist: no county has the division 419900."""
    name, gender = full_name(rng)
    born = date(1955, 1, 1) + timedelta(days=rng.randrange(365 * 48))
    body = f"419900{born:%Y%m%d}{rng.randrange(100):02}{rng.randrange(5) * 2 + (gender == '男')}"
    return Particulars(
        kind="natural_person",
        name=name,
        identity_kind="resident",
        identity_number=body + mod_11_2.calc_check_digit(body),
        phone=f"139000{rng.randrange(100_000):05}",
        address=f"阳光县城关镇人民路{rng.randrange(1, 180)}号",
    )


def applicant(world: World, rng: random.Random) -> Particulars:
    kind = rng.choice(KINDS)
    if kind == "natural_person":
        return person(rng)
    company = world.company(rng)
    return Particulars(
        kind=kind,
        name=company.name,
        identity_kind="uscc",
        identity_number=company.uscc,
        phone=f"0990-812{rng.randrange(10_000):04}",
        contact=company.head,
    )


def askings(world: World) -> Iterator[Asking]:
    """Those that go through the house, every way and every end among them, spread over the months of the story."""
    kinds = [code for code, one in answers().items() if one.has_document]
    ways = [
        (code, way, after)
        for code, way, after in (
            *((code, PLAIN, "") for code in kinds),
            *((code, PLAIN, "") for code in ("A_GRANT",) * 3 + ("A_NOT_EXIST", "A_ALREADY_PUBLIC")),
            ("A_STILL_UNCLEAR", SUPPLEMENT, ""),
            *(
                ("A_GRANT", way, "")
                for way in (SUPPLEMENT, SUPPLEMENT, EXTENDED, EXTENDED, AGREES, SILENT, AGENCY)
            ),
            *(("A_GRANT", way, "") for way in (TRANSFER, TRANSFER, SPLIT, MERGE, DEFERRED, CHARGED)),
            ("A_DENY_THIRD_PARTY", OBJECTS, ""),
            ("A_PARTIAL", OBJECTS, ""),
            ("A_ABANDON_CORRECTION", SUPPLEMENT, ""),
            ("A_ABANDON_CORRECTION", SUPPLEMENT, ""),
            ("A_UNPAID_FEE", CHARGED, ""),
            *(("A_OTHER", PLAIN, ""),) * 3,
            ("A_DENY_INTERNAL", PLAIN, REVIEW_UPHELD),
            ("A_DENY_PROCESS", PLAIN, REVIEW_CORRECTED),
            ("A_NOT_EXIST", PLAIN, REVIEW_OTHER),
            ("A_NOT_EXIST", PLAIN, SUED),
            ("A_DENY_LAW", PLAIN, SUED_AFTER),
            ("A_PARTIAL", PLAIN, REVIEW_OPEN),
        )
    ]
    rng = random.Random(f"{world.seed}:asked")
    rng.shuffle(ways)
    span = (world.today - world.base).days - 60
    for number, (code, way, after) in enumerate(ways):
        day = world.workday_on_or_after(world.base + timedelta(days=10 + number * max(span, 1) // len(ways)))
        yield _one(world, rng, f"asked-{number:03}", day, answer=code, way=way, after=after)
    for number, stop in enumerate(STOPS * 2):
        day = days_before(world, world.today, 2 + number % 3 if stop == "register" else 6 + number % 4)
        # Half of them where the people of the handbook sit.
        code = "civil-affairs" if number < len(STOPS) else ""
        yield _one(world, rng, f"in-hand-{number:02}", day, code, answer="A_GRANT", stops_at=stop)


def _one(world: World, rng: random.Random, key: str, day: date, code: str = "", **facts: str) -> Asking:
    code = code or rng.choice(sorted(WANTED))
    title, description = rng.choice(WANTED[code])
    return Asking(
        key=key,
        on=day,
        organisation=code,
        applicant=applicant(world, rng),
        channel=rng.choice(CHANNELS),
        title=f"{day.year - 1}年{title}",
        description=description,
        **facts,
    )


def earlier(world: World, number: int) -> Iterator[dict[str, object]]:
    """The register that the county kept before this house: two years up to the story's beginning, all of it closed."""
    rng = random.Random(f"{world.seed}:earlier")
    rows = list(answers())
    weights = [
        24 if code in {"A_GRANT", "A_ALREADY_PUBLIC"} else 12 if code == "A_NOT_EXIST" else 3 for code in rows
    ]
    begins = world.base - timedelta(days=730)
    for count in range(1, number + 1):
        day = world.workday_on_or_after(begins + timedelta(days=count * 690 // number))
        code = rng.choice(sorted(WANTED))
        title, description = rng.choice(WANTED[code])
        told = applicant(world, rng)
        received = world.add_workdays(day, rng.choice((0, 0, 1)))
        ended = min(world.add_workdays(received, rng.randint(2, 20)), world.base - timedelta(days=1))
        yield {
            "number": f"阳公开申〔{day.year}〕{count}号",
            "organisation": code,
            "applicant": {key: value for key, value in told.__dict__.items() if value},
            "channel": rng.choice(CHANNELS),
            "title": f"{day.year - 1}年{title}",
            "description": description,
            "submitted_on": day.isoformat(),
            "received_on": received.isoformat(),
            "ended_on": max(ended, received).isoformat(),
            "answer_type": rng.choices(rows, weights)[0],
        }
