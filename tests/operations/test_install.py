"""A new house, set up by the commands that docs/operations.md names, has what its first day needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="the commands make a database file of their own; PostgreSQL's is given",
)


def yangguang(data: Path, *words: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG_", "DJANGO_"))}
    told = subprocess.run(
        [sys.executable, "-m", "yangguang", *words],
        env={**kept, "YANGGUANG_MODE": "demo", "YANGGUANG_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_the_first_day_of_a_house_has_limits_catalogue_and_reviews(tmp_path: Path) -> None:
    yangguang(tmp_path, "manage", "migrate", "--verbosity", "0")
    yangguang(tmp_path, "furnish")
    yangguang(tmp_path, "organisation", "add", "county", "阳光县人民政府", "--kind", "government")
    assert "2026-11-30" in yangguang(tmp_path, "due", "PROACTIVE_PUBLISH", "--from", "2026-11-02")
    source = tmp_path / "旧文.txt"
    source.write_text(
        "关于做好冬季救助工作的通知\n" + "请各镇认真组织落实，确保困难群众温暖过冬。" * 4, encoding="utf-8"
    )
    where = ("--organisation", "county", "--category", "A20_15")
    assert "草稿 1" in yangguang(tmp_path, "import-items", str(source), *where)
    assert "不会重复" in yangguang(tmp_path, "furnish")
