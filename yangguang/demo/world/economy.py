"""The county's figures. Each is a function of seed and year, so every paper that cites one agrees.

Money in budgets is counted in hundreds of yuan (0.01 万元), so that tables add up without rounding.
"""

import random
from dataclasses import dataclass
from functools import lru_cache

BASE_YEAR = 2022
_QUARTERS = (0.218, 0.462, 0.713, 1.0)

# name, value in BASE_YEAR, least and most growth a year in per cent, decimals, unit
_SERIES: dict[str, tuple[float, float, float, int]] = {
    "primary": (31.24, 3.4, 4.6, 2),
    "secondary": (46.83, 4.8, 7.2, 2),
    "tertiary": (58.77, 4.6, 6.4, 2),
    "grain": (21.38, 0.4, 1.6, 2),
    "oil": (1.64, 0.8, 3.0, 2),
    "vegetables": (17.92, 2.0, 4.5, 2),
    "fruit": (9.47, 2.5, 5.5, 2),
    "meat": (3.28, 1.2, 3.4, 2),
    "investment": (62.4, 3.0, 8.0, 2),
    "retail": (47.15, 4.2, 7.1, 2),
    "imports": (1.26, -2.0, 7.0, 2),
    "revenue": (7.62, 4.0, 7.5, 2),
    "spending": (36.85, 2.6, 5.8, 2),
    "deposits": (214.6, 6.0, 9.5, 2),
    "loans": (128.3, 6.5, 10.5, 2),
    "urban_income": (35240, 4.4, 5.9, 0),
    "rural_income": (16980, 6.1, 7.6, 0),
    "power": (8.37, 3.5, 7.0, 2),
    "visitors": (168.5, 6.0, 14.0, 1),
    "tourism": (9.84, 6.0, 13.0, 2),
    "residents": (26.94, -0.9, -0.3, 2),
    "registered": (31.87, -0.6, -0.2, 2),
    "births": (0.1886, -6.0, 2.0, 4),
    "deaths": (0.2147, -1.0, 2.5, 4),
    "pupils": (18642, -3.0, -0.8, 0),
    "juniors": (9874, -1.0, 2.2, 0),
    "seniors": (5316, 0.5, 2.8, 0),
    "beds": (1486, 0.8, 4.0, 0),
    "insured": (24.86, -0.8, 0.3, 2),
    "pension": (15.73, 0.2, 1.2, 2),
    "jobs": (2860, 1.0, 5.0, 0),
    "road_km": (1874, 0.6, 2.0, 0),
    "urban_aid": (1246, -5.0, -1.0, 0),
    "rural_aid": (7318, -4.0, -0.5, 0),
}


class Economy:
    """Yearly series and the budgets of organisations."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._cache: dict[tuple[str, int], float] = {}

    def _growth(self, name: str, year: int) -> float:
        _, least, most, _ = _SERIES[name]
        return random.Random(f"{self.seed}:{name}:{year}").uniform(least, most)

    def value(self, name: str, year: int) -> float:
        """A series' value for the whole year."""
        key = (name, year)
        if key not in self._cache:
            base, _, _, places = _SERIES[name]
            if year <= BASE_YEAR:
                self._cache[key] = base
            else:
                self._cache[key] = round(
                    self.value(name, year - 1) * (1 + self._growth(name, year) / 100), places
                )
        return self._cache[key]

    def growth(self, name: str, year: int) -> float:
        """Per cent against the year before, one decimal, as computed from the published values."""
        return round((self.value(name, year) / self.value(name, year - 1) - 1) * 100, 1)

    def gdp(self, year: int) -> float:
        return round(sum(self.value(name, year) for name in ("primary", "secondary", "tertiary")), 2)

    def gdp_growth(self, year: int) -> float:
        return round((self.gdp(year) / self.gdp(year - 1) - 1) * 100, 1)

    def to_quarter(self, name: str, year: int, quarter: int) -> float:
        """Sum from January to the end of a quarter; the fourth is the year itself."""
        if quarter == 4:
            return self.value(name, year)
        wobble = random.Random(f"{self.seed}:{name}:{year}:q{quarter}").uniform(-0.012, 0.012)
        return round(self.value(name, year) * (_QUARTERS[quarter - 1] + wobble), _SERIES[name][3])

    def budget(self, organisation: str, staff: int, year: int) -> "Budget":
        return _budget(self.seed, organisation, staff, year)


@dataclass(frozen=True)
class Budget:
    """One organisation's year, in hundreds of yuan. Income equals spending; parts add up to their sums."""

    year: int
    wages: int
    benefits: int  # 对个人和家庭的补助
    running: int  # 公用经费
    projects: tuple[tuple[str, int], ...]
    other_income: int
    trips: int
    car_purchase: int
    car_running: int
    reception: int
    meetings: int
    training: int
    procurement: int
    shares: tuple[int, int, int]  # per mille of spending: pensions, medical, housing

    @property
    def basic(self) -> int:
        return self.wages + self.benefits + self.running

    @property
    def project_total(self) -> int:
        return sum(amount for _, amount in self.projects)

    @property
    def total(self) -> int:
        return self.basic + self.project_total

    @property
    def grant(self) -> int:
        """一般公共预算拨款"""
        return self.total - self.other_income

    @property
    def three_public(self) -> int:
        return self.trips + self.car_purchase + self.car_running + self.reception

    @property
    def by_function(self) -> tuple[int, int, int, int]:
        """Pensions, medical, housing, and the organisation's own function (the rest)."""
        pensions, medical, housing = (self.total * share // 1000 for share in self.shares)
        return pensions, medical, housing, self.total - pensions - medical - housing


_PROJECT_NAMES = {
    "civil-affairs": ("城乡低保配套资金", "高龄津贴", "养老服务设施运营补助", "地名普查成果维护"),
    "education": ("义务教育公用经费配套", "学生资助配套", "校园安全防范", "教师培训"),
    "water": ("农村供水设施维修养护", "河湖长制工作", "水库安全监测", "山洪灾害防治运维"),
    "agriculture": ("动物防疫", "农产品质量检测", "农田建设前期", "农村集体产权管理"),
    "housing-construction": ("市政设施维护", "老旧小区改造配套", "危房改造配套", "建筑工程质量抽检"),
    "market-regulation": ("食品抽检", "特种设备检验监管", "消费维权", "执法办案"),
    "emergency": ("应急演练和物资补充", "安全生产专家服务", "灾害信息员补助", "森林防火"),
    "natural-resources": ("地质灾害防治", "不动产登记信息化", "耕地保护巡查", "国土变更调查"),
    "finance": ("预算一体化运维", "绩效评价服务", "惠民惠农一卡通监管", "会计人员继续教育"),
    "human-resources": ("就业见习补贴", "人事考试", "劳动保障监察", "创业担保贷款贴息"),
    "ecology-environment": ("环境监测运行", "大气污染防治", "饮用水水源保护", "执法监测"),
    "development-reform": ("统计调查", "价格成本监审", "粮食储备利息费用", "规划编制"),
    "county-office": ("政务公开平台运维", "督查工作", "应急值守", "公务用车平台"),
}
_TOWN_PROJECTS = ("村级组织运转补助", "人居环境整治", "农村道路管护", "应急和消防")


@lru_cache(maxsize=512)
def _budget(seed: int, organisation: str, staff: int, year: int) -> Budget:
    """This year grows out of last year; the first year comes from the number of staff."""
    rng = random.Random(f"{seed}:budget:{organisation}:{year}")
    names = _PROJECT_NAMES.get(organisation, _TOWN_PROJECTS)
    if year <= BASE_YEAR:
        wages = staff * rng.randint(980, 1180)
        return Budget(
            year,
            wages,
            wages // rng.randint(14, 22),
            staff * rng.randint(150, 210),
            tuple((name, rng.randint(6000, 90000)) for name in names),
            rng.randint(0, 4) * 1500,
            0,
            0,
            rng.randint(8, 30) * 100,
            rng.randint(6, 24) * 100,
            rng.randint(4, 20) * 100,
            rng.randint(4, 26) * 100,
            rng.randint(40, 400) * 100,
            (rng.randint(82, 108), rng.randint(38, 52), rng.randint(56, 74)),
        )
    before = _budget(seed, organisation, staff, year - 1)

    def grown(amount: int, least: int, most: int) -> int:
        return amount * (1000 + rng.randint(least, most)) // 1000

    return Budget(
        year,
        grown(before.wages, 8, 46),
        grown(before.benefits, -30, 40),
        grown(before.running, -60, 10),
        tuple((name, grown(amount, -160, 190)) for name, amount in before.projects),
        grown(before.other_income, -120, 120),
        0,
        rng.choice((0, 0, 0, 0, 180000 // 10)),
        grown(before.car_running, -80, 0),
        grown(before.reception, -140, -10),
        grown(before.meetings, -100, 60),
        grown(before.training, -60, 90),
        grown(before.procurement, -200, 260),
        before.shares,
    )
