"""The register of the system before this one is taken over, once, and what is wrong is said line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.foi import registers
from yangguang.foi.models import Request
from yangguang.journal.models import Act

pytestmark = pytest.mark.django_db

ROW: dict[str, Any] = {
    "number": "阳民申〔2024〕1号",
    "organisation": "civil-affairs",
    "applicant": {
        "kind": "natural_person",
        "name": "王小明",
        "identity_kind": "resident",
        "identity_number": "11010519491231002X",
        "phone": "13812345678",
    },
    "channel": "ONSITE",
    "title": "2023年低保资金发放情况",
    "submitted_on": "2024-03-01",
    "received_on": "2024-03-01",
    "ended_on": "2024-03-20",
    "answer_type": "A_GRANT",
}


def run(folder: Path, *rows: object) -> tuple[int, Path]:
    path = folder / "register.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return main(["foi", "import", str(path), "--reason", "转自旧系统"]), folder / "register.rejected.jsonl"


def test_closed_requests_are_taken_over_once_and_stand_in_the_report_of_their_year(
    cast: Cast, tmp_path: Path
) -> None:
    second = {**ROW, "number": "阳民申〔2024〕2号", "ended_on": "2025-01-08"}
    for _ in range(2):
        code, rejected = run(tmp_path, ROW, second)
        assert code == 0
        assert not rejected.exists()
    assert Request.objects.count() == 2
    civil = cast.county.civil
    assert registers.of_cell(civil, 2024, "t3.new_received.total").count() == 2
    assert registers.of_cell(civil, 2024, "t3.carried_forward.total").count() == 1
    assert registers.of_cell(civil, 2025, "t3.granted.natural_person").count() == 1
    act = Act.objects.get(kind="foi.register_imported")
    assert (act.public["count"], act.public["reason"]) == (2, "转自旧系统")


def test_what_is_wrong_is_written_line_by_line_and_the_rest_is_taken(cast: Cast, tmp_path: Path) -> None:
    forged = {
        **ROW,
        "number": "2",
        "applicant": {**ROW["applicant"], "identity_number": "110105194912310021"},
    }
    wrong = [
        forged,
        {**ROW, "number": "3", "organisation": "nowhere"},
        {**ROW, "number": "4", "ended_on": "2024-02-01"},
        {**ROW, "number": "5", "answer_type": "A_WHATEVER"},
        {**ROW, "number": "6", "received_on": "三月一日"},
        {key: value for key, value in ROW.items() if key != "title"},
        ["not", "an", "object"],
        ROW | {"number": ROW["number"]},
    ]
    code, rejected = run(tmp_path, ROW, *wrong)
    assert code == 1
    assert Request.objects.count() == 1
    rows = [json.loads(line) for line in rejected.read_text(encoding="utf-8").splitlines()]
    assert [row["line"] for row in rows] == list(range(2, 10))
    assert "公民身份号码不正确" in rows[0]["reason"]
    assert "重复" in rows[-1]["reason"]
    assert rejected.stat().st_mode & 0o077 == 0
