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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PASSWORD = "阳光-test-1"
HOUSE = ["-m", "tests.siege"]
GIVE_UP = 300.0  # seconds without any progress


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


class Browser:
    """A person's browser: keeps cookies, signs in, does not follow redirects."""

    def __init__(self, url: str, username: str, book: Book) -> None:
        self.url, self.username, self.book = url, username, book
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay())

    def ask(self, path: str, fields: dict[str, str]) -> tuple[int, str, str] | None:
        """Status, place and page of a form that was sent in; None when the connection broke off."""
        try:
            if not self._cookie("sessionid"):
                self.sign_in()
            status, place, page = self.post(path, fields)
        except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
            nobody_there = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
            if not nobody_there:
                self.book.broke_off()
            return None
        if status == 302 and "sign-in" in place:
            self.jar.clear()
            return None
        if status in (500, 502, 503):
            self.book.broke_off()
            return None
        return status, place, page

    def sign_in(self) -> None:
        """Raises what breaks off."""
        self.get("/accounts/sign-in/")
        status, _place, page = self.post(
            "/accounts/sign-in/", {"identifier": self.username, "password": PASSWORD}
        )
        if status != 302:
            self.book.wrong.append(f"sign-in: {status} {page[:2000]}")

    def get(self, path: str) -> tuple[int, str]:
        """Raises what breaks off."""
        try:
            with self.opener.open(self.url + path, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> tuple[int, str, str]:
        """Send a form in, with a file in its field ``attachment``. Raises what breaks off."""
        fields = {**fields, "csrfmiddlewaretoken": self._cookie("csrftoken")}
        body, kind = urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
        if file:
            body, kind = _multipart(fields, *file)
        request = urllib.request.Request(self.url + path, body, {"Content-Type": kind})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode()

    def _cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")


def _multipart(fields: Mapping[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    edge = "----------yangguang"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="attachment"; filename="{name}"\r\n\r\n'
    return b"".join(
        [*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()]
    ), f"multipart/form-data; boundary={edge}"


class Reviewer(threading.Thread):
    """A last reviewer at a browser: signs in, posts the step, tries again when the connection breaks."""

    def __init__(
        self, browser: Browser, work: queue.Queue[dict[str, Any]], book: Book, over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.browser, self.work, self.book, self.over = browser, work, book, over

    def run(self) -> None:
        while not self.over.is_set():
            try:
                one = self.work.get_nowait()
            except queue.Empty:
                return
            while not self.over.is_set():
                word = sign_in_browser(self.browser, one)
                if word:
                    self.book.settle(one["task"], "http", heard=word == "done")
                    break
                time.sleep(0.2)


def sign_in_browser(browser: Browser, one: Mapping[str, Any]) -> str:
    """``done``, ``before``, or '' for what broke off and is to be tried again, as a person would."""
    answer = browser.ask(
        f"/office/cases/{one['case']}/",
        {"task": one["task"], "seen": one["sha256"], "outcome": "pass", "opinion": "同意签发"},
    )
    if answer is None:
        return ""
    status, place, page = answer
    if status == 302:
        return "done"
    if status != 409 or "办完" not in page:
        browser.book.wrong.append(f"{status} {place} {page[:2000]}")
    return "before"


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


def besiege(
    hands: Sequence[threading.Thread],
    book: Book,
    chance: random.Random,
    tally: Counter[str],
    *,
    site: Kept,
    worker: Kept,
    others: Mapping[str, Kept],
    pause: float = 5.0,
) -> None:
    """Kill something every now and then, after ``pause`` seconds at most, until all the work is done, or nothing
    moves any more. While nothing is settled the pauses grow: on a machine that is busy with other things a process that
    is killed before it has come up shows nothing.

    ``others`` are started again by whoever talks to them.
    """
    victims = ["request process"] * 10 + ["worker"] * 3 + ["server"] * 2 + [*others] * (5 // len(others) or 1)
    moved_at, in_vain = 0.0, 0
    while any(thread.is_alive() for thread in hands):
        assert time.monotonic() - book.moved_at < GIVE_UP, f"nothing moves: {book.wrong[:3]}"
        in_vain = in_vain + 1 if book.moved_at == moved_at else 0
        moved_at = book.moved_at
        time.sleep(chance.uniform(0.1, pause * min(2 ** (in_vain // 4), 16)))
        victim = chance.choice(victims)
        if victim == "request process":
            child = site.one_child_of_a_child()
            if child is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        elif victim in ("server", "worker"):
            kept = site if victim == "server" else worker
            kept.kill()
            kept.start()
        else:
            others[victim].kill()
        tally[victim] += 1


def kept_by_outsiders(book: Book, folder: Path) -> list[str]:
    """About twenty of the seals that were handed out, as words for ``journal verify``."""
    words: list[str] = []
    for seal in book.seals[:: max(1, len(book.seals) // 20)]:
        file = folder / f"seal-{seal['number']}.json"
        file.write_text(json.dumps(seal))
        words += ["--against", str(file)]
    return words


def run(env: Mapping[str, str], *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=1800, check=False
    )
    assert done.returncode == code, f"{words}: {done.stdout[-3000:]} {done.stderr[-3000:]}"
    return done.stdout


def teller(head: str, capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says how it goes while it goes: a siege takes minutes."""
    begun = time.monotonic()

    def say(line: str) -> None:
        with capfd.disabled():
            sys.stderr.write(f"\n  {time.monotonic() - begun:5.0f} s  {line}")
            sys.stderr.flush()

    say(head)
    return say
