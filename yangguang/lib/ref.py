"""One soft reference, ``kind:public-uid``, for journal, clocks, files, notices, search and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"([a-z_]+\.[a-z_]+):([0-9A-Za-z._-]{1,64})")
MAX_LENGTH = 120
_LONGEST_UID = 64
_MOST_KINDS = 500
_kinds: set[str] = set()  # those met so far


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference such as ``disclosure.item:01J8…``: the kind is ``room.record``."""

    kind: str
    uid: str

    def __post_init__(self) -> None:
        uid = self.uid
        if self.kind in _kinds and uid.isalnum() and uid.isascii() and len(uid) <= _LONGEST_UID:
            return  # what nearly all of them look like
        if not _FORM.fullmatch(f"{self.kind}:{uid}"):
            raise ValueError(f"not a reference: {self.kind}:{uid}")
        if len(_kinds) < _MOST_KINDS:
            _kinds.add(self.kind)

    def __str__(self) -> str:
        return f"{self.kind}:{self.uid}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that a text spells. Raises ValueError for any other text."""
        kind, colon, uid = text.partition(":")
        if not colon:
            raise ValueError(f"not a reference: {text}")
        return cls(kind, uid)
