"""The besieged house from outside: its processes, and those who bring it work and write down what was confirmed."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import json
import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PASSWORD = "阳光-test-1"
HOUSE = ["-m", "tests.siege"]
GIVE_UP = 180.0  # seconds without any progress


def environment(data: Path, url: str, database: str = "") -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("YANGGUANG_")}
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.siege.settings",
        "YANGGUANG_MODE": "demo",
        "YANGGUANG_DATA_DIR": str(data),
        "YANGGUANG_BASE_URL": url,
    }
    return clean | told | ({"YANGGUANG_DATABASE_URL": database} if database else {})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Kept:
    """A process that is started again whenever it dies. It leads a group, which dies with it."""

    words: list[str]
    env: dict[str, str]
    log: Path
    piped: bool = False
    deaths: int = 0
    running: subprocess.Popen[str] = field(init=False)

    def start(self) -> Kept:
        pipe = subprocess.PIPE if self.piped else None
        with self.log.open("a") as log:
            self.running = subprocess.Popen(
                [sys.executable, *self.words],
                cwd=ROOT,
                env=self.env,
                stdin=pipe,
                stdout=pipe or log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        return self

    def kill(self) -> None:
        """SIGKILL for it and all its children; it is started again by whoever keeps it."""
        self.deaths += 1
        self.strike(signal.SIGKILL)
        self.running.wait(20)

    def strike(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)

    def one_child_of_a_child(self) -> int | None:
        """One of the server's request processes (the server's child's children)."""
        try:
            for child in _children(self.running.pid):
                found = _children(child)
                if found:
                    return random.choice(found)
        except OSError:
            pass
        return None

    def stop(self) -> None:
        self.strike(signal.SIGTERM)
        try:
            self.running.wait(20)
        except subprocess.TimeoutExpired:
            self.strike(signal.SIGKILL)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@dataclass
class Book:
    """What the outside was told: confirmed publications and seals, and how often something broke off."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    confirmed: dict[str, str] = field(default_factory=dict)  # task: by which way
    unheard: int = 0  # done before, but the confirmation never came
    broken_off: int = 0
    wrong: list[str] = field(default_factory=list)
    seals: list[dict[str, Any]] = field(default_factory=list)
    moved_at: float = field(default_factory=time.monotonic)

    def settle(self, task: str, way: str, *, heard: bool) -> None:
        with self.lock:
            self.moved_at = time.monotonic()
            self.confirmed[task] = way
            self.unheard += not heard

    def broke_off(self) -> None:
        with self.lock:
            self.broken_off += 1


class Reviewer(threading.Thread):
    """A last reviewer at a browser: signs in, posts the step, tries again when the connection breaks."""

    def __init__(
        self, url: str, username: str, work: queue.Queue[dict[str, Any]], book: Book, over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.url, self.username, self.work, self.book, self.over = url, username, work, book, over
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay())

    def run(self) -> None:
        while not self.over.is_set():
            try:
                one = self.work.get_nowait()
            except queue.Empty:
                return
            while not self.over.is_set() and not self._sign(one):
                time.sleep(0.2)

    def _sign(self, one: dict[str, Any]) -> bool:
        """Whether the step is settled. What broke off is tried again, as a person would."""
        try:
            if not self._cookie("sessionid"):
                self._sign_in()
            status, place, page = self._post(
                f"/office/cases/{one['case']}/",
                {"task": one["task"], "seen": one["sha256"], "outcome": "pass", "opinion": "同意签发"},
            )
        except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
            nobody_there = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
            if not nobody_there:
                self.book.broke_off()
            return False
        if status == 302 and "sign-in" not in place:
            self.book.settle(one["task"], "http", heard=True)
        elif status == 409 and "办完" in page:
            self.book.settle(one["task"], "http", heard=False)
        elif status == 302:
            self.jar.clear()
            return False
        elif status in (500, 502, 503):
            self.book.broke_off()
            return False
        else:
            self.book.wrong.append(f"{status} {place} {page[:2000]}")
        return True

    def _sign_in(self) -> None:
        self._get("/accounts/sign-in/")
        status, _place, page = self._post(
            "/accounts/sign-in/", {"identifier": self.username, "password": PASSWORD}
        )
        if status != 302:
            self.book.wrong.append(f"sign-in: {status} {page[:2000]}")

    def _get(self, path: str) -> None:
        self.opener.open(self.url + path, timeout=60).read()

    def _post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._cookie("csrftoken")}).encode()
        try:
            with self.opener.open(urllib.request.Request(self.url + path, body), timeout=60) as answer:
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode()

    def _cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer; it is not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Clerk(threading.Thread):
    """Hands tasks to the publisher process, one at a time, and starts it again when it dies."""

    def __init__(
        self, publisher: Kept, work: queue.Queue[dict[str, Any]], book: Book, over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.publisher, self.work, self.book, self.over = publisher, work, book, over

    def run(self) -> None:
        while not self.over.is_set():
            try:
                one = self.work.get_nowait()
            except queue.Empty:
                return
            while not self.over.is_set():
                word = self._ask(one["task"])
                if word:
                    self.book.settle(one["task"], "verb", heard=word == "done")
                    break
                self.book.broke_off()
                if not self.over.is_set():
                    self.publisher.running.wait(20)
                    self.publisher.start()

    def _ask(self, task: str) -> str:
        """``done`` or ``before``; '' when the process died before it could say so."""
        process = self.publisher.running
        assert process.stdin and process.stdout
        try:
            process.stdin.write(task + "\n")
            process.stdin.flush()
            said = process.stdout.readline()
        except OSError:
            return ""
        return said.split()[0] if said.endswith("\n") else ""


class Outsider(threading.Thread):
    """Keeps every seal that was made known; starts the sealer again when it dies."""

    def __init__(self, sealer: Kept, book: Book, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.sealer, self.book, self.over = sealer, book, over

    def run(self) -> None:
        while not self.over.is_set():
            assert self.sealer.running.stdout
            for line in self.sealer.running.stdout:
                if line.endswith("\n"):
                    self.book.seals.append(json.loads(line))
            self.sealer.running.wait(20)
            if not self.over.is_set():
                self.sealer.start()


def wait_until_up(url: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url + "/healthz", timeout=10):
                return
        except (urllib.error.URLError, OSError, http.client.HTTPException):
            if time.monotonic() > end:
                raise
        time.sleep(0.2)
