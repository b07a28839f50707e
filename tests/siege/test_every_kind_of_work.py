"""Everything is killed at random while people import, correct, withdraw, restore, publish by the clock and reindex.

Whatever was confirmed to anybody holds at the end: the public reads the text that was confirmed last, what was
withdrawn answers 410 and is not found, every row of an import is there once, each verb left one act, numbers have no
gap, search agrees with the records, the book with the seals that left the house, and doctor finds nothing.

    YANGGUANG_SIEGE_ROUNDS (200), YANGGUANG_SIEGE_SEED (printed). With YANGGUANG_DATABASE_URL on that server, in a
    database of its own; else on SQLite with the product's own durability.
"""

from __future__ import annotations

import json
import os
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
    Kept,
    Outsider,
    besiege,
    environment,
    free_port,
    kept_by_outsiders,
    run,
    teller,
    wait_until_up,
)
from tests.siege.rounds import PUBLISHED, RESTORED, WITHDRAWN, Officer, Operator, Round, plan_rounds

pytestmark = pytest.mark.siege

OFFICERS = 2


def test_every_kind_of_work_survives_the_killing_of_processes(
    tmp_path: Path, database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("YANGGUANG_SIEGE_ROUNDS", "200"))
    seed = int(os.environ.get("YANGGUANG_SIEGE_SEED") or random.randrange(10**6))
    chance = random.Random(seed)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = environment(tmp_path / "data", url, database)
    say = teller(f"siege of {count} rounds on {'PostgreSQL' if database else 'SQLite'}, seed {seed}", capfd)

    items = _prepared(env, count, tmp_path)
    rounds = plan_rounds(items, count, chance)
    say(f"prepared; rounds {dict(Counter(one.kind for one in rounds))}")

    site = Kept(
        ["-m", "yangguang", "serve", "--no-worker", "--port", str(port)], env, tmp_path / "site.log"
    ).start()
    worker = Kept(["-m", "yangguang", "work", "--interval", "0.1"], env, tmp_path / "worker.log").start()
    sealer = Kept([*HOUSE, "seal"], env, tmp_path / "sealer.log", piped=True).start()
    clerks = {
        f"clerk {n}": Kept([*HOUSE, "work"], env, tmp_path / f"clerk{n}.log", piped=True).start()
        for n in range(OFFICERS)
    }
    book, over, tally = Book(), threading.Event(), Counter[str]()
    try:
        wait_until_up(url)
        files = _of(rounds, "import", "rebuild")
        operators = [
            Operator(
                files[n::2], book, over, random.Random(seed + 1 + n), env=env, folder=tmp_path, tally=tally
            )
            for n in range(2)
        ]
        officers = [
            Officer(share, book, over, random.Random(seed + 3 + n), clerk=clerk, url=url)
            for n, (share, clerk) in enumerate(zip(_shares(rounds), clerks.values(), strict=True))
        ]
        hands = [*operators, *officers]
        for thread in [*hands, Outsider(sealer, book, over)]:
            thread.start()
        started = book.moved_at = time.monotonic()
        besiege(
            hands,
            book,
            chance,
            tally,
            site=site,
            worker=worker,
            others={"sealer": sealer, **clerks},
            pause=8.0,
        )
        took = time.monotonic() - started
    finally:
        over.set()
        for process in (site, worker, sealer, *clerks.values()):
            process.stop()
    say(
        f"{len(book.confirmed)} of {count} rounds in {took:.0f} s, killed {dict(sorted(tally.items()))}, "
        f"{book.broken_off} broke off, {len(book.seals)} seals handed out"
    )
    assert not book.wrong, book.wrong[:5]
    assert len(book.confirmed) == count
    imports = [told for operator in operators for told in operator.imports]
    _reckon(env, tmp_path, items, imports, book)
    say(f"{len(imports)} imports and {len(items)} items reckoned, nothing lost")


def _prepared(env: dict[str, str], count: int, folder: Path) -> list[dict[str, Any]]:
    """As many planned items as may be needed, and a third as many public ones."""
    file = folder / "items.json"
    run(env, *HOUSE, "prepare-works", str(max(10, count // 3)), str(max(5, count // 4)), str(file))
    items: list[dict[str, Any]] = json.loads(file.read_text())
    for one in items:
        one["acts"] = {PUBLISHED: int(one["state"] == "public"), WITHDRAWN: 0, RESTORED: 0}
    return items


def _of(rounds: list[Round], *kinds: str) -> list[Round]:
    return [one for one in rounds if one.kind in kinds]


def _shares(rounds: list[Round]) -> list[list[Round]]:
    """Every round of one item goes to the same officer, in order."""
    shares: list[list[Round]] = [[] for _ in range(OFFICERS)]
    for one in rounds:
        if one.item:
            shares[sum(map(ord, one.item["item"])) % OFFICERS].append(one)
    return shares


def _reckon(
    env: dict[str, str], folder: Path, items: list[dict[str, Any]], imports: list[dict[str, Any]], book: Book
) -> None:
    """The worker does what is left; then promises are held against the records, and the book against its seals."""
    run(env, "-m", "yangguang", "work", "--once")
    run(env, "-m", "yangguang", "search", "rebuild")
    promised = folder / "promised.json"
    promised.write_text(json.dumps({"items": items, "imports": imports}, ensure_ascii=False))
    told = json.loads(run(env, *HOUSE, "reckon-works", str(promised)))
    assert told["faults"] == []
    against = kept_by_outsiders(book, folder)
    verified = json.loads(run(env, "-m", "yangguang", "journal", "verify", "--json", *against))
    assert verified["ok"] and verified["acts"] == verified["sealed"] == told["acts"]
    found = json.loads(run(env, "-m", "yangguang", "doctor", "--json", "--full"))
    assert [check for check in found if not check["ok"] and not check["warning"]] == []
