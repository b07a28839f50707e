import pytest


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
