"""Search against the bare engine: what our rules cost over the same question put to the same index.

    python -m benchmarks.search --items 10000,100000 [--json]

On SQLite in a folder of its own; on PostgreSQL in the database that YANGGUANG_DATABASE_URL names, in a transaction that
is rolled back. The reference is the method of the stack's own trial (section 2): FTS5 or GIN asked directly for the
first 20 places of title, then body, and the count capped at 10,001; no texts, no owners, no excerpts, no facets.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

COMMON = [
    "政务公开",
    "依申请公开",
    "通知",
    "公告",
    "公示",
    "预算",
    "决算",
    "低保",
    "医疗救助",
    "公租房",
    "供水",
    "农村公路",
    "食品安全",
    "安全生产",
    "环境保护",
    "招标",
]
RARE = [f"{a}{b}村" for a in "杨柳松柏梅兰竹菊" for b in "家庄店桥河湾坪岭"]
FILLING = [
    "为进一步加强全县工作",
    "按照上级有关要求",
    "结合实际",
    "现将有关事项通知如下",
    "各乡镇人民政府",
    "县直各部门",
    "认真贯彻落实",
    "切实抓好组织实施",
    "加强监督检查",
    "确保取得实效",
    "经研究决定",
    "自发布之日起施行",
]
QUERIES = {
    "2 characters, frequent": "预算",
    "4 characters, frequent": "政务公开",
    "5 characters": "依申请公开",
    "rare": "杨家村",
    "two words": "低保 公示",
    "nothing": "火星移民",
}


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--items", default="10000,100000")
    given.add_argument("--json", action="store_true")
    given.add_argument("--rounds", type=int, default=15)
    options = given.parse_args()
    folder = tempfile.TemporaryDirectory(prefix="yangguang-bench-")
    os.environ.setdefault("YANGGUANG_MODE", "test")
    os.environ["YANGGUANG_DATA_DIR"] = folder.name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
    import django

    django.setup()
    figures = [measure(int(number), options.rounds, Path(folder.name)) for number in options.items.split(",")]
    told = {"machine": machine(), "figures": figures}
    print(json.dumps(told, ensure_ascii=False, indent=1) if options.json else table(told))
    folder.cleanup()
    return 0


def machine() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def measure(number: int, rounds: int, folder: Path) -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from yangguang.search import engines, registry
    from yangguang.search.models import Change, Entry

    settings.YANGGUANG_SEARCH_PATH = folder / f"search-{number}.sqlite3"
    call_command("migrate", verbosity=0)
    registry.register("benchmarks.paper", set)
    around = transaction.atomic()
    around.__enter__()
    try:
        built = build(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE search_found")
                cursor.execute("ANALYZE search_entry")
        engine = engines.current()
        assert engine.size() == number, (engine.size(), Change.objects.count())
        rows = [compare(name, q, rounds) for name, q in QUERIES.items()]
        return {
            "items": number,
            "database": connection.vendor,
            "built_per_second": round(number / built),
            "queries": rows,
            "changes": changes(number),
            "entries": Entry.objects.count(),
        }
    finally:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def documents(number: int, seed: int = 5) -> Any:
    from yangguang.lib import clock
    from yangguang.lib.ref import Ref
    from yangguang.search.documents import Document

    chance, now = random.Random(seed), clock.now()
    for one in range(number):
        department = min(int(chance.expovariate(0.08)), 79)
        words = [chance.choice(COMMON), chance.choice(RARE)]
        text = "，".join(
            chance.choice(FILLING) if chance.random() < 0.8 else chance.choice(COMMON + RARE)
            for _ in range(chance.randint(20, 70))
        )
        yield Document(
            ref=Ref("benchmarks.paper", f"{one:08}"),
            title=f"关于{words[0]}{words[1]}有关工作的{chance.choice(['通知', '公告', '批复'])}",
            text=text,
            organisation_code=f"d{department}",
            organisation_path=f"county/d{department}/",
            category_code=f"c{one % 20}",
            category_path=f"statutory/c{one % 20}/",
            kind=["通知", "公告", "批复", "方案"][one % 4],
            published_at=now - timedelta(days=chance.randint(0, 6500), minutes=one % 1000),
            url=f"/{one}/",
        )


def build(number: int) -> float:
    """Entries in bulk, the index from them by the product's own rebuild; seconds of the rebuild."""
    from yangguang.search.actions import rebuilding
    from yangguang.search.models import Entry
    from yangguang.search.rows import day_of, first_position

    batch: list[Entry] = []
    next_place: dict[int, int] = {}
    for document in documents(number):
        entry = Entry(
            **{
                name: getattr(document, name)
                for name in (
                    "ref", "title", "text", "organisation_code", "organisation_path", "category_code", "category_path",
                    "kind", "published_at", "url",
                )
            }
        )  # fmt: skip
        first = first_position(day_of(entry))
        next_place[first] = entry.position = next_place.get(first, first - 1) + 1
        batch.append(entry)
        if len(batch) == 2000:
            Entry.objects.bulk_create(batch)
            batch = []
    Entry.objects.bulk_create(batch)
    started = time.perf_counter()
    rebuilding.rebuild()
    return time.perf_counter() - started


def timed(rounds: int, ask: Callable[[], Any]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    ask()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]


def compare(name: str, q: str, rounds: int) -> dict[str, Any]:
    from yangguang.lib import clock
    from yangguang.search import engines, rules
    from yangguang.search.engines import Stage
    from yangguang.search.rules.question import Filters, Question
    from yangguang.search.rules.spellings import spell

    since = clock.today() - timedelta(days=3 * 365)
    narrow = {"organisation_path": "county/d1/", "kind": "通知", "since": since}
    engine = engines.current()

    def bare(filters: Filters, *stages: Stage) -> Callable[[], None]:
        ask = Question.of(spell(rules.understand(q), exact=True), filters).ask

        def asked() -> None:
            found: list[int] = []
            for stage in stages:
                if len(found) < 20:
                    found += engine.candidates(ask, stage, below=ask.high, limit=20 - len(found))
            engine.count(ask, 10_001)

        return asked

    relevance = (Stage.TITLE_WORDS, Stage.TITLE, Stage.BODY)
    second = rules.query(q).next
    ours: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "relevance": (lambda: rules.query(q), bare(Filters(), *relevance)),
        "relevance, filtered": (lambda: rules.query(q, **narrow), bare(Filters(**narrow), *relevance)),
        "by date": (lambda: rules.query(q, order="date"), bare(Filters(), Stage.ANY)),
        "page 2": (lambda: rules.query(q, cursor=second), bare(Filters(), *relevance)),
        "with facets": (lambda: rules.query(q, with_facets=True), bare(Filters(), *relevance)),
    }
    told: dict[str, Any] = {"query": name, "hits": rules.query(q).counted}
    for kind, (mine, reference) in ours.items():
        (median, worst), (plain, plain_worst) = timed(rounds, mine), timed(rounds, reference)
        told[kind] = {
            "ms": round(median, 2),
            "p95": round(worst, 2),
            "reference_ms": round(plain, 2),
            "reference_p95": round(plain_worst, 2),
            "ratio": round(median / plain, 2),
        }
    return told


def changes(number: int) -> dict[str, float]:
    """One thing saved, and one withdrawn, with all the others in the index; milliseconds, until the index knows."""
    from yangguang.lib.ref import Ref
    from yangguang.search.actions import apply, put, withdraw

    extra = [
        document.__class__(
            **{
                **{name: getattr(document, name) for name in document.__slots__},
                "ref": Ref("benchmarks.paper", f"x{n}"),
            }
        )
        for n, document in enumerate(documents(15, seed=9))
    ]
    saved, gone = iter(extra), iter(extra)

    def save() -> None:
        put(next(saved))
        apply()

    def remove() -> None:
        withdraw(next(gone).ref)
        apply()

    return {"save_ms": round(timed(13, save)[0], 2), "withdraw_ms": round(timed(13, remove)[0], 2)}


def table(told: dict[str, Any]) -> str:
    lines = [told["machine"]]
    for one in told["figures"]:
        lines.append(
            f"\n{one['items']:,} items on {one['database']}: index {one['built_per_second']:,}/s;"
            f" save {one['changes']['save_ms']} ms, withdraw {one['changes']['withdraw_ms']} ms"
        )
        for row in one["queries"]:
            lines.append(f"  {row['query']} ({row['hits']} hits)")
            for kind, figure in row.items():
                if isinstance(figure, dict):
                    lines.append(
                        f"    {kind:20} {figure['ms']:8.1f} ms (p95 {figure['p95']:.1f});"
                        f" reference {figure['reference_ms']:7.1f} (p95 {figure['reference_p95']:.1f}); {figure['ratio']:.1f} x"
                    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
