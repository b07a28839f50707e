"""Where a paper belongs in the catalogue: the first of these that its organisation keeps."""

from __future__ import annotations

from yangguang.demo.grammar import Document

_CATEGORIES: dict[str, tuple[str, ...]] = {
    "policy": ("A20_01",),
    "normative": ("A20_01",),
    "interpretation": ("A20_01",),
    "announcement": ("A21_CITY", "A21_TOWN"),
    "planning": ("A20_03",),
    "annual-report": ("annual-report",),
    "meetings": ("A20_15",),
    "supervision": ("A20_15",),
    "proposals": ("A20_15",),
    "petition": ("A20_15",),
    "consultation": ("A20_15",),
    "hearing": ("A20_15",),
    "budget": ("A20_07",),
    "special-funds": ("F14_02", "A20_07"),
    "farm-subsidy": ("F23_01", "A20_11", "A21_TOWN"),
    "social-assistance": ("F20_01", "A20_11", "A21_TOWN"),
    "elderly-care": ("F21_02", "A20_11"),
    "charges": ("A20_08",),
    "procurement": ("F02_02", "A20_09"),
    "organisation": ("A20_02",),
    "recruitment": ("A20_14",),
    "appointments": ("A20_15",),
    "employment": ("F18_03", "A20_11"),
    "permits": ("A20_05",),
    "services": ("A20_05",),
    "penalties": ("A20_06",),
    "inspection": ("A20_13",),
    "safety": ("F05_01", "A20_13"),
    "food-drug": ("F16_02", "A20_13"),
    "environment": ("F11_03", "A20_13"),
    "statistics": ("A20_04",),
    "compulsory-education": ("F24_01", "A20_11"),
    "land-requisition": ("F07_02", "A21_CITY", "A21_TOWN"),
    "land-contract": ("A21_TOWN",),
    "major-projects": ("A20_10",),
    "outage": ("F26_01", "A21_CITY", "A21_TOWN"),
    "traffic": ("A21_CITY", "A21_TOWN"),
    "warnings": ("A20_12",),
    "emergency-plan": ("A20_12",),
    "relief": ("F15_03", "A20_12"),
    "legal": ("F13_01", "A20_11"),
    "culture": ("F12_02", "A20_11"),
    "medical-insurance": ("F19_02", "A20_11"),
    "village-finance": ("A21_TOWN",),
    "village-affairs": ("A21_TOWN",),
}

# Words of a title that say more than the kind does.
_TELLING: tuple[tuple[str, str, str], ...] = (
    ("land-requisition", "预公告", "F07_01"),
    ("land-requisition", "征收土地公告", "F07_03"),
    ("compulsory-education", "学校", "F24_02"),
    ("farm-subsidy", "农机", "F23_02"),
    ("farm-subsidy", "危房", "F10_03"),
    ("farm-subsidy", "高龄", "F21_01"),
    ("social-assistance", "特困", "F20_02"),
    ("social-assistance", "临时救助", "F20_03"),
    ("procurement", "采购意向", "A20_09"),
    ("outage", "停气", "F26_02"),
    ("penalties", "食品", "F16_03"),
    ("major-projects", "批复", "F02_01"),
    ("budget", "决算", "F04_02"),
)
LAST_RESORT = "A20_15"


def wanted(paper: Document) -> list[str]:
    """Category codes for a paper, the most fitting first."""
    telling = [code for subject, word, code in _TELLING if subject == paper.subject and word in paper.title]
    return [*telling, *_CATEGORIES[paper.subject], LAST_RESORT]
