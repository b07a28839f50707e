from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pytest

from tests.cast import Cast
from yangguang.casework import commands
from yangguang.lib.errors import Refusal

from .conftest import Trace, do, review
from .drawings import ENDS, definition, open_one, publish, task


def run(*words: object) -> int:
    """As the command line runs it: a refusal is one line on standard error."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    options = parser.parse_args([str(word) for word in words])
    try:
        return int(options.run(options))
    except Refusal as refusal:
        sys.stderr.write(refusal.message)
        return 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "review.bpmn"
    path.write_bytes(review())
    return path


def test_a_process_that_can_run_is_told_so(
    trace: Trace, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("process", "check", file) == 0
    assert "“测试流程”可以发布" in capsys.readouterr().out


def test_an_unsound_process_is_named_line_by_line(
    trace: Trace, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(
        review().replace(b'<exclusiveGateway id="ok" default="f4"/>', b'<exclusiveGateway id="ok"/>')
    )
    assert run("process", "check", file) == 1
    told = capsys.readouterr().out
    assert "■ " in told
    assert "没有默认连线" in told
    assert run("process", "check", file, "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["level"] == "error"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE"),
        (b"<html/>", "BPMN 2.0"),
    ],
)
def test_what_is_no_process_gets_one_clear_line(
    db: None, file: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(content)
    assert run("process", "check", file) != 0
    told = capsys.readouterr().err.strip()
    assert words in told
    assert "\n" not in told
    assert run("process", "draw", file, "-o", file.with_suffix(".svg")) != 0


def test_a_missing_file_gets_one_clear_line(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("process", "check", tmp_path / "none.bpmn") != 0
    assert "读不了" in capsys.readouterr().err


def test_a_process_is_drawn_to_a_file(db: None, file: Path) -> None:
    target = file.with_suffix(".svg")
    assert run("process", "draw", file, "-o", target) == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")
    assert run("process", "draw", file, "-o", file.parent / "none" / "a.svg") != 0


def test_move_shows_each_position_first_and_moves_with_a_reason(
    cast: Cast, trace: Trace, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(definition(ENDS + task("a") + task("z"), "s a", "a z", "z e"))
    goes, stays = open_one(cast), open_one(cast)
    do(stays, "a", cast.lin)
    newer = publish(definition(ENDS + task("a") + task("y"), "s a", "a y", "y e"))
    assert run("process", "move", newer.code, newer.number) == 1
    shown = capsys.readouterr().out
    assert f"{goes.number}  a  ✓" in shown
    assert f"{stays.number}  z  ■ “z”这一步在新版里没有了" in shown
    assert run("process", "move", newer.code, newer.number, "--apply", "--reason", "新规定") == 1
    assert stays.number in capsys.readouterr().err
    assert run("process", "move", newer.code, newer.number, "--case", goes.number, "--apply") == 1
    assert "请写明" in capsys.readouterr().err
    move = (
        "process",
        "move",
        newer.code,
        newer.number,
        "--case",
        goes.number,
        "--apply",
        "--reason",
        "新规定",
    )
    assert run(*move) == 0
    goes.refresh_from_db()
    assert goes.version == newer
    assert run("process", "move", "nothing", 1) == 1
