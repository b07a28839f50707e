"""What the county is busy with: matters, each with reasons, aims, measures and the questions people ask.

The words are in the YAML files beside this one, as patterns for a `Voice`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Measure:
    title: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """One thing that an office does; every text is a pattern, not yet a sentence."""

    code: str
    name: str
    organisations: tuple[str, ...]
    field: str
    why: tuple[str, ...]
    goals: tuple[str, ...]
    measures: tuple[Measure, ...]
    questions: tuple[tuple[str, str], ...]


@cache
def all_matters() -> tuple[Matter, ...]:
    found = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(
                Matter(
                    row["code"],
                    row["name"],
                    tuple(row["orgs"]),
                    row["field"],
                    tuple(row["why"]),
                    tuple(row["goals"]),
                    tuple(Measure(act["t"], tuple(act["d"])) for act in row["acts"]),
                    tuple((question, answer) for question, answer in row["qa"]),
                )
            )
    return tuple(found)


def matter(code: str) -> Matter:
    return next(found for found in all_matters() if found.code == code)


def matters_of(organisation: str) -> tuple[Matter, ...]:
    """What an office is in charge of; towns and the county's office take up everything."""
    own = tuple(found for found in all_matters() if organisation in found.organisations)
    return own or all_matters()


# Who works with whom on what: fields of matters and the offices that they touch.
_PARTNERS = {
    "social-assistance": ("civil-affairs", "finance", "human-resources", "education"),
    "elderly-care": ("civil-affairs", "finance", "housing-construction", "market-regulation"),
    "compulsory-education": ("education", "market-regulation", "finance"),
    "employment": ("human-resources", "finance", "agriculture", "education"),
    "medical-insurance": ("human-resources", "civil-affairs", "finance", "agriculture"),
    "housing": ("housing-construction", "natural-resources", "finance", "civil-affairs"),
    "water": ("water", "ecology-environment", "agriculture", "finance"),
    "emergency": ("emergency", "water", "natural-resources", "housing-construction"),
    "agriculture-subsidy": ("agriculture", "natural-resources", "water", "finance"),
    "environment": ("ecology-environment", "water", "agriculture", "housing-construction"),
    "homestead": ("natural-resources", "agriculture", "housing-construction"),
    "village-affairs": ("agriculture", "civil-affairs", "finance"),
    "safety": ("emergency", "housing-construction", "market-regulation", "education"),
    "city": ("housing-construction", "development-reform", "natural-resources", "market-regulation"),
    "food-drug": ("market-regulation", "education", "agriculture"),
    "business": ("market-regulation", "development-reform", "human-resources", "natural-resources"),
    "openness": ("county-office", "development-reform", "finance"),
    "finance": ("finance", "development-reform", "human-resources"),
    "land": ("natural-resources", "agriculture", "human-resources", "finance"),
    "culture": ("education", "finance", "civil-affairs"),
    "livelihood": ("ecology-environment", "development-reform", "housing-construction", "civil-affairs"),
    "petition": ("county-office", "civil-affairs", "human-resources", "housing-construction"),
}


def partners_of(code: str) -> tuple[str, ...]:
    """The offices that have to do with a matter; for an unknown one those that have to do with most."""
    found = next((found.field for found in all_matters() if found.code == code), "")
    return _PARTNERS.get(
        found, ("finance", "development-reform", "natural-resources", "housing-construction")
    )
