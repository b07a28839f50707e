"""A house to measure in: its own folder, its own small county, thrown away afterwards.

The county is the demonstration of the last month, so that nothing is measured in empty tables. Call ``furnish`` before
importing anything that needs settings.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter


@contextmanager
def furnish(months: int = 1) -> Iterator[Path]:
    """A county in a temporary folder, with everything that ``yangguang demo`` has; Django is ready inside."""
    folder = Path(tempfile.mkdtemp(prefix="yangguang-bench-"))
    os.environ.update(
        {
            "YANGGUANG_DATA_DIR": str(folder),
            "YANGGUANG_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "yangguang.config.settings",
        }
    )
    try:
        import django

        django.setup()
        from yangguang.demo import build

        sys.stderr.write("building the county …\n")
        build.prepare(fresh=False, say=lambda _line: None, months=months)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def times(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each of several rounds."""
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        work()
        taken.append((perf_counter() - begun) * 1000)
    return taken


def told(name: str, taken: Sequence[float], against: Sequence[float] | None = None) -> str:
    """A row of the table: median, 95th percentile, how many, ratio to the yardstick of the same run."""
    median = statistics.median(taken)
    late = sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]
    ratio = f"{median / statistics.median(against):.1f}" if against else "1"
    return f"| {name} | {median:.2f} | {late:.2f} | {len(taken)} | {ratio} |"


HEAD = "| what | median ms | p95 ms | rounds | ratio |\n|---|---|---|---|---|"


def machine() -> str:
    """What it was measured on, in a line."""
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"
