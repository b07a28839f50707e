"""What the county's offices put out in eighteen months, month by month. Nothing here touches the database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from yangguang.demo.grammar import KINDS
from yangguang.demo.story.hours import days_before
from yangguang.demo.world import World
from yangguang.demo.world.matters import all_matters

# How a paper fares. All but the last two end in public.
STRAIGHT, RETURNED, TWICE, LATE, OVERRULED = "straight", "returned", "twice", "late", "overruled"
BY_TOWN = "by-town"  # a village has nobody to review: its town does
IMPORTED = "imported"  # lists that a department's own system hands over, by the openness office's order
HELD, DRAFT = "held", "draft"


@dataclass
class Entry:
    """One paper to be: what, whose, when, and how it fares."""

    key: str
    kind: str
    organisation: str
    on: date
    take: int = 0
    matter: str = ""
    about: str = ""  # key of the paper that this one explains
    fate: str = STRAIGHT
    held_at: str = ""  # HELD: the step at which it lies
    held_days: int = 0  # for how many working days
    next_on: date | None = None  # a second edition is drafted then
    notes: list[str] = field(default_factory=list)


class Planner:
    """Lays out the entries; one random stream, one counter."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = random.Random(f"{world.seed}:plan")
        self.entries: list[Entry] = []
        self.last = days_before(world, world.today, 9)  # what starts later may still be on somebody's desk

    def add(self, kind: str, organisation: str, on: date, **facts: object) -> Entry | None:
        """Plan a paper, on the next working day; nothing when that lies outside the window."""
        if kind in _SYSTEM_KINDS:
            facts.setdefault("fate", IMPORTED)
        on = self.world.workday_on_or_after(on)
        if not self.world.base <= on <= self.last:
            return None
        entry = Entry(f"{len(self.entries):04}", kind, organisation, on, take=len(self.entries), **facts)  # type: ignore[arg-type]
        self.entries.append(entry)
        return entry

    def issuers(self, kind: str) -> list[str]:
        return [office.code for office in self.world.organisations.values() if KINDS[kind].issued_by(office)]

    def some_issuer(self, kind: str) -> str:
        return self.rng.choice(self.issuers(kind))

    def day(self, month: date, first: int = 2, last: int = 27) -> date:
        return month.replace(day=self.rng.randint(first, last))


def months(world: World) -> Iterator[date]:
    """The first days of the window's months."""
    month = world.base
    while month <= world.today:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def plan(world: World) -> list[Entry]:
    """All entries, in the order of their days."""
    planner = Planner(world)
    for month in months(world):
        _every_month(planner, month)
        _of_the_year(planner, month)
    _chains(planner)
    _fates(planner)
    planner.entries.sort(key=lambda entry: (entry.on, entry.key))
    return planner.entries


# Lists that come out of business systems: kind, whose, first and last day, how many a month.
_FROM_SYSTEMS = (
    ("relief-fund", "civil-affairs", 5, 12), ("air", "ecology-environment", 5, 12), ("food-sampling", "market-regulation", 8, 24),
    ("procurement-intent", "", 3, 20), ("penalty", "", 4, 27), ("permits", "", 4, 16), ("poverty-list", "", 6, 22),
)  # fmt: skip
# Texts that people write, taking turns: about one or two a month of the first list, two or three of the second.
_OFTEN = (
    "culture",
    "notice",
    "random-check",
    "safety-report",
    "outage",
    "guide",
    "village-resolution",
    "proposal-reply",
)
_SOMETIMES = (
    "water-quality", "petition-open", "project-progress", "approval", "tender", "award", "hire-list", "skills-list",
    "traffic", "requisition", "subsidy", "minutes", "supervision", "village-post", "village-funding", "land-contract",
    "public-order", "special-fund", "before-office", "scheme", "planning-draft", "legal-aid", "disaster-relief",
)  # fmt: skip
_SYSTEM_KINDS = frozenset(
    {
        "water-quality",
        "tender",
        "award",
        "hire-list",
        "skills-list",
        "budget",
        "final-account",
        "project-progress",
    }
)
# Which of them follow the season.
_SEASONS = {
    "warning": (5, 6, 7, 8, 9, 12, 1),
    "disaster-relief": (6, 7, 8, 9),
    "village-funding": (2, 3, 4, 9, 10, 11),
}


def _every_month(planner: Planner, month: date) -> None:
    for place, (kind, organisation, first, last) in enumerate(_FROM_SYSTEMS):
        if (month.month + place) % 2:
            continue  # every other month: the county has to be ready in two minutes
        planner.add(
            kind, organisation or planner.some_issuer(kind), planner.day(month, first, last), fate=IMPORTED
        )
    for kinds, turn in ((_OFTEN, 7), (_SOMETIMES, 10)):
        for order, kind in enumerate(kinds):
            if (month.month + month.year * 12 + order) % turn == 0 and month.month in _SEASONS.get(
                kind, range(1, 13)
            ):
                planner.add(kind, planner.some_issuer(kind), planner.day(month))
    if month.month in (1, 4, 7, 10):
        planner.add("economy", "development-reform", planner.day(month, 18, 25))
        villages = [village.code for village in planner.world.of_kind("village")]
        for village in planner.rng.sample(villages, 2):
            planner.add("village-finance", village, planner.day(month, 8, 20), fate=BY_TOWN)
    if month.month in (2, 5, 8, 11):
        planner.add("project-progress", "development-reform", planner.day(month, 3, 12))


# kind, month, first and last day, issuers ("*department" means all of a kind)
_YEARLY: tuple[tuple[str, int, int, int, tuple[str, ...]], ...] = (
    ("budget", 3, 3, 20, ("*department", "county-office", "chengguan", "qinghe", "shiqiao")),
    ("final-account", 9, 4, 22, ("civil-affairs", "education", "water", "finance", "agriculture", "county-office", "chengguan", "liulin")),
    ("openness-report", 1, 8, 25, ("county-office", "civil-affairs", "education", "water", "market-regulation", "chengguan", "qingshan")),
    ("work-report", 1, 14, 26, ("county-office", "chengguan", "shuanghe")),
    ("statistics", 4, 8, 18, ("development-reform",)),
    ("enrolment", 6, 3, 12, ("education",)),
    ("schools-list", 10, 10, 24, ("education",)),
    ("medical-benefits", 9, 8, 20, ("human-resources",)),
    ("care-homes", 6, 10, 24, ("civil-affairs",)),
    ("charges", 4, 10, 27, ("finance", "education", "natural-resources")),
    ("prices", 2, 6, 24, ("development-reform",)),
    ("recruitment", 5, 8, 26, ("human-resources", "education")),
    ("recruitment", 11, 3, 10, ("human-resources",)),
    ("long-plan", 12, 3, 24, ("water", "civil-affairs", "county-office")),
    ("long-plan", 7, 3, 24, ("agriculture", "education")),
    ("emergency-plan", 5, 6, 24, ("emergency", "water")),
    ("emergency-plan", 10, 9, 26, ("market-regulation", "county-office", "ecology-environment")),
    ("duties", 3, 10, 26, ("civil-affairs", "water", "finance", "chengguan", "agriculture")),
    ("duties", 8, 10, 26, ("education", "emergency", "qinghe", "market-regulation")),
    ("leaders", 3, 10, 26, ("county-office", "civil-affairs", "chengguan", "human-resources")),
    ("opinion", 6, 4, 26, ("county-office",)),
    ("opinion", 10, 9, 24, ("county-office",)),
    ("reply-letter", 8, 4, 26, ("civil-affairs", "natural-resources")),
    ("hearing", 8, 4, 14, ("development-reform", "education")),
    ("warning", 6, 5, 26, ("water", "emergency")),
    ("warning", 7, 5, 26, ("water", "natural-resources")),
    ("warning", 8, 5, 26, ("emergency",)),
    ("warning", 12, 5, 26, ("emergency", "ecology-environment")),
    ("participants", 9, 3, 12, ("development-reform", "education")),
)  # fmt: skip


def _of_the_year(planner: Planner, month: date) -> None:
    for kind, when, first, last, issuers in _YEARLY:
        if month.month != when:
            continue
        for issuer in issuers:
            codes = (
                [office.code for office in planner.world.of_kind(issuer[1:])]
                if issuer.startswith("*")
                else [issuer]
            )
            for code in codes:
                planner.add(kind, code, planner.day(month, first, last))


def _chains(planner: Planner) -> None:
    """A draft is put to the people, the answers are told, the rule follows, and is explained in words and pictures."""
    matters = planner.rng.sample(all_matters(), 6)
    for order, matter in enumerate(matters):
        office = matter.organisations[0]
        start = planner.world.base + timedelta(days=16 + order * 74)
        if office != "county-office" or order % 2:
            planner.add("consultation", office, start, matter=matter.code)
            planner.add("adoption", office, start + timedelta(days=46), matter=matter.code)
        ruled = "measures" if order % 2 == 0 else "opinion"
        rule = planner.add(ruled, "county-office", start + timedelta(days=66), matter=matter.code)
        if rule:
            if order < 2:  # a year on, another rule takes its place
                again = "opinion" if ruled == "measures" else "measures"
                planner.add(again, "county-office", rule.on + timedelta(days=330), matter=matter.code)
            explained_on = rule.on + timedelta(days=3)
            planner.add("interpretation", office, explained_on, matter=matter.code, about=rule.key)
            if order % 3 != 2:
                planner.add(
                    "infographic",
                    office,
                    explained_on + timedelta(days=4),
                    matter=matter.code,
                    about=rule.key,
                )


# What people pay for: such a paper may name the county's account.
_PAID_FOR = frozenset(
    {
        "guide",
        "charges",
        "prices",
        "recruitment",
        "notice",
        "special-fund",
        "medical-benefits",
        "public-order",
    }
)


def _fates(planner: Planner) -> None:
    """Most go straight. Some come back, some are late, some run into a finding."""
    rng = planner.rng
    plain = [entry for entry in planner.entries if entry.fate == STRAIGHT]
    plain.sort(key=lambda entry: entry.key)
    chosen = rng.sample(plain, min(42, len(plain) // 2))
    for entry in chosen[:28]:
        entry.fate = RETURNED
    for entry in chosen[28:34]:
        entry.fate = TWICE
    for entry in chosen[34:42]:
        entry.fate = LATE
    paid = [entry for entry in plain if entry.kind in _PAID_FOR and entry.fate == STRAIGHT]
    for entry in rng.sample(paid, min(6, len(paid))):
        entry.fate = OVERRULED
    # Second editions: duties and guides are put right some months after they were published.
    renewed = [
        entry for entry in plain if entry.kind in ("duties", "guide", "leaders") and entry.fate == STRAIGHT
    ]
    for entry in renewed[:4]:
        entry.next_on = planner.world.workday_on_or_after(entry.on + timedelta(days=75))


@dataclass(frozen=True)
class OnDesk:
    """A paper that lies at a step today: ``days`` working days ago it got there."""

    organisation: str
    kind: str
    step: str  # draft (returned to the officer), section-review, office-review, secrecy, countersign, sign
    days: int


# Two working days are the limit of a step: 0 fresh, 1 near its limit, 4 overdue.
DESKS: tuple[OnDesk, ...] = (
    OnDesk("civil-affairs", "notice", "draft", 1), OnDesk("civil-affairs", "care-homes", "draft", 4),
    OnDesk("civil-affairs", "poverty-list", "section-review", 0), OnDesk("civil-affairs", "interpretation", "section-review", 1),
    OnDesk("civil-affairs", "guide", "section-review", 4), OnDesk("civil-affairs", "disaster-relief", "secrecy", 1),
    OnDesk("civil-affairs", "proposal-reply", "secrecy", 4), OnDesk("civil-affairs", "infographic", "secrecy", 0),
    OnDesk("civil-affairs", "consultation", "sign", 1), OnDesk("civil-affairs", "legal-aid", "sign", 5),
    OnDesk("chengguan", "culture", "draft", 1), OnDesk("chengguan", "outage", "draft", 4),
    OnDesk("chengguan", "village-resolution", "section-review", 1), OnDesk("chengguan", "subsidy", "section-review", 4),
    OnDesk("chengguan", "public-order", "office-review", 1), OnDesk("chengguan", "traffic", "office-review", 5),
    OnDesk("chengguan", "poverty-list", "secrecy", 1), OnDesk("chengguan", "notice", "secrecy", 4),
    OnDesk("chengguan", "land-contract", "countersign", 1), OnDesk("chengguan", "safety-report", "countersign", 4),
    OnDesk("chengguan", "village-funding", "sign", 1), OnDesk("chengguan", "infographic", "sign", 4),
    OnDesk("water", "water-quality", "draft", 1), OnDesk("water", "notice", "draft", 4),
    OnDesk("water", "guide", "section-review", 1), OnDesk("water", "approval", "secrecy", 1),
    OnDesk("water", "interpretation", "secrecy", 4), OnDesk("water", "project-progress", "sign", 1),
    OnDesk("county-office", "minutes", "draft", 1), OnDesk("county-office", "scheme", "section-review", 1),
    OnDesk("county-office", "supervision", "secrecy", 1), OnDesk("county-office", "traffic", "sign", 1),
    OnDesk("education", "notice", "section-review", 1), OnDesk("finance", "special-fund", "sign", 0),
    OnDesk("agriculture", "subsidy", "secrecy", 1), OnDesk("housing-construction", "penalty", "sign", 4),
    OnDesk("market-regulation", "food-sampling", "section-review", 4),
    OnDesk("market-regulation", "guide", "section-review", 1), OnDesk("ecology-environment", "random-check", "sign", 2), OnDesk("emergency", "safety-report", "secrecy", 0),
    OnDesk("qinghe", "culture", "office-review", 1), OnDesk("dongmen", "village-finance", "section-review", 1),
)  # fmt: skip

# Begun and not sent: what an officer finds in the list of drafts.
DRAFTS: tuple[tuple[str, str], ...] = (
    ("civil-affairs", "scheme"), ("civil-affairs", "reply-letter"), ("water", "notice"), ("chengguan", "notice"),
    ("education", "interpretation"), ("county-office", "opinion"), ("heyan", "village-post"),
)  # fmt: skip


def on_desks(world: World) -> list[Entry]:
    """What is in review or in draft at the end of the story."""
    entries = []
    for number, desk in enumerate(DESKS):
        arrived = days_before(world, world.today, desk.days)
        made = days_before(
            world, arrived, 4 if desk.step in ("draft", "section-review", "office-review") else 6
        )
        entries.append(
            Entry(f"desk-{number:02}", desk.kind, desk.organisation, made, take=9000 + number, fate=HELD,
                  held_at=desk.step, held_days=desk.days)
        )  # fmt: skip
    for number, (organisation, kind) in enumerate(DRAFTS):
        made = days_before(world, world.today, 3 + number % 3)
        entries.append(Entry(f"draft-{number:02}", kind, organisation, made, take=9500 + number, fate=DRAFT))
    return entries
