"""A house full of cases: ``python -m benchmarks.cases [--cases 10000,100000,1000000] [--controls 1000]``.

On the PostgreSQL that YANGGUANG_DATABASE_URL names (an empty database; a case file that grows so large is no work for
SQLite). A county is furnished, and so many *controls* go through the verbs: drafted, sent for review, returned three times
and signed, thirteen steps each; every fiftieth stops on somebody's desk. Then rows of the same shape are written from them
in the database itself, table by table with all keys renewed, until there are so many cases. Acts, texts that were returned
and clocks that were stopped are the controls' only.

At each size: the pages that a clerk opens, as requests of somebody who is signed in, and the verb that completes a task.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterable
from datetime import timedelta
from time import perf_counter
from typing import Any

from benchmarks.house import HEAD, furnish, machine, times, told

WAY = ["return", "", "pass", "return", "", "pass", "pass", "return", "", "pass", "pass", "pass"]
STOPS = 50  # every so manieth case is still open
CLONED = [
    "disclosure_item",
    "disclosure_edition",
    "casework_case",
    "casework_token",
    "casework_task",
    "deadlines_clock",
]

# What is over and read by nothing that is measured here: texts that were returned, clocks that were stopped.
ENOUGH = {
    "disclosure_edition": " AND r.returned_at IS NULL",
    "deadlines_clock": " AND r.outcome = 'running'",
}


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


def control(county: County, number: int, chance: random.Random) -> None:
    """One case through the verbs."""
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
    stop = chance.randrange(len(WAY)) if number % STOPS == 0 else len(WAY)
    for outcome in WAY[:stop]:
        if outcome:
            complete(case.uid, outcome)
        else:
            item.refresh_from_db()
            actions.submit(item, acting=officer)


def complete(uid: str, outcome: str = "pass") -> None:
    """The step that is open, done by somebody who may."""
    from yangguang.casework import actions, domains, rules
    from yangguang.casework.models import Case

    case = Case.objects.select_related("organisation", "version__process").get(uid=uid)
    task = case.tasks.open().select_related("case", "organisation").get()
    task.case = case
    acting = rules.acting_for(task, rules.eligible_users(task, task.organisation)[0])
    data = {"conclusion": "clear", "secrecy_basis": "依据"} if task.element == "secrecy" else {}
    seen = domains.matter(case).edition.sha256
    actions.complete(task.uid, acting=acting, outcome=outcome, opinion="意见。", data=data, seen=seen)


class Copies:
    """Writes rows of the shape of others into the same tables, with every key renewed."""

    def __init__(self, first: dict[str, int]) -> None:
        """``first``: the lowest key of the rows to copy, by table; everything from there on is copied."""
        self.first = first
        self.last = {table: self._one(f"SELECT max(id) FROM {table}") for table in CLONED}
        self.span = {table: self.last[table] - first[table] + 1 for table in CLONED}
        self.shift = dict.fromkeys(CLONED, 0)
        self.done = 0

    def write(self, until: int) -> int:
        """Copies numbered from where the last call stopped to ``until``; how many rows."""
        rows = 0
        # Beyond whatever was written since the last time.
        self.shift = {
            table: self._one(f"SELECT max(id) FROM {table}") - self.last[table] - self.done * self.span[table]
            for table in CLONED
        }
        with self._cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # the keys are right by construction
            for table in CLONED:
                cursor.execute(self._statement(table), [self.done + 1, until])
                rows += cursor.rowcount
            cursor.execute("SET session_replication_role = DEFAULT")
            for table in CLONED:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
                cursor.execute(f"ANALYZE {table}")
        self.done = until
        return rows

    def _statement(self, table: str) -> str:
        with self._cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
                [table],
            )
            names = [row[0] for row in cursor.fetchall()]
        values = ", ".join(self._value(table, name) for name in names)
        return (
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} r, generate_series(%s, %s) k"
            f" WHERE r.id BETWEEN {self.first[table]} AND {self.last[table]}{ENOUGH.get(table, '')}"
        )

    def _value(self, table: str, name: str) -> str:
        keys = {
            "id": table, "case_id": "casework_case", "token_id": "casework_token", "item_id": "disclosure_item",
            "live_edition_id": "disclosure_edition", "scope_id": "casework_token",
        }  # fmt: skip
        if name in keys:
            table = keys[name]
            return f"r.{name} + {self.shift[table]} + k * {self.span[table]}"
        if name in {
            "uid",
            "subject",
        }:  # "kind:uid" and a uid alike: the last six letters tell the copies apart
            return f"left(r.{name}, length(r.{name}) - 6) || lpad(upper(to_hex(k)), 6, '0')"
        if name in {"number", "index_number"} and table in {"casework_case", "disclosure_item"}:
            return f"r.{name} || '-' || k"
        return f"r.{name}"

    def _one(self, query: str) -> int:
        with self._cursor() as cursor:
            cursor.execute(query)
            return int(cursor.fetchone()[0] or 0)

    @staticmethod
    def _cursor() -> Any:
        from django.db import connection

        return connection.cursor()


def measure(county: County, number: int, rounds: int) -> None:
    """The pages of the person with most on her desk, of a supervisor, and steps of cases all over the house."""
    from django.db import connection
    from django.db.models import Count
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from yangguang.casework.models import Case, Task
    from yangguang.organisations.rules import holders

    busy = (
        Task.objects.open().values("organisation", "post_code").annotate(n=Count("id")).order_by("-n").first()
    )
    assert busy is not None
    place = next(one for one in county.places if one.pk == busy["organisation"])
    clerk = Client(SERVER_NAME="127.0.0.1")
    clerk.force_login(holders(place, busy["post_code"])[0])
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

        sys.stdout.write(told(f"{name} ({len(captured)} queries)", times(ask, rounds)) + "\n")
        sys.stdout.flush()
    uids = iter(_somewhere(rounds * 2))

    def step() -> None:
        complete(next(uids))

    sys.stdout.write(told("a step, with finding its case", times(step, rounds)) + "\n")


def _somewhere(number: int) -> Iterable[str]:
    """Cases whose section head is asked, all over the house."""
    from yangguang.casework.models import Task

    open_ones = Task.objects.open().filter(element="section-review").order_by("?")
    return list(open_ones.values_list("case__uid", flat=True)[:number])


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--cases", default="10000,100000,1000000")
    given.add_argument("--controls", type=int, default=1_000)
    given.add_argument("--rounds", type=int, default=20)
    options = given.parse_args()
    if not os.environ.get("YANGGUANG_DATABASE_URL", "").startswith("postgres"):
        sys.stderr.write("YANGGUANG_DATABASE_URL must name an empty PostgreSQL database\n")
        return 2
    with furnish():
        sizes = [int(word) for word in options.cases.split(",")]
        return fill(sizes, options.controls, options.rounds)


def fill(sizes: list[int], controls: int, rounds: int) -> int:
    from django.db import connection

    county, chance = County(), random.Random(7)
    with connection.cursor() as cursor:
        first = {}
        for table in CLONED:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            first[table] = cursor.fetchone()[0]
    sys.stderr.write(f"{controls} cases through the verbs …\n")
    begun = perf_counter()
    for number in range(controls):
        control(county, number, chance)
    taken = perf_counter() - begun
    sys.stdout.write(f"{machine()}, PostgreSQL\n\n{controls:,} cases through the verbs in {taken:.0f} s.\n")
    copies = Copies(first)
    for size in sizes:
        wanted = max(0, round(size / controls) - 1)
        if wanted > copies.done:
            rows = 0
            begun = perf_counter()
            rows = copies.write(wanted)
            sys.stderr.write(f"{rows:,} rows of the same shape written in {perf_counter() - begun:.0f} s\n")
        measure(county, size, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
