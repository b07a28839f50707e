"""Counts the requests of this process: route group, status, duration. Nothing about who asked or for what.

Several gunicorn processes answer one site. Each keeps its own counts and writes them, at most every few seconds,
into a small file of its own; whoever asks for the metrics adds the files up. The counts of a process that
has ended are added to one common file first, so that no counter ever falls.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds, upper ends
EVERY = 2.0  # seconds between two writings
ENDED = "ended.json"

Counts = dict[str, list[float]]
"""By ``METHOD group status``: how many fell into each bucket (the last is "longer"), then the sum of seconds."""


class Meter:
    """The counts of one process. A fork begins with none: what was counted before belongs to the parent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()
        os.register_at_fork(after_in_child=self._clear)
        atexit.register(self.write)

    def _clear(self) -> None:
        self._lock = threading.Lock()
        self.counts: Counts = {}
        self._written = 0.0

    def add(self, method: str, group: str, status: int, seconds: float) -> None:
        with self._lock:
            row = self.counts.setdefault(f"{method} {group} {status}", [0.0] * (len(BUCKETS) + 2))
            row[bisect_left(BUCKETS, seconds)] += 1
            row[-1] += seconds
        if time.monotonic() - self._written > EVERY:
            self.write()

    def write(self) -> None:
        """Into the file of this process, whole or not at all; a disk that is full must not stop the site."""
        with self._lock:
            if not self.counts:
                return
            self._written = time.monotonic()
            text = json.dumps(self.counts)
        path = folder() / f"{os.getpid()}.json"
        try:
            part = path.with_suffix(f".{threading.get_ident()}.part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        except OSError:
            return


meter = Meter()


def folder() -> Path:
    place = Path(settings.DATA_DIR) / "metrics" / settings.ROLE
    place.mkdir(parents=True, exist_ok=True)
    return place


def collected() -> Counts:
    """The counts of all processes of this role, those that have ended included."""
    meter.write()
    total: Counts = {}
    with _alone():
        ended = _read(folder() / ENDED)
        for path in sorted(folder().glob("*.json")):
            if path.name == ENDED:
                continue
            if _alive(path.stem):
                _add(total, _read(path))
                continue
            _add(ended, _read(path))
            (folder() / f"{ENDED}.part").write_text(json.dumps(ended), encoding="utf-8")
            (folder() / f"{ENDED}.part").replace(folder() / ENDED)
            path.unlink()
        _add(total, ended)
    return total


def _add(total: Counts, counts: Counts) -> None:
    for key, row in counts.items():
        kept = total.setdefault(key, [0.0] * len(row))
        for place, value in enumerate(row):
            kept[place] += value


def _read(path: Path) -> Counts:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _alone() -> Iterator[None]:
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Requests:
    """Measures every request that reaches the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "OTHER"
        meter.add(str(method), group_of(request), response.status_code, time.perf_counter() - started)
        return response


def group_of(request: HttpRequest) -> str:
    """The first fixed part of the route that answered; ``page`` and ``none`` keep the groups few."""
    match = request.resolver_match
    if match is None:
        return "none"
    first = match.route.lstrip("^").split("/")[0]
    if not first:
        return "home"
    return first if first.replace("-", "").isalnum() else "page"
