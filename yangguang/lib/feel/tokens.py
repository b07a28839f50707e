"""Cuts an expression into its words. A name with spaces or signs in it is one word where it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .functions import BUILTINS
from .values import FeelError

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d{1,4}(?!\w))?)
    | (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<op>\.\.|<=|>=|!=|\*\*|[=<>+\-*/(),\[\]{}:.?@])
    | (?P<name>[^\W\d][\w]*)
    )""",
    re.X | re.S,
)
_CALLED = frozenset(name for name in BUILTINS if " " in name)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class Token(NamedTuple):
    kind: str  # number, text, op, name, end
    text: str
    at: int


@lru_cache(maxsize=256)
def _known(names: frozenset[str]) -> re.Pattern[str] | None:
    """The names that are more than one word, longest first, each with any run of spaces where it has one."""
    unusual = [name for name in names if not re.fullmatch(r"[^\W\d]\w*", name) and name.strip()]
    ways = [
        r"\s+".join(re.escape(word) for word in name.split()) + (r"(?!\w)" if name[-1:].isalnum() else "")
        for name in unusual
    ]
    ways += [r"\s+".join(name.split()) + r"(?=\s*\()" for name in _CALLED]
    ways.sort(key=len, reverse=True)
    return re.compile(r"\s*(" + "|".join(ways) + ")") if ways else None


def tokens(text: str, names: frozenset[str] = frozenset()) -> Iterator[Token]:
    """The words of an expression. Raises FeelError at what is none."""
    known = _known(names)
    at = 0
    while at < len(text):
        if text[at:].isspace():
            break
        named = known.match(text, at) if known else None
        found = _TOKEN.match(text, at)
        if named and not (found and found.lastgroup == "name" and found.end() > named.end()):
            yield Token("name", " ".join(named[1].split()), named.start(1))
            at = named.end()
            continue
        if not found or found.lastgroup is None:
            raise FeelError(f"条件“{text}”第 {at + 1} 个字符起读不懂：{text[at : at + 8]}")
        yield Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        at = found.end()
    yield Token("end", "", len(text))


def unquoted(text: str) -> str:
    """What a text literal says."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[2]), text[1:-1]
    )


def quoted(text: str) -> str:
    """A text as a literal; the inverse of ``unquoted``."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
