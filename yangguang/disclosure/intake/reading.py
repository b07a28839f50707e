"""Files of documents, read one record at a time: .txt .md .docx .jsonl."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text

from . import collections, layout, markdown, metadata, word
from .dates import find_date
from .records import Record, Rejected

Entry = Record | Rejected
MAX_FILE = 50 * 1024 * 1024
_SHORTEST = 20  # characters: less is no document
_URL_DAY = re.compile(r"/(?P<y>20\d{2})-(?P<m>\d{2})/(?P<d>\d{2})/")


def read(path: Path, *, nested: bool = False) -> Iterator[Entry]:
    """Every document of a file. With ``nested``, a report that is itself a compilation is split as well.

    Raises Refusal when the file as a whole cannot be read: missing, too large, of another kind, broken.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = " ".join(sorted(_READERS))
        raise Refusal(f"不能导入 {path.name}：只接受 {kinds} 文件", code="unsupported")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Refusal(f"找不到文件 {path}：请核对路径", code="not-found") from error
    if not path.is_file():
        raise Refusal(f"{path} 不是文件：请给出文件的路径", code="not-found")
    if size > MAX_FILE:
        raise Refusal(
            f"{path.name} 有 {size // 1024 // 1024} MB，超过 50 MB：请拆分后再导入", code="too-large"
        )
    return reader(path, nested)


def _decode(path: Path) -> str:
    content = path.read_bytes()
    if b"\x00" in content[:4096]:
        raise Refusal(f"{path.name} 不是文本文件：请另存为 UTF-8 编码的文本", code="invalid")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(f"{path.name} 的编码无法识别：请另存为 UTF-8 编码的文本", code="invalid")


def _read_text(path: Path, nested: bool) -> Iterator[Entry]:
    collection = collections.split(_decode(path))
    many = len(collection.parts) > 1
    number = 0
    for position, part in enumerate(collection.parts, 1):
        inner = collections.nested(part)
        notes = collection.notes
        if inner and not nested:
            notes += (f"这一篇里似有 {len(inner)} 份材料，按一篇导入；要分开请加 --nested",)
        fallback = f"{collection.title}（{position}）" if many else collection.title or path.stem
        for piece in inner if inner and nested else (part,):
            number += 1
            origin = f"{path.name} 第{number}篇" if many else path.name
            yield _from_part(piece, origin, fallback, notes)


def _from_part(part: collections.Part, origin: str, fallback: str, notes: tuple[str, ...]) -> Entry:
    first = metadata.title_line(part.lines)
    general = not part.title or part.title.endswith(
        ("）", ")")
    )  # a collection's title with a number says little
    name = part.title or fallback
    if general:
        name = first or metadata.named_title(part.lines) or name
    body = part.lines[1:] if first and name == first else part.lines
    html = sanitise(layout.to_html(body))
    text = to_text(html)
    if len(text) < _SHORTEST:
        return Rejected(origin, f"正文只有 {len(text)} 个字，不成一份文件", "\n".join(part.lines))
    made = metadata.made_on(body)
    if made is None and part.dated is not None:
        notes += (f"正文没有成文日期，用了网页上的日期 {part.dated.isoformat()}，请核对",)
    return Record(
        title=name[:200],
        body_html=html,
        body_text=text,
        doc_number=metadata.doc_number(body),
        generated_on=made or part.dated,
        source=part.source,
        origin=origin,
        notes=notes,
    )


def _read_markdown(path: Path, nested: bool) -> Iterator[Entry]:
    title, html = markdown.to_html(_decode(path))
    yield _from_html(title or path.stem, html, path.name)


def _read_word(path: Path, nested: bool) -> Iterator[Entry]:
    taken = word.to_html(path.read_bytes(), path.name)
    entry = _from_html(taken.title or path.stem, taken.html, path.name, taken.notes)
    if isinstance(entry, Record):
        kept = (f"正文里的 {len(taken.pictures)} 张图片转为附件",) if taken.pictures else ()
        entry = replace(entry, pictures=taken.pictures, notes=entry.notes + kept)
    yield entry


def _from_html(title: str, html: str, origin: str, notes: tuple[str, ...] = ()) -> Entry:
    text = to_text(html)
    if len(text) < _SHORTEST:
        return Rejected(origin, f"正文只有 {len(text)} 个字，不成一份文件", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return Record(
        title=title[:200],
        body_html=html,
        body_text=text,
        doc_number=metadata.doc_number(lines),
        generated_on=metadata.made_on(lines),
        origin=origin,
        notes=notes,
    )


def _read_jsonl(path: Path, nested: bool) -> Iterator[Entry]:
    for number, line in enumerate(_decode(path).splitlines(), 1):
        if not line.strip():
            continue
        origin = f"{path.name} 第{number}行"
        try:
            row = json.loads(line)
        except ValueError:
            yield Rejected(origin, "这一行不是 JSON", line)
            continue
        yield (
            _from_row(row, origin, line)
            if isinstance(row, dict)
            else Rejected(origin, "这一行不是一条记录", line)
        )


# The names under which each fact is found, the first that is filled counts. ``wiritten_time`` is what the
# State Council's collection calls the day of signature.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "标题", "名称"),
    "text": ("text", "content", "body", "正文", "内容"),
    "html": ("html", "body_html"),
    "doc_number": ("doc_number", "release_number", "文号", "发文字号"),
    "made": ("generated_on", "wiritten_time", "written_time", "成文日期", "生成日期"),
    "released": ("published_at", "release_time", "发布日期"),
    "source": ("source", "release_office", "issuer", "发布机构", "发文机关"),
    "url": ("url", "crawl_url", "网址"),
    "index_number": ("index_number", "索引号"),
}


def _from_row(row: dict[str, object], origin: str, raw: str) -> Entry:
    facts = {
        fact: next((str(row[name]).strip() for name in names if row.get(name) not in (None, "")), "")
        for fact, names in _NAMES.items()
    }
    title = re.sub(r"\s+", "", facts["title"]) if not facts["title"].isascii() else facts["title"]
    if not title:
        return Rejected(origin, "没有标题", raw)
    lines = _without_repeated_title(facts["text"].split("\n"), title)
    html = sanitise(facts["html"] or layout.to_html(lines))
    text = to_text(html)
    if len(text) < _SHORTEST:
        return Rejected(origin, "没有正文", raw)
    notes: list[str] = []
    return Record(
        title=title[:200],
        body_html=html,
        body_text=text,
        doc_number=facts["doc_number"],
        generated_on=_row_day(facts, lines, notes),
        source=facts["source"],
        origin=origin,
        external_number=facts["index_number"],
        notes=tuple(notes),
    )


def _without_repeated_title(lines: list[str], title: str) -> list[str]:
    """The lines after the title, where the text begins with it, broken over up to four lines."""
    said = ""
    for number, line in enumerate(lines[:4]):
        said += re.sub(r"\s+", "", line)
        if said == title:
            return lines[number + 1 :]
    return lines


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


_READERS: dict[str, Callable[[Path, bool], Iterator[Entry]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".docx": _read_word,
    ".jsonl": _read_jsonl,
}
SUFFIXES = frozenset(_READERS)
