"""A new index beside the old one: served meanwhile, nothing lost, gone on with after a crash."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest

from yangguang.search import actions, engines, health, rules, schedule
from yangguang.search.actions import rebuilding
from yangguang.search.models import Rebuild

from .corpus import paper
from .test_follow import found, indexed


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 10)


@pytest.fixture
def thirty(index, small_steps):
    index.learn([paper(n, f"低保第{n}号", "正文") for n in range(30)])


def test_the_old_index_serves_until_the_new_one_is_whole(thirty):
    rebuilding.begin()
    for _ in range(3):
        assert rebuilding.step() == 10
        assert rules.query("低保").count == 30
    assert engines.current().generation() == ""
    assert rebuilding.step() is None
    assert engines.current().generation() != ""
    assert rules.query("低保").count == 30
    assert not Rebuild.objects.exists()
    assert all(check.ok for check in health.checks())


def test_what_changes_meanwhile_is_in_both(thirty):
    rebuilding.begin()
    rebuilding.step()
    actions.put(paper(100, "低保新来的", ""))
    actions.put(paper(3, "改了题目", "正文"))
    actions.put(paper(29, "也改了题目", "正文"))
    actions.withdraw(paper(5, "", "").ref)
    actions.withdraw(paper(28, "", "").ref)
    actions.apply()
    before = indexed("低保")
    assert rules.query("低保").count == 27
    actions.rebuild()
    assert indexed("低保") == before
    assert rules.query("低保").count == 27
    assert set(found("改了")) == {"000003", "000029"}
    assert engines.current().size() == 29


def test_changes_that_wait_are_applied_between_the_batches(thirty, monkeypatch):
    actions.put(paper(100, "低保新来的", ""))
    assert actions.rebuild() == 31
    assert "000100" in found("新来")


def test_it_goes_on_where_it_was_broken_off(thirty):
    begun = rebuilding.begin()
    rebuilding.step()
    rebuilding.step()
    assert rebuilding.begin().pk == begun.pk
    assert Rebuild.objects.get().copied == 20
    assert rebuilding.step() == 10
    assert rebuilding.step() is None


def test_what_was_begun_and_is_lost_is_begun_again(thirty):
    rebuilding.begin()
    rebuilding.step()
    engines.current().begin("0" * 26)  # somebody swept the folder, or began another one
    assert actions.rebuild() == 30
    assert rules.query("低保").count == 30


def test_a_crash_right_after_the_change_of_places_does_no_harm(thirty):
    task = rebuilding.begin()
    actions.rebuild()
    Rebuild.objects.create(uid=task.uid, started_at=task.started_at)
    assert rebuilding.step() is None
    assert not Rebuild.objects.exists()
    assert rules.query("低保").count == 30


def test_the_worker_goes_on_with_it(thirty):
    rebuilding.begin()
    while schedule.apply_changes():
        pass
    assert not Rebuild.objects.exists()
    assert engines.current().generation() != ""


def test_an_index_of_an_older_form_is_made_anew_by_the_worker(thirty, monkeypatch):
    monkeypatch.setattr(rebuilding, "FORM", 99)
    assert rebuilding.go_on() == 10
    assert rules.query("低保").count == 30


def test_an_index_laid_out_otherwise_is_emptied_and_made_anew_by_the_worker(thirty, settings, tmp_path):
    if not engines.current().apart:
        pytest.skip("the tables of the index come with the records' migrations")
    settings.YANGGUANG_SEARCH_PATH = tmp_path / "old.sqlite3"
    with sqlite3.connect(settings.YANGGUANG_SEARCH_PATH) as old:
        old.execute(
            "CREATE VIRTUAL TABLE found USING fts5(title, words, body, marks, content='', tokenize='ascii')"
        )
        old.execute("CREATE TABLE kept (position INTEGER PRIMARY KEY, title, words, body, marks)")
        old.execute("INSERT INTO kept VALUES (1, '低保', '低保', '', '')")
    assert rules.query("低保").hits == []
    actions.put(paper(100, "低保新来的", ""))
    while schedule.apply_changes():
        pass
    assert rules.query("低保").count == 31
    assert all(check.ok for check in health.checks())


def test_a_reader_in_another_thread_comes_along(thirty):
    import threading

    if not engines.current().apart:
        pytest.skip("another thread sees no open transaction")
    heard = []
    asked, swapped = threading.Event(), threading.Event()

    def read():
        heard.append(len(indexed("低保")))
        asked.set()
        swapped.wait(20)
        heard.append(len(indexed("低保")))

    reader = threading.Thread(target=read)
    reader.start()
    asked.wait(20)
    actions.rebuild()
    swapped.set()
    reader.join()
    assert heard == [30, 30]


def test_old_files_are_swept_away(thirty, tmp_path):
    if not engines.current().apart:
        pytest.skip("the index is in the records' own database")
    actions.rebuild()
    actions.rebuild()
    kept = {path.name.split("-")[0] for path in tmp_path.glob("search.sqlite3*")}
    assert kept == {"search.sqlite3.current", f"search.sqlite3.{engines.current().generation()}"}


@pytest.fixture
def apart(tmp_path):
    """The environment of a house of its own: on PostgreSQL with a database of its own on the server of this run."""
    env = {**os.environ, "YANGGUANG_MODE": "test", "YANGGUANG_DATA_DIR": str(tmp_path)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    url = env.pop("YANGGUANG_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield env
        return
    import psycopg

    name = f"yangguang_rebuild_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {**env, "YANGGUANG_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.siege
def test_killed_again_and_again_it_serves_and_ends(apart):
    """kill -9 at many moments of `yangguang search rebuild`; between them the old index answers, at the end the new."""
    program = [sys.executable, "-m", "yangguang"]

    def shell(code):
        words = [*program, "manage", "shell", "-v0", "-c", code]
        return subprocess.run(words, env=apart, check=True, capture_output=True).stdout.split()

    subprocess.run([*program, "manage", "migrate", "-v0"], env=apart, check=True)
    size, found, generation = shell(_LEARN + _ASK)[-3:]
    assert size == b"6000" and int(found) > 1000 and generation == b"-"
    begun = time.monotonic()
    subprocess.run([*program, "search", "rebuild"], env=apart, check=True)
    taken = time.monotonic() - begun  # however slow this machine is just now
    killed = 0
    for attempt in range(12):
        # From nothing, then going on with what the last one left; later in its work each time.
        words = [*program, "search", "rebuild", *(["--anew"] if attempt % 2 == 0 else [])]
        process = subprocess.Popen(words, env=apart, stdout=subprocess.DEVNULL)
        until = time.monotonic() + taken * (0.4 + attempt / 20)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.01)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        else:
            assert process.returncode == 0
        assert shell(_ASK)[-3:-1] == [size, found]
    assert killed
    subprocess.run([*program, "search", "rebuild"], env=apart, check=True)
    assert shell(_ASK)[-3:-1] == [size, found] and shell(_ASK)[-1] != b"-"
    assert shell("from yangguang.search.models import Rebuild; print(Rebuild.objects.count())")[-1] == b"0"


_LEARN = """
from django.db import transaction
from yangguang.search import actions, engines
from yangguang.search.tests.corpus import papers
with transaction.atomic():
    actions.put_many(papers(6000))
while actions.apply(1000):
    pass
"""
_ASK = """
from yangguang.search import engines
from yangguang.search.engines import Ask, Spelling
engine, ask = engines.current(), Ask(((Spelling("低保"),),))
found = engine.count(ask, 10_000)
assert found == sum(one.number for one in engine.tally(ask, 10_000))
print(engine.size(), found, engine.generation() or "-")
"""
