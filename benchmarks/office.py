"""What register and statistics cost: ``python -m benchmarks.office [--items 200000] [--rounds 5] [--county FOLDER]``.

Rows of items, editions, clocks and returns are laid into a county of its own beside those that it has: published over six
years by all its organisations, one in twenty late, one in thirty still in work. The openness officer, who sees them all, asks for
each page; so does a citizen for the lists. Processor time, wall time and queries of one request, in one process.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter, process_time
from typing import Any

from benchmarks.house import machine
from benchmarks.serving import county, say

# What differs from row to row, in SQL: ``i`` counts the rows, one in thirty is in work, one in twenty took long.
_AGE = "CASE WHEN i % 30 = 0 THEN i % 31 ELSE 1 + (i * 7919) % 2190 END"
_DAY = f"date(:today, '-' || ({_AGE}) || ' days')"
_WAIT = "CASE WHEN i % 20 = 1 THEN (i * 31) % 45 ELSE (i * 31) % 25 END"
_AT = f"min(datetime({_DAY}, '+' || ({_WAIT}) || ' days', '+1 hour'), datetime(:today))"
_PUBLIC = "i % 30 <> 0"


def lay_in(number: int) -> None:
    """``number`` items with what belongs to them, multiplied from one of each by the database."""
    from django.db import connection, transaction

    from yangguang.accounts.models import User
    from yangguang.deadlines.models import Clock, Limit
    from yangguang.disclosure.models import Approval, Category, Edition, Item
    from yangguang.disclosure.rules import PUBLISH_LIMIT
    from yangguang.lib import clock
    from yangguang.organisations.models import Organisation

    if not number:
        return
    now, today = clock.now(), clock.today()
    organisations = list(Organisation.objects.current().values_list("pk", flat=True))
    categories = list(Category.objects.fillable().values_list("pk", flat=True))
    title = "关于测量用事项的通知"
    with transaction.atomic(), connection.cursor() as cursor:
        item = Item.objects.create(
            organisation_id=organisations[0],
            category_id=categories[0],
            title=title,
            genre="通知",
            created_at=now,
        )
        edition = Edition.objects.create(
            item=item,
            number=1,
            title=title,
            category_id=categories[0],
            body_html="<p>现将有关事项通知如下，请遵照执行。</p>" * 5,
            body_text="现将有关事项通知如下，请遵照执行。\n" * 5,
            sha256="0" * 64,
            created_at=now,
            saved_at=now,
        )
        counted = Clock.objects.create(
            subject=item.ref,
            limit=Limit.objects.filter(code=PUBLISH_LIMIT)[0],
            organisation_id=organisations[0],
            started_on=today,
            due_on=today,
        )
        opinion = Approval.objects.create(
            edition=edition,
            sha256=edition.sha256,
            element="section",
            step="科室负责人审核",
            by=User.objects.staff()[0],
            post="科室负责人",
            organisation="测量",
            passed=True,
            outcome="pass",
            at=now,
        )
        cursor.execute("CREATE TEMP TABLE bench_place (kind TEXT, k INTEGER, pk INTEGER)")
        cursor.executemany(
            "INSERT INTO bench_place VALUES (%s, %s, %s)",
            [("o", *pair) for pair in enumerate(organisations)]
            + [("c", *pair) for pair in enumerate(categories)],
        )
        cursor.execute("CREATE UNIQUE INDEX temp.bench_place_k ON bench_place (kind, k)")
        own = f"(SELECT pk FROM bench_place WHERE kind = 'o' AND k = (i * 17) % {len(organisations)})"
        kind = f"(SELECT pk FROM bench_place WHERE kind = 'c' AND k = (i * 13) % {len(categories)})"
        shared = {
            "uid": "printf('01BENCH%019d', i)",
            "title": "'关于测量用第' || i || '件事项的通知'",
            "category_id": kind,
            "doc_number": "'测发〔' || i || '〕号'",
            "generated_on": _DAY,
            "created_at": f"datetime({_DAY})",
        }
        public = lambda value: f"CASE WHEN {_PUBLIC} THEN {value} END"  # noqa: E731
        due, ended = f"date({_DAY}, '+28 days')", f"date({_AT})"
        first = item.pk

        def multiply(row: Any, condition: str = "1", **changed: str) -> None:
            table = row._meta.db_table
            columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
            values = [changed.get(name, f't."{name}"') for name in columns]
            cursor.execute(
                f"INSERT INTO {table} (id, {', '.join(columns)}) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                f" SELECT i + 1 FROM n WHERE i < {number}) SELECT {row.pk} + i, {', '.join(values)}"
                f" FROM n, {table} t WHERE t.id = {row.pk} AND {condition}".replace(
                    ":today", f"'{today}'"
                ).replace("%", "%%"),
                [],
            )

        multiply(
            item,
            **shared,
            organisation_id=own,
            index_number=public("'bench/' || i"),
            published_at=public(_AT),
            changed_at=public(_AT),
            late_days=f"CASE WHEN {_PUBLIC} AND {ended} > {due} THEN 5 ELSE 0 END",
        )
        multiply(
            edition,
            **shared,
            item_id=f"{first} + i",
            release=public("1"),
            submitted_at=public(_AT),
            published_at=public(_AT),
        )
        multiply(
            counted,
            uid=shared["uid"],
            subject="'disclosure.item:' || printf('01BENCH%019d', i)",
            organisation_id=own,
            started_on=_DAY,
            due_on=due,
            stopped_on=public(ended),
            outcome=f"CASE WHEN NOT ({_PUBLIC}) THEN 'running' WHEN {ended} > {due} THEN 'late' ELSE 'met' END",
        )
        multiply(
            opinion,
            edition_id=f"{edition.pk} + i",
            passed="i % 25 <> 3",
            outcome="CASE WHEN i % 25 <> 3 THEN 'pass' ELSE 'return' END",
            opinion="CASE WHEN i % 25 <> 3 THEN '' ELSE '请核对数额' END",
            at=f"datetime({_AT})",
        )
        cursor.execute(
            "UPDATE disclosure_item SET live_edition_id = id - %s + %s WHERE id > %s AND published_at IS NOT NULL",
            [first, edition.pk, first],
        )


def asked(items: int) -> dict[str, str]:
    return {
        "register": "/office/register/",
        "register, page 2,000": "/office/register/?page=2000",
        "register, in review": "/office/register/?state=in_review",
        "register, drafts": "/office/register/?state=draft",
        "register, words": "/office/register/?q=测量用第777",
        "register, this year, late": "/office/register/?span=published&since=2026-01-01&timing=late",
        "register, by due date": "/office/register/?order=due",
        "register, returned": "/office/register/?returned=any",
        "statistics, this year": "/office/statistics/",
        "statistics, six years": "/office/statistics/?since=2021-01-01&until=2026-12-31&grain=year",
        "items in work": "/office/items/",
        "public: home": "/",
        "public: catalogue": "/catalogue/",
        "public: catalogue, page 5,000": "/catalogue/?page=5000",
        "public: one year": "/catalogue/?year=2024",
        "public: words": "/catalogue/?q=测量用第777",
    }


def main(options: argparse.Namespace) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from yangguang.disclosure.models import Item
    from yangguang.organisations.models import Post
    from yangguang.organisations.rules import holders

    settings.ALLOWED_HOSTS = ["*"]
    lay_in(options.items)
    post = Post.objects.filter(code="openness-office", organisation__kind="government")[0]
    officer = holders(post.organisation, "openness-office")[0]
    office, public = Client(), Client()
    office.force_login(officer)
    say(f"{machine()}; {Item.objects.count()} items, {options.rounds} rounds\n")
    say("| page | queries | median processor ms | median wall ms |\n|---|---|---|---|")
    for name, path in asked(options.items).items():
        client = public if name.startswith("public") else office
        if options.only not in name:
            continue
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        counted, slow = len(captured), [one for one in captured.captured_queries if float(one["time"]) > 0.02]
        used, wall = [], []
        for _round in range(options.rounds):
            cpu, begun = process_time(), perf_counter()
            client.get(path)
            used.append((process_time() - cpu) * 1000)
            wall.append((perf_counter() - begun) * 1000)
        middle = options.rounds // 2
        say(f"| {name} | {counted} | {sorted(used)[middle]:.0f} | {sorted(wall)[middle]:.0f} |")
        if options.slow:
            for query in slow:
                say(f"    {query['time']} {query['sql'][:1500]}")


if __name__ == "__main__":
    read = argparse.ArgumentParser()
    read.add_argument("--items", type=int, default=200_000)
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--county", default="")
    read.add_argument("--only", default="", help="pages whose name has these words")
    read.add_argument("--slow", action="store_true", help="also the queries over 20 ms")
    chosen = read.parse_args()
    with county(chosen.county):
        sys.stderr.write(f"laying in {chosen.items} items …\n")
        main(chosen)
