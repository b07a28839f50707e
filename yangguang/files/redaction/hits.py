"""What may have to be covered, found in the words of a page: what rooms above know of numbers, and what a person types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yangguang.files.redaction.runner import Page
from yangguang.lib.pdf.geometry import Box

SHORTEST_WORD = 2
_MAIL = re.compile(r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+")
_AROUND = 8  # characters shown before and after


@dataclass(frozen=True, slots=True)
class Passage:
    """text[start:end] is a number of this kind; ``shown`` is it masked; ``sure`` where nobody would leave it."""

    start: int
    end: int
    kind: str
    shown: str
    sure: bool = False


Finder = Callable[[str], Iterable[Passage]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """A room above finds numbers in a plain text."""
    if finder not in _finders:
        _finders.append(finder)


def suggested(page: Page) -> list[dict[str, Any]]:
    """What stands on a page that may have to be covered, in the order of the page, each place once."""
    passages = _passages(page.text)
    # A number that is broken at the end of a line is one number.
    kept = [at for at, character in enumerate(page.text) if character not in "\r\n"]
    joined = "".join(page.text[at] for at in kept)
    for one in _passages(joined):
        passages.append(Passage(kept[one.start], kept[one.end - 1] + 1, one.kind, one.shown, one.sure))
    hits, taken = [], set[int]()
    for one in sorted(passages, key=lambda p: (p.start - p.end, p.start)):
        if taken.isdisjoint(range(one.start, one.end)) and (boxes := _boxes(page, one.start, one.end)):
            taken.update(range(one.start, one.end))
            hits.append((one.start, _hit(page, one, boxes)))
    return [hit for _start, hit in sorted(hits, key=lambda pair: pair[0])]


def places_of(word: str, page: Page) -> list[dict[str, Any]]:
    """Everywhere that a word stands on a page, whatever its width, case and blanks: 张 三 is 张三."""
    wanted = "".join(_folded(character) for character in word)
    letters = [(at, folded) for at, character in enumerate(page.text) for folded in _folded(character)]
    text = "".join(folded for _at, folded in letters)
    hits, found = [], text.find(wanted) if wanted else -1
    while found >= 0:
        start, end = letters[found][0], letters[found + len(wanted) - 1][0] + 1
        if boxes := _boxes(page, start, end):
            passage = Passage(start, end, _("词语"), page.text[start:end], sure=True)
            hits.append(_hit(page, passage, boxes))
        found = text.find(wanted, found + len(wanted))
    return hits


def _folded(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", character).casefold() if not c.isspace())


def _passages(text: str) -> list[Passage]:
    found = [one for finder in _finders for one in finder(text)]
    found += [Passage(*one.span(), kind=_("电子邮箱"), shown=one[0]) for one in _MAIL.finditer(text)]
    return found


def _hit(page: Page, one: Passage, boxes: list[Box]) -> dict[str, Any]:
    before = page.text[max(0, one.start - _AROUND) : one.start]
    after = page.text[one.end : one.end + _AROUND]
    shown = " ".join(f"{before}【{one.shown}】{after}".split())
    return {
        "page": page.number,
        "boxes": [box.as_list() for box in boxes],
        "kind": one.kind,
        "shown": shown,
        "sure": one.sure,
    }


def _boxes(page: Page, start: int, end: int) -> list[Box]:
    """One box for each line that the passage stands on, a little higher than its characters and inside the page."""
    lines: list[Box] = []
    for place in page.boxes[start:end]:
        if place is None:
            continue
        box = Box(*place)
        if lines and _same_line(lines[-1], box):
            lines[-1] = lines[-1].joined(box)
        else:
            lines.append(box)
    grown = [line.grown(0.2, max(1.0, line.height * 0.12)) for line in lines]
    return [box for box in (one.within(page.width, page.height) for one in grown) if box is not None]


def _same_line(line: Box, box: Box) -> bool:
    """Side by side, or one below the other where the page is turned: no more than three characters' size apart."""
    size = max(box.width, box.height)
    beside = (
        min(line.y1, box.y1) - max(line.y0, box.y0) > 0 and _gap(line.x0, line.x1, box.x0, box.x1) < 3 * size
    )
    narrow = line.width < 1.5 * size
    below = (
        narrow
        and min(line.x1, box.x1) > max(line.x0, box.x0)
        and _gap(line.y0, line.y1, box.y0, box.y1) < size / 4
    )
    return beside or below


def _gap(a0: float, a1: float, b0: float, b1: float) -> float:
    return max(b0 - a1, a0 - b1)


def each(pages: Iterable[Page], find: Callable[[Page], list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for page in pages:
        yield from find(page)
