"""Word lists over a text: one automaton for all lists that apply, built again only when a list changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import ahocorasick
from django.utils.translation import gettext as _

from yangguang.organisations.models import Organisation
from yangguang.screening.checks import looked_up
from yangguang.screening.findings import Finding, Text
from yangguang.screening.models import Word, WordKind, WordList


@dataclass(frozen=True)
class Entry:
    text: str
    suggestion: str
    note: str
    right_in: tuple[str, ...]
    kind: str
    level: str


def listed_words(text: Text) -> Iterator[Finding]:
    words = _words(_stamps(text.organisation))
    if words is None or not words.stand_in(text.plain):
        return
    for last, entry in words.automaton.iter_long(text.plain):
        start, end = last - len(entry.text) + 1, last + 1
        if not _is_right(text.plain, start, end, entry):
            yield _finding(text, start, end, entry)


def _finding(text: Text, start: int, end: int, entry: Entry) -> Finding:
    if entry.kind == WordKind.WRONG:
        message = _("“%(word)s”疑为错别字") % {"word": entry.text}
        code = "word.wrong"
    else:
        message = _("“%(word)s”不宜使用") % {"word": entry.text}
        code = "word.banned"
    if entry.note:
        message = _("%(message)s：%(note)s") % {"message": message, "note": entry.note}
    return text.finding(code, entry.level, start, end, message, suggestion=entry.suggestion)


def _is_right(plain: str, start: int, end: int, entry: Entry) -> bool:
    """Whether the word stands inside a longer one in which it is no mistake."""
    for longer in entry.right_in:
        offset = longer.find(entry.text)
        if offset >= 0 and plain.startswith(longer, start - offset) and start >= offset:
            return True
    return False


Stamps = tuple[tuple[int, str], ...]


def _stamps(organisation: Organisation | None) -> Stamps:
    def ask() -> Stamps:
        return tuple(WordList.objects.applying_to(organisation).order_by("pk").values_list("pk", "stamp"))

    return looked_up(("word lists", organisation.pk if organisation else None), ask)


class _Words(NamedTuple):
    """The automaton; what the words in it begin with, and the words themselves by that: two characters each."""

    automaton: ahocorasick.Automaton
    begin: re.Pattern[str]
    by_pair: dict[str, list[str]]
    single: list[str]

    def stand_in(self, plain: str) -> bool:
        """Whether one of the words is in a text: no is what most texts answer, several times as fast as the automaton,
        which looks through all first characters at each place.
        """
        for found in self.begin.finditer(plain):
            at = found.start()
            if any(plain.startswith(word, at) for word in self.by_pair.get(plain[at : at + 2], ())):
                return True
        return any(word in plain for word in self.single)


@lru_cache(maxsize=32)
def _words(stamps: Stamps) -> _Words | None:
    """The stamps are the key: 10,000 words take about 20 ms, once for each change."""
    automaton = ahocorasick.Automaton()
    rows = Word.objects.filter(word_list__in=[pk for pk, _stamp in stamps]).select_related("word_list")
    for row in rows.order_by("word_list__organisation__path", "pk"):
        right_in = tuple(part for part in row.right_in.split("|") if part)
        entry = Entry(row.text, row.suggestion, row.note, right_in, row.word_list.kind, row.word_list.level)
        automaton.add_word(row.text, entry)
    if not len(automaton):
        return None
    automaton.make_automaton()
    by_pair: dict[str, list[str]] = {}
    for word in automaton:
        by_pair.setdefault(word[:2], []).append(word)
    single = [pair for pair in by_pair if len(pair) == 1]
    firsts, seconds = (
        re.escape("".join(sorted({pair[place] for pair in by_pair.keys() - single})) or "\x00")
        for place in (0, 1)
    )
    return _Words(automaton, re.compile(f"[{firsts}](?=[{seconds}])"), by_pair, single)
