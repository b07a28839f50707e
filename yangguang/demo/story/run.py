"""Lets the story happen: all lives side by side in the order of their moments, one transaction and one seal a day."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from yangguang.casework import events
from yangguang.deadlines import actions as deadlines
from yangguang.demo.county import FOUNDER, County
from yangguang.demo.story import plan
from yangguang.demo.story.fates import fate_lives
from yangguang.demo.story.faults import WITHHELD
from yangguang.demo.story.hours import at, days_before
from yangguang.demo.story.lives import Life, Stage, imported_life, life, withheld_life
from yangguang.demo.story.reports import report_lives
from yangguang.demo.story.requests import request_lives
from yangguang.demo.world import World
from yangguang.demo.world.offices import CHIEF, LEADER, SECRECY_REVIEWER, SECTION_HEAD
from yangguang.disclosure.models import CatalogueEntry, Category
from yangguang.foi import actions as foi
from yangguang.journal import actions as journal
from yangguang.lib import clock
from yangguang.organisations import actions as organisations
from yangguang.organisations.models import Appointment, Post
from yangguang.search import actions as search

Say = Callable[[str], object]
# Offices in which a post falls vacant towards the end.
_SHORT_OF_PEOPLE = {"water", "market-regulation", "ecology-environment"}


def happen(world: World, county: County, until: datetime, say: Say) -> Stage:
    """Run every life up to a moment; what would come later is left undone, as on a real day."""
    stage = _stage(world, county)
    lives = [*_lives(stage), *_changes_of_staff(stage)]
    order = itertools.count()
    queue: list[tuple[datetime, int, Life]] = []
    for one in lives:
        heapq.heappush(queue, (next(one), next(order), one))
    shown = ""
    while queue and queue[0][0] <= until:
        today = clock.day_of(queue[0][0])
        if f"{today:%Y-%m}" != shown:
            shown = f"{today:%Y-%m}"
            say(f"{today.year}年{today.month}月 …")
        with transaction.atomic():
            with clock.set_to(at(today, 7 * 60)):
                limits_run_out()
            while queue and queue[0][0] <= until and clock.day_of(queue[0][0]) == today:
                moment, _order, one = heapq.heappop(queue)
                with clock.set_to(moment):
                    wish = next(one, None)
                if wish is not None:
                    heapq.heappush(queue, (max(wish, moment + timedelta(minutes=1)), next(order), one))
        close_the_day(min(at(today, 18 * 60 + 20), until))
    with clock.set_to(until):
        catch_up()
    search.apply(100_000)
    return stage


def limits_run_out() -> None:
    """What the worker does in the morning: silence has a meaning from the day after the last."""
    events.fire_timers()
    deadlines.resume_lapsed()
    foi.lapse()


def close_the_day(moment: datetime) -> None:
    """The day's acts are sealed."""
    with clock.set_to(moment):
        journal.seal()


def catch_up() -> None:
    """Let the rooms react to what the others did."""
    while journal.deliver(500):
        pass


def _stage(world: World, county: County) -> Stage:
    kept: dict[str, set[str]] = {}
    for organisation, category in CatalogueEntry.objects.values_list("organisation__code", "category__code"):
        kept.setdefault(organisation, set()).add(category)
    return Stage(world, county, {category.code: category for category in Category.objects.all()}, kept)


def _lives(stage: Stage) -> Iterator[Life]:
    entries = plan.plan(stage.world)
    for entry in [*entries, *plan.on_desks(stage.world)]:
        yield imported_life(stage, entry) if entry.fate == plan.IMPORTED else life(stage, entry)
    yield from fate_lives(stage, entries)
    yield from request_lives(stage)
    yield from report_lives(stage)
    span = max(1, (stage.world.today - stage.world.base).days - 40)
    for number, thing in enumerate(WITHHELD):
        on = stage.world.workday_on_or_after(
            stage.world.base + timedelta(days=min(20, span) + number * span // len(WITHHELD))
        )
        yield withheld_life(stage, thing, on, f"withheld-{number:02}")


def _changes_of_staff(stage: Stage) -> Iterator[Life]:
    """Somebody stands in for a leader on leave; a secrecy reviewer moves on and nobody has followed yet."""
    departments = {office.code for office in stage.world.of_kind("department")} - _SHORT_OF_PEOPLE
    covered = [
        entry
        for entry in plan.plan(stage.world)
        if entry.organisation in departments and entry.fate == plan.STRAIGHT
    ]
    if covered:
        during = covered[len(covered) // 2]
        leave = max(stage.world.base, during.on - timedelta(days=10))
        yield _standing_in(stage, during.organisation, leave, during.on + timedelta(days=30))
    # For the last of them nobody in the county's government is a leader: that step waits for an appointment and says so.
    for code, post, days in (
        ("water", SECRECY_REVIEWER, 34),
        ("market-regulation", SECTION_HEAD, 12),
        ("ecology-environment", LEADER, 8),
    ):
        since = max(
            days_before(stage.world, stage.world.today, days),
            stage.world.workday_on_or_after(stage.world.base),
        )
        yield _vacant(stage, code, post, since)


def _standing_in(stage: Stage, code: str, since: date, until: date) -> Life:
    yield at(since, 8 * 60 + 10)
    leader, chief = stage.county.holder(code, LEADER), stage.county.holder(code, CHIEF)
    post = Post.objects.get(organisation__code=code, code=LEADER)
    away = Appointment.objects.get(user=leader, post=post)
    organisations.appoint(
        chief,
        post,
        actor=FOUNDER,
        since=since,
        until=until,
        on_behalf_of=leader,
        basis="外出学习期间代为履职",
    )
    organisations.end_appointment(away, actor=FOUNDER, until=since, basis="外出学习")
    stage.signers.clear()
    yield at(until, 8 * 60 + 5)
    organisations.appoint(leader, post, actor=FOUNDER, since=until, basis="学习结束，恢复履职")
    stage.signers.clear()


def _vacant(stage: Stage, code: str, post: str, on: date) -> Life:
    yield at(on, 8 * 60 + 20)
    held = Appointment.objects.get(
        user=stage.county.holder(code, post), post__organisation__code=code, post__code=post
    )
    organisations.end_appointment(held, actor=FOUNDER, until=on, basis="工作调动，接任人选待定")
    stage.signers.clear()
