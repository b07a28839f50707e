"""Server, publisher, sealer and worker are killed at random while 300 items are published.

Nothing that anybody was told is lost: every confirmed publication is public, signed once, numbered without a gap,
told once, found by search, proven; every seal that was handed out still holds against the book.

    YANGGUANG_SIEGE_PUBLICATIONS (300), YANGGUANG_SIEGE_SEED (printed). With YANGGUANG_DATABASE_URL on that server, in
    a database of its own; else on SQLite with the product's own durability.
"""

from __future__ import annotations

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.siege.besieged import (
    GIVE_UP,
    HOUSE,
    ROOT,
    Book,
    Clerk,
    Kept,
    Outsider,
    Reviewer,
    environment,
    free_port,
    wait_until_up,
)

pytestmark = pytest.mark.siege


@pytest.fixture
def database() -> Iterator[str]:
    """'' for SQLite; on PostgreSQL a database of the siege's own, gone afterwards."""
    url = os.environ.get("YANGGUANG_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"yangguang_siege_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_nothing_confirmed_is_lost_when_processes_are_killed(
    tmp_path: Path, database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("YANGGUANG_SIEGE_PUBLICATIONS", "300"))
    seed = int(os.environ.get("YANGGUANG_SIEGE_SEED") or random.randrange(10**6))
    chance = random.Random(seed)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(tmp_path / "data", url, database)
    say = _teller(f"siege of {count} on {'PostgreSQL' if database else 'SQLite'}, seed {seed}", capfd)

    items_file = tmp_path / "items.json"
    _run(env, *HOUSE, "prepare", str(count), str(items_file))
    items = json.loads(items_file.read_text())
    say("prepared")

    site = Kept(
        ["-m", "yangguang", "serve", "--no-worker", "--port", str(port)], env, tmp_path / "site.log"
    ).start()
    worker = Kept(["-m", "yangguang", "work", "--interval", "0.1"], env, tmp_path / "worker.log").start()
    publisher = Kept([*HOUSE, "publish"], env, tmp_path / "publisher.log", piped=True).start()
    sealer = Kept([*HOUSE, "seal"], env, tmp_path / "sealer.log", piped=True).start()
    book, over, tally = Book(), threading.Event(), Counter[str]()
    try:
        wait_until_up(url)
        hands = _hands(items, url, publisher, book, over, chance)
        outsider = Outsider(sealer, book, over)
        for thread in [*hands, outsider]:
            thread.start()
        started = book.moved_at = time.monotonic()
        _besiege(hands, book, chance, tally, site=site, worker=worker, publisher=publisher, sealer=sealer)
        took = time.monotonic() - started
    finally:
        over.set()
        for process in (site, worker, publisher, sealer):
            process.stop()
    say(
        f"{len(book.confirmed)} of {count} published in {took:.0f} s, killed {dict(sorted(tally.items()))}, "
        f"{book.broken_off} broke off, {book.unheard} done but unheard, {len(book.seals)} seals handed out"
    )

    assert not book.wrong
    assert book.confirmed.keys() == {one["task"] for one in items}
    _run(env, "-m", "yangguang", "work", "--once")
    told = json.loads(_run(env, *HOUSE, "reckon", str(items_file)))
    assert told["faults"] == []
    against = _kept_by_outsiders(book, tmp_path)
    verified = json.loads(_run(env, "-m", "yangguang", "journal", "verify", "--json", *against))
    assert verified["ok"] and verified["acts"] == verified["sealed"] == told["acts"]
    say(
        f"{told['acts']} acts and {told['items']} items reckoned, nothing lost, {len(against) // 2} kept seals hold"
    )


def _hands(
    items: list[dict[str, Any]],
    url: str,
    publisher: Kept,
    book: Book,
    over: threading.Event,
    chance: random.Random,
) -> list[threading.Thread]:
    """Two of three are signed in browsers by two people, the rest by the publisher process."""
    queues: dict[str, queue.Queue[dict[str, Any]]] = {}
    for one in items:
        way = "verb" if chance.random() < 1 / 3 else one["signer"]
        queues.setdefault(way, queue.Queue()).put(one)
    hands: list[threading.Thread] = [Clerk(publisher, queues.pop("verb", queue.Queue()), book, over)]
    for username, work in sorted(queues.items()):
        hands.append(Reviewer(url, username, work, book, over))
    return hands


def _besiege(
    hands: list[threading.Thread],
    book: Book,
    chance: random.Random,
    tally: Counter[str],
    *,
    site: Kept,
    worker: Kept,
    publisher: Kept,
    sealer: Kept,
) -> None:
    """Kill something every now and then until all the work is done, or nothing moves any more."""
    victims = ["request process"] * 10 + ["publisher"] * 3 + ["worker"] * 3 + ["sealer"] * 2 + ["server"] * 2
    while any(thread.is_alive() for thread in hands):
        assert time.monotonic() - book.moved_at < GIVE_UP, f"nothing moves: {book.wrong[:3]}"
        time.sleep(chance.uniform(0.1, 5.0))
        victim = chance.choice(victims)
        if victim == "request process":
            child = site.one_child_of_a_child()
            if child is None:
                continue
            os.kill(child, signal.SIGKILL)
        elif victim == "server":
            site.kill()
            site.start()
        elif victim == "worker":
            worker.kill()
            worker.start()
        else:  # started again by whoever talks to them
            {"publisher": publisher, "sealer": sealer}[victim].kill()
        tally[victim] += 1


def _kept_by_outsiders(book: Book, folder: Path) -> list[str]:
    words: list[str] = []
    for seal in book.seals[:: max(1, len(book.seals) // 20)]:
        file = folder / f"seal-{seal['number']}.json"
        file.write_text(json.dumps(seal))
        words += ["--against", str(file)]
    return words


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=1800, check=False
    )
    assert done.returncode == 0, f"{words}: {done.stdout[-3000:]} {done.stderr[-3000:]}"
    return done.stdout


def _teller(head: str, capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says how it goes while it goes: a siege takes minutes."""
    begun = time.monotonic()

    def say(line: str) -> None:
        with capfd.disabled():
            sys.stderr.write(f"\n  {time.monotonic() - begun:5.0f} s  {line}")
            sys.stderr.flush()

    say(head)
    return say
