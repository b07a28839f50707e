"""What an import costs: ``python -m benchmarks.importing [ROWS]``.

Seeded documents of about 600 characters in JSON lines, made public by an operator's order: each with its act, its index
number and its entry in the index, in one process. Time is counted until the index knows the last of them. On SQLite with
full durability, or on the database that YANGGUANG_DATABASE_URL names (an empty one).

Told in Markdown: speed and memory after 2,000, 20,000 and 200,000 rows, as far as there are so many; what a document's time
is made of.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.house import furnish, machine

_WORDS = [
    "低保",
    "救助",
    "公示",
    "名单",
    "补贴",
    "医疗",
    "教育",
    "水利",
    "道路",
    "施工",
    "招标",
    "采购",
    "预算",
    "决算",
    "安全",
    "检查",
    "整改",
    "通报",
    "通知",
    "办法",
    "标准",
    "申请",
    "审核",
    "发放",
    "群众",
]


def write(path: Path, count: int) -> None:
    """Documents that differ from each other, as a county's lists do: about 600 characters in 24 lines."""
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            sentences = ("，".join(rng.choices(_WORDS, k=9)) for _ in range(24))
            row = {
                "title": f"阳光县第{number}号{rng.choice(_WORDS)}{rng.choice(_WORDS)}事项公示",
                "text": "\n".join(f"{sentence}。" for sentence in sentences),
                "成文日期": f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                "文号": f"阳政发〔2025〕{number + 1}号",
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class Parts:
    """CPU time by part, in seconds: what runs inside of a part that is inside another counts for the inner one."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open: list[float] = []

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        begun = process_time()
        self._open.append(0.0)
        try:
            yield
        finally:
            whole = process_time() - begun
            inside = self._open.pop()
            self.spent[name] = self.spent.get(name, 0.0) + whole - inside
            if self._open:
                self._open[-1] += whole

    def around(self, owner: Any, attribute: str, name: str) -> None:
        """Count the calls of a function from now on."""
        work: Callable[..., Any] = getattr(owner, attribute)

        def counted(*words: Any, **options: Any) -> Any:
            with self.of(name):
                return work(*words, **options)

        setattr(owner, attribute, counted)

    def each(self, entries: Iterator[Any], name: str) -> Iterator[Any]:
        """Count what an iterator takes."""
        while True:
            with self.of(name):
                entry = next(entries, None)
            if entry is None:
                return
            yield entry


def yardstick(samples: int = 200) -> float:
    """CPU microseconds of a sum over 10,000 numbers: what the machine gives just now, whoever else is at work."""
    taken = []
    for _ in range(samples):
        begun = process_time()
        sum(range(10_000))
        taken.append((process_time() - begun) * 1e6)
    return statistics.median(taken)


def memory() -> tuple[float, float, float]:
    """Megabytes: the process's own, files of the database mapped into it, and the most that both ever were."""
    told = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line
    )
    return tuple(int(told[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile", "VmHWM"))  # type: ignore[return-value]


def _kept_on_disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.glob("*.sqlite3*")) / 1024 / 1024


_STAGES = (2_000, 5_000, 20_000, 50_000, 100_000, 200_000)


def main(folder: Path, count: int) -> None:
    from django.db import connection

    from yangguang.disclosure import actions
    from yangguang.disclosure.actions import imports, wholesale
    from yangguang.disclosure.intake import reading
    from yangguang.disclosure.models import Category, Item
    from yangguang.journal import actions as journal
    from yangguang.journal.actors import SYSTEM
    from yangguang.organisations.models import Organisation
    from yangguang.search import actions as search
    from yangguang.search.actions import changes
    from yangguang.search.models import Change
    from yangguang.web import rows

    path = folder / "rows.jsonl"
    write(path, count + 500)
    order = actions.Order(
        Organisation.objects.get(code="civil-affairs"), Category.objects.get(code="A20_15"), SYSTEM, "测量"
    )
    parts = Parts()
    for owner, attribute, name in (
        (imports, "_looked_through", "checked and screened"),
        (wholesale, "_texts", "made: item, edition, hash"),
        (wholesale, "record", "made: acts, leaves, private parts"),
        (wholesale, "tell_publication", "made: acts, leaves, private parts"),
        (wholesale, "document_of", "made: search entries"),
        (journal, "_write", "made: acts, leaves, private parts"),
        (rows, "_write", "written to the database"),
        (changes, "_apply", "index: entries read, text folded, places given"),
        (type(changes.engines.current()), "put", "index: tokens made and written"),
    ):
        parts.around(owner, attribute, name)
    entries = parts.each(iter(reading.read(path)), "read and laid out")
    first = (entry for _n, entry in zip(range(500), entries, strict=False))
    actions.import_entries(first, order)
    parts.spent.clear()

    say(f"{machine()}; {connection.vendor}\n")
    say(
        "| documents | ms each | a second | CPU ms each | in yardsticks | own memory MB | mapped files MB | at most MB | on disk MB |"
    )
    say("|---|---|---|---|---|---|---|---|---|")
    done = 0
    stages = [stage for stage in _STAGES if stage < count] + [count]
    for stage in stages:
        yard, wall, cpu = yardstick(), perf_counter(), process_time()
        some = (entry for _n, entry in zip(range(stage - done), entries, strict=False))
        with parts.of("the rest: transactions, numbers, bookkeeping"):
            told = actions.import_entries(some, order)
            while search.apply(1_000):
                pass
        wall, cpu = perf_counter() - wall, process_time() - cpu
        assert told.published == stage - done
        assert not Change.objects.exists()
        each, yard = cpu / told.published, (yard + yardstick()) / 2
        own, mapped, most = memory()
        say(
            f"| {stage:,} | {wall / told.published * 1000:.2f} | {told.published / wall:.0f} | {each * 1000:.2f}"
            f" | {each * 1e6 / yard:.2f} | {own:.0f} | {mapped:.0f} | {most:.0f} | {_kept_on_disk(folder):.0f} |"
        )
        done = stage
    assert Item.objects.filter(title__startswith="阳光县第").count() == count + 500
    say(f"\nThe yardstick (a sum over 10,000 numbers) took {yardstick():.0f} µs at the end.\n")
    whole = sum(parts.spent.values())
    say("| part | CPU ms a document | share |\n|---|---|---|")
    for name, spent in sorted(parts.spent.items(), key=lambda pair: -pair[1]):
        say(f"| {name} | {spent / done * 1000:.3f} | {spent / whole:.0%} |")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("YANGGUANG_LOG_LEVEL", "WARNING")
    with furnish() as folder:
        main(folder, int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
