import pytest

from yangguang.disclosure.models import Item
from yangguang.lib import clock
from yangguang.search.actions import terms


@pytest.fixture
def found(publish, county):
    publish("关于提高城乡低保标准的通知")
    publish("饮用水水源保护公告", "划定水源保护区。", organisation=county.water)


def text(page):
    return page.content.decode()


def test_two_characters_find_it_and_are_marked(found, browser):
    page = text(browser.get("/search/?q=低保"))
    assert "关于提高城乡<mark>低保</mark>标准的通知" in page
    assert "<b>1</b> 条结果" in page
    assert "饮用水" not in page.partition("hits")[2].partition("</ol>")[0]


def test_quotes_do_not_hide_it(found, browser):
    assert "“<mark>三公</mark>”<mark>经费</mark>" in text(browser.get("/search/?q=三公经费"))


def test_it_narrows_by_organisation_and_days_and_can_be_widened_again(found, browser):
    page = text(browser.get("/search/?q=水&organisation=water"))
    assert "饮用<mark>水水</mark>源" in page and "已选" in page
    page = text(browser.get("/search/?q=水&organisation=civil-affairs"))
    assert "没有找到" in page and "去掉部门、日期等条件" in page
    assert "没有找到" in text(browser.get("/search/?q=水&to=2001-01-01"))
    assert "1</b> 条结果" in text(browser.get("/search/?q=水&organisation=county"))


def test_nothing_found_says_what_to_try(found, browser):
    page = text(browser.get("/search/?q=低保 火星"))
    assert "没有找到“低保 火星”" in page
    assert "只找“低保”" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=" + "字" * 10000, "太长了"),
        ("q=%25%25", "没有可以查找的字"),
        ("q=低保&from=昨天", "起始日期请写成"),
        ("q=低保&from=2026-02-01&to=2026-01-01", "起始日期在截止日期之后"),
        ("q=低保&organisation=nobody", "没有这个机构"),
        ("q=低保&cursor=xx", "翻页的位置不对"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(found, browser, query, said):
    page = browser.get(f"/search/?{query}")
    assert page.status_code == 400
    assert said in text(page)


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"><b>', "%00", "低保%00", "'", "\U0001f600低保"])
def test_what_was_typed_is_only_ever_text(found, browser, q):
    page = browser.get("/search/", {"q": q})
    assert page.status_code in {200, 400}
    assert "<script>" not in text(page) and '"><b>' not in text(page)


def test_pages_follow_one_another(publish, browser):
    for n in range(23):
        publish(f"低保通知第{n}号", f"低保正文第{n}号")
    first = browser.get("/search/?q=低保")
    assert text(first).count('<h2 class="hit">') == 20
    cursor = first.context["results"].next
    second = browser.get("/search/", {"q": "低保", "cursor": cursor})
    assert text(second).count('<h2 class="hit">') == 3
    assert "第一页" in text(second)


def suggested(browser, q):
    answer = browser.get("/search/suggest", {"q": q})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return answer.json()


@pytest.mark.parametrize("q", ["", "   ", "%", "“”", "a", "\U0001f600"])
def test_nothing_is_offered_for_what_says_nothing_yet(found, browser, q):
    assert suggested(browser, q)["suggestions"] == []
    assert browser.get("/search/suggest").json() == {"q": "", "suggestions": []}


@pytest.mark.parametrize("typed", ["民政局", "mzj", "minzhengju", "MZJ"])
def test_a_body_is_offered_by_its_name_its_sound_and_its_first_letters(found, browser, typed):
    first = suggested(browser, typed)["suggestions"][0]
    assert first == {"text": "县民政局", "kind": "单位", "url": "/organisations/civil-affairs/"}


def test_words_and_titles_are_offered_and_lead_where_they_say(publish, browser):
    publish("关于提高城乡低保标准的通知")
    publish("低保对象名单公示")
    terms.learn()
    offered = {one["text"]: one for one in suggested(browser, "dibao")["suggestions"]}
    assert offered["低保"] == {"text": "低保", "kind": "搜索", "url": "/search/?q=%E4%BD%8E%E4%BF%9D"}
    titles = [one for one in offered.values() if one["kind"] == "标题"]
    assert {one["text"] for one in titles} == {"关于提高城乡低保标准的通知", "低保对象名单公示"}
    for one in offered.values():
        assert browser.get(one["url"]).status_code == 200, one


def test_what_was_withdrawn_is_not_offered_by_its_title(publish, browser):
    item = publish("关于提高城乡低保标准的通知")
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())  # and search has not heard of it
    assert suggested(browser, "低保标准")["suggestions"] == []


def test_what_is_too_long_to_be_sought_is_cut_and_answered(found, browser):
    answer = suggested(browser, "低保" * 5000)
    assert len(answer["q"]) == 100
    assert answer["suggestions"] == []
    assert len(suggested(browser, "dibao" * 5000)["q"]) == 100


@pytest.mark.parametrize(
    "q", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "低保</script>", "'; --"]
)
def test_markup_that_is_typed_comes_back_as_json_only(found, browser, q):
    answer = browser.get("/search/suggest", {"q": q})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["q"] == q
    assert all("<" not in one["url"] for one in answer.json()["suggestions"])


def test_a_suggestion_is_asked_for_and_never_sent(browser):
    assert browser.post("/search/suggest", {"q": "低保"}).status_code == 405
