"""What holds for every public page: national tags, no cookie, no script but the search box's, both sizes, a way on from errors."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.encoding import iri_to_uri

from yangguang.web import meta

PAGES = [
    "/", "/search/", "/search/?q=低保", "/search/?q=没有的词", "/published/", "/published/?late=1", "/organisations/",
    "/organisations/civil-affairs/", "/organisations/civil-affairs/items/", "/organisations/dongmen/", "/data/", "/feeds/",
    "/sitemap/", "/help/accessibility/", "/help/privacy/", "/help/contact/", "/help/about/",
    "/catalogue/", "/catalogue/A20_01/", "/columns/notices/",
]  # fmt: skip


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.headings, self.ids, self.bad, self.links, self.lang, self.size = [], [], [], [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang, self.size = given.get("lang"), given.get("data-size", "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        offers = tag == "script" and given == {"src": "/static/web/find.js", "defer": None}
        if (
            (tag == "script" and not offers)
            or "style" in given
            or any(name.startswith("on") for name in given)
        ):
            self.bad.append((tag, given))
        for name in ("href", "src", "action"):
            if given.get(name, "").startswith(("http:", "https:", "//")) and given.get("rel") not in {
                "canonical",
                "alternate",
            }:
                self.bad.append((tag, given))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@pytest.fixture
def shown(publish, browser):
    publish("关于提高城乡低保标准的通知", doc_number="阳民发〔2026〕3号")
    return browser


@pytest.mark.parametrize("address", PAGES)
def test_it_is_cookie_free_cacheable_and_carries_the_national_tags(shown, address):
    page = shown.get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers and not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "public" in page.headers["Cache-Control"] and page.headers["ETag"]
    assert shown.get(address, headers={"if-none-match": page.headers["ETag"]}).status_code == 304
    assert meta.problems(html) == []
    read = Reader(html)
    assert read.lang == "zh-Hans"
    assert read.bad == []
    assert read.headings[0] == 1 and read.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(read.headings, read.headings[1:], strict=False))
    assert len(read.ids) == len(set(read.ids))
    assert '<a class="skip" href="#main">' in html


def test_the_page_of_an_item_carries_the_article_tags(publish, browser):
    item = publish("关于低保的通知")
    html = browser.get(item.get_absolute_url()).content.decode()
    assert meta.problems(html, article=True) == []
    assert '<meta name="ArticleTitle" content="关于低保的通知">' in html


@pytest.mark.parametrize("address", PAGES)
def test_large_text_is_the_same_page_and_carries_on(shown, address):
    page = shown.get("/large" + address)
    assert page.status_code == 200
    assert not page.cookies
    read = Reader(page.content.decode())
    assert read.size == "large"
    normal = [link for link in read.links if link.startswith("/") and not link.startswith("/large/")]
    plain = re.compile("/(accounts|api|files)/|.*[.](atom|rss|csv|json)$")
    assert [link for link in normal if not plain.match(link)] == [iri_to_uri(address)]  # the one way back


def test_one_click_goes_to_large_text_and_back(shown):
    page = shown.get("/search/?q=低保&order=date").content.decode()
    assert 'href="/large/search/?q=%E4%BD%8E%E4%BF%9D&amp;order=date">大字版</a>' in page
    large = shown.get("/large/search/?q=低保&order=date").content.decode()
    assert 'href="/search/?q=%E4%BD%8E%E4%BF%9D&amp;order=date">标准字号</a>' in large
    assert 'action="/large/search/"' in large
    assert '<link rel="canonical" href="http://testserver/search/">' in large


def test_large_text_is_for_public_pages_only(shown):
    for address in ("/large/office/", "/large/accounts/sign-in/", "/large/api/v1/items", "/large"):
        assert shown.get(address).status_code in {301, 404}
    assert shown.get("/large/help/about").headers["Location"] == "/large/help/about/"


def test_every_link_of_the_house_leads_somewhere(shown):
    seen = {}
    for address in PAGES:
        for link in Reader(shown.get(address).content.decode()).links:
            path = link.partition("#")[0].partition("?")[0]
            if path.startswith("/") and not path.startswith("/large"):
                seen.setdefault(path, address)
    broken = {path: at for path, at in seen.items() if shown.get(path).status_code not in {200, 302}}
    assert broken == {}


def test_what_is_not_there_says_what_to_do(shown):
    page = shown.get("/nothing/here/")
    html = page.content.decode()
    assert page.status_code == 404
    assert "没有找到" in html and 'href="/search/"' in html
    assert not page.cookies
    assert meta.problems(html) == []
    assert shown.get("/organisations/nobody/").status_code == 404
    assert shown.get("/columns/nobody/").status_code == 404


def test_without_a_site_the_pages_still_stand(county, browser):
    page = browser.get("/")
    assert page.status_code == 200
    assert "<b>阳光</b>" in page.content.decode()
