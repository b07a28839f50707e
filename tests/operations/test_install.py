"""A new house, set up by the commands that docs/operations.md names, has what its first day needs."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from tests.tables import Ask, shape

from .conftest import POSTGRESQL

MIGRATED = "migrated_from_nothing"


def yangguang(data: Path, *words: str, **more: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG_", "DJANGO_"))}
    told = subprocess.run(
        [sys.executable, "-m", "yangguang", *words],
        env={**kept, "YANGGUANG_MODE": "demo", "YANGGUANG_DATA_DIR": str(data), **more},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house whose database was migrated from nothing; on PostgreSQL a database beside the tests' own."""
    data = tmp_path_factory.mktemp("new")
    url = {"YANGGUANG_DATABASE_URL": _url(MIGRATED)} if POSTGRESQL else {}
    yangguang(data, "manage", "migrate", "--verbosity", "0", **url)
    return data


@pytest.fixture
def ask_the_new_house(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if not POSTGRESQL:
        data = request.getfixturevalue("new_house")
        with closing(sqlite3.connect(data / "yangguang.sqlite3")) as db:
            yield lambda sql: db.execute(sql).fetchall()
        return
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {MIGRATED}")
        server.execute(f"CREATE DATABASE {MIGRATED}")
        request.getfixturevalue("new_house")
        with psycopg.connect(_url(MIGRATED)) as db:
            yield lambda sql: db.execute(sql).fetchall()
        server.execute(f"DROP DATABASE {MIGRATED}")


def _url(name: str) -> str:
    """The address of another database on the server of these tests."""
    told = connection.settings_dict
    user, password, host = (quote(told[part], safe="") for part in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{told['PORT'] or 5432}/{name}"


@pytest.mark.django_db
def test_migrating_from_nothing_gives_the_tables_that_the_tests_stand_on(ask_the_new_house: Ask) -> None:
    with connection.cursor() as cursor:

        def ask_here(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return cursor.fetchall()

        here = shape(ask_here, connection.vendor)
    there = shape(ask_the_new_house, connection.vendor)
    assert len(there) > 1000
    assert {"only here": here - there, "only migrated": there - here} == {
        "only here": set(),
        "only migrated": set(),
    }


@pytest.mark.skipif(
    POSTGRESQL, reason="the commands make a database file of their own; PostgreSQL's is given"
)
def test_the_first_day_of_a_house_has_limits_catalogue_and_reviews(new_house: Path, tmp_path: Path) -> None:
    yangguang(new_house, "furnish")
    yangguang(new_house, "organisation", "add", "county", "阳光县人民政府", "--kind", "government")
    assert "2026-11-30" in yangguang(new_house, "due", "PROACTIVE_PUBLISH", "--from", "2026-11-02")
    source = tmp_path / "旧文.txt"
    source.write_text(
        "关于做好冬季救助工作的通知\n" + "请各镇认真组织落实，确保困难群众温暖过冬。" * 4, encoding="utf-8"
    )
    where = ("--organisation", "county", "--category", "A20_15")
    assert "草稿 1" in yangguang(new_house, "import-items", str(source), *where)
    assert "不会重复" in yangguang(new_house, "furnish")
