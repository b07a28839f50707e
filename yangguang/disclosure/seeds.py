"""What the room brings along: the catalogue's templates and the reviews in five and seven steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from yangguang.casework.actions import publish_process
from yangguang.casework.models import ProcessVersion
from yangguang.journal.actors import SYSTEM

from .models import Category, CategoryKind

_ROOM = Path(__file__).parent
REVIEW = "disclosure-review"
CARRIERS = ["政府网站", "政府公报", "公开查阅点", "政务服务中心"]
REGULATION = "《政府信息公开条例》"
_DEADLINE = "形成或者变更之日起 20 个工作日内"


@transaction.atomic
def load() -> None:
    """Templates of a release replace those of the last; a review that is published already stays."""
    for order, entry in enumerate(_read("catalogue.yaml"), 1):
        parent = _category(entry, None, order * 1000)
        for place, child in enumerate(entry.get("children", ()), 1):
            _category(child, parent, order * 1000 + place)
    _load_fields(Category.objects.get(code="field26"))
    if not ProcessVersion.objects.filter(process__code=REVIEW, process__organisation=None).exists():
        publish_process(review_xml(5), code=REVIEW, organisation=None, actor=SYSTEM)


def review_xml(steps: int) -> bytes:
    """The review in 5 or 7 steps, to be published for an organisation."""
    return (_ROOM / "processes" / f"review-{steps}.bpmn").read_bytes()


def _category(entry: dict[str, Any], parent: Category | None, order: int) -> Category:
    article = entry.get("article")
    category, _new = Category.objects.update_or_create(
        code=entry["code"],
        defaults={
            "name": entry["name"],
            "short_name": entry.get("short", ""),
            "parent": parent,
            "order": order,
            "kind": entry.get("kind", CategoryKind.STATUTORY),
            "takes_items": entry.get("takes_items", True),
            "a20_item": entry["code"] if article else "",
            "elements": entry["elements"],
            "basis": [REGULATION + article] if article else entry["basis"],
            "deadline": entry.get("deadline", _DEADLINE),
            "responsible": entry.get("responsible", "制作或者最初获取信息的行政机关"),
            "carriers": entry.get("carriers", CARRIERS),
            "audience": "全社会",
            "mode": "主动",
            "level": entry.get("level", "县级、乡级"),
            "audience_kinds": entry.get("kinds", []),
            "verified": entry.get("verified", bool(article)),
        },
    )
    return category


def _load_fields(root: Category) -> None:
    for order, entry in enumerate(_read("fields26.yaml"), 1):
        parent, _new = Category.objects.update_or_create(
            code=entry["code"],
            defaults={
                "name": entry["name"],
                "parent": root,
                "order": root.order + order * 10,
                "kind": CategoryKind.FIELD26,
                "takes_items": False,
                "elements": [item["l2"] for item in entry["items"]],
                "basis": ["国办发〔2019〕54号"],
                "responsible": entry["responsible"],
                "level": entry["level"],
                "audience_kinds": entry["kinds"],
                "verified": False,
            },
        )
        for place, item in enumerate(entry["items"], 1):
            Category.objects.update_or_create(
                code=item["code"],
                defaults={
                    "name": item["l2"],
                    "short_name": item["l1"],
                    "parent": parent,
                    "order": parent.order + place,
                    "kind": CategoryKind.FIELD26,
                    "takes_items": True,
                    "elements": item["elements"],
                    "basis": item["basis"],
                    "deadline": item["deadline"],
                    "responsible": entry["responsible"],
                    "carriers": ["政府网站", "政务服务中心", "公示栏"],
                    "audience": "全社会",
                    "mode": "主动",
                    "level": entry["level"],
                    "audience_kinds": entry["kinds"],
                    "verified": False,
                },
            )


def _read(name: str) -> Any:
    return yaml.safe_load((_ROOM / "seeds" / name).read_text(encoding="utf-8"))
