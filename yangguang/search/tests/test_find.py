"""Ask and be answered: every kind of query, on whichever engine belongs to the database of this run."""

import random
from datetime import date, timedelta

import pytest

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.text import normalise, phrases
from yangguang.search import rules
from yangguang.search.actions import apply, withdraw
from yangguang.search.models import Entry
from yangguang.search.rules import asking, counting, newest

from .corpus import WORDS, paper, papers


def uids(results):
    return [hit.ref.uid for hit in results.hits]


def everything(q, **given):
    found, cursor = [], ""
    while True:
        page = rules.query(q, cursor=cursor, page_size=7, **given)
        found += uids(page)
        cursor = page.next
        if not cursor:
            return found


@pytest.fixture
def corpus(index):
    documents = papers(300)
    index.learn(documents)
    return documents


def truth(documents, q):
    return {
        one.ref.uid
        for one in documents
        if all(p in normalise(one.title) or p in normalise(one.text) for p in phrases(q))
    }


def test_what_stands_in_a_text_is_found_and_nothing_else_by_every_order(corpus):
    chance = random.Random(3)
    queries = [
        *WORDS,
        "低保 民政",
        "公开办法",
        "公开条例 2026",
        "许可 经营 食品",
        "水",
        "保",
        "5号",
        "没有这个词",
    ]
    queries += [normalise(chance.choice(corpus).text)[n : n + 5] for n in range(12)]
    for q in queries:
        if not phrases(q):
            continue
        expected = truth(corpus, q)
        for order in ("relevance", "date"):
            found = everything(q, order=order, exact=True)
            assert len(found) == len(set(found)), q
            assert set(found) == expected, (q, order)


def test_two_characters_are_enough(index):
    index.learn([paper(1, "城乡低保标准", "每人每月"), paper(2, "最低保障", "没有那个词")])
    assert uids(rules.query("低保")) == ["000001", "000002"] or set(uids(rules.query("低保"))) == {
        "000001",
        "000002",
    }
    assert uids(rules.query("城乡低保")) == ["000001"]


def test_quotes_in_the_text_do_not_hide_it_and_stay_unmarked(index):
    index.learn([paper(1, "2026年县级“三公”经费预算", "“三公”经费财政拨款预算1,286.4万元。")])
    (hit,) = rules.query("三公经费").hits
    assert hit.title_html == "2026年县级“<mark>三公</mark>”<mark>经费</mark>预算"
    assert "“<mark>三公</mark>”<mark>经费</mark>财政" in hit.excerpt_html


def test_a_title_where_the_query_is_a_word_comes_before_one_where_it_only_stands(index):
    index.learn(
        [
            paper(1, "城关镇人民政府工作报告", "全年工作"),
            paper(9, "县民政局工作报告", "全年工作"),
            paper(5, "某某通知", "请到民政窗口办理"),
        ]
    )
    assert uids(rules.query("民政")) == ["000009", "000001", "000005"]
    assert uids(rules.query("民政", order="date")) == ["000001", "000005", "000009"]


def test_filters_narrow_by_subtree_category_kind_and_days(index):
    today = clock.today()
    index.learn(
        [
            paper(1, "低保一", "", published_at=clock.moment(today, 9)),
            paper(
                2,
                "低保二",
                "",
                organisation_code="water",
                organisation_path="county/water/",
                published_at=clock.moment(today, 8),
            ),
            paper(3, "低保三", "", kind="公告", published_at=clock.moment(today - timedelta(days=9), 9)),
            paper(
                4,
                "低保四",
                "",
                category_code="budget",
                category_path="statutory/finance/budget/",
                published_at=clock.moment(today, 7),
            ),
        ]
    )
    assert everything("低保", organisation_path="county/") == ["000001", "000002", "000004", "000003"]
    assert everything("低保", organisation_path="county/water/") == ["000002"]
    assert everything("低保", kind="公告") == ["000003"]
    assert everything("低保", category="finance") == ["000004"]
    assert everything("低保", category="statutory", since=today) == ["000001", "000002", "000004"]
    assert everything("低保", until=today - timedelta(days=1)) == ["000003"]
    assert everything("低保", since=today, until=today - timedelta(days=1)) == []
    assert everything("低保", until=date.max)


def test_what_was_withdrawn_is_not_shown_even_before_the_index_knows(index):
    index.learn([paper(1, "低保一", ""), paper(2, "低保二", "")])
    index.dead = {"000002"}
    assert uids(rules.query("低保")) == ["000001"]
    withdraw(paper(1, "", "").ref)
    assert uids(rules.query("低保")) == []
    assert apply() == 1
    assert uids(rules.query("低保")) == []


def test_a_kind_that_nobody_vouches_for_is_not_shown(index):
    from yangguang.lib.ref import Ref

    index.learn([paper(1, "低保", "", ref=Ref("nobody.thing", "1"))])
    assert uids(rules.query("低保")) == []


def test_pages_follow_one_another_without_gap_or_repeat_while_new_things_come_in(index):
    index.learn([paper(n, f"低保第{n}号", "") for n in range(30)])
    first = rules.query("低保", page_size=10)
    assert (first.count, first.count_exact, len(first.hits)) == (30, True, 10)
    index.learn([paper(100, "低保新来的", "", published_at=clock.now() + timedelta(days=1))])
    second = rules.query("低保", page_size=10, cursor=first.next)
    third = rules.query("低保", page_size=10, cursor=second.next)
    assert third.next == ""
    assert len({*uids(first), *uids(second), *uids(third)}) == 30


def test_the_count_stops_at_its_cap_and_says_so(index, monkeypatch):
    for part in (newest, counting):
        monkeypatch.setattr(part, "CAP", 20)
    monkeypatch.setattr(asking, "CAP", 20)
    index.learn([paper(n, f"低保第{n}号", "") for n in range(25)])
    results = rules.query("低保", page_size=5)
    assert (results.count, results.count_exact, results.counted) == (20, False, "20+")


@pytest.mark.parametrize(
    "q", ["", "   ", "%%%", "\x00", "\U0001f600", "。。，", "“”", "长" * 101, "字" * 10_000]
)
def test_what_cannot_be_searched_for_is_refused_with_a_sentence(index, q):
    with pytest.raises(Refusal) as refused:
        rules.query(q)
    assert refused.value.field == "q"
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    "q",
    [
        '"', "'; DROP TABLE", "低保*", "低保 AND", "NOT 低保", "NEAR(低 保)", "title:低保", "^低保", "a" * 100, "低\x00保", "保\U0001f600低",
        "低保)", "((低保", "-低保", "低 保", "{title} : 低", "低\\保", "'低' & '保'", "低:*", "\ud7ff低",
    ],
)  # fmt: skip
def test_odd_queries_are_taken_literally_and_do_no_harm(index, q):
    index.learn([paper(1, "低保 a b", "NEAR AND NOT title")])
    try:
        assert rules.query(q).count <= 1
    except Refusal as refusal:
        assert refusal.field == "q"


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".5", "9.5", "1.²", "1." + "9" * 40, "0.5", "-1.5"])
def test_a_cursor_that_makes_no_sense_is_refused(index, cursor):
    with pytest.raises(Refusal) as refused:
        rules.query("低保", cursor=cursor)
    assert refused.value.field == "cursor"


def test_facets_say_what_the_answers_are_made_of(index):
    index.learn(
        [
            paper(1, "低保一", ""),
            paper(
                2,
                "低保二",
                "",
                organisation_code="water",
                organisation_path="county/water/",
                organisation_name="县水利局",
            ),
            paper(3, "低保三", "", kind="公告"),
        ]
    )
    facets = rules.facets("低保", rules.Filters())
    assert [(one.name, one.count) for one in facets.organisations] == [("县民政局", 2), ("县水利局", 1)]
    assert [(one.code, one.count) for one in facets.kinds] == [("通知", 2), ("公告", 1)]
    assert facets.exact


def test_an_entry_without_text_has_an_empty_excerpt(index):
    index.learn([paper(1, "低保", "")])
    assert rules.query("低保").hits[0].excerpt_html == ""
    assert Entry.objects.count() == 1
