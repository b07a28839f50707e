"""What a report says, ready to be set in any form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from yangguang.foi.report import CHAPTERS, Figures
from yangguang.foi.report.grid import CHAPTER_OF, GRIDS, Grid, paragraphs


@dataclass(frozen=True)
class Paper:
    """``at`` is the moment that the files say of themselves: the same paper gives the same bytes."""

    title: str
    organisation: str
    figures: Figures
    chapters: Sequence[str]
    at: datetime

    def parts(self) -> Iterator[tuple[str, Sequence[str], Grid | None]]:
        """Each chapter: its name, its paragraphs, the table that stands below them."""
        for number, (name, text) in enumerate(zip(CHAPTERS, self.chapters, strict=True)):
            table = CHAPTER_OF.get(number)
            yield name, paragraphs(text), GRIDS[table] if table else None
