"""What decision tables cost: ``python -m benchmarks.tables [TABLES]`` (10,000 with about 41,000 rules).

Proof of all, loading of all and of the few that are asked, decisions a second, growth with the number of rules. Seconds are
of the processor (``process_time``), so that other work on the machine counts little; the yardstick is one table
written as DMN and read again. Needs no house.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from benchmarks.house import machine
from yangguang.lib import dmn

_GRAVITY = '"轻微","一般","较重","严重"'


def discretion(rng: random.Random, tiers: int) -> dmn.Table:
    """A table of the usual form: tiers of an amount, the lowest split by gravity and by whether it was the first time."""
    cuts = sorted(rng.sample(range(1, 1000), tiers - 2))
    ends = [0, *(cut * 1000 for cut in cuts), 1_000_000]
    amount = dmn.Input("金额", "number", "[0..1000000]", "违法所得（元）", "0.01")
    gravity, first = dmn.Input("情节", "string", _GRAVITY), dmn.Input("首次", "boolean")
    rules = [
        dmn.Rule((f"<{ends[1]}", '"轻微"', "-"), ('"不予处罚"', "0")),
        dmn.Rule((f"<{ends[1]}", 'not("轻微")', "-"), ('"从轻"', str(rng.randrange(1, 50) * 100))),
    ]
    for place in range(1, tiers - 1):
        close = "]" if place == tiers - 2 else ")"
        fine = str((place + 1) * rng.randrange(10, 90) * 100)
        rules.append(dmn.Rule((f"[{ends[place]}..{ends[place + 1]}{close}", "-", "-"), ('"一般"', fine)))
    outputs = (dmn.Output("档次", "string"), dmn.Output("罚款", "number", label="罚款（元）"))
    return dmn.Table((amount, gravity, first), outputs, tuple(rules))


def seconds(work: Callable[[], Any]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def memory() -> float:
    """Megabytes in use at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(what: str, taken: Sequence[float], yardstick: float, more: str = "") -> str:
    """Milliseconds: median, 95th percentile, how many, ratio to the yardstick."""
    ordered = sorted(taken)
    median, late = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"| {what} | {median * 1000:.3f} | {late * 1000:.3f} | {len(taken):,} | {median / yardstick:.2f} | {more} |"


def main(number: int) -> None:
    rng = random.Random(7)
    tables = [discretion(rng, rng.choice((3, 4, 4, 4, 5))) for _number in range(number)]
    rules = sum(len(table.rules) for table in tables)
    files = [dmn.write(dmn.single(f"基准{place}", table)) for place, table in enumerate(tables)]
    yardstick = statistics.median([seconds(lambda one=one: dmn.read(dmn.write(dmn.single("基准", one)))) for one in tables[:300]])  # fmt: skip
    proofs: list[dmn.Proof] = []
    proving = [seconds(lambda one=one: proofs.append(dmn.prove(one))) for one in tables]
    assert all(proof.ok for proof in proofs)
    print(f"{machine()}. {number:,} tables with {rules:,} rules, seconds of the processor.\n")
    print(f"All proven: {sum(proving):.1f} s.\n")
    print("| what | median ms | p95 ms | rounds | ratio | |\n|---|---|---|---|---|---|")
    print(row("one table written as DMN and read again (yardstick)", [yardstick], yardstick))
    print(row("proof of a table", proving, yardstick, f"all: {sum(proving):.1f} s"))
    deciders: dict[int, dmn.Decider] = {}

    def load(place: int) -> None:
        deciders[place] = dmn.Decider(dmn.the_table(dmn.read(files[place]))[1])

    facts = [{"金额": rng.randrange(1_000_001), "情节": "较重", "首次": True} for _number in range(1_000)]
    before = memory()
    lazily = [
        seconds(lambda place=place: load(place)) for place in rng.sample(range(number), min(300, number))
    ]
    print(row("read and compile a table when it is first asked", lazily, yardstick, f"+{memory() - before:.0f} MB for {len(lazily)}"))  # fmt: skip
    places = list(deciders)
    deciding = [
        seconds(lambda at=at: deciders[places[at % len(places)]].decide(facts[at % 1_000]))
        for at in range(20_000)
    ]
    print(row("one decision", deciding, yardstick, f"{len(deciding) / sum(deciding):,.0f} a second"))
    whole = seconds(lambda: [load(place) for place in range(number)])
    print(row("all read and compiled at once (never done)", [whole], yardstick, f"{memory():.0f} MB in all"))
    print("\n| rules in a table | proof ms | decision ms |\n|---|---|---|")
    for tiers in (4, 40, 400):
        table = discretion(rng, tiers)
        decider = dmn.Decider(table)
        proof = statistics.median(seconds(lambda table=table: dmn.prove(table)) for _round in range(3))
        one = seconds(lambda decider=decider: [decider.decide(fact) for fact in facts]) / len(facts)
        print(f"| {tiers} | {proof * 1000:.2f} | {one * 1000:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
