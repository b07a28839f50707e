"""Rows of facts become records: a line of JSON, a row of a table. Which column is which is recognised by its name.

Rows are read one at a time, so that 200,000 of them need no more memory than one; ``skip`` passes over those that an
interrupted import has taken in already, without looking into them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import openpyxl

from yangguang.files.containers import look_into_zip
from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text

from . import layout, metadata
from .dates import find_date
from .records import SHORTEST, Record, Rejected

Entry = Record | Rejected
_LONGEST = 10_000_000  # bytes of one line: more is no row
_END = "\0end of table"  # follows the last line: a row of its own, unless a quote was left open
_SAMPLE = 64 * 1024  # bytes by which an encoding is told
_TITLE = 200  # characters that a title may have
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_URL_DAY = re.compile(r"/(?P<y>20\d{2})-(?P<m>\d{2})/(?P<d>\d{2})/")
_FONT_SIZES = re.compile(r"^(?:字号|字体|【?字体大小】?)\s*[:：]?\s*[\[【]?\s*大\s*中\s*小")

# The names under which each fact is found, the first that is filled counts. ``wiritten_time`` is what the
# State Council's collection calls the day of signature.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "标题", "名称", "信息名称", "文件名称", "文件标题"),
    "text": ("text", "content", "body", "正文", "内容", "信息内容", "全文"),
    "html": ("html", "body_html"),
    "doc_number": ("doc_number", "release_number", "文号", "发文字号", "发文文号"),
    "made": ("generated_on", "wiritten_time", "written_time", "成文日期", "生成日期", "形成日期", "date"),
    "released": ("published_at", "release_time", "pub_date", "publishing date", "发布日期", "公开日期"),
    "source": (
        *("source", "release_office", "issuer", "main_issuer"),
        *("发布机构", "发文机关", "发布单位", "信息来源"),
    ),
    "url": ("url", "crawl_url", "link", "网址", "链接"),
    "index_number": ("index_number", "索引号"),
    "keywords": ("keywords", "关键词", "主题词"),
    "summary": ("summary", "内容概述", "摘要"),
}


def read_jsonl(path: Path, nested: bool = False, skip: int = 0) -> Iterator[Entry]:
    """A record in each line that is not empty."""
    written = ((number, line) for number, line in _lines(path) if line is None or line.strip())
    for number, line in islice(written, skip, None):
        origin = f"{path.name} 第{number}行"
        if line is None:
            yield Rejected(origin, "这一行太长，或者不是 UTF-8、GB18030 编码的文字")
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = line
        raw = line.rstrip("\r\n")
        if isinstance(row, dict):
            yield from_row(row, origin, raw)
        else:
            yield Rejected(origin, "这一行不是 JSON 格式的一条记录", raw)


def read_csv(path: Path, nested: bool = False, skip: int = 0) -> Iterator[Entry]:
    """A record in each row under the heading. Refusal when the heading names no title and text."""
    csv.field_size_limit(_LONGEST)
    lines = _lines(path)
    _number, heading = next(((n, line) for n, line in lines if line and line.strip()), (0, ""))
    delimiter = max(",;\t", key=(heading or "").count)
    names = next(csv.reader([heading or ""], delimiter=delimiter), [])
    _refuse_unless_named(names, path)
    table = csv.reader(chain(_whole(lines, path), [_END]), delimiter=delimiter)
    try:
        for number, cells in islice(enumerate(table, 1), skip, None):
            if cells == [_END]:
                return
            origin = f"{path.name} 第{number}条"
            if cells and cells[-1].endswith(_END):
                raw = delimiter.join(cells).removesuffix(_END)
                yield Rejected(origin, f"引号没有合上，后面的 {raw.count(chr(10))} 行都落进了这一格", raw)
                return
            yield _from_cells(names, cells, origin)
    except csv.Error as error:
        raise Refusal(
            f"{path.name} 不是完好的 CSV 表格：请用表格软件重新另存为 CSV（UTF-8）", code="invalid"
        ) from error


def read_xlsx(path: Path, nested: bool = False, skip: int = 0) -> Iterator[Entry]:
    """A record in each row under the heading, of every sheet that names a title and a text."""
    broken = Refusal(f"{path.name} 打不开：不是完好的 Excel 文件（.xlsx）。请重新另存后再试", code="invalid")
    with path.open("rb") as stream:
        if look_into_zip(stream, path.name) != "xlsx":
            raise broken
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise broken from error
    try:
        sheets = [sheet for sheet in book.worksheets if _is_named(_heading_of(sheet))]
        if not sheets:
            first = _heading_of(book.worksheets[0]) if book.worksheets else []
            _refuse_unless_named(first, path)
        rows = (
            (names, cells, f"{path.name}“{sheet.title}”第{number}行")
            for sheet in sheets
            for names in [_heading_of(sheet)]
            for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2)
            if any(cell not in (None, "") for cell in cells)
        )
        for names, cells, origin in islice(rows, skip, None):
            yield _from_cells(names, [_as_written(cell) for cell in cells], origin)
    finally:
        book.close()


def _heading_of(sheet: Any) -> list[str]:
    return [_as_written(cell) for cell in next(sheet.iter_rows(max_row=1, values_only=True), ())]


def _as_written(cell: object) -> str:
    """A cell as a person reads it: a day without its midnight, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _from_cells(names: list[str], cells: list[str], origin: str) -> Entry:
    raw = "\t".join(cells)
    if len(cells) > len(names) and any(cells[len(names) :]):
        return Rejected(origin, f"这一行有 {len(cells)} 格，表头只有 {len(names)} 格", raw)
    return from_row(dict(zip(names, cells, strict=False)), origin, raw)


def _is_named(names: Iterable[str]) -> bool:
    known = {_folded(name) for name in names}
    return all(known.intersection(_NAMES[fact]) for fact in ("title",)) and bool(
        known.intersection((*_NAMES["text"], *_NAMES["html"]))
    )


def _refuse_unless_named(names: Iterable[str], path: Path) -> None:
    if not _is_named(names):
        raise Refusal(
            f"{path.name} 的表头里没有标题和正文：第一行要写明各列的名称，例如 标题、正文、文号、成文日期、发布机构、索引号",
            code="invalid",
        )


def _folded(name: object) -> str:
    return str(name).strip().lower().lstrip("\ufeff")


def _lines(path: Path) -> Iterator[tuple[int, str | None]]:
    """The lines of a text file with their numbers, each decoded by itself; None for what is no text or too long."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        if b"\x00" in sample:
            raise Refusal(f"{path.name} 不是文本文件：请另存为 UTF-8 编码的文本", code="invalid")
        stream.seek(0)
        number = 0
        while raw := stream.readline(_LONGEST + 1):
            number += 1
            if len(raw) > _LONGEST:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(_LONGEST)
                yield number, None
                continue
            yield number, _decoded(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _whole(lines: Iterable[tuple[int, str | None]], path: Path) -> Iterator[str]:
    """The same for a table, in which a line that cannot be read would shift everything after it."""
    for number, line in lines:
        if line is None:
            raise Refusal(
                f"{path.name} 第{number}行太长，或者不是 UTF-8、GB18030 编码：请另存为 CSV（UTF-8）后再导入",
                code="invalid",
            )
        yield line


def from_row(row: Mapping[str, object], origin: str, raw: str) -> Entry:
    """The record that a row tells, or why it tells none."""
    facts = dict.fromkeys(_NAMES, "")
    for fact, names in _named(tuple(row)):
        for name in names:
            if (value := row[name]) in (None, ""):
                continue
            if (words := _words(value)) is None:
                return Rejected(origin, f"“{name}”里不是文字", raw)
            facts[fact] = words
            break
    title = "".join(facts["title"].split()) if not facts["title"].isascii() else facts["title"]
    if not title:
        return Rejected(origin, "没有标题", raw)
    lines = _document_lines(facts["text"].split("\n"), title)
    html, text = layout.body_of(lines) if not facts["html"] else _sanitised(facts["html"])
    if len(text) < SHORTEST:
        little = f"正文只有 {len(text)} 个字，不成一份文件"
        return Rejected(origin, little if text.strip() else "没有正文", raw)
    notes: list[str] = []
    if len(title) > _TITLE:
        notes.append(f"标题有 {len(title)} 个字，只留了前 {_TITLE} 个字，请核对")
    return Record(
        title=title[:_TITLE],
        body_html=html,
        body_text=text,
        doc_number=metadata.without_label(facts["doc_number"]) or metadata.doc_number(text.split("\n")),
        generated_on=_row_day(facts, lines, notes),
        source=facts["source"] or metadata.issuer(title, text.split("\n")),
        origin=origin,
        external_number=facts["index_number"],
        keywords=facts["keywords"],
        summary=facts["summary"],
        notes=tuple(notes),
    )


def _words(value: object) -> str | None:
    """What a value says in words; None for what is none: a record within the record, a list of such.

    A zero byte and one half of a pair of surrogates, both of which JSON can spell, are no characters of any text and
    nothing that could be hashed or stored.
    """
    if isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, list | Mapping) for one in value)
    ):
        return None
    if isinstance(value, list):
        value = "\n".join("" if one is None else str(one) for one in value)
    return _NO_CHARACTER.sub("", str(value)).strip()


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Of each fact the names of a row that tell it, in the order in which they are asked: rows of one file have the same."""
    known = {_folded(name): name for name in names}
    found = [(fact, [known[name] for name in spelt if name in known]) for fact, spelt in _NAMES.items()]
    return [(fact, told) for fact, told in found if told]


def _sanitised(body: str) -> tuple[str, str]:
    html = sanitise(body)
    return html, to_text(html)


def _document_lines(lines: list[str], title: str) -> list[str]:
    """The lines after the title, where the text begins with it (broken over up to four lines), without the page's
    own choice of letter sizes.
    """
    said = ""
    for number, line in enumerate(lines[:4]):
        said += "".join(line.split())
        if said == title:
            lines = lines[number + 1 :]
            break
        if not title.startswith(said):
            break
    return [line for line in lines[:4] if not _FONT_SIZES.match(line.strip())] + lines[4:]


def _row_day(facts: dict[str, str], lines: list[str], notes: list[str]) -> date | None:
    """The day of signature: from the text itself where it tells, else from the record.

    In the State Council's collection the months of the record's dates are one too high; the address tells the
    true day of release. Where it shows that, the recorded day of signature is moved back by the same month.
    """
    recorded, released = find_date(facts["made"]), find_date(facts["released"])
    in_text = metadata.made_on([line for line in lines if line.strip()])
    if in_text:
        return in_text
    if recorded is None:
        if facts["made"]:
            notes.append(f"成文日期“{facts['made'][:20]}”认不出来，没有填，请核对")
        return None
    address = _URL_DAY.search(facts["url"])
    if address and released:
        told = date(int(address["y"]), int(address["m"]), int(address["d"]))
        if _month_too_high(told) == released:
            notes.append(
                f"记录里的日期比实际晚一个月（网址为 {told.isoformat()}），成文日期已前移一个月，请核对"
            )
            return _true_day(recorded)
    return recorded


def _month_too_high(day: date) -> date:
    """The day with its month counted one too high; a 30th of February runs over into March."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=day.day - 1)


def _true_day(recorded: date) -> date:
    candidates = (recorded - timedelta(days=days) for days in range(31, 27, -1))
    return next((day for day in candidates if _month_too_high(day) == recorded), recorded)
