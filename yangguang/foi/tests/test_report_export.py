"""``yangguang foi report``: an organisation's report as a file, for people and programs."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.cast import Cast
from yangguang.foi.actions import filing, reports
from yangguang.foi.commands import register as commands_of
from yangguang.foi.models import AnnualReport
from yangguang.foi.report import Figures, read
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

from .desk import ready, registers_that_say, signed, the
from .reports import real_2025, small, t3

register = pytest.fixture(registers_that_say)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.set_to(clock.moment(date(2026, 1, 12), 9)):
        yield


def _run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    commands_of(parser.add_subparsers(required=True))
    options = parser.parse_args(["foi", *map(str, words)])
    return int(options.run(options))


def _report(code: str, year: int, form: str, to: object) -> int:
    return _run("report", "--organisation", code, "--year", year, "--format", form, "-o", to)


def test_what_the_command_writes_the_checker_accepts(
    cast: Cast, register: dict[str, Figures], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register["civil-affairs"] = real_2025()
    path = tmp_path / "report.json"
    assert _report("civil-affairs", 2025, "json", path) == 0
    assert "台账的实时统计" in capsys.readouterr().err
    found = read(path.read_bytes()).figures
    assert found == Figures("civil-affairs", 2025, real_2025().numbers)
    assert _run("report-check", path) == 0


def test_every_form_is_written(cast: Cast, register: dict[str, Figures], tmp_path: Path) -> None:
    ready(cast, small())
    for form in ("html", "docx", "pdf", "xlsx", "json"):
        assert _report("civil-affairs", 2025, form, tmp_path / f"r.{form}") == 0
    assert Document(str(tmp_path / "r.docx")).tables[1].cell(27, 9).text == "2"
    assert load_workbook(tmp_path / "r.xlsx")["表三"].cell(5, 10).value == 13
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert "<h1>阳光县民政局2025年政府信息公开工作年度报告</h1>" in (tmp_path / "r.html").read_text("utf-8")


def test_what_is_public_goes_before_what_is_being_changed(
    cast: Cast, register: dict[str, Figures], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(filing.submit(ready(cast, small()), acting=the(cast.lin)), cast)
    report = AnnualReport.objects.get()
    reports.set_figure(report, t3("granted", "legal"), 5, "还没有核对完", acting=the(cast.lin))
    _report("civil-affairs", 2025, "json", tmp_path / "r.json")
    found = read((tmp_path / "r.json").read_bytes()).figures
    assert found is not None and found.t3("granted", "legal") == 0
    assert "已发布的报告" in capsys.readouterr().err


def test_the_countys_report_is_the_sum(cast: Cast, register: dict[str, Figures], tmp_path: Path) -> None:
    register["county"] = register["water"] = small()
    _report("county", 2025, "json", tmp_path / "county.json")
    county = read((tmp_path / "county.json").read_bytes()).figures
    assert county is not None and county.t3("new_received") == 26


def test_a_dash_is_the_standard_output(
    cast: Cast, register: dict[str, Figures], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=out, write=lambda text: None))
    assert _report("civil-affairs", 2025, "json", "-") == 0
    assert read(out.getvalue()).figures == Figures.empty("civil-affairs", 2025)


@pytest.mark.parametrize(
    ("code", "year", "says"),
    [
        ("nobody", 2025, "没有代号为“nobody”的机构"),
        ("civil-affairs", 2031, "2031 年还没有到"),
        ("civil-affairs", 1999, "从 2008 年开始"),
        ("dongmen", 2025, "不编制年度报告"),
    ],
)
def test_what_there_cannot_be_is_said_in_a_sentence(
    cast: Cast, tmp_path: Path, code: str, year: int, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        _report(code, year, "json", tmp_path / "r.json")
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(
    cast: Cast, register: dict[str, Figures], tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="是一个文件夹"):
        _report("civil-affairs", 2025, "json", tmp_path)
    with pytest.raises(Refusal, match=r"写不了.*请核对文件夹是否存在"):
        _report("civil-affairs", 2025, "json", tmp_path / "none" / "r.json")
