"""A register full of requests: ``python -m benchmarks.requests [--requests 110000] [--controls 2000] [--rounds 10]``.

A county is furnished; so many *controls* of one year come into one office's register by the import of an earlier system's,
each with an applicant of her own; the others are rows of the same shape. All get the clock that a request has that was
answered here. Then what its people open: the register, filtered, searched, a cell of the report, the
statistics, the annual report begun from it; and 181 applications of one person by the verb, one after another.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter

from benchmarks.house import HEAD, furnish, machine, times, told

OFFICE = "civil-affairs"
YEAR = 2025


def rows(number: int) -> Iterator[str]:
    """Requests of one year, as lines of the import."""
    from yangguang.demo.story.asked import CHANNELS, WANTED, person
    from yangguang.foi.answers import answers

    chance, kinds = random.Random(7), list(answers())
    wanted = [one for some in WANTED.values() for one in some]
    for count in range(1, number + 1):
        day = date(YEAR, 1, 2) + timedelta(days=count * 330 // number)
        title, description = chance.choice(wanted)
        applicant = person(chance)
        yield json.dumps(
            {
                "number": f"量〔{YEAR}〕{count}号",
                "organisation": OFFICE,
                "applicant": {key: value for key, value in applicant.__dict__.items() if value},
                "channel": chance.choice(CHANNELS),
                "title": f"第{count}号{title}",
                "description": description,
                "submitted_on": day.isoformat(),
                "received_on": day.isoformat(),
                "ended_on": (day + timedelta(days=chance.randint(1, 30))).isoformat(),
                "answer_type": chance.choice(kinds),
            },
            ensure_ascii=False,
        )


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--requests", type=int, default=110_000)
    given.add_argument("--controls", type=int, default=2_000)
    given.add_argument("--rounds", type=int, default=10)
    options = given.parse_args()
    with furnish():
        return measure(options.requests, min(options.requests, options.controls), options.rounds)


def measure(number: int, controls: int, rounds: int) -> int:
    from django.test import Client

    from yangguang.foi import actions
    from yangguang.foi.models import Request
    from yangguang.journal.actors import SYSTEM
    from yangguang.organisations.models import Organisation
    from yangguang.organisations.rules import holders

    sys.stderr.write(f"{controls:,} requests come in …\n")
    begun = perf_counter()
    taken = 0
    for so_far in actions.import_register(rows(controls), reason="量测", by=SYSTEM):
        taken = so_far.taken
        assert not so_far.refused, so_far.refused[:3]
    spent = perf_counter() - begun
    sys.stdout.write(
        f"{machine()}\n\n{number:,} requests; {taken:,} taken over at {taken / spent:.0f} a second.\n\n{HEAD}\n"
    )
    sys.stderr.write(f"{number - controls:,} of the same shape …\n")
    _copy(number)
    office = Organisation.objects.get(code=OFFICE)
    _count_time(office)
    clerk = Client(SERVER_NAME="127.0.0.1")
    clerk.force_login(holders(office, "information-officer")[0])
    some = Request.objects.filter(number__startswith="量").order_by("pk")[number // 2]
    pages = {
        "register": "/office/requests/",
        "register, page 50": "/office/requests/?page=50",
        "one year, late": f"/office/requests/?year={YEAR}&state=late",
        "by number": f"/office/requests/?q={some.number}",
        "by words": f"/office/requests/?q=第{number // 2}号",
        "a cell of the report": f"/office/requests/?organisation={OFFICE}&year={YEAR}&cell=t3.granted.natural_person",
        "statistics": f"/office/requests/statistics/?year={YEAR}",
    }
    for name, address in pages.items():
        answer = clerk.get(address)
        assert answer.status_code in {200, 302}, (address, answer.status_code)  # a number leads to its case

        def ask(address: str = address) -> None:
            clerk.get(address)

        sys.stdout.write(told(name, times(ask, rounds)) + "\n")
    sys.stdout.write(told("figures of the annual report", times(lambda: _figures(office), rounds)) + "\n")
    sys.stdout.write(told("one of 181 applications of one person", _one_person(office)) + "\n")
    return 0


def _copy(number: int) -> None:
    """Requests of the same shape as those that are here, until there are so many; codes and numbers of their own."""
    from django.db import transaction

    from yangguang.foi.models import Request
    from yangguang.lib import codes
    from yangguang.lib.uid import new_uid
    from yangguang.web.rows import insert, like

    controls = list(Request.objects.filter(number__startswith="量").order_by("pk"))
    for begin in range(len(controls) + 1, number + 1, 5_000):
        copies = []
        for count in range(begin, min(begin + 5_000, number + 1)):
            one = like(controls[count % len(controls)])
            one.pk, one.uid, one.number = None, new_uid(), f"量〔{YEAR}〕{count}号"
            one.title = f"第{count}号{one.title.partition('号')[2]}"
            one.keep_code(codes.new_code())
            copies.append(one)
        with transaction.atomic():
            insert(copies)


def _count_time(office: object) -> None:
    """The clock of each request that was taken over, stopped when it ended."""
    from django.db import transaction

    from yangguang.deadlines import rules as deadlines
    from yangguang.deadlines.models import Clock
    from yangguang.foi.models import Request
    from yangguang.foi.rules import REPLY
    from yangguang.web.rows import insert, new

    columns = {field.attname: field for field in Clock._meta.concrete_fields}
    counted, clocks = {}, []
    for one in Request.objects.filter(number__startswith="量").order_by("pk"):
        assert one.received_on is not None and one.ended_on is not None
        if one.received_on not in counted:
            counted[one.received_on] = deadlines.due(REPLY, one.received_on, office)  # type: ignore[arg-type]
        due = counted[one.received_on]
        plain = {name: field.get_default() for name, field in columns.items()}
        told_ = {
            "subject": one.ref,
            "limit_id": due.limit.pk,
            "organisation_id": one.organisation_id,
            "started_on": one.received_on,
            "due_on": due.on,
            "provisional": False,
            "stopped_on": one.ended_on,
            "outcome": "met" if one.ended_on <= due.on else "late",
            "explanation": due.explanation(),
        }
        clocks.append(new(Clock, **plain | told_))
    for begin in range(0, len(clocks), 5_000):
        with transaction.atomic():
            insert(clocks[begin : begin + 5_000])


def _figures(office: object) -> None:
    from yangguang.foi.reporting.sources import register_figures

    register_figures(office, YEAR)  # type: ignore[arg-type]  # imported late, as everything here


def _one_person(office: object) -> list[float]:
    from yangguang.demo.story.asked import person
    from yangguang.foi import actions
    from yangguang.foi.models import Request
    from yangguang.journal.actors import SYSTEM

    applicant = person(random.Random(181))
    numbers = iter(range(181))

    def apply() -> None:
        told_ = actions.Application(
            organisation=office,  # type: ignore[arg-type]  # imported late, as everything here
            applicant=applicant,
            channel="INTERNET",
            title=f"第{next(numbers)}项信息",
        )
        actions.submit(told_, by=SYSTEM)

    taken = times(apply, 181)
    same = Request.objects.filter(applicant__in=[Request.objects.latest("pk").applicant_id])
    assert same.count() == 181, "one person stays one party"
    return taken


if __name__ == "__main__":
    sys.exit(main())
