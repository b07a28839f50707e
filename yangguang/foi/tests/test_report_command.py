"""``yangguang foi report-check FILE.json`` for people and for programs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from yangguang.foi.commands import register
from yangguang.foi.report import Figures, written
from yangguang.lib.errors import Refusal

from .reports import dense, real_2025, small, t3


def _run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True))
    options = parser.parse_args(["foi", "report-check", *map(str, words)])
    return int(options.run(options))


def _file(folder: Path, report: Figures, name: str = "report.json") -> Path:
    path = folder / name
    path.write_text(written(report), encoding="utf-8")
    return path


def test_a_report_whose_checks_hold_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(_file(tmp_path, real_2025())) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(
        "宿迁市 2025 年度报告：核对过的勾稽关系都成立。没有核对的：Y4、Y6 需要上一年的报告"
    )


def test_every_broken_check_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = small().changed((t3("granted", "legal"), 1))
    assert _run(_file(tmp_path, report)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[:4] for line in lines[:-1]] == ["■ Y2", "■ Y3"]
    assert "Y2、Y3 不成立，共 2 处" in lines[-1]


def test_a_program_reads_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = small().changed((t3("granted", "legal"), 1))
    assert _run(_file(tmp_path, report), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    first = answer["problems"][0]
    assert (first["check"], first["level"], first["left"], first["right"]) == ("Y2", "error", "1", "2")
    assert "t3.granted.legal" in first["cells"]


def test_what_is_no_report_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text("not json", encoding="utf-8")
    assert _run(path) == 1
    assert capsys.readouterr().out.startswith("■ 这不是 JSON：第 1 行第 1 个字符处读不下去。")
    assert _run(path, "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["message"].startswith("这不是 JSON")


def test_a_file_that_is_not_there_or_a_folder_is_a_sentence(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none.json", "这个文件"), (tmp_path, "是一个文件夹")):
        with pytest.raises(Refusal, match=says):
            _run(path)


def test_what_lies_beside_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _file(tmp_path, small())
    last = _file(tmp_path, dense(3, 2024), "last.json")
    text = tmp_path / "text.txt"
    text.write_text("2025年收到政府信息公开申请14件。", encoding="utf-8")
    counted = _file(tmp_path, small().changed((t3("granted", "legal"), 1)), "counted.json")
    words = [report, "--previous", last, "--text", text, "--counted", counted]
    assert _run(*words) == 1
    lines = capsys.readouterr().out.splitlines()
    assert {line[2:5].strip() for line in lines[:-1]} == {"Y4", "Y6", "Y9", "Y10"}
    assert "需要各编报单位的报告" in lines[-1]
    assert _run(report, "--part", report) == 0
