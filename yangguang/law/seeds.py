"""What the room brings along: instruments and the articles that the house stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from .models import Article, Instrument

_FILE = Path(__file__).parent / "seeds" / "instruments.yaml"


@transaction.atomic
def load() -> None:
    """Facts of a release replace those of the last; rows that an office added itself stay."""
    for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8")):
        for version in entry["versions"]:
            _load_version(entry, version)


def _load_version(entry: dict[str, Any], version: dict[str, Any]) -> None:
    row, _ = Instrument.objects.update_or_create(
        code=entry["code"],
        effective_from=version["from"],
        defaults={
            "title": entry["title"],
            "short_titles": entry.get("short", []),
            "number": version.get("number") or entry.get("number", ""),
            "kind": entry["kind"],
            "issued_on": version["issued"],
            "effective_to": version.get("to"),
            "articles_count": version["articles"],
            "renumbered": {str(old): new for old, new in version.get("renumbered", {}).items()},
            "replaced_by": version.get("replaced_by", ""),
            "verified_on": version["verified"],
        },
    )
    Article.objects.bulk_create(
        [
            Article(instrument=row, number=number, gist=gist, verified_on=version["verified"])
            for number, gist in version.get("gists", {}).items()
        ],
        update_conflicts=True,
        unique_fields=["instrument", "number"],
        update_fields=["gist", "verified_on"],
    )
