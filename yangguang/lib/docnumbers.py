"""Document numbers 发文字号 (GB/T 9704): issuer's word, year in 〔〕, sequence without padding, 号.

`parse` knows the exact form only; `normalise` brings the usual slips to it, for look-ups and suggestions. The
text as written is what gets stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

EXACT = re.compile(r"(?P<word>[一-龥]{2,12})〔(?P<year>(?:19|20)\d{2})〕(?P<sequence>[1-9]\d{0,4})号")
_OPENING = "[(〈【〔［（《{<"
_CLOSING = "])〉】〕］）》}>"
# Any bracket, a padded or "第" number, blanks between the parts: how the number is mistyped in practice.
_TAIL = (
    rf"[{re.escape(_OPENING)}][ \u3000]*(?P<year>\d{{2,4}})[ \u3000]*年?[ \u3000]*"
    rf"[{re.escape(_CLOSING)}][ \u3000]*第?[ \u3000]*(?P<sequence>\d{{1,6}})[ \u3000]*号"
)
LOOSE = re.compile(rf"(?P<word>[一-龥]{{2,12}})[ \u3000]*{_TAIL}")
_ENDING = re.compile(_TAIL)
_INVISIBLE = re.compile("[\u200b-\u200d\ufeff]")
_LABEL = re.compile(r"^(发文字号|文号|文件编号|公文编号)\s*[:：]?\s*")


@dataclass(frozen=True, slots=True)
class DocNumber:
    word: str
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.sequence}号"


def loose(text: str) -> Iterator[re.Match[str]]:
    """Every document number in a text, however it is written: the matches of ``LOOSE``, a hundredth of the time.

    The bracket is looked for first; only before it are the words read.
    """
    done = 0
    for ending in _ENDING.finditer(text):
        at = ending.start()
        while at > done and text[at - 1] in " \u3000":
            at -= 1
        if found := LOOSE.search(text, max(done, at - 12), ending.end()):
            done = found.end()
            yield found


def parse(text: str) -> DocNumber | None:
    """The number when `text` is exactly one well-formed document number, else None."""
    found = EXACT.fullmatch(text.strip())
    return _number(found) if found else None


def normalise(text: str) -> str:
    """The form to look a number up by; a text that is no document number comes back trimmed.

    A two-digit year is left alone: guessing the century would make another document of it.
    """
    bare = _LABEL.sub("", _INVISIBLE.sub("", text).strip())
    folded = "".join(unicodedata.normalize("NFKC", c) if c.isalnum() else c for c in bare)
    found = LOOSE.fullmatch(folded)
    if not found or len(found["year"]) != 4 or not int(found["sequence"]):
        return bare
    return str(_number(found))


def _number(found: re.Match[str]) -> DocNumber:
    return DocNumber(found["word"], int(found["year"]), int(found["sequence"]))
