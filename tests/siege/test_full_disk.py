"""A disk that is really full, under a house that works: kind refusals, nothing confirmed lost, and on by itself after.

``tmpfs``: a small file system, filled to its last byte (needs root). ``limit``: no file may be written beyond its first
pages (RLIMIT_FSIZE), which works everywhere and hits every file at once.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.siege.besieged import HOUSE, ROOT, Book, Browser, Kept, environment, free_port, run, wait_until_up

pytestmark = pytest.mark.siege

SIZE = 160  # MB: a house and little more
FIRST_PAGES = 16 * 1024
SENTENCE = "磁盘满了"
WORDS = "本批临时救助共十二户，现予公示。"


@dataclass
class SmallDisk:
    """A place that can be full, for the processes that run already and for those that start."""

    place: Path
    kind: str
    processes: list[Kept] = field(default_factory=list)
    full: bool = False

    def fill(self) -> None:
        self.full = True
        if self.kind == "limit":
            return self._limit(FIRST_PAGES)
        with (self.place / "filler").open("wb", buffering=0) as filler:
            for size in (1024 * 1024, 4096, 1):
                with suppress(OSError):
                    while True:
                        filler.write(bytes(size))
        return None

    def free(self) -> None:
        self.full = False
        if self.kind == "limit":
            return self._limit(resource.RLIM_INFINITY)
        (self.place / "filler").unlink()
        return None

    def _limit(self, size: int) -> None:
        for process in self.processes:
            for pid in _family(process.running.pid):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def command(self, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
        limited = (
            ["prlimit", f"--fsize={FIRST_PAGES}:unlimited"] if self.full and self.kind == "limit" else []
        )
        return subprocess.run(
            [*limited, sys.executable, "-m", "yangguang", *words],
            cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


@pytest.fixture(params=["tmpfs", "limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    if request.param == "limit":
        yield SmallDisk(place, "limit")
        return
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system; the variant with a limit does the same")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount a tmpfs")
    try:
        yield SmallDisk(place, "tmpfs")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_stops_kindly_and_goes_on_by_itself(disk: SmallDisk, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    for folder in ("data", "tmp"):
        (disk.place / folder).mkdir()
    env = environment(disk.place / "data", url) | {"TMPDIR": str(disk.place / "tmp")}
    told = disk.place / "items.json"
    run(env, *HOUSE, "prepare-works", "2", "1", str(told))
    items = json.loads(told.read_text())
    quiet = Path(os.devnull)  # a log on the full disk is another matter, and journald's
    site = Kept(["-m", "yangguang", "serve", "--no-worker", "--port", str(port)], env, quiet).start()
    worker = Kept(["-m", "yangguang", "work", "--interval", "0.2"], env, quiet).start()
    clerk = Kept([*HOUSE, "work"], env, tmp_path / "clerk.log", piped=True).start()
    disk.processes = [site, worker, clerk]
    try:
        wait_until_up(url)
        book = Book()
        officer = Browser(url, "lin.xiao", book)
        officer.sign_in()
        house = _House(disk, env, url, officer, clerk, items)
        house.begin(worker)
        disk.fill()
        worker.strike(signal.SIGCONT)
        house.works_without_room()
        disk.free()
        house.goes_on()
        assert book.wrong == []
    finally:
        for process in disk.processes:
            process.stop()


@dataclass
class _House:
    disk: SmallDisk
    env: dict[str, str]
    url: str
    officer: Browser
    clerk: Kept
    items: list[dict[str, Any]]
    confirmed: list[str] = field(default_factory=list)
    refused: str = ""
    category: str = ""

    def begin(self, worker: Kept) -> None:
        """A publication falls due while there is no room; the worker is stopped until there is none."""
        worker.strike(signal.SIGSTOP)
        self.category = str(self.order("there", titles=[])["category"])
        self.order("forward", item=self.items[-1]["item"], signer="chen.jing")
        rows = [
            json.dumps(
                {"title": f"第{n:04}项用水计划的公示", "text": f"第{n:04}项。{WORDS * 300}"},
                ensure_ascii=False,
            )
            for n in range(250)
        ]
        self.rows.write_text("\n".join(rows), encoding="utf-8")

    @property
    def rows(self) -> Path:
        return self.disk.place / "登记.jsonl"

    def order(self, verb: str, **facts: Any) -> dict[str, Any]:
        assert self.clerk.running.stdin and self.clerk.running.stdout
        self.clerk.running.stdin.write(json.dumps({"do": verb, **facts}) + "\n")
        self.clerk.running.stdin.flush()
        return dict(json.loads(self.clerk.running.stdout.readline()))

    def draft(self, title: str, body: str, file: tuple[str, bytes] | None = None) -> tuple[int, str]:
        form = {
            "organisation": "civil-affairs",
            "title": title,
            "category": self.category,
            "attribute": "proactive",
            "generated_on": "2026-11-02",
            "body_html": f"<p>{body}</p>",
            "action": "save",
        }
        status, _place, page = self.officer.post("/office/items/new/", form, file)
        return status, page

    def works_without_room(self) -> None:
        for number in range(20):  # what fits into pages that are there already may still be confirmed
            title = f"第{number}份草稿"
            status, page = self.draft(title, WORDS * 15_000)
            if status != 302:
                break
            self.confirmed.append(title)
        assert status == 503 and SENTENCE in page and WORDS * 15_000 in page and "再提交一次" in page
        self.refused = title
        status, page = self.draft("带附件的草稿", WORDS, ("名单.txt", "甲乙丙丁\n".encode() * 200_000))
        assert status == 503 and SENTENCE in page
        for words in (
            ["import-items", str(self.rows), "--organisation", "water", "--category", "A20_11"],
            ["backup", str(self.disk.place / "backups")],
            ["search", "rebuild"],
        ):
            done = self.disk.command(self.env, *words)
            assert done.returncode == 1, words
            complaint = [one for one in done.stderr.strip().splitlines() if not one.startswith("复制")]
            assert len(complaint) == 1, done.stderr  # beside what a backup tells of its progress
            assert "磁盘" in complaint[0] or "索引现在不能重建" in complaint[0], (words, done.stderr)
        sealed = self.disk.command(self.env, "journal", "seal")
        assert sealed.returncode == 0 or SENTENCE in sealed.stderr
        self.doctor_says_it()
        for path in (self.items[0]["url"], f"/search/?q={quote('临时救助')}"):
            assert self.officer.get(path)[0] == 200, "what is public can be read"

    def doctor_says_it(self) -> None:
        if self.disk.kind == "limit":
            return  # the disk has room, and the little that the doctor writes to try it may fit into the first pages
        done = self.disk.command(self.env, "doctor", "--json")
        found = {check["name"]: check for check in json.loads(done.stdout)}
        assert done.returncode == 1
        assert not found["磁盘空间"]["ok"] and found["磁盘空间"]["remedy"], found["磁盘空间"]

    def goes_on(self) -> None:
        """Nobody does anything but what was refused, once more."""
        end = time.monotonic() + 180
        while self.officer.get(f"/office/items/{self.items[-1]['item']}/")[1].count("公开页") == 0:
            assert time.monotonic() < end, "the publication that fell due never came"
            time.sleep(1)
        assert self.draft(self.refused, WORDS * 15_000)[0] == 302
        assert self.draft("带附件的草稿", WORDS, ("名单.txt", "甲乙丙丁\n".encode() * 200_000))[0] == 302
        words = ["import-items", str(self.rows), "--organisation", "water", "--category", "A20_11", "--json"]
        done = self.disk.command(self.env, *words)
        assert done.returncode == 0 and json.loads(done.stdout.splitlines()[-1])["drafted"] == 250, (
            done.stderr
        )
        titles = [*self.confirmed, self.refused, "带附件的草稿"]
        assert self.disk.command(self.env, "work", "--once").returncode == 0
        assert self.disk.command(self.env, "search", "rebuild").returncode == 0
        told = self.order("there", titles=titles)
        assert (told["there"], told["undone"]) == (sorted(titles), [])
        assert self.disk.command(self.env, "journal", "seal").returncode == 0
        assert self.disk.command(self.env, "journal", "verify").returncode == 0
        found = json.loads(self.disk.command(self.env, "doctor", "--json", "--full").stdout)
        left = {check["name"] for check in found if not check["ok"] and not check["warning"]}
        assert left <= {"磁盘空间"}, left
