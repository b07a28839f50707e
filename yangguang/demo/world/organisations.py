"""The county's organisations and who works there, as plain values."""

import random
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from yangguang.demo.world.codes import credit_code
from yangguang.demo.world.names import full_name
from yangguang.demo.world.offices import (
    CAST,
    CHIEF,
    COUNTY_LEADERS,
    DEPARTMENTS,
    INFORMATION_OFFICER,
    LEADER,
    OFFICE_HEAD,
    OPENNESS_OFFICE,
    OPERATOR,
    SECRECY_REVIEWER,
    SECTION_HEAD,
    SUPERVISOR,
)
from yangguang.demo.world.places import AREA_CODE, DIVISION, TOWNS


@dataclass(frozen=True)
class Person:
    """Someone who works for the county."""

    username: str
    name: str
    gender: str
    organisation: str
    post: str
    title: str


@dataclass
class Organisation:
    """An office of the county: what its letterhead, its door and its budget say."""

    code: str
    name: str
    short_name: str
    kind: str  # government | office | department | town | village
    parent: str
    division: str
    uscc: str
    mark: str  # 发文机关代字, "" where the organisation issues under another's
    phone: str
    address: str
    duties: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    staff: int = 0
    households: int = 0
    population: int = 0
    people: list[Person] = field(default_factory=list)

    def holder(self, post: str) -> Person | None:
        return next((person for person in self.people if person.post == post), None)

    @property
    def head(self) -> Person:
        """Who answers for it: the chief, or the only person there is."""
        return self.holder(CHIEF) or self.holder(LEADER) or self.people[0]

    @property
    def contact(self) -> Person:
        return self.holder(INFORMATION_OFFICER) or self.people[0]


_TITLES = {
    "office": {
        INFORMATION_OFFICER: "信息股科员",
        SECTION_HEAD: "综合股股长",
        SECRECY_REVIEWER: "保密审查员",
        LEADER: "副主任",
        CHIEF: "主任",
    },
    "department": {
        INFORMATION_OFFICER: "办公室科员",
        SECTION_HEAD: "",
        SECRECY_REVIEWER: "保密审查员",
        LEADER: "副局长",
        CHIEF: "局长",
    },
    "town": {
        INFORMATION_OFFICER: "党政综合办科员",
        SECTION_HEAD: "公共服务办主任",
        OFFICE_HEAD: "党政综合办主任",
        SECRECY_REVIEWER: "保密审查员",
        LEADER: "副镇长",
        CHIEF: "镇长",
    },
    "village": {INFORMATION_OFFICER: "村委会委员、文书"},
}
_TOWN_DUTIES = (
    "落实农业农村政策，组织农业生产和防灾减灾",
    "承担社会救助受理、审核和入户核查",
    "指导村民自治和村务公开",
    "开展安全生产、食品安全和生态环境日常巡查",
    "管理村镇规划和宅基地审核",
    "化解矛盾纠纷，办理群众来信来访",
)


def build_organisations(rng: random.Random) -> dict[str, Organisation]:
    """Every organisation by its code, in the order in which the county lists them."""
    found: dict[str, Organisation] = {}

    def add(organisation: Organisation) -> None:
        found[organisation.code] = organisation

    def phone() -> str:
        return f"{AREA_CODE}-8{rng.randint(100, 999)}{rng.randint(100, 999)}"

    add(
        Organisation(
            "county",
            "阳光县人民政府",
            "县政府",
            "government",
            "",
            DIVISION,
            credit_code("11", DIVISION, "MB000001"),
            "阳政",
            f"{AREA_CODE}-8120001",
            "阳光县城关镇人民路1号",
        )
    )
    add(
        Organisation(
            "county-office",
            "阳光县人民政府办公室",
            "县政府办公室",
            "office",
            "county",
            DIVISION,
            credit_code("11", DIVISION, "MB000002"),
            "阳政办",
            f"{AREA_CODE}-8120012",
            "阳光县城关镇人民路1号",
            (
                "协助县政府领导处理日常工作",
                "审核以县政府名义发布的公文",
                "督促检查县政府决定事项的落实",
                "推进、指导、协调、监督全县政务公开",
                "办理人大代表建议和政协提案的交办、催办",
            ),
            ("综合股", "文秘股", "督查室", "政务公开办公室", "建议提案股", "信访联络股"),
            42,
        )
    )
    for order, (code, name, short, mark, address, staff, sections, duties) in enumerate(DEPARTMENTS, start=3):
        add(
            Organisation(
                code,
                name,
                short,
                "department",
                "county",
                DIVISION,
                credit_code("11", DIVISION, f"MB{order:06}"),
                mark,
                phone(),
                f"阳光县城关镇{address}",
                duties,
                sections,
                staff,
            )
        )
    for order, (code, name, suffix, villages) in enumerate(TOWNS, start=1):
        division = f"{DIVISION}{suffix}"  # nine digits; twelve with 000 for the town, 2xx for a village
        office = "乡" if name.endswith("乡") else "镇"
        add(
            Organisation(
                code,
                f"阳光县{name}人民政府",
                name,
                "town",
                "county",
                f"{division}000",
                credit_code("11", DIVISION, f"MB0001{order:02}"),
                f"{name[:-1][:2]}政",
                phone(),
                f"阳光县{name}{rng.choice(('府前街', '中心街', '迎宾路'))}{rng.randint(2, 88)}号",
                _TOWN_DUTIES,
                (
                    "党政综合办公室",
                    "公共服务办公室",
                    "经济发展和农业农村办公室",
                    "平安建设办公室",
                    f"综合行政执法{'队' if office == '镇' else '办公室'}",
                ),
                rng.randint(36, 64),
                sum(row[2] for row in villages),
                sum(row[3] for row in villages),
            )
        )
        for number, (slug, village, households, people) in enumerate(villages, start=1):
            add(
                Organisation(
                    slug,
                    f"{name}{village[:-1]}村民委员会",
                    village,
                    "village",
                    code,
                    f"{division}{200 + number}",
                    credit_code("54", DIVISION, f"MF{order:02}{number:02}01"),
                    "",
                    phone(),
                    f"阳光县{name}{village}",
                    households=households,
                    population=people,
                )
            )
    _appoint(rng, found)
    return found


def _appoint(rng: random.Random, organisations: dict[str, Organisation]) -> None:
    """Give every post its holder: first the cast, then names that nobody carries yet."""
    taken = {name for _, _, name, _, _ in CAST} | {name for name, _, _ in COUNTY_LEADERS}
    known = {(code, post): (name, gender, title) for code, post, name, gender, title in CAST}
    usernames: set[str] = set()

    def username(name: str) -> str:
        family, *given = lazy_pinyin(name)
        plain = f"{family}.{''.join(given)}"
        candidate, number = plain, 2
        while candidate in usernames:
            candidate, number = f"{plain}{number}", number + 1
        usernames.add(candidate)
        return candidate

    def someone(organisation: Organisation, post: str, title: str) -> Person:
        if (organisation.code, post) in known:
            name, gender, title = known[organisation.code, post]
        else:
            while True:
                name, gender = full_name(rng)
                if name not in taken:
                    break
            taken.add(name)
        return Person(username(name), name, gender, organisation.code, post, title)

    for organisation in organisations.values():
        if organisation.kind == "government":
            organisation.people = [
                someone(organisation, post, "县保密审查员")
                for post in (SUPERVISOR, OPERATOR, SECRECY_REVIEWER)
            ]
            continue
        titles = dict(_TITLES[organisation.kind])
        if organisation.kind == "department":
            titles[SECTION_HEAD] = (
                f"{organisation.sections[1]}{'主任' if organisation.sections[1].endswith('中心') else '股长'}"
            )
        if organisation.kind == "office":
            titles[OPENNESS_OFFICE] = ""
        if organisation.code == "shuanghe":
            titles = {post: title.replace("镇", "乡") for post, title in titles.items()}
        organisation.people = [someone(organisation, post, title) for post, title in titles.items()]
