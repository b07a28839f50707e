"""Make a backup: whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from yangguang.config.backup import contents, databases, manifest
from yangguang.config.backup.manifest import CHUNK, SETTINGS, SUMS, UNFINISHED, Manifest
from yangguang.files.models import Blob, storage_name
from yangguang.lib import clock
from yangguang.lib.crypto import Signer
from yangguang.lib.disk import is_full
from yangguang.lib.errors import Refusal

Say = Callable[[str], object]
SPARE = 64 * 1024 * 1024  # bytes that are left free for the house itself
_TOLD = (
    "MODE", "ROLE", "BASE_URL", "ALLOWED_HOSTS", "EMAIL_HOST", "EMAIL_PORT", "DEFAULT_FROM_EMAIL",
    "YANGGUANG_MAX_UPLOAD", "YANGGUANG_SMS_GATEWAY", "YANGGUANG_WITNESSES", "TIME_ZONE",
)  # fmt: skip


def make(place: Path, *, keep: int = 0, say: Say = lambda line: None) -> tuple[Path, Manifest]:
    """Make one backup in *place* while the house runs; with *keep* only the newest so many stay.

    Refusal when another backup runs, the disk is too small or full, or a file is missing or damaged;
    then nothing is left behind.
    """
    place.mkdir(parents=True, exist_ok=True)
    with _alone(place):
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)  # of a backup that was killed
        now = clock.now()
        name = f"{now:%Y%m%dT%H%M%SZ}"
        if (place / name).exists():
            raise Refusal(_("这一秒已经做过一份备份，请稍后再试。"), code="conflict")
        work = place / f"{UNFINISHED}{name}"
        try:
            _room(place, databases.size())
            work.mkdir()
            told = _fill(work, place, say)
            _settle(work)
            work.rename(place / name)
            _sync(place)
        except BaseException as error:
            shutil.rmtree(work, ignore_errors=True)
            if is_full(error):
                raise Refusal(_full(place), code="too-large") from error
            raise
        if keep:
            _forget(place, keep, say)
    return place / name, told


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                _("另一个备份正在写入 %(place)s，请等它结束。") % {"place": place}, code="conflict"
            ) from None
        yield


def _room(place: Path, needed: int) -> None:
    free = shutil.disk_usage(place).free
    if free < needed + SPARE:
        facts = {"place": place, "need": _mib(needed + SPARE), "free": _mib(free)}
        raise Refusal(
            _("%(place)s 所在的磁盘放不下备份：约需 %(need)d MB，只剩 %(free)d MB。请清理或换一个位置。")
            % facts,
            code="too-large",
        )


def _full(place: Path) -> str:
    free = shutil.disk_usage(place).free
    return _("磁盘满了，备份没有做成（%(place)s 只剩 %(free)d MB）。没有留下半份备份；请清理后重做。") % {
        "place": place,
        "free": _mib(free),
    }


def _mib(size: int) -> int:
    return -(-size // (1024 * 1024))


def _fill(work: Path, place: Path, say: Say) -> Manifest:
    before = (manifest.generations(place) or [None])[-1]  # type: ignore[list-item]
    made_at = clock.now().isoformat()
    file = databases.file_name()
    steps = _Steps(say, _("复制数据库"))
    with databases.copied(work / file, steps.at) as query:
        counts, head = contents.counts(query), contents.head(query)
        migrations, blobs = contents.migrations(query), contents.blobs(query)
    _settings(work)
    sums = _Sums(work)
    sums.add(file, manifest.sha256_of(work / file))
    sums.add(SETTINGS, manifest.sha256_of(work / SETTINGS))
    new = {sha: size for sha, size in blobs.items() if not (before and _kept(before, sha, size))}
    _room(place, sum(new.values()))
    destroyed = _files(work, blobs, before, sums, _Steps(say, _("复制文件")))
    _pictures(work, before, sums)
    told = Manifest(
        made_at=made_at,
        version=version("yangguang"),
        engine=databases.engine(),
        database=file,
        migrations=migrations,
        counts=counts,
        head=head,
        keys=manifest.key_marks(),
        sums=sums.close(),
        files=len(blobs) - len(destroyed),
        bytes=sums.bytes,
        destroyed=destroyed,
    )
    told.write(work)
    return told


def _settings(work: Path) -> None:
    """What the next operator needs to know of this house, and no secret."""
    told: dict[str, Any] = {name: getattr(settings, name, None) for name in _TOLD}
    told["seal_public_key"] = Signer(settings.YANGGUANG_SEAL_KEY).public_key.hex()
    told["retired_seal_keys"] = [key.hex() for key in settings.YANGGUANG_RETIRED_SEAL_KEYS]
    told["keyring"] = list(settings.YANGGUANG_KEYRING.keys)
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"
    (work / SETTINGS).write_text(text, encoding="utf-8")


def _kept(before: Path, sha256: str, size: int) -> bool:
    path = before / "files" / storage_name(sha256)
    return path.is_file() and path.stat().st_size == size


def _files(work: Path, blobs: dict[str, int], before: Path | None, sums: _Sums, steps: _Steps) -> list[str]:
    """Every content under its hash; those of the last backup are linked, not copied again.

    The hashes of content that was lawfully destroyed since the database was copied.
    """
    store, destroyed = storages["files"], []
    for number, (sha256, size) in enumerate(sorted(blobs.items()), start=1):
        target = work / "files" / storage_name(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if before and _kept(before, sha256, size):
            os.link(before / "files" / storage_name(sha256), target)
        elif not _copied(store, storage_name(sha256), target, sha256):
            target.unlink(missing_ok=True)
            if Blob.objects.filter(sha256=sha256).exists():
                raise Refusal(
                    _(
                        "文件 %(sha256)s 丢失或已损坏，备份没有做成。运行 yangguang doctor --full 查看是哪些文件。"
                    )
                    % {"sha256": sha256},
                    code="conflict",
                )
            destroyed.append(sha256)
            continue
        sums.add(f"files/{storage_name(sha256)}", sha256)
        steps.at(100 * number // len(blobs))
    return destroyed


def _copied(store: Storage, name: str, target: Path, sha256: str) -> bool:
    try:
        with store.open(name) as source, target.open("wb") as made:
            return _copy(source, made) == sha256
    except FileNotFoundError:
        return False


def _copy(source: Any, made: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        made.write(chunk)
    return digest.hexdigest()


def _pictures(work: Path, before: Path | None, sums: _Sums) -> None:
    """Pictures of structure pages and what else lies in the default storage."""
    store = storages["default"]
    for name in _walk(store, ""):
        target = work / "media" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError), store.open(name) as source:
            with target.open("wb") as made:
                sha256 = _copy(source, made)
            old = before / "media" / name if before else None
            if old and old.is_file() and manifest.sha256_of(old) == sha256:
                target.unlink()
                os.link(old, target)
            sums.add(f"media/{name}", sha256)


def _walk(store: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = store.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (f"{folder}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from _walk(store, f"{folder}{inner}/")


def _settle(work: Path) -> None:
    """Onto the disk, before the folder gets its name."""
    for path in work.rglob("*"):
        _sync(path)
    _sync(work)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(place: Path, keep: int, say: Say) -> None:
    for old in manifest.generations(place)[:-keep]:
        going = place / f"{UNFINISHED}{old.name}"
        old.rename(going)  # no longer looks whole while it goes
        shutil.rmtree(going)
        say(_("已删除旧备份 %(name)s") % {"name": old.name})


class _Sums:
    """SHA256SUMS, written as the backup grows."""

    def __init__(self, work: Path) -> None:
        self._work, self._lines, self.bytes = work, (work / SUMS).open("w", encoding="utf-8"), 0

    def add(self, name: str, sha256: str) -> None:
        self._lines.write(f"{sha256}  {name}\n")
        self.bytes += (self._work / name).stat().st_size

    def close(self) -> str:
        self._lines.close()
        return manifest.sha256_of(self._work / SUMS)


class _Steps:
    """Progress, said at each tenth."""

    def __init__(self, say: Say, what: str) -> None:
        self._say, self._what, self._told = say, what, -1

    def at(self, percent: int) -> None:
        if percent // 10 > self._told:
            self._told = percent // 10
            self._say(f"{self._what} {percent} %")
