"""What should not come in: each is met with a sentence, and nothing that somebody typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, sign_in

pytestmark = pytest.mark.e2e

BODY = "请各单位在三日内报送名单，逾期视为没有。"


@pytest.fixture
def form(chromium: Browser, house: House) -> Iterator[Page]:
    """The officer at an empty form, who has begun to type."""
    lin = sign_in(chromium, house, "lin.xiao")
    lin.goto("/office/items/new/")
    category = lin.locator("[name=category] option").nth(1).get_attribute("value")
    lin.locator("[name=category]").select_option(category)
    lin.locator("#body-editor").click()
    lin.keyboard.type(BODY)
    yield lin
    lin.context.close()


def title(form: Page, words: str) -> str:
    form.get_by_label("标题", exact=True).fill(words)
    return words


def save(form: Page) -> None:
    form.get_by_role("button", name="保存草稿").click()


def titles(form: Page, words: str) -> int:
    form.goto(f"/office/items/?q={words}")
    return form.locator("tbody tr", has_text=words).count()


def test_a_file_of_200_megabytes_is_refused_and_the_form_is_kept(
    form: Page, house: House, tmp_path: Path
) -> None:
    huge = tmp_path / "全县影像.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)
    kept = sum(1 for _ in (house.data / "files").rglob("*")) if (house.data / "files").exists() else 0
    title(form, "带一个很大附件的通知")
    form.set_input_files("#id_attachment", str(huge))
    save(form)
    expect(form.locator("body")).to_contain_text("超过 50 MB", timeout=120_000)
    expect(form.locator("#body-editor")).to_contain_text(BODY)
    assert form.get_by_label("标题", exact=True).input_value() == "带一个很大附件的通知"
    assert sum(1 for _ in (house.data / "files").rglob("*")) == kept


def test_a_program_that_calls_itself_a_pdf_is_refused(form: Page) -> None:
    title(form, "带一个程序的通知")
    program = {"name": "名单.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + b"\0" * 400}
    form.set_input_files("#id_attachment", program)
    save(form)
    expect(form.locator("body")).to_contain_text("附件没有收下")
    expect(form.locator("#body-editor")).to_contain_text(BODY)
    expect(form.locator(".item-side .attach")).to_have_count(0)


def test_a_broken_word_file_is_refused_and_the_text_stays(form: Page) -> None:
    words = title(form, "取入一个坏文件")
    broken = {"name": "坏了.docx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04 broken"}
    form.set_input_files("#id_docx", broken)
    form.get_by_role("button", name="取入").click()
    expect(form.locator(".errors")).to_contain_text("不是完好的 Word 文件")
    expect(form.locator("#body-editor")).to_contain_text(BODY)
    assert form.get_by_label("标题", exact=True).input_value() == words


def test_a_secrecy_mark_stops_everything_and_nothing_is_kept(form: Page, house: House) -> None:
    words = title(form, "关于人防工程布局的报告")
    form.locator("#body-editor").click()
    form.keyboard.press("Control+Home")
    form.keyboard.type("机密★10年")
    form.keyboard.press("Enter")
    save(form)
    expect(form.locator("h1")).to_contain_text("发现密级标志")
    assert BODY not in form.content()
    assert titles(form, words) == 0
    for file in house.data.glob("*.sqlite3*"):
        assert words.encode() not in file.read_bytes(), file.name
    assert words not in (house.data / "server.log").read_text("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("day", "says"), [("2099-01-05", "晚于今天"), ("2026-02-30", "日期"), ("前天", "2026-01-05")]
)
def test_wrong_dates_are_told_at_their_field(form: Page, day: str, says: str) -> None:
    words = title(form, f"日期写作{day}的通知")
    form.locator("[name=generated_on]").evaluate(
        "(field, day) => { field.type = 'text'; field.value = day; }", day
    )
    save(form)
    expect(form.locator(".errors")).to_contain_text(says)
    expect(form.locator(".field--wrong")).to_contain_text(says)
    expect(form.locator("#body-editor")).to_contain_text(BODY)
    assert titles(form, words) == 0


def test_the_command_line_answers_bad_words_with_one_line(house: House, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    for words in (
        ("due", "PROACTIVE_PUBLISH", "--from", "2026-02-30"),
        ("import-items", str(broken), "--organisation", "civil-affairs", "--category", "A20_01"),
        ("process", "check", str(broken)),
        ("journal", "check", str(broken)),
    ):
        answer = house.yangguang(*words, check=False)
        assert answer.returncode in {1, 2}, words
        assert "Traceback" not in answer.stderr + answer.stdout, words
        assert answer.stderr.strip().splitlines()[0].startswith("yangguang"), words
