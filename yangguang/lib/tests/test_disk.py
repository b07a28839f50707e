"""A full disk is told from every other failure, wherever it shows."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from yangguang.lib.disk import is_full, why


class Diagnosed(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EFBIG, "File too large"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (Diagnosed("53100"), True),
        (Diagnosed("40001"), False),
        (ValueError("database or disk is full"), False),
        (None, False),
    ],
)
def test_what_says_that_there_is_no_room(error: Exception | None, full: bool) -> None:
    assert is_full(error) is full


def test_a_database_that_may_not_grow(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "a.sqlite3")
    base.execute("CREATE TABLE a (b)")
    base.execute("PRAGMA max_page_count = 3")
    with pytest.raises(sqlite3.OperationalError) as caught:
        base.execute("INSERT INTO a VALUES (zeroblob(100000))")
    assert is_full(caught.value)
    with pytest.raises(sqlite3.OperationalError) as other:
        base.execute("SELECT nothing")
    assert not is_full(other.value)


def test_what_led_to_a_failure_counts() -> None:
    with pytest.raises(RuntimeError) as caught:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise RuntimeError("could not keep it") from error
    assert is_full(caught.value)


def test_what_kept_a_file_from_being_opened_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = []
    for path in (tmp_path / "nothing", tmp_path, tmp_path / "file" / "in it"):
        with pytest.raises(OSError) as caught:
            path.read_bytes()
        told.append(why(caught.value))
    assert told == ["没有这个文件或文件夹", "这是文件夹，不是文件", "路径当中有一段不是文件夹"]
    assert why(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
