"""What a citizen sees: the item, the catalogue, columns, exports; without cookies and with the national tags."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.disclosure import actions
from yangguang.disclosure.models import Category
from yangguang.disclosure.tests.conftest import BODY, As, Gate
from yangguang.journal import actions as journal
from yangguang.lib import clock
from yangguang.lib.proof import check
from yangguang.sites.models import Column, Site
from yangguang.web import meta

NOW = clock.moment(date(2026, 11, 20), 10)


def public_faults(answer: object) -> list[str]:
    """The national tags that are missing, apart from the site's own, which the test county does not have."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    return [fault for fault in meta.problems(html, article="ArticleTitle" in html) if "Site" not in fault]


def test_the_page_of_an_item_says_everything_about_it(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        lin = gate.drafter(gate.cast.lin, gate.cast.county.civil)
        item = gate.draft()
        actions.attach(
            item, SimpleUploadedFile("申请表.txt", "姓名　住址".encode()), "申请表.txt", acting=lin
        )
        gate.review(item)
        journal.seal()
        answer = browser.get(item.get_absolute_url())
        again = browser.get(item.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    page = answer.content.decode()
    assert answer.status_code == 200
    for expected in (
        item.title, item.index_number, "阳民发〔2026〕12号", "阳光县民政局", "2026-11-20 10:00", "申请表.txt",
        "TXT", "已记入公开日志并封存", "下载凭证", "<table>", "低保", "在法定时限（2026-11-30）内公开", 'class="qr"',
        "科室审核", "/processes/disclosure-review/1/", "引用：",
    ):  # fmt: skip
        assert expected in page, expected
    assert not answer.cookies
    assert answer["ETag"]
    assert "Cookie" not in answer.get("Vary", "")
    assert public_faults(answer) == []
    assert 'name="PubDate" content="2026-11-20 10:00"' in page


def test_the_proof_is_downloaded_and_checked(gate: Gate, browser: Client) -> None:
    item = gate.published()
    early = browser.get(f"{item.get_absolute_url()}proof.json")
    assert early.status_code == 404
    assert "一两分钟后" in early.content.decode()
    journal.seal()
    answer = browser.get(f"{item.get_absolute_url()}proof.json")
    assert check(json.loads(answer.content)).ok
    assert "attachment" in answer["Content-Disposition"]


def test_drafts_and_unknown_numbers_have_no_page(gate: Gate, browser: Client, as_: As) -> None:
    item = gate.draft()
    assert browser.get("/items/11990101009990039L/2026-00001/").status_code == 404
    assert browser.get(f"/items/{item.uid}/").status_code == 404
    assert as_(gate.cast.lin).get(f"/items/{item.uid}/").status_code == 404


def test_the_catalogue_lists_filters_counts_and_exports(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        first = gate.published()
        gate.published(title="关于临时救助的公告", doc_number="", category=gate.category("A20_15"))
        page = browser.get("/catalogue/").content.decode()
        assert "共 <b>2</b> 件" in page
        page = browser.get("/catalogue/A20_11/?organisation=civil-affairs&year=2026&q=低保").content.decode()
        assert "共 <b>1</b> 件" in page
        assert first.title in page
        assert "公开依据：《政府信息公开条例》第二十条第（十一）项" in page
        page = browser.get("/catalogue/A20_11/?q=没有这个").content.decode()
        assert "没有符合条件的信息" in page
        assert browser.get("/catalogue/nowhere/").status_code == 404
        table = browser.get("/catalogue/A20_11/items.csv").content.decode("utf-8-sig")
        assert table.splitlines()[1].startswith("11990101009990039L/2026-00001,阳光县民政局关于提高")
        told = json.loads(browser.get("/catalogue/all/items.json").content)
        assert told["count"] == 2
        feed = browser.get("/catalogue/statutory/items.atom").content.decode()
        assert feed.count("<entry>") == 2
        assert first.get_absolute_url() in feed


def test_an_empty_category_says_by_when_something_is_due(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        page = browser.get("/catalogue/A20_04/").content.decode()
        assert "这里还没有信息" in page
        assert "最迟 2026-12-18 在这里公开" in page
        gate.draft(title="风暴眼", category=gate.category("A20_04"))
        page = browser.get("/catalogue/A20_04/").content.decode()
    assert "有 1 件信息已经形成" in page
    assert "2026-11-30" in page
    assert "风暴眼" not in page


def test_what_is_not_verified_says_so(gate: Gate, browser: Client) -> None:
    page = browser.get("/catalogue/F20/").content.decode()
    assert page.count("待核实") > 3
    assert "最低生活保障审核确认" in page
    assert Category.objects.filter(kind="field26", parent__code="field26").count() == 26


def test_a_column_answers_its_stored_question(gate: Gate, browser: Client) -> None:
    site = Site.objects.create(code="county", name="阳光县人民政府", organisation=gate.cast.county.government)
    Column.objects.create(
        site=site, code="help", name="社会救助", description="救助政策", keywords="救助", column_type="政策文件",
        question={"categories": ["A20_11"], "organisations": ["county"]},
    )  # fmt: skip
    item = gate.published()
    gate.published(title="关于另一件事的公告", category=gate.category("A20_15"))
    answer = browser.get("/columns/help/")
    page = answer.content.decode()
    assert item.title in page
    assert "另一件事" not in page
    assert re.search(r'name="ColumnType" content="政策文件"', page)
    assert browser.get("/columns/nowhere/").status_code == 404


def test_a_changed_text_can_be_compared(gate: Gate, browser: Client) -> None:
    item = gate.published()
    lin = gate.begin_next(item)
    actions.revise(item, gate.facts(body_html=BODY.replace("720元。", "750元。")), acting=lin)
    gate.review(item)
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "第 2 版" in page
    compared = browser.get(f"{item.get_absolute_url()}changes/2/").content.decode()
    assert "<del>720</del>" in compared
    assert "<ins>750</ins>" in compared


@pytest.mark.parametrize(
    "address", ["/catalogue/", "/catalogue/F01/", "/catalogue/field26/", "/catalogue/guide/"]
)
def test_every_catalogue_page_carries_the_national_tags_and_no_cookie(
    gate: Gate, browser: Client, address: str
) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert public_faults(answer) == []
