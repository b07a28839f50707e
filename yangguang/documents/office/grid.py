"""A template as it is typed: every button sends the whole of it, so that nothing is lost and nothing kept before publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yangguang.documents.blocks import LABELS, MOST_BLOCKS, Block, BlockKind
from yangguang.documents.kinds import Kind
from yangguang.documents.models import TemplateVersion


@dataclass
class Typed:
    """``rows`` are (kind, text) in order; ``head`` and ``copies`` how the pages look."""

    rows: list[Block] = field(default_factory=list)
    head: str = ""
    copies: str = ""

    @classmethod
    def of(cls, version: TemplateVersion) -> Typed:
        look = version.look
        return cls(version.blocks, str(look.get("head", "")), str(look.get("copies", "")))

    @classmethod
    def begun(cls, kind: Kind) -> Typed:
        """A first template: what every document has, and the words that this kind demands."""
        words = "\n".join(f"{one.label}：{{{one.name}}}" for one in kind.placeholders if one.required)
        rows = [Block(BlockKind.TITLE, str(kind.name))]
        if words:
            rows.append(Block(BlockKind.FACTS, words))
        return cls(
            [*rows, Block(BlockKind.BODY, ""), Block(BlockKind.SIGNATURE, "{organisation}\n{issued_on}")]
        )

    @classmethod
    def sent(cls, data: Mapping[str, Any]) -> Typed:
        """What a form sent; a kind that there is not becomes plain text."""
        try:
            number = min(int(str(data.get("rows", "0"))), MOST_BLOCKS + 1)
        except ValueError:
            number = 0
        rows = []
        for place in range(max(number, 0)):
            kind, text = str(data.get(f"kind-{place}", "")), str(data.get(f"text-{place}", ""))
            known = BlockKind(kind) if kind in set(BlockKind) else BlockKind.BODY
            rows.append(Block(known, text.replace("\r\n", "\n").strip()))
        return cls(rows, str(data.get("head", "")), str(data.get("copies", "")).strip())

    def change(self, asked: str) -> None:
        """``add-3`` after the third row (from 0), ``remove-3``, ``up-3``; anything else changes nothing."""
        verb, _dash, place = asked.partition("-")
        if not place.isdecimal() or int(place) >= len(self.rows):
            if verb == "add":
                self.rows.append(Block(BlockKind.BODY, ""))
            return
        at = int(place)
        if verb == "add":
            self.rows.insert(at + 1, Block(BlockKind.BODY, ""))
        elif verb == "remove":
            del self.rows[at]
        elif verb == "up" and at:
            self.rows[at - 1], self.rows[at] = self.rows[at], self.rows[at - 1]

    @property
    def look(self) -> dict[str, str]:
        return {"head": self.head, "copies": self.copies}


def choices() -> list[tuple[str, str]]:
    return [(str(kind), str(label)) for kind, label in LABELS.items()]
