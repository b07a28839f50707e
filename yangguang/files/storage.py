"""Contents on a disk: whole and written down, or not there at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from yangguang.lib.uid import new_uid


class DurableStorage(FileSystemStorage):
    """A file gets its name when all of it is on the disk: killed, cut off from power, or without room half-way, the
    process leaves something beside it that nobody reads, never a file that is shorter than it should be.
    """

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.{new_uid()}.part"
        path, target = Path(self.path(part)), Path(self.path(name))
        try:
            super()._save(part, content)  # type: ignore[misc]
            _settle(path)
            os.replace(path, target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        _settle(target.parent)
        return name


def _settle(path: Path) -> None:
    """Onto the disk: a file's content, a folder's names."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
