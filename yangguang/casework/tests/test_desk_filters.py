"""The desk narrowed: by day, process, post, organisation; what stands still, what colleagues have; saved filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import claims, desklist, events, filters
from yangguang.casework.facets import facets
from yangguang.casework.models import ProcessVersion, SavedFilter
from yangguang.deadlines.models import Clock
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

from .conftest import Trace, begin, do, set_clock
from .drawings import ENDS, catch, definition, open_one, publish, task
from .test_claim import join

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_the_desk_is_narrowed_by_day_process_post_and_organisation(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    join(cast.lin, cast.county.water, "information-officer", since=date(2026, 1, 1))
    with clock.set_to(MONDAY):
        older, waters = begin(cast, cast.county.civil), begin(cast, cast.county.water)
    Clock.objects.filter(subject=waters.tasks.get().ref).delete()
    waters.tasks.all().follow_clocks()
    with clock.set_to(MONDAY + timedelta(days=7)):
        newer = begin(cast, cast.county.civil)
        groups = facets(cast.lin)
        assert (groups.total, groups.due) == (3, {"late": 1, "today": 0, "week": 1, "none": 1})
        assert [(one.label, one.number) for one in groups.organisations] == [
            ("阳光县民政局", 2),
            ("阳光县水利局", 1),
        ]
        client = as_(cast.lin)

        def shown(**query: str) -> set[str]:
            page = client.get("/office/desk/", query).content.decode()
            return {one.number for one in (older, waters, newer) if one.number in page}

        assert shown(due="late") == {older.number}
        assert shown(due="week") == {newer.number}
        assert shown(due="none") == {waters.number}
        assert shown(due="today") == set()
        assert shown(organisation="water") == {waters.number}
        assert (
            shown(organisation="county")
            == shown(process="test-review")
            == {older.number, waters.number, newer.number}
        )
        assert shown(post="civil-affairs:information-officer") == {older.number, newer.number}
        assert shown(process="nothing") == set()
        assert shown(due="<script>", hands="x") == {older.number, waters.number, newer.number}


def test_what_stands_still_lies_in_a_tab_of_its_own(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    set_clock(case, due_on=None, held_since=clock.today())
    client = as_(cast.lin)
    assert case.number not in client.get("/office/desk/").content.decode()
    page = client.get("/office/desk/?tab=paused").content.decode()
    assert case.number in page
    assert "暂停、等候 1" in page
    assert "待我办理 0" in page


def test_a_case_that_only_waits_lies_on_the_desk_of_who_did_the_last_step(
    cast: Cast, trace: Trace, as_: Any
) -> None:
    publish(definition(ENDS + task("judge") + catch("c", "补正"), "s judge", "judge c", "c e"))
    case = open_one(cast)
    client, stranger = as_(cast.lin), as_(cast.ma)
    assert "在等候的办件" not in client.get("/office/desk/?tab=paused").content.decode()
    do(case, "judge", cast.lin)
    assert "暂停、等候 1" in client.get("/office/desk/").content.decode()
    page = client.get("/office/desk/?tab=paused").content.decode()
    assert case.number in page
    assert "来件“等补正”" in page
    assert case.number not in stranger.get("/office/desk/?tab=paused").content.decode()
    events.deliver_message(case.uid, "补正", acting=SYSTEM)
    assert case.number not in client.get("/office/desk/?tab=paused").content.decode()


def test_what_a_colleague_has_taken_on_is_seen_and_not_done(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    join(cast.he, cast.county.civil, "section-head")
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    client = as_(cast.he)
    assert "还没有人领取" in client.get("/office/desk/").content.decode()
    claims.claim(case.tasks.get(element="section").uid, user=cast.zhou)
    page = client.get("/office/desk/?tab=colleagues").content.decode()
    assert "周敏已领取" in page
    assert case.number in page
    answer = client.post(
        case.get_office_url(),
        {"task": case.tasks.get(element="section").uid, "outcome": "pass", "opinion": "我写了很久"},
    )
    assert answer.status_code == 409
    assert "周敏已于" in answer.content.decode()
    assert "我写了很久" in answer.content.decode()


def test_a_filter_is_kept_shown_as_a_tab_and_opens_the_desk(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    client = as_(cast.lin)
    answer = client.post("/office/desk/filters/", {"query": "", "name": "空的"})
    assert "还没有选条件" in answer.content.decode()
    assert "空的" in answer.content.decode()
    client.post("/office/desk/filters/", {"query": "due=none", "name": "无期限的", "default": "on"})
    kept = SavedFilter.objects.get(owner=cast.lin)
    assert (kept.query, kept.shared_with, kept.is_default) == ("due=none", None, True)
    assert not Act.objects.filter(kind__startswith="casework.filter").exists()
    page = client.get("/office/desk/").content.decode()
    assert "无期限的" in page
    assert case.number not in page
    assert case.number in client.get("/office/desk/?tab=").content.decode()
    assert "无期限的" not in as_(cast.zhou).get("/office/desk/").content.decode()
    client.post(f"/office/desk/filters/{kept.uid}/drop/")
    assert case.number in client.get("/office/desk/").content.decode()


def test_a_shared_filter_is_the_whole_organisations_and_its_owners_alone_to_take_back(
    cast: Cast, as_: Any
) -> None:
    row = filters.save_filter("逾期的", desklist.Filter(due="late"), user=cast.lin, shared=True)
    assert "林晓共享" in as_(cast.zhou).get("/office/desk/").content.decode()
    assert "逾期的" not in as_(cast.ma).get("/office/desk/").content.decode()
    assert as_(cast.zhou).post(f"/office/desk/filters/{row.uid}/drop/").status_code == 404
    filters.drop_filter(row.uid, user=cast.lin)
    assert list(Act.objects.filter(kind__startswith="casework.filter").values_list("kind", flat=True)) == [
        "casework.filter_shared",
        "casework.filter_unshared",
    ]
    for number in range(filters.MOST_OWN):
        filters.save_filter(f"第{number}个", desklist.Filter(due="late"), user=cast.lin)
    with pytest.raises(Refusal, match="最多存"):
        filters.save_filter("再一个", desklist.Filter(due="late"), user=cast.lin)


def test_the_week_ends_on_sunday() -> None:
    assert desklist.sunday(date(2026, 3, 2)) == desklist.sunday(date(2026, 3, 8)) == date(2026, 3, 8)
