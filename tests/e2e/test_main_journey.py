"""The main job: a document goes from draft to a public page that anyone can verify. Four people, by hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, environment, sign_in, token_of

pytestmark = pytest.mark.e2e

DOCUMENT = Path(__file__).parent / "documents" / "state-council.jsonl"
TITLE = "国务院关于印发个人所得税专项附加扣除暂行办法的通知"
NEW_TITLE = "转发国务院关于印发个人所得税专项附加扣除暂行办法的通知"
MOBILE = "13912345678"
REASON = "请删去个人手机号码，改为值班电话。"


def draft_from_state_council(house: House, tmp_path: Path) -> None:
    """The operator imports a real document as a draft of civil affairs."""
    source = tmp_path / "state-council.jsonl"
    source.write_bytes(DOCUMENT.read_bytes())
    where = ("--organisation", "civil-affairs", "--category", "A20_01", "--json")
    told = json.loads(house.yangguang("import-items", str(source), *where).stdout.splitlines()[-1])
    assert (told["read"], told["drafted"], told["rejected"]) == (1, 1, 0)
    again = json.loads(house.yangguang("import-items", str(source), *where).stdout.splitlines()[-1])
    assert (again["drafted"], again["known"]) == (0, 1)


def write_at_the_end(page: Page, text: str) -> None:
    editor = page.locator("#body-editor")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(text)


def open_task(page: Page, title: str) -> None:
    page.goto("/office/desk/")
    row = page.locator("tbody tr", has_text=title)
    expect(row).to_have_count(1)
    # Its clock: a bar to look at, a word and the day to read.
    assert row.locator(".clock").count() == 1
    assert re.search(r"\d\d-\d\d", row.inner_text())
    row.get_by_role("link", name=title, exact=True).click()


def outcome(page: Page, name: str) -> None:
    page.locator(".outcomes button", has_text=name).click()


def say(page: Page, words: str) -> None:
    page.locator("#step textarea[name=opinion]").fill(words)


def office_draft(page: Page) -> None:
    """The officer edits title and summary, adds a table, an attachment, and a mobile number that does not belong there."""
    page.goto("/office/items/?state=draft")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("标题", exact=True).fill(NEW_TITLE)
    page.get_by_label("内容概述").fill(
        "子女教育、继续教育、大病医疗、住房贷款利息或者住房租金、赡养老人等支出怎样扣除。"
    )
    write_at_the_end(page, f"咨询请拨打县民政局张三手机 {MOBILE}。")
    page.get_by_role("button", name="插入表格").click()
    page.keyboard.type("咨询事项")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#findings")).to_contain_text("139")
    page.set_input_files(
        "#id_attachment",
        {"name": "扣除信息表.csv", "mimeType": "text/csv", "buffer": "项目,标准\n子女教育,1000\n".encode()},
    )
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("body")).to_contain_text("草稿已经保存")
    expect(page.locator(".item-side")).to_contain_text("扣除信息表.csv")
    assert page.get_by_label("标题", exact=True).input_value() == NEW_TITLE
    expect(page.locator("#body-editor table")).to_contain_text("咨询事项")


def submit(page: Page) -> None:
    page.get_by_role("button", name="保存并送审").click()


def mend_the_number(page: Page, wrong: str, right: str) -> None:
    """Type over the paragraph, once it is seen to be selected: on a slow machine the keys are there before the editor."""
    page.locator("#body-editor p", has_text=wrong).click(click_count=3)
    page.wait_for_function("wrong => getSelection().toString().includes(wrong)", arg=wrong)
    page.keyboard.type(right)


def test_a_document_goes_from_draft_to_a_public_page_that_anyone_can_verify(
    chromium: Browser, house: House, page: Page, tmp_path: Path
) -> None:
    draft_from_state_council(house, tmp_path)
    lin = sign_in(chromium, house, "lin.xiao")
    office_draft(lin)
    edit_address = lin.url

    # A mobile number may be meant: the officer is warned and may submit; whoever reads it sees the warning too.
    submit(lin)
    expect(lin.locator("body")).to_contain_text("已经送审")
    expect(lin.locator(".findings")).to_contain_text("139")

    # Nobody judges their own text: the officer sees who does, and has no form.
    lin.get_by_role("link", name=re.compile(r"\d{4,}")).last.click()
    case_address = lin.url
    expect(lin.locator("form.step")).to_have_count(0)
    expect(lin.locator(".case-body")).to_contain_text("周敏")

    zhou = sign_in(chromium, house, "zhou.min")
    open_task(zhou, NEW_TITLE)
    assert zhou.url.split("?")[0] == case_address.split("?")[0]
    token = zhou.locator("#step input[name=task]").get_attribute("value")
    refused = lin.request.post(
        case_address.split("?")[0],
        form={"task": token or "", "outcome": "pass", "csrfmiddlewaretoken": token_of(lin)},
        headers={"Referer": case_address},
    )
    assert refused.status == 403
    assert "这一步没有办成" in refused.text()

    # A return without a reason is refused and nothing typed is lost; with a reason it goes back.
    expect(zhou.locator(".case-body")).to_contain_text(MOBILE)
    outcome(zhou, "退回")
    expect(zhou.locator(".errors")).to_contain_text("理由")
    say(zhou, REASON)
    outcome(zhou, "退回")
    expect(zhou.locator("body")).to_contain_text("已办：退回")

    lin.goto(edit_address)
    expect(lin.locator("body")).to_contain_text(MOBILE)
    lin.goto(edit_address.removesuffix("edit/"))
    expect(lin.locator(".banner--change")).to_contain_text(REASON)
    lin.goto(edit_address)
    mend_the_number(lin, MOBILE, "咨询请拨打县民政局值班电话 0990-8120012。")
    submit(lin)
    expect(lin.locator("body")).to_contain_text("已经送审")

    # She sees what changed since she last looked, signs; secrecy and leader follow.
    open_task(zhou, NEW_TITLE)
    changed = zhou.locator("#changed")
    expect(changed.locator("ins").first).to_be_visible()
    expect(changed.locator("del").first).to_be_visible()
    assert MOBILE[3:] in "".join(changed.locator("del").all_inner_texts())
    outcome(zhou, "通过")
    expect(zhou.locator("body")).to_contain_text("已办：通过")

    wu = sign_in(chromium, house, "wu.gang")
    open_task(wu, NEW_TITLE)
    say(wu, "已对照定密事项范围核对。")
    outcome(wu, "通过")
    expect(wu.locator(".errors")).to_contain_text("保密审查结论")
    assert wu.locator("#step textarea[name=opinion]").input_value() == "已对照定密事项范围核对。"
    wu.get_by_label("不涉及国家秘密，可以公开").check()
    outcome(wu, "通过")
    expect(wu.locator("body")).to_contain_text("已办：通过")

    chen = sign_in(chromium, house, "chen.jing")
    open_task(chen, NEW_TITLE)
    expect(chen.locator(".case-body")).to_contain_text("已对照定密事项范围核对")
    outcome(chen, "签发")
    expect(chen.locator("body")).to_contain_text("已办：签发")

    address = the_citizen_finds_it(page)
    proof = the_citizen_verifies_it(house, page, address, tmp_path)
    the_proof_holds_offline(proof, tmp_path)

    # What is signed stays signed: a change begins a new text that goes the whole way again.
    lin.goto(edit_address.removesuffix("edit/"))
    lin.get_by_role("link", name="更正或更新").click()
    lin.get_by_label("更新：事实有变化").check()
    lin.get_by_label("变更说明").fill("标题写明是修改后的文本。")
    lin.get_by_role("button", name="开始起草").click()
    lin.get_by_label("标题", exact=True).fill(NEW_TITLE + "（修改）")
    lin.get_by_role("button", name="保存草稿").click()
    expect(lin.locator("body")).to_contain_text("草稿已经保存")
    page.goto(address)
    expect(page.locator("h1")).to_have_text(NEW_TITLE)
    submit(lin)
    expect(lin.locator("body")).to_contain_text("已经送审")
    open_task(zhou, NEW_TITLE + "（修改）")
    expect(zhou.locator("#h-step")).to_have_text("科室审核")


def the_citizen_finds_it(page: Page) -> str:
    """On the home page, the organisation's page, in the catalogue, by a word of two characters. Its address."""
    page.goto("/")
    page.get_by_role("link", name=NEW_TITLE).first.click()
    address = page.url
    for place in ("/organisations/civil-affairs/", "/catalogue/", "/catalogue/A20_01/", "/search/?q=扣除"):
        page.goto(place)
        links = page.locator("main a", has_text=re.compile("专项附加"))
        assert links.count() >= 1, place
    page.goto("/")
    page.locator("main input[name=q]").first.fill("赡养")
    page.keyboard.press("Enter")
    hit = page.locator(".hits li", has_text="专项附加").first
    expect(hit.locator("mark").first).to_have_text("赡养")
    hit.get_by_role("link").first.click()
    assert page.url == address
    return address


def the_citizen_verifies_it(house: House, page: Page, address: str, tmp_path: Path) -> Path:
    """Metadata, table and attachment, the chart of the review, the verify page, the proof."""
    meta = page.locator("dl.meta").first
    for word in ("索引号", "发布机构", "阳光县民政局", "文号", "国发〔2018〕41号"):
        expect(meta).to_contain_text(word)
    expect(page.locator("article.doc table")).to_contain_text("咨询事项")
    assert MOBILE not in page.content()
    with page.expect_download() as attachment:
        page.locator("#attach a").click()
    assert "子女教育" in Path(attachment.value.path()).read_text("utf-8-sig")
    chart = page.locator("#review svg").first
    for step in ("科室审核", "保密审查", "领导签发"):
        expect(chart).to_contain_text(step)
    house.yangguang("journal", "seal")
    page.reload()
    page.locator("#verify").get_by_role("link", name="看这条日志记录").click()
    expect(page.locator("dl.meta")).to_contain_text("与公开日志一致")
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载凭证").click()
    proof = tmp_path / "proof.json"
    download.value.save_as(proof)
    return proof


def the_proof_holds_offline(proof: Path, tmp_path: Path) -> None:
    """With an empty data folder and no database; one changed character and it says which part is wrong."""
    empty = tmp_path / "elsewhere"
    empty.mkdir()

    def check(path: Path) -> subprocess.CompletedProcess[str]:
        env = {
            **environment(empty, "http://127.0.0.1:9"),
            "YANGGUANG_DATABASE_URL": "sqlite:////nowhere/none.sqlite3",
        }
        words = [sys.executable, "-m", "yangguang", "journal", "check", str(path)]
        return subprocess.run(words, env=env, capture_output=True, text=True, timeout=60, check=False)

    good = check(proof)
    assert (good.returncode, "凭证成立" in good.stdout) == (0, True), good.stdout + good.stderr
    assert not list(empty.glob("*.sqlite3"))
    text = proof.read_text("utf-8")
    assert "专项附加" in text
    forged = tmp_path / "forged.json"
    forged.write_text(text.replace("子女教育", "子女敎育", 1), encoding="utf-8")
    assert forged.read_text("utf-8") != text
    bad = check(forged)
    assert bad.returncode == 1
    assert "凭证不成立" in bad.stdout
    assert "正文" in bad.stdout or "内容" in bad.stdout
