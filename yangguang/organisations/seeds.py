"""What the room brings along: the standard posts and the default number patterns (rows only for the latter)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .models import NumberPattern

_FOLDER = Path(__file__).parent / "seeds"


class StandardPost(NamedTuple):
    code: str
    name: str
    permissions: list[str]
    order: int


@cache
def standard_posts() -> dict[str, StandardPost]:
    """The posts that lanes of our processes name, by code."""
    rows: list[dict[str, Any]] = _read("posts.yaml")
    return {
        row["code"]: StandardPost(row["code"], row["name"], row["permissions"], 10 * place)
        for place, row in enumerate(rows, 1)
    }


def load() -> None:
    """Default number patterns for the whole house; what an office has set already stays."""
    for row in _read("patterns.yaml"):
        NumberPattern.objects.get_or_create(
            kind=row["kind"], organisation=None, defaults={"pattern": row["pattern"], "reset": row["reset"]}
        )


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
