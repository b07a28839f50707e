"""File names as people gave them, made safe to keep and to send back."""

from __future__ import annotations

import re
import unicodedata

MOST = 150  # characters, extension included
# Control characters, and those that turn the direction of writing so that a program reads as a PDF.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def cleaned(name: str) -> str:
    """The last part of a path, without control characters; never empty, never longer than ``MOST``."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _UNSEEN)
    kept = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", kept)).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    if len(kept) > MOST:
        stem = stem[: MOST - len(extension) - 1]
    return f"{stem or 'file'}{dot}{extension}" if kept else "file"
