"""One soft reference, ``kind:public-uid``, for journal, clocks, files, notices, search and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"([a-z_]+\.[a-z_]+):([0-9A-Za-z._-]{1,64})")
MAX_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference such as ``disclosure.item:01J8…``: the kind is ``room.record``."""

    kind: str
    uid: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(f"{self.kind}:{self.uid}"):
            raise ValueError(f"not a reference: {self.kind}:{self.uid}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.uid}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that a text spells. Raises ValueError for any other text."""
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"not a reference: {text}")
        return cls(found[1], found[2])
