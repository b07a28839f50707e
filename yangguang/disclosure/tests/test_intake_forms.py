"""Saved pages, PDF files and tables: the facts are found, the frame is left behind, what cannot be read says why."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.disclosure.intake import pdf, reading, web
from yangguang.disclosure.intake.progress import Progress
from yangguang.disclosure.intake.records import Record, Rejected
from yangguang.lib.errors import Refusal

SENTENCE = "为做好困难群众冬季生活保障工作，现将有关事项通知如下，请各镇人民政府认真组织落实。"
BODY = "".join(f"<p>{number}、{SENTENCE}</p>" for number in "一二三四")
TITLE = "阳光县民政局关于做好冬季救助工作的通知"
FRAME = '<div id="nav"><a href="/">首页</a><a href="/gk">信息公开</a></div>'
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def page(body: str, head: str = "") -> Record:
    found = web.from_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "旧网页.html")
    assert isinstance(found, Record), found
    return found


def test_a_page_tells_its_facts_by_the_national_meta_tags() -> None:
    head = f"""<title>别的字 - 某网站</title><meta name="ArticleTitle" content="{TITLE}">
    <meta name="PubDate" content="2019-03-05 10:00"><meta name="ContentSource" content="县民政局">
    <meta name="Keywords" content="救助,冬季">"""
    found = page(f"{FRAME}<div class='main'>{BODY}</div><footer>版权所有</footer>", head)
    assert (found.title, found.source, found.keywords) == (TITLE, "县民政局", "救助,冬季")
    assert found.generated_on == date(2019, 3, 5)
    assert "发布日期" in found.notes[0]  # it was no day of signature, and says so
    assert "首页" not in found.body_text
    assert "版权" not in found.body_text


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><b>索 引 号：</b></td><td>000014349/2019-00007</td><td><b>成文日期：</b></td><td>2019年01月27日</td></tr>"
        "<tr><td><b>标　　题：</b></td><td colspan=3>{t}</td></tr><tr><td>发文字号：</td><td>阳民发〔2019〕5号</td>"
        "<td>发文机关：</td><td>阳光县民政局</td></tr></table>",
        "<p><strong>索引号</strong>：000014349/2019-00007</p><p><strong>发布机构</strong>：阳光县民政局</p>"
        "<p><strong>名称</strong>：{t}</p><p><strong>文号</strong>：阳民发〔2019〕5号</p><p>成文日期：2019-01-27</p>",
        "<dl><dt>索引号</dt><dd>000014349/2019-00007</dd><dt>标题</dt><dd>{t}</dd><dt>文号</dt><dd>阳民发〔2019〕5号</dd>"
        "<dt>发布机构</dt><dd>阳光县民政局</dd><dt>成文日期</dt><dd>2019年1月27日</dd></dl>",
    ],
)
def test_the_table_of_metadata_is_read_however_it_is_laid_out(table: str) -> None:
    found = page(table.format(t=TITLE) + f'<div id="zoom"><p align="center">{TITLE}</p>{BODY}</div>')
    assert (found.title, found.doc_number) == (TITLE, "阳民发〔2019〕5号")
    assert (found.external_number, found.source) == ("000014349/2019-00007", "阳光县民政局")
    assert found.generated_on == date(2019, 1, 27)
    assert not found.body_text.startswith(TITLE)
    assert not found.notes


def test_a_page_without_text_or_title_is_rejected_with_what_to_do() -> None:
    frame = web.from_page(f"<html><title>甲</title><body>{FRAME}</body></html>".encode(), "框架.html")
    assert isinstance(frame, Rejected)
    assert "另存" in frame.reason
    assert web.from_page(BODY.encode(), "无题.html").reason.endswith("标题")  # type: ignore[union-attr]


def test_old_encodings_and_scripts_of_a_page_do_no_harm() -> None:
    html = f'<meta charset=gb2312><title>{TITLE}</title><div id="zoom">{BODY}<script>alert(1)</script></div>'
    found = web.from_page(html.encode("gb18030"), "旧.htm")
    assert isinstance(found, Record)
    assert found.title == TITLE
    assert "alert" not in found.body_html


@given(st.binary(max_size=400))
def test_no_bytes_called_a_page_break_the_reader(content: bytes) -> None:
    try:
        web.from_page(content, "x.html")
    except Refusal as refusal:
        assert "x.html" in refusal.message


def a_pdf(lines: list[str]) -> bytes:
    """A minimal file with a text layer: one page, a font without glyphs, Chinese by a map to Unicode."""
    text = "".join(lines)
    codes = {character: code for code, character in enumerate(sorted(set(text)), 1)}
    pairs = "".join(f"<{code:04x}> <{ord(character):04x}>\n" for character, code in codes.items())
    cmap = (
        f"begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(codes)} beginbfchar\n{pairs}endbfchar"
    )
    shown = "".join(f"<{''.join(f'{codes[c]:04x}' for c in line)}> Tj 0 -20 Td\n" for line in lines)
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 12 Tf 50 800 Td\n{shown}ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> /DW 1000 >>",
        _stream(f"/CIDInit /ProcSet findresource begin begincmap\n{cmap}\nendcmap"),
    ]
    out, offsets = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1"))
    start = out.tell()
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out.write(f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}".encode())
    out.write(f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def test_a_pdf_gives_its_text_layer_and_comes_along_itself() -> None:
    content = a_pdf(
        [
            TITLE,
            "阳民发〔2019〕5号",
            "各镇人民政府：",
            SENTENCE[:30],
            SENTENCE[30:],
            "阳光县民政局",
            "2019年1月27日",
            "- 1 -",
        ]
    )
    found = pdf.from_pdf(content, "通知.pdf")
    assert isinstance(found, Record), found
    assert (found.title, found.doc_number, found.generated_on) == (
        TITLE,
        "阳民发〔2019〕5号",
        date(2019, 1, 27),
    )
    assert SENTENCE in found.body_text
    assert "- 1 -" not in found.body_text
    assert [(one.name, one.content) for one in found.enclosures] == [("通知.pdf", content)]


def test_a_scan_and_a_broken_pdf_say_what_to_do() -> None:
    scan = pdf.from_pdf(a_pdf(["图"]), "扫描.pdf")
    assert isinstance(scan, Rejected)
    assert "文字识别" in scan.reason
    with pytest.raises(Refusal, match="重新导出"):
        pdf.from_pdf(b"%PDF-1.7 nonsense", "坏.pdf")
    with pytest.raises(Refusal, match="PDF"):
        pdf.from_pdf(b"MZ\x90", "程序.pdf")


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_of_a_csv_table_become_records(tmp_path: Path, encoding: str) -> None:
    rows = [
        ["标题", "正文", "文号", "成文日期", "发布机构"],
        [TITLE, f"{SENTENCE}\n第二段，“引号”里有,逗号。", "阳民发〔2019〕5号", "2019-1-27", "县民政局"],
        ["", SENTENCE, "", "", ""],
        [TITLE, SENTENCE, "", "", "", "多出来的一格"],
    ]
    found = list(reading.read(write_csv(tmp_path / "目录.csv", rows, encoding)))
    assert isinstance(found[0], Record)
    assert (found[0].doc_number, found[0].generated_on) == ("阳民发〔2019〕5号", date(2019, 1, 27))
    assert "逗号" in found[0].body_text
    assert [one.reason for one in found[1:] if isinstance(one, Rejected)] == [
        "没有标题",
        "这一行有 6 格，表头只有 5 格",
    ]


def test_rows_of_an_excel_sheet_become_records_and_dates_stay_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["名称", "内容", "成文日期", "索引号"])
    sheet.append([TITLE, SENTENCE, date(2019, 1, 27), 4349.0])
    book.create_sheet("说明").append(["这一页没有表头"])
    book.save(tmp_path / "台账.xlsx")
    (found,) = reading.read(tmp_path / "台账.xlsx")
    assert isinstance(found, Record)
    assert (found.title, found.generated_on, found.external_number) == (TITLE, date(2019, 1, 27), "4349")


def test_a_table_without_a_heading_says_which_columns_are_wanted(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="标题、正文"):
        list(reading.read(write_csv(tmp_path / "无表头.csv", [["甲", "乙"], ["1", "2"]])))
    (tmp_path / "假.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Refusal):
        list(reading.read(tmp_path / "假.xlsx"))


@pytest.mark.parametrize("skip", [0, 1, 2, 3])
def test_what_was_taken_in_before_a_stop_is_passed_over_in_every_form(tmp_path: Path, skip: int) -> None:
    titles = [f"关于第{number}件事的通知" for number in range(3)]
    jsonl = tmp_path / "a.jsonl"
    lines = [json.dumps({"title": title, "text": SENTENCE}) for title in titles]
    jsonl.write_text("\n\n".join(lines), encoding="utf-8")  # empty lines are no entries
    table = write_csv(tmp_path / "a.csv", [["标题", "正文"], *([title, SENTENCE] for title in titles)])
    for path in (jsonl, table):
        assert [one.title for one in reading.read(path, skip=skip) if isinstance(one, Record)] == titles[
            skip:
        ]


def test_a_zero_byte_in_a_row_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "公告.jsonl"
    row = {"title": "关于\x00甲的公告", "text": f"{SENTENCE}\x00{SENTENCE}", "文号": "阳民发\x00〔2026〕1号"}
    path.write_text(json.dumps(row), encoding="utf-8")
    (found,) = reading.read(path)
    assert isinstance(found, Record)
    assert (found.title, found.doc_number) == ("关于甲的公告", "阳民发〔2026〕1号")
    assert found.body_text == SENTENCE * 2
    assert found.fingerprint


def test_progress_holds_for_the_same_file_and_order_only(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("{}", encoding="utf-8")

    def done(order: str) -> int:
        return Progress(source, order, is_there=lambda uid: uid == "i1").done

    Progress(source, "甲", is_there=lambda uid: False).about_to({"read": 40, "drafted": 40}, [], "i1")
    assert (done("甲"), done("乙")) == (40, 0)
    source.write_text("{} ", encoding="utf-8")
    assert done("甲") == 0


def test_what_a_batch_that_was_not_committed_refused_is_not_kept_twice(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("{}", encoding="utf-8")

    def begun(*there: str) -> Progress:
        return Progress(source, "甲", is_there=lambda uid: uid in there)

    def kept() -> list[str]:
        return [json.loads(line)["origin"] for line in first.rejects.read_text("utf-8").splitlines()]

    first = begun()
    first.about_to({"read": 100}, [Rejected("第3行", "太短")], "i1")
    first.certain()
    first.about_to({"read": 200}, [Rejected("第120行", "太短")], "i2")
    assert (begun("i1", "i2").done, kept()) == (200, ["第3行", "第120行"])  # killed after its commit
    again = begun("i1")  # or before it
    assert (again.done, kept(), again.uid) == (100, ["第3行"], first.uid)


@pytest.mark.skipif(not DATA.exists(), reason="the shared collection is not here")
def test_real_pages_and_tables_give_what_they_say_of_themselves() -> None:
    found = [next(reading.read(path)) for path in sorted((DATA / "websites" / "govcn").glob("*.html"))]
    assert all(
        isinstance(one, Record) and one.doc_number and one.source and one.generated_on for one in found
    )
    rows = list(reading.read(DATA / "documents" / "local_policies_30.csv"))
    assert len(rows) == 30
    assert (
        sum(isinstance(one, Record) for one in rows) == 24
    )  # six hold no text: empty, 'error', or letter sizes
