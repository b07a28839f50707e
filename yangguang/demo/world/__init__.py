"""The world of the demonstration: one county, drawn from one seed, that every paper tells of."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from yangguang.demo.voice import Voice
from yangguang.demo.world import places
from yangguang.demo.world.economy import Economy
from yangguang.demo.world.organisations import Organisation, build_organisations
from yangguang.demo.world.projects import Company, Project, build_companies, build_projects


def weekday(day: date) -> bool:
    """Monday to Friday: the calendar of a world that was given no better one."""
    return day.weekday() < 5


class World:
    """Places, people, works and figures; and the counters of document numbers."""

    def __init__(
        self, seed: int, today: date, is_workday: Callable[[date], bool] = weekday, months: int = 18
    ) -> None:
        rng = random.Random(seed)
        self.seed = seed
        self.today = today
        self.is_workday = is_workday
        self.base = _month_back(today, months)
        self.organisations = build_organisations(rng)
        self.companies = build_companies(rng)
        self.projects = build_projects(rng, _month_back(self.base, 3), self.companies)
        self.economy = Economy(seed)
        self._numbers: Counter[tuple[str, int]] = Counter()
        self._draws = self._make_draws()

    def voice(self, key: str) -> Voice:
        """A voice of its own for one paper: what others say before does not change it."""
        return Voice(random.Random(f"{self.seed}:{key}"), self._draws)

    def organisation(self, code: str) -> Organisation:
        return self.organisations[code]

    def of_kind(self, kind: str) -> list[Organisation]:
        return [organisation for organisation in self.organisations.values() if organisation.kind == kind]

    def villages_of(self, town: Organisation) -> list[Organisation]:
        return [found for found in self.organisations.values() if found.parent == town.code]

    def projects_of(self, organisation: Organisation) -> list[Project]:
        return [project for project in self.projects if project.department == organisation.code]

    def company(self, rng: random.Random) -> Company:
        return rng.choice(self.companies)

    def next_number(self, mark: str, year: int) -> str:
        """阳政发〔2026〕7号: in order, per mark and year, never a gap."""
        self._numbers[mark, year] += 1
        return f"{mark}〔{year}〕{self._numbers[mark, year]}号"

    def workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after a day (which itself does not count)."""
        while count > 0:
            day += timedelta(days=1)
            if self.is_workday(day):
                count -= 1
        return day

    def _make_draws(self) -> dict[str, Callable[[random.Random], str]]:
        towns = [town.short_name for town in self.of_kind("town")]
        villages = [village.short_name for village in self.of_kind("village")]
        departments = [department.short_name for department in self.of_kind("department")]
        lists = {
            "town": towns,
            "village": villages,
            "department": departments,
            "river": places.RIVERS,
            "reservoir": places.RESERVOIRS,
            "road": places.ROADS,
            "highway": places.HIGHWAYS,
            "bridge": places.BRIDGES,
            "estate": places.ESTATES,
            "school": places.SCHOOLS,
            "hospital": places.HOSPITALS,
            "market": places.MARKETS,
            "home": places.HOMES,
            "crop": places.CROPS,
            "company": [company.name for company in self.companies],
            "project": [project.name for project in self.projects],
        }
        return {name: _chooser(values) for name, values in lists.items()}


def _chooser(values: object) -> Callable[[random.Random], str]:
    options = list(values)  # type: ignore[call-overload]
    return lambda rng: rng.choice(options)


def _month_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
