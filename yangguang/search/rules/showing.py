"""From a line to what is shown of it: title and passage as safe HTML, with what was looked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.lib.text import Folded, Span, highlight

from .reading import Line

WIDTH = 120
"""Characters of a passage."""
LOOKED = 1_000
"""Characters of a text whose title answers that are looked through for what is written otherwise than asked."""
_EACH = 20
_BEYOND = 30
_SENTENCE = re.compile(r"[。！？；\n]\s*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``title_html`` and ``excerpt_html`` are safe HTML with ``<mark>``."""

    ref: Ref
    title_html: str
    excerpt_html: str
    organisation_code: str
    organisation_name: str
    category_code: str
    category_name: str
    kind: str
    published_at: datetime
    url: str
    validity: str = ""


def hit(line: Line, text: str, wanted: tuple[str, ...]) -> Hit:
    """What is shown of a line; ``wanted`` are the phrases to mark, in normal form."""
    title = Folded(line.title).find(wanted)
    return Hit(
        ref=Ref.parse(line.ref),
        title_html=highlight(line.title, title),
        excerpt_html=passage(text, wanted, LOOKED if title else len(text)),
        organisation_code=line.organisation_code,
        organisation_name=line.organisation_name,
        category_code=line.category_code,
        category_name=line.category_name,
        kind=line.kind,
        published_at=line.published_at,
        url=line.url,
        validity=line.validity_on(clock.today()),
    )


def passage(text: str, wanted: Sequence[str], looked: int) -> str:
    """HTML of the passage that shows most of the phrases, marked.

    Only the passage is folded, unless nothing stands in the text as it is looked for: then the first ``looked``
    characters are.
    """
    places = _places(text, wanted) or Folded(text[:looked]).find(wanted)
    start = _begin(text, places) if places else 0
    end = min(len(text), start + WIDTH)
    around = Folded(text[start : end + _BEYOND])
    spans = [(first, min(last, end - start)) for first, last in around.find(wanted) if first < end - start]
    marked = _SPACES.sub(" ", highlight(text[start:end], spans)).strip()
    return ("……" if start else "") + marked + ("……" if end < len(text) else "")


def _places(text: str, wanted: Sequence[str]) -> list[Span]:
    found: list[Span] = []
    for phrase in wanted:
        at, left = text.find(phrase), _EACH
        while at >= 0 and left:
            found.append((at, at + len(phrase)))
            at, left = text.find(phrase, at + len(phrase)), left - 1
    return sorted(found)


def _begin(text: str, places: list[Span]) -> int:
    """Where the passage begins: at a sentence, where one begins nearby."""
    best, most = places[0][0], 1
    if len(places) > 1:
        for number, (start, _end) in enumerate(places):
            within = {text[a:b] for a, b in places[number:] if b <= start + WIDTH - WIDTH // 4}
            if len(within) > most:
                best, most = start, len(within)
    earliest = max(0, best - WIDTH // 4)
    sentence = _SENTENCE.search(text, earliest, best)
    return sentence.end() if sentence else (0 if best <= WIDTH // 4 else earliest)
