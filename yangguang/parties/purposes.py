"""What people are asked to agree to. The room that asks declares it; each wording has a number and never changes.

PUBLISH_REPLY = declare(Purpose("hotline.publish-reply", _("公开答复"), version=1, text="…"))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Purpose:
    """``text`` is what a person reads and agrees to: use, kinds of data, how long, how to take it back (个保法第十七条)."""

    code: str
    name: StrOrPromise
    version: int
    text: str


_purposes: dict[str, Purpose] = {}


def declare(purpose: Purpose) -> Purpose:
    """Make a purpose known by its newest wording. ValueError for another text under the same number."""
    known = _purposes.get(purpose.code)
    if known is not None and known.version == purpose.version and known.text != purpose.text:
        raise ValueError(f"{purpose.code} version {purpose.version} has another text already")
    if known is None or known.version <= purpose.version:
        _purposes[purpose.code] = purpose
    return purpose


def named(code: str) -> Purpose:
    """LookupError for a purpose that nobody declared."""
    try:
        return _purposes[code]
    except KeyError:
        raise LookupError(f"no room asks for consent to {code!r}") from None


def forget(code: str) -> None:
    """Take a purpose out again (tests declare for the length of one test)."""
    _purposes.pop(code, None)
