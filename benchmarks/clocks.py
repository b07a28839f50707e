"""What time costs: ``python -m benchmarks.clocks [CLOCKS …]`` (10,000 and 100,000 open clocks where none are named).

An empty house with shape-identical clocks written at once, on SQLite in a temporary folder or on the PostgreSQL that
YANGGUANG_DATABASE_URL names (which must be empty). A tenth of the clocks is late and was said to be, a hundredth has a
warning due; the others run on, most of them into a year that is not yet published.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.house import HEAD, machine, times, told

TODAY = date(2026, 12, 21)
PEOPLE = 200
MOST_MOVED = 10_000  # a year is published once, in one transaction: measured with the smaller number


@contextmanager
def bare() -> Iterator[Path]:
    """A furnished house without a county, in a folder of its own; Django is ready inside."""
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
        from django.core.management import call_command

        from yangguang.web.furnishing import furnish

        call_command("migrate", verbosity=0)
        furnish()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lay(number: int) -> None:
    """So many open clocks of one organisation, with the warnings that went out already."""
    from yangguang.accounts.models import User
    from yangguang.deadlines import rules
    from yangguang.deadlines.models import Clock, Warning
    from yangguang.lib import clock
    from yangguang.lib.ref import Ref
    from yangguang.lib.uid import new_uid
    from yangguang.organisations.models import Division, Organisation

    division, _made = Division.objects.get_or_create(
        code="990101", defaults={"name": "阳光县", "level": 3, "valid_from": date(2015, 1, 1)}
    )
    place, _made = Organisation.objects.get_or_create(
        code="bench",
        defaults={"name": "某局", "short_name": "某局", "kind": "department", "uscc": "11990101009990039L",
                  "division": division, "path": "bench/", "valid_from": date(2015, 1, 1)},
    )  # fmt: skip
    if not User.objects.exists():
        User.objects.get_queryset().bulk_create(
            User(username=f"bench{n}", name=f"某{n}", password="!", joined_at=clock.now())
            for n in range(PEOPLE)
        )
    counted = {}
    for back in range(1, 46):
        start = TODAY - timedelta(days=back)
        counted[back] = rules.due("PROACTIVE_PUBLISH", start, place)
    index = rules.calendar()

    def shape(n: int) -> tuple[date, rules.Due]:
        if n % 10 == 0:
            back = 40 + n // 10 % 5  # late
        elif n % 100 == 1:
            back = next(b for b in range(1, 46) if index.workdays_between(TODAY, counted[b].on) == 3)
        else:
            back = 1 + n % 20
        return TODAY - timedelta(days=back), counted[back]

    Clock.objects.bulk_create(
        (
            Clock(subject=Ref("bench.clock", new_uid()), limit=due.limit, organisation=place, started_on=start,
                  due_on=due.on, provisional=due.provisional, explanation=due.explanation())
            for start, due in map(shape, range(number))
        ),
        batch_size=2_000,
    )  # fmt: skip
    late = Clock.objects.overdue(TODAY).values_list("pk", "due_on")
    Warning.objects.bulk_create(
        (
            Warning(clock_id=pk, ahead=-1, due_on=due_on, at=clock.now(), told=1)
            for pk, due_on in late.iterator()
            if due_on
        ),
        batch_size=5_000,
    )


def register() -> None:
    """Whose these clocks are: two hundred people in turn."""
    from yangguang.accounts.models import User
    from yangguang.deadlines import owners
    from yangguang.organisations.acting import Acting

    people = list(User.objects.all())

    def nobody(ref: Any, user: Any) -> Acting:
        raise AssertionError

    owners.register(
        owners.Owner(
            kind="bench.clock",
            describe=lambda refs: {ref: owners.Matter(ref.uid[-6:], "某步") for ref in refs},
            holders=lambda ref: [people[sum(map(ord, ref.uid)) % len(people)]],
            acting=nobody,
            mine=lambda user: [],
            visible=lambda user: User.objects.none().values("username"),
        )
    )


def measure(number: int) -> None:
    """One table row for each thing that is done with so many open clocks."""
    from django.db import transaction

    from yangguang.deadlines import actions
    from yangguang.deadlines.actions import warnings
    from yangguang.deadlines.models import Clock, Warning
    from yangguang.deadlines.notice import Notice
    from yangguang.journal.actors import SYSTEM
    from yangguang.lib import clock
    from yangguang.lib.workdays import SpecialDay

    with clock.set_to(clock.moment(TODAY, 10)):
        lay(number)
        register()

        def row() -> None:
            with transaction.atomic():
                Warning.objects.filter(pk=0).update(told=1)

        yardstick = times(row, 20)
        say = sys.stdout.write
        say(told("one statement, committed", yardstick) + "\n")
        say(
            told(
                f"find what is due among {number:,}",
                times(lambda: list(warnings.due_warnings(TODAY)), 5),
                yardstick,
            )
            + "\n"
        )
        begun = process_time()
        sent: list[int] = []
        first = times(lambda: sent.append(actions.warn()), 1)
        say(told(f"sweep {number:,}, sending {sent[0]:,}", first, yardstick) + "\n")
        busy = process_time() - begun
        say(told(f"sweep {number:,}, nothing to send", times(actions.warn, 5), yardstick) + "\n")
        say(
            told(
                f"count the late among {number:,}",
                times(lambda: Clock.objects.overdue(TODAY).count(), 5),
                yardstick,
            )
            + "\n"
        )
        if number > MOST_MOVED:
            say(f"\nProcessor time of the sweep that sent: {busy:.1f} s.\n\n")
            return
        waiting = Clock.objects.provisional().count()
        days = [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 4, 5)]
        moved: list[int] = []
        publish = times(lambda: moved.append(len(actions.publish_year(Notice(2027, days), SYSTEM).moved)), 1)
        say(told(f"publish a year: {waiting:,} counted again, {moved[0]:,} moved", publish, yardstick) + "\n")
        say(f"\nProcessor time of the sweep that sent: {busy:.1f} s.\n\n")


def clear() -> None:
    """Take the clocks away again, and the year that was published."""
    from yangguang.deadlines.models import Calendar, CalendarYear, Clock
    from yangguang.lib.uid import new_uid
    from yangguang.notices.models import Message

    Clock.objects.all().delete()
    Message.objects.all().delete()
    CalendarYear.objects.filter(year=2027).delete()
    Calendar.objects.update(stamp=new_uid())


def main(numbers: list[int]) -> None:
    from django.db import connection

    sys.stdout.write(f"{machine()}, {connection.vendor}\n\n")
    for number in numbers:
        sys.stdout.write(f"{HEAD}\n")
        measure(number)
        clear()


if __name__ == "__main__":
    with bare():
        main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
