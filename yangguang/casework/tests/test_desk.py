"""The desk, the list of cases, and who sees what there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework import access, desklist, domains, rules
from yangguang.casework.models import Case, ProcessVersion
from yangguang.lib import clock
from yangguang.organisations.permissions import Permission

from .conftest import begin, do, set_clock

pytestmark = pytest.mark.django_db


def test_the_office_begins_at_the_desk(cast: Cast, as_: Any) -> None:
    assert as_(cast.lin).get("/office/").url == "/office/desk/"


def test_an_empty_desk_says_which_posts_one_holds(cast: Cast, as_: Any) -> None:
    page = as_(cast.zhou).get("/office/desk/").content.decode()
    assert "手头没有待办的事" in page
    assert "科室负责人" in page


def test_the_desk_shows_what_is_due_first_with_its_clock(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    with clock.set_to(datetime(2026, 3, 2, 2, tzinfo=UTC)):
        older = begin(cast, cast.county.civil)
    with clock.set_to(datetime(2026, 3, 5, 2, tzinfo=UTC)):
        newer = begin(cast, cast.county.civil)
        page = as_(cast.lin).get("/office/desk/").content.decode()
    assert page.index(older.number) < page.index(newer.number)
    assert "待我办理 2" in page
    assert "超期 1 个工作日" in page
    assert 'class="clock clock--late"' in page
    assert "data-keys" in page


def test_a_desk_of_many_tasks_asks_few_questions(
    cast: Cast, published: ProcessVersion, as_: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        begin(cast, cast.county.civil)
    client = as_(cast.lin)
    client.get("/office/desk/")
    with django_assert_max_num_queries(46):  # in a test's transaction nothing is remembered
        client.get("/office/desk/")


def test_the_rows_that_are_counted_are_the_tasks_that_lie_there(
    cast: Cast, published: ProcessVersion
) -> None:
    cases = [begin(cast, cast.county.civil) for _ in range(4)]
    set_clock(cases[2], started_on=clock.today() - timedelta(9), due_on=clock.today() - timedelta(1))
    set_clock(cases[1], due_on=None, held_since=clock.today())
    rows = desklist.lying(cast.lin)
    waiting, paused = list(desklist.waiting(cast.lin)), list(desklist.paused(cast.lin))
    assert [one.pk for one in rows] == [one.pk for one in (*waiting, *paused)]
    assert [one.is_paused for one in rows] == [False] * 3 + [True]
    assert desklist.count_lying(cast.lin) == (3, 1)
    tasks = desklist.tasks_of(rows)
    assert tasks == [*waiting, *paused]
    assert [one.due_on for one in tasks] == [one.due_on for one in (*waiting, *paused)]
    assert tasks[0].case == cases[2]
    assert {one.case.version for one in tasks} == {published}


def test_of_a_desk_that_is_not_read_to_its_end_what_stands_still_is_counted_all_the_same(
    cast: Cast, published: ProcessVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in (desklist._rows, desklist._count_paused):
        monkeypatch.setattr(question, "_plans", {})
    monkeypatch.setattr(desklist, "MOST", 3)
    cases = [begin(cast, cast.county.civil) for _ in range(5)]
    elsewhere = begin(cast, cast.county.town, cast.ma)
    for case in (cases[1], cases[3], elsewhere):
        set_clock(case, due_on=None, held_since=clock.today())
    assert desklist.count_lying(cast.lin) == (3, 2)


def test_who_may_see_a_case_is_the_same_asked_of_all_cases_of_few_or_of_one(
    cast: Cast, published: ProcessVersion
) -> None:
    shown_to = frozenset({Permission.REVIEW})
    domains.register(domains.Domain(kind="test.thing", facts=lambda case: {}, shown_to=shown_to))
    cases = [begin(cast, cast.county.civil), begin(cast, cast.county.water, cast.he)]
    cases.append(begin(cast, cast.county.town, cast.ma))
    do(cases[0], "draft", cast.lin)
    rows = list(Case.objects.values_list("pk", "subject", "organisation"))
    seen = {person.username: access.visible_among(person, rows) for person in User.objects.all()}
    assert seen == {
        person.username: set(access.visible_to(person).values_list("pk", flat=True))
        for person in User.objects.all()
    }
    for person in User.objects.all():
        assert seen[person.username] == {one.pk for one in cases if access.may_open(person, one)}
        assert all(
            (access.opened(person, one.uid) == one) == (one.pk in seen[person.username]) for one in cases
        )
    assert seen[cast.lin.username] == {cases[0].pk}
    assert seen[cast.li.username] == set()
    assert {len(one) for one in seen.values()} == {0, 1, 3}


def test_somebody_elses_desk_stays_empty(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    for person in (cast.he, cast.ma, cast.zhou, cast.zhao):
        assert case.number not in as_(person).get("/office/desk/").content.decode()
        assert as_(person).get(case.get_office_url()).status_code == 404


def test_a_citizen_and_a_stranger_have_no_desk(cast: Cast, browser: Any, as_: Any) -> None:
    assert browser.get("/office/desk/").status_code == 302
    assert as_(cast.li).get("/office/desk/").status_code in {302, 403}


def test_what_i_did_stays_findable(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    page = as_(cast.lin).get("/office/desk/?tab=done").content.decode()
    assert case.number in page
    assert "送审" in page
    assert as_(cast.lin).get(case.get_office_url()).status_code == 200


def test_a_step_that_nobody_can_do_is_seen_by_who_did_the_one_before(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.water, cast.he)
    do(case, "draft", cast.he)
    client = as_(cast.he)
    page = client.get("/office/desk/?tab=unheld").content.decode()
    assert case.number in page
    assert "无人可办" in page
    assert "都没有人可以办这一步" in client.get(case.get_office_url()).content.decode()


def test_the_desk_leaves_out_what_duties_apart_keep_from_one(cast: Cast, published: ProcessVersion) -> None:
    from yangguang.organisations.models import Appointment, Post

    leader = Post.objects.get(organisation=cast.county.civil, code="leader")
    Appointment.objects.create(
        user=cast.zhou, post=leader, since=clock.today(), acting=True, on_behalf_of=cast.chen
    )
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    assert [t.element for t in rules.desk(cast.chen)] == ["leader"]
    assert list(rules.desk(cast.zhou)) == []
    do(case, "leader", cast.chen, "return")
    do(case, "secrecy", cast.wu, "return")
    assert [t.element for t in rules.desk(cast.zhou)] == ["section"]


def test_cases_are_found_by_number_and_by_title(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    client = as_(cast.lin)
    assert client.get("/office/cases/", {"q": case.number}).url == case.get_office_url()
    assert case.number in client.get("/office/cases/", {"q": "一件"}).content.decode()
    assert "没有找到" in client.get("/office/cases/", {"q": "没有的事"}).content.decode()
    assert case.number in client.get("/office/cases/", {"state": "open"}).content.decode()
    assert case.number not in client.get("/office/cases/", {"state": "done"}).content.decode()
    assert case.number not in as_(cast.he).get("/office/cases/").content.decode()
