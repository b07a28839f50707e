"""Chinese text for searching: one normal form, its tokens, and the way back to the original.

The normal form makes two spellings of one phrase equal. Each character is taken by itself: NFKC and case
folding (``ＡＢ`` → ``ab``), traditional and variant characters as simplified (``政務`` → ``政务``), ``〇`` as ``零``,
quotes, brackets, spaces and invisible characters dropped (``“三公” 经费`` → ``三公经费``), any other character
that is neither letter nor figure becomes one space (``教育、医疗`` → ``教育 医疗``). A phrase is found where its
normal form stands within one run of characters. Folding only ever makes two spellings equal.

The index stores characters in pairs. ``供水管网`` is ``供水 水管 管网 网``: the pairs in order, then the last
character of the run alone, so that a single character can be looked up as the beginning of a token.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

Span = tuple[int, int]

FORM = 2
"""Which normal form this is. An index that was made with another one does not answer rightly any more."""

_VARIANTS = {
    variant: line[0]
    for line in (Path(__file__).parent / "variants.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for variant in line[1:]
} | {"〇": "零", "○": "零"}

_DROPPED = frozenset("\"'`´“”‘’„‟‚‛＂＇「」『』〝〞〟《》〈〉<>«»‹›()（）[]［］{}｛｝〔〕【】〖〗")


# Controls, halves of a pair, and what turns the direction of writing; not the joiners that some scripts are written with.
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


def one_line(text: str) -> str:
    """A name as it is kept: in one line, single spaces, without what cannot be seen and makes it read otherwise than it is."""
    return " ".join(_UNSEEN.sub("", text).split())


class _Folding(dict[int, str]):
    """``str.translate`` table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if char in _VARIANTS:
        return _VARIANTS[char]
    if char in _DROPPED or char.isspace() or unicodedata.category(char) in {"Cf", "Cc", "Mn"}:
        return ""
    letters = unicodedata.normalize("NFKC", char).casefold()
    kept = "".join(_VARIANTS.get(part, part) for part in letters if part.isalnum())
    return kept or " "


_FOLDING = _Folding()
# What most texts consist of besides ideographs: what is dropped stands first, since a mark becomes a space.
_USUAL = tuple((char, _fold_char(char)) for char in "\n “”《》（）()〔〕，。、；：！？,.;:!?%-")
_MOST_ODD = 40  # different characters: for more of them one walk through the text costs less


def normalise(text: str) -> str:
    """The normal form of a text (see the module's own account of it)."""
    # Character by character takes ten times as long as looking for the few that change and replacing each everywhere.
    odd = {*_odd().findall(text)}
    if odd:
        folded = sorted([(_FOLDING[ord(char)], char) for char in odd])  # what becomes nothing comes first
        if len(odd) > _MOST_ODD or not all(_stays(one) for one, _char in folded):
            return text.translate(_FOLDING)
        dropped = [char for one, char in folded if not one]
        for char in dropped:
            text = text.replace(char, "")
        text = _usual(text)
        for one, char in folded[len(dropped) :]:
            text = text.replace(char, one)
        return text
    return _usual(text)


def _usual(text: str) -> str:
    for char, folded in _USUAL:
        if char in text:
            text = text.replace(char, folded)
    return text


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    """A character that is neither in normal form, as far as that is told quickly, nor one of the usual marks."""
    plain = [chr(code) for code in range(ord("一"), ord("龥") + 1) if chr(code) not in _VARIANTS]
    held = "".join(plain) + "abcdefghijklmnopqrstuvwxyz0123456789" + "".join(char for char, _folded in _USUAL)
    return re.compile(f"[^{re.escape(held)}]")


@lru_cache(maxsize=4096)
def _stays(folded: str) -> bool:
    """Whether what a character becomes is in normal form, so that what is replaced later does not touch it."""
    return folded == " " or folded.translate(_FOLDING) == folded


def runs(normal: str) -> list[str]:
    """The unbroken runs of a normal form."""
    return normal.split()


def bigrams(normal: str) -> list[str]:
    """The tokens of a normal form: of every run its pairs in order, then its last character alone."""
    return spaced(normal).split()


def spaced(normal: str) -> str:
    """The same tokens in one text, with one or more spaces between them: what a full-text index is given."""
    # Each character, the one behind it, a space: laid out in three strides, since an index of millions of texts is made
    # of this. The first of a run stands behind nobody, so that no token begins with the space before it.
    heads = normal.strip(" ")
    while "  " in heads:
        heads = heads.replace("  ", " ")
    units, width, kind, code = heads.encode("utf-16-le"), 2, "H", "utf-16-le"
    if len(units) != width * len(heads):  # characters beyond the basic plane
        units, width, kind, code = heads.encode("utf-32-le"), 4, "I", "utf-32-le"
    space = " ".encode(code)
    laid = array(kind, space * (3 * len(heads)))
    laid[0::3] = array(kind, units)
    laid[1::3] = array(kind, _behind(units, width, space))
    return laid.tobytes().decode(code)


def _behind(units: bytes, width: int, space: bytes) -> bytes:
    """The characters one place further on, with a space wherever a space stands now.

    All at once, in whole numbers as long as the text: a lane of bits for each character.
    """
    count, bits = len(units) // width, 8 * width - 1
    ones = int.from_bytes((b"\x01" + b"\x00" * (width - 1)) * count, "little")
    spaces, rest = ones << 5, (ones << bits) - ones  # 0x20, and all bits of a lane but the highest
    differ = int.from_bytes(units, "little") ^ spaces
    # The highest bit of a lane where it is no space; then all of its bits.
    filled = (((differ & rest) + rest) | differ) & (ones << bits)
    mask = (filled << 1) - (filled >> bits)
    behind = int.from_bytes(units[width:] + space, "little")
    return (spaces ^ ((behind ^ spaces) & mask)).to_bytes(len(units), "little")


def phrases(query: str, most: int = 10) -> list[str]:
    """What a query asks for: phrases in normal form, all of which must be found.

    One syntax only: spaces and punctuation part phrases; quotes and brackets are ignored, as they are in the
    texts themselves. Repeated phrases, and those that stand within another, say nothing and are left out.
    """
    parts = (normalise(part) for part in re.split(r"\s+", query))
    found = list(dict.fromkeys(run for part in parts for run in part.split()))
    kept = [one for one in found if not any(one != other and one in other for other in found)]
    return kept[:most]


# What most titles and sentences consist of: each character becomes exactly one.
_ONE_TO_ONE = re.compile(r"[一-鿿A-Za-z0-9，。、；：！？,.;:!?%-]*")


class Folded:
    """A text with its normal form and the place of every normal character in the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.normal = normalise(original)

    @cached_property
    def _breaks(self) -> tuple[list[int], list[int]]:
        # Where a character does not become exactly one: the normal position from which on a shift holds, and
        # the shift. Between two breaks, original = normal + shift.
        positions, shifts = [0], [0]
        if _ONE_TO_ONE.fullmatch(self.original):
            return positions, shifts
        shift = 0
        lengths = list(map(len, map(_FOLDING.__getitem__, map(ord, self.original))))
        for place, length in enumerate(lengths):
            if length != 1:
                start = place - shift
                shift += 1 - length
                for extra in range(
                    1, length
                ):  # the further letters of ㎡ → m2 all stand at the one character
                    positions.append(start + extra)
                    shifts.append(place - start - extra)
                positions.append(start + length)
                shifts.append(shift)
        return positions, shifts

    def place(self, index: int) -> int:
        """The index in the original of the character at ``index`` of the normal form."""
        positions, shifts = self._breaks
        return index + shifts[bisect_right(positions, index) - 1]

    def find(self, wanted: Iterable[str], limit: int = 200) -> list[Span]:
        """Where phrases (in normal form) stand in the original: spans in order, overlapping ones joined."""
        spans: list[Span] = []
        for phrase in wanted:
            at = self.normal.find(phrase)
            while at >= 0 and len(spans) < limit:
                spans.append((self.place(at), self.place(at + len(phrase) - 1) + 1))
                at = self.normal.find(phrase, at + len(phrase))
        return _joined(spans)

    def holds(self, phrase: str) -> bool:
        """Whether a phrase (in normal form) stands in this text."""
        return phrase in self.normal


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def highlight(text: str, spans: Sequence[Span]) -> str:
    """HTML of a text with ``<mark>`` around spans; characters that the normal form drops stay unmarked."""
    out: list[str] = []
    done = 0
    for start, end in spans:
        out.append(html.escape(text[done:start]))
        for marked, piece in _pieces(text[start:end]):
            out.append(f"<mark>{html.escape(piece)}</mark>" if marked else html.escape(piece))
        done = end
    out.append(html.escape(text[done:]))
    return "".join(out)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    if _ONE_TO_ONE.fullmatch(text):
        yield True, text
        return
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or bool(_FOLDING[ord(text[place])]) != bool(_FOLDING[ord(text[start])]):
            yield bool(_FOLDING[ord(text[start])]), text[start:place]
            start = place


def excerpt(folded: Folded, wanted: Sequence[str], width: int = 120) -> str:
    """HTML of the passage that shows most of the phrases, marked; the beginning when none is there.

    ``width`` counts characters. The passage begins at a sentence where one begins nearby.
    """
    spans = folded.find(wanted)
    text = folded.original
    start = _window(text, spans, width) if spans else 0
    end = min(len(text), start + width)
    shown = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    passage = text[start:end]
    marked = highlight(passage, shown)
    marked = re.sub(r"\s+", " ", marked).strip()
    return ("……" if start else "") + marked + ("……" if end < len(text) else "")


def _window(text: str, spans: list[Span], width: int) -> int:
    best, most = spans[0][0], 0
    for place, (start, _) in enumerate(spans[:50]):
        inside = {text[a:b] for a, b in spans[place:] if b <= start + width - width // 4}
        if len(inside) > most:
            best, most = start, len(inside)
    earliest = max(0, best - width // 4)
    begins = [found.end() for found in re.finditer(r"[。！？；\n]\s*", text[earliest:best])]
    return earliest + begins[0] if begins else (0 if best <= width // 4 else earliest)


_SENTENCE_END = re.compile(r"(?<=[。！？；!?;])[”’」』）)]*|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a Chinese text, with their closing marks; line ends part sentences too."""
    out: list[str] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        piece = text[start : found.end()].strip()
        if piece:
            out.append(piece)
        start = found.end()
    rest = text[start:].strip()
    return [*out, rest] if rest else out
