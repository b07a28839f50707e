"""A house that was really worked in: acts under seals, files in the store, a thing that can be found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import override_settings

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.files import actions as files
from yangguang.files.models import StoredFile
from yangguang.journal import actions as journal
from yangguang.journal import kinds
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.search import actions as search
from yangguang.search.documents import Document

from .standing import Front, copy_database, standing

kinds.declare("tests.house_worked_in", "办理")

ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.fixture
def store(tmp_path: Path, settings: object) -> Iterator[Path]:
    """The stores of files and pictures on a real disk."""
    for name in ("files", "media"):
        (tmp_path / "house" / name).mkdir(parents=True)
    kept = dict(storages.backends)
    changed = {
        **kept,
        "files": {**ON_DISK, "OPTIONS": {"location": str(tmp_path / "house" / "files")}},
        "default": {**ON_DISK, "OPTIONS": {"location": str(tmp_path / "house" / "media")}},
    }
    with override_settings(STORAGES=changed, YANGGUANG_SEARCH_PATH=tmp_path / "house" / "search.sqlite3"):
        yield tmp_path / "house"


@pytest.fixture
def act() -> Callable[[], Act]:
    def do() -> Act:
        with transaction.atomic():
            return journal.record("tests.house_worked_in", subject=Ref("tests.thing", "T1"), actor=SYSTEM)

    return do


@pytest.fixture
def keep(store: Path) -> Callable[[str], StoredFile]:
    """Take in a text file with these words."""

    def do(words: str) -> StoredFile:
        return files.take_in(
            BytesIO(words.encode()), owner=Ref("tests.thing", "T1"), name="说明.txt", by=SYSTEM
        )

    return do


@pytest.fixture
def house(store: Path, act: Callable[[], Act], keep: Callable[[str], StoredFile]) -> Path:
    """Two seals over five acts and more, one act unsealed, two files, a picture, one thing in the index."""
    for _number in range(3):
        act()
    journal.seal()
    keep("第一份附件")
    keep("第二份附件")
    journal.seal()
    act()
    storages["default"].save("pictures/square.svg", BytesIO("<svg/>".encode()))  # noqa: UP012
    search.put(
        Document(
            ref=Ref("tests.thing", "T1"),
            title="低保标准",
            text="每月六百元",
            organisation_code="civil",
            organisation_path="/1/",
            organisation_name="县民政局",
            category_code="A20_01",
            category_path="/1/",
            category_name="政策",
            kind="notice",
            published_at=clock.moment(date(2026, 11, 1)),
            url="/t1/",
        )
    )
    return store


POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def front(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One house behind the shipped nginx for all tests that need one."""
    folder = tmp_path_factory.mktemp("front")
    (folder / "data").mkdir()
    copy_database(folder / "data" / "yangguang.sqlite3")
    with standing(folder) as made:
        yield made


Asked = dict[str, dict[str, Any]]


@pytest.fixture
def ask(cast: Cast, house: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Asked]]:
    """Run the command; its exit code and its findings by name."""

    def do(*more: str) -> tuple[int, Asked]:
        capsys.readouterr()
        code = main(["doctor", "--json", *more])
        return code, {check["name"]: check for check in json.loads(capsys.readouterr().out)}

    return do


@contextmanager
def wrong(ask: Callable[..., tuple[int, Asked]], name: str, *more: str) -> Iterator[None]:
    """Healthy before the block, in which the failure is caused and mended, and healthy after it."""
    assert ask(*more)[1][name]["ok"], "healthy before"
    yield
    assert ask(*more)[1][name]["ok"], "healthy again"


def told(ask: Callable[..., tuple[int, Asked]], name: str, says: str, *more: str) -> dict[str, Any]:
    code, found = ask(*more)
    check = found[name]
    assert not check["ok"] and says in check["message"], check
    assert check["remedy"]
    assert code == (0 if check["warning"] and all(c["ok"] or c["warning"] for c in found.values()) else 1)
    return check
