"""What checks a file alone asks no database: here every question to one is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from yangguang.config.cli import main


@pytest.mark.parametrize("words", ["foi report-check", "journal check"])
def test_a_file_is_checked_without_a_database(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.json"
    path.write_text("{}", encoding="utf-8")
    assert main([*words.split(), str(path)]) == 1
    told = capsys.readouterr()
    assert "数据库" not in told.err + told.out
    assert told.out or told.err
