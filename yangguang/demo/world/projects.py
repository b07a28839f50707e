"""Companies and works that come back from paper to paper."""

import random
from dataclasses import dataclass
from datetime import date

from yangguang.demo.world.codes import credit_code
from yangguang.demo.world.names import full_name
from yangguang.demo.world.places import COMPANIES, DIVISION, PROJECTS

# What a county's works pass through, with the share of the work that is done by the end of each.
STAGES = (
    ("前期手续", 0.0),
    ("招标采购", 0.05),
    ("开工建设", 0.15),
    ("主体施工", 0.55),
    ("配套安装", 0.85),
    ("竣工验收", 1.0),
)


@dataclass(frozen=True)
class Company:
    name: str
    uscc: str
    business: str
    head: str  # 法定代表人


@dataclass(frozen=True)
class Project:
    """A public work; money in ten thousand yuan."""

    name: str
    code: str  # 项目代码
    department: str
    place: str
    investment: int
    start: date
    months: int
    builder: Company
    supervisor: Company
    saving: int  # tenths of a per cent below the ceiling price

    def share(self, on: date) -> float:
        """How much of it is done on a day, 0 to 1."""
        passed = (on - self.start).days / (self.months * 30.4)
        return max(0.0, min(1.0, passed))

    def stage(self, on: date) -> str:
        share = self.share(on)
        return next(name for name, until in STAGES if share <= until)

    def spent(self, on: date) -> int:
        return round(self.investment * self.share(on) * 0.97)


def build_companies(rng: random.Random) -> list[Company]:
    return [
        Company(name, credit_code(kind, DIVISION, f"MA{order:06}"), business, full_name(rng)[0])
        for order, (name, kind, business) in enumerate(COMPANIES, start=11)
    ]


def build_projects(rng: random.Random, base: date, companies: list[Company]) -> list[Project]:
    """The county's works, the first of which starts on `base`."""
    builders = [company for company in companies if "施工" in company.business]
    advisers = [company for company in companies if "咨询" in company.name or "测绘" in company.name]
    projects = []
    for _order, (name, department, place, investment, offset) in enumerate(PROJECTS, start=1):
        month = base.month - 1 + offset
        start = date(base.year + month // 12, month % 12 + 1, 1)
        projects.append(
            Project(
                name,
                f"{start:%y%m}-{DIVISION}-04-01-{rng.randint(100000, 999999)}",
                department,
                place,
                investment,
                start,
                rng.randint(14, 30),
                rng.choice(builders),
                rng.choice(advisers),
                rng.randint(18, 76),
            )
        )
    return projects
