"""The public pages, the open API, and the office's grid, through the front door."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.decisions.models import TableVersion
from yangguang.lib import dmn

from .conftest import discretion

pytestmark = pytest.mark.django_db

EDIT = "/office/tables/edit/"


def fields(page: str) -> dict[str, str]:
    """What the grid on a page holds, as a browser would send it."""
    found: dict[str, str] = dict(
        re.findall(r'<input type="(?:text|hidden)"[^>]*? name="([^"]+)" value="([^"]*)"', page)
    )
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    found["description"] = (re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S) or ["", ""])[1]
    return {name: value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') for name, value in found.items()}  # fmt: skip


def test_the_public_page_tells_every_rule_in_words_and_decides_what_is_typed(
    client: Client, published: TableVersion
) -> None:
    page = client.get("/tables/emission-fine/", follow=True).content.decode()
    assert "违法所得（元）不满 5000，并且违法情节是“轻微”的，罚款（元）：500。" in page
    assert "恰有一条规则适用" in page
    assert "第三十条" in page
    tried = client.get("/tables/emission-fine/1/", {"金额": "6000", "情节": "严重"}).content.decode()
    assert "第 3 条规则" in tried and tried.count('class="fired"') == 1
    wrong = client.get("/tables/emission-fine/1/", {"金额": "六千", "情节": "严重"}).content.decode()
    assert "要填一个数" in wrong


def test_the_files_come_out_as_they_went_in(client: Client, published: TableVersion) -> None:
    xml = client.get("/tables/emission-fine/1/table.dmn").content
    assert xml == bytes(published.xml)
    sheet = client.get("/tables/emission-fine/1/table.xlsx").content
    assert dmn.the_table(dmn.read_sheet(sheet))[1] == published.model


def test_the_open_api_gives_cells_and_sentences(client: Client, published: TableVersion) -> None:
    assert client.get("/api/v1/tables").json()["items"][0]["code"] == "emission-fine"
    answer = client.get("/api/v1/tables/emission-fine").json()
    assert answer["hit_policy"] == "UNIQUE"
    assert answer["rules"][0]["conditions"] == ["<5000", '"轻微"']
    assert client.get("/api/v1/tables/nothing").status_code == 404


def test_a_clerk_uploads_changes_tries_and_publishes_without_script(cast: Cast, as_: Any) -> None:
    client = as_(cast.qian)
    upload = SimpleUploadedFile("t.dmn", discretion())
    page = client.post(EDIT, {"do": "upload", "file": upload}).content.decode()
    assert "恰有一条规则适用" in page
    grid = fields(page)
    assert (grid["rule-0-in-0"], grid["rule-0-in-1"], grid["in-1-values"]) == (
        "<5000",
        "轻微",
        "轻微、较重、严重",
    )
    grid |= {"code": "emission-fine", "organisation": "", "rule-2-in-0": ">5000"}
    holed = client.post(EDIT, grid | {"do": "publish"})
    assert holed.status_code == 400
    assert "例如违法所得（元） 5000" in holed.content.decode()
    grid["rule-2-in-0"] = ">=5000"
    tried = client.post(EDIT, grid | {"do": "try", "try-0": "7000", "try-1": "轻微"}).content.decode()
    assert "第 3 条规则" in tried
    assert client.post(EDIT, grid | {"do": "publish"}).status_code == 302
    assert "emission-fine" in client.get("/office/tables/").content.decode()
    again = fields(client.get(f"{EDIT}?code=emission-fine").content.decode())
    assert again["rule-1-in-1"] == "不是轻微"


def test_what_the_proof_found_stands_at_the_rule_and_a_gap_after_the_last(cast: Cast, as_: Any) -> None:
    client = as_(cast.qian)
    page = client.post(
        EDIT, {"do": "upload", "file": SimpleUploadedFile("t.dmn", discretion())}
    ).content.decode()
    grid = fields(page)
    assert 'class="faulty"' not in page
    # An empty line above is no rule: the marks stand at the lines that were typed.
    grid = fields(client.post(EDIT, grid | {"do": "add-rule-0"}).content.decode())
    overlap = client.post(EDIT, grid | {"rule-3-in-0": ">=4000", "do": "check"}).content.decode()
    assert re.findall(r'<tr id="rule-(\d)" class="faulty">', overlap) == ["1", "3", "4"]
    assert overlap.count("同时适用") >= 3
    hole = client.post(EDIT, grid | {"rule-3-in-0": ">5000", "do": "publish"})
    assert hole.status_code == 400
    assert "没有规则管到" in hole.content.decode()


def test_rules_and_columns_come_and_go_and_nothing_typed_is_lost(cast: Cast, as_: Any) -> None:
    client = as_(cast.qian)
    grid = fields(client.get(EDIT).content.decode()) | {"name": "新表", "rule-0-in-0": "<5"}
    for asked in ("add-rule-0", "add-in", "add-out", "remove-in-1", "up-rule-1"):
        grid = fields(client.post(EDIT, grid | {"do": asked}).content.decode())
    assert (grid["name"], grid["rules"], grid["ins"], grid["outs"]) == ("新表", "4", "2", "2")
    assert grid["rule-1-in-0"] == "<5"
    grid = fields(client.post(EDIT, grid | {"do": "remove-rule-1"}).content.decode())
    assert "<5" not in grid.values()


def test_only_who_manages_tables_sees_the_office_pages(cast: Cast, as_: Any) -> None:
    for person in (cast.lin, cast.zhou, cast.zhao):
        assert as_(person).get("/office/tables/").status_code == 403
        assert as_(person).post(EDIT, {"do": "check"}).status_code == 403
