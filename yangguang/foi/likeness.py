"""How much of this year's report stands in last year's already: whole sentences, and the longest passages.

Figures do not count: a sentence whose numbers alone were changed is the same sentence. Neither do headings, which the
national form prescribes, nor sentences too short to say anything of their own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from yangguang.lib.text import sentences

MOST = Fraction(4, 5)
"""More than this is pointed out as too much alike (雷同)."""

_SHORTEST = 10  # characters of a sentence that is compared
_HEADING = 30  # characters of a line without a closing mark that is a heading
_PASSAGE = 20  # characters of a passage that is pointed out
_PLACES = 40  # places in the old text that are tried for a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the new text that the old one has too: characters [start, end) of the new text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Likeness:
    """``repeated`` of ``compared`` sentences stand in the old text; ``covered``: share of characters in passages."""

    repeated: tuple[str, ...]
    compared: int
    covered: Fraction
    passages: tuple[Passage, ...]

    @property
    def share(self) -> Fraction:
        """The share of sentences that are repeated, 0 … 1."""
        return Fraction(len(self.repeated), self.compared) if self.compared else Fraction(0)

    @property
    def is_too_much(self) -> bool:
        return max(self.share, self.covered) > MOST

    @property
    def sentence(self) -> str:
        """What a person is told, the longest passage with it."""
        words = _(
            "正文与上年雷同：%(compared)d 句中有 %(repeated)d 句与上年相同（不计数字），占 %(share)d%%。"
        )
        told = words % {
            "compared": self.compared,
            "repeated": len(self.repeated),
            "share": round(self.share * 100),
        }
        if self.passages:
            longest = self.passages[0]
            more = _("最长的相同段落有 %(length)d 字，从“%(begin)s”起。")
            told += more % {"length": longest.end - longest.start, "begin": longest.text[:20]}
        return told


def compare(text: str, previous: str) -> Likeness:
    """A report's text with last year's. Passages come longest first, at most twenty."""
    known = {_folded(one)[0] for one in sentences(previous)}
    mine = [one for one in sentences(text) if _counts(one)]
    repeated = tuple(one for one in mine if _folded(one)[0] in known)
    passages, covered = _passages(text, previous)
    passages.sort(key=lambda passage: (passage.start - passage.end, passage.start))
    return Likeness(repeated, len(mine), covered, tuple(passages[:20]))


def _counts(sentence: str) -> bool:
    is_heading = len(sentence) <= _HEADING and sentence[-1] not in "。！？；!?;”）"
    return not is_heading and len(_folded(sentence)[0]) >= _SHORTEST


def _folded(text: str) -> tuple[str, list[int]]:
    """A text without spaces, each number as one nought; and where each character of it stands."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            continue
        if char.isdecimal() and out and out[-1] == "0" and places[-1] == place - 1:
            places[-1] = place
            continue
        out.append("0" if char.isdecimal() else char)
        places.append(place)
    return "".join(out), places


def _passages(text: str, previous: str) -> tuple[list[Passage], Fraction]:
    new, places = _folded(text)
    old, _old_places = _folded(previous)
    where: dict[str, list[int]] = defaultdict(list)
    for place in range(len(old) - _PASSAGE + 1):
        spots = where[old[place : place + _PASSAGE]]
        if len(spots) < _PLACES:
            spots.append(place)
    found: list[Passage] = []
    at = covered = 0
    while at + _PASSAGE <= len(new):
        length = max(
            (_common(new, at, old, spot) for spot in where.get(new[at : at + _PASSAGE], ())), default=0
        )
        if not length:
            at += 1
            continue
        start, end = places[at], places[at + length - 1] + 1
        # A number at the beginning was folded onto its last figure.
        while start and text[start].isdecimal() and text[start - 1].isdecimal():
            start -= 1
        found.append(Passage(start, end, text[start:end]))
        covered += length
        at += length
    return found, Fraction(covered, len(new)) if new else Fraction(0)


def _common(new: str, at: int, old: str, spot: int) -> int:
    """How far two texts agree from two places on; they do for one passage at least."""
    length, most = _PASSAGE, min(len(new) - at, len(old) - spot)
    while length < most and new[at + length] == old[spot + length]:
        length += 1
    return length
