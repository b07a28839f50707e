"""Files of documents, read one record at a time: text, Markdown, Word, PDF, saved pages, rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from yangguang.lib.errors import Refusal
from yangguang.lib.html import to_text

from . import collections, layout, markdown, metadata, pdf, rows, web, word
from .records import SHORTEST, Record, Rejected

Entry = Record | Rejected
MAX_FILE = 50 * 1024 * 1024


def read(path: Path, *, nested: bool = False, skip: int = 0) -> Iterator[Entry]:
    """Every document of a file after the first ``skip``. With ``nested``, a report that is a compilation is split too.

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
    if size > MAX_FILE and path.suffix.lower() not in _BY_ROWS:
        raise Refusal(
            f"{path.name} 有 {size // 1024 // 1024} MB，超过 50 MB：请拆分后再导入", code="too-large"
        )
    return reader(path, nested, skip)


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
    html, text = layout.body_of(body)
    if len(text) < SHORTEST:
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
        source=part.source or metadata.issuer(name, body),
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
        entry = replace(entry, enclosures=taken.pictures, notes=entry.notes + kept)
    yield entry


def _from_html(title: str, html: str, origin: str, notes: tuple[str, ...] = ()) -> Entry:
    text = to_text(html)
    if len(text) < SHORTEST:
        return Rejected(origin, f"正文只有 {len(text)} 个字，不成一份文件", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return Record(
        title=title[:200],
        body_html=html,
        body_text=text,
        doc_number=metadata.doc_number(lines),
        generated_on=metadata.made_on(lines),
        source=metadata.issuer(title, lines),
        origin=origin,
        notes=notes,
    )


def _few(reader: Callable[[Path, bool], Iterator[Entry]]) -> Callable[[Path, bool, int], Iterator[Entry]]:
    """A reader of few long documents: what is to be passed over is read all the same."""
    return lambda path, nested, skip: islice(reader(path, nested), skip, None)


_READERS: dict[str, Callable[[Path, bool, int], Iterator[Entry]]] = {
    ".txt": _few(_read_text),
    ".md": _few(_read_markdown),
    ".docx": _few(_read_word),
    ".pdf": pdf.read_pdf,
    ".html": web.read_page,
    ".htm": web.read_page,
    ".jsonl": rows.read_jsonl,
    ".csv": rows.read_csv,
    ".xlsx": rows.read_xlsx,
}
_BY_ROWS = frozenset({".jsonl", ".csv"})  # read a line at a time, so that any size will do
SUFFIXES = frozenset(_READERS)
