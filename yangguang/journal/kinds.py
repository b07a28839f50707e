"""The kinds of act. Their owner declares them in its ``acts.py``: ``room.past_tense_fact``.

    declare("disclosure.edition_published", _("公开"), summary=_("公开了《%(title)s》"))

The version counts changes of the public part's fields; acts already written keep theirs. Acts of a
kind that is not public are leaves of the same tree, but nobody outside sees more than their hash.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_GRAMMAR = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True)
class Kind:
    name: str
    label: "StrOrPromise"
    version: int
    public: bool
    summary: "StrOrPromise"

    def describe(self, public: Mapping[str, Any]) -> str:
        """The act in one line; a field that is missing from *public* is left blank."""
        if not self.summary:
            return str(self.label)
        return str(self.summary) % _Blank(public)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


_kinds: dict[str, Kind] = {}


def declare(
    name: str, label: "StrOrPromise", *, version: int = 1, public: bool = True, summary: "StrOrPromise" = ""
) -> Kind:
    """Make a kind known. ValueError for a name outside the grammar or declared differently before."""
    if not _GRAMMAR.fullmatch(name):
        raise ValueError(f"a kind is room.past_tense_fact, not {name!r}")
    kind = Kind(name, label, version, public, summary)
    known = _kinds.setdefault(name, kind)
    if (known.version, known.public, str(known.label)) != (version, public, str(label)):
        raise ValueError(f"{name} is already declared differently")
    return known


def get(name: str) -> Kind:
    """LookupError for a kind that nobody declared."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"no room has declared acts of kind {name!r}") from None


def find(name: str) -> Kind | None:
    return _kinds.get(name)


def public_names() -> list[str]:
    return sorted(kind.name for kind in _kinds.values() if kind.public)
