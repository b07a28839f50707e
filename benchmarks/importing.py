"""What an import costs: ``python -m benchmarks.importing [ROWS]``.

Seeded documents of about 600 characters in JSON lines, made public by an operator's order: each with its act, its index
number and its entry in the index. One process, SQLite with full durability. The memory of the process is told at the
beginning and at the end, since 200,000 rows are to need no more than 2,000.
"""

from __future__ import annotations

import json
import random
import resource
import sys
from pathlib import Path
from time import perf_counter

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
    """Documents that differ from each other, as a county's lists do."""
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


def memory() -> float:
    """The most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(folder: Path, count: int) -> None:
    from yangguang.disclosure import actions
    from yangguang.disclosure.intake import reading
    from yangguang.disclosure.models import Category, Item
    from yangguang.journal.actors import SYSTEM
    from yangguang.organisations.models import Organisation
    from yangguang.search import actions as search

    path = folder / "rows.jsonl"
    write(path, count)
    order = actions.Order(
        Organisation.objects.get(code="civil-affairs"), Category.objects.get(code="A20_15"), SYSTEM, "测量"
    )
    actions.import_entries((entry for _n, entry in zip(range(100), reading.read(path), strict=False)), order)
    held, begun = memory(), perf_counter()
    told = actions.import_entries(reading.read(path, skip=100), order)
    taken = perf_counter() - begun
    begun = perf_counter()
    while search.apply(1_000):
        pass
    behind = perf_counter() - begun
    assert told.published == count - 100 == Item.objects.filter(title__startswith="阳光县第").count() - 100
    sys.stdout.write(
        f"{machine()}\n\n{told.published} documents in {taken:.1f} s: {told.published / taken:.0f} a second"
        f" ({taken / told.published * 1000:.2f} ms each; the index was {behind:.1f} s behind at the end)\n"
        f"memory at most {held:.0f} MB after 100, {memory():.0f} MB at the end\n"
    )


if __name__ == "__main__":
    with furnish() as folder:
        main(folder, int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
