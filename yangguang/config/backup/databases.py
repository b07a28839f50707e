"""A consistent copy of the database while the house runs, and the way back.

SQLite is copied by its own online backup, page by page, under one read snapshot: writers go on.
PostgreSQL is dumped by ``pg_dump`` (custom format) under a snapshot that the same connection reads from,
so that the manifest counts exactly what the dump holds.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
import psycopg
from django.db import connection
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

PAGES = 2000  # copied between two reports of progress
SQLITE_NAME, POSTGRES_NAME = "database.sqlite3", "database.dump"
EMBEDDED = "yangguang.sqlite3"  # the database's name in a data folder

Progress = Callable[[int], object]  # per cent


class Query:
    """Plain SQL on the copied state, alike on both databases. Parameters are written ``?``."""

    def __init__(self, run: Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]) -> None:
        self._run = run

    def __call__(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._run(statement, values)


def engine() -> str:
    return "postgresql" if connection.vendor == "postgresql" else "sqlite"


def file_name() -> str:
    return POSTGRES_NAME if engine() == "postgresql" else SQLITE_NAME


def size() -> int:
    """Bytes that a copy may need: SQLite's file, or PostgreSQL's own figure (a dump is smaller)."""
    with connection.cursor() as cursor:
        if engine() == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


@contextmanager
def copied(target: Path, progress: Progress) -> Iterator[Query]:
    """Copy the database to *target*; the query given back reads the very state that was copied."""
    if engine() == "postgresql":
        with _dumped(target, progress) as query:
            yield query
    else:
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target, progress)
        with closing(sqlite3.connect(target)) as made:
            yield _sqlite_query(made)


def _copy_sqlite(source: Path, target: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20)) as live:
        live.isolation_level = None
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on one snapshot
        with closing(sqlite3.connect(target)) as made:
            live.backup(
                made,
                pages=PAGES,
                progress=lambda _status, left, all_: progress(100 - 100 * left // max(all_, 1)),
                sleep=0,
            )
            made.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it
            made.execute(
                "PRAGMA ignore_check_constraints=ON"
            )  # they call functions that only Django brings along
            told = made.execute("PRAGMA quick_check(1)").fetchone()[0]
            if told != "ok":
                raise Refusal(_("数据库文件本身已损坏（%(error)s），备份没有做成。") % {"error": told})
        live.execute("ROLLBACK")


def _sqlite_query(made: sqlite3.Connection) -> Query:
    return Query(lambda statement, values: made.execute(statement, values).fetchall())


@contextmanager
def _dumped(target: Path, progress: Progress) -> Iterator[Query]:
    facts = connection.settings_dict
    address = {
        "host": facts["HOST"],
        "port": facts["PORT"],
        "user": facts["USER"],
        "dbname": facts["NAME"],
        "password": facts["PASSWORD"],
    }
    given = {name: str(value) for name, value in address.items() if value}
    with psycopg.connect(**given) as held:  # type: ignore[arg-type]
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        held.read_only = True
        row = held.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        progress(0)
        run_tool(
            [
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={row[0]}",
                f"--file={target}",
                f"--dbname={given['dbname']}",
            ],
            given,
        )
        progress(100)

        def ask(statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
            return held.execute(statement.replace("?", "%s").encode(), values).fetchall()

        yield Query(ask)


def run_tool(words: list[str], address: dict[str, str]) -> None:
    """Run one of PostgreSQL's own programs; its first complaint becomes the Refusal."""
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    env = {**os.environ, **{name: address[key] for name, key in named.items() if key in address}}
    try:
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Refusal(
            _("这台机器上没有 %(tool)s：请安装 postgresql-client（版本不低于数据库服务器）。")
            % {"tool": words[0]}
        ) from None
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if line.strip()), str(done.returncode))
        raise Refusal(_("%(tool)s 没有做成：%(error)s") % {"tool": words[0], "error": said[:300]})


def address_of(url: str) -> dict[str, str]:
    """Host, port, user, password and name out of ``postgres://…``. Refusal for any other text."""
    unclear = Refusal(_("数据库地址要写成 postgres://用户:密码@主机/库名。"), field="database")
    if not url.startswith(("postgres://", "postgresql://")):
        raise unclear
    try:
        # As the settings do: a socket's folder is a host too.
        read: dict[str, Any] = {**dj_database_url.parse(url)}
    except ValueError:
        raise unclear from None
    if not read.get("NAME"):
        raise unclear
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: str(read[key]) for name, key in keys.items() if read.get(key)}


def restore_sqlite(backup: Path, folder: Path) -> str:
    """Put the copy into a data folder; the URL by which the house finds it there."""
    target = folder / EMBEDDED
    target.write_bytes(b"")
    with closing(sqlite3.connect(backup / SQLITE_NAME)) as kept, closing(sqlite3.connect(target)) as made:
        kept.backup(made)
    return f"sqlite:///{target}"


def restore_postgresql(backup: Path, url: str) -> str:
    """Fill an empty database from the dump, in one transaction. Refusal when it is not empty."""
    address = address_of(url)
    try:
        with psycopg.connect(**address) as there:  # type: ignore[arg-type]
            row = there.execute(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind = 'r' AND n.nspname = 'public'"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise Refusal(_("连接不上目标数据库：%(error)s") % {"error": str(error).splitlines()[0]}) from error
    if row is None or row[0]:
        raise Refusal(
            _("目标数据库 %(name)s 不是空的。请新建一个空库再恢复，不要覆盖正在用的数据。")
            % {"name": address["dbname"]},
            code="conflict",
        )
    run_tool(
        [
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={address['dbname']}",
            str(backup / POSTGRES_NAME),
        ],
        address,
    )
    return url


@contextmanager
def throw_away_postgresql(name: str) -> Iterator[str]:
    """An empty database beside the house's own, dropped at the end; its URL."""
    facts = connection.settings_dict
    given = {
        "host": facts["HOST"],
        "port": facts["PORT"],
        "user": facts["USER"],
        "password": facts["PASSWORD"],
    }
    given = {key: str(value) for key, value in given.items() if value}
    try:
        with psycopg.connect(**given, dbname="postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.Error as error:
        raise Refusal(
            _("不能新建演练用的数据库：%(error)s。请给数据库用户 CREATEDB 权限（ALTER ROLE … CREATEDB）。")
            % {"error": str(error).splitlines()[0]}
        ) from error
    try:
        yield url_of({**given, "dbname": name})
    finally:
        with psycopg.connect(**given, dbname="postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def url_of(address: dict[str, str]) -> str:

    user = quote(address.get("user", ""), safe="")
    password = f":{quote(address['password'], safe='')}" if "password" in address else ""
    port = f":{address['port']}" if "port" in address else ""
    host = quote(address.get("host", ""), safe="")
    return f"postgres://{user}{password}@{host}{port}/{address['dbname']}"
