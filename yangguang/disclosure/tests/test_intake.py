"""Reading files: collections are split, dates and numbers found, tables kept, broken files told."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from yangguang.disclosure.intake import collections, layout, metadata, reading, word
from yangguang.disclosure.intake.dates import find_date
from yangguang.disclosure.intake.records import Record, Rejected
from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "documents"
LONG = (
    "按照上级部署，我镇坚持以公开为常态、不公开为例外，规范程序，完善机制，逐项抓好落实，全年主动公开各类信息五十九条。"
    * 3
)

MARKED = f"""工作情况汇编(精选3篇)
工作情况汇编 篇1
关于政务公开工作开展情况的汇报
县政务公开办：
{LONG}
一、主要做法
{LONG}
工作情况汇编 篇2
一、加强领导
{LONG}
县水利局办公室
2026年3月5日
浅析基层公开 篇3
{LONG}全年发表论文10篇
【工作情况汇编】推荐阅读：
无关的链接01-02
"""

UNMARKED = f"""镇政务总结(通用4篇)
2026年5月22日
某镇坚持从实际出发，现将工作情况汇报如下。
一、机制建设。{LONG}
二、载体建设。{LONG}
关键词:水稻,配比,微调
1.1 试验设计
{LONG}
4.3 结论
过去十年成就斐然
{LONG}
(作者系某研究院教授)
我镇按照统一部署开展自查，现将自查情况报告如下:
一、自查情况
{LONG}
"""

FRAMED = f"""某某官方网站

当前位置: 主页 > 政务 > 公开

大力推行政务公开-某某官网登录

发布时间:2026-01-13 12:39   浏览次数: 次   作者:某某
本文摘要:大力推行政务公开

近年来，我县以建设法治政府为目标。

大力推行政务公开

近年来，我县以建设法治政府为目标，稳步推进。{LONG}
本文关键词:某某,官网登录
本文来源:某某-www.example.invalid
"""


def read(tmp_path: Path, name: str, text: str, **options: bool) -> list[Record | Rejected]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(reading.read(path, **options))


def test_a_collection_with_markers_is_split_at_each_of_them(tmp_path: Path) -> None:
    records = read(tmp_path, "a.txt", MARKED)
    assert [r.title for r in records] == [
        "关于政务公开工作开展情况的汇报",
        "工作情况汇编（篇2）",
        "浅析基层公开",
    ]
    assert records[1].generated_on == date(2026, 3, 5)
    assert records[2].body_text.endswith("发表论文10篇")
    assert "推荐阅读" not in records[2].body_text


def test_a_collection_without_markers_is_split_where_another_report_begins() -> None:
    found = collections.split(UNMARKED)
    assert [part.lines[0][:6] for part in found.parts] == [
        "某镇坚持从实",
        "关键词:水稻",
        "过去十年成就",
        "我镇按照统一",
    ]
    assert {part.dated for part in found.parts} == {date(2026, 5, 22)}
    assert not found.notes


def test_a_wrong_count_is_told() -> None:
    assert "写明 9 篇" in collections.split(UNMARKED.replace("通用4篇", "通用9篇")).notes[0]


def test_the_frame_of_a_web_page_is_dropped(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "b.txt", FRAMED)
    assert record.title == "大力推行政务公开"
    assert record.generated_on == date(2026, 1, 13)
    for chrome in ("官网", "当前位置", "浏览次数", "本文", "www"):
        assert chrome not in record.body_text
    assert record.body_text.startswith("近年来，我县")


@pytest.mark.parametrize(
    ("name", "count", "nested"),
    [
        ("openness-experience-10.txt", 10, 22),
        ("openness-report-prefecture.txt", 1, 1),
        ("openness-reports-8.txt", 8, 8),
        ("openness-summary-bureau.txt", 1, 1),
        ("openness-town-11.txt", 11, 11),
    ],
)
@pytest.mark.skipif(not DATA.exists(), reason="the real documents are not here")
def test_the_real_collections_are_split_right(name: str, count: int, nested: int) -> None:
    records = list(reading.read(DATA / name))
    assert [type(r) for r in records] == [Record] * count
    assert not any("请核对" in note and "篇" in note for r in records for note in r.notes)
    assert len(list(reading.read(DATA / name, nested=True))) == nested
    raw = "".join((DATA / name).read_text(encoding="utf-8").split())
    kept = sum(len("".join(r.body_text.split())) for r in records)
    assert kept > len(raw) * 0.92  # nothing of the reports is lost, only the frame


@pytest.mark.skipif(not DATA.exists(), reason="the real documents are not here")
def test_the_town_collection_without_markers_begins_each_report_where_it_does() -> None:
    parts = collections.split((DATA / "openness-town-11.txt").read_text("utf-8")).parts
    assert [len(part.lines) for part in parts] == [23, 47, 26, 13, 19, 11, 34, 26, 9, 4, 13]


@pytest.mark.skipif(not DATA.exists(), reason="the real documents are not here")
def test_the_state_councils_months_are_put_right_by_the_text() -> None:
    records = list(reading.read(DATA / "govcn_policies_60.jsonl"))
    assert len(records) == 60
    assert all(isinstance(r, Record) and r.generated_on for r in records)
    first = records[0]
    assert (first.generated_on, first.doc_number) == (date(2019, 1, 27), "国发〔2019〕5号")
    assert first.external_number == "000014349/2019-00007"
    assert not first.body_text.startswith("国务院关于在市场监管")


def test_lines_that_are_no_records_are_rejected_with_their_reason(tmp_path: Path) -> None:
    rows = [
        "{oops",
        "[1]",
        json.dumps({"title": "没有正文的"}),
        json.dumps({"title": "短", "text": "一句话。"}),
        json.dumps({"text": "没有标题" * 20}),
    ]
    good = json.dumps(
        {"title": "关于某事的通知", "text": LONG, "文号": "阳政发〔2026〕3号", "成文日期": "2026-02-03"}
    )
    records = read(tmp_path, "c.jsonl", "\n".join([*rows, good]))
    assert [r.reason for r in records if isinstance(r, Rejected)] == [
        *["这一行不是 JSON 格式的一条记录"] * 2, "没有正文", "正文只有 4 个字，不成一份文件", "没有标题",
    ]  # fmt: skip
    last = records[-1]
    assert isinstance(last, Record)
    assert (last.doc_number, last.generated_on) == ("阳政发〔2026〕3号", date(2026, 2, 3))


def test_what_json_can_spell_and_no_text_can_hold_stops_no_import(tmp_path: Path) -> None:
    rows = [
        json.dumps(
            {"title": "半个\ud800字符的公告", "text": LONG + "\ud800\x00", "keywords": ["殡葬", "收费"]}
        ),
        json.dumps({"title": "关于某事的公告", "text": {"段落": LONG}}),
        json.dumps({"title": "字" * 201, "text": LONG, "成文日期": "2026-13-45"}),
    ]
    half, nested, long = read(tmp_path, "c.jsonl", "\n".join(rows))
    assert isinstance(half, Record) and isinstance(long, Record)
    assert (half.title, half.body_text, half.keywords) == ("半个字符的公告", LONG, "殡葬\n收费")
    assert isinstance(nested, Rejected) and nested.reason == "“text”里不是文字"
    assert (len(long.title), long.generated_on) == (200, None)
    assert "只留了前 200 个字" in long.notes[0] and "2026-13-45" in long.notes[1]


def test_a_quote_left_open_is_told_and_what_it_swallowed_is_given_back(tmp_path: Path) -> None:
    told = [f"关于第{n}件事的公告,{LONG}" for n in range(4)]
    first, second = read(
        tmp_path, "e.csv", "\n".join(["标题,正文", told[0], f'关于某事的公告,"{LONG}', *told[1:]])
    )
    assert isinstance(first, Record) and first.title == "关于第0件事的公告"
    assert isinstance(second, Rejected)
    assert "引号没有合上，后面的 3 行" in second.reason and told[3] in second.raw
    (last,) = read(tmp_path, "f.csv", f'标题,正文\n关于某事的公告,"{LONG}"')
    assert isinstance(last, Record) and last.body_text == LONG


def test_markdown_keeps_its_tables(tmp_path: Path) -> None:
    (record,) = read(
        tmp_path, "d.md", f"# 关于补助标准的公告\n\n{LONG}\n\n| 项目 | 标准 |\n|---|---|\n| 低保 | 720 |\n"
    )
    assert record.title == "关于补助标准的公告"
    assert "<table>" in record.body_html
    assert "低保\t720" in record.body_text


def word_file(*, table: bool = True) -> bytes:
    document = docx.Document()
    document.add_heading("关于发放补助的通知", 0)
    document.add_heading("一、发放范围", 1)
    document.add_paragraph(LONG)
    if table:
        grid = document.add_table(rows=2, cols=2)
        grid.cell(0, 0).text, grid.cell(1, 1).text = "类别", "720元"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_file_is_taken_in_with_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "e.docx"
    path.write_bytes(word_file())
    (record,) = reading.read(path)
    assert record.title == "关于发放补助的通知"
    assert "<h3>一、发放范围</h3>" in record.body_html
    assert "720元" in record.body_text
    assert "<table>" in record.body_html


@pytest.mark.parametrize("content", [b"", b"not a zip", word_file()[:400], b"PK\x03\x04" + b"\0" * 50])
def test_a_broken_word_file_gets_a_clear_sentence(content: bytes) -> None:
    with pytest.raises(Refusal, match="不是完好的 Word 文件"):
        word.to_html(content, "坏的.docx")


def test_a_zip_that_is_no_word_file_or_a_bomb_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Refusal, match="不是完好的"):
        word.to_html(other.getvalue(), "a.docx")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(Refusal, match="200 MB"):
        word.to_html(bomb.getvalue(), "b.docx")


@pytest.mark.parametrize("name", ["a.pdf", "a.exe", "missing.txt"])
def test_what_cannot_be_read_is_said_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal):
        reading.read(tmp_path / name)


def test_the_layout_of_a_letter_is_recognised_without_changing_a_character() -> None:
    lines = ["阳政发〔2026〕3号", "各镇人民政府：", "现印发给你们。", "一、总则", "（一）目的", "阳光县人民政府", "2026年1月5日",
             "（此件公开发布）", "某某工作方案", "为落实要求，制定本方案。"]  # fmt: skip
    html = sanitise(layout.to_html(lines))
    for expected in (
        '<p class="doc-no">', '<p class="to">', "<h3>一、总则", "<h4>（一）", '<p class="sign">2026', '<p class="note">',
        "<h2>某某工作方案",
    ):  # fmt: skip
        assert expected in html
    assert to_text(html).split("\n") == lines


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年1月5日", date(2026, 1, 5)),
        ("发布时间:2008-11-09 00:00", date(2008, 11, 9)),
        ("二〇〇五年六月十一日", date(2005, 6, 11)),
        ("一九九六年二月三十日", None),
        ("一九九六年十二月二十一日", date(1996, 12, 21)),
        ("20xx年3月", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("title", "lines", "issuer"),
    [
        ("关于某事的通知", ["正文。", "国务院办公厅\u3000中央军委办公厅", "一九九六年六月二十九日"], "国务院办公厅、中央军委办公厅"),
        ("国务院办公厅关于某事的函", ["正文。", "没有署名。"], "国务院办公厅"),
        ("关于某事的通知", ["正文。", "没有署名。"], ""),
    ],
)  # fmt: skip
def test_the_issuer_is_who_signs_or_who_the_title_names(title: str, lines: list[str], issuer: str) -> None:
    assert metadata.issuer(title, lines) == issuer
