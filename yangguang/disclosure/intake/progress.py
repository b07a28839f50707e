"""Where an import stands in a file, and what it did not take: kept beside the source, so that a stop costs nothing.

``公告.jsonl.progress.json`` says how far the work is and goes when it is done; ``公告.jsonl.rejected.jsonl`` holds what was
refused, with the reason and what was written.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .records import Rejected


class Checkpoint:
    """How many entries of a file are done under one order. Another file, or another order, begins anew."""

    def __init__(self, source: Path, order: str) -> None:
        self._path = _beside(source, ".progress.json")
        held = source.stat()
        self._about = {"size": held.st_size, "changed": held.st_mtime_ns, "order": order}
        self.counts: dict[str, int] = {}
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            if told.get("about") == self._about:
                self.counts = {str(name): int(number) for name, number in told["counts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # none, or none of ours: from the beginning

    @property
    def done(self) -> int:
        """How many entries are passed over."""
        return self.counts.get("read", 0)

    def keep(self, counts: dict[str, int]) -> None:
        """Remember what is committed. Whole or not at all: the old file stays until the new one is written."""
        self.counts = counts
        fresh = self._path.with_name(f"{self._path.name}.new")
        words: dict[str, Any] = {"about": self._about, "counts": counts}
        fresh.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self._path)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


class Rejects:
    """The file of what was not taken, written line by line; none is made when everything was."""

    def __init__(self, source: Path, *, resumed: bool) -> None:
        self.path = _beside(source, ".rejected.jsonl")
        self.count = 0
        if not resumed:
            self.path.unlink(missing_ok=True)

    def keep(self, one: Rejected) -> None:
        self.count += 1
        words = {"origin": one.origin, "reason": one.reason, "raw": one.raw}
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(words, ensure_ascii=False) + "\n")


def _beside(source: Path, suffix: str) -> Path:
    """Beside the source, or where the command runs if that folder cannot be written."""
    beside = source.with_name(f"{source.name}{suffix}")
    return beside if os.access(source.parent, os.W_OK) else Path.cwd() / beside.name
