"""Counts and facets: what one finds when one follows them, and never what was withdrawn."""

from collections import Counter
from datetime import date, timedelta

import pytest

from yangguang.lib import clock
from yangguang.search import actions, rules
from yangguang.search.actions import changes
from yangguang.search.models import Change
from yangguang.search.rules import counting, newest

from .corpus import paper, papers
from .test_find import everything, truth, uids

TODAY = date(2026, 11, 22)


@pytest.fixture
def corpus(index):
    documents = papers(260, seed=11)
    index.learn(documents)
    return documents


@pytest.mark.parametrize("q", ["低保", "民政", "食品经营许可", "公开办法", "水", "公路 补助"])
def test_facets_are_what_counting_by_hand_gives_and_what_following_them_finds(corpus, q):
    right = truth(corpus, q)
    answers = [one for one in corpus if one.ref.uid in right]
    page = rules.query(q, with_facets=True, exact=True, page_size=5)
    assert (page.count, page.count_exact) == (len(answers), True)
    facets = page.facets or rules.facets(q, rules.Filters(), exact=True)
    assert facets.exact
    by_hand = Counter(one.kind for one in answers)
    assert {one.code: one.count for one in facets.kinds} == dict(by_hand)
    for one in facets.organisations:
        assert len(everything(q, organisation_path=f"county/{one.code}/", exact=True)) == one.count
    for one in facets.kinds:
        assert len(everything(q, kind=one.code, exact=True)) == one.count
    for one in facets.years:
        year = {"since": date(int(one.code), 1, 1), "until": date(int(one.code), 12, 31)}
        assert len(everything(q, exact=True, **year)) == one.count


def test_branches_of_organisations_and_categories_count_all_below_them(index):
    index.learn(
        [
            paper(1, "低保一", "", organisation_code="town", organisation_path="county/town/"),
            paper(2, "低保二", "", organisation_code="village", organisation_path="county/town/village/"),
            paper(3, "低保三", "", organisation_code="civil", organisation_path="county/civil/"),
            paper(
                4, "低保四", "", organisation_code="civil", organisation_path="county/civil/",
                category_code="budget", category_path="statutory/finance/budget/",
                category_names=("法定主动公开内容", "财政信息", "预算"),
            ),
        ]
    )  # fmt: skip
    facets = rules.facets("低保", rules.Filters())
    assert {one.code: one.count for one in facets.organisations} == {"town": 2, "civil": 2}
    assert {(one.code, one.name): one.count for one in facets.categories} == {
        ("policy", "规范性文件"): 3,
        ("finance", "财政信息"): 1,
    }
    within = rules.facets("低保", rules.Filters(organisation_path="county/town/"))
    assert [(one.code, one.count) for one in within.organisations] == [("village", 1)]


def test_beyond_the_cap_the_newest_are_told_of_and_it_says_so(index, monkeypatch):
    for part in (newest, counting):
        monkeypatch.setattr(part, "CAP", 20)
    monkeypatch.setattr(counting, "CHECKED", 5)
    index.learn([paper(n, f"低保第{n}号", "", kind="通知" if n < 10 else "公告") for n in range(30)])
    facets = rules.facets("低保", rules.Filters())
    assert facets.capped and not facets.exact
    assert "最近 20 条" in facets.told
    assert sum(one.count for one in facets.kinds) == 21


def by_hand(monkeypatch):
    """Nothing is applied by itself: the index lags."""
    monkeypatch.setattr(changes, "apply", lambda limit=0: 0)


def test_no_figure_betrays_what_was_withdrawn_while_the_index_lags(index, monkeypatch):
    index.learn([paper(n, "低保公示", "正文", kind="通知" if n else "秘密文种") for n in range(40)])
    by_hand(monkeypatch)
    actions.withdraw(paper(0, "", "").ref)
    assert Change.objects.count() == 1
    page = rules.query("低保", with_facets=True, page_size=5)
    assert (page.count, page.count_exact) == (39, True)
    assert [(one.code, one.count) for one in page.facets.kinds] == [("通知", 39)]
    assert rules.query("低保", kind="秘密文种").hits == []
    assert rules.facets("低保", rules.Filters(kind="秘密文种")).kinds == []
    monkeypatch.setattr(counting, "CHECKED", 0)  # as with many answers, where not each is asked of its owner
    assert rules.query("低保", page_size=5).count == 39


def test_no_figure_betrays_what_was_taken_out_of_a_text(index, monkeypatch):
    index.learn([paper(n, "公示", f"身份证{n}号泄露" if n == 3 else "正文") for n in range(10)])
    by_hand(monkeypatch)
    actions.put(paper(3, "公示", "已经改正"))
    assert rules.query("泄露", with_facets=True).count == 0
    assert rules.facets("泄露", rules.Filters()).kinds == []
    monkeypatch.setattr(counting, "CHECKED", 0)
    assert rules.facets("泄露", rules.Filters()).kinds == []
    assert sum(one.count for one in rules.facets("公示", rules.Filters()).kinds) == 10


def test_what_its_owner_no_longer_vouches_for_is_not_counted(index):
    index.learn([paper(n, "低保公示", "") for n in range(30)])
    index.dead = {"000001", "000002"}
    assert rules.query("低保", page_size=5).count == 28


def test_a_moved_thing_is_within_its_new_filters_at_once(index, monkeypatch):
    index.learn([paper(1, "低保", "", kind="通知")])
    by_hand(monkeypatch)
    actions.put(paper(1, "低保", "", kind="公告"))
    assert rules.query("低保", kind="通知").hits == []
    assert [(one.code, one.count) for one in rules.facets("低保", rules.Filters()).kinds] == [("公告", 1)]


def test_validity_is_a_filter_and_flips_on_its_day(index):
    with clock.set_to(clock.moment(TODAY, 9)):
        index.learn(
            [
                paper(1, "低保办法甲", "", validity=((date(2020, 1, 1), "in_force"), (date(2026, 12, 1), "repealed"))),
                paper(2, "低保办法乙", "", validity=((date(2020, 1, 1), "in_force"),)),
                paper(3, "低保公示", ""),
            ]
        )  # fmt: skip
        assert set(uids(rules.query("低保", validity="in_force"))) == {"000001", "000002"}
        assert rules.query("低保", validity="repealed").hits == []
        facets = rules.facets("低保", rules.Filters())
        assert [(one.code, one.count) for one in facets.validity] == [("in_force", 2)]
    with clock.set_to(clock.moment(TODAY + timedelta(days=10), 9)):
        # before the index has turned the day, nothing false is shown or counted
        assert uids(rules.query("低保", validity="in_force")) == ["000002"]
        counts = {one.code: one.count for one in rules.facets("低保", rules.Filters()).validity}
        assert counts == {"in_force": 1, "repealed": 1}
        assert actions.turn_the_day() == 1
        actions.apply()
        assert uids(rules.query("低保", validity="repealed")) == ["000001"]
        assert actions.turn_the_day() == 0
