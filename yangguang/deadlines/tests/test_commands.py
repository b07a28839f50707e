"""`due` and `calendar import` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.deadlines.models import CalendarYear

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Capture = pytest.CaptureFixture[str]


def test_due_prints_the_day_and_the_reason(capsys: Capture) -> None:
    assert main(["due", "PROACTIVE_PUBLISH", "--from", "2026-09-21"]) == 0
    day, reason = capsys.readouterr().out.strip().split("\n")
    assert day == "2026-10-26"
    assert "第 20 个工作日为 2026-10-26" in reason


def test_due_says_when_the_day_is_provisional(capsys: Capture) -> None:
    assert main(["due", "PROACTIVE_PUBLISH", "--from", "2026-12-28"]) == 0
    assert capsys.readouterr().out.startswith("2027-01-26（暂定）\n")


def test_due_answers_in_json_for_an_organisation(capsys: Capture, cast: Cast) -> None:
    words = ["due", "REVIEW_STEP", "--from", "2026-11-20", "--organisation", "civil-affairs", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2026-11-24"
    assert [day["kind"] for day in answer["days"]] == ["start", "rest", "rest", "counted", "counted"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["NOWHERE", "--from", "2026-09-21"], "没有代码为 NOWHERE 的时限"),
        (["PROACTIVE_PUBLISH", "--from", "2026-02-30"], "日期不对：2026-02-30"),
        (["PROACTIVE_PUBLISH", "--from", "昨天"], "日期不对"),
        (["PROACTIVE_PUBLISH", "--from", "1900-01-01"], "没有规定"),
        (["PROACTIVE_PUBLISH", "--from", "9999-12-30"], "太早或太晚"),
        (
            ["PROACTIVE_PUBLISH", "--from", "2026-09-21", "--organisation", "nobody"],
            "没有代码为 nobody 的机构",
        ),
        (["FOI_REPLY", "--from", "2026-09-21", "--extend", "30"], "最多延长 20"),
    ],
)
def test_bad_words_are_one_clear_line_and_no_success(
    capsys: Capture, words: list[str], sentence: str
) -> None:
    assert main(["due", *words]) != 0
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_a_calendar_is_imported(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_text("2027-01-01,休,元旦\n", encoding="utf-8")
    assert main(["calendar", "import", str(path)]) == 0
    assert "已录入 2027 年放假安排：放假 1 天" in capsys.readouterr().out
    assert main(["calendar", "import", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is True


def test_rejected_rows_go_to_a_file_with_their_reasons(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_text("2027-01-01,休,元旦\n2027-02-30,休,春节\n", encoding="utf-8")
    assert main(["calendar", "import", str(path)]) == 1
    assert "2027.rejected.csv" in capsys.readouterr().err
    rejected = (tmp_path / "2027.rejected.csv").read_text(encoding="utf-8-sig")
    assert '2,"2027-02-30,休,春节"' in rejected
    assert not CalendarYear.objects.filter(year=2027).exists()
