from xml.etree import ElementTree

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("feed", ["all", "organisations/civil-affairs", "columns/notices"])
def test_feeds_hold_what_is_new(publish, browser, feed):
    item = publish("关于低保的通知 & 其他")
    answer = browser.get(f"/feeds/{feed}.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert not answer.cookies
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "关于低保的通知 & 其他"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver" + item.get_absolute_url()
    rss = ElementTree.fromstring(browser.get(f"/feeds/{feed}.rss").content)
    assert rss.findtext("channel/item/title") == "关于低保的通知 & 其他"


def test_a_feed_of_nothing_is_not_there(site, browser):
    for feed in ("all.json", "organisations/nobody.atom", "columns/nobody.atom"):
        assert browser.get(f"/feeds/{feed}").status_code == 404


def test_the_map_for_machines_names_every_public_item(publish, browser):
    item = publish("关于低保的通知")
    index = ElementTree.fromstring(browser.get("/sitemap.xml").content)
    parts = [found.text.removeprefix("http://testserver") for found in index.iter(f"{MAP}loc")]
    places = set()
    for part in parts:
        places |= {
            found.text for found in ElementTree.fromstring(browser.get(part).content).iter(f"{MAP}loc")
        }
    assert "http://testserver" + item.get_absolute_url() in places
    assert "http://testserver/organisations/civil-affairs/" in places
    assert browser.get("/sitemap-items-99.xml").status_code == 404


def test_robots_are_told_where_the_map_is(site, browser):
    text = browser.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /large/" in text
