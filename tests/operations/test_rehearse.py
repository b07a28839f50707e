"""A county is copied into rehearsal: the copy reads everything, seals with a key of its own, and knows what it is."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings as house_settings

from yangguang.config.backup import databases, rehearsing
from yangguang.lib.crypto import Signer
from yangguang.lib.errors import Refusal

from .conftest import POSTGRESQL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(POSTGRESQL and not shutil.which("pg_dump"), reason="pg_dump is not installed"),
]


@pytest.fixture
def database() -> Iterator[str]:
    with ExitStack() as stack:
        yield (
            stack.enter_context(databases.throw_away_postgresql(f"yangguang_rehearsal_{os.getpid()}"))
            if POSTGRESQL
            else ""
        )


def in_the_copy(given: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    rest = {name: value for name, value in os.environ.items() if not name.startswith("YANGGUANG_")}
    env = {**rest, "DJANGO_SETTINGS_MODULE": "yangguang.config.settings", **given}
    return subprocess.run(
        [sys.executable, "-m", "yangguang", *words],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_county_is_copied_and_its_copy_lives_by_its_own_clock(
    house: Path, tmp_path: Path, database: str
) -> None:
    into = tmp_path / "rehearsal"
    done = rehearsing.rehearse(into, database=database, address="http://127.0.0.1:8100")
    assert done.ok, done.proof.faults

    kept = into / rehearsing.ENVIRONMENT
    assert kept.stat().st_mode & 0o077 == 0, "it holds keys"
    lines = [line.partition("=") for line in kept.read_text(encoding="utf-8").splitlines()]
    given = {name: "".join(shlex.split(value)) for name, _, value in lines}
    assert given["YANGGUANG_SEAL_KEY"] != rehearsing._spelled(house_settings.YANGGUANG_SEAL_KEY)
    assert rehearsing._spelled(Signer(house_settings.YANGGUANG_SEAL_KEY).public_key) in given[
        "YANGGUANG_RETIRED_SEAL_KEYS"
    ].split(",")

    moved = in_the_copy(given, "rehearsal", "--days", "30", "--json")
    assert moved.returncode == 0, moved.stderr
    assert abs(json.loads(moved.stdout)["ahead_seconds"] - 30 * 86_400) <= 1
    back = in_the_copy(given, "rehearsal", "--days", "-1")
    assert back.returncode == 1 and "只能往前拨" in back.stderr

    as_the_house = in_the_copy({**given, "YANGGUANG_MODE": "demo"}, "work", "--once")
    assert as_the_house.returncode == 1 and "不能当正式系统运行" in as_the_house.stderr


def test_a_rehearsal_of_a_rehearsal_and_an_address_that_is_none_are_refused(
    house: Path, tmp_path: Path, settings: object
) -> None:
    with pytest.raises(Refusal, match="网址"):
        rehearsing.rehearse(tmp_path / "a", address="8100")
    settings.YANGGUANG_REHEARSAL = True  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="已经是演练环境"):
        rehearsing.rehearse(tmp_path / "b")
    assert not (tmp_path / "a").exists() and not (tmp_path / "b").exists()
