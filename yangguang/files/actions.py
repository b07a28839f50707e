"""Taking files in, showing them, withdrawing and destroying them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yangguang.files import acts, rules
from yangguang.files.models import (
    Blob,
    Redaction,
    RedactionState,
    Retention,
    State,
    StoredFile,
    storage_name,
)
from yangguang.files.names import cleaned
from yangguang.files.types import MADE, identify
from yangguang.files.uploads import TooLargeUpload, too_large
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref

_CHUNK = 64 * 1024


def take_in(
    upload: Any,
    *,
    owner: Ref,
    name: str,
    by: Actor,
    retention: str = Retention.THIRTY,
    archive_on: date | None = None,
) -> StoredFile:
    """Check a content and keep it for an owner, not public yet.

    ``upload`` is an uploaded file or any binary file object. Raises Refusal (``too-large``, ``file-…``) before
    anything is stored. The same content is kept once, however often it is used.
    """
    if isinstance(upload, TooLargeUpload):
        raise too_large(upload.name, upload.size)
    shown = cleaned(name)
    with tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024) as spool:
        content = cast(BinaryIO, spool)
        sha256, size = _copy(upload, content, shown)
        kind = identify(content, shown)
        for check in rules.checks():
            content.seek(0)
            check(content, shown)
        with transaction.atomic():
            blob = _keep(content, sha256, size)
            file = StoredFile.objects.create(
                owner=owner,
                name=shown,
                extension=kind.extension,
                content_type=kind.content_type,
                size=size,
                blob=blob,
                taken_in_at=clock.now(),
                retention=retention,
                archive_on=archive_on,
            )
            record(
                acts.TAKEN_IN,
                subject=file.ref,
                actor=by,
                public={"extension": kind.extension, "size": size, "sha256": sha256},
                private={"name": shown},
                about=[owner],
            )
    return file


@transaction.atomic
def keep_made(
    made: IO[bytes],
    *,
    owner: Ref,
    name: str,
    by: Actor,
    retention: str = Retention.THIRTY,
    about: Sequence[Ref] = (),
) -> StoredFile:
    """Keep a file that the house itself made, not public. Nobody's upload: neither its kind nor its text is in doubt."""
    shown = cleaned(name)
    kind = MADE[shown.rpartition(".")[2]]
    content = cast(BinaryIO, made)
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    sha256 = digest.hexdigest()
    file = StoredFile.objects.create(
        owner=owner,
        name=shown,
        extension=kind.extension,
        content_type=kind.content_type,
        size=size,
        blob=_keep(content, sha256, size),
        taken_in_at=clock.now(),
        retention=retention,
    )
    record(
        acts.MADE,
        subject=file.ref,
        actor=by,
        public={"extension": kind.extension, "size": size, "sha256": sha256},
        private={"name": shown},
        about=[owner, *about],
    )
    return file


def release(file: StoredFile, *, actor: Actor) -> StoredFile:
    """Let everybody read a file. Raises Refusal ``conflict`` for a quarantined or destroyed one, and for the original of
    a redacted one.
    """
    now = clock.now()
    return _move(file, [State.PRIVATE], State.PUBLIC, acts.RELEASED, actor, released_at=now)


def withhold(file: StoredFile, *, actor: Actor, reason: str = "") -> StoredFile:
    """Take a public file back, or a quarantined one out again, to be read by whom its owner lets."""
    return _move(file, [State.PUBLIC, State.QUARANTINE], State.PRIVATE, acts.WITHHELD, actor, reason=reason)


def quarantine(file: StoredFile, *, actor: Actor, reason: str) -> StoredFile:
    """Shut a file away from everybody, its owner included, because something is wrong with it."""
    return _move(
        file, [State.PUBLIC, State.PRIVATE], State.QUARANTINE, acts.QUARANTINED, actor, reason=reason
    )


def destroy(file: StoredFile, *, actor: Actor, reason: str, basis: str = "") -> None:
    """Destroy a file for good: row, hash and act remain, name and content do not.

    The bytes go once no other use of them is left (at once where possible, else by the hourly sweep).
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=file.pk)
        if row.blob_id is None:
            raise Refusal(_("这个文件已经销毁。"), code="conflict")
        sha256 = row.blob_id
        row.blob, row.state, row.destroyed_at = None, State.PRIVATE, clock.now()
        row.name = f"{_('已销毁')}.{row.extension}"
        row.save(update_fields=["blob", "state", "destroyed_at", "name"])
        _forget_marks(row)
        record(
            _kind(acts.DESTROYED, row),
            subject=row.ref,
            actor=actor,
            public={"extension": row.extension, "sha256": sha256, "reason": reason},
            basis=basis,
            about=[row.owner],
        )
        transaction.on_commit(lambda: _drop_unused([sha256]), robust=True)


def open_content(file: StoredFile) -> BinaryIO:
    """The content, open for reading; the caller has asked ``rules.may_read``. Raises Refusal ``not-found``."""
    if file.blob_id is None:
        raise Refusal(_("这个文件已经销毁。"), code="not-found")
    return cast(BinaryIO, _storage().open(storage_name(file.blob_id)))


def sweep() -> int:
    """Delete contents that no file uses: what a crash left behind. How many."""
    unused = Blob.objects.filter(uses__isnull=True).values_list("sha256", flat=True)
    return _drop_unused(list(unused)) + _drop_strays()


def _copy(upload: Any, target: BinaryIO, name: str) -> tuple[str, int]:
    """Copy at most the cap and answer SHA-256 and size in bytes. Raises Refusal ``too-large``."""
    digest = hashlib.sha256()
    size = 0
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > settings.YANGGUANG_MAX_UPLOAD:
            raise too_large(name, None)
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def _chunks(upload: Any) -> Iterator[bytes]:
    if hasattr(upload, "chunks"):
        yield from cast(Iterable[bytes], upload.chunks())
        return
    while chunk := upload.read(_CHUNK):
        yield chunk


def _keep(content: BinaryIO, sha256: str, size: int) -> Blob:
    """The blob of a content, its row locked until the end: nobody drops it in between."""
    blob: Blob | None = None
    while blob is None:  # a sweep may delete the row between the insert and the lock
        Blob.objects.bulk_create(
            [Blob(sha256=sha256, size=size, stored_at=clock.now())], ignore_conflicts=True
        )
        blob = Blob.objects.select_for_update().filter(sha256=sha256).first()
    storage = _storage()
    there = storage.exists(blob.storage_name)
    if there and storage.size(blob.storage_name) != size:
        storage.delete(blob.storage_name)  # damaged since: here is the whole content again
        there = False
    if not there:
        content.seek(0)
        storage.save(blob.storage_name, File(content))
    return blob


def _drop_unused(hashes: list[str]) -> int:
    """Delete the bytes and rows of contents that nobody uses; the row's lock keeps ``_keep`` out meanwhile."""
    dropped = 0
    for sha256 in hashes:
        with transaction.atomic():
            blob = Blob.objects.select_for_update().filter(sha256=sha256).first()
            if blob is None or blob.uses.exists():
                continue
            _storage().delete(blob.storage_name)
            blob.delete()
            dropped += 1
    return dropped


def _drop_strays() -> int:
    """Bytes whose transaction never committed: in the storage for a day, and in no row."""
    storage = _storage()
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return 0
    dropped = 0
    for folder in folders:
        names = storage.listdir(folder)[1]
        known = set(Blob.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for name in names:
            path = f"{folder}/{name}"
            if name not in known and (clock.now() - storage.get_modified_time(path)).days >= 1:
                storage.delete(path)
                dropped += 1
    return dropped


def _move(
    file: StoredFile,
    before: list[State],
    after: State,
    kind: str,
    actor: Actor,
    *,
    reason: str = "",
    **values: Any,
) -> StoredFile:
    with transaction.atomic():
        rows = StoredFile.objects.filter(pk=file.pk, state__in=before, destroyed_at__isnull=True)
        if after == State.PUBLIC:
            rows = rows.filter(redacted_at__isnull=True)
        if not rows.update(state=after, **values):
            if StoredFile.objects.filter(pk=file.pk, redacted_at__isnull=False).exists():
                raise Refusal(
                    _("“%(name)s”是遮盖前的原件，不能公开。请公开遮盖后的文件。") % {"name": file.name},
                    code="conflict",
                )
            raise Refusal(_("文件的状态已经变过，请刷新后再看。"), code="conflict")
        record(
            _kind(kind, file),
            subject=file.ref,
            actor=actor,
            public={
                "extension": file.extension,
                "sha256": file.blob_id,
                **({"reason": reason} if reason else {}),
            },
            about=[file.owner],
        )
    file.refresh_from_db()
    return file


def _forget_marks(file: StoredFile) -> None:
    """What people marked and wrote of a content goes with it; that there was a pair, its hashes and days remain."""
    Redaction.objects.filter(original=file).exclude(state=RedactionState.DONE).delete()
    for done in Redaction.objects.filter(Q(original=file) | Q(redacted=file)):
        for area in done.areas:
            area["words"] = area["label"] = ""
        done.name, done.found = f"{_('已销毁')}.pdf", []
        done.save(update_fields=["areas", "name", "found"])


def _kind(kind: str, file: StoredFile) -> str:
    """The act's kind; for a file that was never public, the one that does not leave the house."""
    return kind if kind == acts.RELEASED or file.released_at else acts.KEPT_INSIDE[kind]


def _storage() -> Storage:
    return storages["files"]
