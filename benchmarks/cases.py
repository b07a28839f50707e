"""A house full of cases: ``python -m benchmarks.cases [--cases 10000,100000,1000000] [--controls 1000]``.

On the PostgreSQL that YANGGUANG_DATABASE_URL names (a case file that grows so large is no work for SQLite). A county is
furnished in the empty database, and so many *controls* go through the verbs: drafted, sent for review, returned three times
and signed, thirteen steps each; every fiftieth stops on somebody's desk. Then rows of the same shape are written from them
in the database itself, table by table with all keys renewed, until there are so many cases. Acts, texts that were returned
and clocks that were stopped are the controls' only.

A database that holds its controls is gone on with: what is there is measured again without filling (``--cases 0``), or
grown further, or given more controls between the rows that were copied (``--verbs 10000``: until so many went through the
verbs altogether; it may be stopped, gone on with, and run by several processes at once). YANGGUANG_DATA_DIR may name the
folder of a house; without it a new one is made and thrown away.

At each size: the pages that a clerk opens, as requests of somebody who is signed in, the verb that completes a task, alone
and with finding its case and who may do it, and what the worker does each day with the clocks that run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from importlib import import_module
from time import perf_counter, process_time
from typing import Any

from benchmarks.copies import CLONED, Copies, Further, one
from benchmarks.house import machine
from benchmarks.importing import yardstick

WAY = ["return", "", "pass", "return", "", "pass", "pass", "return", "", "pass", "pass", "pass"]
# What happens to most texts, by how many times they are returned: controls between the copies go these ways too.
WAYS = [["pass"] * 3, ["pass", "return", "", *["pass"] * 3], WAY]
HOW_OFTEN = [6, 3, 1]
LADEN = 10  # tasks of a desk that somebody works at
STOPS = 50  # every so manieth case is still open


class County:
    """Departments that review by themselves, each with its officer."""

    def __init__(self) -> None:
        from yangguang.disclosure.rules import categories_of
        from yangguang.organisations.models import Organisation
        from yangguang.organisations.rules import acting_as, holders

        posts = ["information-officer", "section-head", "secrecy-reviewer", "leader"]
        self.places = [
            place
            for place in Organisation.objects.filter(kind="department").order_by("pk")
            if all(holders(place, post) for post in posts) and categories_of(place)
        ]
        if not self.places:
            raise SystemExit("no department of this county reviews by itself")
        self.categories = {place.pk: categories_of(place)[0] for place in self.places}
        self.officers = {
            place.pk: acting_as(
                holders(place, "information-officer")[0], place, post_code="information-officer"
            )
            for place in self.places
        }


def control(county: County, number: int, chance: random.Random, way: Sequence[str] = WAY) -> None:
    """One case through the verbs: the outcome of each step, nothing where a text that came back is sent again."""
    from yangguang.disclosure import actions
    from yangguang.lib import clock

    place = county.places[number % len(county.places)]
    officer = county.officers[place.pk]
    item = actions.draft(
        actions.Facts(
            title=f"关于第{number}号事项的通知",
            category=county.categories[place.pk],
            generated_on=clock.today() - timedelta(days=1),
            body_html="<p>各镇人民政府：现将有关事项通知如下，请遵照执行。</p>",
        ),
        organisation=place,
        acting=officer,
    )
    case = actions.submit(item, acting=officer)
    stop = chance.randrange(len(way)) if number % STOPS == 0 else len(way)
    for outcome in way[:stop]:
        if outcome:
            complete(case.uid, outcome)
        else:
            item.refresh_from_db()
            actions.submit(item, acting=officer)


def complete(uid: str, outcome: str = "pass") -> None:
    """The step that is open, done by somebody who may."""
    found(uid, outcome)()


def found(uid: str, outcome: str = "pass") -> Callable[[], object]:
    """The verb for the step that is open, with who may do it and the text that they saw."""
    from yangguang.casework import actions, domains, rules
    from yangguang.casework.models import Case

    case = Case.objects.select_related("organisation", "version__process").get(uid=uid)
    task = case.tasks.open().select_related("case", "organisation").get()
    task.case = case
    acting = rules.acting_for(task, rules.eligible_users(task, task.organisation)[0])
    data = {"conclusion": "clear", "secrecy_basis": "依据"} if task.element == "secrecy" else {}
    seen = domains.matter(case).edition.sha256
    return partial(
        actions.complete, task.uid, acting=acting, outcome=outcome, opinion="意见。", data=data, seen=seen
    )


HEAD = (
    "| what | median ms | p95 ms | of it this process's processor | in yardsticks | the yardstick µs | rounds |"
    "\n|---|---|---|---|---|---|---|"
)


def row(name: str, work: Callable[[], object], rounds: int) -> None:
    """A line of the table. Processor time says most on a machine with neighbours; the database's is not in it.

    Before each round the machine's pace is taken: a round divided by it is what a slow hour does not spoil.
    """
    wall, own, paces = [], [], []
    for _ in range(rounds):
        paces.append(yardstick(20) / 1000)
        begun, used = perf_counter(), process_time()
        work()
        wall.append((perf_counter() - begun) * 1000)
        own.append((process_time() - used) * 1000)
    late = sorted(wall)[min(rounds - 1, int(rounds * 0.95))]
    relative = statistics.median(took / pace for took, pace in zip(wall, paces, strict=True))
    pace = statistics.median(paces) * 1000
    sys.stdout.write(
        f"| {name} | {statistics.median(wall):.1f} | {late:.1f} | {statistics.median(own):.1f} | {relative:.0f} "
        f"| {pace:.0f} | {rounds} |\n"
    )
    sys.stdout.flush()


def measure(county: County, rounds: int) -> None:
    """The pages of the person with most on her desk, the desk of somebody in the middle, steps all over the house."""
    from django.db import connection
    from django.db.models import Count
    from django.test.utils import CaptureQueriesContext

    from yangguang.casework.models import Case, Task

    desks = list(
        Task.objects.open().values("organisation", "post_code").annotate(n=Count("id")).order_by("-n")
    )
    busy, middling = desks[0], statistics.median_high([one["n"] for one in desks if one["n"] >= LADEN])
    place = next(one for one in county.places if one.pk == busy["organisation"])
    clerk = _at(busy)
    steps = Task.objects.count()
    sys.stdout.write(
        f"\n{Case.objects.count():,} cases, {steps:,} steps, {Task.objects.open().count():,} open; "
        f"the busiest desk holds {busy['n']:,}.\n\n{HEAD}\n"
    )
    some = (
        Task.objects.open()
        .filter(organisation=place, post_code=busy["post_code"])
        .select_related("case")
        .first()
    )
    assert some is not None
    pages = {
        "my tasks": "/office/desk/",
        "my tasks, page 20": "/office/desk/?page=20",
        "what I did": "/office/desk/?tab=done",
        "all cases": "/office/cases/",
        "cases by number": f"/office/cases/?q={some.case.number}",
        "cases by words": "/office/cases/?q=第77号事项",
        "a case": some.get_office_url(),
    }
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as captured:
            answer = clerk.get(address)
        assert answer.status_code in {200, 302}, (address, answer.status_code)  # a number leads to its case

        def ask(address: str = address) -> None:
            clerk.get(address)

        row(f"{name} ({len(captured)} queries)", ask, rounds)
    other = _at(next(one for one in desks if one["n"] == middling))
    other.get("/office/desk/")
    row(f"my tasks, a desk of {middling}", lambda: other.get("/office/desk/"), rounds)
    uids = iter(_somewhere(rounds * 2))
    ready = iter([found(next(uids)) for _ in range(rounds)])
    row("a step: the verb", partial(_do, ready), rounds)
    row("a step, with finding its case and who may do it", lambda: complete(next(uids)), rounds)
    sweep()


def _at(desk: Any) -> Any:
    """The browser of somebody who sits at a desk."""
    from django.test import Client

    from yangguang.organisations.models import Organisation
    from yangguang.organisations.rules import holders

    browser = Client(SERVER_NAME="127.0.0.1")
    place = Organisation.objects.get(pk=desk["organisation"])
    browser.force_login(holders(place, desk["post_code"])[0])
    return browser


def _do(verbs: Iterator[Callable[[], object]]) -> object:
    return next(verbs)()


def sweep() -> None:
    """What the worker does with the clocks that run: as the house stands, and again when everything was said."""
    from yangguang.deadlines import actions
    from yangguang.deadlines.actions import warnings
    from yangguang.deadlines.models import Clock
    from yangguang.lib import clock

    running = Clock.objects.running().count()
    owed = list(warnings.due_warnings(clock.today()))
    what = f"deadlines: finding what is due of {running:,} that run"
    row(what, lambda: list(warnings.due_warnings(clock.today())), 3)
    if owed:
        row(f"deadlines: a sweep that tells of {len(owed):,}", actions.warn, 1)
    row("deadlines: a sweep with nothing to tell", actions.warn, 3)


def _somewhere(number: int) -> Iterable[str]:
    """Cases whose section head is asked, all over the house."""
    from yangguang.casework.models import Task

    open_ones = Task.objects.open().filter(element="section-review").order_by("?")
    return list(open_ones.values_list("case__uid", flat=True)[:number])


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--cases", default="10000,100000,1000000")
    given.add_argument("--controls", type=int, default=1_000)
    given.add_argument("--verbs", type=int, default=0)
    given.add_argument("--rounds", type=int, default=20)
    options = given.parse_args()
    if not os.environ.get("YANGGUANG_DATABASE_URL", "").startswith("postgres"):
        sys.stderr.write("YANGGUANG_DATABASE_URL must name a PostgreSQL database\n")
        return 2
    with lived_in():
        if options.verbs:
            return more(options.verbs)
        sizes = [int(word) for word in options.cases.split(",")]
        return fill(sizes, options.controls, options.rounds)


@contextmanager
def lived_in() -> Iterator[None]:
    """The house of the database, furnished first where it is empty."""
    folder = tempfile.mkdtemp(prefix="yangguang-bench-")
    os.environ.setdefault("YANGGUANG_DATA_DIR", folder)
    os.environ.update({"YANGGUANG_MODE": "demo", "DJANGO_SETTINGS_MODULE": "yangguang.config.settings"})
    try:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from yangguang.demo import build

        if "casework_case" in connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        else:
            sys.stderr.write("building the county …\n")
            build.prepare(fresh=False, say=lambda _line: None, months=1)
        import_module("yangguang.config.wsgi")  # loaded as for those who are served
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(sizes: list[int], controls: int, rounds: int) -> int:
    county = County()
    copies = Copies.known()
    sys.stdout.write(f"{machine()}, PostgreSQL\n\n")
    if copies is None:
        copies = _controls(county, controls)
    sys.stdout.write(
        f"{copies.controls:,} cases through the verbs, {copies.done:,} copies of each, {Further().done:,} cases through "
        "the verbs between them.\n"
    )
    for size in sizes:
        wanted = max(0, round(size / copies.controls) - 1)
        if wanted > copies.done:
            begun = perf_counter()
            rows = copies.write(wanted)
            sys.stderr.write(f"{rows:,} rows of the same shape written in {perf_counter() - begun:.0f} s\n")
        measure(county, rounds)
    return 0


def more(wanted: int) -> int:
    """Controls in a house that is full, until ``wanted`` cases went through the verbs, those before the copies counted."""
    copies = Copies.known()
    if copies is None:
        sys.stderr.write("this database has no controls yet: fill it first\n")
        return 2
    county, further, chance = County(), Further(), random.Random()
    while copies.controls + further.done < wanted:
        [way] = chance.choices(WAYS, HOW_OFTEN)
        control(county, copies.controls + further.begin(), chance, way)
        further.end()
    sys.stdout.write(f"{copies.controls + further.done:,} cases went through the verbs\n")
    return 0


def _controls(county: County, controls: int) -> Copies:
    chance = random.Random(7)
    first = {table: one(f"SELECT coalesce(max(id), 0) + 1 FROM {table}") for table in CLONED}
    sys.stderr.write(f"{controls} cases through the verbs …\n")
    begun = perf_counter()
    for number in range(controls):
        control(county, number, chance)
    sys.stdout.write(f"{controls:,} cases through the verbs in {perf_counter() - begun:.0f} s.\n")
    return Copies.from_here(first)


if __name__ == "__main__":
    sys.exit(main())
