import pytest

from yangguang.disclosure.actions import imports
from yangguang.disclosure.intake.records import Record
from yangguang.disclosure.models import Category, Item
from yangguang.journal.actors import SYSTEM
from yangguang.search import engines
from yangguang.search.actions import apply
from yangguang.sites import actions as sites

TEXT = "城乡低保对象每人每月补助标准提高到 820 元。“三公”经费另行公开。"


@pytest.fixture
def site(county, settings, tmp_path):
    settings.YANGGUANG_SEARCH_PATH = tmp_path / "search.sqlite3"
    site = sites.open_site(
        "main",
        organisation=county.government,
        actor=SYSTEM,
        name="阳光县人民政府",
        host="www.yangguang.gov.cn",
        site_id_code="9901010001",
        icp="某ICP备00000000号-1",
        police="某公网安备 00000000000000号",
        contact={"sponsor": "阳光县人民政府办公室", "phone": "12345", "address": "阳光县城关镇人民路1号"},
    )
    sites.open_column(
        site,
        "notices",
        question={"organisations": ["civil-affairs"]},
        actor=SYSTEM,
        name="民政公开",
        description="县民政局公开的信息",
        keywords="民政,公开",
        column_type="工作动态",
    )
    yield site
    engines.current().empty()


@pytest.fixture
def publish(site, county):
    """``publish(title)``: an item of civil affairs that is public and can be found."""

    def published(title, text=TEXT, organisation=None, **facts):
        record = Record(title=title, body_html=f"<p>{text}</p>", body_text=text, origin="test", **facts)
        order = imports.Order(
            organisation=organisation or county.civil,
            category=Category.objects.fillable().filter(code="A20_01").get(),
            actor=SYSTEM,
            publish_reason="测试",
        )
        told = imports.import_entries([record], order)
        assert told.published == 1, told
        apply()
        return Item.objects.get(title=title)

    return published
