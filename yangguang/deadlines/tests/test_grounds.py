"""Why a limit may stand still is edited in the office, from a day on; the day of the notice decides what holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.deadlines import actions, rules, seeds
from yangguang.deadlines.actions import WrittenNotice
from yangguang.deadlines.models import Ground, Limit, Suspension
from yangguang.journal.models import Act
from yangguang.law.models import Article
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as

from .conftest import Permits

pytestmark = pytest.mark.django_db
d = date.fromisoformat
As = Callable[[User], Client]

REVIEW: dict[str, Any] = {"name": "现场核查", "basis": "阳政规〔2026〕5号第八条"}


@pytest.fixture
def qian(cast: Cast) -> Acting:
    return acting_as(cast.qian, cast.county.government, post_code="operator")


def decide() -> Limit:
    return Limit.objects.get(code="LIC_DECIDE", effective_to=None)


def ground(code: str = "expert-review") -> Ground:
    return Ground.objects.get(limit=decide(), code=code, effective_to=None)


def article(title: str, number: int) -> Article:
    found = Article.objects.filter(instrument__title__contains=title, number=number)
    return found.order_by("-instrument__effective_from")[0]


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "effective_from": "2026-10-01", "name": "专家评审", "article": ground().article_id, "basis": "", "n": "",
        "unit": "", "notice_needed": "on", **changes,
    }  # fmt: skip


def test_a_clock_stands_still_for_a_new_reason_from_its_day_on(permits: Permits, qian: Acting) -> None:
    running = permits.begin("2026-09-14")
    with permits.on("2026-09-18"):
        done = actions.enter_ground(decide(), REVIEW, effective_from=d("2026-09-21"), acting=qian)
    with pytest.raises(Refusal, match="“现场核查”自 2026-09-21 起才是中止事由") as refused:
        permits.suspend(running, "2026-09-18", done.code)
    assert (refused.value.code, refused.value.field) == ("no-ground", "ground")
    assert permits.suspend(running, "2026-09-21", done.code).held_since == d("2026-09-21")
    assert Suspension.objects.get().basis == "阳政规〔2026〕5号第八条"
    act = Act.objects.get(kind="deadlines.ground_entered")
    assert act.public["name"] == "现场核查"
    assert act.summary == "时限“许可决定”自 2026-09-21 起可以因现场核查中止"


def test_what_a_reason_says_changes_from_a_day_on_and_what_stands_still_stays(
    permits: Permits, qian: Acting
) -> None:
    held = permits.suspend(permits.begin("2026-09-14"), "2026-09-18")
    before = Suspension.objects.get()
    with permits.on("2026-09-18"):
        fresh = actions.amend_ground(
            ground(),
            {"n": 10, "unit": "workday", "lapses": True},
            effective_from=d("2026-10-01"),
            acting=qian,
        )
    assert rules.grounds(decide(), d("2026-09-30"))[7].n is None
    assert [one.n for one in rules.grounds(decide(), d("2026-10-01")) if one.code == fresh.code] == [10]
    assert Suspension.objects.get().expected_by == before.expected_by
    held.refresh_from_db()
    assert held.held_since == d("2026-09-18")
    later = permits.suspend(permits.begin("2026-09-28"), "2026-10-08")
    row = Suspension.objects.get(clock=later)
    assert (row.lapses, row.expected_by) == (True, d("2026-10-21"))
    assert Act.objects.get(kind="deadlines.ground_amended").public["changed"] == "最长、单位、期满自动恢复"


def test_a_reason_that_is_ended_is_not_offered_any_more(permits: Permits, qian: Acting) -> None:
    with permits.on("2026-09-18"):
        actions.end_ground(ground(), effective_to=d("2026-09-21"), acting=qian)
    running = permits.begin("2026-09-14")
    with pytest.raises(Refusal, match="“专家评审”自 2026-09-21 起不再是中止事由"):
        permits.suspend(running, "2026-09-21")
    permits.suspend(running, "2026-09-21", on=d("2026-09-18"))


def test_what_does_not_hold_yet_is_taken_back_and_the_old_words_go_on(permits: Permits, qian: Acting) -> None:
    with permits.on("2026-09-18"):
        old = ground()
        fresh = actions.amend_ground(
            old, {"n": 10, "unit": "day"}, effective_from=d("2026-10-01"), acting=qian
        )
        actions.take_back_ground(fresh, acting=qian)
        assert ground() == old
        with pytest.raises(Refusal, match="不能撤回；不再适用的请停用"):
            actions.take_back_ground(old, acting=qian)


def test_a_change_reaches_the_versions_of_the_limit_that_are_still_to_come(
    permits: Permits, qian: Acting
) -> None:
    now = decide()
    with permits.on("2026-09-18"):
        later = actions.amend_limit(now, {"n": 15}, effective_from=d("2027-01-01"), acting=qian).limit
        old = Ground.objects.get(limit=now, code="hearing")
        actions.amend_ground(old, {"n": 30, "unit": "day"}, effective_from=d("2026-10-01"), acting=qian)
        actions.enter_ground(now, REVIEW, effective_from=d("2026-10-01"), acting=qian)
    for version in (now, later):
        found = {one.name: one.length for one in rules.grounds(version, d("2027-01-04"))}
        assert found["听证"] == "30 日"
        assert "现场核查" in found
    seeds.load()
    assert Ground.objects.filter(limit=now, code="hearing").count() == 2


@pytest.mark.parametrize(
    ("changes", "words", "field"),
    [
        ({"name": " "}, "请写明事由", "name"),
        ({"name": "听证"}, "已经是这一时限的中止事由", "name"),
        ({"basis": ""}, "中止要有依据", "article"),
        ({"n": 5}, "请选择最长时间的单位", "unit"),
        ({"lapses": True}, "期满自动恢复的，要写明最长多久", "n"),
        ({"n": 5, "unit": "day", "lapses": True, "restarts": True}, "两项只能选一项", "restarts"),
    ],
)
def test_what_a_reason_must_say_is_said(
    qian: Acting, changes: dict[str, Any], words: str, field: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        actions.enter_ground(decide(), {**REVIEW, **changes}, effective_from=d("2026-10-01"), acting=qian)
    assert refused.value.field == field
    assert not Ground.objects.filter(name="现场核查").exists()


def test_the_article_is_in_force_on_the_first_day(qian: Acting) -> None:
    past = Article.objects.filter(instrument__effective_to__lt=d("2026-01-01")).first()
    assert past is not None
    with pytest.raises(Refusal, match="在 2026-10-01 不是现行有效的") as refused:
        actions.enter_ground(
            decide(), {**REVIEW, "article": past}, effective_from=d("2026-10-01"), acting=qian
        )
    assert refused.value.field == "article"


def test_new_words_begin_after_the_old_ones_and_say_something_else(qian: Acting) -> None:
    with pytest.raises(Refusal, match="施行日期要在它以后"):
        actions.amend_ground(ground(), {"n": 5, "unit": "day"}, effective_from=d("2004-07-01"), acting=qian)
    with pytest.raises(Refusal, match="没有改动"):
        actions.amend_ground(ground(), {}, effective_from=d("2030-01-01"), acting=qian)
    old = ground()
    actions.end_ground(old, effective_to=d("2030-01-01"), acting=qian)
    with pytest.raises(Refusal, match="已经有了后来的规定"):
        actions.end_ground(old, effective_to=d("2031-01-01"), acting=qian)


def test_nobody_need_be_told_where_the_reason_does_not_demand_it(permits: Permits, qian: Acting) -> None:
    running, other = permits.begin(), permits.begin()
    with permits.on("2026-09-16"):
        done = actions.enter_ground(
            decide(), {**REVIEW, "notice_needed": False}, effective_from=d("2026-09-17"), acting=qian
        )
    permits.suspend(running, "2026-09-18", done.code, notice=WrittenNotice())
    running.refresh_from_db()
    assert "现场核查" in running.explanation["text"]
    with pytest.raises(Refusal, match="因“专家评审”中止计时必须书面告知当事人") as refused:
        permits.suspend(other, "2026-09-18", notice=WrittenNotice())
    assert refused.value.code == "no-notice"
    values = {"clock": other, "ground": "hearing", "reason": "听证", "after": d("2026-09-21")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.create(**values)


def test_who_decides_a_reason_alone_may_suspend_for_it(permits: Permits, qian: Acting, as_: As) -> None:
    running = permits.begin()
    with permits.on("2026-09-17"):
        actions.amend_ground(ground(), {"posts": ["leader"]}, effective_from=d("2026-09-18"), acting=qian)
    with pytest.raises(Refusal, match=r"因“专家评审”中止要由.*的分管领导决定") as refused:
        permits.suspend(running, "2026-09-18", by=permits.zhou)
    assert refused.value.code == "forbidden"
    with permits.on("2026-09-18"):
        page = as_(permits.cast.zhou).get(f"/office/clocks/{running.uid}/suspend/").content.decode()
        assert "由分管领导决定" in page
    assert permits.suspend(running, "2026-09-18", by=permits.chen).held_since == d("2026-09-18")


def test_an_operator_edits_the_reasons_on_their_pages(permits: Permits, as_: As) -> None:
    limit, cast = decide(), permits.cast
    with permits.on("2026-09-18"):
        add, edit = (
            f"/office/limits/{limit.pk}/grounds/add/",
            f"/office/limits/{limit.pk}/grounds/{ground().pk}/",
        )
        assert as_(cast.zhou).get(add).status_code == 403
        assert as_(cast.zhou).post(edit, sent()).status_code == 403
        browser = as_(cast.qian)
        assert "专家评审" in browser.get(f"/office/limits/{limit.pk}/amend/").content.decode()
        assert "第四十五条" in browser.get(add).content.decode()
        wrong = browser.post(add, sent(name="现场核查", article="", basis=""))
        assert wrong.status_code == 400
        assert "中止要有依据" in wrong.content.decode()
        assert 'value="现场核查"' in wrong.content.decode()
        assert browser.post(add, sent(name="现场核查", n="15", unit="workday")).status_code == 302
        fresh = ground("own-1")
        assert (fresh.length, fresh.effective_from) == ("15 个工作日", d("2026-10-01"))
        page = browser.get(f"/office/limits/{limit.pk}/grounds/{fresh.pk}/").content.decode()
        assert "撤回还没有施行的规定" in page
        undone = browser.post(f"/office/limits/{limit.pk}/grounds/{fresh.pk}/", {"take_back": "1"})
        assert undone.status_code == 302
        assert browser.post(edit, sent(posts=["leader"])).status_code == 302
        assert ground().posts == ["leader"]
        end = f"/office/limits/{limit.pk}/grounds/{ground('hearing').pk}/"
        assert "请" in browser.post(end, {"end": "1", "effective_to": ""}).content.decode()
        assert browser.post(end, {"end": "1", "effective_to": "2026-09-01"}).status_code == 302
        assert "可中止：招标、" in browser.get("/office/limits/").content.decode()


def test_the_page_offers_what_holds_on_the_day_of_the_notice(permits: Permits, qian: Acting, as_: As) -> None:
    running = permits.begin("2026-09-14")
    with permits.on("2026-09-21"):
        actions.end_ground(ground(), effective_to=d("2026-09-21"), acting=qian)
        browser = as_(permits.cast.zhou)
        address = f"/office/clocks/{running.uid}/suspend/"
        page = browser.get(address).content.decode()
        assert "专家评审" not in page
        assert "听证（《中华人民共和国行政许可法》第四十五条，须书面告知）" in page
        typed = {"ground": "expert-review", "on": "2026-09-21", "notice_number": "阳许〔2026〕1号"}
        refused = browser.post(address, typed)
        assert refused.status_code == 400
        assert "自 2026-09-21 起不再是中止事由" in refused.content.decode()
        assert browser.post(address, {**typed, "on": "2026-09-18"}).status_code == 302
