"""In which order the best answers come.

The index gives them stage by stage, newest first. The first :data:`WINDOW` of them are put into a finer order: what is
called just that, what begins with it, what has it as words rather than across two, what speaks of little else; and,
slightly, what is newer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import rjieba

from yangguang.lib.text import normalise
from yangguang.search.engines import Spelling, Stage
from yangguang.search.rows import edges

from .reading import Line, Terms

WINDOW = 60
HEAD = 2_000
"""Characters of a text that are looked at for words."""

_STAGE = {Stage.TITLE_WORDS: 4.0, Stage.TITLE: 2.0, Stage.BODY: 0.0, Stage.ANY: 0.0}
_AROUND = 8
_YEAR = timedelta(days=365)


def score(line: Line, stage: Stage, terms: Terms, now: datetime) -> float:
    """How well a line answers at a moment; its ``head`` counts where the title does not answer."""
    title = normalise(line.title)
    whole = title.replace(" ", "")
    held = [next((one for one in term if one.phrase in title), None) for term in terms]
    points = _STAGE[stage]
    found = [one.phrase for one in held if one]
    if found:
        covered = min(1.0, sum(map(len, found)) / max(1, len(whole)))
        points += 1.5 * covered
        points += 2.0 * (covered == 1.0) + 0.3 * whole.startswith(found[0])
        points += 0.6 * (len(found) > 1 and "".join(found) in whole)
        # A spelling that was written by whoever asks goes before one that was added.
        points += 0.4 * sum(one is term[0] for one, term in zip(held, terms, strict=True)) / len(terms)
    if stage in {Stage.BODY, Stage.ANY}:
        points += sum(_as_word(line.head, term) for term in terms) / len(terms)
    age = (now - line.published_at) / _YEAR
    return points - 0.08 * min(max(age, 0.0), 10.0)


def _as_word(text: str, term: tuple[Spelling, ...]) -> float:
    """1 where a spelling stands in a text as words, 0.3 where it only stands there, 0 where it does not."""
    # Folding a whole text costs more than all the rest: it is done only where nothing stands there as it is sought.
    if not any(one.phrase in text for one in term):
        text = normalise(text)
    best = 0.0
    for one in term:
        at, looked = text.find(one.phrase), 0
        while at >= 0 and looked < 5:
            best = 0.3
            around = normalise(text[max(0, at - _AROUND) : at + len(one.phrase) + _AROUND])
            if _begins_and_ends(around, one.phrase):
                return 1.0
            at, looked = text.find(one.phrase, at + 1), looked + 1
    return best


def _begins_and_ends(text: str, phrase: str) -> bool:
    if len(phrase) == 1:
        return False
    if phrase in edges(text):
        return True
    for run in text.split():
        cuts = [0]
        for word in rjieba.cut(run):
            cuts.append(cuts[-1] + len(word))
        at = run.find(phrase)
        if at in cuts and at + len(phrase) in cuts:
            return True
    return False
