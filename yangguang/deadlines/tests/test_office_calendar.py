"""The operator enters next year's holidays in the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.deadlines import actions, rules
from yangguang.deadlines.models import CalendarYear, Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PAGE = "/office/calendar/2027/"
TYPED = {
    "basis": "国务院办公厅通知",
    "first0": "2027-01-01",
    "last0": "2027-01-03",
    "first1": "2027-02-05",
    "last1": "2027-02-11",
    "work1_0": "2027-01-31",
    "work1_1": "2027-02-14",
    "first2": "2027-04-03",
    "last2": "2027-04-05",
    "first3": "2027-05-01",
    "last3": "2027-05-05",
    "first4": "2027-06-09",
    "first5": "2027-09-15",
    "first6": "2027-10-01",
    "last6": "2027-10-07",
}


@pytest.fixture
def running(cast: Cast) -> Clock:
    return actions.start(
        Ref("disclosure.item", new_uid()), "PROACTIVE_PUBLISH", date(2027, 1, 20), cast.county.civil, SYSTEM
    )


def test_the_list_says_which_year_is_missing(cast: Cast, as_: SignIn, running: Clock) -> None:
    with clock.set_to(clock.moment(date(2026, 11, 22), 9)):
        page = as_(cast.qian).get("/office/calendar/").content.decode()
    assert "2027 年的放假安排还没有录入" in page
    assert "1 个期限是暂定的" in page
    assert "248" in page


def test_statutory_days_are_filled_in_beforehand(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.qian).get(PAGE).content.decode()
    assert 'value="2027-02-05"' in page
    assert 'value="2027-06-09"' in page


def test_the_preview_reads_like_the_notice_and_publishes_nothing(
    cast: Cast, as_: SignIn, running: Clock
) -> None:
    answer = as_(cast.qian).post(PAGE, {**TYPED, "preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "元旦：1月1日（周五）至3日（周日）放假，共 3 天。" in page
    assert "春节：2月5日（周五）至11日（周四）放假，共 7 天。1月31日（周日）、2月14日（周日）上班。" in page
    assert "1 个期限变动" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    running.refresh_from_db()
    assert running.provisional


def test_publishing_moves_the_clock_and_is_an_act_of_the_operator(
    cast: Cast, as_: SignIn, running: Clock
) -> None:
    old = running.due_on
    answer = as_(cast.qian).post(PAGE, {**TYPED, "publish": "1"}, follow=True)
    assert "已录入 2027 年放假安排，1 个期限随之变动。" in answer.content.decode()
    running.refresh_from_db()
    assert running.due_on != old
    assert not running.provisional
    assert rules.calendar().is_workday(date(2027, 2, 14))
    act = Act.objects.get(kind="deadlines.calendar_published")
    assert act.actor_organisation_code == "county"
    assert act.basis == "国务院办公厅通知"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last0": "2026-12-31"}, "最后一天早于第一天"),
        ({"work1_0": "2027-02-01"}, "本来就上班"),
        ({"work1_0": "2027-02-06"}, "既写了休又写了班"),
        ({"first2": "2027-02-30"}, "确有这一天"),
        ({"last6": "2027-12-07"}, "放假超过"),
        ({"first4": "", "work4_0": "2027-06-12"}, "请填放假的第一天"),
        ({"first7": "2027-09-03"}, "请写节日的名称"),
    ],
)
def test_a_slip_is_named_at_its_field_and_what_was_typed_stays(
    cast: Cast, as_: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    answer = as_(cast.qian).post(PAGE, {**TYPED, **wrong, "publish": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert 'value="2027-02-11"' in page
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_file_is_read_shown_and_published(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.qian)
    table = "2027-01-01,休,元旦\n2027-02-14,班,春节调休\n".encode()
    answer = browser.post(PAGE, {"upload": "1", "file": SimpleUploadedFile("2027.csv", table)})
    assert "春节调休：2月14日（周日）上班。" in answer.content.decode()
    assert answer.context is not None
    browser.post(PAGE, {"table": answer.context["table"], "publish": "1"})
    assert CalendarYear.objects.get(year=2027).days.count() == 2


def test_a_wrong_file_says_what_is_wrong(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.qian)
    for name, content, sentence in [
        ("a.xlsx", b"PK", "只认"),
        ("a.csv", b"2028-01-01,\xe4\xbc\x91", "文件里是 2028 年"),
        ("a.csv", "2027-13-01,休,元旦".encode(), "确有这一天"),
    ]:
        answer = browser.post(PAGE, {"upload": "1", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 400
        assert sentence in answer.content.decode()


def test_a_correction_is_shown_first_and_replaces_the_year(cast: Cast, as_: SignIn) -> None:
    browser = as_(cast.qian)
    browser.post(PAGE, {**TYPED, "publish": "1"})
    page = browser.get(PAGE).content.decode()
    assert 'value="2027-02-11"' in page
    browser.post(PAGE, {**TYPED, "last1": "2027-02-12", "publish": "1"})
    assert not rules.calendar().is_workday(date(2027, 2, 12))


def test_only_the_operator_at_the_top_enters_the_calendar(cast: Cast, as_: SignIn, browser: Client) -> None:
    for person in (cast.lin, cast.zhao, cast.guo):
        assert as_(person).get("/office/calendar/").status_code == 403
        assert as_(person).post(PAGE, {**TYPED, "publish": "1"}).status_code == 403
    assert browser.get(PAGE).status_code == 302
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_everyone_in_the_office_sees_the_limits_with_what_is_unverified(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.lin).get("/office/limits/").content.decode()
    assert "《政府信息公开条例》第二十六条" in page
    assert "待核实" in page
    assert "第十八条" not in page.split("不予公开信息定期评估")[0]
    assert "2019-05-15 起失效" in as_(cast.lin).get("/office/limits/?all=1").content.decode()
