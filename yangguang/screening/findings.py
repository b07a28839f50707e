"""What a check finds in a text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yangguang.organisations.models import Organisation

BLOCK, WARN, HINT = "block", "warn", "hint"
_CONTEXT = 12


@dataclass(frozen=True)
class Finding:
    """A passage and what is the matter with it.

    `start` and `end` are offsets in the plain text; `excerpt` shows the passage with a little around it, numbers
    masked. `key` stays the same while the passage does, wherever it stands: a ruling on it survives other edits.
    """

    code: str
    level: str
    start: int
    end: int
    excerpt: str
    message: str
    suggestion: str = ""
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "level": self.level,
            "start": self.start,
            "end": self.end,
            "excerpt": self.excerpt,
            "message": self.message,
            "suggestion": self.suggestion,
            "key": self.key,
        }


@dataclass(frozen=True)
class Text:
    """What is screened. `plain` is read by every check; full-width digits are folded one to one in `folded`."""

    plain: str
    title: str = ""
    organisation: Organisation | None = None
    on: date | None = None
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        wide = _WIDE.search(self.plain)
        object.__setattr__(self, "folded", self.plain.translate(_FOLD) if wide else self.plain)

    def finding(
        self,
        code: str,
        level: str,
        start: int,
        end: int,
        message: str,
        *,
        suggestion: str = "",
        masked: str = "",
    ) -> Finding:
        """A finding about plain[start:end]; `masked` is shown in place of the passage."""
        passage = self.plain[start:end]
        before = self.plain[max(0, start - _CONTEXT) : start].replace("\n", " ")
        after = self.plain[end : end + _CONTEXT].replace("\n", " ")
        key = hashlib.sha256(f"{code}\x00{passage}".encode()).hexdigest()[:20]
        shown = (masked or passage).replace("\n", " ")
        return Finding(code, level, start, end, f"{before}{shown}{after}", message, suggestion, key)


# Full-width digits, letters x and the signs of numbers, as they come from office software: same length, same offsets.
_WIDE_SIGNS = "０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＹ－＠．"
_FOLD = str.maketrans(_WIDE_SIGNS, "0123456789XxABCDEFGHJKLMNPQRTUWY-@.")
_WIDE = re.compile(f"[{_WIDE_SIGNS}]")
