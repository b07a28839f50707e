"""What else a phrase may be written as: the office's words that mean the same, and the names of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import rjieba
from django.db.models import Count, Max, Q

from yangguang.lib.text import normalise
from yangguang.organisations.models import Organisation, OrganisationName
from yangguang.search.engines import Spelling
from yangguang.search.models import WordGroup
from yangguang.search.rows import words_of

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


def spell(phrases: tuple[str, ...], *, exact: bool = False) -> Spelt:
    """The spellings of phrases in normal form; with ``exact`` only as they were written."""
    if exact:
        return Spelt(tuple((Spelling(one, words_of(one)),) for one in phrases))
    same, names = same_words(), _names(phrases)
    terms, also = [], []
    for phrase in phrases:
        others = [(normalise(name), name) for name in names.get(phrase, ())]
        others += _others(phrase, same)
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
    stamp = WordGroup.objects.aggregate(n=Count("id"), last=Max("id"), at=Max("changed_at"))
    return _read(tuple(stamp.values()))


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


def _names(phrases: tuple[str, ...]) -> dict[str, list[str]]:
    """Of each phrase that names an organisation, its other names: full, short, without the county's, and former ones."""
    roots = Organisation.objects.filter(parent=None).values_list("name", flat=True)
    counties = [name.removesuffix("人民政府") for name in roots]
    wanted = [county + phrase for county in ("", *counties) for phrase in phrases if len(phrase) > 2]
    former = OrganisationName.objects.filter(Q(name__in=wanted) | Q(short_name__in=wanted))
    known = set(former.values_list("organisation_id", flat=True))
    rows = Organisation.objects.filter(Q(name__in=wanted) | Q(short_name__in=wanted) | Q(id__in=known))
    found: dict[str, list[str]] = {}
    for organisation in rows.prefetch_related("names")[:5]:
        borne = [(organisation.name, organisation.short_name)]
        borne += [(one.name, one.short_name) for one in organisation.names.all()]
        names = [name for pair in borne for name in pair]
        names += [name.removeprefix(county) for county in counties for name in names if name != county]
        names = [name for name in dict.fromkeys(names) if len(name) > 2]
        for phrase in phrases:
            if phrase in names:
                found.setdefault(phrase, []).extend(name for name in names if name != phrase)
    return found
