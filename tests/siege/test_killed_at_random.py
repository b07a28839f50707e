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
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.siege.besieged import (
    HOUSE,
    Book,
    Browser,
    Clerk,
    Kept,
    Outsider,
    Reviewer,
    besiege,
    environment,
    free_port,
    kept_by_outsiders,
    run,
    teller,
    wait_until_up,
)

pytestmark = pytest.mark.siege


def test_nothing_confirmed_is_lost_when_processes_are_killed(
    tmp_path: Path, database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("YANGGUANG_SIEGE_PUBLICATIONS", "300"))
    seed = int(os.environ.get("YANGGUANG_SIEGE_SEED") or random.randrange(10**6))
    chance = random.Random(seed)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(tmp_path / "data", url, database)
    say = teller(f"siege of {count} on {'PostgreSQL' if database else 'SQLite'}, seed {seed}", capfd)

    items_file = tmp_path / "items.json"
    run(env, *HOUSE, "prepare", str(count), str(items_file))
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
        others = {"publisher": publisher, "sealer": sealer}
        besiege(hands, book, chance, tally, site=site, worker=worker, others=others)
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
    run(env, "-m", "yangguang", "work", "--once")
    told = json.loads(run(env, *HOUSE, "reckon", str(items_file)))
    assert told["faults"] == []
    against = kept_by_outsiders(book, tmp_path)
    verified = json.loads(run(env, "-m", "yangguang", "journal", "verify", "--json", *against))
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
        hands.append(Reviewer(Browser(url, username, book), work, book, over))
    return hands
