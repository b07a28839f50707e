"""What else a phrase may be written as: the office's words that mean the same, and the names of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import rjieba

from yangguang.lib import clock
from yangguang.lib.text import normalise
from yangguang.organisations.models import Organisation, OrganisationName
from yangguang.search.engines import Spelling
from yangguang.search.models import WordGroup
from yangguang.search.rows import words_of

from .standing import Standing, standing

_MOST_NAMES = 20
MOST = 6
"""Spellings of one phrase that are looked for beside the one that was written."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """The terms of a query, each with its spellings (the one that was written first), and what was added."""

    terms: tuple[tuple[Spelling, ...], ...]
    also: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every phrase that is looked for."""
        return tuple(spelling.phrase for term in self.terms for spelling in term)


def spell(phrases: tuple[str, ...], *, exact: bool = False, now: Standing | None = None) -> Spelt:
    """The spellings of phrases in normal form; with ``exact`` only as they were written."""
    if exact:
        return Spelt(tuple((Spelling(one, words_of(one)),) for one in phrases))
    now = now or standing()
    same, names = _read(now.words), _names(now.names, clock.now().replace(second=0, microsecond=0))
    terms, also = [], []
    for phrase in phrases:
        others = [*names.get(phrase, ()), *_others(phrase, same)]
        term, taken = [Spelling(phrase, words_of(phrase))], {phrase}
        for normal, shown in others:
            # What holds the phrase itself is found by it anyway.
            if normal and phrase not in normal and normal not in taken and len(term) <= MOST:
                taken.add(normal)
                term.append(Spelling(normal, words_of(normal)))
                also.append(shown)
        terms.append(tuple(term))
    return Spelt(tuple(terms), tuple(dict.fromkeys(also)))


_Same = dict[str, tuple[tuple[str, str], ...]]


def same_words() -> _Same:
    """Each word that the office says means the same as others, with these."""
    return _read(standing().words)


def forget() -> None:
    """Read words and names anew with the next question."""
    _read.cache_clear()
    _names.cache_clear()


@lru_cache(maxsize=4)
def _read(stamp: tuple[object, ...]) -> _Same:
    """Word in normal form → what else to look for, as (normal form, as written). ``stamp`` changes with the words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for group in WordGroup.objects.filter(is_active=True):
        written = [(normalise(word), word) for word in group.words]
        for normal, _word in written[:1] if group.one_way else written:
            found.setdefault(normal, []).extend(one for one in written if one[0] != normal)
    return {normal: tuple(dict.fromkeys(others)) for normal, others in found.items()}


def _others(phrase: str, same: _Same) -> list[tuple[str, str]]:
    """The phrase's own spellings, or else those that come of the words in it: 低保标准 gives 最低生活保障标准."""
    if phrase in same:
        return list(same[phrase])
    edges = [0]
    for word in rjieba.cut(phrase):
        edges.append(edges[-1] + len(word))
    found: list[tuple[str, str]] = []
    start = 0
    while start < len(phrase):
        ends = [end for end in reversed(edges) if end >= start + 2 and phrase[start:end] in same]
        if start in edges and ends:
            for normal, shown in same[phrase[start : ends[0]]]:
                found.append(
                    (phrase[:start] + normal + phrase[ends[0] :], phrase[:start] + shown + phrase[ends[0] :])
                )
            start = ends[0]
        else:
            start += 1
    return found


@lru_cache(maxsize=4)
def _names(stamp: tuple[object, ...], minute: datetime) -> _Same:
    """Each name of an organisation with its other names: full, short, without the county's, and former ones.

    Kept until an organisation or a name is added, and for a minute at most: a name that is put right in place is
    understood after that.
    """
    rows = list(Organisation.objects.order_by("id").values_list("id", "parent_id", "name", "short_name"))
    borne = {pk: [name, short] for pk, _parent, name, short in rows}
    for pk, *former in OrganisationName.objects.values_list("organisation_id", "name", "short_name"):
        borne[pk] += former
    counties = [name.removesuffix("人民政府") for _pk, parent, name, _short in rows if parent is None]
    found: dict[str, dict[tuple[str, str], None]] = {}
    for names in borne.values():
        every = [*names, *(one.removeprefix(county) for county in counties for one in names if one != county)]
        pairs = [(normalise(one), one) for one in dict.fromkeys(every) if len(one) > 2]
        for normal, _shown in pairs:
            found.setdefault(normal, {}).update(dict.fromkeys(one for one in pairs if one[0] != normal))
    return {normal: tuple(others)[:_MOST_NAMES] for normal, others in found.items()}
