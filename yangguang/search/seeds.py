"""What the room brings along: what people say for what documents write."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.db import transaction

from yangguang.lib import clock

from .actions.words import checked
from .models import WordGroup

_FILE = Path(__file__).parent / "seeds" / "words.yaml"


@transaction.atomic
def load() -> None:
    """Only into a house that has no such words yet: what the office took out does not come back."""
    if WordGroup.objects.exists():
        return
    now = clock.now()
    groups = []
    for way, rows in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items():
        for row in rows:
            kept, folded = checked(row.split(), one_way=way == "one_way")
            groups.append(WordGroup(words=kept, folded=folded, one_way=way == "one_way", changed_at=now))
    WordGroup.objects.bulk_create(groups)
