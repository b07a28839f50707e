"""The database finds no more room: people are told so kindly, nothing half done stays, and all goes on by itself.

SQLite is kept from growing, which it reports exactly as a full disk; tests/siege/test_full_disk.py fills a real one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure.models import Category, Item
from yangguang.jobs import actions as jobs
from yangguang.jobs import schedule
from yangguang.jobs.models import Run
from yangguang.jobs.tasks import retrying
from yangguang.journal import actions as journal
from yangguang.journal import subscriptions
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, Delivery
from yangguang.lib import clock
from yangguang.lib.disk import NO_ROOM
from yangguang.lib.ref import Ref
from yangguang.search import actions as search
from yangguang.search import engines
from yangguang.search.documents import Document
from yangguang.search.models import Change

from .conftest import POSTGRESQL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(POSTGRESQL, reason="PRAGMA max_page_count is SQLite's"),
]
WORDS = "本批临时救助共十二户，现予公示。"


def draft(title: str) -> dict[str, Any]:
    return {
        "organisation": "civil-affairs",
        "title": title,
        "category": Category.objects.get(code="A20_11").pk,
        "attribute": "proactive",
        "generated_on": "2026-11-02",
        "body_html": f"<p>{WORDS * 400}</p>",
        "action": "save",
    }


@contextmanager
def full() -> Iterator[None]:
    """Neither the records nor anything else in this database can grow."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("CREATE TABLE filler (b)")
        cursor.execute(f"PRAGMA max_page_count = {pages + 1}")
        for size in (100_000, 3_000, 100):
            with suppress(OperationalError):
                while True:
                    cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filler")


@pytest.fixture
def at_desk(cast: Cast, as_: Any) -> Client:
    disclosure.keep_catalogue(cast.county.civil, actor=SYSTEM)
    client: Client = as_(cast.lin)
    client.raise_request_exception = False
    return client


def test_a_draft_is_kept_on_the_page_and_can_be_sent_once_more(cast: Cast, at_desk: Client) -> None:
    with full():
        answer = at_desk.post("/office/items/new/", draft("甲 & “乙”"))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "120", "no-store")
    assert NO_ROOM in page and "再提交一次" in page and 'action="/office/items/new/"' in page
    assert "甲 &amp; “乙”" in page and WORDS * 400 in page
    assert not Item.objects.exists()
    assert at_desk.post("/office/items/new/", draft("甲 & “乙”")).status_code == 302, "there is room again"
    assert Item.objects.get().title == "甲 & “乙”"


def test_a_password_is_not_written_into_the_page(cast: Cast, browser: Client) -> None:
    browser.raise_request_exception = False
    with full():
        for _attempt in range(200):  # small rows may still find room on a page that is there
            form = {"identifier": f"{'x' * 50}{_attempt}", "password": "阳光-不对-1"}
            answer = browser.post("/accounts/sign-in/", form)
            if answer.status_code == 503:
                break
    page = answer.content.decode()
    assert answer.status_code == 503 and NO_ROOM in page
    assert "阳光-不对-1" not in page and "再提交一次" not in page


def test_a_program_gets_a_word_it_can_act_on(cast: Cast, at_desk: Client) -> None:
    with full():
        answer = at_desk.post("/office/items/new/", draft("甲"), headers={"Accept": "application/json"})
    assert answer.status_code == 503 and answer.json() == {"error": "no-room", "message": NO_ROOM}


def test_a_command_says_one_sentence(
    cast: Cast, house: Path, act: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"title": "关于临时救助的公示", "text": "%s"}' % ("本批临时救助共十二户，现予公示。" * 400)
    )
    with full():
        assert (
            main(["import-items", str(file), "--organisation", "civil-affairs", "--category", "A20_11"]) == 1
        )
    assert capsys.readouterr().err.strip() == f"yangguang: {NO_ROOM}"
    assert not Item.objects.exists()


def test_no_attempt_is_counted_against_what_found_no_room(cast: Cast, act: Any, monkeypatch: Any) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    empty = True

    def needs_room(*_given: Any) -> None:
        if empty:
            raise error

    monkeypatch.setitem(subscriptions._handlers, "tests.needy", needs_room)
    delivery = Delivery.objects.create(act=act(), handler="tests.needy", due_at=clock.now())
    monkeypatch.setattr(schedule, "_jobs", {})
    schedule.every("tests.daily", seconds=86400)(needs_room)
    monkeypatch.setattr(f"{__name__}._needs_room", needs_room)
    needy_task.enqueue()
    jobs.check_in("w1", "here", 1)
    for _minute in range(12):
        with clock.set_to(clock.now()):
            with pytest.raises(sqlite3.OperationalError):
                journal.deliver()
            jobs.tick("w1")
            jobs.run_one("w1")
        Run.objects.update(retry_at=clock.now())
        DBTaskResult.objects.update(run_after=clock.now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.WAITING, 0)
    empty = False
    jobs.tick("w1")
    jobs.run_one("w1")
    journal.deliver()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DONE
    assert Run.objects.get(job="tests.daily").finished_at is not None
    assert DBTaskResult.objects.successful().count() == 1


def _needs_room() -> None:
    """Replaced by the test."""


@retrying(attempts=2)
def needy_task() -> None:
    _needs_room()


def test_an_index_without_room_is_waited_for(cast: Cast, house: Path) -> None:
    engine = engines.current()
    db = engine.files.current()
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(8):
        search.put(_document(number))
    for _attempt in range(7):
        search.apply()
    waiting = Change.objects.all()
    assert waiting and not waiting.filter(attempts__gt=0).exists(), "none was given up"
    db.execute("PRAGMA max_page_count = 1073741823")
    search.apply()
    assert not Change.objects.exists() and engine.size() == 9


def _document(number: int) -> Any:
    return Document(
        ref=Ref("tests.thing", f"N{number}"),
        title=f"第{number}号公示",
        text="".join(chr(0x4E00 + (number * 997 + n * 7) % 20000) for n in range(4000)),
        organisation_code="civil",
        organisation_path="/1/",
        organisation_name="县民政局",
        category_code="A20_01",
        category_path="/1/",
        category_name="政策",
        kind="notice",
        published_at=clock.moment(date(2026, 11, 2)),
        url=f"/t{number}/",
    )


def test_nothing_of_an_act_stays_when_there_is_no_room_for_all_of_it(cast: Cast, act: Any) -> None:
    before = Act.objects.count()
    written = 0
    with full(), pytest.raises(Exception, match="full"):
        for _number in range(5000):
            act()
            written += 1
    assert Act.objects.count() == before + written
    journal.seal()
    assert main(["journal", "verify"]) == 0
