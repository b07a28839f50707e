"""Collect the words that are offered while somebody types: from titles, from the office's words, from what is sought."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import rjieba
from django.db import transaction

from yangguang.lib.pinyin import sound
from yangguang.lib.ref import Ref
from yangguang.lib.text import normalise
from yangguang.search import registry
from yangguang.search.models import Entry, Term, WordGroup
from yangguang.search.rules.sought import most_sought

MOST = 20_000
_TITLES = 300_000
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,20}")
_JOINING = frozenset(
    [
        "关于",
        "进一步",
        "开展",
        "印发",
        "做好",
        "加强",
        "通知",
        "公告",
        "公示",
        "有关",
        "实施",
        "年度",
        "以及",
        "情况",
    ]
)
_LIVING_AT_ONCE = 1000


def learn() -> int:
    """Collect them anew; how many there are. Only from what is public now."""
    weights = Counter[str]()
    batch: list[tuple[Ref, str]] = []
    rows = Entry.objects.exclude(position=None).order_by("-position").values_list("ref", "title")
    for row in rows[:_TITLES].iterator(chunk_size=_LIVING_AT_ONCE):
        batch.append(row)
        if len(batch) == _LIVING_AT_ONCE:
            _count(batch, weights)
            batch = []
    _count(batch, weights)
    # A word that stands in one title only is as likely a name as a subject.
    found = Counter({word: number for word, number in weights.items() if number > 1})
    for group in WordGroup.objects.filter(is_active=True):
        for word in group.words:
            found[word] += 3
    for sought in most_sought()[:500]:
        if sought["n"] > sought["miss"]:
            found[sought["words"]] += 3 * sought["n"]
    chosen = [(word, number) for word, number in found.most_common(MOST) if len(word) <= 40]
    _write(chosen)
    return len(chosen)


def _count(rows: list[tuple[Ref, str]], weights: Counter[str]) -> None:
    living = registry.living(ref for ref, _title in rows)
    for ref, title in rows:
        if ref not in living:
            continue
        words: set[str] = set()
        for run in normalise(title).split():
            cut = rjieba.cut(run)
            words |= {word for word in cut if _CHINESE.fullmatch(word)}
            # Two words in a row are a subject too: 医疗 救助, 食品 经营.
            words |= {
                first + second
                for first, second in pairwise(cut)
                if 4 <= len(first + second) <= 8
                and not _JOINING & {first, second}
                and _CHINESE.fullmatch(first + second)
            }
        weights.update(words)


@transaction.atomic
def _write(chosen: list[tuple[str, int]]) -> None:
    Term.objects.all().delete()
    Term.objects.bulk_create(
        (
            Term(text=word, pinyin=full[:240], initials=initials[:40], weight=min(number, 2_000_000_000))
            for word, number in chosen
            for full, initials in [sound(word)]
        ),
        batch_size=1000,
    )
