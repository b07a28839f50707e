"""Search against the bare index: what the house costs over the same question put to an index alone.

    python -m benchmarks.search [--items 10000,100000] [--short] [--rounds 3] [--each 40]

Each size in a process and a folder of its own; on PostgreSQL (YANGGUANG_DATABASE_URL) in a database of its own that is
dropped afterwards. Queries of one, two and four terms, by date and by relevance, with and without a filter (department,
kind and three years), the first 20 with the count up to 10,000: see corpus.py and bare.py. Prints Markdown.

Ours is the whole answer: spellings, places, count, the entries read and checked, their owner asked, titles and excerpts
as HTML. The engine's part of it is told apart; the rest is what a page of 20 costs whatever the size of the index.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from benchmarks.house import machine

KINDS: dict[str, tuple[Literal["date", "relevance"], bool]] = {
    "by date": ("date", False),
    "by date, filtered": ("date", True),
    "by relevance": ("relevance", False),
    "by relevance, filtered": ("relevance", True),
}


TOLD = (
    "ref", "title", "text", "organisation_code", "organisation_path", "organisation_name", "category_code",
    "category_path", "kind", "published_at", "url",
)  # fmt: skip


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--items", default="10000,100000")
    given.add_argument("--short", action="store_true", help="texts of 230 characters on average, not 576")
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--each", type=int, default=40, help="queries of each number of terms")
    given.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.alone:
        sys.stdout.write(json.dumps(measure(options.alone, options)))
        return 0
    sys.stdout.write(f"{machine()}\n")
    for number in map(int, options.items.split(",")):
        sys.stdout.write(table(apart(number, options)) + "\n")
        sys.stdout.flush()
    return 0


def apart(number: int, options: argparse.Namespace) -> dict[str, Any]:
    """One size in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.search", "--alone", str(number)]
    words += [
        "--rounds",
        str(options.rounds),
        "--each",
        str(options.each),
        *(["--short"] if options.short else []),
    ]
    with tempfile.TemporaryDirectory(prefix="yangguang-bench-") as folder, database() as url:
        env = {**os.environ, "YANGGUANG_MODE": "test", "YANGGUANG_DATA_DIR": folder}
        env["DJANGO_SETTINGS_MODULE"] = "yangguang.config.settings"
        if url:
            env["YANGGUANG_DATABASE_URL"] = url
        told = subprocess.run(words, env=env, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(told.stdout))


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database of its own on the server that is named, if one is."""
    url = os.environ.get("YANGGUANG_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"yangguang_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(number: int, options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import bare, corpus
    from yangguang.search import engines, registry, seeds
    from yangguang.search.models import Entry, WordGroup

    call_command("migrate", verbosity=0)
    if not WordGroup.objects.exists():
        seeds.load()

    def owner(uids: list[str]) -> set[str]:
        # One question to the records, as the owner of what is public asks it.
        refs = Entry.objects.filter(ref__in=[f"{corpus.KIND}:{uid}" for uid in uids])
        return set(refs.values_list("url", flat=True))  # in this corpus the uid

    registry.register(corpus.KIND, owner)
    built = build(number, options.short)
    engine = engines.current()
    assert engine.size() == number, engine.size()
    if connection.vendor == "postgresql":
        reference: Any = bare.BareGin()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    else:
        from django.conf import settings

        reference = bare.BareFts5(Path(settings.DATA_DIR) / "bare.sqlite3")
        reference.fill()
    return {
        "items": number,
        "short": options.short,
        "database": connection.vendor,
        "built_per_second": round(number / built),
        "kinds": compare(reference, options),
        "changes": changes(reference, options.short),
    }


def build(number: int, short: bool) -> float:
    """Entries in bulk, the index from them by the product's own rebuild; seconds of the rebuild."""
    from benchmarks import corpus
    from yangguang.search.actions import rebuilding
    from yangguang.search.models import Entry
    from yangguang.search.rows import day_of, first_position

    batch: list[Entry] = []
    next_place: dict[int, int] = {}
    for document in corpus.documents(number, short=short):
        entry = Entry(**{name: getattr(document, name) for name in TOLD})
        first = first_position(day_of(entry.published_at))
        next_place[first] = entry.position = next_place.get(first, first - 1) + 1
        batch.append(entry)
        if len(batch) == 2000:
            Entry.objects.bulk_create(batch)
            batch = []
    Entry.objects.bulk_create(batch)
    started = perf_counter()
    rebuilding.rebuild()
    return perf_counter() - started


class Part:
    """How long the engine was at work, among all the rest."""

    def __init__(self, engine: Any) -> None:
        self.taken, self.inside = 0.0, False
        for name in ("candidates", "count", "tally", "first"):
            setattr(type(engine), name, self._timed(getattr(type(engine), name)))

    def _timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **given: Any) -> Any:
            if self.inside:  # one question of the engine may ask another
                return method(*args, **given)
            begun, self.inside = perf_counter(), True
            try:
                return method(*args, **given)
            finally:
                self.taken, self.inside = self.taken + perf_counter() - begun, False

        return timed


def compare(reference: Any, options: argparse.Namespace) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each query of each kind: ours, the engine's part of it, the reference; and the CPU's ratio."""
    from benchmarks import corpus
    from yangguang.lib import clock
    from yangguang.search import engines, rules
    from yangguang.search.rows import first_position
    from yangguang.search.rules.spellings import spell

    part = Part(engines.current())
    since = clock.today() - timedelta(days=3 * 365)
    chance = random.Random(3)
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for terms, q in corpus.queries(options.each):
        spelt = tuple(tuple(one.phrase for one in term) for term in spell(rules.understand(q)).terms)
        department, kind = f"d{chance.randrange(12)}", chance.choice(corpus.KINDS)
        for name, (order, filtered) in KINDS.items():
            narrow: dict[str, Any] = {}
            if filtered:
                narrow = {"organisation_path": f"county/{department}/", "kind": kind, "since": since}
            low = first_position(since) if filtered else 0
            plain = reference.asker(spelt, order, (department, kind) if filtered else None, low)

            def ours() -> Any:
                return rules.query(q, order=order, **narrow)  # noqa: B023 - called at once

            def faceted() -> Any:
                return rules.query(q, order=order, with_facets=True, **narrow)  # noqa: B023

            page, (places, count) = ours(), plain()
            assert len(page.hits) <= len(places), (q, name, len(page.hits), len(places))
            assert page.count <= min(count, 10_000), (q, name, page.count, count)
            taken: dict[str, list[float]] = defaultdict(list)
            for _round in range(options.rounds):
                part.taken = 0.0
                timed(ours, taken["ours"], taken["ours_cpu"])
                taken["engine"].append(part.taken * 1000)
                timed(plain, taken["plain"], taken["plain_cpu"])
                timed(faceted, taken["faceted"], taken["faceted_cpu"])
            for what, values in taken.items():
                found[name][what].append(statistics.median(values))
            found[name]["rest"].append(found[name]["ours"][-1] - found[name]["engine"][-1])
            found[name]["terms"].append(terms)
    return found


def timed(ask: Callable[[], Any], wall: list[float], cpu: list[float]) -> None:
    begun, worked = perf_counter(), process_time()
    ask()
    cpu.append((process_time() - worked) * 1000)
    wall.append((perf_counter() - begun) * 1000)


def changes(reference: Any, short: bool) -> dict[str, list[float]]:
    """One thing saved, and one withdrawn, until the index knows; and the same in the bare index (SQLite)."""
    from benchmarks import corpus
    from yangguang.search.actions import put, withdraw
    from yangguang.search.models import Change, Entry

    taken: dict[str, list[float]] = defaultdict(list)
    for document in corpus.documents(25, short=short, seed=77, prefix="x"):
        timed(lambda: put(document), taken["save"], taken["save_cpu"])  # noqa: B023
        entry = Entry.objects.get(ref=document.ref)
        assert entry.position is not None and not Change.objects.exists()
        if hasattr(reference, "put"):
            timed(lambda: reference.put(entry), taken["bare save"], [])  # noqa: B023
            timed(lambda: reference.remove(entry), taken["bare withdrawal"], [])  # noqa: B023
        timed(lambda: withdraw(document.ref), taken["withdrawal"], taken["withdrawal_cpu"])  # noqa: B023
    return taken


def table(told: dict[str, Any]) -> str:
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[told["database"]]
    lines = [
        f"\n{told['items']:,} texts{' of 230 characters' if told['short'] else ''}, {database};"
        f" the index made anew at {told['built_per_second']:,} a second.\n",
        "| first 20 and the count | ours p50 / p95 ms | of it engine | of it the page | bare index p50 / p95 ms"
        " | ratio p50 / p95 | ratio of CPU | with facets |",
        "|---|---|---|---|---|---|---|---|",
    ]
    every: dict[str, list[float]] = defaultdict(list)
    for figures in told["kinds"].values():
        for what, values in figures.items():
            every[what] += values
    rows = dict(told["kinds"])
    for terms in (1, 2, 4):
        chosen = [place for place, number in enumerate(every["terms"]) if number == terms]
        rows[f"all of {terms} term{'s' * (terms > 1)}"] = {
            what: [values[place] for place in chosen] for what, values in every.items()
        }
    rows["all"] = every
    for name, row in rows.items():
        ours, plain = spread(row["ours"]), spread(row["plain"])
        cpu = "–"
        if told["database"] == "sqlite":
            cpu = f"{statistics.median(row['ours_cpu']) / statistics.median(row['plain_cpu']):.2f}"
        lines.append(
            f"| {name} | {pair(ours)} | {pair(spread(row['engine']))} | {pair(spread(row['rest']))} | {pair(plain)}"
            f" | {ours[0] / plain[0]:.2f} / {ours[1] / plain[1]:.2f} | {cpu} | {pair(spread(row['faceted']))} |"
        )
    lines += ["", "| one text | p50 ms | p95 ms |", "|---|---|---|"]
    for name in ("save", "withdrawal", "bare save", "bare withdrawal"):
        if values := told["changes"].get(name):
            lines.append(f"| {name} | {spread(values)[0]:.2f} | {spread(values)[1]:.2f} |")
    return "\n".join(lines)


def spread(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def pair(values: tuple[float, float]) -> str:
    return f"{values[0]:.1f} / {values[1]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
