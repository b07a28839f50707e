"""One line of the table of addresses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """``answers`` holds for each person what they meet; ``-`` is not asked."""

    part: str
    address: str
    answers: dict[str, str]

    @property
    def is_public(self) -> bool:
        return self.part == "public"
