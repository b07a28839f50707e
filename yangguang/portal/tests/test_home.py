from datetime import timedelta

from yangguang.lib import clock
from yangguang.portal import figures


def test_figures_come_from_the_log_and_lead_to_what_they_count(publish, browser):
    assert [figure.value for figure in figures.today()] == ["0", "0", "0", "—"]
    with clock.set_to(clock.now() - timedelta(days=3)):
        publish("三天前的通知")
    publish("今天的通知")
    shown = figures.today()
    assert [figure.value for figure in shown] == ["1", "2", "0", "100"]
    assert "今天的通知" in browser.get(shown[0].url).content.decode()
    assert "三天前的通知" not in browser.get(shown[0].url).content.decode()
    assert "三天前的通知" in browser.get(shown[1].url).content.decode()
    assert "没有超期公开的信息" in browser.get(shown[3].url).content.decode()


def test_one_late_among_many_never_reads_as_a_hundred():
    assert figures._on_time(0, 0)[:2] == ("—", "")
    assert figures._on_time(3000, 1)[:2] == ("99.9", "%")
    assert figures._on_time(10, 0)[:2] == ("100", "%")
    assert figures._on_time(3, 1)[:2] == ("66.6", "%")


def test_home_shows_columns_departments_and_towns(publish, browser):
    publish("关于低保的通知")
    page = browser.get("/").content.decode()
    for wanted in (
        "民政公开",
        "关于低保的通知",
        "县民政局",
        "城关镇",
        "您要找什么？",
        "9901010001",
        "某ICP备",
    ):
        assert wanted in page


def test_an_organisation_shows_its_facts_and_what_it_published(publish, browser):
    publish("关于低保的通知")
    page = browser.get("/organisations/civil-affairs/").content.decode()
    for wanted in ("11990101009990039L", "关于低保的通知", "民政公开", "政府部门", "阳光县人民政府"):
        assert wanted in page
    page = browser.get("/organisations/civil-affairs/items/?category=A20_01").content.decode()
    assert "关于低保的通知" in page
    assert "关于低保的通知" not in browser.get("/organisations/water/").content.decode()
