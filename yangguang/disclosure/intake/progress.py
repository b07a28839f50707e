"""Where an import stands in a file, and what it did not take: kept beside the source, so that a stop costs nothing.

``公告.jsonl.progress.json`` says how far the work is and goes when it is done; ``公告.jsonl.rejected.jsonl`` holds what was
refused, with the reason and what was written.

Files and database cannot be changed in one stroke. So what a batch will have come to is written down before the batch
is committed, together with an item that only this batch makes: whoever goes on after a kill asks the database whether
that item is there, and counts and rejects are exact, whenever it happened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from yangguang.lib.uid import new_uid

from .records import Rejected


class Progress:
    """How many entries of a file are done under one order. Another file, or another order, begins anew.

    ``is_there`` tells whether an item of that uid exists.
    """

    def __init__(self, source: Path, order: str, *, is_there: Callable[[str], bool]) -> None:
        self._path, self.rejects = _beside(source, ".progress.json"), _beside(source, ".rejected.jsonl")
        held = source.stat()
        self._about = {"size": held.st_size, "changed": held.st_mtime_ns, "order": order}
        self.uid = new_uid()  # of this import, however often it is gone on with
        self.counts: dict[str, int] = {}
        self._size = 0  # of the rejects that are certain, in bytes
        self._next: tuple[dict[str, int], int] | None = None
        self._resume(is_there)
        self._cut()

    def _resume(self, is_there: Callable[[str], bool]) -> None:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            if told["about"] != self._about:
                return
            step = told["next"] if is_there(str(told["next"]["item"])) else told
            counts = {str(name): int(number) for name, number in step["counts"].items()}
            self.uid, self._size, self.counts = str(told["import"]), int(step["rejects"]), counts
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # none, or none of ours: from the beginning

    @property
    def done(self) -> int:
        """How many entries are passed over."""
        return self.counts.get("read", 0)

    def about_to(self, counts: dict[str, int], refused: Iterable[Rejected], item: str) -> None:
        """A batch is about to be committed that makes ``item`` ('' where it makes none) and leads to these counts."""
        self._cut()
        lines = [
            json.dumps({"origin": one.origin, "reason": one.reason, "raw": one.raw}, ensure_ascii=False)
            + "\n"
            for one in refused
        ]
        size = self._size
        if lines:
            with self.rejects.open("ab") as stream:
                stream.write("".join(lines).encode())
                size = stream.tell()
        self._next = (counts, size)
        if item:
            self._write({"item": item, "counts": counts, "rejects": size})

    def certain(self) -> None:
        """The batch is committed."""
        if self._next is not None:
            self.counts, self._size = self._next
            self._next = None

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

    def _write(self, following: dict[str, Any]) -> None:
        """Whole or not at all: the old file stays until the new one is written."""
        fresh = self._path.with_name(f"{self._path.name}.new")
        words = {
            "about": self._about,
            "import": self.uid,
            "counts": self.counts,
            "rejects": self._size,
            "next": following,
        }
        fresh.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self._path)

    def _cut(self) -> None:
        """Take out the rejects of a batch that was not committed; of a new import none is left."""
        if not self._size:
            self.rejects.unlink(missing_ok=True)
        elif self.rejects.exists() and self.rejects.stat().st_size > self._size:
            os.truncate(self.rejects, self._size)


def _beside(source: Path, suffix: str) -> Path:
    """Beside the source, or where the command runs if that folder cannot be written."""
    beside = source.with_name(f"{source.name}{suffix}")
    return beside if os.access(source.parent, os.W_OK) else Path.cwd() / beside.name
