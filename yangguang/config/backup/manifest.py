"""What a backup says of itself, and whether it is whole."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.lib.crypto import Signer
from yangguang.lib.errors import Refusal

SCHEMA = "yangguang.backup/1"
MANIFEST, SUMS, SETTINGS = "manifest.json", "SHA256SUMS", "settings.json"
UNFINISHED = ".unfinished-"
CHUNK = 1024 * 1024  # bytes


@dataclass
class Manifest:
    """``counts`` are rows by table; ``head`` the last seal, a document, or None for an empty book.

    ``keys`` names the keys without which the data cannot be read, each with a check value that does not
    tell it. ``destroyed`` are files that were lawfully destroyed while the backup was made.
    """

    made_at: str
    version: str
    engine: str
    database: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    head: dict[str, Any] | None
    keys: dict[str, str]
    sums: str  # SHA-256 of SHA256SUMS
    files: int
    bytes: int
    destroyed: list[str] = field(default_factory=list)
    schema: str = SCHEMA

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def read(folder: Path) -> Manifest:
    """The manifest of one backup. Refusal when there is none or it is not such as we write."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Refusal(
            _("%(folder)s 里没有 %(file)s：这不是一份完整的备份。") % {"folder": folder, "file": MANIFEST},
            code="not-found",
        )
    try:
        told = json.loads(path.read_bytes())
        if told.get("schema") != SCHEMA:
            raise ValueError(told.get("schema"))
        return Manifest(**told)
    except (ValueError, TypeError, AttributeError) as error:
        raise Refusal(_("%(file)s 已损坏，读不出来；请换一份备份。") % {"file": path}) from error


def generations(place: Path) -> list[Path]:
    """The whole backups in a folder of backups, oldest first."""
    if not place.is_dir():
        return []
    named = (entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    return sorted(entry for entry in named if (entry / MANIFEST).is_file())


def newest(place: Path) -> Path:
    """*place* itself when it is a backup, else the newest in it. Refusal (not-found) when there is none."""
    if (place / MANIFEST).is_file():
        return place
    if found := generations(place):
        return found[-1]
    raise Refusal(_("%(folder)s 里没有完整的备份。") % {"folder": place}, code="not-found")


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Hash and path of everything in a backup, as SHA256SUMS lists it."""
    with (folder / SUMS).open(encoding="utf-8") as lines:
        for line in lines:
            sha256, _space, name = line.rstrip("\n").partition("  ")
            yield sha256, name


def damage(folder: Path, manifest: Manifest) -> list[str]:
    """The files of a backup that are missing or are not what they were, by name. Reads everything."""
    sums = folder / SUMS
    if not sums.is_file() or sha256_of(sums) != manifest.sums:
        return [SUMS]
    return [
        name
        for sha256, name in listed(folder)
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    ]


def key_marks() -> dict[str, str]:
    """A check value for each key in use: equal keys have equal marks, and a mark tells nothing of its key."""
    ring = settings.YANGGUANG_KEYRING.keys
    marks = {
        f"keyring:{name}": hmac.digest(key, b"yangguang backup", "sha256").hex()[:32]
        for name, key in ring.items()
    }
    signer = Signer(settings.YANGGUANG_SEAL_KEY)
    return {**marks, f"seal:{signer.key_id}": signer.public_key.hex()}


def missing_keys(manifest: Manifest) -> list[str]:
    """The keys of the ring that a backup needs and this process has not (or has with other bytes)."""
    ours = key_marks()
    wanted = (name for name in manifest.keys if name.startswith("keyring:"))
    return [name.partition(":")[2] for name in wanted if ours.get(name) != manifest.keys[name]]
