"""The verbs of words that mean the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.text import normalise
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import Acting, may
from yangguang.search.acts import WORDS_IMPORTED, WORDS_REMOVED, WORDS_SET
from yangguang.search.models import WordGroup

LONGEST_WORD = 30
MOST_WORDS = 12
MOST_ROWS = 5_000
_ONE_WAY = frozenset({"单向", "one-way", "→", "1"})
_HEADER = frozenset({"方向", "词", "单向或双向"})


@dataclass(frozen=True)
class Imported:
    """``rejects`` are (line, row, reason)."""

    added: int
    rejects: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def set_words(
    words: Sequence[str],
    *,
    by: Acting,
    one_way: bool = False,
    is_active: bool = True,
    note: str = "",
    group: WordGroup | None = None,
) -> WordGroup:
    """Say that words mean the same; with ``group``, change what was said. Refuses words nobody could search for."""
    actor = _admit(by)
    kept, folded = checked(words, one_way=one_way)
    facts = {
        "words": kept,
        "folded": folded,
        "one_way": one_way,
        "is_active": is_active,
        "note": note.strip()[:200],
        "changed_at": clock.now(),
    }
    try:
        with transaction.atomic():
            if group is None:
                group = WordGroup.objects.create(**facts)
            elif not WordGroup.objects.filter(pk=group.pk).update(**facts):
                raise Refusal(_("这组同义词刚刚已经被删去。"), code="conflict")
            else:
                group.refresh_from_db()
    except IntegrityError as error:
        raise Refusal(_("已经有一组完全一样的词。"), code="conflict", field="words") from error
    record(
        WORDS_SET,
        subject=group.ref,
        actor=actor,
        public={"words": str(group), "active": is_active},
    )
    return group


@transaction.atomic
def remove_words(group: WordGroup, by: Acting) -> None:
    """Take a group out."""
    actor = _admit(by)
    if not WordGroup.objects.filter(pk=group.pk).delete()[0]:
        raise Refusal(_("这组同义词刚刚已经被删去。"), code="conflict")
    record(WORDS_REMOVED, subject=group.ref, actor=actor, public={"words": str(group)})


@transaction.atomic
def import_words(content: str, by: Acting) -> Imported:
    """Add the groups of a CSV: one a line, words in cells; a first cell 单向 makes it one way. What is there stays."""
    actor = _admit(by)
    added, rejects = 0, []
    for line, row in enumerate(csv.reader(io.StringIO(content)), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and cells[0] in _HEADER):
            continue
        if line > MOST_ROWS:
            raise Refusal(_("一次最多导入 %(n)d 组。") % {"n": MOST_ROWS}, code="too-large", field="file")
        one_way = cells[0] in _ONE_WAY
        words = cells[1:] if one_way or cells[0] in {"双向", "two-way"} else cells
        try:
            kept, folded = checked(words, one_way=one_way)
        except Refusal as refusal:
            rejects.append((line, ",".join(cells), str(refusal.message)))
            continue
        _group, created = WordGroup.objects.get_or_create(
            folded=folded, defaults={"words": kept, "one_way": one_way, "changed_at": clock.now()}
        )
        added += created
    if not added and not rejects:
        raise Refusal(_("文件里没有新的同义词。每行写一组，用逗号隔开：低保,最低生活保障。"), field="file")
    if added:
        record(WORDS_IMPORTED, subject=Ref(WordGroup.REF_KIND, "all"), actor=actor, public={"added": added})
    return Imported(added, rejects)


def checked(words: Sequence[str], *, one_way: bool) -> tuple[list[str], str]:
    """The words as they are kept, and their normal form as one text. Refuses what makes no group."""
    kept: dict[str, str] = {}
    for word in (" ".join(one.split()) for one in words):
        normal = normalise(word)
        if not word:
            continue
        if len(normal) < 2 or len(word) > LONGEST_WORD or " " in normal:
            raise Refusal(
                _("“%(word)s”不能用：每个词 2 到 %(n)d 个字，中间没有空格和标点。")
                % {"word": word[:40], "n": LONGEST_WORD},
                field="words",
            )
        kept.setdefault(normal, word)
    if len(kept) < 2:
        raise Refusal(_("一组至少要有两个不同的词。"), field="words")
    if len(kept) > MOST_WORDS:
        raise Refusal(_("一组最多 %(n)d 个词。") % {"n": MOST_WORDS}, field="words")
    first, *others = kept
    folded = "\n".join([">", first, *sorted(others)] if one_way else ["=", *sorted(kept)])
    return list(kept.values()), folded


def _admit(by: Acting) -> Actor:
    organisation = by.organisation
    if not may(by.user, Permission.MANAGE_CATALOGUE, organisation):
        raise Refusal(_("您没有维护同义词的权限，请联系本单位的政务公开机构。"), code="forbidden")
    return by.actor
