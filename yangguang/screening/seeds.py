"""What the room brings along: two small word lists."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.db import transaction

from .models import Word, WordList

_FILE = Path(__file__).parent / "seeds" / "words.yaml"


@transaction.atomic
def load() -> None:
    """A list that is there already stays as the office has it: what was deleted there does not come back."""
    for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8")):
        row, created = WordList.objects.get_or_create(
            code=entry["code"],
            defaults={"name": entry["name"], "kind": entry["kind"], "level": entry["level"]},
        )
        if created:
            Word.objects.bulk_create(Word(word_list=row, **word) for word in entry["words"])
