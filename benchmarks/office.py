"""What register and statistics cost: ``python -m benchmarks.office [--items 200000] [--rounds 5] [--county FOLDER]``.

Rows of items, editions, clocks and returns are laid into a county of its own beside those that it has: published over six
years by all its organisations, one in twenty late, one in thirty still in work. The openness officer, who sees them all, asks for
each page; so does a citizen for the lists. Processor time, wall time and queries of one request, in one process.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import timedelta
from itertools import islice
from time import perf_counter, process_time
from typing import Any

from benchmarks.house import machine
from benchmarks.serving import county, say

BATCH = 5_000


def lay_in(number: int) -> None:
    """``number`` items with what belongs to them."""
    from django.db import connection, transaction

    from yangguang.accounts.models import User
    from yangguang.deadlines.models import Clock, Limit
    from yangguang.disclosure.models import Approval, Category, Edition, Item
    from yangguang.disclosure.rules import PUBLISH_LIMIT
    from yangguang.lib import clock
    from yangguang.lib.uid import new_uid
    from yangguang.organisations.models import Organisation

    draw = random.Random(20261122)
    organisations, categories = list(Organisation.objects.current()), list(Category.objects.fillable())
    limit, user, today = Limit.objects.filter(code=PUBLISH_LIMIT)[0], User.objects.staff()[0], clock.today()
    last = Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def made() -> Any:
        for place in range(number):
            age = draw.randrange(30) if place % 30 == 0 else draw.randrange(1, 2190)
            yield place, today - timedelta(days=age), place % 30 == 0

    rows = made()
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            items, told = [], []
            for place, day, in_work in batch:
                wait = draw.randrange(45) if place % 20 == 0 else draw.randrange(25)
                late = max(0, wait - 28)
                at = clock.moment(min(today, day + timedelta(days=wait)), 9)
                items.append(
                    Item(
                        uid=new_uid(),
                        organisation=draw.choice(organisations),
                        category=draw.choice(categories),
                        title=f"关于测量用第{place}件事项的通知",
                        doc_number=f"测发〔{day.year}〕{place}号",
                        genre="通知",
                        generated_on=day,
                        created_at=clock.moment(day, 8),
                        late_days=0 if in_work else late,
                        index_number=None if in_work else f"bench/{place:08}",
                        published_at=None if in_work else at,
                        changed_at=None if in_work else at,
                    )
                )
                told.append((in_work, day, at))
            items = Item.objects.bulk_create(items)
            editions = Edition.objects.bulk_create(
                Edition(
                    uid=new_uid(),
                    item=item,
                    number=1,
                    release=None if in_work else 1,
                    title=item.title,
                    category=item.category,
                    doc_number=item.doc_number,
                    generated_on=day,
                    body_html="<p>现将有关事项通知如下，请遵照执行。</p>" * 5,
                    body_text="现将有关事项通知如下，请遵照执行。\n" * 5,
                    sha256="0" * 64,
                    created_at=item.created_at,
                    saved_at=item.created_at,
                    submitted_at=None if in_work else at,
                    published_at=None if in_work else at,
                )
                for item, (in_work, day, at) in zip(items, told, strict=True)
            )
            Clock.objects.bulk_create(_clocks(items, told, limit))
            Approval.objects.bulk_create(
                Approval(
                    edition=edition,
                    sha256=edition.sha256,
                    element="section",
                    step="科室负责人审核",
                    by=user,
                    post="科室负责人",
                    organisation="测量",
                    passed=place % 25 != 0,
                    outcome="pass" if place % 25 else "return",
                    opinion="" if place % 25 else "请核对数额",
                    at=edition.created_at,
                )
                for place, edition in enumerate(editions)
                if edition.submitted_at
            )
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE disclosure_item SET live_edition_id = (SELECT e.id FROM disclosure_edition e"
                " WHERE e.item_id = disclosure_item.id) WHERE id > %s AND published_at IS NOT NULL",
                [last],
            )


def _clocks(items: list[Any], told: list[tuple[bool, Any, Any]], limit: Any) -> Any:
    from yangguang.deadlines.models import Clock, Outcome
    from yangguang.lib import clock
    from yangguang.lib.uid import new_uid

    for item, (in_work, day, at) in zip(items, told, strict=True):
        due, ended = day + timedelta(days=28), clock.day_of(at)
        yield Clock(
            uid=new_uid(),
            subject=item.ref,
            limit=limit,
            organisation=item.organisation,
            started_on=day,
            due_on=due,
            stopped_on=None if in_work else ended,
            outcome=Outcome.RUNNING if in_work else Outcome.LATE if ended > due else Outcome.MET,
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
