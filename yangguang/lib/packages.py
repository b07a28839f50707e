"""Packages that can be checked offline, years later: a zip with fixed order and times and a list of fingerprints.

The same content gives the same bytes. ``MANIFEST.sha256`` names the SHA-256 of every other file; ``sha256sum -c``
reads it too.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

MANIFEST = "MANIFEST.sha256"
_STAMP = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20
_UNSAFE_IN_FOLDERS = re.compile(r"[^\w.-]+")
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')

Opener = Callable[[], "BinaryIO | IO[bytes]"]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package; ``open`` gives its bytes when they are written, so that papers stay on disk."""

    path: str
    open: Opener


def write(folder: str, parts: Iterable[Part], target: IO[bytes]) -> None:
    """Write a package: every part under one folder, in the order of their paths, and the manifest last."""
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part in sorted(parts, key=lambda part: part.path):
            lines.append(f"{_put(package, f'{folder}/{part.path}', part.open)}  {part.path}\n")
        _put(package, f"{folder}/{MANIFEST}", in_memory("".join(lines)))


def in_memory(content: str | bytes) -> Opener:
    """A part's content that is at hand."""
    raw = content.encode() if isinstance(content, str) else content
    return lambda: io.BytesIO(raw)


def as_json(value: Any) -> Opener:
    """A part's content as JSON that people can read too."""
    return in_memory(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def folder_name(text: str) -> str:
    """A number or title as the name of a folder on any system."""
    return _UNSAFE_IN_FOLDERS.sub("-", text)


def file_name(text: str) -> str:
    """A person's name for a file, without what some system does not allow."""
    return _UNSAFE_IN_NAMES.sub("-", text)


def _put(package: zipfile.ZipFile, path: str, source: Opener) -> str:
    """Write one file; its SHA-256."""
    info = zipfile.ZipInfo(path, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    digest = hashlib.sha256()
    with source() as content, package.open(info, "w", force_zip64=False) as out:
        while piece := content.read(_PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()
