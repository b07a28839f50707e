"""A year's notice, imported: taken whole or refused with the reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from tests.cast import Cast
from yangguang.deadlines import actions, health, rules
from yangguang.deadlines.actions import counting, recounting
from yangguang.deadlines.models import CalendarYear, Recount
from yangguang.deadlines.notice import Notice, RejectedRows, doubts, read
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.lib.workdays import SpecialDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

GOOD = "日期,类型,节日\n2027-01-01,休,元旦\n2027-02-05,休,春节\n2027-02-06,休,春节\n2027-02-08,休,春节\n2027-02-14,班,春节调休\n"


def file(folder: Path, text: str, name: str = "2027.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_published_with_an_act(tmp_path: Path) -> None:
    summary = actions.import_calendar(file(tmp_path, GOOD), SYSTEM)
    assert (summary.year, summary.rest, summary.work) == (2027, 4, 1)
    assert rules.calendar().is_published(2027)
    act = Act.objects.get(kind="deadlines.calendar_published")
    assert str(act.subject) == "deadlines.calendar_year:CN-2027"
    assert act.public["days"][0] == ["2027-01-01", "休", "元旦"]


def test_what_looks_odd_is_said_and_still_taken(tmp_path: Path) -> None:
    assert "10月1日国庆节" in doubts(read(file(tmp_path, GOOD)))[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "y.yaml",
            "year: 2027\nbasis: 国务院办公厅通知\ndays:\n- [2027-01-01, 休, 元旦]\n- {date: 2027-02-14, kind: 班, name: 春节}\n",
        ),
        ("y.json", '{"days": [["2027-01-01", "休", "元旦"], ["2027-02-14", "班"]]}'),
        ("s.yaml", 'year: 2027\nholidays:\n  元旦: {rest: ["01-01"], work: ["02-14"]}\n'),
        ("bom.csv", "\ufeff2027/1/1,休,元旦\n2027-02-14,班\n".replace("2027/1/1", "2027/01/01")),
    ],
)
def test_yaml_and_json_are_read_too(tmp_path: Path, name: str, text: str) -> None:
    notice = read(file(tmp_path, text, name))
    assert (notice.year, notice.rest, notice.work) == (2027, 1, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2027-02-30,休,春节", "确有这一天"),
        ("下周一,休,春节", "日期不对"),
        ("2027-01-01,休,元旦", "写了两次"),
        ("2027-01-01,班,元旦", "既写了休又写了班"),
        ("2027-03-03,班,调休", "本来就上班"),
        ("2026-05-01,休,劳动节", "不在 2027 年"),
        ("2027-03-06,也许,春节", "“休”或“班”"),
        ("2027-03-06", "两栏"),
    ],
)
def test_one_wrong_row_keeps_the_whole_year_out(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(RejectedRows, match=reason) as refused:
        actions.import_calendar(file(tmp_path, GOOD + row + "\n"), SYSTEM)
    assert [reject.line for reject in refused.value.rejects] == [7]
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_notice_may_move_the_last_days_of_the_old_year(tmp_path: Path) -> None:
    actions.import_calendar(file(tmp_path, GOOD + "2026-12-31,休,元旦\n"), SYSTEM)
    assert not rules.calendar().is_workday(date(2026, 12, 31))


def test_the_same_year_twice_changes_nothing(tmp_path: Path) -> None:
    actions.import_calendar(file(tmp_path, GOOD), SYSTEM)
    assert actions.import_calendar(file(tmp_path, GOOD), SYSTEM).unchanged
    assert Act.objects.filter(kind="deadlines.calendar_published").count() == 1


def test_a_different_year_is_refused_until_it_is_called_a_correction(tmp_path: Path) -> None:
    actions.import_calendar(file(tmp_path, GOOD), SYSTEM)
    other = file(tmp_path, GOOD.replace("2027-02-08,休,春节\n", ""), "other.csv")
    with pytest.raises(Refusal, match="2027-02-08休") as refused:
        actions.import_calendar(other, SYSTEM)
    assert refused.value.code == "conflict"
    assert not actions.import_calendar(other, SYSTEM, replace=True).unchanged
    assert rules.calendar().is_workday(date(2027, 2, 8))
    assert Act.objects.filter(kind="deadlines.calendar_published").latest("id").public["correction"] is True


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("y.txt", GOOD, "只认"),
        ("y.csv", "", "没有一行"),
        ("y.json", "{", "格式不对"),
        ("y.yaml", "- [", "格式不对"),
        ("y.yaml", "year: 2027\nholidays: {元旦: 3}", "写法不对"),
        ("y.yaml", "42", "没有放假安排"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_in_one_sentence(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        read(file(tmp_path, text, name))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "y.csv"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(Refusal, match="UTF-8"):
        read(path)
    with pytest.raises(Refusal, match="读不到"):
        read(tmp_path / "nowhere.csv")


def test_many_clocks_are_counted_again_some_at_a_time_and_what_is_stopped_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "AT_ONCE", 2)
    monkeypatch.setattr(recounting, "AT_FIRST", 2)
    running = [
        actions.start(
            Ref("disclosure.item", new_uid()),
            "PROACTIVE_PUBLISH",
            date(2026, 12, 28),
            cast.county.civil,
            SYSTEM,
        )
        for _ in range(5)
    ]
    days = [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 2, 3, 4)]
    summary = actions.publish_year(Notice(2027, days), Actor("k", "钱伟"))
    assert ([one.pk for one in summary.moved], summary.left) == ([one.pk for one in running[:2]], 3)
    assert any(check.warning and "还有 3 个期限" in check.message for check in health.checks())

    def dies(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(counting, "_record_move", dies)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            actions.recount_more()
    assert Act.objects.filter(kind="deadlines.clock_moved").count() == 2
    assert [actions.recount_more() for _ in range(3)] == [2, 1, 0]
    acts = list(Act.objects.filter(kind="deadlines.clock_moved"))
    assert sorted(str(act.subject) for act in acts) == sorted(str(one.subject) for one in running)
    assert {act.actor.name for act in acts} == {"钱伟"}
    for one in running:
        one.refresh_from_db()
    assert {(one.due_on, one.provisional) for one in running} == {(date(2027, 1, 27), False)}
    row = Recount.objects.get()
    assert (row.moved, row.ended_at is not None, actions.left_of(row)) == (5, True, 0)
