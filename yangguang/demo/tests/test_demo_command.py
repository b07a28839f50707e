"""The ``demo`` command: it builds once, starts over what broke off, and never touches real records."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from yangguang.demo import build
from yangguang.lib.errors import Refusal


def demo(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yangguang", "demo", "--no-serve", "--months", "1", *words],
        env=_environment(data),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def _environment(data: Path) -> dict[str, str]:
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("YANGGUANG_", "DJANGO_"))
    }
    return {**own, "YANGGUANG_DATA_DIR": str(data), "YANGGUANG_MODE": "demo"}


def test_production_refuses_the_demonstration(settings: Any, tmp_path: Path) -> None:
    settings.PRODUCTION, settings.DATA_DIR = True, tmp_path
    with pytest.raises(Refusal, match="生产环境不能运行演示"):
        build.prepare(True, print)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.siege
def test_a_demonstration_is_built_once_and_survives_being_killed(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "yangguang", "demo", "--no-serve", "--months", "1"]
    first = subprocess.Popen(words, env=_environment(tmp_path), stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    while "年" not in first.stdout.readline():
        time.sleep(0.1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert json.loads((tmp_path / "demo.json").read_text())["state"] == "building"

    second = demo(tmp_path)
    assert second.returncode == 0, second.stderr
    assert "现在重建" in second.stdout
    assert "lin.xiao" in second.stdout
    told = json.loads((tmp_path / "demo.json").read_text())
    assert told["state"] == "ready"
    for branch in ("published", "imported", "registered", "returned", "escalated", "standing in", "held by nobody",
                   "overruled personal.bank-card"):  # fmt: skip
        assert told["tally"].get(branch), branch

    third = demo(tmp_path)
    assert "使用已有的演示数据" in third.stdout
    assert json.loads((tmp_path / "demo.json").read_text()) == told

    # Records that no demonstration wrote: the marker is gone, the rows are there.
    (tmp_path / "demo.json").unlink()
    refused = demo(tmp_path, "--fresh")
    assert refused.returncode == 1
    assert "不会覆盖" in refused.stderr
    with sqlite3.connect(tmp_path / "yangguang.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM organisations_organisation").fetchone()[0] == 40
