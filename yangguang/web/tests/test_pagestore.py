"""No page that is kept as a file is older than the newest change, however readers and changes fall between each other."""

from __future__ import annotations

import gzip
import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from yangguang.lib import clock
from yangguang.web import pagestore

ADDRESS = "/items/11990101009990039L/2026-00001/"


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    settings.YANGGUANG_PAGE_STORE = True
    settings.YANGGUANG_PAGES = tmp_path / "pages"
    return tmp_path / "pages"


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What waits for the commit of the transaction, which these tests make themselves."""
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(pagestore.transaction, "on_commit", waiting.append)
    return waiting


def asked(path: str = ADDRESS, method: str = "get", **more: Any) -> HttpRequest:
    return getattr(RequestFactory(), method)(path, **more)  # type: ignore[no-any-return]


def served(store: Path, path: str = ADDRESS) -> bytes | None:
    """What nginx would answer."""
    page = store / "current" / clock.today().isoformat() / "testserver" / path.strip("/") / "page.html"
    try:
        return page.read_bytes()
    except FileNotFoundError:
        return None


def keep(words: str, path: str = ADDRESS) -> None:
    place = pagestore.place_for(asked(path))
    if place is not None:
        place.put(words.encode())


def test_a_page_is_kept_plain_and_packed_until_something_changes(
    store: Path, commits: list[Callable[[], None]]
) -> None:
    keep("正文")
    assert served(store) == "正文".encode()
    packed = next(store.glob("current/*/testserver/items/*/*/page.html.gz"))
    assert gzip.decompress(packed.read_bytes()) == "正文".encode()
    pagestore.changing()
    assert served(store) is None, "closed before the commit"
    keep("正文")
    assert served(store) is None, "and as long as the change is under way"
    commits.pop()()
    keep("新的正文")
    assert served(store) == "新的正文".encode()


def test_who_began_before_a_change_puts_nothing_where_it_is_found(
    store: Path, commits: list[Callable[[], None]]
) -> None:
    place = pagestore.place_for(asked())
    assert place is not None
    pagestore.changing()
    commits.pop()()
    place.put(b"old")
    assert served(store) is None
    keep("new")
    place.put(b"old")
    assert served(store) == b"new"


@pytest.mark.parametrize(
    ("path", "how"),
    [
        (f"{ADDRESS}?with=1", {}),
        (ADDRESS, {"method": "post"}),
        (ADDRESS, {"method": "head"}),
        ("/items/../../etc/", {}),
        ("/items/.git/", {}),
        ("/items//x/", {}),
        ("/items/a%5Cb/", {}),
        ("/items/a%00b/", {}),
        (f"/items/{'x' * 300}/", {}),
        ("/items/x", {}),
    ],
)
def test_only_a_plain_question_under_a_clean_address_has_a_place(
    store: Path, path: str, how: dict[str, str]
) -> None:
    assert pagestore.place_for(asked(path, **how)) is None
    assert pagestore.place_for(asked()) is not None


def test_a_page_in_large_text_has_no_place(store: Path) -> None:
    request = asked()
    request.large_text = True  # type: ignore[attr-defined]
    assert pagestore.place_for(request) is None


def test_another_text_has_another_time_and_the_same_text_the_same(store: Path) -> None:
    """nginx makes the ETag of it; two texts of one length within a second must differ."""
    stamps = []
    for words in ("720元", "750元", "720元"):
        keep(words)
        stamps.append(next(store.glob("current/*/*/items/*/*/page.html")).stat().st_mtime_ns)
    assert stamps[0] == stamps[2] != stamps[1]
    assert max(stamps) < clock.now().timestamp() * 1e9


def test_a_folder_that_cannot_be_made_is_a_store_without_pages(
    store: Path, commits: list[Callable[[], None]]
) -> None:
    store.write_text("a file where the folder should be")
    keep("正文")
    pagestore.changing()
    commits.pop()()
    assert pagestore.tend() == 0 and pagestore.opened_at() is None


def test_without_the_setting_nothing_is_written(store: Path, settings: Any) -> None:
    settings.YANGGUANG_PAGE_STORE = False
    keep("正文")
    assert not store.exists()


def test_a_change_that_ended_without_a_word_keeps_the_store_closed_until_the_worker_comes(
    store: Path, commits: list[Callable[[], None]]
) -> None:
    keep("old")
    pagestore.changing()
    commits.clear()  # rolled back, or killed between the commit and what follows it
    keep("old")
    assert served(store) is None and pagestore.tend() == 0
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        assert pagestore.oldest_mark() > timedelta(minutes=1)
        assert pagestore.tend() >= 1, "the mark, and the shelf that was closed"
        assert pagestore.oldest_mark() == timedelta()
        keep("new")
        assert served(store) == b"new"
        assert len(list(store.iterdir())) == 3, "current, its shelf, the marks"


def test_a_crawler_fills_no_disk(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagestore, "MOST_PAGES", 5)
    for number in range(12):
        keep("正文", f"/items/x/{number}/")
    assert len(list(store.glob("current/*/*/items/x/*/page.html"))) == 2
    assert len([one for one in store.iterdir() if one.name.startswith("2")]) == 3


def test_a_shelf_that_is_opened_beside_a_change_is_closed_with_it(
    store: Path, commits: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opened it is slow, and has not yet looked again whether something is changing."""
    link = os.symlink

    def slowly(*args: Any) -> None:
        pagestore.changing()
        link(*args)
        keep("old")
        assert served(store) == b"old", "right until the commit"
        commits.pop()()
        assert served(store) is None

    monkeypatch.setattr(os, "symlink", slowly)
    place = pagestore.place_for(asked())
    monkeypatch.undo()
    assert place is not None
    place.put(b"old")
    assert served(store) is None


@dataclass
class Stage:
    """Runs jobs in threads of which only one moves at a time, from one touch of the disk to the next, in a drawn order."""

    seed: int
    check: Callable[[], None]
    gates: dict[str, threading.Semaphore] = field(default_factory=dict)
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    failures: list[BaseException] = field(default_factory=list)

    def pause(self) -> None:
        gate = self.gates.get(threading.current_thread().name)
        if gate is not None:
            self.turn.release()
            gate.acquire()

    def paused(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **more: Any) -> Any:
            self.pause()
            return work(*args, **more)

        return do

    def run(self, *jobs: Callable[[], None]) -> None:
        draw, ended = random.Random(self.seed), set()

        def play(name: str, job: Callable[[], None]) -> None:
            self.gates[name].acquire()
            try:
                job()
            except BaseException as failure:
                self.failures.append(failure)
            ended.add(name)
            self.turn.release()

        for number, job in enumerate(jobs):
            self.gates[f"job-{number}"] = threading.Semaphore(0)
            threading.Thread(
                target=play, args=(f"job-{number}", job), name=f"job-{number}", daemon=True
            ).start()
        while waiting := sorted(self.gates.keys() - ended):
            self.gates[draw.choice(waiting)].release()
            assert self.turn.acquire(timeout=20)
            self.check()
        assert not self.failures, self.failures


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("part", range(4))
def test_in_whatever_order_they_move_no_old_page_is_served(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, part: int, killed: bool
) -> None:
    """Three readers and two changes, stopped at every touch of the disk and carried on in 160 drawn orders.

    ``killed``: one of the changes dies right after its commit. Then what is served must be right at the end; before that a
    reader that has just opened a shelf beside it may still be about to close it again.
    """
    settings.YANGGUANG_PAGE_STORE = True
    stage = Stage(0, lambda: None)
    for name in ("_remove", "_is_changing", "_current", "_lay"):
        monkeypatch.setattr(pagestore, name, stage.paused(getattr(pagestore, name)))
    monkeypatch.setattr(os, "symlink", stage.paused(os.symlink))
    after = threading.local()
    monkeypatch.setattr(pagestore.transaction, "on_commit", lambda work: setattr(after, "work", work))
    opened = 0
    for seed in range(part * 40, part * 40 + 40):
        settings.YANGGUANG_PAGES = store = tmp_path / str(seed)
        truth = {"value": 0, "told": 0}

        def check(store: Path = store, truth: dict[str, int] = truth) -> None:
            page = served(store)
            assert page is None or int(page) >= truth["told"], "older than a change whose verb has returned"

        def change(dies: bool, truth: dict[str, int] = truth) -> None:
            stage.pause()
            pagestore.changing()
            stage.pause()
            truth["value"] += 1  # the commit
            mine = truth["value"]
            stage.pause()
            if not dies:
                after.work()
                truth["told"] = max(truth["told"], mine)

        def read(truth: dict[str, int] = truth) -> None:
            for _time in range(2):
                place = pagestore.place_for(asked())
                stage.pause()
                value = truth["value"]
                stage.pause()
                if place is not None:
                    place.put(str(value).encode())

        keep("0")
        stage.seed, stage.check = seed, (lambda: None) if killed else check
        stage.gates.clear()
        stage.run(read, read, read, lambda: change(dies=killed), lambda: change(dies=False))
        page = served(store)
        assert page is None or int(page) >= (truth["value"] if killed else truth["told"])
        opened += page is not None
    assert (opened == 0) if killed else (opened > 5)
