"""Finished public pages as files, which nginx serves before it asks the house (docs/decisions/0016-page-store.md).

    <data>/pages/current -> 20261122T093000.123456Z-01J…   the open shelf; while this link is missing, all is asked of the house
    <data>/pages/<shelf>/2026-11-22/www.example.gov.cn/items/…/page.html, page.html.gz
    <data>/pages/changing/01J…                             the mark of a change that is under way

A page is never older than the newest change, and here is why. A shelf is opened once and, once closed, never again: its
name is new each time. A change lays down its mark and closes the shelf before it commits, and closes again after; while
there is a mark no shelf stays open. Whoever renders takes hold of the open shelf before it looks at anything, and puts
its page on that very shelf. So a page on the open shelf was made of what was read after the shelf was opened, and the
shelf was opened after the last change was there for everybody to read. A process that dies in between leaves its mark,
and with it a closed store, until the worker has closed it once more and taken the mark away.

Nothing here ever fails a reader or a verb: a folder that cannot be written is a store without pages.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from yangguang.lib import clock
from yangguang.lib.uid import new_uid

from .large import is_large

log = structlog.get_logger("yangguang.pagestore")

FORGOTTEN_AFTER = timedelta(seconds=60)  # a mark whose change was rolled back, or whose process is no more
MOST_PAGES = 10_000  # that one process puts on a shelf; a crawler fills no disk
_PLAIN_PATH = re.compile(r"/(?:[^/.\\\x00-\x1f][^/\\\x00-\x1f]{0,200}/)+")
_PLAIN_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,200}")
_SHELF = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-\w+")
_put: dict[str, int] = {}  # how many pages this process has put on the open shelf


def root() -> Path:
    return Path(settings.YANGGUANG_PAGES)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page will lie, on the shelf that was open before the page was begun."""

    shelf: Path
    folder: Path

    def put(self, page: bytes) -> None:
        """Lay the page down, whole or not at all. On a shelf that was closed meanwhile nobody will find it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # nginx looks for the plain file first: it comes last, so that both are there.
            _lay(self.folder / "page.html.gz", gzip.compress(page, 6, mtime=0), page)
            _lay(self.folder / "page.html", page, page)
        except OSError as error:
            _say("a page was not kept", error)
            return
        if _put.keys() != {self.shelf.name}:
            _put.clear()
        _put[self.shelf.name] = _put.get(self.shelf.name, 0) + 1
        if _put[self.shelf.name] >= MOST_PAGES:
            close()


def place_for(request: HttpRequest) -> Place | None:
    """Where the page of this request may be kept: asked before the view looks at anything. None: not at all.

    Only a plain question is answered from a file: a GET without a query, at the ordinary size, under a clean address.
    """
    if not settings.YANGGUANG_PAGE_STORE or request.method != "GET" or is_large(request):
        return None
    host, path = request.get_host().partition(":")[0].lower(), request.path_info
    if request.META.get("QUERY_STRING") or not _PLAIN_PATH.fullmatch(path) or not _PLAIN_HOST.fullmatch(host):
        return None
    shelf = _open_shelf()
    if shelf is None:
        return None
    return Place(shelf, shelf / clock.today().isoformat() / host / path.strip("/"))


def changing() -> None:
    """Say, inside the transaction, that it changes what the public reads. The store is closed until it has ended."""
    mark = root() / "changing" / new_uid()
    if root().is_dir():
        try:
            mark.touch()
        except OSError as error:
            _say("a change could not leave its mark", error)
        close()
    transaction.on_commit(lambda: _changed(mark))


def _changed(mark: Path) -> None:
    close()  # before the mark goes: a shelf that is opened after it has gone is a new one
    _remove(mark)


def close() -> None:
    """Let nothing that is kept now be served any more."""
    _remove(root() / "current")


def tend() -> int:
    """Take away what is left of changes that ended without a word, and shelves that are closed. How much there was.

    For the worker: at any time, however often, in several processes at once.
    """
    done = 0
    for mark in _marks():
        if _age(mark) > FORGOTTEN_AFTER:
            _changed(mark)
            done += not mark.exists()
    for shelf in _shelves():
        if shelf != _current() and _age(shelf) > FORGOTTEN_AFTER:
            shutil.rmtree(shelf, ignore_errors=True)
            done += not shelf.exists()
    return done


def opened_at() -> datetime | None:
    """Since when the open shelf is open: what was recorded later must have closed it. None while none is open."""
    shelf = _current()
    told = _SHELF.fullmatch(shelf.name) if shelf else None
    return datetime.strptime(told[1], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC) if told else None


def oldest_mark() -> timedelta:
    """How long the oldest change has been under way; nothing while there is none."""
    return max((_age(mark) for mark in _marks()), default=timedelta())


def _open_shelf() -> Path | None:
    """The open shelf; a new one where none is open and nothing is changing."""
    found = _current()
    if found is not None:
        return found
    shelf = root() / f"{clock.now():%Y%m%dT%H%M%S.%fZ}-{new_uid()}"
    try:
        (root() / "changing").mkdir(parents=True, exist_ok=True)
        if _is_changing():
            return None
        shelf.mkdir()
        os.symlink(shelf.name, root() / "current")
    except FileExistsError:  # another process was first
        shutil.rmtree(shelf, ignore_errors=True)
        return _current()
    except OSError as error:
        _say("no page can be kept", error)
        return None
    if _is_changing():  # a change began in between: it may have closed before this was open
        close()
        return None
    return shelf


def _current() -> Path | None:
    try:
        return root() / os.readlink(root() / "current")
    except OSError:
        return None


def _is_changing() -> bool:
    """Whether a change is under way, or nobody can know."""
    try:
        return any((root() / "changing").iterdir())
    except OSError:
        return True


def _marks() -> list[Path]:
    return _listed(root() / "changing")


def _shelves() -> list[Path]:
    return [path for path in _listed(root()) if _SHELF.fullmatch(path.name)]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _age(path: Path) -> timedelta:
    try:
        return clock.now() - datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    except OSError:
        return timedelta()


def _lay(path: Path, content: bytes, page: bytes) -> None:
    """Write under another name, then put it in its place.

    nginx makes the ETag of time and size of a file: the time is made of the content, so that another text has another tag
    even within the same second, and the same text keeps its tag on every shelf.
    """
    draft = path.with_name(f".{new_uid()}")
    stamp = 1_000_000_000 + int.from_bytes(hashlib.sha256(page).digest()[:8]) % 700_000_000
    try:
        draft.write_bytes(content)
        os.utime(draft, (stamp, stamp))
        draft.replace(path)
    except OSError:
        _remove(draft)
        raise


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _say("could not be taken away", error)


def _say(what: str, error: OSError) -> None:
    """Once for each cause: a full disk would fill the log."""
    told = (what, error.errno)
    if told not in _said:
        _said.add(told)
        log.error(what, error=str(error))


_said: set[tuple[str, int | None]] = set()
