"""Every address of the house as everybody: what they meet, what its headers say, and that nobody reads what is not theirs.

The table is tests/access/table.py. An address without a line there fails, so that nothing new stays unasked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils.encoding import iri_to_uri

from tests.access.walk import PEOPLE, VISITORS, lines, routes, routes_of_the_table, spoken, walk
from tests.access.world import NOW, STAFF, TITLE, World, lay
from yangguang.accounts.models import User
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.organisations import actions as organisations
from yangguang.organisations.models import Appointment, Post
from yangguang.search import engines


@pytest.fixture(scope="module")
def laid(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The small world, once for all walks; each walk, and at the end the world, is taken back."""
    index: Path = tmp_path_factory.mktemp("access") / "search.sqlite3"
    with override_settings(YANGGUANG_SEARCH_PATH=index), django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # the walks' own transactions stand inside this one
        with around:
            yield lay()
            engines.current().empty()
            transaction.set_rollback(True)


@pytest.fixture
def world(laid: World, db: None, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    caplog.set_level(logging.ERROR, "django.request")  # hundreds of refusals are what is asked for here
    with clock.set_to(NOW):
        yield laid


def report(faults: list[str]) -> str:
    return f"{len(faults)} answers are not as the table says:\n" + "\n".join(faults)


def test_no_address_is_left_out_of_the_table(world: World) -> None:
    missing = routes() - routes_of_the_table(world.places)
    assert not missing, "tests/access/table.py needs a line for:\n" + "\n".join(sorted(missing))


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_meets_what_the_table_says_and_changes_nothing(world: World, person: str) -> None:
    faults = walk(person, world)
    assert not faults, report(faults)


def test_no_record_of_the_book_tells_the_public_what_is_not_public(world: World, browser: Client) -> None:
    """Each act, public or not, by its address: the private ones do not exist, the public ones keep quiet."""
    faults = []
    for act in Act.objects.all():
        for address in (
            f"/verify/{act.uid}/",
            f"/verify/{act.uid}/proof.json",
            f"/api/v1/acts/{act.uid}/proof",
        ):
            response = browser.get(address)
            if response.status_code != (200 if act.is_public else 404):
                faults.append(f"{act.kind} at {address}: {response.status_code}")
            said = spoken(response)
            known = {**world.secrets, **{f"name of {name}": name for name in STAFF}}
            faults += [
                f"{act.kind} at {address} tells the {name}"
                for name, secret in known.items()
                if secret in said
            ]
    assert not faults, report(faults)


def test_the_walk_would_notice_what_is_public(world: World, browser: Client) -> None:
    """The pages that are searched for what must not be there do show what is: otherwise their silence proves nothing."""
    title = world.items["public"].title
    silent = [
        address
        for address in (
            "/", "/search/?q=低保", "/published/", "/organisations/civil-affairs/", "/organisations/civil-affairs/items/",
            "/feeds/all.atom", "/feeds/all.rss", "/feeds/organisations/civil-affairs.atom", "/feeds/columns/notices.atom",
            "/catalogue/", "/catalogue/all/items.csv", "/catalogue/all/items.atom", "/columns/notices/",
            f"/catalogue/{world.places['category']}/items.json", "/api/v1/items", "/api/v1/items?q=低保",
            f"/verify/{world.places['act']}/",
        )
        if title not in spoken(browser.get(address))
    ]  # fmt: skip
    assert not silent, silent
    assert world.places["number"] in spoken(browser.get("/sitemap-items-0.xml"))


def test_who_moves_to_another_office_reads_no_more_of_the_old_one(
    world: World, as_: Callable[[User], Client]
) -> None:
    """周敏 signed a step of what was denied; from the day on which she is at the water bureau it is not hers to read."""
    zhou, places = world.cast.zhou, world.places
    closed = [
        f"/office/cases/{places['denied_case']}/", f"/office/cases/{places['case']}/",
        f"/office/items/{places['denied']}/", f"/office/items/{places['draft']}/", f"/files/{places['review_file']}",
    ]  # fmt: skip
    organisations.end_appointment(Appointment.objects.get(user=zhou), actor=SYSTEM)
    assert [as_(zhou).get(iri_to_uri(address)).status_code for address in closed[:4]] == [
        302
    ] * 4  # no post, no office
    section_head = Post.objects.get(organisation=world.cast.county.water, code="section-head")
    organisations.appoint(zhou, section_head, actor=SYSTEM)
    assert [as_(zhou).get(iri_to_uri(address)).status_code for address in closed] == [404] * 5
    assert TITLE["denied"][1] not in spoken(as_(zhou).get("/office/cases/"))


def test_who_is_no_staff_gets_no_further_than_the_door() -> None:
    """By the table itself: of the office only what the shell is drawn with, a way to one's own account, and a calendar
    for whoever holds its key.
    """
    inside = {
        line.address
        for line in lines()
        for name in VISITORS
        if line.address.startswith("/office/") and line.answers[name] not in {"door", "404"}
    }
    feed = "/office/deadlines.ics?key={feed_key}"
    outside = {"/office/account/", "/office/shell/sprite/", "/office/shell/words/", feed}
    assert inside == outside | {"/office/deadlines.ics"}
