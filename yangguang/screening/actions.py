"""The verbs of word lists."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.acting import Acting
from yangguang.screening.acts import WORD_REMOVED, WORDS_IMPORTED
from yangguang.screening.models import Word, WordList
from yangguang.screening.permissions import require_managed

MOST_ROWS = 50_000
_HEADER = frozenset({"词", "word", "text", "错词"})


@dataclass(frozen=True)
class Imported:
    """`rejects` are (line, row, reason)."""

    added: int
    changed: int
    rejects: list[tuple[int, str, str]] = field(default_factory=list)


def read_words(content: str) -> tuple[dict[str, Word], list[tuple[int, str, str]]]:
    """Rows of a CSV: word, suggestion, note, contexts in which it is right (parted by |). No header needed."""
    words: dict[str, Word] = {}
    rejects: list[tuple[int, str, str]] = []
    for line, row in enumerate(csv.reader(io.StringIO(content)), 1):
        cells = [cell.strip() for cell in row] + [""] * 4
        text, suggestion, note, right_in = cells[:4]
        if not any(cells) or (line == 1 and text.lower() in _HEADER):
            continue
        if reason := _objection(text, suggestion, note, right_in, words):
            rejects.append((line, ",".join(row), reason))
            continue
        words[text] = Word(text=text, suggestion=suggestion, note=note, right_in=right_in)
    return words, rejects


def _objection(text: str, suggestion: str, note: str, right_in: str, seen: dict[str, Word]) -> str:
    if len(text) < 2:
        return _("词至少两个字，单字会误报")
    if len(text) > 60 or len(suggestion) > 120 or len(note) > 200 or len(right_in) > 200:
        return _("太长：词 60 字、建议 120 字、说明和上下文 200 字以内")
    if text == suggestion:
        return _("建议与原词相同")
    if any(text not in longer for longer in right_in.split("|") if longer):
        return _("“不算错的上下文”里要包含这个词")
    return _("这个词前面已经有了") if text in seen else ""


@transaction.atomic
def import_words(word_list: WordList, content: str, acting: Acting) -> Imported:
    """Add the words of a CSV to a list; one that is there already takes the new suggestion."""
    require_managed(acting.user, word_list)
    words, rejects = read_words(content)
    if len(words) > MOST_ROWS:
        raise Refusal(_("一次最多导入 %(n)d 条。") % {"n": MOST_ROWS}, code="too-large")
    if not words:
        raise Refusal(_("文件里没有能采用的词。每行写：词,建议,说明。"), field="file")
    known = dict(Word.objects.filter(word_list=word_list, text__in=words).values_list("text", "suggestion"))
    for word in words.values():
        word.word_list = word_list
    Word.objects.bulk_create(
        words.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["word_list", "text"],
        update_fields=["suggestion", "note", "right_in"],
    )
    changed = sum(known[text] != words[text].suggestion for text in known)
    result = Imported(len(words) - len(known), changed, rejects)
    _touch(word_list)
    record(
        WORDS_IMPORTED,
        subject=Ref("screening.word_list", word_list.uid),
        actor=acting.actor,
        public={"list": word_list.name, "added": result.added, "changed": result.changed},
    )
    return result


@transaction.atomic
def remove_word(word: Word, acting: Acting) -> None:
    """Take a word out of its list."""
    require_managed(acting.user, word.word_list)
    if not Word.objects.filter(pk=word.pk).delete()[0]:
        raise Refusal(_("这个词刚刚已经被删去。"), code="conflict")
    _touch(word.word_list)
    record(
        WORD_REMOVED,
        subject=Ref("screening.word_list", word.word_list.uid),
        actor=acting.actor,
        public={"list": word.word_list.name},
        private={"word": word.text},
    )


def _touch(word_list: WordList) -> None:
    WordList.objects.filter(pk=word_list.pk).update(stamp=new_uid())
